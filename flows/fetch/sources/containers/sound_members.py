"""WARC files of one gzip member a record, as nearly all are: what their records say, without unpacking the bodies.

The next member is found by the way members begin, and the length that ends one must be what its record's head says.
So the heads alone are unpacked, and what the general reader spends on bodies is spared. The first member that is other
than well formed ends it, and the general reader takes over there: nothing is passed over. A small record is checked to
the last bit; a wrong bit inside a long body is found when that body is read.
"""

import datetime as dt
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from flows.fetch.archive.replay import read_warc_date

_BLOCK = 1 << 18
_FIRST_BYTES = 1 << 10  # of a member: they hold the head of nearly every record, and all of a request
_ENOUGH = 1 << 8  # of a member: what begins a record is in it
_MOST_HEAD = 1 << 16
_MAGIC = b"\x1f\x8b\x08"
_LEAST_MEMBER = 18  # bytes: head and end of gzip
_BEHIND = 8  # bytes kept before where is looked: the length that ends the member before
_HEAD = re.compile(rb"WARC/1\.[01]\r\n((?:[A-Za-z-]++:[^\r\n]*+\r\n)++)\r\n")
_FIELD = re.compile(rb"([A-Za-z-]++):([^\r\n]*+)\r\n")
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})[ \r]")
_END = 4  # bytes of the blank lines that end a record


class UnsoundError(Exception):
    """Say where a file begins to be other than well formed."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundRecord:
    """One record: where it lies, the fields of its head, and its beginning as it was before compression."""

    offset: int
    fields: dict[bytes, bytes]  # names lower-case
    plain: bytes
    head_bytes: int

    @property
    def kind(self) -> bytes:
        """Give WARC-Type."""
        return self.fields.get(b"warc-type", b"")

    def text(self, name: bytes) -> str | None:
        """Give a field as text; None where it is missing or has letters that need to be guessed at."""
        value = self.fields.get(name, b"")
        return value.decode("ascii") if value and value.isascii() else None

    def moment(self) -> dt.datetime | None:
        """Read WARC-Date."""
        return read_warc_date(self.text(b"warc-date"))

    def status(self) -> int | None:
        """Read the status of an answer of HTTP; None where the record is none that says so plainly."""
        if not self.fields.get(b"content-type", b"").startswith(b"application/http"):
            return None
        found = _STATUS_LINE.match(self.plain, self.head_bytes)
        return int(found[1]) if found else None


class _Window:
    """A part of a file that moves on; offsets are those of the file."""

    def __init__(self, opened: IO[bytes], at: int) -> None:
        opened.seek(at)
        self._opened = opened
        self._base = at
        self._data = b""

    def take(self, at: int, size: int) -> bytes:
        """Give the bytes at an offset, fewer at the end of the file."""
        while at + size > self._base + len(self._data) and self._load(at - _BEHIND):
            pass
        return self._data[at - self._base : at - self._base + size]

    def find(self, wanted: bytes, at: int) -> int | None:
        """Find some bytes; None where there are none any more. What lies well before them is let go."""
        while (found := self._data.find(wanted, max(at - self._base, 0))) < 0:
            at = max(at, self._base + len(self._data) - len(wanted) + 1)
            if not self._load(at - _BEHIND):
                return None
        return self._base + found

    @property
    def end(self) -> int:
        """Give the offset behind what is loaded: the size of the file, once that is all."""
        return self._base + len(self._data)

    def _load(self, keep_from: int) -> bool:
        block = self._opened.read(_BLOCK)
        cut = max(keep_from - self._base, 0)
        self._data, self._base = self._data[cut:] + block, self._base + cut
        return bool(block)


def sound_records(opened: IO[bytes], offset: int = 0) -> Iterator[SoundRecord]:
    """Give the records of a file, from the one at an offset on. Raises UnsoundError."""
    window = _Window(opened, offset)
    while first := window.take(offset, _FIRST_BYTES):
        try:
            unpacker = zlib.decompressobj(31)
            plain = unpacker.decompress(first, _MOST_HEAD)
            rest = unpacker.unused_data if unpacker.eof else None
            if rest is None and b"\r\n\r\n" not in plain:
                plain += unpacker.decompress(window.take(offset + len(first), _MOST_HEAD), _MOST_HEAD)
        except zlib.error as error:
            raise UnsoundError(offset) from error
        record, size = _read_head(plain, offset)
        if rest is not None:
            following, is_sound = offset + len(first) - len(rest), len(plain) == size
        else:
            following = _find_end(window, offset, size)
            is_sound = following > offset
        if not is_sound:
            raise UnsoundError(offset)
        yield record
        offset = following


def _find_end(window: _Window, offset: int, size: int) -> int:
    """Find where a member ends that unpacks to so many bytes; its own offset where it does not."""
    wanted = (size & 0xFFFFFFFF).to_bytes(4, "little")
    at = window.find(_MAGIC, offset + _LEAST_MEMBER)
    while at is not None:
        if window.take(at - 4, 4) == wanted and _begins_record(window.take(at, _ENOUGH)):
            return at
        at = window.find(_MAGIC, at + 1)
    return window.end if window.take(window.end - 4, 4) == wanted else offset


def _begins_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(packed, len(b"WARC/")) == b"WARC/"
    except zlib.error:
        return False


def _read_head(plain: bytes, offset: int) -> tuple[SoundRecord, int]:
    """Read the head of a record, and the bytes that it and its body have together. Raises UnsoundError."""
    found = _HEAD.match(plain)
    if found is None:
        raise UnsoundError(offset)
    lines = _FIELD.findall(found[1])
    fields = {name.lower(): value.strip() for name, value in lines}
    length = fields.get(b"content-length", b"")
    if len(fields) < len(lines) or not length.isdigit():
        raise UnsoundError(offset)
    record = SoundRecord(offset=offset, fields=fields, plain=plain, head_bytes=found.end())
    return record, found.end() + int(length[:15]) + _END
