import csv
import json
import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import duckdb
import pytest
import yaml
from factories import (
    make_batch,
    make_capture,
    make_observation,
    make_page,
    make_page_batch,
    make_reconciliation,
    make_seed,
)

from flows.errors import MissingInputError, UsageError
from flows.records import Content, Relation, SentenceChange
from warehouse.database.connect import open_published, open_writer
from warehouse.database.sql_files import WAREHOUSE, read_sql
from warehouse.export.export import DATASET_MARTS, export
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish

ATOM = "{http://www.w3.org/2005/Atom}"
TITLES = ["=HYPERLINK(1)", "'quoted", 'say "hi", ok', "@sum", "-1", "+2", "\tTab", "<b>&\x07", "Tin thường", None]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    seeds = [
        make_seed(number, title=title, publisher=f"bao-{number % 2}.example", body=f'Một\n dòng, và "nháy" {number}.')
        for number, title in enumerate(TITLES, start=1)
    ]
    edited = seeds[7]
    capture = make_capture(edited)
    page = make_page(edited, capture)
    change = SentenceChange(
        relation=Relation.EDITED, seed_sentence_no=1, page_sentence_no=1, seed_text="<cũ>", page_text="mới & \x0b",
        similarity=0.5,
    )  # fmt: skip
    found = make_reconciliation(edited, page, capture, content=Content.EDITED, changes=(change,))
    batches = [
        make_batch(*seeds),
        make_page_batch(edited, capture, make_observation(capture), pages=(page,), reconciliations=(found,)),
    ]
    with open_writer(folder) as connection:
        load_batches(connection, [write_batch(folder / "batches", batch) for batch in batches])
        publish(connection, folder)
    return folder


def published(home: Path, columns: str) -> list[tuple[object, ...]]:
    with open_published(home) as connection:
        return connection.execute(f"select {columns} from marts.article order by article_id").fetchall()  # noqa: S608 columns of this file


def test_parquet_reads_back_equal_and_is_partitioned(home: Path, tmp_path: Path) -> None:
    report = export(home, "parquet", tmp_path / "out")
    columns = "article_id, url, title, text, published_at, authors, issues::varchar[], existence::varchar, word_count"
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        source = f"read_parquet('{tmp_path}/out/**/*.parquet')"
        rows = connection.execute(f"select {columns} from {source} order by article_id").fetchall()  # noqa: S608 a path of this test
    assert rows == published(home, columns)
    assert report.row_count == len(TITLES)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "host=bao-0.example",
        "host=bao-1.example",
    ]


def test_csv_runs_in_no_spreadsheet_and_reads_back_equal(home: Path, tmp_path: Path) -> None:
    export(home, "csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["article_id"])
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    read = [(row["article_id"], row["title"].removeprefix("'"), row["text"].removeprefix("'")) for row in rows]
    assert read == [(key, title or "", text) for key, title, text in published(home, "article_id, title, text")]
    assert json.loads(rows[0]["authors"]) == []


def test_json_lines_read_back_equal(home: Path, tmp_path: Path) -> None:
    export(home, "jsonl", tmp_path / "out.jsonl")
    objects = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    read = sorted((item["article_id"], item["title"], item["text"], item["issues"]) for item in objects)
    assert read == published(home, "article_id, title, text, issues")


def test_a_dataset_folder_has_its_files_and_a_card(home: Path, tmp_path: Path) -> None:
    export(home, "dataset", tmp_path / "out")
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert card.startswith("---\n")
    assert "- vi\n" in card
    assert "path: article/train.parquet" in card
    assert f"## article: {len(TITLES)} rows" in card
    with duckdb.connect() as connection:
        rows = connection.execute(f"select seed_text from '{tmp_path}/out/sentence_change/train.parquet'").fetchall()  # noqa: S608 a path of this test
    assert rows == [("<cũ>",)]


def every_cell(connection: duckdb.DuckDBPyConnection, source: str) -> list[tuple[str | None, ...]]:
    """Read all columns of a table or file as text, in order of the first."""
    connection.execute("set timezone = 'UTC'")
    return sorted(connection.execute(f"select columns(*)::varchar from {source}").fetchall(), key=repr)  # noqa: S608 names of this test


def published_cells(home: Path, mart: str) -> list[tuple[str | None, ...]]:
    with open_published(home) as connection:
        return every_cell(connection, f"marts.{mart}")


def test_every_column_of_parquet_reads_back_equal(home: Path, tmp_path: Path) -> None:
    export(home, "parquet", tmp_path / "out")
    with duckdb.connect() as connection:
        source = f"read_parquet('{tmp_path}/out/**/*.parquet', hive_partitioning = false)"
        assert every_cell(connection, source) == published_cells(home, "article")


def test_every_column_of_json_lines_reads_back_equal(home: Path, tmp_path: Path) -> None:
    export(home, "jsonl", tmp_path / "out.jsonl")
    with open_published(home) as connection:
        columns = connection.execute("describe marts.article").fetchall()
    # read as what the dictionary says; ENUM is text outside our file
    types = {name: "VARCHAR[]" if kind.endswith("[]") else kind.split("(")[0] for name, kind, *_ in columns}
    types = {name: "VARCHAR" if kind == "ENUM" else kind for name, kind in types.items()}
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        source = f"read_json('{tmp_path}/out.jsonl', format = 'newline_delimited', columns = {types})"
        assert every_cell(connection, source) == published_cells(home, "article")


def test_every_column_of_csv_reads_back_equal(home: Path, tmp_path: Path) -> None:
    export(home, "csv", tmp_path / "out.csv")
    with open_published(home) as connection:
        columns = {name: kind for name, kind, *_ in connection.execute("describe marts.article").fetchall()}
        expected = every_cell(connection, "marts.article")
    lists = [name for name, kind in columns.items() if kind.endswith("[]")]
    times = [name for name, kind in columns.items() if kind.startswith("TIMESTAMP")]
    replaced = ", ".join(
        [f"{name}::json::varchar[] as {name}" for name in lists] + [f"{name}::timestamptz as {name}" for name in times]
    )
    with duckdb.connect() as connection:
        source = f"read_csv('{tmp_path}/out.csv', all_varchar = true, allow_quoted_nulls = false, header = true)"
        plain = f"(select regexp_replace(columns(*), '^''', '') from {source})"  # noqa: S608 a path of this test
        assert every_cell(connection, f"(select * replace ({replaced}) from {plain})") == expected  # noqa: S608 the same


def test_every_text_column_of_csv_is_guarded(home: Path) -> None:
    with open_published(home) as connection:
        kinds = {name: kind for name, kind, *_ in connection.execute("describe marts.article").fetchall()}
    texts = {name for name, kind in kinds.items() if kind == "VARCHAR" or kind.endswith("[]")}
    assert set(re.findall(r"guard\((\w+)", read_sql("export/csv"))) == texts


@pytest.mark.parametrize("mart", DATASET_MARTS)
def test_every_table_of_a_dataset_reads_back_equal(home: Path, tmp_path: Path, mart: str) -> None:
    export(home, "dataset", tmp_path / "out")
    with duckdb.connect() as connection:
        assert every_cell(connection, f"'{tmp_path}/out/{mart}/train.parquet'") == published_cells(home, mart)


def test_the_feed_of_edits_is_well_formed(home: Path, tmp_path: Path) -> None:
    report = export(home, "atom", tmp_path / "edits.xml")
    feed = ET.parse(tmp_path / "edits.xml").getroot()  # noqa: S314 written by this test
    entries = feed.findall(f"{ATOM}entry")
    assert report.row_count == len(entries) == 1
    assert entries[0].findtext(f"{ATOM}title") == "<b>&\ufffd"
    assert entries[0].findtext(f"{ATOM}summary") == "<cũ> → mới & \ufffd"


def test_a_folder_with_files_is_never_written_into(home: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        export(home, "parquet", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_exporting_nothing_published_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError):
        export(tmp_path / "home", "csv", tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def sources_of(home: Path, folder: Path) -> dict[str, dict[str, object]]:
    report = export(home, "dbt", folder / "sources.yml")
    (source,) = yaml.safe_load((folder / "sources.yml").read_text("utf-8"))["sources"]
    tables = {table["name"]: table for table in source["tables"]}
    assert report.row_count == len(tables)
    return tables


def test_sources_of_dbt_tell_every_mart_and_column(home: Path, tmp_path: Path) -> None:
    tables = sources_of(home, tmp_path)
    with open_published(home) as connection:
        views = connection.execute("select view_name from duckdb_views() where schema_name = 'marts'").fetchall()
        assert sorted(tables) == sorted(name for (name,) in views)
        for name, table in tables.items():
            described = connection.execute(f"describe marts.{name}").fetchall()
            assert [column["name"] for column in table["columns"]] == [row[0] for row in described]
            assert all(column["description"] for column in table["columns"])
            assert table["description"]


def test_what_is_guaranteed_to_dbt_holds_and_is_of_columns_that_are_there(home: Path, tmp_path: Path) -> None:
    tables = sources_of(home, tmp_path)
    guarantees = tomllib.loads((WAREHOUSE / "export" / "dbt_tests.toml").read_text("utf-8"))
    assert sorted(guarantees) == sorted(tables)
    tested = 0
    with open_published(home) as connection:
        for mart, promised in guarantees.items():
            names = {column["name"] for column in tables[mart]["columns"]}
            assert {name for listed in promised.values() for name in listed} <= names
            for column in tables[mart]["columns"]:
                for test in column.get("data_tests", []):
                    assert failing(connection, mart, column["name"], test) == 0, (mart, column["name"], test)
                    tested += 1
    assert tested > 100


def failing(connection: duckdb.DuckDBPyConnection, mart: str, column: str, test: str | dict[str, dict]) -> int:
    """Count what a test of dbt would find."""
    match test:
        case "unique":
            where = f'group by "{column}" having count(*) > 1'
        case "not_null":
            where = f'where "{column}" is null'
        case {"accepted_values": {"arguments": {"values": values}}}:
            where = f'where "{column}"::varchar not in {tuple(values)}'
        case {"relationships": {"arguments": {"to": "source('seedbank', 'article')", "field": "article_id"}}}:
            where = f'where "{column}" not in (select article_id from marts.article)'  # noqa: S608 - names of the catalog
        case _:
            pytest.fail(f"{test} is no test that is known here")
    return len(connection.execute(f'select "{column}" from marts."{mart}" {where}').fetchall())  # noqa: S608 - names of the catalog
