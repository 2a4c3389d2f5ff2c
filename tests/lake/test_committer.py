"""A lake has one committer: a second one waits, says for whom, and takes over when the first is gone."""

import os
import threading
import time
from pathlib import Path

import pytest

from flows.errors import EnvironmentBrokenError, WarehouseLockedError
from warehouse.database.committer import hold_file, hold_postgres
from warehouse.database.lake import LakeLocation, hold_committer, open_lake, read_lake

NOBODY = "host=/nowhere user=seedbank password=do-not-show-me dbname=lake"


def _silent(_: str) -> None:
    """Say nothing."""


def test_a_second_one_waits_and_says_for_whom(conninfo: str):
    said: list[str] = []
    taken = threading.Event()

    def wait_for_it() -> None:
        with hold_postgres(conninfo, wait_seconds=30, tell=said.append):
            taken.set()

    with hold_postgres(conninfo, wait_seconds=0, tell=_silent):
        second = threading.Thread(target=wait_for_it)
        second.start()
        end = time.monotonic() + 20
        while not said and time.monotonic() < end:
            time.sleep(0.01)  # until it has said that it waits
        assert not taken.is_set()
    second.join(timeout=20)
    assert taken.is_set()
    (sentence,) = said
    assert sentence.startswith(f"waiting for seedbank {os.getpid()}@")


def test_one_that_waited_long_enough_names_the_holder(conninfo: str):
    with (
        hold_postgres(conninfo, wait_seconds=0, tell=_silent),
        pytest.raises(WarehouseLockedError) as caught,
        hold_postgres(conninfo, wait_seconds=0, tell=_silent),
    ):
        pytest.fail("two committers at once")
    assert f"seedbank {os.getpid()}@" in str(caught.value)
    assert caught.value.exit_code == 4


def test_a_lock_that_was_lost_stops_its_holder(conninfo: str):
    import psycopg

    with hold_postgres(conninfo, wait_seconds=0, tell=_silent) as committer:
        committer.assert_held()
        with psycopg.connect(conninfo, autocommit=True) as admin:
            admin.execute(
                "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()"
            )
        with pytest.raises(EnvironmentBrokenError, match="held the lake's lock is gone"):
            committer.assert_held()
        with hold_postgres(conninfo, wait_seconds=5, tell=_silent) as next_one:
            next_one.assert_held()


def test_a_catalog_in_a_file_has_one_committer_too(tmp_path: Path):
    path = tmp_path / "catalog.ducklake"
    with (
        hold_file(path, wait_seconds=0, tell=_silent),
        pytest.raises(WarehouseLockedError, match=str(os.getpid())),
        hold_file(path, wait_seconds=0, tell=_silent),
    ):
        pytest.fail("two committers at once")


def test_a_catalog_that_cannot_be_reached_is_said_without_its_password():
    location = LakeLocation(catalog=f"postgres:{NOBODY}")
    assert "do-not-show-me" not in repr(location)
    with (
        pytest.raises(EnvironmentBrokenError, match="catalog cannot be reached") as caught,
        hold_committer(location, wait_seconds=0, tell=_silent),
    ):
        pytest.fail("there is nobody there")
    assert "do-not-show-me" not in str(caught.value)


def test_readers_see_one_version_while_a_committer_writes(conninfo: str, tmp_path: Path):
    location = LakeLocation(catalog=f"postgres:{conninfo}")
    with (
        open_lake(location, tmp_path, wait_seconds=0, tell=_silent) as (writer, _),
        read_lake(location, tmp_path) as reader,
    ):
        writer.begin()
        writer.execute("insert into ops.source values ('a', 'b', 1, now()), ('c', 'd', 1, now())")
        assert reader.execute("select count(*) from ops.source").fetchone() == (0,)
        writer.commit()
        assert reader.execute("select count(*) from ops.source").fetchone() == (2,)
