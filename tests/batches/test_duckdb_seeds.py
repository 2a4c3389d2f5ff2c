"""DuckDB databases as seeds: their tables are read, nothing is written, nothing outside of the file is read."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.batches.duckdb_seeds import open_duckdb
from flows.records import Rejection, SeedArticle
from flows.seedfiles import Notice, SeedChunk, SourceFile, decode_chunk, find_sources, read_chunks

ROWS = """
create table {name} as
select
    format('https://hirlap.example/cikk/{{}}', n) as url, format('A {{}}. nap hírei', n) as cim,
    format('A hivatal közölte a {{}}. nap híreit. A lap mindet megírta.', n) as szoveg,
    timestamptz '2017-03-28 10:00:00+00' + to_days(n::integer) as datum,
    ['hír', 'nap'] as cimkek
from range(1, {count} + 1) as numbers (n)
"""


def write(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def read(path: Path) -> tuple[list[SeedArticle], list[Rejection], list[str]]:
    sources = [source for source in find_sources([path]) if isinstance(source, SourceFile)]
    seeds: list[SeedArticle] = []
    rejections: list[Rejection] = []
    notices: list[str] = []
    for item in read_chunks(sources, open_duckdb=open_duckdb):
        if isinstance(item, SeedChunk):
            found, rejected = decode_chunk(item)
            seeds += found
            rejections += rejected
        elif isinstance(item, Notice):
            notices.append(item.text)
        else:
            rejections.append(item)
    return seeds, rejections, notices


def test_the_table_of_articles_is_read_whole_and_the_file_is_as_it_was(tmp_path: Path):
    path = write(
        tmp_path / "lap.duckdb",
        ROWS.format(name="cikkek", count=2500),
        "create table naplo (ido timestamp, sor varchar)",
        "insert into naplo values (now()::timestamp, 'kesz')",
    )
    before = path.read_bytes()
    seeds, rejections, _ = read(path)
    assert ([seed.line for seed in seeds], rejections) == (list(range(1, 2501)), [])
    assert (seeds[2].url, seeds[2].title) == ("https://hirlap.example/cikk/3", "A 3. nap hírei")
    assert seeds[2].body == "A hivatal közölte a 3. nap híreit. A lap mindet megírta."
    assert '"2017-03-31' in (seeds[2].extra or "")
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_a_table_of_another_schema_and_an_odd_name_is_read(tmp_path: Path):
    path = write(tmp_path / "a.db", 'create schema "régi lap"', ROWS.format(name='"régi lap"."a ""b"" c"', count=3))
    assert len(read(path)[0]) == 3


def test_a_view_counts_where_no_table_has_addresses_and_a_broken_one_nowhere(tmp_path: Path):
    path = write(
        tmp_path / "a.duckdb",
        "create table parts as select 'cikk/1' as path, 'Egy mondat a lapból.' as text",
        "create view whole as select 'https://hirlap.example/' || path as url, text from parts",
        "create table lost (url varchar)",
        "create view broken as select * from lost",
        "drop table lost",
    )
    seeds, rejections, _ = read(path)
    assert [seed.url for seed in seeds] == ["https://hirlap.example/cikk/1"]
    assert not rejections


def test_tables_that_are_not_read_are_named(tmp_path: Path):
    links = "create table links as select url from cikkek"
    _, _, notices = read(write(tmp_path / "a.duckdb", ROWS.format(name="cikkek", count=2), links))
    assert any('"links"' in text for text in notices)


def test_a_view_of_a_file_outside_reads_nothing(tmp_path: Path):
    (tmp_path / "secret.csv").write_text("url,text\nhttps://hirlap.example/titok,Egy mondat\n", encoding="utf-8")
    outside = f"create view seeds as select * from read_csv('{tmp_path}/secret.csv')"  # noqa: S608 - a path of this test
    path = write(tmp_path / "a.duckdb", outside, "create table empty (n integer)")
    seeds, rejections, _ = read(path)
    assert not seeds
    assert ["no table has addresses" in found.detail for found in rejections] == [True]


@pytest.mark.parametrize("damage", ["cut", "overwritten"])
def test_a_damaged_database_is_a_rejection(tmp_path: Path, damage: str):
    path = write(tmp_path / "a.duckdb", ROWS.format(name="cikkek", count=5000))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] if damage == "cut" else data[:4096] + bytes(8192) + data[12288:])
    _, rejections, _ = read(path)
    assert [str(found.reason) for found in rejections] == ["broken_archive"]
    assert "DuckDB cannot read it" in rejections[0].detail


def test_a_database_that_another_program_has_open_for_writing_is_a_rejection(tmp_path: Path):
    path = write(tmp_path / "a.duckdb", ROWS.format(name="cikkek", count=2))
    code = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        _, rejections, _ = read(path)
        other.communicate()
    assert "lock" in rejections[0].detail


def test_what_stands_in_the_log_beside_it_is_read(tmp_path: Path):
    path = tmp_path / "a.duckdb"
    code = f"import duckdb, os; c = duckdb.connect({str(path)!r}); c.execute('pragma disable_checkpoint_on_shutdown')\n"
    code += f"c.execute({ROWS.format(name='cikkek', count=3)!r}); os._exit(0)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert path.with_name("a.duckdb.wal").stat().st_size
    seeds, rejections, _ = read(tmp_path)
    assert (len(seeds), rejections) == (3, [])


def test_who_brings_nothing_to_open_it_is_told_what_to_do(tmp_path: Path):
    path = write(tmp_path / "a.duckdb", ROWS.format(name="cikkek", count=2))
    sources = [source for source in find_sources([path]) if isinstance(source, SourceFile)]
    (found,) = read_chunks(sources)
    assert isinstance(found, Rejection)
    assert "Parquet" in found.detail
