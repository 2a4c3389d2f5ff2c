"""What a browser shows, is read: cookies on the way, raw bytes in Location; and crumbs hold nobody else up."""

import asyncio
import time
from urllib.parse import quote

import pytest
from fault_fetching import Fetching
from fault_server import ARTICLE, FaultServer

from flows.fetch.http.fair_time import FairClock
from flows.records import Outcome


def test_a_cookie_that_is_set_on_the_way_is_sent_back_and_then_forgotten(site: FaultServer, fetching: Fetching) -> None:
    for _ in range(2):
        page = fetching.page(site.url("/cookie-wall"))
        assert (page.capture.outcome, page.payload) == (Outcome.OK, ARTICLE)
    assert ["cookie" in hit.headers for hit in site.hits("/cookie-wall")] == [False, True] * 2


def test_a_cookie_goes_to_nobody_but_its_host(site: FaultServer, fetching: Fetching) -> None:
    assert fetching.page(site.url("/cookie-thief")).capture.outcome is Outcome.OK
    assert [hit.headers.get("cookie") for hit in site.hits("/page", "other")] == [None]


@pytest.mark.parametrize(
    ("name", "path"),
    [("latin", "caf%E9"), ("utf8", "c%E1%BA%A7u"), ("backslash", "x"), ("slash", "x")],
)
def test_a_location_is_followed_as_a_browser_follows_it(
    site: FaultServer, fetching: Fetching, name: str, path: str
) -> None:
    page = fetching.page(site.url(f"/raw-location/{name}"))
    assert (page.capture.outcome, page.capture.final_uri) == (Outcome.OK, site.url(f"/odd-page/{path}"))


@pytest.mark.parametrize(
    "link",
    ["http://[bad/", "//[::1", "http://xn--/", "http://a:99999/", "javascript:x", "http://", "//\u2100", "http://:80"],
)
def test_a_location_that_is_no_address_costs_its_own_page(site: FaultServer, fetching: Fetching, link: str) -> None:
    bad, good = fetching.pages(site.url(f"/bad-location?to={quote(link)}"), site.url("/page", "other"))
    assert bad.capture.outcome in {Outcome.REFUSED_ADDRESS, Outcome.DNS_ERROR, Outcome.REDIRECT_LOOP}
    assert bad.capture.outcome_detail
    assert good.capture.outcome is Outcome.OK


@pytest.mark.parametrize("path", ["/crumbs", "/interim"])
def test_a_host_that_sends_crumbs_leaves_the_loop_to_the_others(
    site: FaultServer, fetching: Fetching, path: str
) -> None:
    started = time.process_time()
    crumbs, *others = fetching.pages(
        site.url(path), *[site.url(f"/page-{n}", "other") for n in range(5)], deadline_s=2.0
    )
    assert crumbs.capture.outcome in {Outcome.TIMEOUT, Outcome.PROTOCOL_ERROR}
    assert [page.capture.outcome for page in others] == [Outcome.OK] * 5
    assert time.process_time() - started < 4.0  # the server's own writing counts too


def test_a_late_loop_is_charged_to_no_deadline() -> None:
    async def wait(clock: FairClock, seconds: float, deadline_s: float) -> str:
        try:
            async with clock.deadline(deadline_s):
                await asyncio.sleep(seconds)
        except TimeoutError:
            return "late"
        return "in time"

    async def stall(clock: FairClock) -> list[str]:
        waiting = [asyncio.create_task(wait(clock, 0.3, 0.6)), asyncio.create_task(wait(clock, 60.0, 0.6))]
        await asyncio.sleep(0.05)
        time.sleep(1.0)  # noqa: ASYNC251 # what holds the loop up
        return await asyncio.gather(*waiting)

    async def run() -> list[str]:
        async with FairClock() as clock:
            return await stall(clock)

    assert asyncio.run(run()) == ["in time", "late"]
