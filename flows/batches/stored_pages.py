"""Stored pages become batches: read again by the parser as it is now and compared with their seeds, off the network.

What goes into a batch follows from what is stored, the same on every machine: so several machines can make batches,
and a later run finds them.
"""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType

import duckdb
from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.batches.arguments import as_it_is
from flows.batches.boundary import reject_page
from flows.batches.worker.pages import WORKER_MEMORY, examine_page
from flows.errors import UsageError
from flows.executors import Guarded
from flows.executors.sandbox import Crash
from flows.fetch.archive.replay import PayloadMissingError, read_payload
from flows.parse.version import PARSER_VERSION, parser_version
from flows.publishers import all_publishers
from flows.reconcile.reconcile import RULES_VERSION
from flows.records import (
    Batch,
    BatchKind,
    Capture,
    Outcome,
    PageFinding,
    PageJob,
    PublisherLayouts,
    Reason,
    Rejection,
    Source,
    Stage,
    StoredCapture,
    content_id,
)
from flows.runs.context import BatchContext
from warehouse.load.batch_files import batch_exists, write_batch
from warehouse.read.layouts import read_layouts
from warehouse.read.select import captures_with_verdict, seed_publishers, stored_captures

PAGES_IN_BATCH = 200  # at most, also where a batch of seeds holds more articles
NAMED = 10  # publishers that a message lists
# Why a stored page is rejected.
UNREADABLE = (Reason.PAYLOAD_MISSING, Reason.PARSE_TIMEOUT, Reason.PARSE_CRASH, Reason.INTERNAL_ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReparseTools:
    """What the batches of one run share. Made by `open_tools`."""

    context: BatchContext
    sandbox: Guarded[PageJob, PageFinding]
    verdicts: frozenset[str]  # captures that showed the article, so that their text counts
    layouts: Mapping[str, PublisherLayouts]  # learned before this run began, by publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBatch:
    """Stored pages that are read again together, named by them and by what they are read with."""

    captures: tuple[StoredCapture, ...]
    versions: tuple[str, ...]  # of the parser with the layouts that it is given for each of them

    @property
    def batch_id(self) -> str:
        """Name the batch by its content."""
        content = (
            f"{stored.capture_id}:{stored.seed.seed_id}:{version}"
            for stored, version in zip(self.captures, self.versions, strict=True)
        )
        return content_id(BatchKind.REPARSE, str(RULES_VERSION), *content)


def choose_publisher(name: str, known: Sequence[str]) -> str:
    """Find the publisher that a person means: by its host, or by the name of its file ("vietnamplus").

    Raises UsageError where no article of it is here.
    """
    described = (publisher.name for publisher in all_publishers() if publisher.name.split(".")[0] == name)
    for host in (name, *described):
        if any(found == host or found.endswith(f".{host}") for found in known):
            return host
    here = ", ".join(known[:NAMED]) + (" …" if len(known) > NAMED else "")
    raise UsageError(f"No article of {name!r} is here. Publishers: {here or 'none yet'}.")


def find_publisher_here(connection: duckdb.DuckDBPyConnection, name: str | None) -> str | None:
    """Find the publisher that a person names among those of the seeds; None where none is named. Raises UsageError."""
    return choose_publisher(name, seed_publishers(connection)) if name else None


@contextlib.contextmanager
def open_tools(context: BatchContext, connection: duckdb.DuckDBPyConnection) -> Iterator[ReparseTools]:
    """Start the workers that pages are read in; they end with the block."""
    verdicts, deadline = captures_with_verdict(connection), context.settings.page_deadline
    with context.workers.guard(examine_page, deadline_s=deadline, memory_bytes=WORKER_MEMORY) as box:
        yield ReparseTools(context=context, sandbox=box, verdicts=verdicts, layouts=read_layouts(connection))


def cut_stored(
    tools: ReparseTools, connection: duckdb.DuckDBPyConnection, *, publisher: str | None
) -> Iterator[StoredBatch]:
    """Cut the stored pages that this parser has not read, with the layouts of this run, into batches."""
    size = min(PAGES_IN_BATCH, tools.context.settings.batch_size)
    learned = versions_by_publisher(tools.layouts)
    captures = stored_captures(connection, publisher=publisher, not_parsed_by=PARSER_VERSION, learned=learned)
    while batch := tuple(islice(captures, size)):
        versions = (learned.get(stored.seed.identity.publisher, PARSER_VERSION) for stored in batch)
        yield StoredBatch(captures=batch, versions=tuple(versions))


def versions_by_publisher(layouts: Mapping[str, PublisherLayouts]) -> dict[str, str]:
    """Name the parser with what it is given for each publisher that has learned layouts."""
    return {publisher: parser_version(found) for publisher, found in layouts.items()}


def find_reread(folder: Path, batch: StoredBatch) -> list[Path]:
    """Give the folders of a batch that is made, those of its rejections behind it; none where it is not made."""
    if not batch_exists(folder, batch.batch_id):
        return []
    rejected = (
        _rejection_id(stored.warc_file, stored.target_uri, reason) for stored in batch.captures for reason in UNREADABLE
    )
    return [folder / name for name in (batch.batch_id, *rejected) if batch_exists(folder, name)]


async def read_again(tools: ReparseTools, batch: StoredBatch) -> list[Path]:
    """Read stored pages again in a task of Prefect's; see `reparse_batch`."""
    return await reparse_pages_task(batch.batch_id, as_it_is(tools), as_it_is(batch))


@task(name="reparse pages", task_run_name="reparse pages {batch_id}", cache_policy=NO_CACHE, retries=1)
async def reparse_pages_task(
    batch_id: str,  # noqa: ARG001 - names the task run
    tools: ReparseTools,
    batch: StoredBatch,
) -> list[Path]:
    """Read the pages of one batch again."""
    return await reparse_batch(tools, batch)


async def reparse_batch(tools: ReparseTools, batch: StoredBatch) -> list[Path]:
    """Read stored pages again. Returns the folders of the batch and, behind it, of what could not be read."""
    context = tools.context
    jobs, rejections = await asyncio.to_thread(read_jobs, context.settings.home, batch.captures, tools.layouts)
    results = await tools.sandbox.run(jobs) if jobs else []
    findings = []
    for job, result in zip(jobs, results, strict=True):
        if isinstance(result, Crash):
            rejections.append(reject_page(job.capture, result))
        else:
            findings.append((job.capture.capture_id, result))
    rejected = [_write_rejection(context, rejection) for rejection in rejections]
    if not findings:
        return rejected
    made = Batch(
        batch_id=batch.batch_id,
        kind=BatchKind.REPARSE,
        run_id=context.run_id,
        pages=tuple({found.page.page_id: found.page for _, found in findings}.values()),
        reconciliations=tuple(found.reconciliation for name, found in findings if name in tools.verdicts),
    )  # written last: where it is there, its rejections are too
    return [await asyncio.to_thread(write_batch, context.settings.batches, made), *rejected]


def _to_capture(stored: StoredCapture) -> Capture:
    """Give the capture of a stored page, as far as reading it again needs it; it is never loaded."""
    return Capture(
        capture_id=stored.capture_id,
        article_id=stored.seed.identity.article_id,
        target_uri=stored.target_uri,
        final_uri=stored.final_uri,
        redirects=(),
        captured_at=stored.captured_at,
        memento_datetime=stored.memento_datetime,
        source=Source.LIVE if stored.memento_datetime is None else Source.WAYBACK,
        outcome=Outcome.OK,
        outcome_detail="stored",
        http_status=None,
        headers=stored.headers,
        payload_digest=stored.payload_digest,
        payload_bytes=0,
        elapsed_ms=0,
        request_count=0,
        revisit_of=None,
        warc_file=stored.warc_file,
        warc_offset=stored.warc_offset,
    )


def read_jobs(
    home: Path, captures: Sequence[StoredCapture], layouts: Mapping[str, PublisherLayouts] = MappingProxyType({})
) -> tuple[list[PageJob], list[Rejection]]:
    """Read the payloads of stored pages; those that are not there are rejected."""
    jobs, rejections = [], []
    for stored in captures:
        try:
            payload = read_payload(home, stored.warc_file, stored.warc_offset)
        except PayloadMissingError as error:
            rejections.append(_reject(stored.warc_file, stored.target_uri, Reason.PAYLOAD_MISSING, str(error)))
        else:
            learned = layouts.get(stored.seed.identity.publisher)
            jobs.append(PageJob(seed=stored.seed, capture=_to_capture(stored), payload=payload, layouts=learned))
    return jobs, rejections


def _reject(warc_file: str | None, target_uri: str, reason: Reason, detail: str) -> Rejection:
    return Rejection(stage=Stage.PARSE, reason=reason, detail=detail, source_path=warc_file, target_uri=target_uri)


def _rejection_id(warc_file: str | None, target_uri: str | None, reason: Reason) -> str:
    return content_id(BatchKind.REPARSE, PARSER_VERSION, warc_file or "", target_uri or "", reason.value)


def _write_rejection(context: BatchContext, rejection: Rejection) -> Path:
    """Write a page that could not be read as a batch of its own: another try with this parser adds no row."""
    batch_id = _rejection_id(rejection.source_path, rejection.target_uri, rejection.reason)
    batch = Batch(batch_id=batch_id, kind=BatchKind.REPARSE, run_id=context.run_id, rejections=(rejection,))
    return write_batch(context.settings.batches, batch)
