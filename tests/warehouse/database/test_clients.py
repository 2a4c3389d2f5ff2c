"""What other programs see of the published file: those that are pinned here; the others are in tests/clients."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import duckdb
import pytest
from factories import load_batch, make_batch, make_seed

from warehouse.database.connect import PUBLISHED_FILE, open_writer
from warehouse.database.sql_files import WAREHOUSE
from warehouse.load.batch_files import write_batch
from warehouse.publish.publish import publish

CLIENTS = Path(__file__).parents[2] / "clients"
RELATIONS = ["marts.article", "main.article", "main.recheck", "main.sentence", "marts.search('tin')"]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("clients")
    with open_writer(home) as connection:
        batch = make_batch(*(make_seed(number, title="Tin", body="Một câu.") for number in (1, 2, 3)))
        load_batch(connection, write_batch(home / "batches", batch))
        publish(connection, home)
    return home / PUBLISHED_FILE


@pytest.mark.parametrize("client", ["duckdb", "pandas", "polars", "pyarrow"])
def test_a_program_reads_the_file(published: Path, client: str) -> None:
    command = [sys.executable, str(CLIENTS / "readers.py"), client, str(published), *RELATIONS]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert json.loads(told)["found"] == dict.fromkeys(RELATIONS, 3)


def test_attached_under_a_name_it_is_read_too(published: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published}' as news (read_only)")
        assert connection.execute("select count(*) from news.marts.sentence").fetchall() == [(3,)]
        assert connection.execute("select count(*) from news.article").fetchall() == [(3,)]
        connection.execute("use news")
        assert len(connection.execute("from marts.search('mot cau')").fetchall()) == 3


def test_the_plain_views_are_fetched_without_pytz(published: Path) -> None:
    script = """
import sys
sys.modules["pytz"] = None
import duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
query = "select view_name from duckdb_views() where schema_name = 'main' and not internal"
views = [name for name, in connection.execute(query).fetchall()]
print(len(views), sum(len(connection.execute(f"from main.{name}").fetchall()) > 0 for name in views) > 3)
"""
    command = [sys.executable, "-c", script, str(published)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(told[0]) > 15
    assert told[1] == "True"


def test_the_table_of_clients_is_of_the_versions_that_are_listed() -> None:
    clients = tomllib.loads((CLIENTS / "clients.toml").read_text("utf-8"))
    rows = (WAREHOUSE / "README.clients.md").read_text("utf-8").splitlines()[2:]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == [client["title"] for client in clients.values()]
    for row, client in zip(rows, clients.values(), strict=True):
        assert row.endswith(f" | {client['remark']} |")
        assert client["packages"][0].replace("==", " ").replace("@1", " 1").replace("[duckdb]", "") in row
