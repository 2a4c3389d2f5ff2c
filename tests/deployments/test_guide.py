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

import pytest
from loopback_server import wait_until_healthy

ROOT = Path(__file__).resolve().parents[2]
STAYS = ("server start", "worker start")
START_SECONDS = 60
pytestmark = pytest.mark.timeout(300)  # servers and workers take their time to start on a busy machine


def _commands(heading: str) -> list[str]:
    """Collect the lines of the sh blocks of one section of the guide."""
    guide = (ROOT / "deployments" / "README.md").read_text("utf-8")
    section = guide.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [line for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.splitlines()]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_for_port(port: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(port)), timeout=1):
            return
        time.sleep(0.1)  # it says by listening that it is ready
    pytest.fail("nobody listens")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
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
        shlex.split(line), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90, check=False
    )
    assert ended.returncode == 0, f"{line}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


def _with_these_programs(lines: list[str]) -> list[str]:
    """Use the environment that runs the tests, wherever it is."""
    return [line.replace(".venv/bin", str(Path(sys.executable).parent)) for line in lines]


def test_a_run_triggered_by_hand_is_taken_by_a_worker_and_published(
    environment: dict[str, str], background: list[subprocess.Popen[bytes]]
):
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
    assert "vietnamplus.vn" in said
    assert "Hội nghị mở rộng" in said


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
