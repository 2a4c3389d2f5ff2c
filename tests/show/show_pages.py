"""One seed held against one page without a network."""

import datetime as dt
from collections.abc import Sequence

import factories

from flows.batches.worker.pages import examine_page
from flows.records import Batch, BatchKind, Capture, Outcome, PageJob, SeedArticle, Source, content_id

URL = "https://bao-mau.example/bai-1.html"


def make_seed(sentences: Sequence[str], title: str = "Cầu mới") -> SeedArticle:
    """Build a seed of some sentences."""
    body = " ".join(sentences)
    return factories.seed_at(URL, title=title, body=body, source_path="seeds/bai-1.jsonl", line=1)


def hold_against(seed_sentences: Sequence[str], page_sentences: Sequence[str]) -> tuple[SeedArticle, Batch]:
    """Hold a seed against a page of one paragraph a sentence; give the seed and the batch of the page."""
    seed = make_seed(seed_sentences)
    paragraphs = "".join(f"<p>{text}</p>" for text in page_sentences)
    payload = f"<html><body><article><h1>{seed.title}</h1>{paragraphs}</article></body></html>".encode()
    moment = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    capture = Capture(
        capture_id=content_id(URL, "capture"),
        article_id=seed.identity.article_id,
        target_uri=URL,
        final_uri=URL,
        redirects=(),
        captured_at=moment,
        memento_datetime=None,
        source=Source.LIVE,
        outcome=Outcome.OK,
        outcome_detail="status 200",
        http_status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        payload_digest="sha256:" + content_id(payload) * 4,
        payload_bytes=len(payload),
        elapsed_ms=1,
        request_count=1,
        revisit_of=None,
        warc_file=None,
        warc_offset=None,
    )
    found = examine_page(PageJob(seed=seed, capture=capture, payload=payload))
    batch = Batch(
        batch_id=content_id("page of", seed.seed_id),
        kind=BatchKind.PAGES,
        run_id="run-2",
        captures=(capture,),
        pages=(found.page,),
        reconciliations=(found.reconciliation,),
    )
    return seed, batch
