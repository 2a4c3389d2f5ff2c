"""A sample is asked once, grows, and is estimated from; what was cut off is gone on with."""

import asyncio
import contextlib
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from flows.demo.run import LOOPBACK, serve_site

Run = Callable[..., dict[str, object]]
SECONDS_TO_START = 60


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Serve the demo site while the tests of this module run; gives its seeds."""
    found: list[Path] = []
    is_up, is_over = threading.Event(), threading.Event()

    async def serve() -> None:
        async with serve_site(tmp_path_factory.mktemp("site")) as folder:
            found.append(folder)
            is_up.set()
            await asyncio.to_thread(is_over.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    is_up.wait(SECONDS_TO_START)
    yield found[0]
    is_over.set()
    thread.join()


@pytest.fixture
def run(command: Callable[..., subprocess.CompletedProcess[str]]) -> Run:
    """Make an estimate."""

    def run(home: Path, *arguments: str) -> dict[str, object]:
        done = command("estimate", *arguments, "--json", "--home", home, environment=LOOPBACK)
        assert done.returncode in {0, 3}, done.stderr
        summary: dict[str, object] = json.loads(done.stdout)
        return summary

    return run


def ask(home: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def sample_of(home: Path, estimate_no: int) -> set[object]:
    """The articles of one estimate, in the order in which they were made."""
    rows = ask(
        home, "select batch.load_no, article_id from core.sampled_article join ops.batch as batch using (batch_id)"
    )
    number = sorted({row[0] for row in rows})[estimate_no]  # type: ignore[type-var]
    return {article_id for load_no, article_id in rows if load_no == number}


MOST_CAPTURES = (
    "select max(captures) from (select count(*) as captures from raw.capture group by article_id, target_uri)"
)


def test_a_sample_grows_and_no_page_is_asked_twice(
    seeds: Path, tmp_path: Path, run: Run, command: Callable[..., subprocess.CompletedProcess[str]]
):
    home = tmp_path / "home"
    first = run(home, str(seeds), "--sample", "12")
    again = run(home, str(seeds), "--sample", "12")
    run(home, str(seeds), "--sample", "24")
    assert first["estimates"] == again["estimates"]
    assert again["totals"]["captures"] == 0  # type: ignore[index]
    assert sample_of(home, 0) < sample_of(home, 1)
    assert ask(home, MOST_CAPTURES) == [(1,)]
    assert ask(home, "select count(distinct estimate_id), count(distinct panel_id) from marts.estimate") == [(2, 1)]
    assert ask(home, "select distinct sample_size from marts.estimate where is_newest and part = 'corpus'") == [(24,)]
    assert ask(home, "select distinct comparison from marts.estimate_trend") == [("grown sample",)]
    made = ask(home, "select * exclude (load_no) from marts.estimate order by all")
    assert command("rebuild", "--home", home).returncode == 0
    assert ask(home, "select * exclude (load_no) from marts.estimate order by all") == made


def test_it_goes_on_until_the_interval_is_narrow_and_a_whole_corpus_is_known_exactly(
    seeds: Path, tmp_path: Path, run: Run
):
    home = tmp_path / "home"
    run(home, str(seeds), "--sample", "5", "--until", "20%")
    ((size, population, half),) = ask(
        home,
        "select max(sample_size), max(population), max(high - low) / 2 from marts.estimate where part = 'corpus' "
        "and figure in ('existence:there', 'existence:lost', 'content:changed', 'fact:any')",
    )
    assert 5 < size <= population  # type: ignore[operator]
    assert half <= 0.2  # type: ignore[operator]
    run(home, str(seeds), "--sample", "1000", "--seed", "2")
    counted = "select count(*) filter (existence = 'blocked') / count(*) from marts.article"
    exact = (
        "select low, high from marts.estimate "
        "where is_newest and figure = 'existence:blocked' and part = 'corpus' and sample_size = population"
    )
    ((blocked,),) = ask(home, counted)
    assert ask(home, exact) == [(pytest.approx(blocked), pytest.approx(blocked))]
    assert ask(home, "select distinct comparison from marts.estimate_trend") == [("fresh sample",)]
    assert ask(home, MOST_CAPTURES) == [(1,)]


def test_looks_that_are_too_old_are_asked_again(seeds: Path, tmp_path: Path, run: Run):
    home = tmp_path / "home"
    run(home, str(seeds), "--sample", "12")
    month_ago = dt.timedelta(days=31)
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute("update raw.capture set captured_at = captured_at - $ago", {"ago": month_ago})
        connection.execute("update core.observation set observed_at = observed_at - $ago", {"ago": month_ago})
    again = run(home, str(seeds), "--sample", "12")
    assert again["totals"]["captures"] >= 12  # type: ignore[index]
    assert ask(home, "select distinct comparison from marts.estimate_trend") == [("same panel",)]


@pytest.mark.timeout(180)
def test_what_a_kill_cut_off_is_not_asked_again(seeds: Path, tmp_path: Path, run: Run, reporting: dict[str, str]):
    home = tmp_path / "home"
    slow = {**reporting, **LOOPBACK, "SEEDBANK_HOST_INTERVAL": "400ms"}
    program = Path(sys.executable).with_name("seedbank")
    line = [program, "estimate", seeds, "--sample", "24", "--home", home]
    killed = subprocess.Popen(
        line, env=slow, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and sum(file.stat().st_size for file in home.glob("warc/**/*.warc.gz*")) < 8_000:
        time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(killed.pid, signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    summary = run(home, str(seeds), "--sample", "24")
    assert sum(summary["existence"].values()) >= 24  # type: ignore[attr-defined]
    assert ask(home, MOST_CAPTURES) == [(1,)]


def test_nothing_to_estimate_from_is_said(tmp_path: Path, command: Callable[..., subprocess.CompletedProcess[str]]):
    done = command("estimate", "--home", tmp_path / "home", environment=LOOPBACK)
    assert done.returncode == 2
    assert "There is no article to estimate from" in done.stderr
    done = command("estimate", "--until", "70%", "--home", tmp_path / "home")
    assert done.returncode == 2
    assert "no share between 0 and 50 %" in done.stderr
