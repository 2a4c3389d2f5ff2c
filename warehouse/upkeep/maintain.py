"""Keep the home folder small: drop what nothing needs any more, and say what takes the space."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.database.connect import BATCHES_FOLDER, PUBLISHED_FILE, WAREHOUSE_FILE
from warehouse.database.lake_dialect import is_lake
from warehouse.database.sql_files import read_sql
from warehouse.load.batch_folders import remove_unfinished
from warehouse.publish.snapshot import SPARE_FILE

_VACUUM_TASKS = 1_000_000  # all there are; the writer joins none
KEPT_COPIES = 1  # of warehouse files set aside by rebuilds, and of copies kept by upgrades


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What one part of the home folder takes."""

    part: str
    size_bytes: int
    bytes_per_article: float | None  # None where there are no articles


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintainReport:
    """What maintenance dropped, and what is left."""

    dropped_batches: int
    dropped_copies: int
    freed_bytes: int
    sizes: tuple[Size, ...]


def measure_sizes(connection: duckdb.DuckDBPyConnection, home: Path) -> tuple[Size, ...]:
    """Measure the parts of the home folder, in bytes and per article."""
    row = connection.execute("select count(distinct article_id) from raw.seed").fetchone()
    articles = row[0] if row is not None else 0
    parts = (WAREHOUSE_FILE, PUBLISHED_FILE, SPARE_FILE, BATCHES_FOLDER, "warc", "search")
    sizes = [(part, _size(home / part)) for part in parts]
    return tuple(
        Size(part=part, size_bytes=size, bytes_per_article=size / articles if articles else None)
        for part, size in sizes
    )


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(found.stat().st_size for found in path.rglob("*") if found.is_file())


def maintain(connection: duckdb.DuckDBPyConnection, home: Path, *, kept_copies: int = KEPT_COPIES) -> MaintainReport:
    """Drop superseded batches, unfinished writes and old copies, and give free blocks back to the disk.

    A batch is superseded when it brought nothing but readings of pages that a later batch read again: the marts
    of a rebuild are the same without it. Seeds, captures and rejections are never dropped. Call it as the one
    writer, with no worker running.
    """
    before = _size(home)
    remove_unfinished(home / BATCHES_FOLDER)
    superseded = [
        folder
        for (batch_id,) in connection.execute(read_sql("upkeep/superseded_batches")).fetchall()
        if (folder := home / BATCHES_FOLDER / batch_id).exists()
    ]
    for folder in superseded:
        shutil.rmtree(folder)
    dropped_copies = sum(_drop_copies(home, pattern, kept_copies) for pattern in ("old-*", "before-*"))
    if not is_lake(connection):
        _compact(connection)
    return MaintainReport(
        dropped_batches=len(superseded),
        dropped_copies=dropped_copies,
        freed_bytes=max(0, before - _size(home)),
        sizes=measure_sizes(connection, home),
    )


def _compact(connection: duckdb.DuckDBPyConnection) -> None:
    """Join row groups that loads left half full or publishes left with deleted rows, and free the blocks they took."""
    connection.execute(f"set max_vacuum_tasks = {_VACUUM_TASKS}")
    try:
        connection.execute("checkpoint")
    finally:
        connection.execute("set max_vacuum_tasks = 0")


def _drop_copies(home: Path, pattern: str, kept: int) -> int:
    copies = sorted(home.glob(f"warehouse.{pattern}.duckdb"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    dropped = copies[: max(0, len(copies) - kept)]
    for path in dropped:
        path.unlink()
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    return len(dropped)
