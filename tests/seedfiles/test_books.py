"""Workbooks and databases: all their sheets and tables that hold articles."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl

from flows.seedfiles import HintBook, SeedChunk, SourceFile, decode_chunk, find_sources, read_chunks
from flows.seedfiles.hints import Hints

SITE = "https://www.example.cz/zpravy/"
PROSE = "Rada se v úterý sešla, aby mluvila o starém mostě, který má být podle starosty zavřený celé jaro a léto."
LIST = ["url", "titulek", "text"]


def row(number: int) -> list[str]:
    return [f"{SITE}{number}", f"Most {number}", PROSE]


def write_book(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(list(cells))
    book.save(path)
    return path


def test_every_sheet_with_addresses_is_read_with_columns_of_its_own(
    tmp_path: Path, read: Callable[..., Any], notices: Callable[..., list[str]]
):
    sheets = {
        "2019": [LIST, row(1)],
        "Ceny": [["jméno", "cena"], ["inzerát", 5]],
        "2020": [["nadpis", "odkaz"], ["Věž", f"{SITE}2"]],
        "Prázdný": [],
    }
    path = write_book(tmp_path / "osivo.xlsx", sheets)
    found = read(path)
    assert found.texts == [(f"{SITE}1", "Most 1", PROSE), (f"{SITE}2", "Věž", None)]
    assert [seed.line for seed in found.seeds] == [1, 2]
    assert [said for said in notices(path) if "Ceny" in said] == ["sheets without addresses, which are not read: Ceny"]


def test_every_table_of_articles_is_read_and_those_of_links_are_named(
    tmp_path: Path, read: Callable[..., Any], notices: Callable[..., list[str]]
):
    path = tmp_path / "osivo.db"
    with closing(sqlite3.connect(path)) as connection:
        for year in (2019, 2020):
            connection.execute(f"create table rok{year}(url text, titulek text, text text)")
            connection.execute(f"insert into rok{year} values (?, ?, ?)", row(year))  # noqa: S608  no value of a user
        connection.execute("create table odkazy(href text, title text)")
        connection.execute("insert into odkazy values (?, ?)", row(7)[:2])
        connection.execute("create view vse as select * from rok2019")
        connection.execute("create view ztracena as select * from rok2018")
        connection.execute("create virtual table hledani using fts5(url, titulek, text)")
        connection.execute("insert into hledani select * from rok2019")
        connection.commit()
    assert [(seed.url, seed.line) for seed in read(path).seeds] == [(f"{SITE}2019", 1), (f"{SITE}2020", 2)]
    assert "tables with addresses that are not read: odkazy, hledani, vse" in notices(path)


def test_a_sheet_without_names_loses_no_row_and_cells_beyond_the_names_are_kept(
    tmp_path: Path, read: Callable[..., Any]
):
    sheets = {"bez": [row(1), row(2)], "úzký": [["url", "titulek"], [*row(3)[:2], "poznámka"], [*row(4), "x"]]}
    found = read(write_book(tmp_path / "osivo.xlsx", sheets))
    assert [seed.url for seed in found.seeds] == [f"{SITE}{number}" for number in range(1, 5)]
    assert [seed.body for seed in found.seeds[:2]] == [PROSE, PROSE]
    assert [json.loads(seed.extra) for seed in found.seeds] == [
        {"column_2": "Most 1"},
        {"column_2": "Most 2"},
        {"column_3": "poznámka"},
        {"column_3": PROSE, "column_4": "x"},
    ]


def test_rows_that_are_in_the_journal_of_a_database_are_read_and_nothing_is_written_beside_it(
    tmp_path: Path, read: Callable[..., Any]
):
    folder = tmp_path / "kopie"
    folder.mkdir()
    with closing(sqlite3.connect(tmp_path / "živá.db")) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table a(url text, titulek text)")
        connection.execute("insert into a values (?, ?)", row(1)[:2])
        connection.commit()
        connection.execute("pragma wal_checkpoint(truncate)")
        (before,) = (source.signature for source in find_sources([tmp_path]) if isinstance(source, SourceFile))
        connection.execute("insert into a values (?, ?)", row(2)[:2])
        connection.commit()
        for name in ("živá.db", "živá.db-wal"):
            shutil.copy(tmp_path / name, folder / name)
        (after,) = (
            source.signature for source in find_sources([tmp_path / "živá.db"]) if isinstance(source, SourceFile)
        )
    found = read(folder)
    assert [seed.url for seed in found.seeds] == [f"{SITE}1", f"{SITE}2"]
    assert found.rejections == []
    assert sorted(path.name for path in folder.iterdir()) == ["živá.db", "živá.db-wal"]
    assert read(*folder.iterdir()).rejections == []
    assert before != after


def test_texts_of_a_database_that_are_no_utf8_are_told_and_read_where_their_encoding_is_said(tmp_path: Path):
    path = tmp_path / "osivo.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table a(url text, titulek text)")
        connection.execute("insert into a values (?, cast(? as text))", [row(1)[0], "Věž".encode("windows-1250")])
        connection.commit()
    (source,) = (found for found in find_sources([path]) if isinstance(found, SourceFile))

    def read_as(encoding: str | None) -> tuple[list[str | None], list[str]]:
        book = HintBook(general=Hints(encoding=encoding))
        (chunk,) = (item for item in read_chunks([source], hints=book) if isinstance(item, SeedChunk))
        seeds, rejections = decode_chunk(chunk)
        return [seed.title for seed in seeds], [rejection.reason.value for rejection in rejections]

    assert read_as(None) == ([], ["invalid_utf8"])
    assert read_as("windows-1250") == (["Věž"], [])


def test_bytes_that_are_no_text_are_kept_where_they_are_no_title(tmp_path: Path, read: Callable[..., Any]):
    path = tmp_path / "osivo.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table a(url text, titulek text, obraz blob)")
        connection.execute("insert into a values (?, ?, ?)", [*row(1)[:2], b"\xff\xd8"])
        connection.commit()
    (seed,) = read(path).seeds
    assert json.loads(seed.extra) == {"obraz": "\\xff\\xd8"}


def test_a_database_is_read_by_one_thread_after_the_other(tmp_path: Path):
    """Pieces are asked for by whatever thread has time, and SQLite by itself answers the one that opened it."""
    path = tmp_path / "nyheter.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("create table nyheter (url, rubrik, text)")
        base.executemany("insert into nyheter values (?, ?, ?)", [row(number) for number in range(5)])
        base.commit()
    (source,) = find_sources([path])
    assert isinstance(source, SourceFile)
    chunks = read_chunks([source], chunk_documents=2)
    found: list[object] = []
    for _ in range(4):  # what is said of the columns comes first
        thread = threading.Thread(target=lambda: found.append(next(chunks)))
        thread.start()
        thread.join()
    seeds = [seed for chunk in found if isinstance(chunk, SeedChunk) for seed in decode_chunk(chunk)[0]]
    assert [seed.title for seed in seeds] == [f"Most {number}" for number in range(5)]


def test_a_workbook_s_escapes_are_read(tmp_path: Path, read: Callable[..., Any]):
    """Excel writes a carriage return as _x000D_, and a typed one as _x005F_x000D_; openpyxl reads neither."""
    path = write_book(tmp_path / "a.xlsx", {"1": [LIST, [f"{SITE}1", "Most _x005F_x000D_", f"{PROSE}_x000D_\nKonec."]]})
    (seed,) = read(path).seeds
    assert (seed.title, seed.body) == ("Most _x000D_", f"{PROSE}\r\nKonec.")
