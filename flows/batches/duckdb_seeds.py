"""Open a user's DuckDB database to read seeds from it: nothing is written, and nothing outside of the file is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb

from flows.seedfiles.databases import BrokenViewError, ForeignError

ROWS: Final = 1000  # of a record batch
_TABLES: Final = """
select table_type = 'VIEW', format('"{}"."{}"', replace(table_schema, '"', '""'), replace(table_name, '"', '""'))
from information_schema.tables
where table_catalog = current_database() and table_schema not in ('information_schema', 'pg_catalog')
order by all
"""


class _Opened:
    """An open database."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._names: list[tuple[bool, str]] = connection.execute(_TABLES).fetchall()

    def names(self) -> list[tuple[bool, str]]:
        """List tables and views of all schemas."""
        return self._names

    def batches(self, name: str) -> Iterator[Any]:
        """Give the rows as record batches."""
        is_view = (True, name) in self._names
        try:
            # A cursor of its own: a second table may be looked at before the first is read to its end.
            yield from self._connection.cursor().execute(f"select * from {name}").to_arrow_reader(ROWS)  # noqa: S608 - quoted above
        except duckdb.Error as error:
            raise (BrokenViewError(str(error)) if is_view else _unreadable(error)) from error


def _unreadable(error: duckdb.Error) -> ForeignError:
    return ForeignError(f"DuckDB cannot read it: {str(error).splitlines()[0][:200]}")


@contextmanager
def open_duckdb(path: Path) -> Iterator[_Opened]:
    """Open a database read-only, with its write-ahead log where one stands beside it. Raises ForeignError."""
    try:
        connection = duckdb.connect(str(path), read_only=True, config={"enable_external_access": False, "threads": 1})
    except duckdb.Error as error:
        raise _unreadable(error) from error
    with connection:
        yield _Opened(connection)
