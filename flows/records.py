"""Every record that crosses a boundary between stages, and the closed vocabularies in them.

seeds ──▶ SeedArticle ──▶ Capture ──▶ ParsedPage ──▶ Reconciliation ──▶ facts

All records are frozen and know nothing of where they are stored. Text fields hold NFC text with
single spaces unless the field says that it is verbatim. Times are aware and in UTC unless said.
Ids are lower-case hexadecimal and derive from content alone, so the same input has the same id.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


def content_id(*parts: str | bytes) -> str:
    """Hash parts to 16 hex digits (64 bits of BLAKE2b); parts are length-prefixed, so they never run together."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


# -- rejections ---------------------------------------------------------------------------------


class Stage(StrEnum):
    """Where on the line something was rejected."""

    READ = "read"
    FETCH = "fetch"
    PARSE = "parse"
    RECONCILE = "reconcile"
    LOAD = "load"


class Reason(StrEnum):
    """Why an input was rejected. Closed: a new reason is a change of the vocabulary."""

    UNREADABLE_FILE = "unreadable_file"
    UNKNOWN_FORMAT = "unknown_format"
    EMPTY_FILE = "empty_file"
    INVALID_UTF8 = "invalid_utf8"
    CONTROL_CHARACTERS = "control_characters"
    MALFORMED_SEED = "malformed_seed"
    MISSING_COLUMN = "missing_column"
    MISSING_URL = "missing_url"
    INVALID_URL = "invalid_url"
    TOO_LARGE = "too_large"
    TRUNCATED_ARCHIVE = "truncated_archive"
    BROKEN_ARCHIVE = "broken_archive"
    ENCRYPTED_ARCHIVE = "encrypted_archive"
    UNSAFE_PATH = "unsafe_path"
    SYMLINK_LOOP = "symlink_loop"
    NOT_HTML = "not_html"
    PARSE_TIMEOUT = "parse_timeout"
    PARSE_CRASH = "parse_crash"
    PARSE_TOO_DEEP = "parse_too_deep"
    PAYLOAD_MISSING = "payload_missing"
    INTERNAL_ERROR = "internal_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One input that could not be used: an expected failure, as a value."""

    stage: Stage
    reason: Reason
    detail: str
    source_path: str | None = None
    line: int | None = None  # 1-based line, row or member number inside the source
    target_uri: str | None = None


# -- seeds --------------------------------------------------------------------------------------


class SeedFormat(StrEnum):
    """How a seed was written down."""

    DASHED_TEXT = "dashed_text"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    URL_LIST = "url_list"


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


# -- captures -----------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What one attempt to fetch ended in, before anybody has read the page as an article."""

    OK = "ok"  # 2xx with a body
    NOT_MODIFIED = "not_modified"  # 304; the payload is that of an earlier capture
    NOT_FOUND = "not_found"  # 404, 410
    SOFT_NOT_FOUND = "soft_not_found"  # 200 that says the page is not there
    HOME_REDIRECT = "home_redirect"  # sent to the home page, a section or a search
    EMPTY = "empty"  # 200 without an article: empty template
    FORBIDDEN = "forbidden"  # 401, 402, 403, 451
    RATE_LIMITED = "rate_limited"  # 429
    CHALLENGE = "challenge"  # captcha, browser check, block page, whatever its status
    LOGIN_WALL = "login_wall"
    CONSENT_WALL = "consent_wall"
    PAYWALL = "paywall"
    ROBOTS_DISALLOWED = "robots_disallowed"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    CLIENT_ERROR = "client_error"  # another 4xx
    SERVER_ERROR = "server_error"  # 5xx
    DNS_ERROR = "dns_error"
    CONNECT_ERROR = "connect_error"
    TLS_ERROR = "tls_error"
    TIMEOUT = "timeout"
    PROTOCOL_ERROR = "protocol_error"  # broken HTTP, wrong length, undecodable body
    TOO_LARGE = "too_large"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REFUSED_ADDRESS = "refused_address"  # our gate: address, scheme, port or spelling
    WRONG_CONTENT_TYPE = "wrong_content_type"
    HOST_PARKED = "host_parked"  # not asked: the host failed too often in this run
    BUDGET_SPENT = "budget_spent"  # not asked: the run's budget of requests is used up
    NOT_IN_ARCHIVE = "not_in_archive"  # the archive that was asked holds no copy
    ARCHIVE_ERROR = "archive_error"  # the archive itself failed


class Source(StrEnum):
    """Where a payload was fetched from."""

    LIVE = "live"
    WAYBACK = "wayback"
    WARC = "warc"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """One hop: the address asked, its status, and where it pointed."""

    uri: str
    http_status: int
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One attempt to fetch one address. WARC and Memento names."""

    capture_id: str  # content_id of target_uri, source, captured_at, payload_digest and memento_datetime
    article_id: str
    target_uri: str
    final_uri: str
    redirects: tuple[Redirect, ...]
    captured_at: dt.datetime
    memento_datetime: dt.datetime | None  # when the archive saw it, for copies from an archive
    source: Source
    outcome: Outcome
    outcome_detail: str  # the evidence: rule name, exception text, robots line, …
    http_status: int | None  # of the last hop
    headers: tuple[tuple[str, str], ...]  # of the last hop, names lower-case; a 304's on top of those it repeats
    payload_digest: str | None  # "sha256:…" of the body after transfer and content coding
    payload_bytes: int
    elapsed_ms: int
    request_count: int  # requests sent for it, redirects and retries included
    revisit_of: str | None  # capture_id whose payload this one repeats (304 or identical bytes)
    warc_file: str | None  # relative to the home folder
    warc_offset: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A capture with the bytes that came with it (None where there are none)."""

    capture: Capture
    payload: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What one run had learned of one host at a moment."""

    host: str  # name or address, without the port
    seen_at: dt.datetime
    request_count: int  # of the run so far, robots.txt, sitemaps and retries included
    outcomes: tuple[tuple[str, int], ...]  # (outcome, pages), by name
    median_latency_ms: int | None
    robots: str  # unasked, allowed, no_rules, unreachable
    robots_detail: str
    crawl_delay_s: float | None  # as written; None where robots.txt names none
    interval_s: float  # as kept
    parked_until: dt.datetime | None
    parked_reason: str
    notes: tuple[str, ...]  # clamped delay, wrong 304, …


# -- parsed pages -------------------------------------------------------------------------------


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
    charset_reason: str  # bom, header, meta, detected, default, utf8_bytes, utf8_twice
    layout: str  # "vietnamplus.era_d", "generic", …
    used_seed: bool  # the seed's sentences helped to find the body
    provenance: tuple[tuple[str, str], ...]  # (field, where it came from)


# -- reconciliation -----------------------------------------------------------------------------


class Existence(StrEnum):
    """What the last fetch showed of the source page (DESIGN §4)."""

    LIVE = "live"
    MOVED = "moved"
    GONE = "gone"
    MISSING = "missing"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    ARCHIVED_ONLY = "archived_only"
    UNCHECKED = "unchecked"


class Content(StrEnum):
    """How the page's text stands to the seed's text (DESIGN §4)."""

    IDENTICAL = "identical"
    COSMETIC = "cosmetic"
    EXTENDED = "extended"
    SHORTENED = "shortened"
    EDITED = "edited"
    REWRITTEN = "rewritten"
    REPLACED = "replaced"
    SEED_TRUNCATED = "seed_truncated"
    NOT_COMPARED = "not_compared"


class Relation(StrEnum):
    """Of a pair of sentences (DESIGN §4)."""

    SAME = "same"
    COSMETIC = "cosmetic"
    EDITED = "edited"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"
    APPARATUS = "apparatus"


class FactKind(StrEnum):
    """Of a changed fact (DESIGN §4)."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    QUOTE = "quote"
    NEGATION = "negation"


class DifferenceOrigin(StrEnum):
    """Whose doing it is that seed and page differ, as an archived copy near the seed's date shows."""

    NONE = "none"  # the words of seed and page agree
    PUBLISHER = "publisher"  # the copy has what the seed has: the page was edited since
    SCRAPER = "scraper"  # the copy has what the page has: the seed was read wrongly
    BOTH = "both"
    UNKNOWN = "unknown"  # no such copy, or too late a one


class TextSource(StrEnum):
    """Where a sentence of the clean text came from."""

    SEED = "seed"
    PAGE = "page"
    ARCHIVE = "archive"


class Issue(StrEnum):
    """What was found wrong with a seed's text."""

    CAPTION_IN_TEXT = "caption_in_text"
    FLATTENED = "flattened"
    MOJIBAKE = "mojibake"
    NOT_NFC = "not_nfc"
    TRUNCATED = "truncated"
    BOILERPLATE = "boilerplate"
    NO_TEXT = "no_text"
    NO_TITLE = "no_title"
    ENTITIES = "entities"
    INVISIBLE_CHARACTERS = "invisible_characters"
    LOOK_ALIKE_LETTERS = "look_alike_letters"
    GLUED_SENTENCES = "glued_sentences"
    MEDIA_ONLY = "media_only"


class LeftOutKind(StrEnum):
    """Why a piece of the seed is not in the clean text."""

    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    AGENCY_MARK = "agency_mark"
    DATELINE = "dateline"
    END_MARK = "end_mark"
    RELATED_LINK = "related_link"
    PROMO = "promo"
    REPEATED = "repeated"
    TITLE_REPEATED = "title_repeated"
    INVISIBLE = "invisible"


class DatePrecision(StrEnum):
    """How `published_at` was found, best first."""

    PAGE = "page"
    ARCHIVE = "archive"
    SEED = "seed"  # a column of the seed said so
    URL = "url"  # the URL carries the day or the second
    ID_CLOCK_AND_TEXT = "id_clock_and_text"  # article number gives the month, the text's own day fixes the day
    ID_CLOCK = "id_clock"  # interpolated from the article number alone
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanSentence:
    """One sentence of the clean text. Sorted by (paragraph_no, sentence_no), both from 1; sentence_no runs on."""

    paragraph_no: int
    sentence_no: int
    block: BlockKind  # never CAPTION
    text: str
    source: TextSource
    rule: str  # "same", "cosmetic", "completed_tail", "seed_only", …
    seed_start: int | None  # span in SeedArticle.body, characters; None when not from the seed
    seed_end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A piece of the seed's body that is not in the clean text. Spans and CleanSentence spans tile the body."""

    kind: LeftOutKind
    text: str  # verbatim
    seed_start: int
    seed_end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """A pair of sentences that is not `same`; one side is None for added and removed."""

    relation: Relation
    seed_sentence_no: int | None  # 1-based, in the seed's own segmentation
    page_sentence_no: int | None
    seed_text: str | None
    page_text: str | None
    similarity: float  # 0-1


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A changed fact inside an edited pair."""

    kind: FactKind
    before: str
    after: str
    seed_sentence_no: int | None
    page_sentence_no: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The counts behind a content verdict, and the rule that decided it."""

    rule: str
    same_count: int = 0
    cosmetic_count: int = 0
    edited_count: int = 0
    moved_count: int = 0
    added_count: int = 0
    removed_count: int = 0
    apparatus_count: int = 0
    changed_share: float | None = None  # (edited + max(added, removed)) / (that + same + cosmetic + moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """One seed held against one page (or none), as one version of the rules saw it."""

    reconciliation_id: str  # content_id(seed_id, page_id or "", capture_id or "", rules_version)
    rules_version: str
    seed_id: str
    article_id: str
    page_id: str | None
    capture_id: str | None
    content: Content
    similarity: float | None  # 0-1; None where not compared
    evidence: Evidence
    title: str | None
    lead: str | None
    sentences: tuple[CleanSentence, ...]
    media: tuple[MediaItem, ...]
    left_out: tuple[LeftOut, ...]
    changes: tuple[SentenceChange, ...]
    facts: tuple[FactChange, ...]
    issues: tuple[Issue, ...]
    published_at: dt.datetime | None
    published_at_precision: DatePrecision
    modified_at: dt.datetime | None
    authors: tuple[str, ...]
    section: str | None
    tags: tuple[str, ...]
    language: str | None  # BCP 47

    @property
    def text(self) -> str:
        """Join the clean sentences: a space inside a paragraph, a blank line between paragraphs."""
        paragraphs: dict[int, list[str]] = {}
        for sentence in self.sentences:
            paragraphs.setdefault(sentence.paragraph_no, []).append(sentence.text)
        return "\n\n".join(" ".join(parts) for parts in paragraphs.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one capture says of one article's existence, with the evidence."""

    capture_id: str
    article_id: str
    observed_at: dt.datetime
    existence: Existence
    rule: str  # name of the rule that decided
    evidence: str  # one line for a person: status, matched text, score, earlier capture
    current_url: str | None  # where the article is now, when live or moved
    rules_version: str


# -- batches and runs ---------------------------------------------------------------------------


class BatchKind(StrEnum):
    """Which part of the line a batch ran."""

    SEEDS = "seeds"  # read, clean, load
    PAGES = "pages"  # fetch, parse, reconcile, load
    REPARSE = "reparse"  # parse stored captures, reconcile, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The unit of work: some hundreds of articles, loaded once or not at all."""

    batch_id: str  # content_id of kind and inputs: the same work has the same id
    kind: BatchKind
    run_id: str
    seeds: tuple[SeedArticle, ...] = ()
    captures: tuple[Capture, ...] = ()
    observations: tuple[Observation, ...] = ()
    pages: tuple[ParsedPage, ...] = ()
    reconciliations: tuple[Reconciliation, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    hosts: tuple[HostState, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCounts:
    """What loading a batch did. seeds_read = seeds_loaded + seeds_duplicate + seeds_rejected, always."""

    batch_id: str
    seeds_read: int
    seeds_loaded: int
    seeds_duplicate: int
    seeds_rejected: int
    captures: int
    pages: int
    reconciliations: int
    pages_rejected: int  # archived, but not to be read; the pages and reconciliations above do not hold them


Headers = Mapping[str, str]
