"""What breaks off is never a text: not on the wire, not in its coding, not in a file, not in a web archive."""

import gzip
import io
from itertools import product
from pathlib import Path

import pytest
from fault_checking import Checking, make_seed
from fault_fetching import Fetching
from fault_server import ARTICLE, FaultServer, Memento
from fault_server.cuts import CODINGS, CUTS, cut_body, head_of
from warcio.statusandheaders import StatusAndHeadersParser
from warcio.warcwriter import WARCWriter

from flows.fetch.archive.warc import build_record
from flows.fetch.http.chunks import join_chunks
from flows.records import FetchedPage, Outcome

STORY = "http://news.example/cau-moi.html"
CODED = [coding for coding in CODINGS if coding not in ("identity", "chunked")]


def expect_cut(page: FetchedPage, coding: str, cut: str) -> None:
    """Expect no text, but where only a checksum is missing: its document is there to the end, as in browsers."""
    if coding in ("gzip", "deflate") and cut == "1":
        assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)
    else:
        assert page.capture.outcome in {Outcome.TRUNCATED, Outcome.PROTOCOL_ERROR}
        assert (page.payload, page.capture.payload_digest) == (None, None)
        assert page.capture.outcome_detail


@pytest.mark.parametrize(("coding", "cut"), list(product(CODINGS, CUTS)))
def test_a_body_that_breaks_off_on_the_wire_is_no_page(
    site: FaultServer, fetching: Fetching, coding: str, cut: str
) -> None:
    expect_cut(fetching.page(site.url(f"/cut/{coding}/{cut}")), coding, cut)


@pytest.mark.parametrize(("coding", "cut"), list(product(CODED, CUTS)))
def test_a_coding_that_breaks_off_in_a_whole_answer_is_no_page(
    site: FaultServer, fetching: Fetching, coding: str, cut: str
) -> None:
    expect_cut(fetching.page(site.url(f"/cut-coding/{coding}/{cut}")), coding, cut)


@pytest.mark.parametrize(("coding", "cut"), list(product(CODED, CUTS)))
def test_a_copy_of_a_web_archive_that_breaks_off_is_no_page(
    site: FaultServer, fetching: Fetching, coding: str, cut: str
) -> None:
    site.mementos = [Memento(stamp="20170401120000", url=STORY, body=cut_body(coding, cut)[0], coding=coding)]
    expect_cut(fetching.page(STORY, sources=("wayback",), wayback_url=site.url("")), coding, cut)


def write_warc(path: Path, coding: str, body: bytes, length: int, **warc_headers: str) -> None:
    head = head_of(coding, length)
    sent = b"%x\r\n%b" % (length, body) if coding == "chunked" else body
    http = StatusAndHeadersParser(["HTTP/1.1"]).parse(io.BytesIO(head))
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    named = {"WARC-Date": "2017-04-01T00:00:00Z"} | warc_headers
    record = writer.create_warc_record(
        STORY, "response", payload=io.BytesIO(sent), http_headers=http, warc_headers_dict=named
    )
    writer.write_record(record)
    path.write_bytes(out.getvalue())


@pytest.mark.parametrize(("coding", "cut"), list(product(CODINGS, CUTS)))
def test_a_record_whose_body_breaks_off_is_no_page(fetching: Fetching, tmp_path: Path, coding: str, cut: str) -> None:
    path = tmp_path / "crawl.warc.gz"
    write_warc(path, coding, *cut_body(coding, cut))
    expect_cut(fetching.page(STORY, sources=(str(path),)), coding, cut)


@pytest.mark.parametrize(
    ("name", "extension"), [("Chunked", b""), ("CHUNKED", b""), ("chunked", b";sign=" + b"0" * 90)]
)
def test_chunks_are_joined_however_they_are_written(
    fetching: Fetching, tmp_path: Path, name: str, extension: bytes
) -> None:
    head = head_of("chunked", 0).replace(b"chunked", name.encode())
    body = b"%x%b\r\n%b\r\n0\r\n\r\n" % (len(ARTICLE), extension, ARTICLE)
    fields = [
        ("WARC-Type", "response"),
        ("WARC-Target-URI", STORY),
        ("WARC-Date", "2017-04-01T00:00:00Z"),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(build_record(fields, head + body))
    page = fetching.page(STORY, sources=(str(path),))
    assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)


@pytest.mark.parametrize("reason", ["length", "time", "disconnect", "unspecified"])
def test_a_record_that_says_it_is_truncated_is_no_page(fetching: Fetching, tmp_path: Path, reason: str) -> None:
    path = tmp_path / "crawl.warc.gz"
    body, _ = cut_body("identity", "half")
    write_warc(path, "identity", body, len(body), **{"WARC-Truncated": reason})
    page = fetching.page(STORY, sources=(str(path),))
    assert (page.capture.outcome, page.payload) == (Outcome.TRUNCATED, None)
    assert reason in page.capture.outcome_detail


def test_a_file_that_ends_inside_its_record_holds_no_page(fetching: Fetching, tmp_path: Path) -> None:
    whole, path = tmp_path / "whole.warc.gz", tmp_path / "crawl.warc"
    write_warc(whole, "identity", ARTICLE, len(ARTICLE))
    path.write_bytes(gzip.decompress(whole.read_bytes())[: -len(ARTICLE) // 2])
    page = fetching.page(STORY, sources=(str(path),))
    assert (page.capture.outcome, page.payload) == (Outcome.TRUNCATED, None)


@pytest.mark.parametrize("framing", ["chunked", "length"])
def test_a_document_that_is_there_to_its_end_is_read_though_more_was_announced(
    site: FaultServer, fetching: Fetching, framing: str
) -> None:
    page = fetching.page(site.url(f"/no-end/{framing}"))
    assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"3\r\nabc\r\n2 \r\nde\r\n0\r\n\r\n", (b"abcde", True)),
        (b"3\nabc\n2;name=value\nde\n0\n\n", (b"abcde", True)),
        (b"3\r\nabc\r\n9\r\nde", (b"abcde", False)),
        (b"3\r\nabc\r\n", (b"abc", False)),
        (b"<html>as it is</html>", None),
        (b"", None),
    ],
)
def test_chunks_are_joined_and_a_missing_end_is_told(body: bytes, expected: tuple[bytes, bool] | None) -> None:
    assert join_chunks(body) == expected


def test_a_page_that_breaks_off_says_nothing_of_the_article(site: FaultServer, checking: Checking) -> None:
    seeds = [make_seed(site.url(f"/cut/{coding}/half")) for coding in CODINGS]
    checking.add(*seeds)
    checking.check()
    assert checking.ask("select distinct existence::varchar, rule from core.observation order by all") == [
        ("unreachable", "truncated")
    ]
    assert checking.ask("select count(*) from core.reconciliation where content <> 'not_compared'") == [(0,)]
