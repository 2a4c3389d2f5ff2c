"""The second half of an ingest: source pages are asked for, read, and held against their seeds.

Every page is archived before it is read. A page that hangs or crashes its parser costs itself: it is
rejected by name. Where the page of a seed is not at its address, the addresses it may have moved to are
asked; one is taken only when its page matches the seed.
"""

import asyncio
import contextlib
import datetime as dt
import os
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows import __version__
from flows.executors import Guarded
from flows.fetch import Fetcher, PageRequest, moved_candidates, open_fetcher, options_from_settings
from flows.line import PageFinding, PageJob, examine_page
from flows.parse.publishers import find_publisher
from flows.parse.sandbox import Crash, CrashKind
from flows.reconcile.existence import judge_existence
from flows.records import (
    Batch,
    BatchKind,
    Capture,
    Content,
    Existence,
    FetchedPage,
    Observation,
    Outcome,
    Reason,
    Rejection,
    Source,
    Stage,
    content_id,
)
from flows.run import Loader, Run, open_runs, unlooked
from flows.settings import Refetch
from warehouse.batch_files import write_batch
from warehouse.select import RefetchCandidate, select_for_refetch

PHASE = "pages"
PAGES_IN_BATCH = 200
BATCHES_AT_ONCE = 32  # batches hold few hosts each, and a host is asked one page at a time
PAGES_TO_EXAMINE = 8  # pages that cross the pipe to a worker together
GROUPS_AHEAD = 4  # of these for each worker, waiting or under way
WORKER_MEMORY = 4_000_000_000  # bytes of address space; the libraries alone take about 1 GB of it
FOUND = frozenset({Existence.LIVE, Existence.MOVED, Existence.ARCHIVED_ONLY})
LOST = frozenset({Existence.MISSING, Existence.GONE})
OTHER_STORY_RULES = frozenset({"another_article", "redirected_unverified"})  # of flows.reconcile.existence
ADDRESSES_TO_TRY = 3  # where a lost article may be now; each is one more request to the site

Candidates = Mapping[str, RefetchCandidate]  # by article_id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What the batches of one run share."""

    fetcher: Fetcher
    sandbox: Guarded[PageJob, PageFinding]
    places: asyncio.Semaphore  # groups of pages that may wait for a worker, so that memory stays flat
    confirm_after: dt.timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One address asked for one article, and what it showed."""

    candidate: RefetchCandidate
    capture: Capture
    finding: PageFinding | Rejection | None
    observation: Observation

    @property
    def is_live(self) -> bool:
        """Tell whether the web itself was asked, not an archive."""
        return self.capture.source is Source.LIVE


@dataclass(slots=True, kw_only=True)
class _Looks:
    """The looks of a batch."""

    looks: list[_Look] = field(default_factory=list)

    def to_batch(self, batch_id: str, run_id: str) -> Batch:
        """Keep every capture; pages and verdicts of those that showed an article."""
        findings = [look.finding for look in self.looks if isinstance(look.finding, PageFinding)]
        return Batch(
            batch_id=batch_id,
            kind=BatchKind.PAGES,
            run_id=run_id,
            captures=tuple(look.capture for look in self.looks),
            observations=tuple(look.observation for look in self._deciding()),
            pages=tuple({finding.page.page_id: finding.page for finding in findings}.values()),
            reconciliations=tuple(
                look.finding.reconciliation
                for look in self._deciding()
                if isinstance(look.finding, PageFinding) and _is_kept(look)
            ),
            rejections=tuple(look.finding for look in self.looks if isinstance(look.finding, Rejection)),
        )

    def _deciding(self) -> Iterator[_Look]:
        """Give one look an article: where it was found, else that at the seed's own address."""
        best: dict[str, _Look] = {}
        for look in self.looks:
            article_id = look.observation.article_id
            is_found = look.observation.existence in FOUND
            if article_id not in best or (is_found and best[article_id].observation.existence not in FOUND):
                best[article_id] = look
        yield from (look for look in best.values() if look.observation.existence is not Existence.UNCHECKED)


def _is_kept(look: _Look) -> bool:
    """Tell whether a look says something of the text: a verdict, or the text itself where the seed has none."""
    assert isinstance(look.finding, PageFinding)  # noqa: S101 - the caller asked
    found = look.finding.reconciliation
    if found.content is Content.REPLACED and look.observation.rule in OTHER_STORY_RULES:
        return True  # another story stands at the seed's address, so the article itself is not there
    says_something = found.content is not Content.NOT_COMPARED or look.candidate.seed.body is None
    return says_something and look.observation.existence in FOUND


_desks: ContextVar[_Desk] = ContextVar("_desks")


@task(
    name="check pages",
    task_run_name="check pages {batch_id}",
    cache_policy=NO_CACHE,
    retries=1,
    retry_delay_seconds=1,
)
async def check_batch(
    batch_id: str,
    candidates: Sequence[RefetchCandidate],
) -> list[Path]:
    """Ask for the pages of some articles and hold them against their seeds. Returns the batch's folder, in a list."""
    run, desk = open_runs.get(), _desks.get()
    by_article = {candidate.seed.identity.article_id: candidate for candidate in candidates}
    looks = _Looks()
    looks.looks += await _look(desk, [_request(candidate) for candidate in by_article.values()], by_article)
    lost = [look.candidate for look in looks.looks if look.observation.existence in LOST and look.is_live]
    looks.looks += await _look_elsewhere(desk, lost)
    await desk.fetcher.sync()
    return [await asyncio.to_thread(write_batch, run.settings.batches, looks.to_batch(batch_id, run.run_id))]


def _request(candidate: RefetchCandidate) -> PageRequest:
    return PageRequest(
        article_id=candidate.seed.identity.article_id,
        url=candidate.seed.url,
        etag=candidate.etag,
        last_modified=candidate.last_modified,
        previous_capture_id=candidate.last_capture_id,
        previous_digest=candidate.payload_digest,
    )


async def _look_elsewhere(desk: _Desk, lost: Sequence[RefetchCandidate]) -> list[_Look]:
    """Ask the addresses that lost articles may have moved to, the likeliest of each first, until one matches."""
    addresses = {
        candidate.seed.identity.article_id: deque(
            moved_candidates(
                candidate.seed.url, candidate.seed.identity, find_publisher(candidate.seed.identity.publisher)
            )
        )
        for candidate in lost
    }
    by_article = {candidate.seed.identity.article_id: candidate for candidate in lost}
    found: list[_Look] = []
    for _ in range(ADDRESSES_TO_TRY):
        requests = [
            PageRequest(article_id=article_id, url=left.popleft(), candidate_of=by_article[article_id].seed.url)
            for article_id, left in addresses.items()
            if left
        ]
        if not requests:
            break
        looks = await _look(desk, requests, by_article, elsewhere=True)
        found += looks
        for look in looks:
            if look.observation.existence in FOUND:
                del addresses[look.observation.article_id]
    return found


async def _look(
    desk: _Desk, requests: Sequence[PageRequest], candidates: Candidates, *, elsewhere: bool = False
) -> list[_Look]:
    """Ask for pages; those that came are examined in groups while others are still on their way."""
    tasks: list[asyncio.Task[list[_Look]]] = []
    group: list[FetchedPage] = []

    async def examine_group() -> None:
        await desk.places.acquire()
        tasks.append(asyncio.create_task(_examine(desk, tuple(group), candidates, elsewhere=elsewhere)))
        tasks[-1].add_done_callback(lambda _: desk.places.release())
        group.clear()

    async for fetched in desk.fetcher.fetch_pages(requests):
        group.append(fetched)
        if len(group) == PAGES_TO_EXAMINE:
            await examine_group()
    if group:
        await examine_group()
    return [look for looks in await asyncio.gather(*tasks) for look in looks]


async def _examine(
    desk: _Desk, group: Sequence[FetchedPage], candidates: Candidates, *, elsewhere: bool
) -> list[_Look]:
    jobs = {
        fetched.capture.capture_id: PageJob(
            seed=candidates[fetched.capture.article_id].seed, capture=fetched.capture, payload=fetched.payload
        )
        for fetched in group
        if fetched.payload and fetched.capture.outcome is not Outcome.WRONG_CONTENT_TYPE
    }
    results = await desk.sandbox.run(list(jobs.values())) if jobs else []
    read = dict(zip(jobs, results, strict=True))
    looks = []
    for fetched in group:
        candidate = candidates[fetched.capture.article_id]
        result = read.get(fetched.capture.capture_id)
        finding = _reject(fetched, result) if isinstance(result, Crash) else result
        candidate_of = candidate.seed.url if elsewhere else None
        observation = _judge(desk, candidate, fetched, finding, candidate_of)
        looks.append(_Look(candidate=candidate, capture=fetched.capture, finding=finding, observation=observation))
    return looks


def _judge(
    desk: _Desk,
    candidate: RefetchCandidate,
    fetched: FetchedPage,
    finding: PageFinding | Rejection | None,
    candidate_of: str | None,
) -> Observation:
    read = finding if isinstance(finding, PageFinding) else None
    return judge_existence(
        fetched.capture,
        read.page if read else None,
        identity=candidate.seed.identity,
        seed=candidate.seed,
        reconciliation=read.reconciliation if read else None,
        missing_since=candidate.missing_since,
        confirm_after=desk.confirm_after,
        candidate_of=candidate_of,
    )


def _reject(fetched: FetchedPage, crash: Crash) -> Rejection:
    return Rejection(
        stage=Stage.PARSE,
        reason=Reason.PARSE_TIMEOUT if crash.kind is CrashKind.TIMEOUT else Reason.PARSE_CRASH,
        detail=f"{crash.kind}: {crash.detail}",
        source_path=fetched.capture.warc_file,
        target_uri=fetched.capture.target_uri,
    )


def _batches(candidates: Iterable[RefetchCandidate]) -> Iterator[tuple[RefetchCandidate, ...]]:
    """Cut the candidates, which come host by host, into batches of few hosts."""
    left = iter(candidates)
    while batch := tuple(islice(left, PAGES_IN_BATCH)):
        yield batch


@contextlib.asynccontextmanager
async def _open_desk(run: Run, sources: Sequence[str]) -> AsyncIterator[_Desk]:
    options = options_from_settings(run.settings, os.environ, sources=tuple(sources), version=__version__)
    sandbox = run.workers.guard(examine_page, deadline_s=run.settings.page_deadline, memory_bytes=WORKER_MEMORY)
    now = partial(dt.datetime.now, dt.UTC)
    with sandbox:
        async with open_fetcher(options, home=run.settings.home, run_id=run.run_id, now=now) as fetcher:
            confirm_after = dt.timedelta(seconds=run.settings.gone_confirm_after)
            desk = _Desk(
                fetcher=fetcher,
                sandbox=sandbox,
                places=asyncio.Semaphore(GROUPS_AHEAD * run.workers.count),
                confirm_after=confirm_after,
            )
            token = _desks.set(desk)
            try:
                yield desk
            finally:
                _desks.reset(token)


async def check_pages(
    run: Run, *, refetch: Refetch, scope: frozenset[str], sources: Sequence[str], limit: int | None
) -> None:
    """Ask again for the pages of the articles in `scope` (source paths), as `refetch` says, and load what they show."""
    candidates = select_for_refetch(
        run.connection, refetch=refetch.value, now=dt.datetime.now(dt.UTC), source_paths=scope, limit=limit
    )
    await check_candidates(run, [candidates], sources=sources)


async def check_candidates(run: Run, rounds: Iterable[Iterable[RefetchCandidate]], *, sources: Sequence[str]) -> None:
    """Ask for the pages of some articles and load what they show; a round begins when the one before is over."""
    loader = Loader(run, phase=PHASE)
    async with _open_desk(run, sources):
        for candidates in rounds:
            pending: set[asyncio.Task[list[Path]]] = set()
            for batch in _batches(candidates):
                batch_id = content_id(BatchKind.PAGES, run.run_id, *(c.seed.identity.article_id for c in batch))
                pending.add(asyncio.create_task(check_batch(batch_id, unlooked(batch))))
                if len(pending) >= BATCHES_AT_ONCE:
                    pending = await loader.take_finished(pending)
            while pending:
                pending = await loader.take_finished(pending)
    await loader.finish()
