"""The SQL of the warehouse, as files: statements (`sql/`), migrations, marts, checks and queries."""

import re
from functools import cache
from pathlib import Path

import duckdb

from warehouse.lake_dialect import is_lake, to_lake

FOLDER = Path(__file__).parent
_STATEMENT_END = re.compile(r";[ \t]*(?:\n|$)")


@cache
def read_sql(name: str) -> str:
    """Read `sql/<name>.sql`."""
    return (FOLDER / "sql" / f"{name}.sql").read_text("utf-8")


def list_sql(folder: str) -> dict[str, Path]:
    """Map the names of a folder's SQL files to their paths, sorted by name."""
    return {path.stem: path for path in sorted((FOLDER / folder).glob("*.sql"))}


def split_statements(script: str) -> list[str]:
    """Split a script where a line ends in a semicolon; comments stay with the statement after them."""
    return [part.strip() for part in _STATEMENT_END.split(script) if part.strip()]


def run_script(connection: duckdb.DuckDBPyConnection, script: str) -> None:
    """Run a script statement by statement: DuckDB takes six times as long for all comments in one go.

    In a lake, what it lacks is left out.
    """
    translate = to_lake if is_lake(connection) else str
    for statement in filter(None, map(translate, split_statements(script))):
        connection.execute(statement)
