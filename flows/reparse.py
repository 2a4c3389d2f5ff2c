"""Read stored pages again with the parser as it is now: no network, the page itself is the same.

What differs from an earlier reading is the parser's doing, and is listed in marts.parser_change.
"""

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.bulletin import followed
from flows.errors import UsageError
from flows.executors import Guarded
from flows.fetch.replay import PayloadMissingError, read_payload
from flows.line import PageFinding, PageJob, examine_page
from flows.page_batches import WORKER_MEMORY
from flows.parse.publishers import all_publishers
from flows.parse.sandbox import Crash, CrashKind
from flows.parse.version import PARSER_VERSION
from flows.records import Batch, BatchKind, Capture, Outcome, Reason, Rejection, Source, Stage, content_id
from flows.run import Loader, Run, Totals, open_run, unlooked
from flows.settings import Settings, load_settings
from flows.stopping import end_if_stopped, is_stopping
from warehouse.batch_files import write_batch
from warehouse.select import StoredCapture, seed_publishers, stored_captures
from warehouse.sql_files import read_sql

PHASE = "stored pages"
PAGES_IN_BATCH = 200
NAMED = 10  # publishers that a message lists


@dataclass(frozen=True, slots=True, kw_only=True)
class ReparseSummary:
    """What one reparse did."""

    run_id: str
    parser_version: str
    totals: Totals
    unreadable_count: int  # stored pages that could not be read; they are in ops.rejection
    article_count: int
    snapshot: Path
    is_new_snapshot: bool
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    run: Run
    sandbox: Guarded[PageJob, PageFinding]
    verdicts: frozenset[str]  # captures that showed the article, so that their text counts


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


def _read_jobs(home: Path, captures: Sequence[StoredCapture]) -> tuple[list[PageJob], list[Rejection]]:
    jobs, rejections = [], []
    for stored in captures:
        try:
            payload = read_payload(home, stored.warc_file, stored.warc_offset)
        except PayloadMissingError as error:
            rejections.append(_reject(stored.warc_file, stored.target_uri, Reason.PAYLOAD_MISSING, str(error)))
        else:
            jobs.append(PageJob(seed=stored.seed, capture=_to_capture(stored), payload=payload))
    return jobs, rejections


def _reject(warc_file: str | None, target_uri: str, reason: Reason, detail: str) -> Rejection:
    return Rejection(stage=Stage.PARSE, reason=reason, detail=detail, source_path=warc_file, target_uri=target_uri)


@task(name="reparse pages", task_run_name="reparse pages {batch_id}", cache_policy=NO_CACHE, retries=1)
async def reparse_batch(batch_id: str, desk: _Desk, captures: Sequence[StoredCapture]) -> list[Path]:
    """Read some stored pages again. Returns the folders of the batch and of what could not be read."""
    run = desk.run
    jobs, rejections = await asyncio.to_thread(_read_jobs, run.settings.home, captures)
    results = await desk.sandbox.run(jobs) if jobs else []
    findings = []
    for job, result in zip(jobs, results, strict=True):
        if isinstance(result, Crash):
            reason = Reason.PARSE_TIMEOUT if result.kind is CrashKind.TIMEOUT else Reason.PARSE_CRASH
            detail = f"{result.kind}: {result.detail}"
            rejections.append(_reject(job.capture.warc_file, job.capture.target_uri, reason, detail))
        else:
            findings.append((job.capture.capture_id, result))
    batch = Batch(
        batch_id=batch_id,
        kind=BatchKind.REPARSE,
        run_id=run.run_id,
        pages=tuple({found.page.page_id: found.page for _, found in findings}.values()),
        reconciliations=tuple(found.reconciliation for name, found in findings if name in desk.verdicts),
    )
    folders = [await asyncio.to_thread(write_batch, run.settings.batches, batch)] if findings else []
    return folders + [_write_rejection(run, rejection) for rejection in rejections]


def _write_rejection(run: Run, rejection: Rejection) -> Path:
    """Write a page that could not be read as a batch of its own: another try with this parser adds no row."""
    place = (rejection.source_path or "", rejection.target_uri or "", rejection.reason.value)
    batch_id = content_id(BatchKind.REPARSE, PARSER_VERSION, *place)
    batch = Batch(batch_id=batch_id, kind=BatchKind.REPARSE, run_id=run.run_id, rejections=(rejection,))
    return write_batch(run.settings.batches, batch)


def _batches(captures: Iterator[StoredCapture]) -> Iterator[tuple[StoredCapture, ...]]:
    while batch := tuple(islice(captures, PAGES_IN_BATCH)):
        yield batch


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


async def run_reparse(settings: Settings, *, parser_only: str | None) -> ReparseSummary:
    """Read what this parser has not read yet; the flow below without Prefect's parameters."""
    started, unreadable = time.monotonic(), 0
    parameters = {"parser_only": parser_only or "", "parser_version": PARSER_VERSION}
    async with open_run(settings, command="reparse", parameters=parameters) as run, followed(run):
        publisher = choose_publisher(parser_only, seed_publishers(run.connection)) if parser_only else None
        captures = stored_captures(run.connection, publisher=publisher, not_parsed_by=PARSER_VERSION)
        verdicts = frozenset(row[0] for row in run.connection.execute(read_sql("captures_with_verdict")).fetchall())
        loader = Loader(run, phase=PHASE)
        deadline = settings.page_deadline
        with run.workers.guard(examine_page, deadline_s=deadline, memory_bytes=WORKER_MEMORY) as box:
            desk = _Desk(run=run, sandbox=box, verdicts=verdicts)
            for batch in _batches(captures):
                if is_stopping():
                    break
                batch_id = content_id(BatchKind.REPARSE, PARSER_VERSION, *(stored.capture_id for stored in batch))
                folders = await reparse_batch(batch_id, unlooked(desk), unlooked(batch))
                unreadable += sum(folder.name != batch_id for folder in folders)
                await loader.add(folders)
        await loader.finish()
        end_if_stopped()
        published = await run.publish()
    return ReparseSummary(
        run_id=run.run_id,
        parser_version=PARSER_VERSION,
        totals=run.totals,
        unreadable_count=unreadable,
        article_count=published.article_count,
        snapshot=published.snapshot,
        is_new_snapshot=published.is_new,
        seconds=time.monotonic() - started,
    )


@flow(name="reparse", flow_run_name="reparse", validate_parameters=True)
async def reparse(parser_only: str | None = None, home: str | None = None) -> ReparseSummary:
    """Read stored pages again with the current parser, without the network, and publish.

    Args:
        parser_only: Publisher whose pages are read, such as vietnamplus.vn; empty for all.
        home: Folder of everything that a run writes; empty for the setting.
    """
    settings = load_settings(os.environ, folder=Path.cwd(), home=Path(home) if home else None)
    return await run_reparse(settings, parser_only=parser_only)
