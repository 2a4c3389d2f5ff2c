"""F14 and F22: a run that is told to stop, or loses Prefect's server, says so and goes on the next time."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import psutil
import pytest
from prefect.utilities.engine import capture_sigterm

from flows.runs.interrupts import is_stopping, listening_for_stop, run_beside_signals

SEEDBANK = Path(sys.executable).with_name("seedbank")
RULE = "-" * 17
SEEDS = 600
BATCH_SIZE = 20
pytestmark = pytest.mark.timeout(300)  # whole runs, on a machine that may be busy


def _write_seeds(path: Path, base: str = "http://www.example.vn", count: int = SEEDS) -> Path:
    body = " ".join(f"Ngày {day}/10, xã số {day} trồng thêm {day * 7} ha rừng." for day in range(1, 29))
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(f"{base}/tin-{number}.html\n{RULE}\nTin số {number}\n{RULE}\nBài {number}. {body}\n{RULE}\n")
    return path


def _start(home: Path, *arguments: str | Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [SEEDBANK, "ingest", *arguments, "--home", home],
        env={**environment, "SEEDBANK_BATCH_SIZE": str(BATCH_SIZE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _wait_for_a_batch(home: Path, run: subprocess.Popen[str]) -> None:
    while run.poll() is None and not any((home / "batches").glob("*/batch.parquet")):
        time.sleep(0.005)
    assert run.poll() is None, "the run was over before it could be stopped"


def _finish(home: Path, seeds: Path, environment: Mapping[str, str]) -> None:
    with _start(home, seeds, environment=environment) as run:
        _, errors = run.communicate(timeout=250)
    assert run.returncode == 0, errors
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        found = connection.execute("select count(*), count(distinct seed_id) from raw.seed").fetchone()
    assert found == (SEEDS, SEEDS)


def _with_an_own_server() -> dict[str, str]:
    """Give an environment in which a run brings its own server, and asks it once."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SEEDBANK_", "PREFECT_"))}
    return {**kept, "PREFECT_CLIENT_MAX_RETRIES": "0"}


@pytest.fixture
def silent_host() -> Iterator[str]:
    """Listen on loopback, take connections and never answer. Gives the address."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as current_progress:

        def take() -> None:
            while True:
                try:
                    taken.append(current_progress.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{current_progress.getsockname()[1]}"
        current_progress.shutdown(socket.SHUT_RDWR)
    for connection in taken:
        connection.close()


def test_told_once_a_run_finishes_what_is_under_way(home: Path, tmp_path: Path, reporting: dict[str, str]):
    seeds = _write_seeds(tmp_path / "seeds.txt")
    with _start(home, seeds, environment=reporting) as run:
        _wait_for_a_batch(home, run)
        run.send_signal(signal.SIGTERM)
        _, errors = run.communicate(timeout=200)
    assert run.returncode == 130, errors
    told, ended = errors.strip().splitlines()
    assert "is being finished" in told
    assert ended == "seedbank: interrupted. What was under way is finished; run the same command again to go on."
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        loaded = {row[0] for row in connection.execute("select batch_id from ops.batch").fetchall()}
    assert loaded == {path.parent.name for path in (home / "batches").glob("*/batch.parquet")}
    assert 0 < len(loaded) < SEEDS // BATCH_SIZE


def test_told_twice_a_run_stops_within_five_seconds(
    home: Path, tmp_path: Path, silent_host: str, reporting: dict[str, str]
):
    seeds = _write_seeds(tmp_path / "seeds.txt", silent_host, 5)
    environment = {**reporting, "SEEDBANK_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8"}
    with _start(home, seeds, "--refetch", "missing", environment=environment) as run:
        while run.poll() is None and not any((home / "warc").glob("*")):
            time.sleep(0.01)  # until it is asking for pages
        run.send_signal(signal.SIGTERM)
        assert run.stderr is not None
        assert "is being finished" in run.stderr.readline()
        began = time.monotonic()
        run.send_signal(signal.SIGTERM)
        run.wait(timeout=200)
        seconds = time.monotonic() - began
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # others take their share of the seconds
    assert seconds < 5 * busy
    assert run.returncode == 130


def test_a_prefect_server_that_dies_costs_nothing_that_was_done(home: Path, tmp_path: Path, reporting: dict[str, str]):
    seeds = _write_seeds(tmp_path / "seeds.txt")
    with _start(home, seeds, environment=_with_an_own_server()) as run:
        _wait_for_a_batch(home, run)
        (server,) = [
            child for child in psutil.Process(run.pid).children() if "flows.runs.prefect_server" in child.cmdline()
        ]
        server.kill()
        _, errors = run.communicate(timeout=250)
    assert run.returncode in {0, 1}, errors
    assert "Traceback" not in errors
    assert run.returncode == 0 or "Prefect server at http://127.0.0.1:" in errors
    _finish(home, seeds, reporting)


def test_a_prefect_server_that_is_not_there_is_named(home: Path, tmp_path: Path):
    seeds = _write_seeds(tmp_path / "seeds.txt", count=1)
    environment = {**_with_an_own_server(), "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    with _start(home, seeds, environment=environment) as run:
        _, errors = run.communicate(timeout=250)
    assert run.returncode == 1
    assert errors.startswith("seedbank: The Prefect server at http://127.0.0.1:9/api does not answer")
    assert "Traceback" not in errors


def _signal_once(number: int) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_before_a_run_is_open_cuts_the_work_off(number: int) -> None:
    before = signal.getsignal(number)

    async def start_up() -> None:
        await asyncio.to_thread(_signal_once, number)
        await asyncio.sleep(250)

    with pytest.raises(KeyboardInterrupt):
        run_beside_signals(start_up())
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_an_open_run_raises_nowhere(number: int) -> None:
    told: list[str] = []

    async def run() -> str:
        assert threading.current_thread() is not threading.main_thread()
        with listening_for_stop(told.append) as stop:
            await asyncio.to_thread(_signal_once, number)
            while not stop.is_requested:  # noqa: ASYNC110 - nothing else tells of it
                await asyncio.sleep(0.01)
            assert is_stopping()
        assert not is_stopping()
        return "finished"

    assert run_beside_signals(run()) == "finished"
    assert len(told) == 1


def test_no_library_takes_the_signals_of_the_process() -> None:
    """Prefect installs a handler that raises wherever the main thread is, for flows that run there."""
    found = []

    async def compare() -> None:
        outside = signal.getsignal(signal.SIGTERM)
        with capture_sigterm():
            found.append(signal.getsignal(signal.SIGTERM) is outside)

    run_beside_signals(compare())
    assert found == [True]
