"""A capture: one attempt to fetch one address, with its outcome."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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
    TRUNCATED = "truncated"  # the body breaks off: on the wire, in its coding, in an archive; it is not read
    TOO_LARGE = "too_large"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REFUSED_ADDRESS = "refused_address"  # our gate: address, scheme, port or spelling
    WRONG_CONTENT_TYPE = "wrong_content_type"
    HOST_PARKED = "host_parked"  # not asked: the host failed too often in this run
    BUDGET_SPENT = "budget_spent"  # not asked: the run's budget of requests is used up
    NOT_IN_ARCHIVE = "not_in_archive"  # the archive that was asked holds no copy
    ARCHIVE_ERROR = "archive_error"  # the archive itself failed
    INTERNAL_ERROR = "internal_error"  # a fault of ours; its traceback is in the log, and nothing follows of the page


class CaptureRule(StrEnum):
    """Rules that later rules ask for; the first word of a capture's `outcome_detail`."""

    EMPTY_TEMPLATE = "empty_template"  # the site's own template with nothing in it
    SHARED_BYTES = "shared_bytes"  # the page is, byte for byte, that of other articles of the host


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

    @property
    def rule(self) -> str:
        """Name the rule that gave the outcome; empty where there was none."""
        return self.outcome_detail.partition(":")[0]


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


Headers = Mapping[str, str]
