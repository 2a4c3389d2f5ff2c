"""Learn the layouts of a host from its stored pages and their seeds, off the network."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from flows.batches.stored_pages import read_jobs
from flows.batches.worker import WORKER_MEMORY
from flows.executors.sandbox import Crash
from flows.layouts import LearnedLayout, PageLabels, Sample, label_page, learn_from_labels
from flows.parse.markup.charset import decode
from flows.records import PageJob, StoredCapture
from flows.runs.context import BatchContext
from warehouse.read.select import stored_captures

MOST_READ = 400  # pages of a host that are labelled; a layout that is on fewer of them is not learned
SLICE = 50  # pages in memory at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedHost:
    """What the stored pages of a host taught."""

    host: str
    stored_count: int  # articles with a stored page
    read_count: int  # of these, pages that were labelled
    unreadable_count: int
    layouts: tuple[LearnedLayout, ...]


def label_stored(job: PageJob) -> PageLabels | None:
    """Label one stored page with its seed; None where the two have nothing in common to learn from."""
    text, _, _ = decode(job.payload, dict(job.capture.headers), job.seed.body)
    return label_page(Sample(text, job.seed))


def _rank(stored: StoredCapture) -> bytes:
    return hashlib.blake2b(stored.seed.identity.article_id.encode()).digest()


def choose_pages(captures: Iterable[StoredCapture], host: str) -> tuple[int, list[StoredCapture]]:
    """Choose one page an article, the newest, and of these the same ones whatever the order; and count them all."""
    newest: dict[str, StoredCapture] = {}
    for stored in captures:
        article_id, known = stored.seed.identity.article_id, newest.get(stored.seed.identity.article_id)
        is_newer = known is None or (stored.captured_at, stored.capture_id) > (known.captured_at, known.capture_id)
        if stored.seed.identity.publisher == host and stored.seed.body and is_newer:
            newest[article_id] = stored
    return len(newest), sorted(newest.values(), key=_rank)[:MOST_READ]


async def learn_host(context: BatchContext, connection: duckdb.DuckDBPyConnection, host: str) -> LearnedHost:
    """Learn the layouts of a host: each page is labelled in a worker, with a deadline."""
    stored_count, chosen = choose_pages(stored_captures(connection, publisher=host), host)
    labels: dict[str, PageLabels] = {}
    unreadable = 0
    deadline = context.settings.page_deadline
    with context.workers.guard(label_stored, deadline_s=deadline, memory_bytes=WORKER_MEMORY) as sandbox:
        for start in range(0, len(chosen), SLICE):
            part = chosen[start : start + SLICE]
            jobs, rejections = await asyncio.to_thread(read_jobs, context.settings.home, part)
            results = await sandbox.run(jobs) if jobs else []
            unreadable += len(rejections) + sum(isinstance(result, Crash) for result in results)
            labels |= _labels_by_article(jobs, results)
    return LearnedHost(
        host=host,
        stored_count=stored_count,
        read_count=len(chosen) - unreadable,
        unreadable_count=unreadable,
        layouts=learn_from_labels(labels),
    )


def _labels_by_article(jobs: Sequence[PageJob], results: Sequence[PageLabels | Crash | None]) -> dict[str, PageLabels]:
    return {
        job.seed.identity.article_id: result
        for job, result in zip(jobs, results, strict=True)
        if isinstance(result, PageLabels)
    }
