"""robots.txt as RFC 9309 has it, kept for each origin as long as the fetcher lives."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from protego import Protego

from flows.addresses.links import escape_raw, join_address
from flows.fetch.http.client import REDIRECTS, Exchange
from flows.fetch.http.content_coding import read_codings
from flows.fetch.http.gate import Network, Refusal, Target, check_url
from flows.fetch.options import ROBOTS_NAME
from flows.fetch.politeness.hosts import HostBook, HostLane
from flows.fetch.politeness.robots_rules import MAX_BYTES
from flows.fetch.reading import BodyReader, RobotsJob, UnreadBodyError
from flows.fetch.shared_task import start_shared
from flows.records import Outcome

MAX_REDIRECTS = 5  # RFC 9309 §2.3.1.2
# A failure before HTTP: the host could not be asked at all, so its pages share the failure.
HOST_FAILURES = frozenset({
    Outcome.DNS_ERROR, Outcome.CONNECT_ERROR, Outcome.TLS_ERROR, Outcome.REFUSED_ADDRESS,
})  # fmt: skip
Ask = Callable[[Target], Awaitable[Exchange]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one origin's robots.txt comes to."""

    parsed: Protego | None  # None: nothing is known or nothing is forbidden
    denial: Outcome | None  # every page of the origin ends in this
    detail: str

    def judge(self, url: str) -> tuple[Outcome, str] | None:
        """Give the outcome and evidence that forbid an address, or None."""
        if self.denial is not None:
            return self.denial, self.detail
        if self.parsed is not None and not self.parsed.can_fetch(url, ROBOTS_NAME):
            return Outcome.ROBOTS_DISALLOWED, f"robots.txt closes this path to {ROBOTS_NAME}"
        return None


async def conclude_rules(exchange: Exchange, reader: BodyReader) -> Rules:
    """Conclude from the last answer on the way to robots.txt (RFC 9309 §2.3.1)."""
    failure, status = exchange.failure, exchange.status
    if failure is not None:
        denial = failure.outcome if failure.outcome in HOST_FAILURES else Outcome.ROBOTS_UNREACHABLE
        return Rules(parsed=None, denial=denial, detail=f"robots.txt: {failure.detail}")
    if status is None or status >= 500 or status == 429:
        return Rules(parsed=None, denial=Outcome.ROBOTS_UNREACHABLE, detail=f"robots.txt answers {status}")
    if not 200 <= status < 300:
        return Rules(parsed=None, denial=None, detail=f"robots.txt answers {status}")
    codings = read_codings(exchange.header_values("content-encoding"))
    try:
        parsed = await reader.read(RobotsJob(body=exchange.body, codings=codings, cap=4 * MAX_BYTES))
    except UnreadBodyError as error:
        parsed = str(error)
    if isinstance(parsed, str):
        return Rules(parsed=None, denial=Outcome.ROBOTS_UNREACHABLE, detail=f"robots.txt: {parsed}")
    return Rules(parsed=parsed, denial=None, detail=f"robots.txt answers {status}")


def is_passing(exchange: Exchange) -> bool:
    """Tell a failure that may have passed a moment later."""
    if exchange.failure is not None:
        return exchange.failure.outcome in (Outcome.CONNECT_ERROR, Outcome.PROTOCOL_ERROR, Outcome.DNS_ERROR)
    return (exchange.status or 0) >= 500


class RobotsBook:
    """Asks each origin for its robots.txt once."""

    def __init__(
        self, ask: Ask, hosts: HostBook, reader: BodyReader, allowed: tuple[Network, ...], *, retry_wait_s: float
    ) -> None:
        self._ask = ask
        self._reader = reader
        self._hosts = hosts
        self._allowed = allowed
        self._retry_wait_s = retry_wait_s
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    async def rules_for(self, target: Target) -> Rules:
        """Give the rules of a target's origin. Raises BudgetSpentError."""
        task = self._rules.get(target.origin)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._rules[target.origin] = start_shared(self._fetch(target))
        return await asyncio.shield(task)

    async def _fetch(self, target: Target) -> Rules:
        exchange = await self._follow(f"{target.origin}/robots.txt")
        if is_passing(exchange):  # one slip must not shut a whole host out of the run
            await asyncio.sleep(self._retry_wait_s)
            exchange = await self._follow(f"{target.origin}/robots.txt")
        rules = await conclude_rules(exchange, self._reader)
        self._note(self._hosts.lane(target.host), rules)
        return rules

    async def _follow(self, url: str) -> Exchange:
        """Follow at most five redirects; the answer after them counts as it is, as 'unavailable' where it is one."""
        exchange = await self._ask(self._vetted(url))
        for _ in range(MAX_REDIRECTS):
            location = exchange.raw_header("location")
            if exchange.status not in REDIRECTS or not location:
                break
            target = check_url(join_address(exchange.url, escape_raw(location)) or "", self._allowed)
            if isinstance(target, Refusal):
                break
            exchange = await self._ask(target)
        return exchange

    def _vetted(self, url: str) -> Target:
        target = check_url(url, self._allowed)
        assert isinstance(target, Target)  # noqa: S101 # the page's own address has passed the gate
        return target

    def _note(self, lane: HostLane, rules: Rules) -> None:
        lane.robots = "unreachable" if rules.denial else ("allowed" if rules.parsed else "no_rules")
        lane.robots_detail = rules.detail
        delay = rules.parsed.crawl_delay(ROBOTS_NAME) if rules.parsed else None
        if delay:
            self._hosts.keep_crawl_delay(lane, float(delay))

    async def aclose(self) -> None:
        """Stop what is still being asked."""
        for task in self._rules.values():
            task.cancel()
        await asyncio.gather(*self._rules.values(), return_exceptions=True)
