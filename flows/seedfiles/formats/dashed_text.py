"""Dashed text: URL, a line of 17 hyphens, title, the same line, body, the same line.

A file may hold several seeds one after the other, and a body may hold lines of 17 hyphens itself.
So a line of hyphens closes a seed only where the file ends after it or where another seed starts:
a line that tries to be a URL, followed by hyphens. A missing URL (an empty line, or the word null)
starts a seed too, but only where all three lines of hyphens follow.
"""

import re
from typing import NamedTuple

from flows.records import Reason, Rejection, SeedArticle, SeedFormat
from flows.seedfiles.documents import (
    MAX_DOCUMENT_BYTES,
    MAX_SKIPPED_BYTES,
    UTF8_BOM,
    Decoded,
    Piece,
    Pieces,
    Problem,
    RawDocument,
    make_seed,
    reject,
)
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.streams import BLOCK_BYTES, BrokenSourceError, ByteStream

_RULE = re.compile(rb"^-{17}[ \t\r]*(?:\n|\Z)", re.MULTILINE)
_BREAK = b"\n-----------------\n"
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*https?://[^\n]*\n-{17}[ \t\r]*(?:\n|\Z)", re.IGNORECASE)
_RULE_THEN_START = re.compile(
    rb"\n-{17}[ \t\r]*\n(?:[ \t\r]*\n)*(?=https?://[^\n]*\n-{17}[ \t\r]*\n(?:[^\n]*\n)?-{17}[ \t\r]*\n)", re.IGNORECASE
)
_ADDRESS = re.compile(rb"[ \t]*https?://\S", re.IGNORECASE)
_ADDRESS_TRY = re.compile(rb"[ \t]*(?:[a-z][a-z0-9+.-]*:\S|//|www\.|null\s*\Z|\S*[./:]\S*\s*\Z|\Z)", re.IGNORECASE)
_HYPHENS = re.compile(rb"[ \t]*(-{3,})[ \t\r]*\Z")
_LOOK_BACK = 8192  # a start that the end of a block cuts through is found with the next block


# -- cutting, in the process that reads ----------------------------------------------------------


def _split(stream: ByteStream, _documents: int) -> Pieces:
    """Give a small file as it is; cut a large one where a seed surely starts."""
    rest = _Rest()
    try:
        for block in stream.blocks():
            if piece := rest.add(block):
                yield piece
    except BrokenSourceError:
        yield from rest.whole_seeds()
        raise
    yield from rest.end()


class _Rest:
    """What has been read and not yet given."""

    def __init__(self) -> None:
        self._line = 1
        self._data = b""
        self._looked_at = 0
        self._skipped = 0

    def add(self, block: bytes) -> Piece | Problem | None:
        """Take a block; give what lies before the last start of a seed, once there is enough of it."""
        self._data += block
        if len(self._data) < BLOCK_BYTES:
            return None
        cut = _last_start(self._data, self._looked_at)
        self._looked_at = max(len(self._data) - _LOOK_BACK, 0)
        if cut:
            return self._take(cut)
        if self._skipped or len(self._data) > MAX_DOCUMENT_BYTES:
            self._skip(self._looked_at)
        return None

    def whole_seeds(self) -> Pieces:
        """Give what is complete where the source breaks off: the seed that it breaks is left out."""
        seeds = [] if self._skipped or not self._data else _find_seeds(self._data, 0)
        if seeds and (cut := seeds[-1].start if seeds[-1].fault else len(self._data)):
            yield self._take(cut)

    def end(self) -> Pieces:
        """Give all that is left."""
        if self._data:
            yield self._take(len(self._data))

    def _take(self, cut: int) -> Piece | Problem:
        data, self._data = self._data[:cut], self._data[cut:]
        size = self._skipped + len(data)
        line = self._line
        self._line += data.count(b"\n")
        self._looked_at = self._skipped = 0
        if size > len(data):
            detail = f"a seed of {size} bytes; {MAX_DOCUMENT_BYTES >> 20} MB are read at most"
            return Problem(Reason.TOO_LARGE, detail, line)
        return Piece(line, data.count(_BREAK) // 3 or 1, data)

    def _skip(self, size: int) -> None:
        if self._skipped > MAX_SKIPPED_BYTES:
            detail = f"more than {MAX_SKIPPED_BYTES >> 20} MB without the end of a seed; the rest is not read"
            raise BrokenSourceError(Reason.TOO_LARGE, detail)
        self._skipped += size
        self._line += self._data.count(b"\n", 0, size)
        self._data = self._data[size:]
        self._looked_at = 0


def _last_start(data: bytes, looked_at: int) -> int:
    """Find the last place where a seed surely starts after another; 0 for none."""
    end = len(data)
    while (at := data.rfind(_BREAK[:-1], looked_at, end)) >= 0:
        if found := _RULE_THEN_START.match(data, at):
            return found.end()
        end = at
    return 0


# -- decoding, in the processes that work --------------------------------------------------------


class _Span(NamedTuple):
    """Where a part lies in the data."""

    start: int
    end: int


class _Found(NamedTuple):
    """The URL, title and body of one seed, or what is wrong with it."""

    start: int
    parts: tuple[_Span, ...]
    fault: str = ""
    fault_at: int = 0


def _decode(document: RawDocument) -> Decoded:
    data = document.data
    skipped = len(UTF8_BOM) if document.line == 1 and data.startswith(UTF8_BOM) else 0
    pieces = data.split(_BREAK)
    if len(pieces) == 4 and not pieces[3] and not skipped and b"\n" not in pieces[0]:
        yield _make_plain(document, pieces)
        return
    line, counted = document.line or 1, 0
    for seed in _find_seeds(data, skipped):
        line += data.count(b"\n", counted, seed.start)
        counted = seed.start
        yield _make(document, seed, line)


def _make_plain(document: RawDocument, pieces: list[bytes]) -> SeedArticle | Rejection:
    """Make the seed of a file that holds just one, as nearly all do."""
    try:
        url, title, body = pieces[0].decode("utf-8"), pieces[1].decode("utf-8"), pieces[2].decode("utf-8")
    except UnicodeDecodeError:
        return _make(document, _find_seeds(document.data, 0)[0], document.line or 1)
    return make_seed(document, url=url, title=title, body=body, extra=None, line=document.line)


def _make(document: RawDocument, seed: _Found, line: int) -> SeedArticle | Rejection:
    """Make the seed that starts at a line, or say what is wrong with it and where."""
    data = document.data
    if seed.fault:
        at = line + data.count(b"\n", seed.start, seed.fault_at)
        return reject(document, Reason.MALFORMED_SEED, f"line {at}: {seed.fault}", line)
    texts: list[str] = []
    for part in seed.parts:
        try:
            texts.append(data[part.start : part.end].decode("utf-8"))
        except UnicodeDecodeError as error:
            position = part.start + error.start
            at = line + data.count(b"\n", seed.start, position)
            byte = position - data.rfind(b"\n", 0, position)
            detail = f"line {at}: byte {byte} of it is no UTF-8"
            return reject(document, Reason.INVALID_UTF8, detail, line)
    url, title, body = texts
    return make_seed(document, url=url, title=title, body=body, extra=None, line=line)


def _find_seeds(data: bytes, start: int) -> list[_Found]:
    """Take a text apart into seeds, so that every line but blank ones belongs to exactly one of them."""
    layout = _Layout(data, start)
    seeds: list[_Found] = []
    index = 0
    while index < layout.rule_count:
        seed, index = layout.seed_from(index)
        seeds.append(seed)
    if layout.has_tail() and not (seeds and seeds[-1].fault):
        seeds.append(layout.tail_fault())
    return seeds


class _Layout:
    """The parts of a text between its lines of 17 hyphens; part i stands before rule i, the tail after the last."""

    def __init__(self, data: bytes, start: int) -> None:
        self.data = data
        self.parts: list[_Span] = []
        for rule in _RULE.finditer(data, start):
            self.parts.append(_Span(start, rule.start()))
            start = rule.end()
        self.rule_count = len(self.parts)
        self.parts.append(_Span(start, len(data)))

    def seed_from(self, index: int) -> tuple[_Found, int]:
        """Read the seed whose URL is part `index`; return it and the index of the next one's URL."""
        url = self._without_blank_lines(self.parts[index])
        lines = self.data.count(b"\n", url.start, url.end)
        if lines and self._ends_with_address(index):
            self._start_at_last_line(index)
            return self._wrong_second_line(url), index
        closing = self._closing(index)
        cut = self._cut_off_before(index, closing)
        if cut is not None:
            self._start_at_last_line(cut)
            missing = "the closing line of 17 hyphens is missing before this line"
            return _Found(url.start, (), missing, self.parts[cut].start), cut
        if closing is None:
            return _Found(url.start, (), self._what_is_missing(index), self._last_line()), self.rule_count
        if lines:
            return self._wrong_second_line(url), closing + 1
        body = _Span(self.parts[index + 2].start, self.parts[closing].end)
        parts = (url, self._framed(self.parts[index + 1]), self._framed(body))
        return _Found(url.start, parts), closing + 1

    def has_tail(self) -> bool:
        """Say whether anything but blank lines follows the last line of hyphens."""
        return bool(self._text(self.parts[-1]).strip())

    def tail_fault(self) -> _Found:
        """Reject what follows the last line of hyphens, or a text without any."""
        tail = self._without_blank_lines(self.parts[-1])
        return self._wrong_second_line(tail)

    def _closing(self, index: int) -> int | None:
        """Find the rule that closes the seed whose URL is part `index`."""
        for rule in range(index + 2, self.rule_count):
            is_last = rule == self.rule_count - 1
            if (is_last and not self.has_tail()) or (not is_last and self._starts_seed(rule + 1)):
                return rule
        return None

    def _starts_seed(self, index: int) -> bool:
        """Say whether a part is the URL line of a seed, and enough of the seed follows."""
        part = self.parts[index]
        text = self._text(self._without_blank_lines(part))
        if part.start == part.end or b"\n" in text:
            return False
        rules = self.rule_count - index
        if rules > 3 and self._is_address(index + 1) and not self._is_address(index + 3):
            return False  # the next part is a better start: its title and body are where they should be
        if not _ADDRESS.match(text):
            return rules >= 3 and _ADDRESS_TRY.match(text) is not None
        return rules >= 3 or (rules > 0 and self.has_tail())

    def _is_address(self, index: int) -> bool:
        text = self._text(self._without_blank_lines(self.parts[index]))
        return b"\n" not in text and _ADDRESS.match(text) is not None

    def _cut_off_before(self, index: int, closing: int | None) -> int | None:
        """Find the part whose last line is the URL of another seed, where this one broke off without an end."""
        stop = self.rule_count - 1 if closing is None else closing - 1
        for part in range(index + 1, stop):
            if self._ends_with_address(part) and self._is_one_line(part + 1):
                return part
        return None

    def _ends_with_address(self, index: int) -> bool:
        text = self._text(self._framed(self.parts[index]))
        return b"\n" in text and _ADDRESS.match(text, text.rfind(b"\n") + 1) is not None

    def _is_one_line(self, index: int) -> bool:
        text = self._text(self._framed(self.parts[index]))
        return bool(text.strip()) and b"\n" not in text

    def _start_at_last_line(self, index: int) -> None:
        part = self.parts[index]
        self.parts[index] = _Span(self.data.rfind(b"\n", part.start, part.end - 1) + 1, part.end)

    def _what_is_missing(self, index: int) -> str:
        if self.rule_count - index >= 3:
            return "text after the last line of 17 hyphens, so the seed has no end"
        return "the text ends here, and a line of 17 hyphens is missing"

    def _wrong_second_line(self, part: _Span) -> _Found:
        second = self.data.find(b"\n", part.start, part.end) + 1
        if not second:
            return _Found(part.start, (), "a single line; a line of 17 hyphens should follow", part.start)
        end = self.data.find(b"\n", second)
        hyphens = _HYPHENS.match(self.data[second : end if end >= 0 else len(self.data)])
        what = f"has {len(hyphens[1])} hyphens instead of 17" if hyphens else "should be a line of 17 hyphens"
        return _Found(part.start, (), what, second)

    def _last_line(self) -> int:
        return self.data.rstrip().rfind(b"\n") + 1

    def _text(self, span: _Span) -> bytes:
        return self.data[span.start : span.end]

    def _framed(self, span: _Span) -> _Span:
        """Leave out the line end that belongs to the format."""
        end = span.end
        if end > span.start and self.data[end - 1 : end] == b"\n":
            end -= 1
            if end > span.start and self.data[end - 1 : end] == b"\r":
                end -= 1
        return _Span(span.start, end)

    def _without_blank_lines(self, span: _Span) -> _Span:
        text = self._text(span)
        start = span.start + len(text) - len(text.lstrip())
        return _Span(min(start, span.end), max(span.start + len(text.rstrip()), min(start, span.end)))


def _is_certain(head: bytes) -> bool:
    return _START.match(head) is not None


READER = SeedReader(
    format=SeedFormat.DASHED_TEXT,
    suffixes=(),
    is_certain=_is_certain,
    split=_split,
    decode=_decode,
)
