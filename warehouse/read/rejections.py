"""What could not be used of some source files, by this run or an earlier one."""

from collections.abc import Collection

import duckdb

from warehouse.database.sql_files import read_sql


def count_rejected(connection: duckdb.DuckDBPyConnection, source_paths: Collection[str]) -> int:
    """Count the seeds that were rejected in these files, members of an archive (`archive::member`) included."""
    row = connection.execute(read_sql("read/count_rejected"), {"source_paths": sorted(source_paths)}).fetchone()
    return int(row[0]) if row is not None else 0


def find_several_texts(
    connection: duckdb.DuckDBPyConnection, source_paths: Collection[str], *, most: int
) -> tuple[str, ...]:
    """Name addresses that hold seeds of several headlines, of articles whose seed is in one of these files."""
    rows = connection.execute(
        read_sql("read/several_texts"), {"source_paths": sorted(source_paths), "most": most}
    ).fetchall()
    return tuple(row[0] for row in rows)
