"""Our WARC files pass the checks of other programs, and their indexes list the pages and nothing else."""

import json
from dataclasses import replace
from pathlib import Path

from archive_tools import are_there, run_tool
from test_warc import BODY, NOW, append, files, make_capture, make_exchange, open_writer

from flows.addresses.urls import surt
from flows.fetch.archive.replay import write_capture_json
from flows.fetch.archive.warc import (
    NOT_MODIFIED_PROFILE,
    REVISIT_PROFILE,
    Revisited,
    build_capture,
    build_exchange,
    digest_of,
    store_body,
)

PAGES = ("http://example.com/báo/1?b=2&a=1", "http://www.example.com/Tin/", "http://example.com:8080/x.html")
AGAIN, UNCHANGED = "http://example.com/again", "http://example.com/unchanged"

pytestmark = are_there


def write(home: Path, *, with_repeats: bool) -> Path:
    """Write what a run writes: pages, and pages that repeat an earlier one in both ways."""
    writer = open_writer(home)
    place = None
    for url in PAGES:
        place = append(writer, make_exchange(body=url.encode() + BODY, url=url))
        writer.append(build_capture(url, NOW, write_capture_json(make_capture(place))))
    if with_repeats and place is not None:
        again, unchanged = make_exchange(url=AGAIN), replace(make_exchange(b"", UNCHANGED), status=304)
        repeated = Revisited(location=place, profile=REVISIT_PROFILE, payload_digest=digest_of(BODY))
        same = Revisited(location=place, profile=NOT_MODIFIED_PROFILE, payload_digest=None)
        writer.append(build_exchange(again, store_body(again, BODY, digest_of(BODY)), repeated))
        writer.append(build_exchange(unchanged, store_body(unchanged, b"", digest_of(b"")), same))
    writer.close()
    return files(home)[0]


def test_warcio_finds_every_digest_right(tmp_path: Path) -> None:
    assert "digest failed" not in run_tool("warcio", "check", "-v", write(tmp_path, with_repeats=True))


def test_fastwarc_and_warcat_verify_pages(tmp_path: Path) -> None:
    """Of repeated pages both take the digest of the earlier payload for a wrong one: they are left out here."""
    warc = write(tmp_path, with_repeats=False)
    assert f"{2 * len(PAGES)} records were verified" in run_tool("fastwarc", "check", "--verify-payloads", warc)
    assert "problem" not in run_tool("python", "-m", "warcat", "verify", warc).lower()


def test_index_of_others_lists_each_page_under_the_key_that_we_give_it(tmp_path: Path) -> None:
    lines = run_tool("cdxj-indexer", write(tmp_path, with_repeats=True)).splitlines()
    found = {json.loads(line.split(" ", 2)[2])["url"]: line.split(" ")[0] for line in lines}
    expected = [make_exchange(url=url).url for url in (*PAGES, AGAIN, UNCHANGED)]
    assert found == {url: surt(url) for url in expected}
    assert all(line.split(" ")[1] == f"{NOW:%Y%m%d%H%M%S}" for line in lines)


def test_wacz_that_others_make_of_our_files_is_valid(tmp_path: Path) -> None:
    warc, target = write(tmp_path, with_repeats=True), tmp_path / "made.wacz"
    run_tool("wacz", "create", "-f", warc, "-o", target, "--detect-pages")
    assert "is valid" in run_tool("wacz", "validate", "-f", target).lower()
