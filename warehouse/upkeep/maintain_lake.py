"""Keep a lake quick: few large files instead of many small ones, and no old snapshots."""

import datetime as dt
from dataclasses import dataclass

import duckdb

from warehouse.database.connect import CATALOG
from warehouse.database.sql_files import read_sql


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeReport:
    """What the upkeep of a lake did."""

    merged_files: int  # small files that were written together
    rewritten_files: int  # files most of whose rows were deleted
    expired_snapshots: int
    deleted_files: int  # that only expired snapshots had shown
    file_count: int  # data files that are left
    size_bytes: int  # and what they take


def maintain_lake(connection: duckdb.DuckDBPyConnection, *, now: dt.datetime, keep: dt.timedelta) -> LakeReport:
    """Merge small files, expire the snapshots older than `keep`, and delete what only those had shown.

    Queries that are running keep their files: what is taken out of use by this call is deleted by one that comes
    `keep` later. Call it as the one committer.
    """
    before = {"catalog": CATALOG, "before": now - keep}
    connection.execute(read_sql("upkeep/lake_flush"), {"catalog": CATALOG})
    merged = _sum(connection, "upkeep/lake_merge_files", {"catalog": CATALOG})
    rewritten = _sum(connection, "upkeep/lake_rewrite_files", {"catalog": CATALOG})
    expired = len(connection.execute(read_sql("upkeep/lake_expire_snapshots"), before).fetchall())
    deleted = len(connection.execute(read_sql("upkeep/lake_delete_files"), before).fetchall())
    row = connection.execute(read_sql("upkeep/lake_size"), {"catalog": CATALOG}).fetchone()
    files, size = row if row is not None else (0, 0)
    return LakeReport(
        merged_files=merged,
        rewritten_files=rewritten,
        expired_snapshots=expired,
        deleted_files=deleted,
        file_count=files,
        size_bytes=size,
    )


def _sum(connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, str]) -> int:
    """Run a call that gives a row a table, and add up its third column: the files it took in."""
    return sum(row[2] for row in connection.execute(read_sql(name), parameters).fetchall())
