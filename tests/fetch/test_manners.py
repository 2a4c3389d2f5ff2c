"""F10, F11, F24: one request at a time, spaced; Retry-After, robots.txt and budgets are kept."""

import datetime as dt
import itertools
import time

import pytest
from fault_fetching import DEADLINE_S, Fetching
from fault_server import FaultServer

from flows.fetch import PageRequest
from flows.records import Outcome


def gaps(times: list[float]) -> list[float]:
    return [after - before for before, after in itertools.pairwise(times)]


def test_interval_is_kept_as_the_server_sees_it(site: FaultServer, fetching: Fetching) -> None:
    site.delay_s = 0.02
    fetching.pages(*(site.url(f"/page-{n}") for n in range(5)), host_interval_s=0.15)
    assert min(gaps([hit.at for hit in site.log])) >= 0.15
    assert site.log[0].path == "/robots.txt"


def test_host_is_asked_one_page_at_a_time_over_one_connection(site: FaultServer, fetching: Fetching) -> None:
    site.delay_s = 0.01
    fetching.pages(*(site.url(f"/page-{n}") for n in range(10)))
    assert {hit.connection for hit in site.log} == {site.log[0].connection}
    assert min(gaps([hit.at for hit in site.log])) >= 0.01


def test_connection_that_nobody_uses_any_more_is_closed_while_others_are_used(
    site: FaultServer, fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.fetch.http.client.LEAST_KEEP_S", 0.05)
    site.delay_s = 0.02
    open_to_good: list[int] = []

    def watch() -> dt.datetime:
        open_to_good.append(site.count_open("good"))
        return dt.datetime.now(dt.UTC)

    fetching.now = watch
    fetching.pages(site.url("/page-1"), *(site.url(f"/page-{n}", "other") for n in range(30)))
    assert max(open_to_good) == 1
    assert open_to_good[-1] == 0  # before the fetcher closes: "other" is still being asked


@pytest.mark.parametrize("route", ["/drip", "/drip-headers", "/silent", "/endless"])
def test_exchange_that_is_given_up_is_closed_before_the_host_is_asked_again(
    site: FaultServer, fetching: Fetching, route: str
) -> None:
    fetching.pages(site.url(route), site.url("/page-next"), deadline_s=0.3, max_wire_bytes=100_000)
    assert len({hit.connection for hit in site.log}) > 1
    assert [hit.open_beside for hit in site.log] == [0] * len(site.log)


def test_host_with_most_of_the_pages_does_not_hold_up_the_others(site: FaultServer, fetching: Fetching) -> None:
    many = [site.url(f"/page-{n}", "other") for n in range(40)]
    few = [site.url(f"/page-{n}", "good") for n in range(3)]
    fetching.pages(*many, *few, host_interval_s=0.02)
    asked = [hit.at for hit in site.log if hit.host == "other"]
    assert sum(at < site.hits("/page-2", "good")[0].at for at in asked) < len(many) / 2  # 3 in turn; 40 if held up
    assert min(gaps(asked)) >= 0.02


@pytest.mark.parametrize(
    ("value", "least_s"), [("1", 0.95), ("date", 0.0), ("-5", 0.0), ("absent", 0.01), ("soon", 0.01)]
)
def test_page_is_asked_again_after_the_wait_that_429_names(
    site: FaultServer, fetching: Fetching, value: str, least_s: float
) -> None:
    capture = fetching.page(site.url(f"/retry/{value}")).capture
    first, second = site.hits(f"/retry/{value}")
    assert (capture.outcome, capture.request_count) == (Outcome.OK, 2)
    assert second.at - first.at >= least_s


def test_absurd_wait_parks_the_host_and_the_others_go_on(site: FaultServer, fetching: Fetching) -> None:
    pages = fetching.pages(
        site.url("/retry/1000000000"), site.url("/page-same"), site.url("/page-other", "other"), max_retry_after_s=5.0
    )
    assert [page.capture.outcome for page in pages] == [Outcome.RATE_LIMITED, Outcome.HOST_PARKED, Outcome.OK]
    state = fetching.hosts["127.0.9.1"]
    assert state.parked_until is not None
    assert (state.parked_until - fetching.now()).total_seconds() <= 86_400
    assert not site.hits("/page-same")


def test_429_without_end_is_given_up_and_parks_the_host(site: FaultServer, fetching: Fetching) -> None:
    pages = fetching.pages(*(site.url(f"/always-429-{n}") for n in range(6)))
    outcomes = [page.capture.outcome for page in pages]
    assert outcomes == [Outcome.RATE_LIMITED] * 2 + [Outcome.HOST_PARKED] * 4
    assert len(site.log) == 1 + 2 * 3


def test_storm_of_503_stays_within_its_retries_and_parks_the_host(site: FaultServer, fetching: Fetching) -> None:
    pages = fetching.pages(*(site.url(f"/storm-{n}") for n in range(15)))
    outcomes = [page.capture.outcome for page in pages]
    assert outcomes == [Outcome.SERVER_ERROR] * 10 + [Outcome.HOST_PARKED] * 5
    assert len(site.log) == 1 + 10 * 3


def test_page_that_fails_twice_and_then_answers_is_read(site: FaultServer, fetching: Fetching) -> None:
    capture = fetching.page(site.url("/flaky")).capture
    assert (capture.outcome, capture.request_count) == (Outcome.OK, 3)


def test_budget_of_the_run_and_of_the_host_are_kept(site: FaultServer, fetching: Fetching) -> None:
    pages = fetching.pages(*(site.url(f"/page-{n}") for n in range(6)), run_budget=4)
    outcomes = [page.capture.outcome for page in pages]
    assert outcomes == [Outcome.OK] * 3 + [Outcome.BUDGET_SPENT] * 3
    assert len(site.log) == 4
    pages = fetching.pages(site.url("/page-7"), site.url("/page-8"), site.url("/page-9", "other"), host_budget=2)
    assert [page.capture.outcome for page in pages] == [Outcome.OK, Outcome.BUDGET_SPENT, Outcome.OK]


@pytest.mark.parametrize(
    ("host", "outcome"),
    [
        ("robots_404", Outcome.OK),
        ("robots_html", Outcome.OK),
        ("robots_503", Outcome.ROBOTS_UNREACHABLE),
        ("robots_429", Outcome.ROBOTS_UNREACHABLE),
        ("robots_bom", Outcome.ROBOTS_DISALLOWED),
        ("robots_utf16", Outcome.ROBOTS_DISALLOWED),
        ("robots_large", Outcome.ROBOTS_DISALLOWED),
        ("robots_redirect_5", Outcome.ROBOTS_DISALLOWED),
        ("robots_redirect_6", Outcome.OK),
        ("robots_closed", Outcome.ROBOTS_DISALLOWED),
        ("robots_reset", Outcome.CONNECT_ERROR),
    ],
)
def test_robots_txt_is_read_as_rfc_9309_has_it(
    site: FaultServer, fetching: Fetching, host: str, outcome: Outcome
) -> None:
    capture = fetching.page(site.url("/page-closed", host)).capture
    assert capture.outcome is outcome
    assert bool(site.hits("/page-closed")) is (outcome is Outcome.OK)
    assert capture.outcome_detail


def test_robots_txt_that_never_comes_has_a_short_deadline_of_its_own(site: FaultServer, fetching: Fetching) -> None:
    started = time.monotonic()
    capture = fetching.page(site.url("/page-closed", "robots_slow"), robots_deadline_s=0.5).capture
    assert capture.outcome is Outcome.ROBOTS_UNREACHABLE
    assert not site.hits("/page-closed")
    assert time.monotonic() - started < DEADLINE_S  # that of the tests, were it taken


def test_rules_for_us_by_name_outweigh_those_for_all(site: FaultServer, fetching: Fetching) -> None:
    capture = fetching.page(site.url("/page-2", "robots_closed")).capture
    assert capture.outcome is Outcome.OK


def test_rules_behind_the_first_500_kib_are_not_read(site: FaultServer, fetching: Fetching) -> None:
    capture = fetching.page(site.url("/page-late", "robots_large")).capture
    assert capture.outcome is Outcome.OK


def test_crawl_delay_is_kept_between_pages(site: FaultServer, fetching: Fetching) -> None:
    fetching.pages(*(site.url(f"/page-{n}", "robots_delay") for n in range(3)))
    times = [hit.at for hit in site.log if hit.path != "/robots.txt"]
    assert min(gaps(times)) >= 0.3


def test_crawl_delay_beyond_the_cap_is_clamped_and_the_clamp_reported(site: FaultServer, fetching: Fetching) -> None:
    fetching.page(site.url("/page", "robots_clamped"), max_crawl_delay_s=0.1)
    state = next(iter(fetching.hosts.values()))
    assert (state.crawl_delay_s, state.interval_s) == (86400.0, 0.1)
    assert any("clamped" in note for note in state.notes)


def test_redirect_to_a_closed_path_is_not_followed(site: FaultServer, fetching: Fetching) -> None:
    target = site.url("/page-closed", "robots_bom")
    capture = fetching.page(site.url(f"/to?url={target}")).capture
    assert (capture.outcome, capture.final_uri) == (Outcome.ROBOTS_DISALLOWED, target)
    assert not site.hits("/page-closed")


def test_robots_txt_is_asked_once_for_many_pages(site: FaultServer, fetching: Fetching) -> None:
    fetching.pages(*(site.url(f"/page-{n}") for n in range(5)))
    assert len(site.hits("/robots.txt")) == 1


def test_requests_say_who_asks_and_whom_to_write_to(site: FaultServer, fetching: Fetching) -> None:
    fetching.page(PageRequest(article_id="0" * 16, url=site.url("/page")))
    assert {hit.headers["user-agent"] for hit in site.log} == {"Seedbank/0.1 (+test@example.org)"}
    assert all("cookie" not in hit.headers for hit in site.log)
