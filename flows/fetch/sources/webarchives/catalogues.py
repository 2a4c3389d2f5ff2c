"""How a web archive is asked which copies of a page it has: CDX, TimeMap or TimeGate.

A CDX server is asked for a host once, by prefix, and the answer is kept; only where an archive has too much of a host
to list is a page looked up by itself. At most 24 lookups of the Internet Archive's start in any minute: ignoring its
429 for a minute gets an address shut out for an hour.
"""

import asyncio
import datetime as dt
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import urlencode

from flows.addresses.links import escape_raw, join_address, netloc_of
from flows.addresses.urls import surt
from flows.fetch.archiving_client import Archived
from flows.fetch.cached import Rows, read_cached, write_cached
from flows.fetch.http.client import REDIRECTS, Exchange
from flows.fetch.politeness.hosts import BudgetSpentError
from flows.fetch.reading import BodyReader, IndexJob
from flows.fetch.shared_task import start_shared
from flows.fetch.sources.webarchives.asking import ArchiveClient, ArchiveError, MinuteWindow, is_memento, read_replay
from flows.fetch.sources.webarchives.lists import Copy, copies_of, more_pages, read_links
from flows.records import content_id
from flows.text.http_dates import read_http_date

CACHE = "cache/cdx"
MOST_ROWS = 20_000  # a host with more is looked up page by page
MOST_PAGES = 20  # of one TimeMap
MOST_HOPS = 5  # between a TimeGate and the copy it chooses
GROWING = dt.timedelta(hours=1)  # a collection of one's own may be added to between two runs


class Catalogue(Protocol):
    """What an archive says it has."""

    async def find(self, url: str, near: dt.date | None) -> tuple[Copy, ...]:
        """Find copies of a page: all that are known, or those nearest to a date and to now. Raises ArchiveError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CdxServer:
    """Where a CDX server and its replay are, and how it wants to be asked."""

    index: str
    replay: str
    columns: str  # to be asked for; empty for all it has
    keep: dt.timedelta  # how long what it answers is taken for true
    per_minute: float


class CdxCatalogue:
    """A CDX server: the Internet Archive's or pywb's."""

    def __init__(self, archive: ArchiveClient, reader: BodyReader, server: CdxServer) -> None:
        self._archive = archive
        self._reader = reader
        self._server = server
        self._window = MinuteWindow(server.per_minute)
        self._hosts: dict[str, asyncio.Task[tuple[Copy, ...] | None]] = {}

    async def find(self, url: str, near: dt.date | None) -> tuple[Copy, ...]:  # noqa: ARG002 - it lists all
        """Find the copies of a page in the list of its host, or by itself where the host is too large."""
        key = surt(url)
        if key is None:
            return ()
        host = netloc_of(url)
        task = self._hosts.get(host)
        if task is None:
            task = self._hosts[host] = start_shared(self._list_host(host))
        try:
            listed = await asyncio.shield(task)
        except (ArchiveError, BudgetSpentError):
            self._hosts.pop(host, None)
            raise
        if listed is None:
            listed = copies_of(await self._ask({"url": url}))
        return tuple(
            replace(copy, memento=f"{self._server.replay}/{copy.taken_at:%Y%m%d%H%M%S}id_/{copy.url}")
            for copy in listed
            if copy.key == key
        )

    async def _list_host(self, host: str) -> tuple[Copy, ...] | None:
        """List all copies of a host, from the cache where it is fresh; None where there are too many."""
        path = self._archive.client.home / CACHE / f"{content_id('2', self._server.index, host)}.json"
        now = self._archive.client.now()
        rows = await asyncio.to_thread(read_cached, path, now, self._server.keep)
        if rows is None:
            rows = await self._ask({"url": f"{host}/", "matchType": "prefix", "limit": str(MOST_ROWS)})
            await asyncio.to_thread(write_cached, path, now, rows)
        return None if len(rows) >= MOST_ROWS else copies_of(rows)

    async def _ask(self, query: dict[str, str]) -> Rows:
        await self._window.wait()
        columns = {"fl": self._server.columns} if self._server.columns else {}
        archived = await self._archive.ask(f"{self._server.index}?{urlencode({'output': 'json', **columns, **query})}")
        return await _read_rows(self._reader, archived)


class TimeMapCatalogue:
    """TimeMaps of Memento, RFC 7089: all copies of a page, in link-format or JSON, in one part or many."""

    def __init__(self, archive: ArchiveClient, reader: BodyReader, *, address: str) -> None:
        self._archive = archive
        self._reader = reader
        self._address = address

    async def find(self, url: str, near: dt.date | None) -> tuple[Copy, ...]:  # noqa: ARG002 - it lists all
        """Read the TimeMap of a page, and the further ones that it names."""
        left, seen, copies = [f"{self._address}/{url}"], set[str](), list[Copy]()
        while left and len(seen) < MOST_PAGES:
            address = left.pop(0)
            if address in seen:
                continue
            seen.add(address)
            archived = await self._archive.ask(address)
            location = archived.exchange.raw_header("location")
            if archived.exchange.status in REDIRECTS and location:
                left[:0] = [found] if (found := join_address(address, escape_raw(location))) else []
                continue
            if archived.exchange.status == 404:
                continue  # it has none
            rows = await _read_rows(self._reader, archived)
            copies += copies_of(rows, asked=url, listed_at=address)
            left += more_pages(rows, address)
        return tuple(dict.fromkeys(copies))


class TimeGateCatalogue:
    """A TimeGate of Memento, RFC 7089: names one copy, the nearest to a moment."""

    def __init__(self, archive: ArchiveClient, *, address: str) -> None:
        self._archive = archive
        self._address = address

    async def find(self, url: str, near: dt.date | None) -> tuple[Copy, ...]:
        """Ask for the copy nearest to the date and for the newest."""
        now = self._archive.client.now()
        moments = [dt.datetime.combine(near, dt.time(12), dt.UTC)] if near else []
        found = [await self._choose(url, moment) for moment in (*moments, now)]
        return tuple(dict.fromkeys(copy for copy in found if copy is not None))

    async def _choose(self, url: str, moment: dt.datetime) -> Copy | None:
        address = f"{self._address}/{url}"
        wanted = (b"Accept-Datetime", format_datetime(moment, usegmt=True).encode("ascii"))
        for _ in range(MOST_HOPS):
            exchange = (await self._archive.ask(address, extra=(wanted,))).exchange
            copy = _chosen_copy(exchange, url, moment)
            location = exchange.raw_header("location")
            next_address = join_address(address, escape_raw(location)) if location else None
            if copy is not None or exchange.status == 404:
                return copy
            if exchange.status not in REDIRECTS or next_address is None:
                raise ArchiveError(f"the TimeGate answers {exchange.status}")
            address = next_address
        raise ArchiveError("the TimeGate sends on and on")


def _chosen_copy(exchange: Exchange, url: str, moment: dt.datetime) -> Copy | None:
    """Read which copy an answer of a TimeGate is, or leads to.

    The answer itself where it is a memento; the copy that it sends to; else the nearest that its header Link names:
    pywb answers with a page of its own that frames the copy.
    """
    location = exchange.header("location")
    replay = read_replay(location) if location else None
    if is_memento(exchange):
        named = [(exchange.header("content-location") or exchange.url, exchange.header("memento-datetime"))]
    elif location:
        named = [(location, replay[0])] if replay else []
    else:
        links = read_links(", ".join(exchange.header_values("link")))
        named = [(address, link.get("datetime")) for address, link in links if "memento" in link.get("rel", "").split()]
    rows = [[_digits(date), "", "-", address] for address, date in named if date]
    copies = copies_of(rows, asked=url, listed_at=exchange.url)
    return min(copies, key=lambda copy: abs(copy.taken_at - moment), default=None)


def _digits(date: str) -> str:
    moment = read_http_date(date) if not date.isdigit() else None
    return f"{moment.astimezone(dt.UTC):%Y%m%d%H%M%S}" if moment else date


async def _read_rows(reader: BodyReader, archived: Archived) -> Rows:
    """Read the rows of a list. Raises ArchiveError."""
    if archived.exchange.status != 200 or archived.payload is None:
        raise ArchiveError(f"the index answers {archived.exchange.status}")
    rows = await reader.read(IndexJob(body=archived.payload))
    if isinstance(rows, str):
        raise ArchiveError(f"the index answers what cannot be read: {rows}")
    return rows
