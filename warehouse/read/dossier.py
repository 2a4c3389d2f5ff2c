"""Read all that the published snapshot holds of one article, for those who show it or hand it on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeVar

import duckdb

from warehouse.database.sql_files import read_sql

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """The article as best known: marts.article without its text. Counts are of sentences, shares 0-1."""

    article_id: str
    url: str
    current_url: str | None
    publisher: str
    title: str | None
    lead: str | None
    published_at: dt.datetime | None
    published_at_precision: str
    modified_at: dt.datetime | None
    authors: list[str]
    section: str | None
    tags: list[str]
    language: str | None
    existence: str
    existence_rule: str | None
    existence_evidence: str | None
    content: str
    content_rule: str | None
    similarity: float | None
    same_count: int | None
    cosmetic_count: int | None
    edited_count: int | None
    moved_count: int | None
    added_count: int | None
    removed_count: int | None
    apparatus_count: int | None
    changed_share: float | None
    seed_path: str
    seed_line: int | None
    seed_id: str
    seed_count: int
    checked_at: dt.datetime | None
    capture_id: str | None
    missing_since: dt.datetime | None
    compared_at: dt.datetime | None
    content_capture_id: str | None
    reconciliation_id: str | None
    word_count: int
    sentence_count: int
    issues: list[str]
    difference_origin: str | None  # whose doing it is that seed and page differ; None where not compared
    difference_origin_evidence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedRow:
    """One seed of the article, verbatim."""

    seed_id: str
    article_id: str
    article_key: str
    publisher: str
    article_number: str | None
    canonical_url: str
    url: str
    title: str | None
    body: str | None
    extra: str | None
    format: str
    source_path: str
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRow:
    """One sentence of the clean text; the span is in the body of the seed, in characters."""

    paragraph_no: int
    sentence_no: int
    block: str
    text: str
    source: str
    rule: str
    seed_start: int | None
    seed_end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A pair of sentences that is not `same`."""

    change_no: int
    relation: str
    seed_sentence_no: int | None
    page_sentence_no: int | None
    seed_text: str | None
    page_text: str | None
    similarity: float
    origin: str | None  # whose doing it is, where an archived copy tells


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A changed fact."""

    kind: str
    before: str
    after: str
    seed_sentence_no: int | None
    page_sentence_no: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutRow:
    """A piece of the seed's body that is not in the clean text."""

    kind: str
    text: str
    seed_start: int
    seed_end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRow:
    """A photo or video with its words."""

    kind: str
    url: str | None
    caption: str | None
    credit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    """One attempt to fetch the article, and what it showed."""

    capture_id: str
    captured_at: dt.datetime
    memento_datetime: dt.datetime | None
    source: str
    target_uri: str
    final_uri: str
    http_status: int | None
    outcome: str
    outcome_detail: str
    existence: str | None
    existence_rule: str | None
    existence_evidence: str | None
    payload_digest: str | None
    payload_bytes: int
    warc_file: str | None
    warc_offset: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A distinct text of the article, as in marts.article_version."""

    version_no: int
    origin: str
    title: str | None
    text: str | None
    text_sha256: str | None
    valid_from: dt.datetime | None
    valid_to: dt.datetime | None
    is_current: bool
    seed_id: str | None
    capture_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One article with everything that its verdicts rest on."""

    article: ArticleRow
    seeds: list[SeedRow]
    sentences: list[SentenceRow]
    changes: list[ChangeRow]
    facts: list[FactRow]
    left_out: list[LeftOutRow]
    media: list[MediaRow]
    captures: list[CaptureRow]
    versions: list[VersionRow]

    @property
    def seed(self) -> SeedRow:
        """The seed that stands for the article."""
        return next(seed for seed in self.seeds if seed.seed_id == self.article.seed_id)

    @property
    def compared_capture(self) -> CaptureRow | None:
        """The capture that the content verdict rests on."""
        return next((item for item in self.captures if item.capture_id == self.article.content_capture_id), None)


def fetch_rows(
    connection: duckdb.DuckDBPyConnection, name: str, row: type[Row], parameters: Mapping[str, object]
) -> list[Row]:
    """Run a statement by room and name, and read each row as a record whose fields are the columns."""
    return fetch_records(connection.execute(read_sql(name), parameters), row)


def fetch_records(cursor: duckdb.DuckDBPyConnection, row: type[Row]) -> list[Row]:
    """Read the rows of a query as records."""
    columns = [column[0] for column in cursor.description or ()]
    return [row(**dict(zip(columns, values, strict=True))) for values in cursor.fetchall()]


def read_article(connection: duckdb.DuckDBPyConnection, article_id: str) -> ArticleRow | None:
    """Read one article; None where the snapshot has none of this id."""
    return next(iter(fetch_rows(connection, "read/dossier_article", ArticleRow, {"article_id": article_id})), None)


def read_dossier(connection: duckdb.DuckDBPyConnection, article_id: str) -> Dossier | None:
    """Read one article with all that its verdicts rest on; None where the snapshot has none of this id."""
    by_article = {"article_id": article_id}
    article = read_article(connection, article_id)
    if article is None:
        return None
    by_verdict = {"reconciliation_id": article.reconciliation_id}
    seeds = fetch_rows(connection, "read/dossier_seed", SeedRow, by_article)
    versions = fetch_rows(connection, "read/dossier_version", VersionRow, by_article)
    return Dossier(
        article=article,
        seeds=seeds,
        sentences=fetch_rows(connection, "read/dossier_sentence", SentenceRow, by_verdict),
        changes=fetch_rows(connection, "read/dossier_change", ChangeRow, by_verdict),
        facts=fetch_rows(connection, "read/dossier_fact", FactRow, by_verdict),
        left_out=fetch_rows(connection, "read/dossier_left_out", LeftOutRow, by_verdict),
        media=fetch_rows(connection, "read/dossier_media", MediaRow, by_verdict),
        captures=fetch_rows(connection, "read/dossier_capture", CaptureRow, by_article),
        versions=_add_seed_texts(versions, seeds),
    )


def _add_seed_texts(versions: list[VersionRow], seeds: list[SeedRow]) -> list[VersionRow]:
    """Put the words of the seeds into their versions."""
    held = {seed.seed_id: seed for seed in seeds}
    told = []
    for version in versions:
        if version.seed_id is None:
            told.append(version)
            continue
        seed = held[version.seed_id]
        digest = sha256((seed.body or "").encode()).hexdigest()
        told.append(replace(version, title=seed.title, text=seed.body, text_sha256=digest))
    return told
