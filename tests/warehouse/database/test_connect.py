import json
import os
import re
import shutil
import subprocess
import sys
from enum import StrEnum
from pathlib import Path

import duckdb
import pytest
from factories import load_batch, make_batch, make_seed

from flows.errors import (
    EnvironmentBrokenError,
    MissingInputError,
    WarehouseDamagedError,
    WarehouseLockedError,
    WarehouseTooNewError,
)
from flows.records import Reason, Rejection, Stage
from warehouse.database.connect import connect_file, open_published, open_writer
from warehouse.database.migrate import known_migrations
from warehouse.database.sql_files import list_sql
from warehouse.database.vocabularies import ENUM_TYPES
from warehouse.load.batch_files import write_batch
from warehouse.publish.publish import publish

HOLD = """
import sys, pathlib
from warehouse.database.connect import open_writer
with open_writer(pathlib.Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""

NEXT = max(known_migrations()) + 1


def fill(home: Path) -> None:
    with open_writer(home) as connection:
        load_batch(connection, write_batch(home / "batches", make_batch(make_seed(1))))
        publish(connection, home)


def test_each_migration_has_a_number_of_its_own() -> None:
    files = list(list_sql("migrations"))
    assert len(known_migrations()) == len(files)
    assert sorted(known_migrations()) == list(range(1, len(files) + 1))


def test_the_home_folder_is_made(tmp_path: Path) -> None:
    with open_writer(tmp_path / "new" / "home") as connection:
        assert connection.execute("select current_setting('TimeZone')").fetchone() == ("UTC",)


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(WarehouseLockedError, match=f"process {holder.pid} "), open_writer(tmp_path):
            pass
        holder.communicate("")
    with open_writer(tmp_path):
        pass


def test_a_file_that_another_program_has_open_is_locked(tmp_path: Path) -> None:
    fill(tmp_path)
    script = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "warehouse.duckdb")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as holder:  # fmt: skip
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(WarehouseLockedError, match=str(holder.pid)), open_writer(tmp_path):
            pass
        holder.communicate("")


def test_a_lock_of_a_dead_process_is_free(tmp_path: Path) -> None:
    (tmp_path / "warehouse.lock").write_text(json.dumps({"pid": 1, "command": "seedbank ingest"}))
    with open_writer(tmp_path):
        assert json.loads((tmp_path / "warehouse.lock").read_text())["pid"] == os.getpid()


def test_nothing_published_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError, match="seedbank ingest"):
        open_published(tmp_path)


def test_readers_cannot_write(tmp_path: Path) -> None:
    fill(tmp_path)
    with open_published(tmp_path) as published, pytest.raises(duckdb.InvalidInputException):
        published.execute("delete from raw.seed")


def test_a_schema_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    fill(tmp_path)
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute("insert into ops.migration values (9999, '9999_later', 'x', now())")
    with pytest.raises(WarehouseTooNewError, match="schema 9999"), open_writer(tmp_path):
        pass


def test_a_file_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    fill(tmp_path)
    path = tmp_path / "warehouse.duckdb"
    data = bytearray(path.read_bytes())
    data[12:20] = (999).to_bytes(8, "little")
    path.write_bytes(data)
    with pytest.raises((WarehouseTooNewError, WarehouseDamagedError), match=str(path)), open_writer(tmp_path):
        pass


def cut(path: Path) -> None:
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size // 2)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(12_288 + 100, len(data), 4096):
        data[place] ^= 0xFF
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def scribble(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


@pytest.mark.parametrize("damage", [cut, flip, empty, scribble])
def test_a_damaged_file_is_named_with_the_remedy(tmp_path: Path, damage: object) -> None:
    fill(tmp_path)
    assert callable(damage)
    damage(tmp_path / "warehouse.duckdb")
    with pytest.raises(WarehouseDamagedError, match="seedbank rebuild"), open_writer(tmp_path) as connection:
        connection.execute("select sum(length(body)), max(sentences) from raw.seed, core.reconciliation").fetchall()


def test_a_home_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentBrokenError, match="cannot be written"), open_writer(tmp_path / "file" / "home"):
        pass


def test_an_older_schema_is_migrated_after_a_copy_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    later = known_migrations() | {NEXT: ("9998_later", "create table ops.later (a integer);")}
    monkeypatch.setattr("warehouse.database.migrate.known_migrations", lambda: later)
    with open_writer(tmp_path) as connection:
        assert connection.execute("select count(*) from ops.later").fetchone() == (0,)
        assert connection.execute("select count(*) from raw.seed").fetchone() == (1,)
        assert publish(connection, tmp_path).is_new
    with duckdb.connect(str(tmp_path / f"warehouse.before-{NEXT:04d}.duckdb"), read_only=True) as kept:
        assert kept.execute("select max(version) from ops.migration").fetchone() == (NEXT - 1,)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    script = "create table ops.later (a integer); select no_such_column;"
    later = known_migrations() | {NEXT: ("9998_later", script)}
    with monkeypatch.context() as patch:
        patch.setattr("warehouse.database.migrate.known_migrations", lambda: later)
        with pytest.raises(duckdb.BinderException), open_writer(tmp_path):
            pass
    with open_writer(tmp_path) as connection:
        assert connection.execute("select max(version) from ops.migration").fetchone() == (NEXT - 1,)


def test_a_changed_migration_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    name, script = known_migrations()[1]
    monkeypatch.setattr("warehouse.database.migrate.known_migrations", lambda: {1: (name, script + "\n-- edited")})
    with pytest.raises(EnvironmentBrokenError, match=re.escape(name)), open_writer(tmp_path):
        pass


def test_readers_stay_with_what_they_opened(tmp_path: Path) -> None:
    fill(tmp_path)
    reader = open_published(tmp_path)
    with open_writer(tmp_path) as connection:
        load_batch(connection, write_batch(tmp_path / "batches", make_batch(make_seed(2))))
        publish(connection, tmp_path)
    assert reader.execute("select count(*) from marts.article").fetchone() == (1,)
    reader.close()
    with open_published(tmp_path) as later:
        assert later.execute("select count(*) from marts.article").fetchone() == (2,)


def test_a_copy_of_the_snapshot_is_complete_without_its_folder(tmp_path: Path) -> None:
    fill(tmp_path)
    shutil.copy(tmp_path / "published.duckdb", tmp_path / "elsewhere.duckdb")
    connection = connect_file(tmp_path / "elsewhere.duckdb")
    assert connection.execute("select count(*) from marts.sentence").fetchone() == (2,)
    connection.close()


def test_no_two_migrations_have_one_number() -> None:
    assert len(known_migrations()) == len(list_sql("migrations"))


def test_a_warehouse_with_words_that_are_no_longer_in_the_vocabulary_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, former in (("stage", "reconcile"), ("reason", "not_html")):
        members = [former, *ENUM_TYPES[name]]
        monkeypatch.setitem(ENUM_TYPES, name, StrEnum(name, [(str(member).upper(), member) for member in members]))
    fill(tmp_path)
    with open_writer(tmp_path) as connection:
        connection.execute(
            "insert into ops.rejection "
            "select 'reconcile', 'not_html', null, null, null, 'x', false, batch_id from ops.batch"
        )
    monkeypatch.undo()
    rejection = Rejection(stage=Stage.PARSE, reason=Reason.PARSE_CRASH, detail="y")
    with open_writer(tmp_path) as connection:
        load_batch(connection, write_batch(tmp_path / "batches", make_batch(make_seed(2), rejections=(rejection,))))
        publish(connection, tmp_path)
    with open_published(tmp_path) as connection:
        found = connection.execute("select stage, reason from ops.rejection order by detail").fetchall()
    assert found == [("reconcile", "not_html"), ("parse", "parse_crash")]
