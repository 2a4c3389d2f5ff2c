"""A Dask scheduler and two workers on loopback, as a person starts them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A scheduler with two workers of one thread each."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


def free_port() -> int:
    """Find a port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as current_progress:
        return int(current_progress.getsockname()[1])


def _wait_for_port(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)  # the scheduler says by listening that it is ready
    pytest.fail("the Dask scheduler did not start")


@contextlib.contextmanager
def start_cluster(scratch: Path) -> Iterator[Cluster]:
    """Run a scheduler and two workers for the length of the block."""
    dask = Path(sys.executable).with_name("dask")
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [dask, *arguments],
            cwd=scratch,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    started: list[subprocess.Popen[bytes]] = []
    try:
        started.append(start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"))
        _wait_for_port(port)
        worker = ("worker", address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(scratch))
        started += [start(*worker), start(*worker)]
        yield Cluster(address=address, workers=tuple(started[1:]))
    finally:
        for process in reversed(started):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
