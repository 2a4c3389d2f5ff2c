"""The marts as sources of dbt: one `sources.yml` with what each table and column means, and tests that always hold.

dbt-duckdb attaches the published file, read-only, under the alias `seedbank`, or under the variable seedbank_database.
"""

import tomllib
from pathlib import Path
from typing import Final

import duckdb
import yaml

from warehouse.database.sql_files import read_sql

SOURCE: Final = "seedbank"
_GUARANTEES: Final = Path(__file__).with_name("dbt_tests.toml")
_Test = str | dict[str, dict[str, object]]


def write_sources(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write the file, for dbt 1.10.5 and newer; return the number of tables."""
    guarantees = tomllib.loads(_GUARANTEES.read_text("utf-8"))
    tables: dict[str, dict[str, object]] = {}
    columns: dict[str, list[dict[str, object]]] = {}
    for mart, about, column, kind, meaning, words in connection.execute(read_sql("export/dbt_columns")).fetchall():
        tables.setdefault(mart, {"name": mart, "description": about})
        described: dict[str, object] = {"name": column, "description": meaning, "data_type": kind}
        tests = _tests_of(column, guarantees.get(mart, {}), words)
        columns.setdefault(mart, []).append(described | ({"data_tests": tests} if tests else {}))
    source = {
        "name": SOURCE,
        "description": "What became of a collection of news articles, as Seedbank published it.",
        "database": f"{{{{ var('seedbank_database', '{SOURCE}') }}}}",
        "schema": "marts",
        "tables": [table | {"columns": columns[mart]} for mart, table in tables.items()],
    }
    text = yaml.safe_dump({"version": 2, "sources": [source]}, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(text, "utf-8")
    return len(tables)


def _tests_of(column: str, guarantees: dict[str, list[str]], words: list[str]) -> list[_Test]:
    """List the tests of one column."""
    tests: list[_Test] = [name for name in ("unique", "not_null") if column in guarantees.get(name, [])]
    if words:
        tests.append({"accepted_values": {"arguments": {"values": words}}})
    if column in guarantees.get("of_article", []):
        to = {"to": f"source('{SOURCE}', 'article')", "field": "article_id"}
        tests.append({"relationships": {"arguments": dict(to)}})
    return tests
