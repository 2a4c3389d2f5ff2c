"""F23: archives are asked gently, and their own failures are told from failures that they archived."""

import asyncio
import datetime as dt
import gzip
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from fault_fetching import Fetching
from fault_server import ARTICLE, FaultServer, Memento
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.errors import MissingInputError, UsageError
from flows.fetch import PageRequest, read_payload
from flows.fetch.archive.replay import read_warc_date
from flows.fetch.archive.warc import build_record
from flows.fetch.sources.copies import choose_copies
from flows.fetch.sources.webarchives.asking import MinuteWindow
from flows.fetch.sources.webarchives.lists import Copy
from flows.records import FetchedPage, Outcome, Source

STORY = "http://news.example/cau-moi.html"
SEED_DATE = dt.date(2017, 3, 1)


def ask(site: FaultServer, fetching: Fetching, *urls: str, **options: object) -> list[FetchedPage]:
    requests = [PageRequest(article_id=f"{n:016x}", url=url, seed_date=SEED_DATE) for n, url in enumerate(urls)]
    return fetching.pages(*requests, **{"sources": ("wayback",), "wayback_url": site.url("")} | options)


def ask_all(site: FaultServer, fetching: Fetching, url: str, seed_date: dt.date | None) -> list[FetchedPage]:
    request = PageRequest(article_id="1" * 16, url=url, seed_date=seed_date)
    return fetching.all_pages(request, sources=("wayback",), wayback_url=site.url(""))


def test_copy_nearest_to_the_seed_and_the_newest_are_read_and_bear_their_dates(
    site: FaultServer, fetching: Fetching
) -> None:
    site.mementos = [
        Memento(stamp="20160101000000", url=STORY, body=b"<p>too early</p>"),
        Memento(stamp="20170401120000", url=STORY),
        Memento(stamp="20200101000000", url=STORY, body=b"<p>between</p>"),
        Memento(stamp="20240101000000", url=STORY, body=b"<p>the newest</p>"),
    ]
    page, newest = ask_all(site, fetching, STORY, SEED_DATE)
    assert (page.capture.source, page.capture.outcome, page.payload) == (Source.WAYBACK, Outcome.OK, ARTICLE)
    assert page.capture.memento_datetime == dt.datetime(2017, 4, 1, 12, tzinfo=dt.UTC)
    assert page.capture.final_uri == STORY
    assert (newest.capture.memento_datetime, newest.payload) == (
        dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        b"<p>the newest</p>",
    )
    replayed = [hit.path for hit in site.log if hit.path.startswith("/web/")]
    assert replayed == [f"/web/{stamp}id_/{STORY}" for stamp in ("20170401120000", "20240101000000")]
    assert page.capture.warc_file is not None
    assert page.capture.warc_offset is not None
    assert read_payload(fetching.home, page.capture.warc_file, page.capture.warc_offset) == ARTICLE


def test_copies_with_the_same_bytes_are_two_captures(site: FaultServer, fetching: Fetching) -> None:
    site.mementos = [Memento(stamp=stamp, url=STORY) for stamp in ("20170401120000", "20240101000000")]
    fetching.now = lambda: dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    found = ask_all(site, fetching, STORY, SEED_DATE)
    assert len({page.capture.capture_id for page in found}) == len(found) == 2


def test_copy_that_is_both_nearest_and_newest_is_asked_once(site: FaultServer, fetching: Fetching) -> None:
    site.mementos = [Memento(stamp="20160101000000", url=STORY), Memento(stamp="20170401120000", url=STORY)]
    assert len(ask_all(site, fetching, STORY, SEED_DATE)) == 1
    assert len(ask_all(site, fetching, STORY, None)) == 1


def test_newest_copy_is_read_where_the_nearest_is_no_page(site: FaultServer, fetching: Fetching) -> None:
    site.mementos = [
        Memento(stamp="20170401120000", url=STORY, body=b"<title>404 Not Found</title><p>404</p>"),
        Memento(stamp="20240101000000", url=STORY),
    ]
    page = ask(site, fetching, STORY)[0]
    assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)


@pytest.mark.parametrize(
    ("memento", "outcome"),
    [
        (Memento(stamp="20170401120000", url="http://news.example/other.html"), Outcome.NOT_IN_ARCHIVE),
        (Memento(stamp="20170401120000", url=STORY, status=404), Outcome.NOT_IN_ARCHIVE),
        (Memento(stamp="20170401120000", url=STORY, status=429), Outcome.NOT_IN_ARCHIVE),
        (Memento(stamp="20170401120000", url=STORY, fault=503), Outcome.ARCHIVE_ERROR),
        (Memento(stamp="20170401120000", url=STORY, fault=429), Outcome.ARCHIVE_ERROR),
        (Memento(stamp="20170401120000", url=STORY, fault=404), Outcome.ARCHIVE_ERROR),
        (
            Memento(stamp="20170401120000", url=STORY, location="/web/20200101000000id_/http://news.example/"),
            Outcome.ARCHIVE_ERROR,
        ),
    ],
)
def test_absence_is_told_from_failure(
    site: FaultServer, fetching: Fetching, memento: Memento, outcome: Outcome
) -> None:
    site.mementos = [memento]
    page = ask(site, fetching, STORY)[0]
    assert (page.capture.outcome, page.payload) == (outcome, None)
    assert page.capture.outcome_detail


def test_copy_that_redirects_far_away_in_time_or_home_is_no_copy(site: FaultServer, fetching: Fetching) -> None:
    late, home = STORY + "?late", STORY + "?home"
    site.mementos = [
        Memento(stamp="20170401120000", url=late, location=f"/web/20210101000000id_/{STORY}"),
        Memento(stamp="20210101000000", url=STORY),
        Memento(stamp="20170401120000", url=home, location="/web/20170402000000id_/http://news.example/"),
        Memento(stamp="20170402000000", url="http://news.example/"),
    ]
    # The stub looks copies up by path alone, so the query is part of neither.
    site.mementos = [replace(copy, url=copy.url.replace("?", "-")) for copy in site.mementos]
    pages = ask(site, fetching, late.replace("?", "-"), home.replace("?", "-"))
    assert [page.capture.outcome for page in pages] == [Outcome.NOT_IN_ARCHIVE] * 2
    assert "2021-01-01" in pages[0].capture.outcome_detail
    assert "sends to" in pages[1].capture.outcome_detail


@pytest.mark.parametrize("fault", [429, 503])
def test_failing_index_says_nothing_of_the_page(site: FaultServer, fetching: Fetching, fault: int) -> None:
    site.index_fault = fault
    pages = ask(site, fetching, STORY, STORY + "2")
    assert [page.capture.outcome for page in pages] == [Outcome.ARCHIVE_ERROR] * 2
    assert len(site.log) == (1 if fault == 429 else 2)


def test_host_is_looked_up_once_and_remembered_by_the_next_run(site: FaultServer, fetching: Fetching) -> None:
    urls = [f"http://news.example/bai-{n}.html" for n in range(8)]
    site.mementos = [Memento(stamp="20170401120000", url=url) for url in urls]
    assert all(page.capture.outcome is Outcome.OK for page in ask(site, fetching, *urls))
    assert all(page.capture.outcome is Outcome.OK for page in ask(site, fetching, *urls))
    assert len(site.hits("/cdx/search/cdx")) == 1
    assert not site.hits("/robots.txt")


def test_no_more_lookups_start_in_a_minute_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run on a clock of our own, that only waiting moves."""
    clock = [0.0]
    starts: list[float] = []

    async def sleep(seconds: float) -> None:
        clock[0] += seconds

    async def look_up_many() -> None:
        window = MinuteWindow(24)
        for _ in range(100):
            await window.wait()
            starts.append(clock[0])
            clock[0] += 0.1

    monkeypatch.setattr("flows.fetch.sources.webarchives.asking.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("flows.fetch.sources.webarchives.asking.asyncio.sleep", sleep)
    asyncio.run(look_up_many())
    assert max(sum(start <= other < start + 60 for other in starts) for start in starts) == 24


def test_live_web_comes_first_and_the_archive_only_where_it_has_no_page(site: FaultServer, fetching: Fetching) -> None:
    lost, there = site.url("/lost"), site.url("/page")
    site.mementos = [Memento(stamp="20170401120000", url=url) for url in (lost, there)]
    options = {"sources": ("live", "wayback"), "wayback_url": site.url("", "other")}
    pages = fetching.all_pages(lost, there, **options)
    sources = [(page.capture.target_uri, page.capture.source, page.capture.outcome) for page in pages]
    assert sorted(sources) == sorted(
        [
            (lost, Source.LIVE, Outcome.NOT_FOUND),
            (lost, Source.WAYBACK, Outcome.OK),
            (there, Source.LIVE, Outcome.OK),
        ]
    )


def test_archive_is_behind_the_gate_too(site: FaultServer, fetching: Fetching) -> None:
    page = ask(site, fetching, STORY, wayback_url="http://127.0.0.1:9/")[0]
    assert page.capture.outcome is Outcome.ARCHIVE_ERROR
    assert "private_address" in page.capture.outcome_detail


def test_nearest_copy_comes_before_the_newest() -> None:
    copies = [
        Copy(key="k", url=STORY, status=200, taken_at=dt.datetime(year, 1, 1, tzinfo=dt.UTC))
        for year in (2015, 2017, 2024)
    ]
    assert [copy.taken_at.year for copy in choose_copies(copies, SEED_DATE)] == [2017, 2024]
    assert [copy.taken_at.year for copy in choose_copies(copies, None)] == [2024]
    assert choose_copies([], SEED_DATE) == ()


# -- files --------------------------------------------------------------------------------------


def make_warc(*pages: tuple[str, str, int, bytes], chunked: bool = False, coding: str = "") -> bytes:
    """Write a WARC file with another program's hand."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, date, status, body in pages:
        headers = [("Content-Type", "text/html")]
        sent = gzip.compress(body) if coding == "gzip" else body
        if coding:
            headers.append(("Content-Encoding", coding))
        if chunked:
            headers.append(("Transfer-Encoding", "chunked"))
            sent = b"%x\r\n%b\r\n0\r\n\r\n" % (len(sent), sent)
        http = StatusAndHeaders(f"{status} OK", headers, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(sent), http_headers=http, warc_headers_dict={"WARC-Date": date}
        )
        writer.write_record(record)
    return out.getvalue()


def from_file(fetching: Fetching, path: Path, url: str = STORY, **options: object) -> FetchedPage:
    return fetching.page(
        PageRequest(article_id="1" * 16, url=url, seed_date=SEED_DATE), sources=(str(path),), **options
    )


@pytest.mark.parametrize("layout", ["file", "folder", "wacz"])
def test_page_is_read_from_warc_file_folder_and_wacz(fetching: Fetching, tmp_path: Path, layout: str) -> None:
    data = make_warc(
        ("http://www.news.example/cau-moi.html", "2016-01-01T00:00:00Z", 200, b"<p>too early</p>"),
        ("http://www.news.example/cau-moi.html", "2017-04-01T00:00:00Z", 200, ARTICLE),
        ("http://news.example/cau-moi.html", "2017-03-01T00:00:00Z", 404, b"<p>gone</p>"),
    )
    path = tmp_path / "source"
    if layout == "file":
        path = tmp_path / "crawl.warc.gz"
        path.write_bytes(data)
    elif layout == "folder":
        (path / "deep").mkdir(parents=True)
        (path / "deep" / "crawl.warc.gz").write_bytes(data)
    else:
        path = tmp_path / "crawl.wacz"
        with zipfile.ZipFile(path, "w") as bundle:
            bundle.writestr("archive/data.warc.gz", data)
    page = from_file(fetching, path)
    assert (page.capture.outcome, page.capture.source, page.payload) == (Outcome.OK, Source.WARC, ARTICLE)
    assert page.capture.memento_datetime == dt.datetime(2017, 4, 1, tzinfo=dt.UTC)
    assert page.capture.warc_file is not None
    assert page.capture.warc_offset is not None
    assert read_payload(fetching.home, page.capture.warc_file, page.capture.warc_offset) == ARTICLE
    absent = from_file(fetching, path, "http://news.example/other.html")
    assert absent.capture.outcome is Outcome.NOT_IN_ARCHIVE


@pytest.mark.parametrize(("chunked", "coding"), [(True, ""), (False, "gzip"), (True, "gzip")])
def test_codings_of_another_programs_file_are_undone(
    fetching: Fetching,
    tmp_path: Path,
    chunked: bool,  # noqa: FBT001 # a table
    coding: str,
) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(make_warc((STORY, "2017-04-01T00:00:00Z", 200, ARTICLE), chunked=chunked, coding=coding))
    assert from_file(fetching, path).payload == ARTICLE


def test_bomb_inside_a_warc_file_is_too_large(fetching: Fetching, tmp_path: Path) -> None:
    path = tmp_path / "bomb.warc.gz"
    path.write_bytes(make_warc((STORY, "2017-04-01T00:00:00Z", 200, bytes(30_000_000)), coding="gzip"))
    page = from_file(fetching, path)
    assert (page.capture.outcome, page.payload) == (Outcome.TOO_LARGE, None)


def test_index_is_built_once_and_again_when_the_file_changes(fetching: Fetching, tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(make_warc((STORY, "2017-04-01T00:00:00Z", 200, ARTICLE)))
    from_file(fetching, path)
    indexes = list((fetching.home / "cache" / "pages").iterdir())
    made_at = indexes[0].stat().st_mtime_ns
    from_file(fetching, path)
    assert list((fetching.home / "cache" / "pages").iterdir()) == indexes
    assert indexes[0].stat().st_mtime_ns == made_at
    path.write_bytes(make_warc((STORY + "2", "2017-04-01T00:00:00Z", 200, ARTICLE)))
    assert from_file(fetching, path).capture.outcome is Outcome.NOT_IN_ARCHIVE


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("news.example/cau-moi.html", ""),
        ("anything.html", "<!-- saved from url=(0033)http://news.example/cau-moi.html -->"),
        ("anything.htm", '<link rel="canonical" href="http://news.example/cau-moi.html">'),
        ("anything.html", '<meta property="og:url" content="http://www.news.example/cau-moi.html"/>'),
    ],
)
def test_page_is_found_in_a_folder_of_saved_pages(fetching: Fetching, tmp_path: Path, name: str, head: str) -> None:
    file = tmp_path / "saved" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(head.encode() + ARTICLE)
    page = from_file(fetching, tmp_path / "saved")
    assert (page.capture.outcome, page.capture.source) == (Outcome.OK, Source.FOLDER)
    assert page.payload == head.encode() + ARTICLE


@pytest.mark.parametrize("packed", [True, False])
def test_a_damaged_record_costs_itself(
    fetching: Fetching,
    tmp_path: Path,
    packed: bool,  # noqa: FBT001 # a table
) -> None:
    pages = [make_warc((f"{STORY}?id={n}", "2017-04-01T00:00:00Z", 200, ARTICLE)) for n in range(3)]
    parts = pages if packed else [gzip.decompress(page) for page in pages]
    parts[1] = b"WARX" + parts[1][4:] if not packed else gzip.compress(b"WARX" + gzip.decompress(parts[1])[4:])
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(b"".join(parts))
    found = [from_file(fetching, path, f"{STORY}?id={n}").capture for n in range(3)]
    assert [capture.outcome for capture in found] == [Outcome.OK, Outcome.NOT_IN_ARCHIVE, Outcome.OK]
    assert f"{path.name} behind" in found[1].outcome_detail


def test_a_file_that_is_no_archive_costs_itself(fetching: Fetching, tmp_path: Path) -> None:
    folder = tmp_path / "crawls"
    folder.mkdir()
    (folder / "a.warc.gz").write_bytes(b"<html>503 Service Unavailable</html>")
    (folder / "b.wacz").write_bytes(b"no zip file")
    (folder / "c.warc").write_bytes(b"")
    (folder / "d.warc.gz").write_bytes(make_warc((STORY, "2017-04-01T00:00:00Z", 200, ARTICLE)))
    assert from_file(fetching, folder).payload == ARTICLE
    absent = from_file(fetching, folder, f"{STORY}?id=1").capture
    assert "a.warc.gz" in absent.outcome_detail
    assert "b.wacz" in absent.outcome_detail


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2017", dt.datetime(2017, 1, 1, tzinfo=dt.UTC)),
        ("2017-04", dt.datetime(2017, 4, 1, tzinfo=dt.UTC)),
        ("2017-04-02", dt.datetime(2017, 4, 2, tzinfo=dt.UTC)),
        ("2017-04-02T03:04:05Z", dt.datetime(2017, 4, 2, 3, 4, 5, tzinfo=dt.UTC)),
        ("2017-04-02T03:04:05.123456789Z", dt.datetime(2017, 4, 2, 3, 4, 5, 123456, tzinfo=dt.UTC)),
        ("2017-04-02T03:04:05", dt.datetime(2017, 4, 2, 3, 4, 5, tzinfo=dt.UTC)),
        ("2017-04-02T03:04:05+07:00", dt.datetime(2017, 4, 1, 20, 4, 5, tzinfo=dt.UTC)),
        ("20170402030405", dt.datetime(2017, 4, 2, 3, 4, 5, tzinfo=dt.UTC)),
        ("20170402T030405Z", dt.datetime(2017, 4, 2, 3, 4, 5, tzinfo=dt.UTC)),
        ("2017-04-02 03:04:05 Z", dt.datetime(2017, 4, 2, 3, 4, 5, tzinfo=dt.UTC)),
        ("2017-04-02t03:04z", dt.datetime(2017, 4, 2, 3, 4, tzinfo=dt.UTC)),
        ("2017-04-02T03+07", dt.datetime(2017, 4, 1, 20, tzinfo=dt.UTC)),
        ("Sun, 02 Apr 2017 03:04:05 GMT", dt.datetime(2017, 4, 2, 3, 4, 5, tzinfo=dt.UTC)),
        ("2017-13", None),
        ("2017-04-322T03:04:05-0700", None),
        ("99999999999999", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_the_date_of_a_record_is_read_in_every_form(text: str | None, moment: dt.datetime | None) -> None:
    assert read_warc_date(text) == moment


def test_a_resource_of_markup_is_a_page_and_an_address_is_found_in_another_form(
    fetching: Fetching, tmp_path: Path
) -> None:
    fields = [
        ("WARC-Type", "resource"),
        ("WARC-Target-URI", f"{STORY}?utm_source=mail"),
        ("WARC-Date", "2017-04-01T00:00:00Z"),
        ("Content-Type", "text/html; charset=utf-8"),
    ]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(build_record(fields, ARTICLE))
    page = from_file(fetching, path, f"{STORY}?utm_campaign=x")
    assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)


def test_replay_is_asked_where_the_index_lists_no_page(site: FaultServer, fetching: Fetching) -> None:
    site.mementos = [
        Memento(stamp="20170301120000", url=STORY, status=301, location=f"/web/20170401120000id_/{STORY}2"),
        Memento(stamp="20170401120000", url=f"{STORY}2"),
    ]
    page = ask(site, fetching, STORY)[0]
    assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)


def test_source_that_cannot_be_read_ends_with_a_sentence(fetching: Fetching, tmp_path: Path) -> None:
    with pytest.raises(MissingInputError, match=r"none\.warc\.gz"):
        from_file(fetching, tmp_path / "none.warc.gz")
    broken = tmp_path / "broken.wacz"
    broken.write_bytes(b"this is no zip file")
    with pytest.raises(UsageError, match=r"broken\.wacz"):
        from_file(fetching, broken)
