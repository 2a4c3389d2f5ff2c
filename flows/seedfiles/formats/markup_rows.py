"""XML with an element a row: RSS, Atom, sitemaps of news, Scrapy's export."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import read_plan
from flows.seedfiles.documents import Pieces
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import decode_rows, row_pieces
from flows.seedfiles.streams import BrokenSourceError, ByteStream

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|rdf:RDF|urlset|items)\b", re.IGNORECASE)
_ROWS = frozenset({"item", "entry", "url", "article", "row", "record", "doc", "document", "news"})
# Of parts that say the same, the fuller: a feed's summary stands beside its content.
_FULLER = {"encoded": "text", "content": "text", "articleBody": "text", "loc": "url", "origLink": "url"}


def _is_certain(head: bytes) -> bool:
    return (
        _START.match(head) is not None and b"<!DOCTYPE html" not in head[:500] and b"<html" not in head[:2000].lower()
    )


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _row(element: ET.Element) -> dict[str, object]:
    """Write the parts of an element as columns; one that repeats becomes a list."""
    row: dict[str, object] = {}
    for part in element.iter():
        if part is element:
            continue
        name = _local(part.tag)
        if name == "link" and part.get("href") and part.get("rel", "alternate") != "alternate":
            continue
        values = [value.text for value in part if _local(value.tag) == "value"]  # Scrapy writes lists so
        text = "\n".join(filter(None, values)) or part.get("href") or part.get("term") or "".join(part.itertext())
        if name in ("name", "value") or not text.strip():
            continue
        _add(row, _FULLER.get(name, name), text.strip())
    return row


def _add(row: dict[str, object], name: str, text: str) -> None:
    before = row.get(name)
    if before is None:
        row[name] = text
    elif isinstance(before, list):
        before.append(text)
    elif before != text:
        row[name] = [before, text]


class _Feed:
    """A parser that is fed block by block and gives the rows that have come to their end."""

    def __init__(self) -> None:
        self._parser: Any = ET.XMLPullParser(events=("start", "end"))  # typed for every kind of event
        self._open: list[ET.Element] = []

    def rows(self, block: bytes) -> Iterator[Mapping[str, object]]:
        if b"<!ENTITY" in block:
            raise BrokenSourceError(Reason.MALFORMED_SEED, "the XML declares entities, which no feed needs; not read")
        self._parser.feed(block)
        for event, element in self._parser.read_events():
            if event == "start":
                self._open.append(element)
                continue
            self._open.pop()
            if _local(element.tag) in _ROWS and len(self._open) <= 2:
                yield _row(element)
                element.clear()


def _rows(stream: ByteStream) -> Iterator[Mapping[str, object]]:
    feed = _Feed()
    try:
        for block in stream.blocks():
            yield from feed.rows(block)
    except ET.ParseError as error:
        raise BrokenSourceError(Reason.MALFORMED_SEED, f"the XML breaks off or is none: {error}") from error


def _split(stream: ByteStream, documents: int) -> Pieces:
    yield from row_pieces(_rows(stream), documents, stream.hints)


READER = SeedReader(
    format=SeedFormat.XML,
    suffixes=(".xml", ".rss", ".atom"),
    is_certain=_is_certain,
    split=_split,
    decode=decode_rows,
    plan_of=read_plan,
)
