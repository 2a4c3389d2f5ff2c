"""A plain `published.duckdb` of a lake, for readers who want one file: the same tables, marts and types."""

from pathlib import Path

import duckdb

from warehouse.database.connect import CATALOG, PUBLISHED_FILE, connect_file
from warehouse.database.files import sync_path
from warehouse.database.sql_files import quote_text, read_sql
from warehouse.marts.build import define_marts

EXPORT = "export"
# What the file's own set-up has written.
_OWN_TABLES = frozenset({("ops", "migration"), ("ops", "mart")})


def export_snapshot(connection: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Write all of the lake into a new file and rename it into the readers' place.

    Costs as much as the corpus is large, at each publish.
    """
    new = home / f".{PUBLISHED_FILE}.new"
    for leftover in (new, new.with_name(f"{new.name}.wal")):
        leftover.unlink(missing_ok=True)
    with connect_file(new) as file:
        define_marts(file)
    connection.execute(f"attach {quote_text(str(new))} as {EXPORT}")
    try:
        for schema, table, columns in _tables(connection):
            name = f'{schema}."{table}"'
            connection.execute(f"insert into {EXPORT}.{name} ({columns}) select {columns} from {CATALOG}.{name}")  # noqa: S608 - names of the catalog
    finally:
        connection.execute(f"detach {EXPORT}")  # which writes its checkpoint
    _put_in_place(new, home)


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    rows = connection.execute(read_sql("publish/tables_of"), {"catalog": EXPORT}).fetchall()
    return [(schema, table, columns) for schema, table, columns in rows if (schema, table) not in _OWN_TABLES]


def _put_in_place(new: Path, home: Path) -> None:
    sync_path(new)
    new.replace(home / PUBLISHED_FILE)
    sync_path(home)
