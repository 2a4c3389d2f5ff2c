"""Take the corpus elsewhere: Parquet, CSV, JSON Lines, a dataset folder, a feed of edits, sources for dbt.

Every export is written beside its target and renamed, so that a target is there whole or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import duckdb

from flows.errors import UsageError
from warehouse.database.connect import explain_errors, open_published
from warehouse.database.sql_files import quote_text, read_sql, run_script
from warehouse.export.atom import write_feed
from warehouse.export.dataset_card import write_card
from warehouse.export.dbt_sources import write_sources
from warehouse.export.replacing import replacing
from warehouse.export.spreadsheet import GUARDED, MAX_CELL

DATASET_MARTS = ("article", "sentence_change", "fact_change", "media")


class ExportFormat(StrEnum):
    """What an export is written as."""

    PARQUET = "parquet"  # a folder, partitioned by publisher and year
    CSV = "csv"  # one file, cells that a spreadsheet would run are neutralised
    JSONL = "jsonl"  # one JSON object a line
    DATASET = "dataset"  # a folder for the Hugging Face hub: Parquet files and a card
    ATOM = "atom"  # a feed of the newest edits
    DBT = "dbt"  # sources.yml: what each table and column is, and tests


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What an export wrote."""

    target: Path
    row_count: int  # articles; entries in a feed; tables of sources.yml
    long_cell_count: int  # articles with a text that is longer than a spreadsheet's cell, in a file for spreadsheets
    size_bytes: int


def export(home: Path, form: ExportFormat | str, target: Path) -> ExportReport:
    """Export the published articles to `target`, which must not exist yet, or is a file to be replaced.

    Raises UsageError where `target` is a folder that is not empty, MissingInputError where nothing is published,
    OutOfDiskError, EnvironmentBrokenError.
    """
    if target.is_dir() and any(target.iterdir()):
        raise UsageError(f"{target} is a folder that is not empty; name a new one.")
    write = _WRITERS[ExportFormat(form)]
    with explain_errors(target), open_published(home) as connection:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as new:
            _declare_functions(connection)
            row_count = write(connection, new)
            long_cell_count = _count_long_cells(connection) if form == ExportFormat.CSV else 0
            if target.is_dir():
                target.rmdir()
        files = [target] if target.is_file() else [path for path in target.rglob("*") if path.is_file()]
        return ExportReport(
            target=target,
            row_count=row_count,
            long_cell_count=long_cell_count,
            size_bytes=sum(path.stat().st_size for path in files),
        )


def _declare_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """Declare what the statements call: the guard of spreadsheets' cells, and times as ISO 8601 in UTC."""
    run_script(connection, read_sql("export/functions").replace("$guarded", quote_text(GUARDED)))


def _count_long_cells(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute(read_sql("export/long_cells"), {"most": MAX_CELL}).fetchone()
    return int(row[0]) if row is not None else 0


def _copy(connection: duckdb.DuckDBPyConnection, statement: str, target: Path) -> int:
    row = connection.execute(read_sql(statement), {"target": str(target)}).fetchone()
    return int(row[0]) if row is not None else 0


def _write_parquet(connection: duckdb.DuckDBPyConnection, new: Path) -> int:
    new.mkdir()
    return _copy(connection, "export/parquet", new)


def _write_csv(connection: duckdb.DuckDBPyConnection, new: Path) -> int:
    return _copy(connection, "export/csv", new)


def _write_jsonl(connection: duckdb.DuckDBPyConnection, new: Path) -> int:
    return _copy(connection, "export/jsonl", new)


def _write_dataset(connection: duckdb.DuckDBPyConnection, new: Path) -> int:
    counts = {}
    for mart in DATASET_MARTS:
        (new / mart).mkdir(parents=True)
        counts[mart] = _copy(connection, f"export/dataset_{mart}", new / mart / "train.parquet")
    write_card(connection, new / "README.md", counts)
    return counts["article"]


_WRITERS: dict[ExportFormat, Callable[[duckdb.DuckDBPyConnection, Path], int]] = {
    ExportFormat.PARQUET: _write_parquet,
    ExportFormat.CSV: _write_csv,
    ExportFormat.JSONL: _write_jsonl,
    ExportFormat.DATASET: _write_dataset,
    ExportFormat.ATOM: write_feed,
    ExportFormat.DBT: write_sources,
}
