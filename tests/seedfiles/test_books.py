"""Workbooks and databases: all their sheets and tables that hold articles."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl

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
            connection.execute(f"insert into rok{year} values (?, ?, ?)", row(year))
        connection.execute("create table odkazy(href text, title text)")
        connection.execute("insert into odkazy values (?, ?)", row(7)[:2])
        connection.execute("create view vse as select * from rok2019")
        connection.commit()
    assert [(seed.url, seed.line) for seed in read(path).seeds] == [(f"{SITE}2019", 1), (f"{SITE}2020", 2)]
    assert "tables with addresses that are not read: odkazy, vse" in notices(path)
