"""Web archives by CDX of pywb, by TimeMap and by TimeGate; several in turn; redirects that stay in the archive."""

import datetime as dt
from pathlib import Path

import pytest
from fault_fetching import Fetching
from fault_server import ARTICLE, FaultServer, Memento

from flows.errors import UsageError
from flows.fetch import PageRequest
from flows.fetch.sources.webarchives.lists import copies_of, read_links, read_list
from flows.records import FetchedPage, Outcome, Redirect, Source
from flows.settings import ArchiveChoice, ArchiveKind, load_settings, parse_archives

STORY = "http://gazeta.example/most-2016.html"
OLD = "http://gazeta.example/stary/most.html"
DAY = dt.date(2017, 3, 1)
SECTION = b"<html><head><title>Gazeta</title></head><body><p>dzis</p></body></html>"


def ask(
    site: FaultServer, fetching: Fetching, *archives: str, url: str = STORY, day: dt.date | None = DAY
) -> list[FetchedPage]:
    """Ask archives, written as in the setting, of the host `other`, whose robots.txt allows all."""
    choices = parse_archives(" ".join(kind.replace(":", f":{site.url('', 'other')}") for kind in archives))
    return fetching.all_pages(
        PageRequest(article_id="1" * 16, url=url, seed_date=day), sources=("wayback",), archives=choices
    )


WAYS = ("pywb:/coll", "timemap:/timemap/link", "timemap:/timemap/parts", "timemap:/timemap/json", "timegate:/timegate")


@pytest.mark.parametrize("way", WAYS)
def test_copy_nearest_to_the_seed_and_the_newest_are_read(site: FaultServer, fetching: Fetching, way: str) -> None:
    site.mementos = [
        Memento(stamp="20150101000000", url=STORY, body=b"<p>za wczesnie</p>"),
        Memento(stamp="20170401120000", url=STORY),
        Memento(stamp="20240101000000", url=STORY, body=b"<p>najnowsza</p>"),
    ]
    nearest, newest = ask(site, fetching, way)
    assert (nearest.capture.outcome, nearest.payload) == (Outcome.OK, ARTICLE)
    assert nearest.capture.memento_datetime == dt.datetime(2017, 4, 1, 12, tzinfo=dt.UTC)
    assert (nearest.capture.source, nearest.capture.final_uri) == (Source.WAYBACK, STORY)
    assert newest.payload == b"<p>najnowsza</p>"
    assert "archive 127.0.9.2" in nearest.capture.outcome_detail
    assert len(site.hits("/robots.txt", "other")) == 1


@pytest.mark.parametrize("way", WAYS)
def test_page_that_is_in_no_list_is_not_in_the_archive(site: FaultServer, fetching: Fetching, way: str) -> None:
    site.mementos = [Memento(stamp="20170401120000", url=OLD)]
    (page,) = ask(site, fetching, way)
    assert page.capture.outcome is Outcome.NOT_IN_ARCHIVE
    assert "no copy of this address" in page.capture.outcome_detail


def test_timegate_that_frames_the_copy_is_no_copy_itself(site: FaultServer, fetching: Fetching) -> None:
    site.mementos = [Memento(stamp="20170401120000", url=STORY)]
    (page,) = ask(site, fetching, "timegate:/framed")
    assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)


def test_copy_under_an_address_that_says_nothing_is_told_to_be_as_shown(site: FaultServer, fetching: Fetching) -> None:
    site.mementos = [Memento(stamp="20170401120000", url=STORY)]
    (page,) = ask(site, fetching, "timemap:/timemap/json")
    assert "as the archive shows it" in page.capture.outcome_detail
    assert page.capture.final_uri == STORY


def test_copies_whose_status_no_list_tells_are_tried_until_one_is_a_page(site: FaultServer, fetching: Fetching) -> None:
    site.mementos = [
        Memento(stamp="20170401120000", url=STORY),
        Memento(stamp="20200101000000", url=STORY, status=404),
        Memento(stamp="20230101000000", url=STORY, status=410),
    ]
    (page,) = ask(site, fetching, "timemap:/timemap/link", day=None)
    assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)


@pytest.mark.parametrize("location", [STORY, "/most-2016.html"])
def test_redirect_left_as_the_site_sent_it_stays_in_the_archive(
    site: FaultServer, fetching: Fetching, location: str
) -> None:
    site.mementos = [
        Memento(stamp="20170401120000", url=OLD, location=location, status=301),
        Memento(stamp="20170402120000", url=STORY),
        Memento(stamp="20240101000000", url=STORY, body=b"<p>najnowsza</p>"),
    ]
    (page,) = ask(site, fetching, "pywb:/coll", url=OLD)
    assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)
    assert page.capture.final_uri == STORY
    assert page.capture.redirects == (Redirect(uri=OLD, http_status=301, location=STORY),)
    assert {hit.host for hit in site.log} == {"other"}


def test_redirect_to_what_the_archive_does_not_have_is_told_with_its_target(
    site: FaultServer, fetching: Fetching
) -> None:
    site.mementos = [Memento(stamp="20170401120000", url=OLD, location=STORY, status=301)]
    (page,) = ask(site, fetching, "pywb:/coll", url=OLD)
    assert page.capture.outcome is Outcome.NOT_IN_ARCHIVE
    assert page.capture.redirects == (Redirect(uri=OLD, http_status=301, location=STORY),)


def test_record_without_a_status_may_be_the_page(site: FaultServer, fetching: Fetching) -> None:
    site.mementos = [Memento(stamp="20170401120000", url=STORY, status=0)]
    (page,) = ask(site, fetching, "pywb:/coll")
    assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)


def test_archives_are_asked_in_turn_until_one_has_the_page(site: FaultServer, fetching: Fetching) -> None:
    site.mementos = [Memento(stamp="20170401120000", url=STORY)]
    found = ask(site, fetching, "timemap:/no-such-thing", "timegate:/timegate", "pywb:/coll")
    assert [page.capture.outcome for page in found] == [Outcome.NOT_IN_ARCHIVE, Outcome.OK]
    assert len({page.capture.capture_id for page in found}) == 2
    assert not site.hits("/coll/cdx")


def test_archive_that_fails_costs_itself(site: FaultServer, fetching: Fetching) -> None:
    site.mementos = [Memento(stamp="20170401120000", url=STORY)]
    found = ask(site, fetching, "timegate:/teapot", "timegate:/timegate")
    assert found[-1].payload == ARTICLE


def test_archive_whose_robots_txt_forbids_is_not_asked(site: FaultServer, fetching: Fetching) -> None:
    archive = ArchiveChoice(kind=ArchiveKind.PYWB, url=site.url("/page-closed", "robots_closed"))
    page = fetching.page(STORY, sources=("wayback",), archives=(archive,))
    assert page.capture.outcome is Outcome.ARCHIVE_ERROR
    assert "robots" in page.capture.outcome_detail
    assert {hit.path for hit in site.log} == {"/robots.txt"}


def test_lists_are_read_in_all_their_forms() -> None:
    stamp = "20160605040302"
    ours = [stamp, "http://a.example/1", "200", ""]
    assert read_list(b'[["timestamp","original","statuscode"],["20160605040302","http://a.example/1","200"]]') == [ours]
    assert read_list(b'{"url":"http://a.example/1","timestamp":"20160605040302","status":"200"}\n') == [ours]
    assert read_list(b"") == read_list(b"[]") == []
    link = f'<http://x.example/{stamp}/http://a.example/1?b,c>; rel="first last memento"'
    dated = f'{link}; datetime="Sun, 05 Jun 2016 04:03:02 GMT"'
    assert read_list(dated.encode()) == [[stamp, "", "-", f"http://x.example/{stamp}/http://a.example/1?b,c"]]
    with pytest.raises(ValueError, match="neither"):
        read_list(b"<html><body>Our archive is being moved.</body></html>")


def test_links_are_read_with_commas_in_addresses_and_dates() -> None:
    links = list(read_links('<a,b>; rel=memento; datetime="Sun, 05 Jun 2016 04:03:02 GMT" ,<c>;rel="timemap self" '))
    assert links == [
        ("a,b", {"rel": "memento", "datetime": "Sun, 05 Jun 2016 04:03:02 GMT"}),
        ("c", {"rel": "timemap self"}),
    ]


def test_rows_that_no_calendar_has_are_left_out() -> None:
    assert copies_of([["20161340000000", "http://a.example/1", "200", ""], ["20160101000000", "", "200"]]) == ()


def test_archives_are_a_setting(tmp_path: Path) -> None:
    text = "wayback, pywb:https://archive.example/news/ timegate:http://gate.example/tg"
    assert parse_archives(text) == (
        ArchiveChoice(kind=ArchiveKind.WAYBACK),
        ArchiveChoice(kind=ArchiveKind.PYWB, url="https://archive.example/news"),
        ArchiveChoice(kind=ArchiveKind.TIMEGATE, url="http://gate.example/tg"),
    )
    with pytest.raises(UsageError, match="SEEDBANK_ARCHIVES"):
        load_settings({"SEEDBANK_ARCHIVES": "timemap"}, folder=tmp_path)
