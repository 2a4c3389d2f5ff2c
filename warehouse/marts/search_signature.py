"""The function behind the macro `marts.search`, as SQL sees it; what it does is in `warehouse.read.search`."""

import duckdb

FUNCTION = "seedbank_search"
PARAMETERS = ["VARCHAR"]
RESULT = "STRUCT(article_id VARCHAR, score DOUBLE)[]"


def _find_nothing(_: str) -> list[object]:
    return []


def declare_search(connection: duckdb.DuckDBPyConnection) -> None:
    """Declare the function where the macro is defined: DuckDB wants to see it then, but does not call it."""
    known = connection.execute("select 1 from duckdb_functions() where function_name = $name", {"name": FUNCTION})
    if known.fetchone() is None:
        connection.create_function(FUNCTION, _find_nothing, PARAMETERS, RESULT)  # type: ignore[arg-type] # the stub knows no type names
