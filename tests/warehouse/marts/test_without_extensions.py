"""Every mart, in both schemas, and every question is answered by DuckDB alone: no extension, no Python, no time zone.

DuckDB in a browser has neither ICU nor JSON, and waits for a download where a query asks for one of their functions.
What a query asks for is read from its plan, as the functions and the types that they were bound to.
"""

import json
import re
from collections.abc import Iterator

import duckdb
import pytest

from warehouse.database.connect import connect_file
from warehouse.database.sql_files import list_sql
from warehouse.marts.build import define_marts, read_marts

ZONED = "TIMESTAMP WITH TIME ZONE"
# What DuckDB's core does with a TIMESTAMPTZ; all else that takes or gives one is ICU's. Read from duckdb_functions() of
# @duckdb/duckdb-wasm 1.32.0 (DuckDB 1.4.3), where those of ICU are listed too, but only ask for the extension.
CORE_WITH_ZONE = frozenset(
    {"epoch_us", "epoch_ms", "to_timestamp", "now", "get_current_timestamp", "isfinite"}
    | {"min", "max", "arg_max", "max_by", "arg_min", "min_by", "first", "any_value", "count", "list", "unnest"}
    | {"first_value", "last_value", "lag", "lead", "least", "greatest", "struct_pack", "create_sort_key"}
)
JSON_ARROWS = frozenset({"->", "->>"})


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_file(tmp_path_factory.mktemp("alone") / "warehouse.duckdb") as opened:
        define_marts(opened)
        yield opened


def asked_of_extensions(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    """Name the functions of a query that DuckDB's core does not have."""
    row = connection.execute("select json_serialize_plan($query)", {"query": query}).fetchone()
    assert row is not None
    plan = json.loads(row[0])
    assert not plan["error"], plan
    return set(_walk(plan["plans"]))


def _walk(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _walk(item)
    if isinstance(node, dict):
        name = node.get("name")
        if isinstance(name, str) and isinstance(node.get("arguments"), list):
            types = [item.get("id") for item in [*node["arguments"], node.get("return_type") or {}]]
            if (ZONED in types and name not in CORE_WITH_ZONE) or "json" in name or name in JSON_ARROWS:
                yield name
        for value in node.values():
            yield from _walk(value)


VIEWS = [mart.name for mart in read_marts() if mart.kind == "view"]
RELATIONS = [f'{schema}."{name}"' for schema in ("marts", "main") for name in VIEWS]
MACROS = ["marts.search('tin')", "marts.as_of(timestamptz '2020-01-01 00:00:00+00')"]


@pytest.mark.parametrize("relation", [*RELATIONS, *MACROS])
def test_a_mart_asks_for_no_extension(connection: duckdb.DuckDBPyConnection, relation: str):
    assert asked_of_extensions(connection, f"select * from {relation}") == set()  # noqa: S608 - our own names


@pytest.mark.parametrize("name", sorted(list_sql("queries")))
def test_a_question_asks_for_no_extension(connection: duckdb.DuckDBPyConnection, name: str):
    assert asked_of_extensions(connection, list_sql("queries")[name].read_text("utf-8")) == set()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("select year(checked_at) from marts.article", "year"),
        ("select checked_at + interval 1 day from marts.article", "+"),
        ("select parameters->>'a' from ops.run", "->>"),
    ],
)
def test_what_asks_for_one_is_seen(connection: duckdb.DuckDBPyConnection, query: str, name: str):
    assert name in asked_of_extensions(connection, query)


@pytest.mark.parametrize("name", VIEWS)
def test_the_plain_view_has_the_columns_of_the_mart_with_times_in_utc(connection: duckdb.DuckDBPyConnection, name: str):
    def columns(relation: str) -> list[tuple[str, str]]:
        return [row[:2] for row in connection.execute(f"describe {relation}").fetchall()]

    plain = [(column, kind.replace(ZONED, "TIMESTAMP")) for column, kind in columns(f"marts.{name}")]
    assert columns(f'main."{name}"') == plain


def test_no_parameter_of_a_macro_has_the_name_of_a_column_in_it():
    """DuckDB would put the argument in the place of the column, without a word."""
    seen = 0
    for folder in ("marts", "migrations", "read/sql"):
        for path in list_sql(folder).values():
            statements = re.findall(
                r"create [^;]*?macro [\w.]+\((\w+)\) as\b(.*?);\n", path.read_text("utf-8"), re.DOTALL
            )
            for parameter, body in statements:
                assert not re.search(rf'\bas "?{parameter}\b', body), f"{path.name}: {parameter}"
                seen += 1
    assert seen > 5
