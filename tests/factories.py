"""Records for the tests of all rooms, built by hand: invented articles of invented publishers."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb

from flows.addresses.urls import identify
from flows.records import (
    Batch,
    BatchCounts,
    BatchKind,
    Block,
    BlockKind,
    Capture,
    CleanSentence,
    Content,
    DatePrecision,
    Evidence,
    Existence,
    Identity,
    LeftOut,
    LeftOutKind,
    MediaItem,
    MediaKind,
    Observation,
    Outcome,
    PageKind,
    ParsedPage,
    Reconciliation,
    SeedArticle,
    SeedFormat,
    Source,
    TextSource,
    content_id,
)
from warehouse.load.load import load_batches
from warehouse.marts.build import read_marts

_STATUS = {Outcome.OK: 200, Outcome.NOT_FOUND: 404, Outcome.FORBIDDEN: 403}
DAY = dt.datetime(2026, 1, 10, 12, tzinfo=dt.UTC)


def seed_at(
    url: str,
    *,
    title: str | None,
    body: str | None,
    extra: str | None = None,
    source_path: str = "seeds.jsonl",
    line: int | None = None,
    seed_format: SeedFormat = SeedFormat.JSONL,
) -> SeedArticle:
    """Make the seed of an article at an address, as a reader makes it."""
    identity = identify(url)
    assert identity is not None
    return SeedArticle(
        seed_id=content_id(url, title or "", body or ""),
        identity=identity,
        url=url,
        title=title,
        body=body,
        extra=extra,
        format=seed_format,
        source_path=source_path,
        line=line,
    )


def make_seed(number: int = 1, *, publisher: str = "bao-mau.example", **changes: object) -> SeedArticle:
    """Build the seed of article `number`; `body`, `title`, `url`, `source_path` … may be changed."""
    url = changes.get("url", f"http://{publisher}/tin-{number}.html")
    title = changes.get("title", f"Tin số {number}")
    body = changes.get("body", f"Câu một của tin {number}. Câu hai của tin {number}.")
    key = f"{publisher}:{number}"
    identity = Identity(
        article_id=content_id(key),
        article_key=key,
        publisher=publisher,
        article_number=str(number),
        canonical_url=f"http://{publisher}/tin-{number}.html",
    )
    return SeedArticle(
        seed_id=content_id(url, title or "", body or ""),
        identity=identity,
        url=url,
        title=title,
        body=body,
        extra=changes.get("extra"),
        format=changes.get("format", SeedFormat.DASHED_TEXT),
        source_path=changes.get("source_path", f"seeds/{number}.txt"),
        line=changes.get("line", 1),
    )


def make_sentences(texts: Sequence[str], source: TextSource = TextSource.SEED) -> tuple[CleanSentence, ...]:
    """Build clean sentences, two a paragraph, each with a span in the seed."""
    sentences, start = [], 0
    for number, text in enumerate(texts, start=1):
        sentences.append(
            CleanSentence(
                paragraph_no=(number + 1) // 2,
                sentence_no=number,
                block=BlockKind.PARAGRAPH,
                text=text,
                source=source,
                rule="seed_only" if source is TextSource.SEED else "completed_tail",
                seed_start=start if source is TextSource.SEED else None,
                seed_end=start + len(text) if source is TextSource.SEED else None,
            )
        )
        start += len(text) + 1
    return tuple(sentences)


def make_reconciliation(
    seed: SeedArticle, page: ParsedPage | None = None, capture: Capture | None = None, **changes: object
) -> Reconciliation:
    """Build what reconciling `seed` (with `page`) would give; any field may be changed."""
    rules_version = changes.get("rules_version", "1")
    texts = [f"{part}." for part in (seed.body or "").removesuffix(".").split(". ")] if seed.body else []
    fields: dict[str, object] = {
        "reconciliation_id": content_id(
            seed.seed_id, page.page_id if page else "", capture.capture_id if capture else "", rules_version
        ),
        "rules_version": rules_version,
        "seed_id": seed.seed_id,
        "article_id": seed.identity.article_id,
        "page_id": page.page_id if page else None,
        "capture_id": capture.capture_id if capture else None,
        "content": Content.NOT_COMPARED if page is None else Content.IDENTICAL,
        "similarity": None if page is None else 1.0,
        "evidence": Evidence(rule="no_page" if page is None else "all_same", same_count=0 if page is None else 2),
        "title": seed.title,
        "lead": None,
        "sentences": make_sentences(texts),
        "media": (MediaItem(kind=MediaKind.IMAGE, url=None, caption="Quang cảnh", credit="Người Chụp/Báo Mẫu"),),
        "left_out": (LeftOut(kind=LeftOutKind.END_MARK, text="./.", seed_start=90, seed_end=93, rule="end_mark"),),
        "changes": (),
        "facts": (),
        "issues": (),
        "published_at": DAY.replace(year=2016),
        "published_at_precision": DatePrecision.ID_CLOCK,
        "modified_at": None,
        "authors": (),
        "section": None,
        "tags": (),
        "language": "vi",
    }
    return Reconciliation(**(fields | changes))


def make_capture(seed: SeedArticle, *, day: int = 0, outcome: Outcome = Outcome.OK, **changes: object) -> Capture:
    """Build a capture of the seed's page, `day` days after DAY."""
    captured_at = DAY + dt.timedelta(days=day)
    digest = "sha256:" + content_id(seed.url, str(day)) if outcome is Outcome.OK else None
    fields: dict[str, object] = {
        "capture_id": content_id(seed.url, captured_at.isoformat(), digest or ""),
        "article_id": seed.identity.article_id,
        "target_uri": seed.url,
        "final_uri": seed.url,
        "redirects": (),
        "captured_at": captured_at,
        "memento_datetime": None,
        "source": Source.LIVE,
        "outcome": outcome,
        "outcome_detail": outcome.value,
        "http_status": _STATUS.get(outcome),
        "headers": (("etag", '"a"'), ("last-modified", "Mon, 05 Jan 2026 00:00:00 GMT")),
        "payload_digest": digest,
        "payload_bytes": 5000,
        "elapsed_ms": 120,
        "request_count": 1,
        "revisit_of": None,
        "warc_file": "warc/a.warc.gz",
        "warc_offset": 100,
    }
    return Capture(**(fields | changes))


def make_observation(capture: Capture, existence: Existence = Existence.LIVE, **changes: object) -> Observation:
    """Build what the capture says of the article's existence."""
    fields: dict[str, object] = {
        "capture_id": capture.capture_id,
        "article_id": capture.article_id,
        "observed_at": capture.captured_at,
        "existence": existence,
        "rule": f"is_{existence.value}",
        "evidence": f"status {capture.http_status}",
        "current_url": capture.final_uri if existence is Existence.LIVE else None,
        "rules_version": "1",
    }
    return Observation(**(fields | changes))


def page_of(texts: Sequence[str | tuple[BlockKind, str]], **changes: object) -> ParsedPage:
    """Build a parsed page of some texts, those without a kind being paragraphs; any other field may be changed."""
    made = tuple(
        Block(kind=BlockKind.PARAGRAPH, text=block) if isinstance(block, str) else Block(kind=block[0], text=block[1])
        for block in texts
    )
    fields: dict[str, object] = {
        "page_id": content_id("page", *(block.text for block in made)),
        "payload_digest": "sha256:0",
        "parser_version": "test",
        "kind": PageKind.ARTICLE,
        "url": "https://bao.example/a/1.html",
        "canonical_url": None,
        "title": None,
        "lead": None,
        "blocks": made,
        "published_at": None,
        "modified_at": None,
        "authors": (),
        "byline": None,
        "section": None,
        "tags": (),
        "language": "vi",
        "site_name": None,
        "media": (),
        "is_paywalled": None,
        "charset": "utf-8",
        "charset_reason": "header",
        "layout": "test",
        "used_seed": False,
        "provenance": (),
    }
    return ParsedPage(**(fields | changes))


def make_page(seed: SeedArticle, capture: Capture, **changes: object) -> ParsedPage:
    """Build the parsed page of a capture, with the seed's text unless changed."""
    fields: dict[str, object] = {
        "page_id": content_id(capture.payload_digest or "", seed.url, "1"),
        "payload_digest": capture.payload_digest,
        "parser_version": "1",
        "url": seed.url,
        "title": seed.title,
        "published_at": DAY.replace(year=2016),
        "authors": ("Người Viết",),
        "byline": "NGƯỜI VIẾT",
        "section": "Kinh tế",
        "tags": ("mẫu",),
        "site_name": "Báo Mẫu",
        "layout": "generic",
        "provenance": (("title", "h1"),),
    }
    return page_of([seed.body or ""], **(fields | changes))


def make_batch(*seeds: SeedArticle, run_id: str = "run-1", **changes: object) -> Batch:
    """Build a batch of kind `seeds` with a reconciliation for each seed."""
    fields: dict[str, object] = {
        "batch_id": content_id("seeds", *(f"{seed.seed_id}{seed.source_path}{seed.line}" for seed in seeds)),
        "kind": BatchKind.SEEDS,
        "run_id": run_id,
        "seeds": seeds,
        "reconciliations": tuple(make_reconciliation(seed) for seed in seeds),
    }
    return Batch(**(fields | changes))


def make_page_batch(seed: SeedArticle, capture: Capture, observation: Observation, **changes: object) -> Batch:
    """Build a batch of kind `pages` for one article; reads the page unless `pages=()`."""
    page = make_page(seed, capture)
    fields: dict[str, object] = {
        "batch_id": content_id("pages", capture.capture_id),
        "kind": BatchKind.PAGES,
        "run_id": "run-2",
        "captures": (capture,),
        "observations": (observation,),
        "pages": (page,),
        "reconciliations": (make_reconciliation(seed, page, capture),),
    }
    return Batch(**(fields | changes))


def load_batch(connection: duckdb.DuckDBPyConnection, folder: Path, *, run_id: str | None = None) -> BatchCounts:
    """Load one batch."""
    return load_batches(connection, [folder], run_id=run_id)[0]


def read_derived(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Read every table that a publish builds, each as its rows in order."""
    return {
        mart.name: sorted(map(repr, connection.execute(f'from derived."{mart.name}"').fetchall()))
        for mart in read_marts()
        if mart.kind == "table"
    }
