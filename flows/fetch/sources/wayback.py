"""Web archives with a CDX index and raw replay, as the Internet Archive's Wayback Machine has them.

A host is looked up once, by prefix, and the answer is kept for a month; only where an archive has too much
of a host to list is a page looked up by itself. At most 24 lookups start in any minute: ignoring the
archive's 429 for a minute gets an address shut out for an hour. The archive is asked as the service it
offers to programs, so its robots.txt (which speaks of crawling the copies) is not asked.
"""

import asyncio
import datetime as dt
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flows.addresses.links import escape_raw, host_of, is_ancestor, join_address, netloc_of
from flows.addresses.urls import surt
from flows.fetch.archiving_client import Archived, ArchivingClient
from flows.fetch.cached import read_cached, write_cached
from flows.fetch.http.client import Exchange
from flows.fetch.http.gate import Refusal, check_url
from flows.fetch.options import PageRequest
from flows.fetch.politeness.hosts import BudgetSpentError
from flows.fetch.politeness.robots import REDIRECTS
from flows.fetch.reading import BodyReader, IndexJob
from flows.fetch.shared_task import start_shared
from flows.fetch.sources.copies import choose_copies
from flows.fetch.sources.visit import Visit, find_failure, judge_archived
from flows.records import Outcome, Source, content_id
from flows.text.http_dates import read_retry_after

CACHE = "cache/cdx"
MOST_ROWS = 20_000  # a host with more is looked up page by page
MAX_HOPS = 3  # redirects between copies that are followed
WINDOW = dt.timedelta(days=60)  # a copy that a redirect leads to may be this far from the one asked for
PAUSE_S = 60.0  # after a 429 that names no time
_REPLAY = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(https?:/.*)$", re.DOTALL)


class ArchiveError(Exception):
    """Say that the archive itself failed: nothing follows about the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One archived copy, as the index lists it."""

    key: str  # SURT of the address
    taken_at: dt.datetime
    url: str
    status: int  # 0 where the index names none, as of a copy that repeats an earlier one

    @property
    def may_lead(self) -> bool:
        """Tell a copy that is no page, but behind which replay may have one."""
        return self.status == 0 or self.status in REDIRECTS


class MinuteWindow:
    """Lets at most so many calls start in any minute."""

    def __init__(self, per_minute: float) -> None:
        self._most = max(1, int(per_minute))
        self._starts: deque[float] = deque()
        self._lock = asyncio.Lock()

    async def wait(self) -> None:
        """Return when the next call may start."""
        async with self._lock:
            if len(self._starts) >= self._most:
                await asyncio.sleep(max(0.0, self._starts.popleft() + 60.0 - time.monotonic()))
            self._starts.append(time.monotonic())


class WaybackSource:
    """Reads the copy nearest to a seed's own date, and the newest."""

    kind = Source.WAYBACK

    def __init__(self, client: ArchivingClient, reader: BodyReader) -> None:
        self._client = client
        self._reader = reader
        self._base = client.options.wayback_url.rstrip("/")
        self._window = MinuteWindow(client.options.cdx_per_minute)
        self._hosts: dict[str, asyncio.Task[tuple[Copy, ...] | None]] = {}
        lane = client.hosts.lane(host_of(self._base))
        lane.interval_s = min(lane.interval_s, 60.0 / client.options.mementos_per_minute)

    async def visits(self, request: PageRequest) -> AsyncIterator[Visit]:
        """Look a page up and read the copy nearest to the seed's date and the newest."""
        failed = Visit(outcome=Outcome.ARCHIVE_ERROR, detail="", final_url=request.url)
        try:
            copies = await self._find_copies(request.url)
            pages = [copy for copy in copies if copy.status == 200]
            good = choose_copies(pages or [copy for copy in copies if copy.may_lead], request.seed_date)
            if not good:
                yield replace(failed, outcome=Outcome.NOT_IN_ARCHIVE, detail=_describe_absence(copies))
            for copy in good:
                yield await self._read_copy(request, copy)
        except ArchiveError as error:
            yield replace(failed, detail=str(error))
        except BudgetSpentError as error:
            yield replace(failed, outcome=Outcome.BUDGET_SPENT, detail=str(error))

    # -- looking up -----------------------------------------------------------------------------

    async def _find_copies(self, url: str) -> tuple[Copy, ...]:
        """Find the copies of an address in the list of its host, or by itself where the host is too large."""
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
            listed = await self._ask_index({"url": url})
        return tuple(copy for copy in listed if copy.key == key)

    async def _list_host(self, host: str) -> tuple[Copy, ...] | None:
        """List all copies of a host, from the cache where it is fresh; None where there are too many."""
        path = self._client.home / CACHE / f"{content_id(self._base, host)}.json"
        cached = await asyncio.to_thread(read_cached, path, self._client.now())
        if cached is None:
            copies = await self._ask_index({"url": f"{host}/", "matchType": "prefix", "limit": str(MOST_ROWS)})
            cached = [[f"{copy.taken_at:%Y%m%d%H%M%S}", copy.url, str(copy.status or "-")] for copy in copies]
            await asyncio.to_thread(write_cached, path, self._client.now(), cached)
        return None if len(cached) >= MOST_ROWS else _read_rows(cached)

    async def _ask_index(self, query: dict[str, str]) -> tuple[Copy, ...]:
        """Ask the CDX index once. Raises ArchiveError."""
        wanted = {"output": "json", "fl": "timestamp,original,statuscode", **query}
        await self._window.wait()
        archived = await self._ask(f"{self._base}/cdx/search/cdx?{urlencode(wanted)}")
        if archived.exchange.status != 200 or archived.payload is None:
            raise ArchiveError(f"the index answers {archived.exchange.status}")
        rows = await self._reader.read(IndexJob(body=archived.payload))
        if isinstance(rows, str):
            raise ArchiveError(f"the index answers what cannot be read: {rows}")
        return _read_rows(rows)

    async def _ask(self, url: str) -> Archived:
        """Ask the archive for one address. Raises ArchiveError where it fails or wants to be left alone."""
        target = check_url(url, self._client.options.allow_private)
        if isinstance(target, Refusal):
            raise ArchiveError(f"{target.rule}: {target.detail}")
        lane = self._client.hosts.lane(target.host)
        if self._client.hosts.is_parked(lane):
            raise ArchiveError(f"the archive is left alone: {lane.parked_reason}")
        archived = await self._client.ask(target, deadline_s=self._client.options.deadline_s)
        exchange = archived.exchange
        if exchange.failure is not None and not archived.cut_off and archived.payload is None:
            raise ArchiveError(exchange.failure.detail)
        if exchange.status == 429 and exchange.header("memento-datetime") is None:
            wait = read_retry_after(exchange.header("retry-after"), self._client.now())
            self._client.hosts.park(lane, wait or PAUSE_S, "the archive answers 429")
            raise ArchiveError("the archive answers 429")
        return archived

    # -- reading --------------------------------------------------------------------------------

    async def _read_copy(self, request: PageRequest, copy: Copy) -> Visit:
        """Read one copy as it was, without the archive's own additions. Raises ArchiveError."""
        url = f"{self._base}/web/{copy.taken_at:%Y%m%d%H%M%S}id_/{copy.url}"
        for hop in range(MAX_HOPS + 1):
            archived = await self._ask(url)
            location = archived.exchange.raw_header("location")
            next_url = join_address(url, escape_raw(location)) if location else None
            if archived.exchange.status not in REDIRECTS or next_url is None:
                return await self._conclude(request, copy, archived, hop + 1)
            url = next_url
        return Visit(
            outcome=Outcome.NOT_IN_ARCHIVE,
            detail="the copy only redirects",
            final_url=request.url,
            last=archived,
            request_count=MAX_HOPS + 1,
        )

    async def _conclude(self, request: PageRequest, copy: Copy, archived: Archived, request_count: int) -> Visit:
        """Name what replay gave: the page, an error that was archived, or an error of the archive."""
        exchange = archived.exchange
        found = _REPLAY.search(exchange.url)
        original = re.sub(r"^(https?:)/(?!/)", r"\1//", found[2]) if found else copy.url
        taken_at = (_read_stamp(found[1]) if found else None) or copy.taken_at
        visit = Visit(
            outcome=Outcome.NOT_IN_ARCHIVE,
            detail="",
            final_url=original,
            last=archived,
            memento_datetime=taken_at,
            request_count=request_count,
            elapsed_ms=exchange.elapsed_ms,
        )
        failure = find_failure(archived) if exchange.status == 200 else None
        if failure is not None:
            return replace(visit, outcome=failure[0], detail=failure[1])
        if exchange.status != 200:
            if not _is_memento(exchange):
                raise ArchiveError(f"replay answers {exchange.status}")
            return replace(visit, detail=f"the archived answer is {exchange.status}")
        if abs(taken_at - copy.taken_at) > WINDOW:
            return replace(visit, detail=f"sent to a copy of {taken_at:%Y-%m-%d} instead of {copy.taken_at:%Y-%m-%d}")
        if request_count > 1 and is_ancestor(original, request.url):
            return replace(visit, detail=f"the copy sends to {original}")
        judgement = await judge_archived(
            self._reader, archived, asked_url=request.url, final_url=original, was_redirected=request_count > 1
        )
        visit = replace(visit, outcome=judgement.outcome, detail=judgement.rule)
        return replace(visit, payload=archived.payload, digest=archived.digest)


def _describe_absence(copies: Sequence[Copy]) -> str:
    if not copies:
        return "no copy of this address"
    statuses = sorted({copy.status for copy in copies})
    return f"{len(copies)} copies, none of a page: status {', '.join(map(str, statuses))}"


def _is_memento(exchange: Exchange) -> bool:
    """Tell an answer that was archived from one that is the archive's own."""
    return exchange.header("memento-datetime") is not None or exchange.header("x-archive-orig-date") is not None


def _read_stamp(stamp: str) -> dt.datetime | None:
    """Read 14 digits as a time; None for a day that no calendar has."""
    if not re.fullmatch(r"\d{14}", stamp, re.ASCII):
        return None
    try:
        return dt.datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def _read_rows(rows: Sequence[Sequence[str]]) -> tuple[Copy, ...]:
    """Read rows of time, address and status; rows that cannot be read (a revisit's "-") are left out."""
    copies = []
    for row in rows:
        if len(row) != 3:
            continue
        stamp, url, status = row
        key, taken_at = surt(url), _read_stamp(stamp)
        number = 0 if status == "-" else int(status) if re.fullmatch(r"\d{3}", status, re.ASCII) else None
        if key is not None and taken_at is not None and number is not None:
            copies.append(Copy(key=key, taken_at=taken_at, url=url, status=number))
    return tuple(copies)
