import os
import random
import signal
import time
from pathlib import Path

import pytest
from factories import (
    make_batch,
    make_capture,
    make_observation,
    make_page_batch,
    make_seed,
)

from flows.records import Batch, Existence, Outcome
from warehouse.database.connect import open_published, open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.ledger import loaded_batch_ids
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish
from warehouse.upkeep.full_check import fingerprints

KILLS = int(os.environ.get("SEEDBANK_TEST_KILLS", "4"))  # 200 take about five minutes


def make_work() -> list[Batch]:
    """Build batches with copies of a seed across batches, looks that found nothing, and readings of pages."""
    batches = []
    for start in range(0, 80, 20):
        seeds = [make_seed(number, source_path=f"{start}.txt") for number in range(start, start + 25)]
        batches.append(make_batch(*seeds))
        capture = make_capture(seeds[0], day=start)
        batches.append(make_page_batch(seeds[0], capture, make_observation(capture)))
        missing = make_capture(seeds[1], day=start, outcome=Outcome.NOT_FOUND)
        look = make_observation(missing, Existence.MISSING)
        batches.append(make_page_batch(seeds[1], missing, look, pages=(), reconciliations=()))
    return batches


def run_once(home: Path) -> None:
    """Do what is missing, as an ingest does: write batches, load them, publish now and then."""
    with open_writer(home) as connection:
        done = loaded_batch_ids(connection)
        for number, batch in enumerate(make_work()):
            if batch.batch_id not in done:
                load_batches(connection, [write_batch(home / "batches", batch)])
            if number % 6 == 5:
                publish(connection, home)
        publish(connection, home)


def run_killed(home: Path, delay: float) -> bool:
    """Run in a child that is killed after `delay` seconds; say whether it had ended by itself."""
    child = os.fork()
    if child == 0:
        try:
            run_once(home)
        finally:
            os._exit(0)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return not os.WIFSIGNALED(status)


def marts_of(home: Path) -> dict[str, tuple[object, ...]]:
    with open_published(home) as published:
        return fingerprints(published)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.timeout(900)
def test_kills_at_random_points_leave_what_an_undisturbed_run_gives(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    began = time.monotonic()
    run_once(tmp_path / "whole")
    length = time.monotonic() - began
    round_no = 0
    kills = 0
    while kills < KILLS:
        home = tmp_path / f"torn-{round_no}"
        ended = False
        while not ended and kills < KILLS:
            ended = run_killed(home, chance.uniform(0, length))
            kills += not ended
            if (home / "published.duckdb").exists():
                marts_of(home)  # what readers see can be read at any time
        run_once(home)
        assert marts_of(home) == marts_of(tmp_path / "whole")
        with open_writer(home) as connection:
            twice = connection.execute("select capture_id from raw.capture group by 1 having count(*) > 1").fetchall()
            counted = connection.execute(
                "select sum(seeds_read) = sum(seeds_loaded + seeds_duplicate + seeds_rejected) from ops.batch"
            ).fetchone()
        assert twice == []
        assert counted == (True,)
        round_no += 1
