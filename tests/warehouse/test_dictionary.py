import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.database import vocabularies as enums
from warehouse.database.connect import connect_file
from warehouse.database.sql_files import list_sql
from warehouse.database.vocabularies import ENUM_TYPES, stored_enums, sync_enums
from warehouse.dictionary import README, render_dictionary
from warehouse.marts.build import define_marts, described_columns
from warehouse.queries.find import list_queries


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    opened = connect_file(tmp_path_factory.mktemp("dictionary") / "warehouse.duckdb")
    define_marts(opened)
    yield opened
    opened.close()


def test_every_table_and_column_has_a_comment(connection: duckdb.DuckDBPyConnection) -> None:
    missing = connection.execute(
        """
        select schema_name, table_name, column_name from duckdb_columns()
        where not internal and schema_name in ('raw', 'core', 'ops', 'derived', 'marts')
            and database_name = current_database() and coalesce(comment, '') = ''
        union all
        select schema_name, table_name, '' from duckdb_tables() where coalesce(comment, '') = ''
        union all
        select schema_name, view_name, '' from duckdb_views() where not internal and coalesce(comment, '') = ''
        """
    ).fetchall()
    assert missing == []


def test_the_dictionary_is_what_the_comments_say(connection: duckdb.DuckDBPyConnection) -> None:
    assert README.read_text("utf-8") == render_dictionary(connection)


def test_enum_types_are_the_vocabularies_of_the_records(connection: duckdb.DuckDBPyConnection) -> None:
    expected = {name: [member.value for member in vocabulary] for name, vocabulary in ENUM_TYPES.items()}
    assert stored_enums(connection) == expected


def test_a_vocabulary_that_grew_widens_its_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with connect_file(tmp_path / "warehouse.duckdb") as older:
        older.execute("insert into ops.source values ('a', 'b', 1, now())")
        larger = enums.StrEnum("Larger", {"NEW": "new"} | {item.name: item.value for item in enums.ENUM_TYPES["issue"]})
        monkeypatch.setitem(enums.ENUM_TYPES, "issue", larger)
        assert sync_enums(older)
        assert not sync_enums(older)
        column_type = older.execute(
            "select data_type from duckdb_columns() where table_name = 'reconciliation' and column_name = 'issues'"
        ).fetchone()
    assert column_type is not None
    assert column_type[0].endswith("'new')[]")


def test_there_are_fifteen_questions_and_each_is_one(connection: duckdb.DuckDBPyConnection) -> None:
    queries = list_queries()
    assert len(queries) >= 15
    assert all(query.question.endswith("?") for query in queries)
    for query in queries:
        connection.execute(query.sql).fetchall()


def test_a_column_that_several_marts_have_is_described_once() -> None:
    own: dict[str, set[str]] = {}
    for path in list_sql("marts").values():
        for column, text in re.findall(
            r"comment on column \w+\.\w+\.\"?(\w+)\"? is '((?:[^']|'')*)'", path.read_text("utf-8")
        ):
            said = text.replace("''", "'")
            assert said != described_columns().get(column), f"{path.name} says of {column} what columns.toml says"
            assert said not in own.get(column, set()), f"{path.name}: move the text of {column} to columns.toml"
            own.setdefault(column, set()).add(said)
