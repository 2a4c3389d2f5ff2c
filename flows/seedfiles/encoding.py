"""Text in any encoding as UTF-8: told by its mark, by being UTF-8, else detected over the beginning of the file."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cchardet

from flows.records import Reason
from flows.seedfiles.streams import BrokenSourceError, ByteStream

HEAD_BYTES: Final = 1 << 18
_MARKS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_DECLARED: Final = re.compile(rb"\s*<\?xml\b[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_OF_RECORDS: Final = b"WARC/"  # a file whose records are each in an encoding of their own
# Windows writes letters and quotation marks where ISO 8859 has control characters, which no text has.
_WINDOWS: Final = {
    "iso-8859-1": ("windows-1252",),
    "iso-8859-2": ("windows-1250",),
    "iso-8859-4": ("windows-1257",),
    "iso-8859-5": ("windows-1251",),
    "iso-8859-6": ("windows-1256",),
    "iso-8859-7": ("windows-1253",),
    "iso-8859-8": ("windows-1255",),
    "iso-8859-9": ("windows-1254",),
    "iso-8859-13": ("windows-1257",),
    "iso-8859-15": ("windows-1252",),
}
_NO_TEXT: Final = re.compile("[\x80-\x84\x86-\x9f]|(?<=[^\\W\\d_])[\u2500-\u259f](?=[^\\W\\d_])")
_SLIPS: Final = 20  # so many letters that are UTF-8 for each that is none: UTF-8 with slips, which cost their rows
_NULS_IN: Final = 4096  # bytes of the beginning in which a zero byte says that this is no text of single bytes
_EMPTY_HALVES: Final = 0.7  # of the letters that are ASCII
_LEAST_CONFIDENCE: Final = 0.5  # of the detector, 0-1


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEncoding:
    """What a file was taken for, and how sure that is."""

    name: str
    confidence: float  # 0-1; 1 for a mark, for UTF-8, and for what the user says


UTF8: Final = FoundEncoding(name="utf-8", confidence=1.0)


def find_encoding(head: bytes, *, is_whole: bool) -> FoundEncoding | None:
    """Tell the encoding of a text by its first bytes; None where nothing fits."""
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            return FoundEncoding(name=name, confidence=1.0)
    if b"\0" in head[:_NULS_IN]:
        return _find_wide(head[:_NULS_IN])
    if head.isascii() or _is_utf8(head, is_whole=is_whole):
        return UTF8
    declared = _DECLARED.match(head)
    if declared and _decodes(head, declared[1].decode("ascii", "replace")):
        return FoundEncoding(name=declared[1].decode("ascii", "replace").lower(), confidence=1.0)
    found = cchardet.detect(head)
    encoding, confidence = found["encoding"], float(found["confidence"] or 0.0)
    if not encoding or confidence < _LEAST_CONFIDENCE:
        return None
    fit = (name for name in (encoding.lower(), *_WINDOWS.get(encoding.lower(), ())) if _is_text(head, name))
    return next((FoundEncoding(name=name, confidence=confidence) for name in fit), None)


def _find_wide(head: bytes) -> FoundEncoding | None:
    """Tell UTF-16 without its mark by the empty halves of ASCII letters; None for what is no text."""
    halves = [head[0::2], head[1::2]]
    for empty, other, name in ((halves[1], halves[0], "utf-16-le"), (halves[0], halves[1], "utf-16-be")):
        if empty.count(0) >= _EMPTY_HALVES * len(empty) and not other.count(0):
            return FoundEncoding(name=name, confidence=_EMPTY_HALVES)
    return None


def _is_utf8(head: bytes, *, is_whole: bool) -> bool:
    try:
        head.decode()
    except UnicodeDecodeError:
        pass  # it may be cut off in the middle of a letter, or have slips
    else:
        return True
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head, final=is_whole)
    wrong = text.count("\ufffd") - head.count(b"\xef\xbf\xbd")
    return wrong <= 0 or sum(not char.isascii() for char in text) - wrong >= _SLIPS * wrong


def _is_text(head: bytes, name: str) -> bool:
    """Tell whether a head is text in an encoding: it has no control characters, and no frames of tables in words."""
    if not _decodes(head, name):
        return False
    return _NO_TEXT.search(codecs.getincrementaldecoder(name)().decode(head)) is None


def _decodes(head: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(head)
    except (LookupError, UnicodeDecodeError):
        return False
    return True


def to_utf8(stream: ByteStream) -> tuple[ByteStream, FoundEncoding]:
    """Give a stream of text as UTF-8, and what it was. Raises BrokenSourceError where no encoding fits."""
    head, given = stream.peek(HEAD_BYTES), stream.hints.encoding
    is_wide = (given or "").lower().startswith(("utf-16", "utf_16", "utf-32", "utf_32"))
    if head.startswith(_OF_RECORDS):
        return stream, UTF8
    if b"\0" in head[:_NULS_IN] and not is_wide and find_encoding(head, is_whole=False) is None:
        return stream, UTF8  # no text: its reader knows what it is
    found = FoundEncoding(name=given, confidence=1.0) if given else find_encoding(head, is_whole=len(head) < HEAD_BYTES)
    if found is None:
        detail = "the letters are in no encoding that is known here; say it with --encoding, or save the file as UTF-8"
        raise BrokenSourceError(Reason.INVALID_UTF8, detail)
    if found.name in ("utf-8", "ascii"):
        return stream, found
    recoded = ByteStream(_recode(stream, found.name))
    recoded.hints = stream.hints
    return recoded, found


def _recode(stream: ByteStream, name: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(name)("replace")
    for block in stream.blocks():
        yield decoder.decode(block).removeprefix("\ufeff").encode()
    yield decoder.decode(b"", final=True).encode()


def with_line_ends(stream: ByteStream) -> ByteStream:
    """Give a text whose lines end in CR alone, as old Macs wrote them, with LF; any other stream as it is."""
    head = stream.peek(HEAD_BYTES)
    if b"\r" not in head or b"\n" in head or b"\0" in head[:_NULS_IN]:
        return stream
    mended = ByteStream(block.replace(b"\r", b"\n") for block in stream.blocks())
    mended.hints = stream.hints
    return mended
