"""Learn the layouts of a publisher from its stored pages and their seeds, off the network."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from pathlib import Path

import duckdb
from selectolax.lexbor import LexborHTMLParser

from flows.addresses.page_address import read_page_address
from flows.batches.boundary import or_else
from flows.batches.stored_pages import read_jobs
from flows.batches.worker.pages import WORKER_MEMORY
from flows.executors.sandbox import Crash
from flows.layouts import LEARNER_VERSION, PageLabels, Sample, continue_layouts, label_page, learn_from_labels
from flows.parse.layouts.match import match_own, own_layout_names
from flows.parse.markup.charset import decode
from flows.parse.markup.precheck import flatten
from flows.records import Batch, BatchKind, LayoutLesson, PageJob, PublisherLayouts, StoredCapture, content_id
from flows.runs.context import BatchContext
from flows.runs.interrupts import end_if_stopped, is_stopping
from flows.runs.notices import say_aside
from flows.runs.run import Run
from warehouse.load.batch_files import write_batch
from warehouse.read.layouts import StoredArticle, articles_to_learn, publishers_to_learn, read_layouts
from warehouse.read.select import stored_captures

MOST_READ = 400  # pages of a publisher that are labelled; a layout that is on fewer of them is not learned
SLICE = 50  # pages in memory at a time
LEAST_PAGES = 20  # that no publisher's file describes: a run learns from no fewer
MOST_PUBLISHERS = 50  # that one run learns, some seconds each; the next run goes on

MOST_NAMED = 5  # publishers in a sentence

Labeller = Callable[[PageJob], PageLabels | None]


def label_stored(job: PageJob) -> PageLabels | None:
    """Label one stored page with its seed; None where the two have nothing in common to learn from."""
    return label_page(Sample(_decode(job), job.seed))


def label_undescribed(job: PageJob) -> PageLabels | None:
    """Label a stored page that the file of its publisher does not describe."""
    address = read_page_address(job.capture.final_uri)
    if address.publisher is not None and match_own(LexborHTMLParser(flatten(_decode(job))), address) is not None:
        return None
    return label_stored(job)


def _decode(job: PageJob) -> str:
    return decode(job.payload, dict(job.capture.headers), job.seed.body)[0]


def choose_pages(articles: Iterable[StoredArticle]) -> tuple[int, dict[str, str]]:
    """Choose one page an article: its payload's digest, by article, the same ones whatever the order; count them all.

    Half of the articles are those with the newest pages, so that a new layout has its place; of the others, which
    follow from their ids alone, it is the oldest page, so that an old layout keeps its. However many articles there
    are, no more than can be chosen are held.
    """
    count, most = 0, (MOST_READ + 1) // 2
    latest: list[StoredArticle] = []
    others: list[StoredArticle] = []
    left = iter(articles)
    while part := list(islice(left, MOST_READ)):
        count += len(part)
        latest = sorted([*latest, *part], key=_age)[:most]
        others = sorted([*others, *part], key=lambda article: _rank(article.article_id))[:MOST_READ]
    newest = {article.article_id: article.newest for article in latest[: (min(count, MOST_READ) + 1) // 2]}
    rest = [article for article in others if article.article_id not in newest][: MOST_READ - len(newest)]
    return count, newest | {article.article_id: article.oldest for article in rest}


def _age(article: StoredArticle) -> tuple[float, bytes]:
    return -article.seen_at.timestamp(), _rank(article.article_id)


def _rank(article_id: str) -> bytes:
    """Order articles in a way that says nothing of them, and is always the same."""
    return hashlib.blake2b(article_id.encode(), digest_size=16).digest()


def _chosen_captures(connection: duckdb.DuckDBPyConnection, publisher: str) -> tuple[int, list[StoredCapture]]:
    """Give the captures that are learned from, one an article, and count the articles: few texts are held at a time."""
    count, wanted = choose_pages(articles_to_learn(connection, publisher))
    stored = stored_captures(connection, publisher=publisher, article_ids=wanted)
    chosen = {
        item.seed.identity.article_id: item
        for item in sorted(stored, key=attrgetter("capture_id"), reverse=True)
        if wanted[item.seed.identity.article_id] == item.payload_digest
    }
    return count, sorted(chosen.values(), key=attrgetter("capture_id"))


async def learn_publisher(
    context: BatchContext,
    connection: duckdb.DuckDBPyConnection,
    publisher: str,
    *,
    label: Labeller = label_stored,
    earlier: PublisherLayouts | None = None,
) -> LayoutLesson:
    """Learn the layouts of a publisher beside its earlier ones: each page is labelled in a worker, with a deadline."""
    stored_count, chosen = _chosen_captures(connection, publisher)
    labels: dict[str, PageLabels] = {}
    unreadable = 0
    deadline = context.settings.page_deadline
    with context.workers.guard(label, deadline_s=deadline, memory_bytes=WORKER_MEMORY) as sandbox:
        for start in range(0, len(chosen), SLICE):
            part = chosen[start : start + SLICE]
            jobs, rejections = await asyncio.to_thread(read_jobs, context.settings.home, part)
            results = await sandbox.run(jobs) if jobs else []
            unreadable += len(rejections) + sum(isinstance(result, Crash) for result in results)
            labels |= _labels_by_article(jobs, results)
    pages = (f"{stored.capture_id}:{stored.seed.seed_id}" for stored in chosen)
    return LayoutLesson(
        lesson_id=content_id(LEARNER_VERSION, publisher, earlier.version if earlier else "", *pages),
        publisher=publisher,
        learner_version=LEARNER_VERSION,
        stored_count=stored_count,
        read_count=len(chosen) - unreadable,
        unreadable_count=unreadable,
        layouts=continue_layouts(earlier.layouts if earlier else (), learn_from_labels(labels)),
    )


def _labels_by_article(
    jobs: Sequence[PageJob], results: Sequence[PageLabels | Crash | None]
) -> Mapping[str, PageLabels]:
    return {
        job.seed.identity.article_id: result
        for job, result in zip(jobs, results, strict=True)
        if isinstance(result, PageLabels)
    }


async def learn_new_pages(run: Run) -> list[LayoutLesson]:
    """Learn the layouts of the publishers that have enough new pages, and load what they teach for the next run.

    Told to stop, it ends the run as the pages before it do; the next one learns what is left.
    """
    chosen = publishers_to_learn(
        run.connection,
        described=own_layout_names(),
        learner_version=LEARNER_VERSION,
        least=LEAST_PAGES,
        most=MOST_READ,
        publishers=MOST_PUBLISHERS,
    )
    known = read_layouts(run.connection) if chosen else {}
    lessons = []
    for publisher in chosen:
        if is_stopping():
            break
        learning = learn_publisher(
            run.context, run.connection, publisher, label=label_undescribed, earlier=known.get(publisher)
        )
        lesson = await or_else(None, learning, what="layouts", url=publisher)
        if lesson is not None:
            await run.load([_write(run.context, lesson)])
            lessons.append(lesson)
    end_if_stopped()
    if taught := [lesson.publisher for lesson in lessons if lesson.layouts]:
        named = ", ".join(taught[:MOST_NAMED]) + (" …" if len(taught) > MOST_NAMED else "")
        say_aside(f"layouts learned: {named}; `seedbank reparse` reads what is stored with them.")
    return lessons


def _write(context: BatchContext, lesson: LayoutLesson) -> Path:
    batch_id = content_id(BatchKind.LAYOUTS, lesson.lesson_id)
    batch = Batch(batch_id=batch_id, kind=BatchKind.LAYOUTS, run_id=context.run_id, lessons=(lesson,))
    return write_batch(context.settings.batches, batch)
