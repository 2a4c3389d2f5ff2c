"""A seed: one article as its owner has it, version 0."""

from dataclasses import dataclass
from enum import StrEnum


class SeedFormat(StrEnum):
    """How a seed was written down."""

    DASHED_TEXT = "dashed_text"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    URL_LIST = "url_list"
    JSON = "json"
    XLSX = "xlsx"
    SQLITE = "sqlite"
    DUCKDB = "duckdb"
    XML = "xml"  # feeds, sitemaps, exports with an element an article
    BOOKMARKS = "bookmarks"
    FRONT_MATTER = "front_matter"  # Markdown below lines of YAML or TOML
    WET = "wet"  # plain texts of pages as WARC records
    WARC = "warc"  # pages as they were answered; the text is what our parser reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which article an address names (DESIGN §3)."""

    article_id: str  # content_id(article_key)
    article_key: str  # "vietnamplus.vn:409435", or the SURT of the canonical URL
    publisher: str  # host without www., m., amp.: "vietnamplus.vn", "zh.vietnamplus.vn"; a former host's present one
    article_number: str | None  # the publisher's own number where its URL carries one
    canonical_url: str  # scheme lower-cased, tracking parameters and fragment removed


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedArticle:
    """One article as its user owns it: version 0. Texts are verbatim, as decoded."""

    seed_id: str  # content_id of url, title and body: the same seed in two files has one id
    identity: Identity
    url: str  # as written
    title: str | None  # verbatim; None where empty or the literal word null
    body: str | None  # verbatim; None where empty or the literal word null
    extra: str | None  # other columns of the source row, as one JSON object
    format: SeedFormat
    source_path: str  # file; "archive.tar.xz::member" inside an archive
    line: int | None  # 1-based line, row or member number in the source
