"""The SQL of the warehouse, as files: each room's statements (`sql/`), migrations, marts, checks, queries, figures."""

import re
from functools import cache
from pathlib import Path

import duckdb

from warehouse.database.lake_dialect import is_lake, to_lake

WAREHOUSE = Path(__file__).parents[1]
_STATEMENT_END = re.compile(r";[ \t]*(?:\n|$)")


@cache
def read_sql(name: str) -> str:
    """Read a statement by room and name: "load/seed" is `warehouse/load/sql/seed.sql`."""
    room, statement = name.split("/")
    return (WAREHOUSE / room / "sql" / f"{statement}.sql").read_text("utf-8")


def list_sql(folder: str) -> dict[str, Path]:
    """Map the names of a folder's SQL files to their paths, sorted by name."""
    return {path.stem: path for path in sorted((WAREHOUSE / folder).glob("*.sql"))}


def split_statements(script: str) -> list[str]:
    """Split a script where a line ends in a semicolon; comments stay with the statement after them."""
    return [part.strip() for part in _STATEMENT_END.split(script) if part.strip()]


def run_script(connection: duckdb.DuckDBPyConnection, script: str) -> None:
    """Run a script statement by statement: DuckDB takes six times as long for all comments in one go.

    In a lake, what it lacks is left out.
    """
    statements = split_statements(script)
    translated = [to_lake(statement) for statement in statements]
    if translated != statements and is_lake(connection):  # asking takes 0.5 ms, and few scripts differ
        statements = list(filter(None, translated))
    for statement in statements:
        connection.execute(statement)


def quote_text(text: str) -> str:
    """Write a text as a literal, for statements that bind no parameters: ATTACH, LOAD, COMMENT."""
    return "'" + text.replace("'", "''") + "'"


def roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    """Roll back where a transaction is still open; a fatal error of the database has ended it already."""
    try:
        connection.rollback()
    except duckdb.Error:
        return
