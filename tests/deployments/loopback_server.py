"""A Prefect server on loopback, as the guide starts it, for tests that ask it what it was told."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flows.runs.prefect_server import DATABASE, empty_database

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server and the environment that leads to it."""

    url: str
    environment: dict[str, str]
    process: "subprocess.Popen[bytes]"

    def ask(self, path: str, body: object) -> object:
        """Ask its API."""
        parts = urlsplit(self.url)
        with contextlib.closing(HTTPConnection(parts.netloc, timeout=20)) as connection:
            connection.request(
                "POST", f"{parts.path}/{path}", json.dumps(body), headers={"Content-Type": "application/json"}
            )
            response = connection.getresponse()
            answer = response.read()
            assert response.status < 300, answer
            return json.loads(answer)


def wait_until_healthy(url: str) -> None:
    """Wait until a server answers."""
    host = urlsplit(url).netloc
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), contextlib.closing(HTTPConnection(host, timeout=5)) as connection:
            connection.request("GET", "/api/health")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)  # the server says by answering that it is ready
    pytest.fail("the server did not answer")


def give_database(folder: Path) -> None:
    """Give a server the empty database of the set-up: to make one takes it 7 s of CPU."""
    folder.mkdir(exist_ok=True)
    shutil.copyfile(empty_database(), folder / DATABASE)


@contextlib.contextmanager
def start_server(folder: Path, **variables: str) -> Iterator[Server]:
    """Run a server with its state in `folder`, and these variables beside ours, for the length of the block."""
    give_database(folder)
    with socket.create_server(("127.0.0.1", 0)) as current_progress:
        port = current_progress.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SEEDBANK_"))}
    environment = kept | {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "NO_COLOR": "1",
        **variables,
    }
    prefect = Path(sys.executable).with_name("prefect")
    process = subprocess.Popen(
        [prefect, "server", "start", "--host", "127.0.0.1", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until_healthy(url)
        yield Server(url=url, environment=environment, process=process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
