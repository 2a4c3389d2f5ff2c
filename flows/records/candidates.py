"""What to ask or to read again: an article with its seed and what is known of the last check."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flows.records.observations import Existence
from flows.records.reconciliations import Content, DatePrecision
from flows.records.seeds import SeedArticle


class Refetch(StrEnum):
    """Which source pages an ingest asks for again."""

    NONE = "none"
    MISSING = "missing"  # those never asked
    DUE = "due"  # those never asked and those whose next check is due
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPayload:
    """The newest live capture of an article that has a payload: what a 304 to its validators repeats."""

    capture_id: str
    target_uri: str  # the validators are good for this address alone
    captured_at: dt.datetime
    etag: str | None
    last_modified: str | None
    payload_digest: str
    warc_file: str | None  # where the payload lies, relative to the home folder
    warc_offset: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVerdict:
    """What the last look said of a page by the rules of today; the same bytes from the same address say it again."""

    payload_digest: str
    content_type: str | None  # names the charset that the bytes were read in
    target_uri: str
    final_uri: str
    existence: Existence
    rule: str
    evidence: str
    current_url: str | None
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class RefetchCandidate:
    """An article to ask for: its seed, and what is known of the last check."""

    seed: SeedArticle
    host: str  # of the seed's canonical URL; candidates come sorted by it
    current_url: str | None  # where the last look found the article
    earlier: EarlierPayload | None
    existence: Existence | None  # what the last check showed; None while unchecked
    missing_since: dt.datetime | None
    checked_at: dt.datetime | None
    published_at: dt.datetime | None  # as best known
    has_archived: bool  # an archived copy was read
    known: KnownVerdict | None = None  # None where other rules, or another seed, decided
    published_at_precision: DatePrecision = DatePrecision.UNKNOWN
    tried_addresses: frozenset[str] = frozenset()  # that rules gave, and that were asked


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingVersions:
    """The versions of what decides: how a page is read, how it is compared, and what is said of its existence."""

    parser: str
    comparison: str
    existence: str
    learned: Mapping[str, str] = field(default_factory=dict)  # of the parser, where a publisher has learned layouts


@dataclass(frozen=True, slots=True, kw_only=True)
class RefetchQuery:
    """Which articles to ask for."""

    refetch: Refetch
    now: dt.datetime
    confirm_after: dt.timedelta = dt.timedelta(days=1)
    source_paths: frozenset[str] | None = None  # articles that one of these files holds, `archive::member` included
    article_ids: frozenset[str] | None = None
    limit: int | None = None
    versions: DecidingVersions | None = None  # what a verdict must rest on to be known; None: none is


@dataclass(frozen=True, slots=True, kw_only=True)
class DueArticle:
    """An article that is due, and why."""

    article_id: str
    reason: str  # as in marts.recheck
    due_at: dt.datetime
    turn: int  # articles of a lower turn are asked first, whatever the others may show


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCapture:
    """A capture whose payload can be read from the WARC files again, with its seed."""

    seed: SeedArticle
    capture_id: str
    target_uri: str
    final_uri: str
    captured_at: dt.datetime
    memento_datetime: dt.datetime | None
    headers: tuple[tuple[str, str], ...]
    payload_digest: str
    warc_file: str
    warc_offset: int
