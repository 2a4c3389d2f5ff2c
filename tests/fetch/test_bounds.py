"""F4-F6: a page is bounded in bytes, in time and in hops, and a slow host slows nobody else."""

import subprocess
import sys
import time
from pathlib import Path

import fault_server
import pytest
from fault_fetching import DEADLINE_S, Fetching
from fault_server import FaultServer

from flows.fetch.archive.replay import read_payload
from flows.records import Outcome

CODINGS = ("gzip", "deflate", "br", "zstd")


@pytest.mark.parametrize("coding", CODINGS)
def test_every_coding_is_undone_and_kept_readable_in_the_archive(
    site: FaultServer, fetching: Fetching, coding: str
) -> None:
    page = fetching.page(site.url(f"/coded/{coding}"))
    assert page.payload == fault_server.ARTICLE
    assert page.capture.outcome is Outcome.OK
    assert page.capture.warc_file is not None
    assert page.capture.warc_offset is not None
    assert read_payload(fetching.home, page.capture.warc_file, page.capture.warc_offset) == fault_server.ARTICLE


@pytest.mark.parametrize("coding", CODINGS)
def test_body_that_unfolds_beyond_the_cap_is_too_large(site: FaultServer, fetching: Fetching, coding: str) -> None:
    page = fetching.page(site.url(f"/bomb/{coding}"), deadline_s=10.0)
    assert page.capture.outcome is Outcome.TOO_LARGE
    assert page.payload is None
    assert page.capture.payload_digest is None


def test_gigabyte_bombs_unfold_in_little_memory_and_time() -> None:
    """Decode a gigabyte bomb of each coding in a process of its own, and look at its greatest size."""
    script = f"""
import resource, sys, time
sys.path.insert(0, {str(Path(fault_server.__file__).parents[1])!r})
from fault_server import bomb as pack
from flows.fetch.http.content_coding import TooLargeError, decode_body
bombs = {{name: pack(name) for name in {CODINGS!r}}}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name, bomb in bombs.items():
    started = time.process_time()
    try:
        decode_body(bomb, (name,), 20_000_000)
    except TooLargeError:
        print(name, round(time.process_time() - started, 2))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    *rows, megabytes = done.stdout.split("\n")[:-1]
    assert [row.split()[0] for row in rows] == list(CODINGS)
    assert all(float(row.split()[1]) < 5 for row in rows)
    assert int(megabytes) < 200


def test_fifty_codings_on_top_of_one_another_are_not_unfolded(site: FaultServer, fetching: Fetching) -> None:
    capture = fetching.page(site.url("/stacked")).capture
    assert (capture.outcome, capture.http_status) == (Outcome.PROTOCOL_ERROR, 200)


def test_body_longer_than_the_wire_cap_is_cut_off(site: FaultServer, fetching: Fetching) -> None:
    capture = fetching.page(site.url("/large"), max_wire_bytes=300_000).capture
    assert capture.outcome is Outcome.TOO_LARGE


def test_compressed_body_that_breaks_off_is_no_page(site: FaultServer, fetching: Fetching) -> None:
    page = fetching.page(site.url("/broken-gzip"))
    assert page.capture.outcome is Outcome.TRUNCATED
    assert page.payload is None


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/drip", Outcome.TIMEOUT),
        ("/drip-headers", Outcome.TIMEOUT),
        ("/silent", Outcome.TIMEOUT),
        ("/endless", Outcome.TIMEOUT),
        ("/half", Outcome.TRUNCATED),
        ("/garbage", Outcome.PROTOCOL_ERROR),
        ("/huge-headers", Outcome.PROTOCOL_ERROR),
        ("/reset", Outcome.CONNECT_ERROR),
    ],
)
def test_misbehaving_exchange_ends_within_its_deadline(
    site: FaultServer, fetching: Fetching, path: str, outcome: Outcome
) -> None:
    started = time.monotonic()
    page = fetching.page(site.url(path), deadline_s=0.6)
    assert page.capture.outcome is outcome
    assert page.payload is None
    assert time.monotonic() - started < DEADLINE_S  # that of the tests, were it taken; quiet, it takes 0.6 s


def test_body_longer_than_its_content_length_is_cut_at_it(site: FaultServer, fetching: Fetching) -> None:
    """What follows the announced length belongs to no answer; the next page of the host is still read right."""
    first, second = fetching.pages(site.url("/short-length"), site.url("/page-after"))
    assert first.payload == fault_server.ARTICLE[:10]
    assert b"/page-after" in (second.payload or b"")


def test_chunked_body_is_put_together_and_archived_without_its_chunks(site: FaultServer, fetching: Fetching) -> None:
    page = fetching.page(site.url("/chunked"))
    assert page.payload == fault_server.ARTICLE
    assert page.capture.warc_file is not None
    assert page.capture.warc_offset is not None
    assert read_payload(fetching.home, page.capture.warc_file, page.capture.warc_offset) == fault_server.ARTICLE


QUICK = 20  # pages: far less than the two deadlines before the last slow one last, also on a busy machine


def test_slow_host_does_not_slow_the_others(site: FaultServer, fetching: Fetching) -> None:
    slow = [site.url(f"/silent?{n}", "other") for n in range(3)]
    quick = [site.url(f"/page-{n}") for n in range(QUICK)]
    pages = fetching.pages(*slow, *quick, deadline_s=0.5)
    assert [page.capture.outcome for page in pages[:3]] == [Outcome.TIMEOUT] * 3
    assert all(page.capture.outcome is Outcome.OK for page in pages[3:])
    last_slow = site.hits("/silent")[-1].at
    assert all(site.hits(f"/page-{n}")[0].at < last_slow for n in range(QUICK))


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/loop-a", Outcome.REDIRECT_LOOP),
        ("/refresh-a", Outcome.REDIRECT_LOOP),
        ("/chain/50", Outcome.TOO_MANY_REDIRECTS),
        ("/session", Outcome.TOO_MANY_REDIRECTS),
    ],
)
def test_redirects_without_end_are_seen_as_such(
    site: FaultServer, fetching: Fetching, path: str, outcome: Outcome
) -> None:
    capture = fetching.page(site.url(path)).capture
    assert capture.outcome is outcome
    assert capture.request_count <= 11
    assert len(capture.redirects) == capture.request_count
    assert capture.redirects[0].uri == site.url(path)


def test_redirects_with_an_end_are_followed_and_all_hops_are_kept(site: FaultServer, fetching: Fetching) -> None:
    capture = fetching.page(site.url("/chain/3")).capture
    assert capture.outcome is Outcome.OK
    assert capture.final_uri == site.url("/page-at-the-end")
    assert [hop.http_status for hop in capture.redirects] == [301, 301, 301]
    assert [hop.uri for hop in capture.redirects] == [site.url(f"/chain/{n}") for n in (3, 2, 1)]


def test_page_that_only_refreshes_to_another_is_followed(site: FaultServer, fetching: Fetching) -> None:
    capture = fetching.page(site.url("/refresh-page")).capture
    assert (capture.outcome, capture.final_uri) == (Outcome.OK, site.url("/page-behind"))
