"""Manners: one lane for each host, one request at a time in it, spaced, counted, and parked when it fails."""

import asyncio
import datetime as dt
import random
import statistics
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from flows.fetch.options import FetchOptions
from flows.records import HostState, Outcome

# A host that fails this often in a row, page after page, is left alone: it is down, or has had enough of us.
PARK_AFTER = {
    Outcome.DNS_ERROR: 3,
    Outcome.CONNECT_ERROR: 6,
    Outcome.TLS_ERROR: 3,
    Outcome.TIMEOUT: 8,
    Outcome.RATE_LIMITED: 2,
    Outcome.SERVER_ERROR: 10,
}
PARK_S = 900.0
LONGEST_PARK_S = 86_400.0
LATENCIES_KEPT = 500
PAYLOADS_KEPT = 50  # of one host, the longest unseen dropped: a page given for many addresses comes again soon
SHARED_BY = 3  # articles with the same bytes: two may be one story twice, three are no stories


@dataclass(slots=True)
class HostLane:
    """All that one run knows of one host."""

    host: str
    interval_s: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # monotonic: not before this may the next request start
    request_count: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    latencies: deque[int] = field(default_factory=lambda: deque(maxlen=LATENCIES_KEPT))
    robots: str = "unasked"
    robots_detail: str = ""
    crawl_delay_s: float | None = None
    parked_until: dt.datetime | None = None
    parked_reason: str = ""
    failures: Counter[Outcome] = field(default_factory=Counter)
    notes: set[str] = field(default_factory=set)
    is_conditional: bool = True  # False once the host said 304 of a page that had changed
    not_modified_count: int = 0
    payloads: OrderedDict[str, set[str]] = field(default_factory=OrderedDict)  # digest: articles that had it

    def count_sharers(self, digest: str, article_id: str) -> int:
        """Note that an article's page had these bytes, and count the articles of which that is true."""
        sharers = self.payloads.setdefault(digest, set())
        if len(sharers) < SHARED_BY:
            sharers.add(article_id)
        self.payloads.move_to_end(digest)
        if len(self.payloads) > PAYLOADS_KEPT:
            self.payloads.popitem(last=False)
        return len(sharers)

    def state(self, now: dt.datetime) -> HostState:
        """Give the row of this host as it stands."""
        return HostState(
            host=self.host,
            seen_at=now,
            request_count=self.request_count,
            outcomes=tuple(sorted(self.outcomes.items())),
            median_latency_ms=round(statistics.median(self.latencies)) if self.latencies else None,
            robots=self.robots,
            robots_detail=self.robots_detail,
            crawl_delay_s=self.crawl_delay_s,
            interval_s=self.interval_s,
            parked_until=self.parked_until,
            parked_reason=self.parked_reason,
            notes=tuple(sorted(self.notes)),
        )


class BudgetSpentError(Exception):
    """Say that the run or the host has no request left."""


class HostBook:
    """The lanes of a run, and its budget of requests."""

    def __init__(self, options: FetchOptions, *, now: Callable[[], dt.datetime]) -> None:
        self._options = options
        self._now = now
        self._lanes: dict[str, HostLane] = {}
        self._slots = asyncio.Semaphore(options.max_connections)
        self._request_count = 0
        self._jitter = random.Random()  # noqa: S311 # spreads requests, guards nothing

    def lane(self, host: str) -> HostLane:
        """Give the lane of a host."""
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = HostLane(host=host, interval_s=self._options.host_interval_s)
        return lane

    def states(self, hosts: Collection[str] | None = None) -> tuple[HostState, ...]:
        """Give the state of these hosts as far as they were asked, else of every host, by name."""
        now = self._now()
        wanted = self._lanes.keys() if hosts is None else self._lanes.keys() & set(hosts)
        return tuple(self._lanes[host].state(now) for host in sorted(wanted))

    @asynccontextmanager
    async def turn(self, lane: HostLane) -> AsyncIterator[None]:
        """Wait for this host's next turn and for a free connection; count the request. Raises BudgetSpentError.

        The interval runs from the end of one request to the start of the next, so a server never sees two
        requests closer together than it, however slow it or the line is.
        """
        async with lane.lock:
            await _sleep_until(lane.free_at)
            async with self._slots:
                self._spend(lane)
                try:
                    yield
                finally:
                    jitter = 1 + self._options.interval_jitter * self._jitter.random()
                    lane.free_at = max(lane.free_at, time.monotonic() + lane.interval_s * jitter)

    def _spend(self, lane: HostLane) -> None:
        if self._request_count >= self._options.run_budget:
            raise BudgetSpentError(f"the run's {self._options.run_budget:,} requests are spent")
        if lane.request_count >= self._options.host_budget:
            raise BudgetSpentError(f"the {self._options.host_budget:,} requests to {lane.host} are spent")
        self._request_count += 1
        lane.request_count += 1

    def hold(self, lane: HostLane, seconds: float) -> None:
        """Let nobody ask this host for a while."""
        lane.free_at = max(lane.free_at, time.monotonic() + seconds)

    def park(self, lane: HostLane, seconds: float, reason: str) -> None:
        """Answer for this host without asking it, for a while."""
        lane.parked_until = self._now() + dt.timedelta(seconds=min(seconds, LONGEST_PARK_S))
        lane.parked_reason = reason

    def is_parked(self, lane: HostLane) -> bool:
        """Tell whether the host is parked, and end its parking when that is over."""
        if lane.parked_until is None:
            return False
        if self._now() < lane.parked_until:
            return True
        lane.parked_until, lane.parked_reason = None, ""
        lane.failures.clear()
        return False

    def note_outcome(self, lane: HostLane, outcome: Outcome, elapsed_ms: int) -> None:
        """Count what a page ended in; park the host after too many failures in a row."""
        lane.outcomes[outcome.value] += 1
        lane.latencies.append(elapsed_ms)
        if outcome not in PARK_AFTER:
            lane.failures.clear()
            return
        lane.failures[outcome] += 1
        if lane.failures[outcome] >= PARK_AFTER[outcome] and lane.parked_until is None:
            self.park(lane, PARK_S, f"{lane.failures[outcome]} times {outcome.value} in a row")

    def keep_crawl_delay(self, lane: HostLane, seconds: float) -> None:
        """Widen the interval to what robots.txt asks for, up to the cap."""
        lane.crawl_delay_s = seconds
        kept = min(seconds, self._options.max_crawl_delay_s)
        if kept < seconds:
            lane.notes.add(f"crawl-delay {seconds:g} s clamped to {kept:g} s")
        lane.interval_s = max(lane.interval_s, kept)


async def _sleep_until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.monotonic()))
