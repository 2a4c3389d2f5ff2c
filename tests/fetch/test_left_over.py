"""What a run that was cut off had asked for is taken from the archive as it was, and not asked again."""

import asyncio
import datetime as dt
import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from fault_checking import Checking, make_seed
from fault_fetching import Fetching
from fault_server import FaultServer

from flows.batches.pages import PageTools, check_pages
from flows.fetch import PageRequest, find_left_over
from flows.fetch.left_over import KEPT, LeftOver
from flows.records import Outcome, Refetch, RefetchCandidate
from flows.runs.run import open_run

NOW = dt.datetime.now(dt.UTC)


class CutOffError(Exception):
    """Stands for a kill."""


async def ask_and_break_off(tools: PageTools, batch_id: str, candidates: Sequence[RefetchCandidate]) -> list[Path]:
    """Ask for all pages but the last and end before the batch is written."""
    requests = [
        PageRequest(article_id=candidate.seed.identity.article_id, url=candidate.seed.url)
        for candidate in candidates[:-1]
    ]
    assert [page async for page in tools.fetcher.fetch_pages(requests)]
    raise CutOffError(batch_id)


def check_and_cut_off(checking: Checking) -> None:
    async def check() -> None:
        async with open_run(checking.settings, command="check", parameters={}) as run:
            scope = frozenset({"seeds.jsonl"})
            await check_pages(
                run, refetch=Refetch.ALL, scope=scope, sources=("live",), limit=None, check_batch=ask_and_break_off
            )

    with pytest.raises(CutOffError):
        asyncio.run(check())


def test_pages_of_a_run_that_was_cut_off_are_asked_once(
    site: FaultServer, checking: Checking, capsys: pytest.CaptureFixture[str]
) -> None:
    urls = [site.url(f"/page/{number}") for number in range(3)] + [site.url("/status/404")]
    checking.add(*(make_seed(url) for url in urls))
    check_and_cut_off(checking)
    assert checking.ask("select count(*) from raw.capture") == [(0,)]
    checking.check()
    assert "3 pages that a run which was cut off had asked for" in capsys.readouterr().err
    assert [len(site.hits(path)) for path in ("/page/0", "/page/1", "/page/2", "/status/404")] == [1, 1, 1, 1]
    found = checking.ask("select existence::varchar, count(*) from core.observation group by all order by all")
    assert found == [("live", 3), ("missing", 1)]
    assert checking.ask("select count(*), count(distinct capture_id) from raw.capture where outcome = 'ok'") == [(3, 3)]
    checking.check()  # what the tables hold is no longer left over
    assert len(site.hits("/page/0")) == 2


def test_the_run_that_is_under_way_has_nothing_left_over(site: FaultServer, checking: Checking) -> None:
    checking.add(make_seed(site.url("/page/0")))
    checking.check()
    assert checking.ask("select count(*) from raw.capture") == [(1,)]


@pytest.mark.parametrize("path", ["/status/500", "/reset"])
def test_a_failure_that_may_have_passed_is_asked_again(site: FaultServer, fetching: Fetching, path: str) -> None:
    fetching.page(site.url(path))
    assert find_left_over(fetching.home, {"test"}, NOW) == ()


def test_what_was_seen_long_ago_is_asked_again(site: FaultServer, fetching: Fetching) -> None:
    page = fetching.page(site.url("/page"))
    assert find_left_over(fetching.home, {"test"}, NOW) == (page.capture,)
    assert find_left_over(fetching.home, {"another"}, NOW) == ()
    assert find_left_over(fetching.home, {"test"}, NOW + 2 * KEPT) == ()
    (file,) = (fetching.home / "warc").glob("*.warc.gz")
    os.utime(file, (time.time() - 2 * KEPT.total_seconds(),) * 2)
    assert find_left_over(fetching.home, {"test"}, NOW) == ()


def test_a_file_that_breaks_off_gives_what_stands_before(site: FaultServer, fetching: Fetching) -> None:
    fetching.pages(site.url("/page/1"), site.url("/page/2"))
    (file,) = (fetching.home / "warc").glob("*.warc.gz")
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    assert len(find_left_over(fetching.home, {"test"}, NOW)) == 1
    file.write_bytes(whole[:-20] + b"no gzip" * 9)
    assert len(find_left_over(fetching.home, {"test"}, NOW)) == 1


def test_a_page_is_given_once_with_the_payload_that_was_seen(site: FaultServer, fetching: Fetching) -> None:
    request = PageRequest(article_id="a", url=site.url("/page"))
    page = fetching.all_pages(request)[0]
    assert page.capture.outcome is Outcome.OK
    left_over = LeftOver(fetching.home, [page.capture])
    assert not left_over.has(PageRequest(article_id="b", url=request.url))
    assert left_over.take(request) == page
    assert left_over.take(request) is None
    (file,) = (fetching.home / "warc").glob("*.warc.gz")
    file.unlink()
    assert LeftOver(fetching.home, [page.capture]).take(request) is None
