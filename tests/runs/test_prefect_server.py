"""The Prefect server that a run brings."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows.runs.prefect_server import DATABASE, empty_database, needs_migration


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with the database that the set-up left."""
    shutil.copyfile(empty_database(), tmp_path / DATABASE)
    return tmp_path


def test_a_database_of_this_version_is_not_migrated(copied: Path) -> None:
    assert not needs_migration(copied)


def test_a_database_of_another_version_is_migrated(copied: Path) -> None:
    with closing(sqlite3.connect(copied / DATABASE)) as connection, connection:
        connection.execute("update alembic_version set version_num = '0'")
    assert needs_migration(copied)


def test_a_file_that_is_no_database_is_left_to_the_server(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"no database" * 1000)
    assert needs_migration(tmp_path)
