"""The batch stage on a Dask cluster gives what it gives here, also when a worker dies in the middle of a batch."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import psutil
import pytest
from loopback_cluster import Cluster

from flows.errors import EnvironmentBrokenError
from flows.executors import WorkerLostError
from flows.executors.dask_cluster import connect_dask
from flows.executors.sandbox import CrashKind

SEEDBANK = Path(sys.executable).with_name("seedbank")
RULE = "-" * 17
SEEDS = 400
BATCH_SIZE = 50
pytestmark = pytest.mark.timeout(400)  # whole runs, on a machine that may be busy
TOLD = "select * exclude (seed_path) from marts.article order by article_id"


def _write_seeds(path: Path) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for number in range(SEEDS):
            body = " ".join(f"Xã {number}-{day} trồng {number + day} ha rừng ngày {day}/10." for day in range(1, 29))
            url = f"http://www.example.vn/tin-{number}.html"
            file.write(f"{url}\n{RULE}\nTin số {number}\n{RULE}\nBài {number}. {body}\n{RULE}\n")
    return path


def _start(seeds: Path, home: Path, executor: str, reporting: dict[str, str]) -> subprocess.Popen[str]:
    environment = {**reporting, "SEEDBANK_EXECUTOR": executor, "SEEDBANK_BATCH_SIZE": str(BATCH_SIZE)}
    command = [SEEDBANK, "ingest", str(seeds), "--home", str(home)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _told(home: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        return connection.execute(TOLD).fetchall()


def _kill_a_worker(cluster: Cluster, home: Path) -> None:
    """Kill a worker process once the first batch is written; its nanny starts another."""
    end = time.monotonic() + 60
    while not any((home / "batches").glob("*/batch.parquet")):
        assert time.monotonic() < end, "no batch was written"
        time.sleep(0.005)
    (worker, *_) = psutil.Process(cluster.workers[0].pid).children()
    os.kill(worker.pid, signal.SIGKILL)


def test_every_executor_gives_the_same_tables(cluster: Cluster, tmp_path: Path, reporting: dict[str, str]):
    seeds = _write_seeds(tmp_path / "seeds.txt")
    for executor in ("processes", "threads", f"dask:{cluster.address}"):
        home = tmp_path / executor.partition(":")[0]
        with _start(seeds, home, executor, reporting) as run:
            if home.name == "dask":
                _kill_a_worker(cluster, home)
            output, errors = run.communicate()
        assert run.returncode == 0, errors
        assert f"{SEEDS:,} read = {SEEDS:,} loaded + 0 duplicates + 0 rejected" in output
    assert _told(tmp_path / "dask") == _told(tmp_path / "threads") == _told(tmp_path / "processes")


def test_what_hangs_or_dies_on_a_cluster_costs_itself(cluster: Cluster, home: Path):
    async def run() -> tuple[object, ...]:
        executor = await connect_dask(cluster.address, home=home, deadline=60)
        try:
            with executor.guard(time.sleep, deadline_s=0.5, memory_bytes=4_000_000_000) as guarded:
                slept = await guarded.run([0, 60, 0])
            return (executor.count, *slept)
        finally:
            await executor.stop()

    count, first, hung, last = asyncio.run(run())
    assert (count, first, last) == (2, None, None)
    assert getattr(hung, "kind", None) is CrashKind.TIMEOUT


def test_a_call_past_its_deadline_is_given_up(cluster: Cluster, home: Path):
    async def run() -> None:
        executor = await connect_dask(cluster.address, home=home, deadline=0.2)
        try:
            await executor.call(time.sleep, 2)
        finally:
            await executor.stop()

    with pytest.raises(WorkerLostError, match=r"no result within 0\.2 s"):
        asyncio.run(run())


def test_a_cluster_that_is_not_there_is_named(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("flows.executors.dask_cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(EnvironmentBrokenError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        asyncio.run(connect_dask("tcp://127.0.0.1:9", home=home, deadline=1))
