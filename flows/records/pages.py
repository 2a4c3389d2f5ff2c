"""A parsed page: one payload as one version of the parser read it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

# How the parser says in `provenance` that a page is the first of several: what it lacks stands on the next one.
PAGINATED = ("pages", "paginated")


class PageKind(StrEnum):
    """What a page is."""

    ARTICLE = "article"
    GALLERY = "gallery"
    VIDEO = "video"
    LIVE_BLOG = "live_blog"
    INDEX = "index"
    ERROR = "error"


class BlockKind(StrEnum):
    """What a block of the body is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST_ITEM = "list_item"
    TABLE = "table"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a page's body, in reading order. A table has one line a row, cells joined by ' | '."""

    kind: BlockKind
    text: str


class MediaKind(StrEnum):
    """What a media item is."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaItem:
    """A photo or video with its words."""

    kind: MediaKind
    url: str | None
    caption: str | None  # without the credit
    credit: str | None  # "Nguyễn Dân/TTXVN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPage:
    """One payload as one version of the parser read it. Pure function of bytes, headers and URL."""

    page_id: str  # content_id(payload_digest, url, parser_version)
    payload_digest: str
    parser_version: str
    kind: PageKind
    url: str
    canonical_url: str | None  # rel=canonical or og:url, absolute
    title: str | None
    lead: str | None  # the sapo; not repeated in blocks
    blocks: tuple[Block, ...]
    published_at: dt.datetime | None
    modified_at: dt.datetime | None
    authors: tuple[str, ...]
    byline: str | None  # as shown: "MINH NGUYỆT (TTXVN/VIETNAM+)"
    section: str | None
    tags: tuple[str, ...]
    language: str | None  # BCP 47
    site_name: str | None
    media: tuple[MediaItem, ...]
    is_paywalled: bool | None
    charset: str
    charset_reason: str  # bom, header, meta, detected, default, utf8_bytes, utf8_twice, seed
    layout: str  # "vietnamplus.era_d", "generic", …
    used_seed: bool  # the seed's sentences helped to find the body
    provenance: tuple[tuple[str, str], ...]  # (field, where it came from)
