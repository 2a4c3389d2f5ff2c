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
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAYS = ("server start", "worker start")
START_SECONDS = 60


def _commands(heading: str) -> list[str]:
    """Collect the lines of the sh blocks of one section of the guide."""
    guide = (ROOT / "deployments" / "README.md").read_text("utf-8")
    section = guide.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [line for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.splitlines()]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_until_healthy(url: str) -> None:
    host = urlsplit(url).netloc
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), contextlib.closing(HTTPConnection(host, timeout=5)) as connection:
            connection.request("GET", "/api/health")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)  # the server says by answering that it is ready
    pytest.fail("the server did not answer")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SEEDBANK_"))}
    return kept | {"PREFECT_HOME": str(tmp_path / "prefect"), "SEEDBANK_HOME": str(tmp_path / "home"), "NO_COLOR": "1"}


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


def _start(line: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        shlex.split(line),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_a_run_triggered_by_hand_is_taken_by_a_worker_and_published(
    environment: dict[str, str], background: list[subprocess.Popen[bytes]]
):
    port, programs = str(_free_port()), str(Path(sys.executable).parent)
    guide = _commands("2. A server and a worker")
    lines = [line.replace("4200", port).replace(".venv/bin", programs) for line in guide]
    said = ""
    for line in lines:
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            environment[name] = value
        elif any(words in line for words in STAYS):
            background.append(_start(line, environment))
            _wait_until_healthy(environment["PREFECT_API_URL"])
        else:
            ended = subprocess.run(
                shlex.split(line), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90, check=False
            )
            assert ended.returncode == 0, f"{line}\n{ended.stdout}{ended.stderr}"
            said = ended.stdout
    assert "vietnamplus.vn" in said
    assert "Hội nghị mở rộng" in said
