"""Kill and cancel runs at random moments, finish them, and compare with a run that nobody disturbed.

    python tests/benchmarks/kills.py [KILLS]        # 12 unless told otherwise

Each kind of executor (processes, threads, a Dask cluster) takes its turn. A run reads seeds, asks a web on loopback for
their pages, reconciles, loads and publishes; SIGKILL or SIGTERM comes at a random moment of that. It is forked from a
process that has imported all, so that it is killed while it works, not while it starts. A home is killed until a run
ends by itself, at most ten times, and then finished. Its tables must be those of the undisturbed run, no capture may be
held twice, every seed must be accounted for, and each kill may cost what was on its way: one page of each host.
"""

import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("soak", "executors", "deployments")]
from loopback_cluster import start_cluster  # noqa: E402 - found there
from loopback_server import start_server  # noqa: E402
from web import text_of  # noqa: E402

SEEDS = 60
HOSTS = 20
SHARE_OF_KILLS = 0.5  # the others are told to stop
BATCH_SIZE = 10
KILLS_OF_A_HOME = 10
SLOW_SECONDS = 0.1  # of the web's slow pages: a kill is to meet work, not waiting
RULE = "-" * 17
TABLES = (
    "select article_id, title, text, existence, content, similarity, issues from marts.article order by all",
    "select * exclude (capture_id) from marts.sentence order by all",
    "select * exclude (capture_id) from marts.sentence_change order by all",
    "select article_id, kind, before, after from marts.fact_change order by all",
)


@dataclass(slots=True, kw_only=True)
class Place:
    """Where the runs happen and what they are given."""

    folder: Path
    log: Path
    executors: dict[str, str]
    lengths: dict[str, float] = field(default_factory=dict)  # seconds of an undisturbed run


def write_seeds(path: Path, port: int) -> None:
    """Write seeds on some hosts of the web."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(SEEDS):
            url = f"http://127.0.0.{1 + number % HOSTS}:{port}/tin-{number}.html"
            file.write(f"{url}\n{RULE}\nTin số {number}\n{RULE}\n{text_of(number)}\n{RULE}\n")


def ingest(environment: dict[str, str], *arguments: str) -> None:
    """Be a run: the body of a forked process."""
    from flows.cli import run

    os.environ.update(environment)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    sys.exit(run(["ingest", *arguments]))


def start(place: Place, home: Path, executor: str) -> ForkServerProcess:
    """Start a run."""
    environment = {"SEEDBANK_EXECUTOR": place.executors[executor]}
    arguments = (str(place.folder / "seeds.txt"), "--refetch", "missing", "--home", str(home))
    run = multiprocessing.get_context("forkserver").Process(target=ingest, args=(environment, *arguments))
    run.start()
    return run


def finish(place: Place, home: Path, executor: str) -> float:
    """Run to the end; gives the seconds."""
    began = time.monotonic()
    run = start(place, home, executor)
    run.join()
    if run.exitcode != 0:
        raise SystemExit(f"a run that was not killed ended with {run.exitcode}: {home}")
    return time.monotonic() - began


def tables(home: Path) -> list[list[tuple[object, ...]]]:
    """Read what does not depend on the time of day."""
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        twice = connection.execute("select capture_id from raw.capture group by 1 having count(*) > 1").fetchall()
        told = connection.execute(
            "select sum(seeds_read) = sum(seeds_loaded + seeds_duplicate + seeds_rejected) from ops.batch"
        ).fetchone()
        if twice or told != (True,):
            raise SystemExit(f"captures held twice: {twice}; seeds accounted for: {told}")
        return [connection.execute(query).fetchall() for query in TABLES]


def asked(place: Place) -> Counter[str]:
    """Count the requests for each page since the last call."""
    counts = Counter(place.log.read_text("utf-8").split()) if place.log.exists() else Counter()
    place.log.unlink(missing_ok=True)
    counts.pop("/robots.txt", None)
    return counts


def kill_some(place: Place, executor: str, number: int, chance: random.Random, most: int) -> tuple[int, Counter[str]]:
    """Kill the runs of a new home at random moments, finish it, and give the kills and what was asked."""
    home, kills = place.folder / f"{executor}-{number}", 0
    for _ in range(most):
        run = start(place, home, executor)
        run.join(timeout=chance.uniform(0.0, 1.0) * place.lengths[executor])
        if run.exitcode is None:
            (run.kill if chance.random() < SHARE_OF_KILLS else run.terminate)()
            run.join()
            kills += 1
        else:
            break
    finish(place, home, executor)
    counts = asked(place)
    return kills, counts


def torture(place: Place, wanted: int) -> int:
    """Kill until enough were killed; 1 where something differs."""
    chance, done, homes = random.Random(20261126), Counter[str](), 0
    undisturbed: list[list[tuple[object, ...]]] = []
    again = 0
    needed: Counter[str] = Counter()
    for executor in place.executors:
        finish(place, place.folder / f"{executor}-whole", executor)
        counts = asked(place)
        place.lengths[executor] = finish(place, place.folder / f"{executor}-warm", executor)
        print(f"{executor}: {place.lengths[executor]:.1f} s undisturbed", flush=True)
        asked(place)
        needed = needed or counts
        found = tables(place.folder / f"{executor}-whole")
        undisturbed = undisturbed or found
        if found != undisturbed or counts != needed:
            print(f"{executor}: an undisturbed run gives other tables or asks otherwise")
            return 1
    while done.total() < wanted:
        executor = list(place.executors)[homes % len(place.executors)]
        most = min(KILLS_OF_A_HOME, wanted - done.total())
        kills, counts = kill_some(place, executor, homes, chance, most)
        home = place.folder / f"{executor}-{homes}"
        more = (counts - needed).total()
        again += more
        if tables(home) != undisturbed or needed - counts or more > HOSTS * kills:
            print(f"{executor}: differs after {kills} kills, asked again: {counts - needed}")
            return 1
        shutil.rmtree(home)
        done[executor] += kills
        homes += 1
        print(f"{done.total():5} kills, {homes} homes finished, all equal to the undisturbed run", flush=True)
    print(f"kills: {dict(done)}; pages asked again: {again / done.total():.1f} a kill, of {HOSTS} on their way")
    return 0


def main() -> int:
    """Run the benchmark."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    folder = Path(tempfile.mkdtemp(prefix="seedbank-kills-"))
    log = folder / "asked.txt"
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        web = subprocess.Popen(
            [sys.executable, ROOT / "tests" / "soak" / "web.py", log, str(SLOW_SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        stack.callback(web.kill)
        server = stack.enter_context(start_server(folder / "prefect"))
        (folder / "dask").mkdir()
        cluster = stack.enter_context(start_cluster(folder / "dask"))
        assert web.stdout is not None
        write_seeds(folder / "seeds.txt", int(web.stdout.readline()))
        for name in [name for name in os.environ if name.startswith("SEEDBANK_")]:
            del os.environ[name]
        os.environ |= {
            "PREFECT_API_URL": server.url,
            "SEEDBANK_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
            "SEEDBANK_HOST_INTERVAL": "0s",
            "SEEDBANK_RETRY_WAIT": "10ms",
            "SEEDBANK_BATCH_SIZE": str(BATCH_SIZE),
        }
        multiprocessing.get_context("forkserver").set_forkserver_preload(["flows.commands.ingest", "flows.ingest"])
        executors = {"processes": "processes", "threads": "threads", "dask": f"dask:{cluster.address}"}
        return torture(Place(folder=folder, log=log, executors=executors), wanted)


if __name__ == "__main__":
    sys.exit(main())
