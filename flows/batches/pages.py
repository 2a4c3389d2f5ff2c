"""The second half of an ingest: source pages are asked for, read, and compared with their seeds.

Every page is archived before it is read. A page that hangs or crashes its parser costs itself: it is
rejected by name. Where the page of a seed is not at its address, the addresses it may have moved to are
asked; one is taken only when its page matches the seed.
"""

import asyncio
import contextlib
import datetime as dt
import os
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

import duckdb
from prefect import task
from prefect.cache_policies import NO_CACHE

from flows import __version__
from flows.addresses.links import netloc_of
from flows.addresses.wrappers import read_address
from flows.batches.arguments import as_it_is
from flows.batches.boundary import judge_guarded, or_else, reject_fault, reject_page, reject_unread
from flows.batches.elsewhere import ADDRESSES_TO_TRY, search_elsewhere, try_addresses
from flows.batches.moves import learn_moves
from flows.batches.reading import SandboxReader
from flows.batches.rule_book import RuleBook, open_rule_book
from flows.batches.stored_pages import versions_by_publisher
from flows.batches.worker.pages import WORKER_MEMORY, examine_page
from flows.executors import Guarded
from flows.executors.sandbox import Crash
from flows.existence.kinds import LOST
from flows.existence.selection import CheckedPage, CheckedPages, recognise_page
from flows.existence.verdict import RULES_VERSION as EXISTENCE_VERSION
from flows.existence.verdict import ExistenceCase, ProbedHost, judge_existence
from flows.fetch import Fetcher, PageRequest, find_left_over, open_fetcher, options_from_settings
from flows.parse.version import PARSER_VERSION
from flows.reconcile.dating import find_seed_day
from flows.reconcile.reconcile import RULES_VERSION
from flows.records import (
    Batch,
    BatchKind,
    Capture,
    DecidingVersions,
    FetchedPage,
    Observation,
    Outcome,
    PageFinding,
    PageJob,
    PublisherLayouts,
    Refetch,
    RefetchCandidate,
    RefetchQuery,
    Rejection,
    content_id,
)
from flows.runs.context import BatchContext
from flows.runs.interrupts import end_if_stopped, is_stopping
from flows.runs.loader import Loader
from flows.runs.notices import say_aside
from flows.runs.progress import current_progress
from flows.runs.run import Run
from warehouse.load.batch_files import write_batch
from warehouse.load.ledger import runs_cut_off
from warehouse.read.layouts import read_layouts
from warehouse.read.select import count_for_refetch, held_captures, select_for_refetch

PHASE = "pages"
PAGES_IN_BATCH = 200
BATCHES_AT_ONCE = 32  # batches hold few hosts each, and a host is asked one page at a time
PAGES_TO_EXAMINE = 8  # pages that cross the pipe to a worker together
GROUPS_AHEAD = 4  # of these for each worker, waiting or under way

# What a probe was answered with: a page, be it the host's own error page, or a refusal.
SHOWN = frozenset({Outcome.OK, Outcome.EMPTY, Outcome.NOT_FOUND, Outcome.SOFT_NOT_FOUND, Outcome.HOME_REDIRECT})
TURNED_AWAY = frozenset({Outcome.FORBIDDEN, Outcome.CHALLENGE, Outcome.RATE_LIMITED, Outcome.LOGIN_WALL})

Candidates = Mapping[str, RefetchCandidate]  # by article_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTools:
    """What checking pages takes, shared by the batches of one run."""

    context: BatchContext
    fetcher: Fetcher
    sandbox: Guarded[PageJob, PageFinding]
    groups_waiting: asyncio.Semaphore  # groups of pages that may wait for a worker, so that memory stays flat
    confirm_after: dt.timedelta
    rules: RuleBook  # of addresses, as they were when the run began
    layouts: Mapping[str, PublisherLayouts]  # learned before this run began to read pages, by publisher


CheckBatch = Callable[[PageTools, str, Sequence[RefetchCandidate]], Coroutine[None, None, list[Path]]]


async def check_pages_of_batch(tools: PageTools, batch_id: str, candidates: Sequence[RefetchCandidate]) -> list[Path]:
    """Ask for the pages of some articles and compare them with their seeds. Returns the batch's folder, in a list."""
    by_article = {candidate.seed.identity.article_id: candidate for candidate in candidates}
    checked = CheckedPages()
    requests = [_request(candidate, read_address(candidate.seed.url)) for candidate in by_article.values()]
    pages = _counted(_until_stopped(tools.fetcher.fetch_pages(requests)))
    checked.pages += await _examine_all(tools, pages, by_article)
    await _ask_hosts(tools, checked)
    lost = [
        page_check for page_check in checked.pages if page_check.observation.existence in LOST and page_check.is_live
    ]
    ask = partial(_ask_elsewhere, tools, by_article)
    search = await search_elsewhere(tools.fetcher, tools.rules, ask, lost)
    checked.pages += search.pages
    checked.tries += search.tries
    checked.pages += await _check_archives(tools, checked.unsettled(), by_article)
    led_to = {
        article_id: (by_article[article_id], found[:ADDRESSES_TO_TRY]) for article_id, found in checked.led_to().items()
    }
    checked.pages += await try_addresses(ask, led_to)
    await tools.fetcher.sync()
    batch = checked.to_batch(batch_id, tools.context.run_id, tools.fetcher.host_states(checked.hosts))
    return [await asyncio.to_thread(write_batch, tools.context.settings.batches, batch)]


@task(
    name="check pages",
    task_run_name="check pages {batch_id}",
    cache_policy=NO_CACHE,
    retries=1,
    retry_delay_seconds=1,
)
async def check_pages_task(batch_id: str, tools: PageTools, candidates: Sequence[RefetchCandidate]) -> list[Path]:
    """Check the pages of one batch."""
    return await check_pages_of_batch(tools, batch_id, candidates)


async def check_in_task(tools: PageTools, batch_id: str, candidates: Sequence[RefetchCandidate]) -> list[Path]:
    """Check the pages of one batch in a task of Prefect's; see `check_pages_of_batch`."""
    return await check_pages_task(batch_id, as_it_is(tools), as_it_is(candidates))


async def _ask_hosts(tools: PageTools, checked: CheckedPages) -> None:
    """Judge pages that may be no articles again, beside what their hosts show for an invented address and at home."""
    suspects: dict[str, list[CheckedPage]] = {}
    for page_check in checked.pages:
        if page_check.is_suspect:
            suspects.setdefault(netloc_of(page_check.capture.final_uri), []).append(page_check)
    judged = await asyncio.gather(
        *(
            or_else(group, _judge_beside_others(tools, group), what="probe", url=group[0].capture.final_uri)
            for group in suspects.values()
        )
    )
    fresh = {page_check.capture.capture_id: page_check for group in judged for page_check in group}
    checked.pages = [fresh.get(page_check.capture.capture_id, page_check) for page_check in checked.pages]


async def _judge_beside_others(tools: PageTools, suspects: Sequence[CheckedPage]) -> list[CheckedPage]:
    """Judge the suspect pages of one host again."""
    first = suspects[0]
    probe = await tools.fetcher.probe(first.capture.final_uri)
    pages = [page for page in (probe.invented, probe.home) if page.payload and page.outcome in SHOWN]
    jobs = [
        PageJob(
            seed=first.candidate.seed,
            capture=replace(first.capture, final_uri=page.final_url, headers=(("content-type", page.content_type),)),
            payload=page.payload or b"",
            layouts=tools.layouts.get(first.candidate.seed.identity.publisher),
        )
        for page in pages
    ]
    results = await tools.sandbox.run(jobs) if jobs else []
    read = {
        page.final_url: result.page
        for page, result in zip(pages, results, strict=True)
        if isinstance(result, PageFinding)
    }
    probed = ProbedHost(
        invented=read.get(probe.invented.final_url),
        home=read.get(probe.home.final_url),
        is_turned_away=probe.home.outcome in TURNED_AWAY,
    )
    return [
        replace(
            page_check,
            observation=_judge(tools, page_check.candidate, page_check.capture, page_check.finding, probed=probed),
        )
        for page_check in suspects
    ]


def _request(candidate: RefetchCandidate, url: str) -> PageRequest:
    """Ask an address for an article, with the validators of its last capture where they are of that address."""
    request = PageRequest(
        article_id=candidate.seed.identity.article_id,
        url=url,
        seed_date=find_seed_day(candidate.seed, candidate.published_at),
        candidate_of=candidate.seed.url if url != read_address(candidate.seed.url) else None,
    )
    earlier = candidate.earlier
    if earlier is None or earlier.target_uri != url:
        return request
    return replace(
        request,
        etag=earlier.etag,
        last_modified=earlier.last_modified,
        previous_capture_id=earlier.capture_id,
        previous_digest=earlier.payload_digest,
        previous_captured_at=earlier.captured_at,
        previous_warc_file=earlier.warc_file,
        previous_warc_offset=earlier.warc_offset,
    )


async def _check_archives(
    tools: PageTools, unsettled: Iterable[CheckedPage], candidates: Candidates
) -> list[CheckedPage]:
    """Ask the archives, where there are any, for the articles that the live web alone does not settle."""
    requests = [_request(page_check.candidate, read_address(page_check.candidate.seed.url)) for page_check in unsettled]
    return await _examine_all(tools, tools.fetcher.fetch_archived(requests), candidates)


async def _ask_elsewhere(
    tools: PageTools, candidates: Candidates, wanted: Sequence[tuple[RefetchCandidate, str]]
) -> list[CheckedPage]:
    """Ask other addresses for articles and compare the pages with their seeds."""
    requests = [_request(candidate, address) for candidate, address in wanted]
    return await _examine_all(tools, tools.fetcher.fetch_pages(requests), candidates, elsewhere=True)


async def _counted(pages: AsyncIterator[FetchedPage]) -> AsyncIterator[FetchedPage]:
    """Count pages as they come: a batch of a slow host takes many minutes."""
    progress = current_progress.get()
    async for fetched in pages:
        progress.advance(PHASE, 1)
        yield fetched


async def _until_stopped(pages: AsyncGenerator[FetchedPage, None]) -> AsyncIterator[FetchedPage]:
    """Give pages until the run is told to stop: the rest of the batch is then asked by the next run."""
    async with contextlib.aclosing(pages):
        async for fetched in pages:
            yield fetched
            if is_stopping():
                return


async def _examine_all(
    tools: PageTools, pages: AsyncIterator[FetchedPage], candidates: Candidates, *, elsewhere: bool = False
) -> list[CheckedPage]:
    """Examine pages in groups while others are still on their way."""
    tasks: list[asyncio.Task[list[CheckedPage]]] = []
    group: list[FetchedPage] = []

    async def examine_group() -> None:
        await tools.groups_waiting.acquire()
        tasks.append(asyncio.create_task(_examine(tools, tuple(group), candidates, elsewhere=elsewhere)))
        tasks[-1].add_done_callback(lambda _: tools.groups_waiting.release())
        group.clear()

    async for fetched in pages:
        group.append(fetched)
        if len(group) == PAGES_TO_EXAMINE:
            await examine_group()
    if group:
        await examine_group()
    return [page_check for page_checks in await asyncio.gather(*tasks) for page_check in page_checks]


async def _examine(
    tools: PageTools, group: Sequence[FetchedPage], candidates: Candidates, *, elsewhere: bool
) -> list[CheckedPage]:
    recognised = [recognise_page(candidates[fetched.capture.article_id], fetched.capture) for fetched in group]
    known = {page_check.capture.capture_id: page_check for page_check in recognised if page_check is not None}
    jobs = {
        fetched.capture.capture_id: PageJob(
            seed=(seed := candidates[fetched.capture.article_id].seed),
            capture=fetched.capture,
            payload=fetched.payload,
            layouts=tools.layouts.get(seed.identity.publisher),
        )
        for fetched in group
        if fetched.capture.capture_id not in known
        and fetched.payload
        and fetched.capture.outcome is not Outcome.WRONG_CONTENT_TYPE
    }
    results = await tools.sandbox.run(list(jobs.values())) if jobs else []
    read = dict(zip(jobs, results, strict=True))
    page_checks = list(known.values())
    for fetched in group:
        if fetched.capture.capture_id in known:
            continue
        candidate = candidates[fetched.capture.article_id]
        result = read.get(fetched.capture.capture_id)
        finding = reject_page(fetched.capture, result) if isinstance(result, Crash) else result
        if fetched.capture.outcome is Outcome.INTERNAL_ERROR:
            finding = reject_fault(fetched.capture)
        candidate_of = candidate.seed.url if elsewhere else None
        observation = _judge(tools, candidate, fetched.capture, finding, candidate_of=candidate_of)
        page_checks.append(
            CheckedPage(candidate=candidate, capture=fetched.capture, finding=finding, observation=observation)
        )
    return page_checks


def _judge(
    tools: PageTools,
    candidate: RefetchCandidate,
    capture: Capture,
    finding: PageFinding | Rejection | None,
    *,
    candidate_of: str | None = None,
    probed: ProbedHost | None = None,
) -> Observation:
    read = finding if isinstance(finding, PageFinding) else None
    return judge_guarded(
        capture,
        lambda: judge_existence(
            ExistenceCase(
                capture=capture,
                page=read.page if read else None,
                seed=candidate.seed,
                reconciliation=read.reconciliation if read else None,
                missing_since=candidate.missing_since,
                confirm_after=tools.confirm_after,
                candidate_of=candidate_of,
                probed=probed,
            )
        ),
    )


def _batches(candidates: Iterable[RefetchCandidate]) -> Iterator[tuple[RefetchCandidate, ...]]:
    """Cut the candidates, which come host by host, into batches of few hosts."""
    left = iter(candidates)
    while batch := tuple(islice(left, PAGES_IN_BATCH)):
        yield batch


@contextlib.asynccontextmanager
async def _open_tools(run: Run, sources: Sequence[str]) -> AsyncIterator[PageTools]:
    options = options_from_settings(run.settings, os.environ, sources=tuple(sources), version=__version__)
    sandbox = run.workers.guard(examine_page, deadline_s=run.settings.page_deadline, memory_bytes=WORKER_MEMORY)
    now = partial(dt.datetime.now, dt.UTC)
    reader = SandboxReader(run.settings.workers, deadline_s=run.settings.page_deadline, memory_bytes=WORKER_MEMORY)
    with sandbox, reader.sandbox:
        left_over = await _find_left_over(run)
        async with open_fetcher(
            options, home=run.settings.home, run_id=run.run_id, now=now, left_over=left_over, reader=reader
        ) as fetcher:
            confirm_after = dt.timedelta(seconds=run.settings.gone_confirm_after)
            yield PageTools(
                context=run.context,
                fetcher=fetcher,
                sandbox=sandbox,
                groups_waiting=asyncio.Semaphore(GROUPS_AHEAD * run.workers.count),
                confirm_after=confirm_after,
                rules=open_rule_book(run.connection),
                layouts=read_layouts(run.connection),
            )


def deciding_versions(connection: duckdb.DuckDBPyConnection) -> DecidingVersions:
    """Name the versions of what decides in a run that begins now."""
    return DecidingVersions(
        parser=PARSER_VERSION,
        comparison=RULES_VERSION,
        existence=EXISTENCE_VERSION,
        learned=versions_by_publisher(read_layouts(connection)),
    )


async def _find_left_over(run: Run) -> list[Capture]:
    """Find the pages that a run which was cut off had asked for, and that are in no table."""
    cut_off, now = runs_cut_off(run.connection) - {run.run_id}, dt.datetime.now(dt.UTC)
    found = await asyncio.to_thread(find_left_over, run.settings.home, cut_off, now) if cut_off else ()
    held = held_captures(run.connection, {capture.capture_id for capture in found}) if found else set[str]()
    left_over = [capture for capture in found if capture.capture_id not in held]
    if left_over:
        say_aside(f"{len(left_over):,} pages that a run which was cut off had asked for are not asked again.")
    return left_over


async def check_pages(
    run: Run,
    *,
    refetch: Refetch,
    scope: frozenset[str],
    sources: Sequence[str],
    limit: int | None,
    check_batch: CheckBatch = check_in_task,
) -> None:
    """Ask again for the pages of the articles in `scope` (source paths), as `refetch` says, and load what they show."""
    query = RefetchQuery(
        refetch=refetch,
        now=dt.datetime.now(dt.UTC),
        confirm_after=dt.timedelta(seconds=run.settings.gone_confirm_after),
        source_paths=scope,
        limit=limit,
        versions=deciding_versions(run.connection),
    )
    total, candidates = count_for_refetch(run.connection, query), select_for_refetch(run.connection, query)
    await check_candidates(run, [candidates], sources=sources, total=total, check_batch=check_batch)


def _tell_of_sources(run: Run, fetcher: Fetcher) -> list[Path]:
    """Say which of `--from` had nothing that was asked for, and write down what of them could not be read."""
    for hint in fetcher.hints():
        say_aside(hint)
    rejections = [reject_unread(problem) for problem in fetcher.unread()]
    if not rejections:
        return []
    batch_id = content_id(BatchKind.PAGES, run.run_id, *(f"{item.source_path}:{item.detail}" for item in rejections))
    batch = Batch(batch_id=batch_id, kind=BatchKind.PAGES, run_id=run.run_id, rejections=tuple(rejections))
    return [write_batch(run.settings.batches, batch)]


async def check_candidates(
    run: Run,
    rounds: Iterable[Iterable[RefetchCandidate]],
    *,
    sources: Sequence[str],
    total: int | None,
    check_batch: CheckBatch = check_in_task,
) -> None:
    """Ask for the pages of some articles and load what they show; a round begins when the one before is over.

    `total` is how many articles there are, where that is known. `check_batch` checks one batch, in a task or without.
    """
    loader = Loader(run, phase=PHASE, total=total, counts_loaded=False)
    async with _open_tools(run, sources) as tools:
        for candidates in rounds:
            pending: set[asyncio.Task[list[Path]]] = set()
            for batch in _batches(candidates):
                batch_id = content_id(BatchKind.PAGES, run.run_id, *(c.seed.identity.article_id for c in batch))
                if is_stopping():
                    break
                pending.add(asyncio.create_task(check_batch(tools, batch_id, batch)))
                if len(pending) >= BATCHES_AT_ONCE:
                    pending = await loader.take_finished(pending)
            while pending:
                pending = await loader.take_finished(pending)
            await loader.finish()  # what comes next may be chosen by what this round found
        await loader.add(_tell_of_sources(run, tools.fetcher))
    await loader.finish()
    await learn_moves(run)
    end_if_stopped()
