"""Our archive replays in pywb: the bytes that were fetched come back. Needs what `make test` sets up."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from test_warc import BODY, NOW, append, files, make_capture, make_exchange, open_writer

from flows.fetch.archive.replay import write_capture_json
from flows.fetch.archive.warc import (
    REVISIT_PROFILE,
    Revisited,
    build_capture,
    build_exchange,
    digest_of,
    store_body,
)

PYWB = Path(__file__).parents[2] / ".venv-pywb" / "bin"
STAMP = f"{NOW:%Y%m%d%H%M%S}"

pytestmark = pytest.mark.skipif(
    not (PYWB / "wayback").exists(), reason="pywb is not set up: make .venv-pywb/.installed"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_when_ready(url: str, process: subprocess.Popen[bytes]) -> bytes:
    deadline = time.monotonic() + 40
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 # our own loopback address
                return bytes(answer.read())
        except urllib.error.HTTPError:
            raise
        except OSError:
            if time.monotonic() > deadline or process.poll() is not None:
                raise
            time.sleep(0.2)


def test_page_and_its_repetition_replay_as_they_were_fetched(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    place = append(writer, make_exchange(url="http://example.com/first"))
    again = make_exchange(url="http://example.com/second")
    revisited = Revisited(location=place, profile=REVISIT_PROFILE, payload_digest=digest_of(BODY))
    writer.append(build_exchange(again, store_body(again, BODY, digest_of(BODY)), revisited))
    for name in ("first", "second"):  # what ends an attempt stands at the page's own address and is no page
        writer.append(build_capture(f"http://example.com/{name}", NOW, write_capture_json(make_capture(place))))
    writer.close()
    environment = {"PATH": f"{PYWB}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    for command in (["init", "news"], ["add", "news", *map(str, files(tmp_path))]):
        subprocess.run([PYWB / "wb-manager", *command], cwd=tmp_path, env=environment, check=True, capture_output=True)
    port = free_port()
    command = [PYWB / "wayback", "-p", str(port), "-b", "127.0.0.1"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for name in ("first", "second"):
            url = f"http://127.0.0.1:{port}/news/{STAMP}id_/http://example.com/{name}"
            assert read_when_ready(url, process) == BODY
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
