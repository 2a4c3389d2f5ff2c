"""Our archive replays in pywb, and pywb is read as an archive. Needs what `make test` sets up."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from fault_fetching import Fetching
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
from flows.records import Outcome, Redirect
from flows.settings import ArchiveChoice, ArchiveKind

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


@contextmanager
def serve(folder: Path, warcs: list[Path]) -> Iterator[str]:
    """Serve WARC files as a collection, and give its address."""
    environment = {"PATH": f"{PYWB}:{os.environ['PATH']}", "HOME": str(folder)}
    for command in (["init", "news"], ["add", "news", *map(str, warcs)]):
        subprocess.run([PYWB / "wb-manager", *command], cwd=folder, env=environment, check=True, capture_output=True)
    port = free_port()
    command = [PYWB / "wayback", "-p", str(port), "-b", "127.0.0.1"]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        read_when_ready(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}/news"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def test_page_and_its_repetition_replay_as_they_were_fetched(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    place = append(writer, make_exchange(url="http://example.com/first"))
    again = make_exchange(url="http://example.com/second")
    revisited = Revisited(location=place, profile=REVISIT_PROFILE, payload_digest=digest_of(BODY))
    writer.append(build_exchange(again, store_body(again, BODY, digest_of(BODY)), revisited))
    for name in ("first", "second"):  # what ends an attempt stands at the page's own address and is no page
        writer.append(build_capture(f"http://example.com/{name}", NOW, write_capture_json(make_capture(place))))
    writer.close()
    with serve(tmp_path, files(tmp_path)) as collection:
        for name in ("first", "second"):
            with urllib.request.urlopen(f"{collection}/{STAMP}id_/http://example.com/{name}") as answer:  # noqa: S310
                assert answer.read() == BODY


WAYS = {"pywb": "", "timemap": "/timemap/link", "timegate": ""}
NEW, OLD = "http://example.com/new", "http://example.com/old"


def test_page_and_redirect_are_read_from_it_in_every_way(tmp_path: Path) -> None:
    writer = open_writer(tmp_path / "ours")
    append(writer, make_exchange(url=NEW))
    moved = replace(make_exchange(b"", OLD), status=302, headers=((b"Location", b"/new"),))
    writer.append(build_exchange(moved, store_body(moved, b"", digest_of(b"")), None))
    writer.close()
    with serve(tmp_path, files(tmp_path / "ours")) as collection:
        for kind, path in WAYS.items():
            archive = ArchiveChoice(kind=ArchiveKind(kind), url=collection + path)
            fetching = Fetching(home=tmp_path / kind)
            options = {"allow_private": (ip_network("127.0.0.0/8"),), "sources": ("wayback",), "archives": (archive,)}
            page, redirected = fetching.pages(NEW, OLD, **options)
            assert (kind, page.capture.outcome, page.payload) == (kind, Outcome.OK, BODY)
            assert page.capture.memento_datetime == NOW.replace(microsecond=0)
            assert (kind, redirected.capture.outcome, redirected.payload) == (kind, Outcome.OK, BODY)
            assert redirected.capture.redirects == (Redirect(uri=OLD, http_status=302, location=NEW),)
