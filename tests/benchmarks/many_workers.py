"""Many workers on one Prefect server and one lake, both in PostgreSQL: no run lost, none doubled, one committer.

    python tests/benchmarks/many_workers.py [RUNS] [WORKERS]        # 200 and 8 unless told otherwise

Each run ingests a corpus of its own into the lake. The pool has no limit, so that only the lake's own lock keeps the
committers apart. Lost: a run that is not completed, or seeds that the lake does not hold. Doubled: a run in the ledger
twice, or a seed held twice. One committer: meanwhile, the lock's holders are counted ten times a second, and at the end
no two runs of the ledger overlap.
"""

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import psycopg

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("lake", "deployments")]
from lake_corpus import write_corpus  # noqa: E402 - found there
from loopback_postgres import MISSING, PROGRAMS, make_database, start_postgres  # noqa: E402 - found there
from loopback_server import Server, start_server  # noqa: E402

from warehouse.database.committer import LOCK_CLASS, LOCK_OBJECT  # noqa: E402
from warehouse.database.lake import LakeLocation, read_lake  # noqa: E402

SEEDS_OF_A_RUN = 3
POOL = "many"
MOST_SECONDS = 3600
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
HOLDERS = "select count(*) from pg_locks where locktype = 'advisory' and granted and classid = %s and objid = %s"
OVERLAPS = """
    select count(*) from ops.run as one join ops.run as other
    on one.run_id < other.run_id and one.started_at < other.finished_at and other.started_at < one.finished_at
"""


class Watch:
    """Counts who holds the lake's lock, ten times a second."""

    def __init__(self, conninfo: str) -> None:
        self.seen: Counter[int] = Counter()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(conninfo,), daemon=True)

    def _look(self, conninfo: str) -> None:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            while not self._is_over.wait(0.1):
                (holders,) = connection.execute(HOLDERS, (LOCK_CLASS, LOCK_OBJECT)).fetchone()
                self.seen[holders] += 1

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()


def write_deployment(folder: Path) -> Path:
    """Write a deployment of ingest that any number of workers may take at a time."""
    block = {
        "name": "many",
        "entrypoint": "flows.ingest.ingest",
        "parameters": {"seeds": [], "refetch": "none"},
        "work_pool": {"name": POOL},
    }
    file = folder / "prefect.yaml"
    file.write_text(json.dumps({"name": "many", "deployments": [block]}), "utf-8")  # YAML has JSON in it
    return file


@contextlib.contextmanager
def working(environment: dict[str, str], count: int) -> Iterator[None]:
    """Have workers take runs in this block."""
    prefect = Path(sys.executable).with_name("prefect")

    def start(name: str) -> "subprocess.Popen[bytes]":
        line = [prefect, "worker", "start", "--pool", POOL, "--limit", "1", "--name", name]
        return subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    workers = [start(f"worker-{number}") for number in range(count)]
    try:
        yield
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


def run_all(server: Server, folder: Path, runs: int) -> Counter[str]:
    """Trigger the runs at once and wait for them; count how they ended."""
    (deployment,) = server.ask("deployments/filter", {})  # type: ignore[misc]
    for number in range(runs):
        parameters = {
            "seeds": [str(write_corpus(folder, f"gazette-{number}.example", SEEDS_OF_A_RUN))],
            "refetch": "none",
        }
        server.ask(f"deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})  # type: ignore[index]
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        counts: Counter[str] = Counter()
        for state in ENDED:
            wanted = {"flow_runs": {"state": {"type": {"any_": [state]}}}}
            counts[state] = int(str(server.ask("flow_runs/count", wanted)))
        if counts.total() >= runs:
            return +counts
        time.sleep(2)
    return +counts


def tell(counts: Counter[str], watch: Watch, conninfo: str, home: Path, runs: int) -> bool:
    """Say what became of the runs; True where all is as it should be."""
    with read_lake(LakeLocation(catalog=f"postgres:{conninfo}"), home) as lake:
        ledger = lake.execute(
            "select count(*), count(distinct run_id) from ops.run where exit_code = 0 and command = 'ingest'"
        ).fetchone()
        held = lake.execute("select count(*), count(distinct seed_id) from raw.seed").fetchone()
        (overlaps,) = lake.execute(OVERLAPS).fetchone() or (None,)
    seeds = runs * SEEDS_OF_A_RUN
    print(f"runs as the server tells them: {dict(counts)}")
    print(f"runs in the ledger: {ledger}, of them overlapping: {overlaps}; seeds held: {held} of {seeds}")
    print(f"holders of the lock, how often seen: {dict(sorted(watch.seen.items()))}")
    return (
        counts == {"COMPLETED": runs}
        and ledger == (runs, runs)
        and held == (seeds, seeds)
        and overlaps == 0
        and max(watch.seen) <= 1
    )


def measure(runs: int, workers: int, folder: Path, postgres: Path) -> bool:
    """Trigger the runs on a server and workers, and hold what they did against what they were to do."""
    conninfo = make_database(postgres, "lake")
    make_database(postgres, "prefect")
    url = f"postgresql+asyncpg://seedbank@/prefect?host={postgres}"
    home = folder / "home"
    with start_server(folder / "prefect", PREFECT_API_DATABASE_CONNECTION_URL=url) as server:
        environment = server.environment | {
            "SEEDBANK_HOME": str(home),
            "SEEDBANK_WAREHOUSE": f"ducklake:postgres:{conninfo}",
            "SEEDBANK_LAKE_DATA": str(folder / "files"),
            "SEEDBANK_LOCK_WAIT": f"{MOST_SECONDS}s",
            "SEEDBANK_WORKERS": "1",
            "PREFECT_WORKER_QUERY_SECONDS": "2",
        }
        prefect = Path(sys.executable).with_name("prefect")
        for line in (
            ["work-pool", "create", POOL, "--type", "process"],
            ["deploy", "--all", "--no-prompt", "--prefect-file", write_deployment(folder)],
        ):
            subprocess.run([prefect, *line], cwd=ROOT, env=environment, check=True, capture_output=True)
        began = time.monotonic()
        with Watch(conninfo) as watch, working(environment, workers):
            counts = run_all(server, folder, runs)
        print(f"{runs} runs, {workers} workers, {time.monotonic() - began:.0f} s")
        return tell(counts, watch, conninfo, home, runs)


def main() -> int:
    """Run it; 1 where a run was lost or doubled, or two committed at a time."""
    if not PROGRAMS:
        print(MISSING)
        return 0
    runs, workers = [int(value) for value in (*sys.argv[1:], *("200", "8")[len(sys.argv) - 1 :])]
    folder = Path(tempfile.mkdtemp(prefix="seedbank-many-"))
    try:
        with start_postgres() as postgres:
            return not measure(runs, workers, folder, postgres)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
