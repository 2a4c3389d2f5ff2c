"""Bookmarks as browsers and Pocket export them: HTML in Netscape's form, a link an article."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import read_plan
from flows.seedfiles.documents import MAX_DOCUMENT_BYTES, Pieces
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import decode_rows, row_pieces
from flows.seedfiles.streams import BrokenSourceError, ByteStream

_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!DOCTYPE NETSCAPE-Bookmark|<!DOCTYPE html>\s*<html>[^<]*<!--So long)"
    # any page whose links say when they were saved
    rb"|(?=(?:\xef\xbb\xbf)?\s*<(?:!DOCTYPE|html))(?s:.{0,4096}?)<a\s[^>]*?\b(?:time_added|add_date)\s*=",
    re.IGNORECASE,
)

_SECONDS_DIGITS = 10  # of a time in seconds, from 2001 to 2286
_LONGEST_EPOCH = 16  # digits: millionths


def _is_certain(head: bytes) -> bool:
    return _START.match(head) is not None


def _rows(page: str) -> Iterator[Mapping[str, object]]:
    for link in LexborHTMLParser(page).css("a[href]"):
        row: dict[str, object] = {"url": link.attributes.get("href"), "title": link.text(strip=True)}
        added = link.attributes.get("add_date") or link.attributes.get("time_added")
        if added and (moment := _moment_of(added)):
            row["date_added"] = moment
        if tags := link.attributes.get("tags"):
            row["tags"] = tags.split(",")
        yield row


def _moment_of(written: str) -> str:
    """Write seconds, thousandths or millionths since 1970 as a time, and anything else as it stands."""
    if not (written.isascii() and written.isdigit()) or len(written) > _LONGEST_EPOCH:
        return written
    thousands = max(0, (len(written) - _SECONDS_DIGITS + 2) // 3)
    return dt.datetime.fromtimestamp(int(written) // 1000**thousands, dt.UTC).isoformat()


def _split(stream: ByteStream, documents: int) -> Pieces:
    data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise BrokenSourceError(Reason.TOO_LARGE, f"the bookmarks are larger than {MAX_DOCUMENT_BYTES >> 20} MB")
    yield from row_pieces(_rows(data.decode("utf-8", "replace")), documents, stream.hints)


READER = SeedReader(
    format=SeedFormat.BOOKMARKS,
    suffixes=(),
    is_certain=_is_certain,
    split=_split,
    decode=decode_rows,
    plan_of=read_plan,
)
