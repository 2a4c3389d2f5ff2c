"""Questions that a user of such a corpus asks: one SQL file each in `queries/`, the question in its first line."""

from dataclasses import dataclass

from flows.errors import MissingInputError
from warehouse.database.sql_files import list_sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question with the SQL that answers it."""

    name: str
    question: str
    sql: str


def list_queries() -> list[Query]:
    """List all questions, by name."""
    return [_read_query(name, path.read_text("utf-8")) for name, path in list_sql("queries").items()]


def _read_query(name: str, script: str) -> Query:
    return Query(name=name, question=script.splitlines()[0].removeprefix("--").strip(), sql=script)


def find_query(name: str) -> Query:
    """Find a question by name; raises MissingInputError, which lists those there are."""
    queries = {query.name: query for query in list_queries()}
    if name not in queries:
        raise MissingInputError(f"There is no query {name}; there are {', '.join(queries)}.")
    return queries[name]
