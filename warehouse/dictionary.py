"""Write the data dictionary, `warehouse/README.md`, from the comments in the database.

Run `python -m warehouse.dictionary` after a change of migrations, marts or queries; a test compares.
"""

import tempfile
from pathlib import Path

import duckdb

from warehouse.database.connect import connect_file
from warehouse.database.sql_files import WAREHOUSE, read_sql
from warehouse.database.vocabularies import ENUM_TYPES
from warehouse.marts.build import define_marts
from warehouse.queries.find import list_queries

README = WAREHOUSE / "README.md"
_SCHEMAS = {
    "marts": "What to query",
    "raw": "What came in, verbatim",
    "core": "What was made of it",
    "ops": "What was done",
    "derived": "Behind the marts",
}


def render_dictionary(connection: duckdb.DuckDBPyConnection) -> str:
    """Render the page from a database whose marts are defined."""
    parts = [(WAREHOUSE / "README.head.md").read_text("utf-8").rstrip(), _render_clients()]
    parts += [_render_queries(), _render_vocabularies()]
    parts += [_render_schema(connection, schema, title) for schema, title in _SCHEMAS.items()]
    return "\n\n".join(parts) + "\n"


def _render_clients() -> str:
    """Show the table that `python tests/clients` wrote."""
    about = (
        "What was tried with a file of the demo, each in a fresh environment (`python tests/clients` does it again and "
        "writes this table). A macro is found only in the database in use: where the file is attached under a name, "
        "`use` it first. Versions before DuckDB 1.2 do not read the file."
    )
    return f"## Programs that read it\n\n{about}\n\n{(WAREHOUSE / 'README.clients.md').read_text('utf-8').rstrip()}"


def _render_queries() -> str:
    rows = [f"| `{query.name}` | {query.question} |" for query in list_queries()]
    return "\n".join(["## Questions", "", "| query | question |", "|---|---|", *rows])


def _render_vocabularies() -> str:
    lines = ["## Closed vocabularies", "", "| type | members |", "|---|---|"]
    for name, vocabulary in ENUM_TYPES.items():
        lines.append(f"| `{name}` | {', '.join(f'`{member.value}`' for member in vocabulary)} |")
    return "\n".join(lines)


def _render_schema(connection: duckdb.DuckDBPyConnection, schema: str, title: str) -> str:
    tables: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    for table, kind, about, column, column_type, column_about, _ in connection.execute(
        read_sql("database/dictionary"), {"schema": schema}
    ).fetchall():
        tables.setdefault((table, kind, about or ""), []).append((column, column_type, column_about or ""))
    lines = [f"## {schema}: {title}"]
    for (table, kind, about), columns in tables.items():
        lines += ["", f"### {schema}.{table}", "", f"{about} ({kind})", ""]
        if columns[0][0]:
            lines += ["| column | type | meaning |", "|---|---|---|"]
            lines += [f"| `{name}` | {_short_type(column_type)} | {text} |" for name, column_type, text in columns]
        else:
            lines.append(f"Columns: {', '.join(_columns_of_macro(connection, f'{schema}.{table}'))}.")
    return "\n".join(lines)


def _columns_of_macro(connection: duckdb.DuckDBPyConnection, macro: str) -> list[str]:
    """List the columns of a table macro of one parameter, each with its type; DuckDB keeps no comments for them."""
    rows = connection.execute(f"describe from {macro}(null)").fetchall()
    return [f"`{name}` {_short_type(column_type)}" for name, column_type, *_ in rows]


def _short_type(column_type: str) -> str:
    """Name an ENUM by its type's name instead of its members."""
    for name, vocabulary in ENUM_TYPES.items():
        members = ", ".join(f"'{member.value}'" for member in vocabulary)
        column_type = column_type.replace(f"ENUM({members})", name)
    return column_type.replace('"', "").lower().replace("timestamp with time zone", "timestamptz")


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as folder:
        connection = connect_file(Path(folder) / "warehouse.duckdb")
        define_marts(connection)
        README.write_text(render_dictionary(connection), "utf-8")
        connection.close()


if __name__ == "__main__":
    main()
