"""A list of articles as a file: CSV for spreadsheets, or Parquet."""

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.export.spreadsheet import guard_cell


def _write_cell(value: object) -> str:
    """Write a value so that a spreadsheet neither runs nor changes it; times as ISO 8601, UTC."""
    if value is None:
        return ""
    if isinstance(value, list):
        return guard_cell(", ".join(map(str, value)))
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return guard_cell(value) if isinstance(value, str) else str(value)


def _write_csv(rows: pa.RecordBatchReader, file: Path) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(rows.schema.names)
        for batch in rows:
            columns = [column.to_pylist() for column in batch.columns]
            writer.writerows([_write_cell(cell) for cell in row] for row in zip(*columns, strict=True))


def _write_parquet(rows: pa.RecordBatchReader, file: Path) -> None:
    with pq.ParquetWriter(file, rows.schema, compression="zstd") as writer:
        for batch in rows:
            writer.write_batch(batch)


WRITERS: dict[str, tuple[str, Callable[[pa.RecordBatchReader, Path], None]]] = {
    "csv": ("text/csv; charset=utf-8", _write_csv),
    "parquet": ("application/vnd.apache.parquet", _write_parquet),
}
