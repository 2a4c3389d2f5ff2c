"""Asking a web archive for one address: the gate, its manners, and its own failures told from those it archived."""

import asyncio
import re
import time
from collections import deque

from flows.addresses.links import host_of
from flows.fetch.archiving_client import Archived, ArchivingClient
from flows.fetch.http.client import Exchange, RawHeaders
from flows.fetch.http.gate import Refusal, Target, check_url
from flows.fetch.politeness.robots import RobotsBook
from flows.text.http_dates import read_retry_after

PAUSE_S = 60.0  # after a 429 that names no time
_REPLAY = re.compile(r"(.*?/)(\d{14})(?:[a-z]{2}_)?/(https?:/.*)$", re.DOTALL)


class ArchiveError(Exception):
    """Say that the archive itself failed: nothing follows about the page."""


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


class ArchiveClient:
    """Asks web archives.

    The Internet Archive is asked as the service it offers to programs, so its robots.txt (which speaks of crawling the
    copies) is not asked; any other host is asked for its robots.txt as a site is.
    """

    def __init__(self, client: ArchivingClient, robots: RobotsBook) -> None:
        self.client = client
        self._robots = robots
        self._offered = host_of(client.options.wayback_url)

    async def ask(self, url: str, *, extra: RawHeaders = ()) -> Archived:
        """Ask for one address. Raises ArchiveError where the archive fails or wants to be left alone."""
        target = check_url(url, self.client.options.allow_private)
        if isinstance(target, Refusal):
            raise ArchiveError(f"{target.rule}: {target.detail}")
        await self._assert_allowed(target)
        archived = await self.client.ask(target, deadline_s=self.client.options.deadline_s, extra=extra)
        exchange = archived.exchange
        if exchange.failure is not None and not archived.cut_off and archived.payload is None:
            raise ArchiveError(exchange.failure.detail)
        if exchange.status == 429 and not is_memento(exchange):
            wait = read_retry_after(exchange.header("retry-after"), self.client.now())
            lane = self.client.hosts.lane(target.host)
            self.client.hosts.park(lane, wait or PAUSE_S, "the archive answers 429")
            raise ArchiveError("the archive answers 429")
        return archived

    async def _assert_allowed(self, target: Target) -> None:
        lane = self.client.hosts.lane(target.host)
        if self.client.hosts.is_parked(lane):
            raise ArchiveError(f"the archive is left alone: {lane.parked_reason}")
        if target.host == self._offered:
            return
        denial = (await self._robots.rules_for(target)).judge(target.url)
        if denial is not None:
            raise ArchiveError(f"{denial[0].value}: {denial[1]}")


def is_memento(exchange: Exchange) -> bool:
    """Tell an answer that was archived from one that is the archive's own."""
    return exchange.header("memento-datetime") is not None or exchange.header("x-archive-orig-date") is not None


def read_replay(url: str) -> tuple[str, str] | None:
    """Take the address of a copy apart as Wayback and pywb build it: the time, and the address of the page."""
    found = _REPLAY.match(url)
    return (found[2], re.sub(r"^(https?:)/(?!/)", r"\1//", found[3])) if found else None


def as_captured(url: str) -> str | None:
    """Give the address of the same copy without the archive's own additions; None where nobody knows it."""
    found = _REPLAY.match(url)
    return f"{found[1]}{found[2]}id_/{found[3]}" if found else None
