"""Fetching from the fault server, with options that suit a test."""

import asyncio
import datetime as dt
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fault_server import ALLOWED

from flows.fetch import FetchOptions, PageRequest, open_fetcher
from flows.fetch.http.connections import Resolve
from flows.records import FetchedPage, HostState

DEADLINE_S = 5.0  # a busy machine is no misbehaving server; tests of deadlines name their own


@dataclass(slots=True)
class Fetching:
    """Fetches with options that suit a test; what it did last stays readable."""

    home: Path
    hosts: dict[str, HostState] = field(default_factory=dict)
    resolve: Resolve | None = None
    now: Callable[[], dt.datetime] = field(default=lambda: dt.datetime.now(dt.UTC))

    def pages(self, *requests: PageRequest | str, **options: object) -> list[FetchedPage]:
        """Fetch all at once and give the pages in the order of the requests."""
        numbered = _number(requests)
        found = {page.capture.article_id: page for page in asyncio.run(self._fetch(numbered, options))}
        return [found[request.article_id] for request in numbered]

    def all_pages(self, *requests: PageRequest | str, **options: object) -> list[FetchedPage]:
        """Fetch all at once and give every capture, in order of completion."""
        return asyncio.run(self._fetch(_number(requests), options))

    def page(self, request: PageRequest | str, **options: object) -> FetchedPage:
        """Fetch one page."""
        return self.pages(request, **options)[0]

    async def _fetch(self, requests: list[PageRequest], options: dict[str, object]) -> list[FetchedPage]:
        async with open_fetcher(
            fast_options(**options), home=self.home, run_id="test", now=self.now, resolve=self.resolve
        ) as fetcher:
            found = [page async for page in fetcher.fetch_pages(requests)]
            self.hosts = {state.host: state for state in fetcher.host_states()}
        return found


def _number(requests: tuple[PageRequest | str, ...]) -> list[PageRequest]:
    return [
        PageRequest(article_id=f"{index:016x}", url=request) if isinstance(request, str) else request
        for index, request in enumerate(requests)
    ]


def fast_options(**changes: object) -> FetchOptions:
    """Give options without waits, for the network of the fault server."""
    defaults: dict[str, object] = {
        "allow_private": (ipaddress.ip_network(ALLOWED),),
        "host_interval_s": 0.0,
        "deadline_s": DEADLINE_S,
        "robots_deadline_s": DEADLINE_S,
        "retry_wait_s": 0.01,
        "contact": "test@example.org",
    }
    return FetchOptions(**(defaults | changes))
