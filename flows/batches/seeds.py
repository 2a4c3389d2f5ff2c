"""The first half of an ingest: seed files become batches of cleaned seeds, loaded as they come.

A chunk of documents that breaks its worker is tried again, then its seeds are halved until the one that
does it stands alone; that one is rejected by name and the others load.
"""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.batches.arguments import as_it_is
from flows.batches.duckdb_seeds import open_duckdb
from flows.batches.seed_pages import decode_seeds
from flows.batches.worker.seeds import clean_chunk, clean_seeds, seed_batch_id, write_rejections
from flows.executors import WORK_DEADLINE, WorkerLostError
from flows.records import BatchKind, Reason, Rejection, SeedArticle, Stage, content_id
from flows.runs.context import BatchContext, WorkShare
from flows.runs.interrupts import end_if_stopped, is_stopping
from flows.runs.loader import Loader
from flows.runs.notices import say_aside
from flows.runs.run import Run
from flows.seedfiles import HintBook, Notice, SeedChunk, SourceFile, find_sources, read_chunks
from flows.seedfiles.reading import NO_BOOK
from warehouse.load.batch_files import batch_exists
from warehouse.load.ledger import SourceRow, known_source_signatures, loaded_batch_ids, record_sources, source_paths_of

T = TypeVar("T")
BATCHES_AHEAD = 2  # batches under way for each worker, so that none waits for the reader
PHASE = "seeds"
CleanBatch = Callable[[BatchContext, SeedChunk, int | None], Awaitable[Path]]


async def clean_batch(context: BatchContext, chunk: SeedChunk, most: int | None) -> Path:
    """Clean one chunk, cut to its first `most` documents, in a worker process. Returns the batch's folder."""
    batch_id = seed_batch_id(chunk, most)
    if batch_exists(context.settings.batches, batch_id):
        return context.settings.batches / batch_id
    return await context.workers.call(clean_chunk, chunk, context.settings.batches, context.run_id, most)


@task(
    name="clean seeds",
    task_run_name="clean seeds {chunk_id}",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=0.5,
    timeout_seconds=3 * WORK_DEADLINE,
)
async def clean_seeds_task(
    chunk_id: str,  # noqa: ARG001 - names the task run
    context: BatchContext,
    chunk: SeedChunk,
    most: int | None,
) -> Path:
    """Clean the seeds of one chunk."""
    return await clean_batch(context, chunk, most)


async def clean_in_task(context: BatchContext, chunk: SeedChunk, most: int | None) -> Path:
    """Clean one chunk in a task of Prefect's; see `clean_batch`."""
    return await clean_seeds_task(chunk.chunk_id, as_it_is(context), as_it_is(chunk), most)


async def _clean_all(context: BatchContext, chunk: SeedChunk, most: int | None, clean: CleanBatch) -> list[Path]:
    """Clean a chunk whatever it holds: where it breaks its worker again and again, seed by seed."""
    with contextlib.suppress(WorkerLostError):  # what breaks it is found below
        return [await clean(context, chunk, most)]
    seeds, rejections = await _decode_by_halves(context, chunk)
    folders = await _clean_by_halves(context, seeds[:most])
    return [*folders, write_rejections(rejections, context.settings.batches, context.run_id)] if rejections else folders


async def _decode_by_halves(context: BatchContext, chunk: SeedChunk) -> tuple[list[SeedArticle], list[Rejection]]:
    """Decode a chunk; documents that end their worker are found by halving, and rejected."""
    try:
        return await context.workers.call(decode_seeds, chunk)
    except WorkerLostError as error:
        if len(chunk.documents) == 1:
            only = chunk.documents[0]
            return [], [_broken(only.source_path, only.line, str(error))]
    middle = len(chunk.documents) // 2
    seeds, rejections = list[SeedArticle](), list[Rejection]()
    for half in (chunk.documents[:middle], chunk.documents[middle:]):
        found = await _decode_by_halves(context, replace(chunk, documents=half))
        seeds += found[0]
        rejections += found[1]
    return seeds, rejections


async def _clean_by_halves(context: BatchContext, seeds: Sequence[SeedArticle]) -> list[Path]:
    """Clean decoded seeds; those that end their worker are found by halving, and rejected."""
    if not seeds:
        return []
    batch_id = content_id(BatchKind.SEEDS, *(f"{seed.seed_id}:{seed.source_path}:{seed.line}" for seed in seeds))
    folder = context.settings.batches
    try:
        return [await context.workers.call(clean_seeds, seeds, (), batch_id, folder, context.run_id)]
    except WorkerLostError as error:
        if len(seeds) == 1:
            broken = _broken(seeds[0].source_path, seeds[0].line, str(error))
            return [write_rejections([broken], folder, context.run_id)]
    middle = len(seeds) // 2
    return [*await _clean_by_halves(context, seeds[:middle]), *await _clean_by_halves(context, seeds[middle:])]


def _broken(source_path: str, line: int | None, cause: str) -> Rejection:
    return Rejection(
        stage=Stage.READ,
        reason=Reason.INTERNAL_ERROR,
        detail=f"this seed ended its worker process, {cause}",
        source_path=source_path,
        line=line,
    )


async def _in_thread(iterator: Iterator[T]) -> AsyncIterator[T]:
    end = object()
    while (item := await asyncio.to_thread(next, iterator, end)) is not end:
        yield item  # type: ignore[misc] # what is not the end is an item


def _find_fresh(
    known: Collection[str], paths: Sequence[Path], hints: HintBook
) -> tuple[list[SourceFile], set[str], list[Rejection]]:
    """Tell files that no run has read from those that stand unchanged in the ledger (their signatures)."""
    fresh: list[SourceFile] = []
    unchanged: set[str] = set()
    rejections: list[Rejection] = []
    for found in find_sources(paths):
        if isinstance(found, Rejection):
            rejections.append(found)
            continue
        key = hints.of(found.source_path).key
        source = replace(found, signature=f"{found.signature}-{key}") if key else found
        if source.signature in known:
            unchanged.add(source.signature)
        else:
            fresh.append(source)
    return fresh, unchanged, rejections


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedReport:
    """What reading the named paths came to."""

    source_paths: frozenset[str]  # as the warehouse knows them
    files_read: int
    files_unchanged: int  # read by an earlier run and not touched since


@dataclass(slots=True)
class _Reading:
    """The chunks of some files, up to a limit of documents; what cannot be read is kept aside."""

    left: int | None  # documents that may still be taken; None for all
    rejections: list[Rejection]
    hints: HintBook = NO_BOOK
    is_cut: bool = False

    async def chunks(self, files: Sequence[SourceFile], size: int) -> AsyncIterator[tuple[SeedChunk, int | None]]:
        """Give each chunk with the number of its documents to take; None for all of them."""
        async for found in _in_thread(
            read_chunks(files, chunk_documents=size, hints=self.hints, open_duckdb=open_duckdb)
        ):
            if isinstance(found, Rejection):
                self.rejections.append(found)
            elif isinstance(found, Notice):
                say_aside(f"{found.source_path}: {found.text}")
            elif self.left == 0:
                self.is_cut = True
                return
            else:
                most = _cut(self.left, found.document_count)
                self.is_cut = most is not None
                self.left = None if self.left is None else max(0, self.left - found.document_count)
                yield found, most


async def load_seeds(
    run: Run,
    paths: Sequence[Path],
    *,
    limit: int | None,
    hints: HintBook = NO_BOOK,
    clean: CleanBatch = clean_in_task,
) -> SeedReport:
    """Read, clean and load the seeds under `paths`; files that were read before and are unchanged are passed over.

    `clean` cleans one chunk, in a task of Prefect's or without.
    """
    fresh, unchanged, rejections = _find_fresh(known_source_signatures(run.connection), paths, hints)
    done = loaded_batch_ids(run.connection)
    reading = _Reading(limit, rejections, hints)
    pending: set[asyncio.Task[list[Path]]] = set()
    loader = Loader(run, phase=PHASE)
    async for chunk, most in reading.chunks(fresh, run.settings.batch_size):
        if is_stopping():
            break
        if seed_batch_id(chunk, most) not in done:
            pending.add(asyncio.create_task(_clean_all(run.context, chunk, most, clean)))
        if len(pending) >= BATCHES_AHEAD * run.workers.count:
            pending = await loader.take_finished(pending)
    while pending:
        pending = await loader.take_finished(pending)
    if rejections and not is_stopping():
        await loader.add([write_rejections(rejections, run.settings.batches, run.run_id)])
    await loader.finish()
    end_if_stopped()
    if not reading.is_cut:
        rows = [SourceRow(source_path=source.source_path, signature=source.signature) for source in fresh]
        record_sources(run.connection, rows, now=dt.datetime.now(dt.UTC))
    scope = {source.source_path for source in fresh} | source_paths_of(run.connection, unchanged)
    return SeedReport(source_paths=frozenset(scope), files_read=len(fresh), files_unchanged=len(unchanged))


@dataclass(slots=True, kw_only=True)
class PrepareReport:
    """What preparing a share came to, in batches."""

    batches_made: int = 0
    batches_found: int = 0  # made before, by any run
    batches_left: int = 0  # broke their worker again and again; the ingest finds the seed that does it


async def prepare_seeds(
    context: BatchContext, paths: Sequence[Path], hints: HintBook, *, known: Collection[str], share: WorkShare
) -> PrepareReport:
    """Clean the chunks of a share of the seed files whose signatures are not `known`, and load nothing.

    The chunks are those that an ingest of the same paths with the same hints cuts, which then finds the batches here.
    What cannot be read is passed over: the ingest rejects it by name.
    """
    fresh, _, rejections = _find_fresh(known, paths, hints)
    report, pending = PrepareReport(), set[asyncio.Task[None]]()
    async for chunk, _ in _Reading(None, rejections, hints).chunks(fresh, context.settings.batch_size):
        if is_stopping():
            break
        if share.has(chunk.chunk_id):
            pending.add(asyncio.create_task(_prepare_chunk(context, chunk, report)))
        if len(pending) >= BATCHES_AHEAD * context.workers.count:
            finished, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.gather(*finished)
    await asyncio.gather(*pending)
    end_if_stopped()
    return report


async def _prepare_chunk(context: BatchContext, chunk: SeedChunk, report: PrepareReport) -> None:
    if batch_exists(context.settings.batches, seed_batch_id(chunk)):
        report.batches_found += 1
        return
    try:
        await clean_in_task(context, chunk, None)
    except WorkerLostError:
        report.batches_left += 1
    else:
        report.batches_made += 1


def _cut(left: int | None, count: int) -> int | None:
    """Say how many of `count` documents may still be taken; None for all of them."""
    return left if left is not None and left < count else None
