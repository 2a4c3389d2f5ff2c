import os
import subprocess
import sys
from pathlib import Path

import pytest
from factories import load_batch, make_batch, make_seed
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.database.connect import PUBLISHED_FILE, WAREHOUSE_FILE, open_published, open_writer
from warehouse.load.batch_files import write_batch
from warehouse.publish.publish import publish
from warehouse.publish.snapshot import NEW_FILE, SPARE_FILE, write_differences

pytestmark = pytest.mark.usefixtures("defined")

READ = """
import sys
file = open(sys.argv[1], "rb")
print("open", flush=True)
sys.stdin.read()
print(len(file.read()))
"""


def publish_more(home: Path, number: int) -> None:
    with open_writer(home) as connection:
        load_batch(connection, write_batch(home / "batches", make_batch(make_seed(number))))
        publish(connection, home)


def count_articles(home: Path) -> int:
    with open_published(home) as connection:
        row = connection.execute("select count(*) from marts.article").fetchone()
    assert row is not None
    return row[0]


@settings(max_examples=30, deadline=None)
@given(old=st.binary(max_size=40), new=st.binary(max_size=40), scale=st.sampled_from([1, 100_000]))
def test_differences_make_files_equal(
    tmp_path_factory: pytest.TempPathFactory, old: bytes, new: bytes, scale: int
) -> None:
    folder = tmp_path_factory.mktemp("differences")
    (folder / "source").write_bytes(new * scale)
    (folder / "target").write_bytes(old * scale)
    write_differences(folder / "source", folder / "target")
    assert (folder / "target").read_bytes() == new * scale
    assert write_differences(folder / "source", folder / "target") == 0


def test_the_snapshot_is_the_warehouse_and_the_one_before_it_the_spare(tmp_path: Path) -> None:
    publish_more(tmp_path, 1)
    first = (tmp_path / PUBLISHED_FILE).stat().st_ino
    assert not (tmp_path / SPARE_FILE).exists()
    publish_more(tmp_path, 2)
    assert (tmp_path / SPARE_FILE).stat().st_ino == first
    publish_more(tmp_path, 3)
    assert (tmp_path / PUBLISHED_FILE).stat().st_ino == first
    assert (tmp_path / PUBLISHED_FILE).read_bytes() == (tmp_path / WAREHOUSE_FILE).read_bytes()
    assert count_articles(tmp_path) == 3


def test_a_spare_that_somebody_reads_stays_as_it_is(tmp_path: Path) -> None:
    publish_more(tmp_path, 1)
    with open_published(tmp_path) as held:
        publish_more(tmp_path, 2)
        publish_more(tmp_path, 3)
        assert held.execute("select count(*), min(title) from marts.article").fetchone() == (1, "Tin số 1")
    assert count_articles(tmp_path) == 3


def test_a_copy_under_way_in_another_process_is_not_torn(tmp_path: Path) -> None:
    publish_more(tmp_path, 1)
    size = (tmp_path / PUBLISHED_FILE).stat().st_size
    inode = (tmp_path / PUBLISHED_FILE).stat().st_ino
    with subprocess.Popen(
        [sys.executable, "-c", READ, str(tmp_path / PUBLISHED_FILE)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as reader:  # fmt: skip
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        publish_more(tmp_path, 2)
        publish_more(tmp_path, 3)
        assert (tmp_path / PUBLISHED_FILE).stat().st_ino != inode
        assert reader.communicate("")[0] == f"{size}\n"


def test_a_backup_that_shares_the_file_stays_as_it_is(tmp_path: Path) -> None:
    publish_more(tmp_path, 1)
    os.link(tmp_path / PUBLISHED_FILE, tmp_path / "backup.duckdb")
    before = (tmp_path / "backup.duckdb").read_bytes()
    publish_more(tmp_path, 2)
    publish_more(tmp_path, 3)
    assert (tmp_path / "backup.duckdb").read_bytes() == before
    assert count_articles(tmp_path) == 3


def test_what_a_killed_publish_left_is_used_or_replaced(tmp_path: Path) -> None:
    publish_more(tmp_path, 1)
    publish_more(tmp_path, 2)
    (tmp_path / SPARE_FILE).replace(tmp_path / NEW_FILE)
    (tmp_path / NEW_FILE).write_bytes(b"half written")
    publish_more(tmp_path, 3)
    assert count_articles(tmp_path) == 3


def test_without_room_no_spare_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        free = 1

    publish_more(tmp_path, 1)
    monkeypatch.setattr("warehouse.publish.snapshot.shutil.disk_usage", lambda _: Full)
    publish_more(tmp_path, 2)
    assert not (tmp_path / SPARE_FILE).exists()
    assert count_articles(tmp_path) == 2
