"""XML with an element a row: RSS, Atom, sitemaps of news, Scrapy's export."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import read_plan
from flows.seedfiles.columns.names import is_of_another
from flows.seedfiles.documents import Pieces
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import decode_rows, row_pieces
from flows.seedfiles.streams import BrokenSourceError, ByteStream

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|rdf:RDF|urlset|items)\b", re.IGNORECASE)
_ROWS = frozenset({"item", "entry", "url", "article", "row", "record", "doc", "document", "news"})
# Of parts that say the same, the fuller: a feed's summary stands beside its content.
_FULLER = {"encoded": "text", "content": "text", "articleBody": "text", "loc": "url", "origLink": "url"}
_WRAPPERS = frozenset({"news"})  # of a sitemap: what is in it is the row's own
_ALTERNATE = "alternate"  # of the relations of a link: the page itself
_XHTML = "{http://www.w3.org/1999/xhtml}"
_PREFIXED = re.compile(r"<(/?)\w+:")
_DECLARED = re.compile(rb"(<\?xml\b[^>]{0,200}?)\s{1,20}encoding\s{0,20}=\s{0,20}[\"'][^\"']{0,60}[\"']")


def _is_certain(head: bytes) -> bool:
    return (
        _START.match(head) is not None and b"<!DOCTYPE html" not in head[:500] and b"<html" not in head[:2000].lower()
    )


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Row:
    """An element as columns: its attributes and parts, `author.name` for a part of a part; what repeats is a list."""

    def __init__(self, element: ET.Element, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self.columns: dict[str, object] = {}
        self._add_attributes(element, "")
        self._read_parts(element, "")

    def _read_parts(self, element: ET.Element, prefix: str) -> None:
        own = {part.tag for part in element if _namespace(part.tag) == _namespace(element.tag)}
        for part in element:
            name = f"{prefix}{self._name_of(part, element, own)}"
            if part.get("href") and (relation := part.get("rel", _ALTERNATE)) != _ALTERNATE:
                _add(self.columns, f"{name}.{relation}", part.get("href", ""))
                continue
            values = [value.text for value in part if _local(value.tag) == "value"]  # Scrapy writes lists so
            if _is_prose(part):
                inner = (part.text or "") + "".join(ET.tostring(child, encoding="unicode") for child in part)
                _add(self.columns, name, _PREFIXED.sub(r"<\1", inner).strip())
            elif len(part) and not values:
                within = "" if _local(part.tag) in _WRAPPERS else f"{name}."
                self._add_attributes(part, within)
                self._read_parts(part, within)
                continue
            else:
                _add(self.columns, name, "\n".join(filter(None, values)) or _value_of(part))
            self._add_attributes(part, f"{name}.")

    def _name_of(self, part: ET.Element, element: ET.Element, own: set[str]) -> str:
        """Name a part; one of another vocabulary by its prefix too, where it is of something else or a name is twice.

        A picture's `media:title` is no title of the article, nor is `itunes:title` where there is a `title`.
        """
        local = _local(part.tag)
        name = _FULLER.get(local, local)
        space = _namespace(part.tag)
        prefix = self._prefixes.get(space, "")
        if not prefix or space == _namespace(element.tag):
            return name
        is_twice = _qualified(_namespace(element.tag), local) in own
        return f"{prefix}.{local}" if is_twice or is_of_another(prefix) else name

    def _add_attributes(self, element: ET.Element, prefix: str) -> None:
        used = set() if (element.text or "").strip() or len(element) else {_value_key(element)}
        for key, value in element.items():
            if key not in used:
                _add(self.columns, f"{prefix}{_local(key)}", value.strip())


def _value_key(part: ET.Element) -> str:
    """Name the attribute that says what an empty element says."""
    return next((key for key in ("href", "term") if part.get(key)), "")


def _value_of(part: ET.Element) -> str:
    return (part.text or "").strip() or part.get(_value_key(part), "")


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def _qualified(namespace: str, local: str) -> str:
    return f"{{{namespace}}}{local}" if namespace else local


def _is_prose(part: ET.Element) -> bool:
    """Tell text with tags in it, which is one value, from parts that are values of their own."""
    has_text = len(part) and any(text and text.strip() for text in (part.text, *(child.tail for child in part)))
    return bool(has_text) or any(child.tag.startswith(_XHTML) for child in part)


def _add(row: dict[str, object], name: str, text: str) -> None:
    before, text = row.get(name), text.strip()
    if not text:
        return
    if before is None:
        row[name] = text
    elif isinstance(before, list):
        before.append(text)
    elif before != text:
        row[name] = [before, text]


class _Feed:
    """A parser that is fed block by block and gives the rows that have come to their end."""

    def __init__(self) -> None:
        self._parser: Any = ET.XMLPullParser(events=("start-ns", "start", "end"))  # typed for every kind of event
        self._open: list[ET.Element] = []
        self._prefixes: dict[str, str] = {}  # by namespace
        self._count = 0

    def rows(self, block: bytes) -> Iterator[Mapping[str, object]]:
        if b"<!ENTITY" in block:
            raise BrokenSourceError(Reason.MALFORMED_SEED, "the XML declares entities, which no feed needs; not read")
        self._parser.feed(block)
        for event, element in self._parser.read_events():
            if event == "start-ns":
                self._prefixes.setdefault(element[1], element[0])
                continue
            if event == "start":
                self._open.append(element)
                continue
            self._open.pop()
            if _local(element.tag) in _ROWS and len(self._open) <= 2 and self._is_outermost():
                self._count += 1
                yield _Row(element, self._prefixes).columns
                element.clear()

    def _is_outermost(self) -> bool:
        """Tell a row from what is inside one (`news:news` in a sitemap), and from a root that held rows."""
        return not any(_local(above.tag) in _ROWS for above in self._open[1:]) and bool(self._open or not self._count)


def _rows(stream: ByteStream) -> Iterator[Mapping[str, object]]:
    feed = _Feed()
    is_first = True
    try:
        for block in stream.blocks():
            # what the text was written in is read already, and it is UTF-8 now
            yield from feed.rows(_DECLARED.sub(rb"\1", block, count=1) if is_first else block)
            is_first = False
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
