"""The deployment guide, followed to the letter: a real server and worker on loopback, from trigger to published row."""

import contextlib
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psutil
import pytest
from loopback_server import give_database, wait_until_healthy

from warehouse.load.batch_folders import list_batches

ROOT = Path(__file__).resolve().parents[2]
STAYS = ("server start", "worker start")
START_SECONDS = 60
RULE = "-" * 17
SEEDS = 120
BATCH_SIZE = 6  # so that a share is many batches, and a kill at the first leaves others to make
pytestmark = pytest.mark.timeout(900)  # servers and workers take their time to start on a busy machine


def _commands(heading: str) -> list[str]:
    """Collect the lines of the sh blocks of one section of the guide."""
    guide = (ROOT / "deployments" / "README.md").read_text("utf-8")
    section = guide.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [line for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.splitlines()]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as current_progress:
        return int(current_progress.getsockname()[1])


def _wait_for_port(port: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(port)), timeout=1):
            return
        time.sleep(0.1)  # it says by listening that it is ready
    pytest.fail("nobody listens")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    give_database(tmp_path / "prefect")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SEEDBANK_"))}
    return kept | {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "SEEDBANK_HOME": str(tmp_path / "home"),
        "NO_COLOR": "1",
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",  # seconds; 10 where nobody waits
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }


@pytest.fixture
def background() -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for server in reversed(started):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _start(line: str, environment: dict[str, str], *, stdout: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        shlex.split(line),
        cwd=ROOT,
        env=environment,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _run(line: str, environment: dict[str, str]) -> str:
    ended = subprocess.run(
        shlex.split(line), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert ended.returncode == 0, f"{line}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


def _with_these_programs(lines: list[str]) -> list[str]:
    """Use the environment that runs the tests, wherever it is."""
    return [line.replace(".venv/bin", str(Path(sys.executable).parent)) for line in lines]


def _walk_server_and_worker(environment: dict[str, str], background: list[subprocess.Popen[bytes]]) -> str:
    """Follow part 2; gives what the last command says. The server and its worker stay."""
    port = str(_free_port())
    said = ""
    for line in _with_these_programs(_commands("2. A server and a worker")):
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            environment[name] = value.replace("4200", port)
        elif any(words in line for words in STAYS):
            background.append(_start(line.replace("4200", port), environment))
            wait_until_healthy(environment["PREFECT_API_URL"])
        else:
            said = _run(line, environment)
    return said


def _write_articles(folder: Path) -> None:
    """Write each seed into a file of its own, and beside it its page as a browser saves it."""
    for name in ("seeds", "pages"):
        (folder / name).mkdir(parents=True)
    for number in range(SEEDS):
        body = " ".join(f"Xã {number}-{day} trồng {number + day} ha rừng ngày {day}/10." for day in range(1, 29))
        url = f"http://www.example.vn/tin-{number}.html"
        text = f"{url}\n{RULE}\nTin số {number}\n{RULE}\nBài {number}. {body}\n{RULE}\n"
        (folder / "seeds" / f"{number}.txt").write_text(text, "utf-8")
        page = f"<h1>Tin số {number}</h1><article><p>Bài {number}. {body}</p></article>"
        saved = f"<!-- saved from url=({len(url):04}){url} -->\n{page}"
        (folder / "pages" / f"{number}.html").write_text(saved, "utf-8")


def _kill_the_one_at_work(workers: list[subprocess.Popen[bytes]], batches: Path, before: int) -> None:
    """Kill, with all it has started, the worker whose run has written its first batch."""
    end = time.monotonic() + START_SECONDS
    while len(list_batches(batches)) <= before and time.monotonic() < end:
        time.sleep(0.01)  # the run says by its batch that it is at work
    for worker in workers:
        if family := psutil.Process(worker.pid).children(recursive=True):
            for process in [psutil.Process(worker.pid), *family]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            return
    pytest.fail("no worker has taken the run")


def _wait_for_batches(batches: Path, count: int) -> None:
    """Wait until so many batches are there: the first share of two is started and not watched."""
    end = time.monotonic() + START_SECONDS
    while len(list_batches(batches)) < count:
        assert time.monotonic() < end, f"{len(list_batches(batches))} of {count} batches"
        time.sleep(0.1)


def _forget_the_reading(home: Path) -> None:
    """Say in the warehouse and in what is published that an older parser has read the pages."""
    for file in ("warehouse.duckdb", "published.duckdb"):
        with duckdb.connect(str(home / file)) as connection:
            connection.execute("update core.page set parser_version = '2000.01.0', page_id = 'old' || page_id")
            connection.execute("update core.reconciliation set page_id = 'old' || page_id where page_id is not null")


def _walk_several_workers(
    environment: dict[str, str], background: list[subprocess.Popen[bytes]], folder: Path, home: Path
) -> None:
    """Follow part 3 with other seeds; the worker that takes the first share is killed at its first batch."""
    first, second, prepare, *others, ingest, reread, reread_too, reparse = _with_these_programs(
        _commands("3. Several workers")
    )
    workers = [_start(line, environment) for line in (first, second)]
    background += workers
    seeds = f" --param 'seeds=[\"{folder / 'seeds'}\"]'"
    before = len(list_batches(home / "batches"))
    _run(prepare + seeds, environment)
    _kill_the_one_at_work(workers, home / "batches", before)
    background.append(_start(first, environment))
    for line in others:
        _run(line + seeds, environment)
    pages = f" --param 'sources=[\"{folder / 'pages'}\"]'"
    _run(ingest.replace("refetch=none", "refetch=missing") + seeds + pages, environment)
    _forget_the_reading(home)
    before = len(list_batches(home / "batches"))
    for line in (reread, reread_too):
        _run(line, environment)
    _wait_for_batches(home / "batches", before + SEEDS // BATCH_SIZE)
    _run(reparse, environment)


def test_what_is_triggered_is_taken_by_workers_and_published_and_shares_are_made_by_several(
    environment: dict[str, str], background: list[subprocess.Popen[bytes]], tmp_path: Path
):
    home, folder = tmp_path / "home", tmp_path / "shared"
    environment["SEEDBANK_BATCH_SIZE"] = str(BATCH_SIZE)
    said = _walk_server_and_worker(environment, background)
    assert "vietnamplus.vn" in said
    assert "Hội nghị mở rộng" in said
    _write_articles(folder)
    _walk_several_workers(environment, background, folder, home)
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select count(*), count(distinct article_id) from raw.seed where source_path like '%shared/seeds/%'"
        ).fetchone()
        cleaners = connection.execute(
            "select run_id, sum(seeds_read) from ops.batch where seeds_read > 1 group by all"
        ).fetchall()
        readers = connection.execute(
            "select run_id, sum(pages) from ops.batch where kind = 'reparse' group by all"
        ).fetchall()
        runs = {row[0] for row in connection.execute("select run_id from ops.run").fetchall()}
        (read,) = connection.execute("select count(distinct payload_digest) from core.page").fetchall()
        outcomes = connection.execute(
            "select outcome, outcome_detail, count(*) from raw.capture group by all"
        ).fetchall()
        rejected = connection.execute("select * from ops.rejection").fetchall()
    assert found == (SEEDS, SEEDS)
    assert sum(count for _, count in cleaners) == SEEDS
    # the killed share, the whole one, and the ingest that made what was missing and loaded all
    assert len(cleaners) == 3
    assert len([run_id for run_id, _ in cleaners if run_id not in runs]) == 2
    # the two shares, and nothing by the reparse, which found and loaded all
    assert read == (SEEDS,), (outcomes, rejected)
    assert sum(count for _, count in readers) == SEEDS
    assert len(readers) == 2
    assert not runs & {run_id for run_id, _ in readers}


def test_one_process_runs_what_it_serves_and_leaves_nothing_running(
    environment: dict[str, str], background: list[subprocess.Popen[bytes]]
):
    (serve,) = _with_these_programs(_commands("1. One process, no server"))
    background.append(_start(serve, environment, stdout=subprocess.PIPE))
    server = background[0]
    assert server.stdout is not None
    announced = server.stdout.readline().decode()
    served = re.fullmatch(r"Serving ingest/nightly, .* with the Prefect API at (http://[\d.:]+/api)\. .*\n", announced)
    assert served is not None, announced
    url = served[1]
    trigger, look = _with_these_programs(_commands("2. A server and a worker"))[-2:]
    _run(trigger, environment | {"PREFECT_API_URL": url})
    assert "Hội nghị mở rộng" in _run(look, environment)
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(timeout=30)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(url.split(":")[2].split("/")[0])), timeout=5)


def test_a_run_on_a_dask_cluster_is_published(environment: dict[str, str], background: list[subprocess.Popen[bytes]]):
    port = str(_free_port())
    scheduler, workers, ingest = (
        line.replace("8786", port) for line in _with_these_programs(_commands("4. Many machines, one run: Dask"))
    )
    background.append(_start(scheduler, environment))
    _wait_for_port(port)
    background.append(_start(workers, environment))
    setting, _, command = ingest.partition(" ")
    name, _, value = setting.partition("=")
    assert "1 read = 1 loaded" in _run(command, environment | {name: value})
