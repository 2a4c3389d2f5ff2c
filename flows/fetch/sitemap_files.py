"""Sitemap files as rows: what they list, whatever is broken in them."""

import html
import re

from flows.fetch.cached import Rows
from flows.fetch.http.content_coding import CodingError, TooLargeError, decode_body

MOST_ROWS = 50_000  # what the protocol allows in one file (sitemaps.org)
MOST_BYTES = 50_000_000  # the same, unfolded
_ENTRY = re.compile(r"<(url|sitemap)(?=[\s>])", re.IGNORECASE)
_LOC, _LOC_END = re.compile(r"<loc(?:\s[^<>]*)?>", re.IGNORECASE), re.compile(r"</loc", re.IGNORECASE)
_TITLE = re.compile(r"<news:title(?:\s[^<>]*)?>", re.IGNORECASE)
_TITLE_END = re.compile(r"</news:title", re.IGNORECASE)
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_GZIP = b"\x1f\x8b"


def read_sitemap(body: bytes) -> Rows:
    """Read a sitemap or an index of sitemaps as rows of address, title and kind (url or sitemap).

    It is looked through, not parsed: no entity unfolds, and what is broken behind the damage is still read.
    """
    if body.startswith(_GZIP):
        try:
            body = decode_body(body, ("gzip",), MOST_BYTES)
        except (CodingError, TooLargeError):
            return []
    _, *parts = _ENTRY.split(body.decode("utf-8", "replace"))
    rows: Rows = []
    for kind, entry in zip(parts[::2], parts[1::2], strict=True):
        location = _between(entry, _LOC, _LOC_END)
        if location is not None:
            rows.append([_plain(location), _plain(_between(entry, _TITLE, _TITLE_END) or ""), kind.lower()])
        if len(rows) >= MOST_ROWS:
            break
    return rows


def _between(text: str, start: re.Pattern[str], end: re.Pattern[str]) -> str | None:
    opened = start.search(text)
    closed = end.search(text, opened.end()) if opened else None
    return text[opened.end() : closed.start()] if opened and closed else None


def _plain(text: str) -> str:
    _, mark, marked = text.partition(_CDATA)
    return (marked.partition(_CDATA_END)[0] if mark else html.unescape(text)).strip()
