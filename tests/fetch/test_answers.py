"""F9, F12: what is no article is told from what is one, and a 304 is believed only where nothing speaks against it."""

import datetime as dt

import fault_server
import pytest
from fault_fetching import Fetching
from fault_server import FaultServer

from flows.fetch import PageRequest
from flows.fetch.archive.replay import read_payload
from flows.fetch.archive.warc import digest_of
from flows.records import FetchedPage, Outcome

EXPECTED = {
    "epi": Outcome.SOFT_NOT_FOUND,
    "english": Outcome.SOFT_NOT_FOUND,
    "german": Outcome.SOFT_NOT_FOUND,
    "chinese": Outcome.SOFT_NOT_FOUND,
    "login": Outcome.LOGIN_WALL,
    "paywall": Outcome.PAYWALL,
    "consent": Outcome.CONSENT_WALL,
    "captcha": Outcome.CHALLENGE,
    "cloudflare": Outcome.CHALLENGE,
    "script": Outcome.CHALLENGE,
    "firewall": Outcome.CHALLENGE,
}


@pytest.mark.parametrize("name", sorted(fault_server.NO_ARTICLES))
def test_page_with_status_200_that_is_no_article_is_told(site: FaultServer, fetching: Fetching, name: str) -> None:
    capture = fetching.page(site.url(f"/no-article/{name}")).capture
    assert (capture.outcome, capture.http_status) == (EXPECTED[name], 200)
    assert capture.outcome_detail


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/section/story-home", Outcome.HOME_REDIRECT),
        ("/section/story-section", Outcome.HOME_REDIRECT),
        ("/section/story-search", Outcome.HOME_REDIRECT),
        ("/section/story-error", Outcome.SOFT_NOT_FOUND),
        ("/mitigated", Outcome.CHALLENGE),
        ("/empty", Outcome.EMPTY),
        ("/pdf", Outcome.WRONG_CONTENT_TYPE),
        ("/status/404", Outcome.NOT_FOUND),
        ("/status/410", Outcome.NOT_FOUND),
        ("/status/403", Outcome.FORBIDDEN),
        ("/status/401", Outcome.FORBIDDEN),
        ("/status/451", Outcome.FORBIDDEN),
        ("/status/418", Outcome.CLIENT_ERROR),
        ("/status/500", Outcome.SERVER_ERROR),
        ("/status/302", Outcome.OK),  # names no address to go to: a browser shows its page
        ("/page", Outcome.OK),
    ],
)
def test_answer_is_named_by_status_and_by_where_it_was_found(
    site: FaultServer, fetching: Fetching, path: str, outcome: Outcome
) -> None:
    assert fetching.page(site.url(path)).capture.outcome is outcome


def test_block_that_is_lifted_leaves_no_trace(site: FaultServer, fetching: Fetching) -> None:
    assert fetching.page(site.url("/blocked-once")).capture.outcome is Outcome.FORBIDDEN
    assert fetching.page(site.url("/blocked-once")).capture.outcome is Outcome.OK


def again(page: FetchedPage, url: str | None = None, **changes: object) -> PageRequest:
    """Ask for a page again, with what its last capture left behind."""
    headers = dict(page.capture.headers)
    known: dict[str, object] = {
        "article_id": page.capture.article_id,
        "url": url or page.capture.target_uri,
        "etag": headers.get("etag"),
        "last_modified": headers.get("last-modified"),
        "previous_capture_id": page.capture.capture_id,
        "previous_digest": page.capture.payload_digest,
        "previous_captured_at": page.capture.captured_at,
        "previous_warc_file": page.capture.warc_file,
        "previous_warc_offset": page.capture.warc_offset,
    }
    return PageRequest(**(known | changes))


def test_304_stands_for_the_earlier_payload(site: FaultServer, fetching: Fetching) -> None:
    first = fetching.page(site.url("/etag"))
    second = fetching.page(again(first))
    assert (second.capture.outcome, second.capture.http_status) == (Outcome.NOT_MODIFIED, 304)
    assert second.payload == first.payload
    assert second.capture.revisit_of == first.capture.capture_id
    assert second.capture.payload_digest == first.capture.payload_digest
    assert dict(second.capture.headers)["content-type"] == "text/html; charset=utf-8"  # of the page, not of the 304
    assert second.capture.warc_file is not None
    assert second.capture.warc_offset is not None
    assert read_payload(fetching.home, second.capture.warc_file, second.capture.warc_offset) == first.payload


def test_304_with_another_etag_is_asked_again_without_condition(site: FaultServer, fetching: Fetching) -> None:
    first = fetching.page(site.url("/etag"))
    second = fetching.page(again(first, site.url("/etag-other")))
    assert second.capture.outcome is Outcome.OK
    assert (second.payload or b"").endswith(b"<!-- v2 -->")
    assert "304 not believed" in second.capture.outcome_detail
    assert any("304" in note for note in fetching.hosts["127.0.9.1"].notes)


def test_304_that_nobody_asked_for_is_no_page(site: FaultServer, fetching: Fetching) -> None:
    page = fetching.page(site.url("/etag-always"))
    assert (page.capture.outcome, page.payload) == (Outcome.PROTOCOL_ERROR, None)


def test_304_whose_earlier_payload_is_lost_is_asked_again_without_condition(
    site: FaultServer, fetching: Fetching
) -> None:
    first = fetching.page(site.url("/etag"))
    for lost in ({"previous_warc_file": "warc/gone.warc.gz"}, {"previous_warc_file": None}, {"previous_digest": "x"}):
        second = fetching.page(again(first, **lost))
        assert (second.capture.outcome, second.payload) == (Outcome.OK, first.payload)
        assert "304 not believed" in second.capture.outcome_detail


def test_one_etag_for_two_bodies_ends_conditional_requests_to_that_host(site: FaultServer, fetching: Fetching) -> None:
    first = fetching.page(site.url("/etag-reused"))
    second, third = fetching.pages(again(first), again(first, site.url("/etag"), article_id="1" * 16))
    assert second.capture.payload_digest != first.capture.payload_digest
    assert second.capture.revisit_of is None
    assert "if-none-match" not in site.hits("/etag")[-1].headers
    assert third.capture.outcome is Outcome.OK
    assert fetching.hosts["127.0.9.1"].notes == ("one ETag for two bodies",)


def test_last_modified_in_the_future_is_not_sent(site: FaultServer, fetching: Fetching) -> None:
    first = fetching.page(site.url("/etag"))
    fetching.page(again(first, etag=None, last_modified="Fri, 01 Jan 2100 00:00:00 GMT"))
    assert "if-modified-since" not in site.hits("/etag")[-1].headers
    fetching.page(again(first, etag=None))
    assert site.hits("/etag")[-1].headers["if-modified-since"] == "Tue, 05 Mar 2024 08:00:00 GMT"


def test_every_twenty_fifth_304_of_a_host_is_audited(site: FaultServer, fetching: Fetching) -> None:
    first = fetching.page(site.url("/etag"))
    fetching.pages(*(again(first, article_id=f"{n:016x}") for n in range(30)))
    unconditional = [hit for hit in site.hits("/etag")[1:] if "if-none-match" not in hit.headers]
    assert len(unconditional) == 1


def test_same_bytes_again_are_archived_as_a_revisit(site: FaultServer, fetching: Fetching) -> None:
    first, second = fetching.pages(site.url("/coded/gzip?1"), site.url("/coded/gzip?2"))
    assert first.capture.payload_digest == digest_of(fault_server.ARTICLE) == second.capture.payload_digest
    capture = second.capture
    assert capture.warc_file is not None
    assert capture.warc_offset is not None
    assert read_payload(fetching.home, capture.warc_file, capture.warc_offset) == fault_server.ARTICLE


def test_capture_says_when_it_was_made_and_what_it_cost(site: FaultServer, fetching: Fetching) -> None:
    fetching.now = lambda: dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    capture = fetching.page(site.url("/chain/2")).capture
    assert capture.captured_at == dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    assert capture.request_count == 3
    assert capture.payload_bytes > 0
    assert dict(capture.headers)["content-type"] == "text/html; charset=utf-8"


def test_one_page_for_many_addresses_is_no_article(site: FaultServer, fetching: Fetching) -> None:
    pages = fetching.pages(*(site.url(f"/coded/gzip?story={n}") for n in range(5)))
    outcomes = [page.capture.outcome for page in pages]
    assert outcomes == [Outcome.OK] * 2 + [Outcome.SOFT_NOT_FOUND] * 3
    assert "same bytes" in pages[-1].capture.outcome_detail
