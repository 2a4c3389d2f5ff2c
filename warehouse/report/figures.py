"""The figures of the report: one SQL file each in `report/`, asked of the published snapshot.

A file's first line is its question. `since` and `publisher` are read as variables of the session, so that the
SQL as it is printed gives the same rows in `seedbank sql`: all of the corpus where none is set.
"""

import datetime as dt
from dataclasses import dataclass

import duckdb

from warehouse.database.sql_files import list_sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which articles a report is about."""

    publisher: str | None = None
    since: dt.date | None = None  # checked on this day, UTC, or later

    @property
    def statements(self) -> list[str]:
        """The statements that make `seedbank sql` see the same articles."""
        publisher = (self.publisher or "").replace("'", "''")
        return [
            *([f"set variable publisher = '{publisher}';"] if self.publisher else []),
            *([f"set variable since = date '{self.since}';"] if self.since else []),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One question, answered: rows of cells under the names of the columns."""

    name: str
    question: str
    sql: str
    columns: list[str]
    rows: list[tuple[object, ...]]

    def records(self) -> list[dict[str, object]]:
        """Give each row as a mapping from column to cell."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def only(self) -> dict[str, object]:
        """Give the one row of a figure that has one."""
        (record,) = self.records()
        return record


def set_scope(connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Make the figures of a session those of a scope."""
    connection.execute("set variable publisher = $value", {"value": scope.publisher})
    connection.execute("set variable since = $value::date", {"value": scope.since})


def read_figure(connection: duckdb.DuckDBPyConnection, name: str) -> Figure:
    """Answer the question `report/<name>.sql` for the scope that was set."""
    script = list_sql("report")[name].read_text("utf-8")
    cursor = connection.execute(script)
    return Figure(
        name=name,
        question=script.splitlines()[0].removeprefix("--").strip(),
        sql=script,
        columns=[column[0] for column in cursor.description or ()],
        rows=cursor.fetchall(),
    )
