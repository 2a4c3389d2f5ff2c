"""The live web: one page asked for, redirects followed, failures retried, the answer named."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

from flows.addresses.links import escape_raw, host_of, join_address
from flows.existence.outcome import Answer, Judgement
from flows.fetch.archive.replay import PayloadMissingError, StoredResponse, read_whole
from flows.fetch.archive.warc import digest_of
from flows.fetch.archiving_client import Archived, ArchivingClient, earlier_location
from flows.fetch.http.client import REDIRECTS, Exchange, RawHeaders
from flows.fetch.http.cookies import PageCookies
from flows.fetch.http.gate import Refusal, Target, check_url
from flows.fetch.options import PageRequest
from flows.fetch.politeness.hosts import SHARED_BY, BudgetSpentError, HostLane
from flows.fetch.politeness.robots import RobotsBook
from flows.fetch.reading import BodyReader, JudgeJob
from flows.fetch.sources.visit import Visit, find_failure, judge_archived
from flows.records import CaptureRule, Outcome, Redirect, Source
from flows.text.http_dates import is_past, read_retry_after

# How often a page is asked again after a failure of a class, within its deadline. What is not here is final.
RETRIES = {
    Outcome.CONNECT_ERROR: 2,
    Outcome.PROTOCOL_ERROR: 1,
    Outcome.TRUNCATED: 1,
    Outcome.DNS_ERROR: 1,
    Outcome.SERVER_ERROR: 2,
    Outcome.RATE_LIMITED: 2,
}
RETRIED_STATUSES = frozenset({500, 502, 503, 504, 520, 521, 522, 523, 524})
AUDITED_NOT_MODIFIED = 25  # of so many 304s of a host one is asked again without condition


@dataclass(slots=True)
class _Progress:
    """What a page has used up so far, over all its hops and attempts."""

    request: PageRequest
    left_s: float
    is_conditional: bool = True
    request_count: int = 0
    elapsed_ms: int = 0
    redirects: list[Redirect] = field(default_factory=list)
    seen: set[tuple[str, bytes]] = field(default_factory=set)  # addresses, each with the cookies it was asked with
    cookies: PageCookies = field(default_factory=PageCookies)
    last: Archived | None = None

    def restart(self) -> None:
        """Forget the way, for another attempt."""
        self.redirects, self.seen, self.cookies, self.last = [], set(), PageCookies(), None

    def end(self, outcome: Outcome, detail: str, url: str) -> Visit:
        """Name what became of the page."""
        return Visit(
            outcome=outcome,
            detail=detail,
            final_url=url,
            redirects=tuple(self.redirects),
            last=self.last,
            request_count=self.request_count,
            elapsed_ms=self.elapsed_ms,
        )


class LiveSource:
    """Asks the live web."""

    kind = Source.LIVE

    def __init__(self, client: ArchivingClient, robots: RobotsBook, reader: BodyReader) -> None:
        self._client = client
        self._reader = reader
        self._robots = robots
        self._options = client.options
        self._jitter = random.Random()  # noqa: S311 # spreads retries, guards nothing

    async def visits(self, request: PageRequest) -> AsyncIterator[Visit]:
        """Ask for one page, again where its failure may pass, and name what came back."""
        yield await self.ask(request)

    async def ask(self, request: PageRequest) -> Visit:
        """Ask for one page and give its visit."""
        progress = _Progress(request=request, left_s=self._options.deadline_s)
        attempts: Counter[Outcome] = Counter()
        while True:
            progress.restart()
            visit = await self._follow(request.url, progress)
            attempts[visit.outcome] += 1
            wait = self._plan_retry(visit, attempts[visit.outcome], progress)
            if wait is None:
                break
            await asyncio.sleep(wait)
        if visit.last is not None:
            self._client.hosts.note_outcome(
                self._lane(visit.last.exchange), visit.outcome, visit.last.exchange.elapsed_ms
            )
        return visit

    def _lane(self, exchange: Exchange) -> HostLane:
        return self._client.hosts.lane(host_of(exchange.url))

    def _plan_retry(self, visit: Visit, attempt: int, progress: _Progress) -> float | None:
        """Give how long to wait before asking again; None where the outcome is final.

        A Retry-After that is longer than the cap parks the host and is not waited for.
        """
        if attempt > RETRIES.get(visit.outcome, 0) or progress.left_s <= 0 or visit.last is None:
            return None
        exchange = visit.last.exchange
        if visit.outcome is Outcome.SERVER_ERROR and exchange.status not in RETRIED_STATUSES:
            return None
        asked = read_retry_after(exchange.header("retry-after"), self._client.now())
        lane = self._lane(exchange)
        if asked is not None and asked > self._options.max_retry_after_s:
            self._client.hosts.park(lane, asked, f"Retry-After of {asked:.0f} s")
            return None
        backoff = self._options.retry_wait_s * 2 ** (attempt - 1) * (1 + 0.25 * self._jitter.random())
        wait: float = max(backoff, asked or 0.0)
        if visit.outcome is Outcome.RATE_LIMITED or asked:
            self._client.hosts.hold(lane, wait)
        return wait

    async def _follow(self, url: str, progress: _Progress) -> Visit:
        """Follow one address through its redirects, each hop through the gate, robots and its host's turn."""
        while True:
            target = check_url(url, self._options.allow_private)
            if isinstance(target, Refusal):
                return progress.end(Outcome.REFUSED_ADDRESS, f"{target.rule}: {target.detail}", url)
            try:
                denial = self._find_loop(target, progress) or await self._find_denial(target)
                if denial is not None:
                    return progress.end(*denial, target.url)
                archived = await self._ask(target, progress)
            except BudgetSpentError as error:
                return progress.end(Outcome.BUDGET_SPENT, str(error), target.url)
            found = find_failure(archived)
            location, judgement = find_location(archived.exchange), None
            if location is None and found is None and archived.exchange.status != 304:
                judgement = await self._judge(archived, progress)
                location = judgement.refresh
            if location is None:
                return await self._conclude(target, archived, progress, found, judgement)
            status = archived.exchange.status or 0
            progress.redirects.append(Redirect(uri=target.url, http_status=status, location=location))
            next_url = join_address(target.url, location)
            if next_url is None:
                return progress.end(Outcome.REFUSED_ADDRESS, f"sent to what is no web address: {location[:200]}", url)
            url = next_url

    async def _judge(self, archived: Archived, progress: _Progress) -> Judgement:
        """Judge an answer in a worker. Raises UnreadBodyError."""
        return await judge_archived(
            self._reader,
            archived,
            asked_url=progress.request.url,
            final_url=archived.exchange.url,
            was_redirected=bool(progress.redirects),
        )

    def _find_loop(self, target: Target, progress: _Progress) -> tuple[Outcome, str] | None:
        asked = (target.url, progress.cookies.header_for(target.url))
        if asked in progress.seen:
            return Outcome.REDIRECT_LOOP, f"{target.url} a second time"
        if len(progress.redirects) > self._options.max_redirects:
            return Outcome.TOO_MANY_REDIRECTS, f"more than {self._options.max_redirects} hops"
        progress.seen.add(asked)
        return None

    async def _find_denial(self, target: Target) -> tuple[Outcome, str] | None:
        """Give what forbids asking: the host is parked, or robots.txt. Raises BudgetSpentError."""
        lane = self._client.hosts.lane(target.host)
        if self._client.hosts.is_parked(lane):
            return Outcome.HOST_PARKED, lane.parked_reason
        return (await self._robots.rules_for(target)).judge(target.url)

    async def _ask(self, target: Target, progress: _Progress) -> Archived:
        """Ask for one hop with what is left of the page's time."""
        archived = await self._client.ask(
            target,
            deadline_s=max(progress.left_s, 0.001),
            extra=(*progress.cookies.headers_for(target.url), *self._conditions(target, progress)),
            earlier=earlier_location(progress.request),
        )
        progress.request_count += 1
        progress.elapsed_ms += archived.exchange.elapsed_ms
        progress.left_s -= archived.exchange.elapsed_ms / 1000
        progress.last = archived
        progress.cookies.take(archived.exchange)
        return archived

    def _conditions(self, target: Target, progress: _Progress) -> RawHeaders:
        """Give the validators of the previous capture, on the host that they were given by."""
        request = progress.request
        lane = self._client.hosts.lane(target.host)
        if not (progress.is_conditional and lane.is_conditional and request.previous_capture_id):
            return ()
        if target.host != host_of(request.url):
            return ()
        headers: list[tuple[bytes, bytes]] = []
        if request.etag:
            headers.append((b"If-None-Match", request.etag.encode("latin-1", "replace")))
        if request.last_modified and is_past(request.last_modified, self._client.now()):
            headers.append((b"If-Modified-Since", request.last_modified.encode("latin-1", "replace")))
        return tuple(headers)

    async def _conclude(
        self,
        target: Target,
        archived: Archived,
        progress: _Progress,
        failure: tuple[Outcome, str] | None,
        judgement: Judgement | None,
    ) -> Visit:
        """Name the answer that no redirect follows."""
        if failure is not None:
            return progress.end(*failure, target.url)
        if judgement is None:
            return await self._conclude_not_modified(target, archived, progress)
        self._check_etag(archived, progress.request)
        outcome, rule = judgement.outcome, judgement.rule
        if outcome is Outcome.OK and self._is_shared(archived, progress.request):
            outcome, rule = (
                Outcome.SOFT_NOT_FOUND,
                f"{CaptureRule.SHARED_BYTES}: the same bytes as {SHARED_BY - 1} other articles of this host",
            )
        return replace(progress.end(outcome, rule, target.url), payload=archived.payload, digest=archived.digest)

    def _is_shared(self, archived: Archived, request: PageRequest) -> bool:
        """Tell a page that the host gives for everything it does not have, whatever its words."""
        if archived.digest is None or request.candidate_of is not None:
            return False
        return self._lane(archived.exchange).count_sharers(archived.digest, request.article_id) >= SHARED_BY

    def _check_etag(self, archived: Archived, request: PageRequest) -> None:
        """Notice a host that gives two bodies one ETag: its word on what has changed is worth nothing."""
        etag = archived.exchange.header("etag")
        if etag and etag == request.etag and request.previous_digest and archived.digest != request.previous_digest:
            lane = self._lane(archived.exchange)
            lane.is_conditional = False
            lane.notes.add("one ETag for two bodies")

    async def _conclude_not_modified(self, target: Target, archived: Archived, progress: _Progress) -> Visit:
        """Take a 304 at its word, unless something speaks against it; then ask once more without condition."""
        request, lane = progress.request, self._lane(archived.exchange)
        if not archived.exchange.sent_conditions:
            return progress.end(Outcome.PROTOCOL_ERROR, "304 to a request without condition", target.url)
        lane.not_modified_count += 1
        doubt = find_doubt(archived.exchange, request, lane.not_modified_count)
        if doubt or request.previous_warc_file is None or request.previous_warc_offset is None:
            return await self._ask_again(doubt or "the earlier payload is not at hand", progress)
        try:
            stored, payload = await asyncio.to_thread(
                read_whole, self._client.home, request.previous_warc_file, request.previous_warc_offset
            )
        except PayloadMissingError as error:
            return await self._ask_again(str(error), progress)
        if digest_of(payload) != request.previous_digest:
            return await self._ask_again("the earlier payload is not what it was", progress)
        outcome, detail = await self._judge_repeated(target, stored, payload, progress)
        visit = progress.end(outcome, detail, target.url)
        return replace(visit, payload=payload, digest=request.previous_digest, earlier_headers=stored.headers)

    async def _judge_repeated(
        self, target: Target, stored: StoredResponse, payload: bytes, progress: _Progress
    ) -> tuple[Outcome, str]:
        """Say what a 304 is: the answer that it repeats, judged as that one was; not_modified where that is a page."""
        answer = Answer(
            asked_url=progress.request.url,
            final_url=target.url,
            status=stored.status,
            headers=stored.headers,
            payload=payload,
            was_redirected=bool(progress.redirects),
        )
        judgement = await self._reader.read(JudgeJob(answer=answer))
        if judgement.outcome is Outcome.OK:
            return Outcome.NOT_MODIFIED, "status 304"
        return judgement.outcome, f"{judgement.rule}; status 304 for this answer of before"

    async def _ask_again(self, doubt: str, progress: _Progress) -> Visit:
        """Ask once more without condition; note the host where its 304 was wrong."""
        progress.is_conditional = False
        progress.restart()
        visit = await self._follow(progress.request.url, progress)
        is_wrong = visit.digest is not None and visit.digest != progress.request.previous_digest
        if is_wrong and visit.last is not None:
            lane = self._lane(visit.last.exchange)
            lane.is_conditional = False
            lane.notes.add("304 for a page that had changed")
        return replace(visit, detail=f"{visit.detail}; 304 not believed: {doubt}")


def find_doubt(exchange: Exchange, request: PageRequest, not_modified_count: int) -> str:
    """Say what speaks against a 304, or give an empty string."""
    etag = exchange.header("etag")
    if etag and request.etag and etag.removeprefix("W/") != request.etag.removeprefix("W/"):
        return "it names another ETag"
    if request.previous_digest is None:
        return "nothing is known of the earlier body"
    if not_modified_count % AUDITED_NOT_MODIFIED == 0:
        return f"one of {AUDITED_NOT_MODIFIED} is audited"
    return ""


def find_location(exchange: Exchange) -> str | None:
    """Give where a status and its Location send on to."""
    location = exchange.raw_header("location")
    return escape_raw(location) if exchange.status in REDIRECTS and location else None
