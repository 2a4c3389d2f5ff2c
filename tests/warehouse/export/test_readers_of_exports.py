"""What we export is read by the programs that people have: the same rows, the same types."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import dask.dataframe
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet
import pytest
from factories import make_batch, make_reconciliation, make_seed

from flows.records import SeedArticle
from flows.seedfiles import read_seeds
from warehouse.database.connect import open_published, open_writer
from warehouse.export.export import export
from warehouse.export.spreadsheet import MAX_CELL, guard_cell
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish

Row = dict[str, object]
Read = Callable[[Path], Iterable[Row]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish articles of two hosts, of two years and of none, with titles that spreadsheets change."""
    folder = tmp_path_factory.mktemp("readers")
    titles = ["007", "12e4567", "3-4", "SEPT2", "true", "Một tin", None]
    seeds = [
        make_seed(number, title=title, publisher=f"bao-{number % 2}.example", body="x" * (MAX_CELL + number))
        for number, title in enumerate(titles)
    ]
    days = [dt.datetime(2016, 5, 1, tzinfo=dt.UTC), dt.datetime(2018, 12, 31, 20, 15, 1, 5, tzinfo=dt.UTC), None]
    found = tuple(
        make_reconciliation(seed, published_at=days[number % 3], authors=("Ng. A", "B") if number else ())
        for number, seed in enumerate(seeds)
    )
    with open_writer(folder) as connection:
        load_batches(connection, [write_batch(folder / "batches", make_batch(*seeds, reconciliations=found))])
        publish(connection, folder)
    return folder


def plain(value: object) -> object:
    """Write a value as every reader gives it in one form or another."""
    if isinstance(value, list | tuple | pa.Array) or hasattr(value, "tolist"):
        return [str(item) for item in (value if isinstance(value, list | tuple) else value.tolist())]
    if value is None or value is pd.NaT or value != value or value is pd.NA:  # noqa: PLR0124 - NaN
        return None
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None)
    return value


def rows(read: Iterable[Row]) -> list[Row]:
    """Give rows by id, without the keys that only the folders' names have."""
    found = [{name: plain(value) for name, value in row.items() if name not in ("host", "year")} for row in read]
    return sorted(found, key=lambda row: str(row["article_id"]))


@pytest.fixture(scope="module")
def published(home: Path) -> list[Row]:
    with open_published(home) as connection:
        return rows(connection.sql("select * from marts.article").to_arrow_table().to_pylist())


PARQUET: dict[str, Read] = {
    "pandas, the folder": lambda path: pd.read_parquet(path, dtype_backend="pyarrow").to_dict("records"),
    "pandas, file by file": lambda path: [
        row
        for file in path.rglob("*.parquet")
        for row in pd.read_parquet(file, partitioning=None, dtype_backend="pyarrow").to_dict("records")
    ],
    "pyarrow, read_table": lambda path: pa.parquet.read_table(path).to_pylist(),
    "pyarrow, a dataset": lambda path: pa.dataset.dataset(path, partitioning="hive").to_table().to_pylist(),
    "polars, scan": lambda path: pl.scan_parquet(path / "**/*.parquet", hive_partitioning=True).collect().to_dicts(),
    "polars, no partitions": lambda path: pl.read_parquet(path / "**/*.parquet", hive_partitioning=False).to_dicts(),
    "dask": lambda path: dask.dataframe.read_parquet(path).compute().to_dict("records"),
    "duckdb": lambda path: duckdb.sql(f"from read_parquet('{path}/**/*.parquet')").to_arrow_table().to_pylist(),
    "duckdb, partitions": lambda path: (
        duckdb.sql(f"from read_parquet('{path}/**/*.parquet', hive_partitioning = true)").to_arrow_table().to_pylist()
    ),
}


@pytest.mark.parametrize("reader", PARQUET)
def test_parquet_is_read_by_all(home: Path, published: list[Row], tmp_path: Path, reader: str) -> None:
    export(home, "parquet", tmp_path / "out")
    assert rows(PARQUET[reader](tmp_path / "out")) == published


def test_the_partitions_have_a_year_or_say_that_there_is_none(home: Path, tmp_path: Path) -> None:
    export(home, "parquet", tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").glob("*/*")} == {"year=2016", "year=2018", "year=undated"}


JSON_LINES: dict[str, Read] = {
    "json": lambda path: [json.loads(line) for line in path.read_text("utf-8").splitlines()],
    "pandas": lambda path: pd.read_json(path, lines=True, dtype=False, convert_dates=False).to_dict("records"),
    "polars": lambda path: pl.read_ndjson(path, infer_schema_length=None).to_dicts(),
    "duckdb": lambda path: (
        duckdb.sql(f"from read_json('{path}', maximum_object_size = 1000000)").to_arrow_table().to_pylist()
    ),
}


@pytest.mark.parametrize("reader", JSON_LINES)
def test_json_lines_are_read_by_all(home: Path, published: list[Row], tmp_path: Path, reader: str) -> None:
    export(home, "jsonl", tmp_path / "out.jsonl")
    found = rows(JSON_LINES[reader](tmp_path / "out.jsonl"))
    assert [row["title"] for row in found] == [row["title"] for row in published]
    assert [row["authors"] for row in found] == [row["authors"] for row in published]
    assert [_moment(row["published_at"]) for row in found] == [row["published_at"] for row in published]


def _moment(value: object) -> object:
    """Read ISO 8601 with T and Z, as text or as the reader took it."""
    if isinstance(value, str):
        assert value.endswith("Z"), value
        return dt.datetime.fromisoformat(value).astimezone(dt.UTC).replace(tzinfo=None)
    return value


CSV: dict[str, Read] = {
    "pandas": lambda path: pd.read_csv(path, keep_default_na=False).to_dict("records"),
    "polars": lambda path: pl.read_csv(path, infer_schema_length=None).to_dicts(),
    "duckdb": lambda path: duckdb.sql(f"from read_csv('{path}')").to_arrow_table().to_pylist(),
}


@pytest.mark.parametrize("reader", CSV)
def test_csv_keeps_ids_and_titles_that_look_like_numbers(
    home: Path, published: list[Row], tmp_path: Path, reader: str
) -> None:
    report = export(home, "csv", tmp_path / "out.csv")
    found = {str(row["article_id"]).removeprefix("'"): row for row in CSV[reader](tmp_path / "out.csv")}
    for row in published:
        assert str(found[str(row["article_id"])]["title"] or "").removeprefix("'") == (row["title"] or "")
    assert report.long_cell_count == len(published)


@pytest.mark.parametrize(
    "text", ["12e4567890123456", "00123", "3-4", "1/2/2016", "SEPT2", "May 2020", "10:30 pm", "TRUE", "=1", "'q"]
)
def test_what_a_spreadsheet_would_change_is_guarded(text: str) -> None:
    assert guard_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Covid-19", "12 bị can hầu tòa", "a1e5", "May", "3 in 1", "5/10: họp"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guard_cell(text) == text


def test_our_own_csv_read_as_seeds_is_what_was_exported(home: Path, published: list[Row], tmp_path: Path) -> None:
    export(home, "csv", tmp_path / "out.csv")
    seeds = [item for item in read_seeds([tmp_path / "out.csv"]) if isinstance(item, SeedArticle)]
    assert sorted((seed.url, seed.title or "", seed.body) for seed in seeds) == sorted(
        (row["url"], row["title"] or "", row["text"]) for row in published
    )
