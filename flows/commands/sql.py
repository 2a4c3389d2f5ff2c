"""`seedbank sql`: ask the published snapshot."""

import csv
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from flows.commands import _options
from flows.errors import UsageError
from flows.settings import read_settings
from flows.show import terminal

if TYPE_CHECKING:
    import duckdb

ROWS_AT_ONCE = 2_000
SEARCH = "marts.search"
TABLES = """
select schema_name || '.' || table_name as name, comment as a_row_is from duckdb_tables()
where schema_name in ('marts', 'ops') and comment is not null
union all
select schema_name || '.' || view_name, comment from duckdb_views()
where schema_name in ('marts', 'ops') and comment is not null
order by name
"""


# Values of these types are what a spreadsheet takes them for.
PLAIN_TYPES = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "DATE", "TIME", "BOOLEAN",
)  # fmt: skip


def _stream(connection: "duckdb.DuckDBPyConnection", query: str) -> Iterator[tuple[object, ...]]:
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from rows


def _write_csv(connection: "duckdb.DuckDBPyConnection", columns: list[str], out: TextIO) -> None:
    """Write rows as CSV; a text that a spreadsheet would run gets an apostrophe, as in `seedbank export`."""
    described = connection.execute("describe answer").fetchall()
    is_plain = [str(row[1]).startswith(PLAIN_TYPES) and not str(row[1]).endswith("]") for row in described]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(_to_cell, columns))
    for row in _stream(connection, "select columns(*)::varchar from answer"):
        cells = zip(row, is_plain, strict=True)
        writer.writerow([value if plain else _to_cell(value) for value, plain in cells])


def _to_cell(value: object) -> object:
    from warehouse.export.spreadsheet import guard_cell  # noqa: PLC0415 - imported when a command needs it

    return guard_cell(value) if isinstance(value, str) else value


def _write_json(connection: "duckdb.DuckDBPyConnection", columns: list[str], out: TextIO) -> None:  # noqa: ARG001 - as _write_csv
    separator = "["
    for (row,) in _stream(connection, 'select to_json("the row")::varchar from answer as "the row"'):
        out.write(f"{separator}{row}")
        separator = ",\n"
    out.write("]\n" if separator != "[" else "[]\n")


def _write_table(connection: "duckdb.DuckDBPyConnection", columns: list[str], out: TextIO) -> None:
    rows = connection.execute("select * from answer").fetchall()
    terminal.console(out).print(terminal.table("", columns, rows))


WRITERS: dict[str, Callable[["duckdb.DuckDBPyConnection", list[str], TextIO], None]] = {
    "table": _write_table,
    "csv": _write_csv,
    "json": _write_json,
}


_BLANK = r"(?is)(?>\s++|--[^\n]*+|/\*.*?\*/)*+"  # blanks and comments before a statement
_EXPLAIN = re.compile(_BLANK + r"explain\s*(?:\([^)]*\)|analyze\b)?")
_SESSION = re.compile(
    _BLANK + r"(?:(?:re)?set\s+(?:session\s+|local\s+)?(?:timezone|schema|search_path|variable)\b|use\b)"
)
_TEMPORARY = re.compile(_BLANK + r"create\s+(?:or\s+replace\s+)?temp(?:orary)?\s")
# Functions that a SELECT may call for what they do, which is told by their verb: enable_logging writes files.
_DOING = re.compile(r"(?i)\b((?:enable|disable|truncate|force)_\w+|checkpoint|(?:import|copy)_database)\s{0,9}\(")
_READING = frozenset({"SELECT", "TRANSACTION"})
_REFUSED_BY_DUCKDB = frozenset(
    {"INSERT", "UPDATE", "DELETE", "ALTER", "DROP"}
)  # by the read-only snapshot, in its words


def find_writer(connection: "duckdb.DuckDBPyConnection", query: str) -> str | None:
    """Name the first statement of a query that may write a file; None where all of them only read.

    The snapshot itself is opened read-only; COPY, EXPORT, ATTACH, CALL, most settings and functions such as
    `enable_logging` can write elsewhere.
    """
    for statement in connection.extract_statements(query):
        found = _find_writer(connection, statement.type.name, statement.query)
        if found:
            return found
    return None


def _find_writer(connection: "duckdb.DuckDBPyConnection", kind: str, text: str) -> str | None:
    doing = _DOING.search(text)
    if doing:
        return doing[1]
    if kind == "EXPLAIN":
        start = _EXPLAIN.match(text)
        return find_writer(connection, text[start.end() :]) if start else kind
    if kind == "SET":
        return None if _SESSION.match(text) else kind
    if kind == "CREATE":
        return None if not text or _TEMPORARY.match(text) else kind  # one without text is what PIVOT needs
    return None if kind in _READING or kind in _REFUSED_BY_DUCKDB else kind


def run_query(
    connection: "duckdb.DuckDBPyConnection", query: str, *, form: str, output: Path | None, may_write: bool
) -> None:
    """Run one query and write its answer.

    Raises UsageError with DuckDB's own words when the query is wrong, and where it writes though `may_write` is false.
    """
    import duckdb  # noqa: PLC0415 - imported when a command needs it

    from warehouse.export.replacing import replacing  # noqa: PLC0415 - as above

    try:
        writer = None if may_write else find_writer(connection, query)
        if writer:
            raise UsageError(
                f"`seedbank sql` only reads; {writer} may write. -o FILE writes an answer, --allow-write permits it."
            )
        answer: duckdb.DuckDBPyRelation | None = connection.sql(query)
        if answer is None and may_write:
            return
        if answer is None:
            raise UsageError("The query gives no table; the published snapshot is read-only.")
        connection.register("answer", answer)
        if output is not None:
            with replacing(output) as new:
                _write_file(connection, answer.columns, form, new)
        elif form == "parquet":
            raise UsageError("--format parquet needs a file: add -o FILE.parquet.")
        else:
            WRITERS[form](connection, answer.columns, sys.stdout)
    except duckdb.Error as error:
        raise UsageError(f"DuckDB says: {error}") from error


def _write_file(connection: "duckdb.DuckDBPyConnection", columns: list[str], form: str, file: Path) -> None:
    if form == "parquet":
        connection.sql("select * from answer").write_parquet(str(file), compression="zstd")
        return
    with file.open("w", encoding="utf-8", newline="") as out:
        WRITERS[form](connection, columns, out)


def _read_query(query: str | None) -> str:
    if query is None and sys.stdin.isatty():
        raise UsageError('No query. Write one, for example: seedbank sql "select * from marts.article limit 5".')
    return query if query is not None else sys.stdin.read()


def _list_questions() -> None:
    from warehouse.queries.find import list_queries  # noqa: PLC0415 - imported when the command needs it

    rows = [(query.name, query.question) for query in list_queries()]
    terminal.console().print(terminal.table("", ("name", "question"), rows))


def _choose_query(query: str | None, name: str | None, *, tables: bool) -> str:
    from warehouse.queries.find import find_query  # noqa: PLC0415 - imported when the command needs it

    if tables:
        return TABLES
    return find_query(name).sql if name else _read_query(query)


@click.command("sql")
@click.argument("query", required=False)
@click.option("--format", "form", type=click.Choice([*WRITERS, "parquet"]), default="table", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file; parquet needs one.")
@click.option("--tables", is_flag=True, help="List the tables, and what a row of each is.")
@click.option("--list", "list_questions", is_flag=True, help="List the questions that have a query already.")
@click.option("--query", "name", help="Run one of the listed queries by its name.")
@click.option("--allow-write", "may_write", is_flag=True, help="Let statements write files: COPY … TO, EXPORT, ATTACH.")
@_options.home_option
def command(
    *,
    query: str | None,
    form: str,
    output: Path | None,
    tables: bool,
    list_questions: bool,
    name: str | None,
    may_write: bool,
    home: Path | None,
) -> None:
    """Run QUERY (or standard input) on the published snapshot, which is read-only."""
    if list_questions:
        _list_questions()
        return
    text = _choose_query(query, name, tables=tables)
    settings = read_settings(home=home)
    with _options.open_reader(settings) as connection:
        if SEARCH in text.lower():
            from warehouse.read.search import register_search  # noqa: PLC0415 - the index's library takes a while to import

            register_search(connection, settings.home)
        work = partial(run_query, connection, text, form=form, output=output, may_write=may_write)
        _options.run_interruptibly(connection, work)
