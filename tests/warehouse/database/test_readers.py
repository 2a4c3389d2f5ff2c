"""F17: readers are never blocked, and see one whole version each."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import make_batch, make_seed

from warehouse.database.connect import open_published, open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish

pytestmark = pytest.mark.usefixtures("defined")

READERS = 5
ROUNDS = 4
SEEN = """
select
    (select max(publish_no) from ops.publish),
    (select article_count from ops.publish order by publish_no desc limit 1),
    (select count(*) from marts.article),
    (select count(distinct article_id) from marts.sentence),
    (select count(*) from marts.article_version where is_current)
"""


def in_a_child(work: Callable[[], None]) -> int:
    """Run in a process of its own; return its id. It ends with 0, or with 1 after printing what went wrong."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:  # noqa: BLE001 - whatever it was, a child never returns into the tests of its parent
        traceback.print_exc(file=sys.stderr)
        os._exit(1)
    os._exit(0)


def read_until(home: Path, stop: Path) -> None:
    """Open the snapshot again and again: each time all tables are of one publish, and never of an older one."""
    last = 0
    while not stop.exists():
        with open_published(home, threads=1) as connection:
            row = connection.execute(SEEN).fetchone()
            assert row is not None
            publish_no, told, *counted = row
            assert publish_no >= last
            assert set(counted) == {told}
            time.sleep(0.1)  # it reads on while newer versions take its place
            assert connection.execute(SEEN).fetchone() == row
        last = publish_no
    assert last > 1


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_five_readers_see_whole_versions_while_loads_and_publishes_run(tmp_path: Path) -> None:
    with open_writer(tmp_path) as connection:
        load_batches(connection, [write_batch(tmp_path / "batches", make_batch(make_seed(1)))])
        publish(connection, tmp_path)
    stop = tmp_path / "stop"
    readers = [in_a_child(lambda: read_until(tmp_path, stop)) for _ in range(READERS)]
    try:
        with open_writer(tmp_path) as connection:
            for number in range(ROUNDS):
                seeds = [make_seed(100 * number + place) for place in range(2, 40)]
                load_batches(connection, [write_batch(tmp_path / "batches", make_batch(*seeds))])
                assert publish(connection, tmp_path).is_new
        time.sleep(0.3)  # every reader opens the last version at least once
        stop.touch()
        ends = [os.waitpid(reader, 0)[1] for reader in readers]
    except BaseException:
        for reader in readers:
            os.kill(reader, signal.SIGKILL)
        raise
    assert ends == [0] * READERS
