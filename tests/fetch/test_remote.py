"""WARC files elsewhere are read in parts, behind the gate."""

import os
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from urllib.request import Request, urlopen

import pytest
from fault_fetching import Fetching
from loopback_objects import serve_objects
from test_containers import ARTICLE, FIRST, STORY, record

from flows.errors import UsageError
from flows.fetch.sources import remote
from flows.records import FetchedPage, Outcome, Source

OTHER = STORY + "?id=2"


class Files(BaseHTTPRequestHandler):
    """Gives parts of files, as object stores do; how it misbehaves stands in `faults`."""

    held: dict[str, bytes]
    asked: list[tuple[int, int]]
    faults: dict[str, object]

    def do_GET(self) -> None:
        data = self.held.get(self.path)
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if self.path == "/moved":
            self._send(302, b"", Location="/a.warc.gz")
        elif data is None or wanted is None:
            self._send(404, b"none")
        elif self.faults.get("fails") and len(self.asked) == self.faults.pop("fails"):
            self.asked.append((0, 0))
            self._send(503, b"busy")
        elif len(self.asked) >= int(str(self.faults.get("down_after", 1_000_000))):
            self._send(503, b"down")
        elif self.faults.get("whole"):
            self._send(200, data)
        else:
            start, end = int(wanted[1]), min(int(wanted[2]), len(data) - 1)
            self.asked.append((start, end + 1 - start))
            tag = f'"{len(self.asked)}"' if self.faults.get("changes") else '"v1"'
            self._send(206, data[start : end + 1], Content_Range=f"bytes {start}-{end}/{len(data)}", ETag=tag)

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def files() -> Iterator[type[Files]]:
    """Serve files on a loopback address; `at` of the class given is the address."""
    pages = [record("response", f"{STORY}?id={n}", FIRST, os.urandom(700).hex().encode()) for n in range(100)]
    held = {"/a.warc.gz": record("response", STORY, FIRST, ARTICLE) + b"".join(pages)}
    held["/a.warc.gz"] += record("response", OTHER, "2019-01-01T00:00:00Z", ARTICLE)
    serving = type("Serving", (Files,), {"held": held, "asked": [], "faults": {}})
    with ThreadingHTTPServer(("127.0.9.1", 0), serving) as server:
        thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
        thread.start()
        serving.at = f"http://127.0.9.1:{server.server_port}"  # type: ignore[attr-defined]
        yield serving
        server.shutdown()


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small file have several parts."""
    monkeypatch.setattr(remote, "LEAST_PART", 1 << 13)
    monkeypatch.setattr(remote, "MOST_PART", 1 << 15)


def read(fetching: Fetching, address: str, *urls: str, **options: object) -> list[FetchedPage]:
    return fetching.pages(*(urls or (STORY, OTHER)), sources=(address,), **options)


def test_pages_are_read_in_parts_and_the_next_run_asks_for_theirs_alone(fetching: Fetching, files: type[Files]) -> None:
    size = len(files.held["/a.warc.gz"])
    for page in read(fetching, f"{files.at}/a.warc.gz"):
        assert (page.capture.outcome, page.capture.source, page.payload) == (Outcome.OK, Source.WARC, ARTICLE)
    assert max(length for _, length in files.asked) <= 1 << 15 < size
    assert sum(length for _, length in files.asked) >= size
    files.asked.clear()
    (page,) = read(fetching, f"{files.at}/a.warc.gz", OTHER)
    assert page.payload == ARTICLE
    assert sum(length for _, length in files.asked) < size / 2


def test_redirects_are_followed_and_a_passing_failure_is_asked_again(fetching: Fetching, files: type[Files]) -> None:
    files.faults["fails"] = 3
    assert [page.payload for page in read(fetching, f"{files.at}/moved")] == [ARTICLE] * 2


@pytest.mark.parametrize(
    ("faults", "path", "said"),
    [
        ({"whole": True}, "/a.warc.gz", "answers 200"),
        ({"changes": True}, "/a.warc.gz", "changed while it was read"),
        ({}, "/none.warc.gz", "answers 404"),
        ({}, "/page.html", "no WARC file"),
    ],
)
def test_what_cannot_be_read_in_parts_is_said_in_a_sentence(
    fetching: Fetching, files: type[Files], faults: dict[str, object], path: str, said: str
) -> None:
    files.faults.update(faults)
    files.held["/page.html"] = b"<html>no archive</html>"
    with pytest.raises(UsageError, match=said):
        read(fetching, f"{files.at}{path}")


def test_gate_stands_before_it(fetching: Fetching, files: type[Files]) -> None:
    with pytest.raises(UsageError, match="private_address"):
        read(fetching, f"{files.at}/a.warc.gz", allow_private=())
    assert files.asked == []


def test_address_that_is_down_costs_its_pages_alone(fetching: Fetching, files: type[Files]) -> None:
    files.faults["down_after"] = 0
    found = read(fetching, f"{files.at}/a.warc.gz")
    assert [page.capture.outcome for page in found] == [Outcome.ARCHIVE_ERROR] * 2


def test_page_whose_part_cannot_be_had_later_says_nothing_of_the_article(
    fetching: Fetching, files: type[Files]
) -> None:
    read(fetching, f"{files.at}/a.warc.gz")
    files.asked.clear()
    files.faults["down_after"] = 1
    found = read(fetching, f"{files.at}/a.warc.gz", OTHER)
    assert [page.capture.outcome for page in found] == [Outcome.ARCHIVE_ERROR]
    assert "answers 503" in found[0].capture.outcome_detail


def test_object_of_s3_is_read_with_the_credentials_of_the_environment(
    fetching: Fetching, files: type[Files], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_objects() as variables:
        for name, value in (variables | {"AWS_DEFAULT_REGION": variables["AWS_REGION"]}).items():
            monkeypatch.setenv(name, value)
        address = f"{variables['AWS_ENDPOINT_URL']}/seedbank/crawls/a.warc.gz"
        headers = {"Content-Type": "application/warc"}
        put = Request(address, data=files.held["/a.warc.gz"], method="PUT", headers=headers)  # noqa: S310 - loopback
        urlopen(put, timeout=60).close()  # noqa: S310
        pages = read(fetching, "s3://seedbank/crawls/a.warc.gz", allow_private=(ip_network("127.0.0.0/8"),))
        assert [page.payload for page in pages] == [ARTICLE] * 2
