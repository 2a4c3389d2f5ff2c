"""Undo Content-Encoding, as far as a cap: gzip, deflate, br and zstd, also one on top of another.

Layers are read from the outside in by pulling: each reads just as much of the layer below as it needs
for the next piece, so that memory stays small however much a body would unfold to.
"""

import io
import zlib
from collections.abc import Callable, Iterable
from typing import Protocol

import brotli  # type: ignore[import-untyped] # ships no types
import zstandard

PIECE = 1 << 16
MAX_LAYERS = 4  # browsers and CDNs use one; httpx2 refuses more than five
MAX_ZSTD_WINDOW = 1 << 23  # RFC 9659: what a content coding may ask of a reader
MAX_MEMBERS = 1_000  # streams one behind the other in one body; seen: one, or one for each piece that a server flushes
ZSTD_BYTES = 256  # of a zstd body at once
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_HEAD_BYTES, _GZIP_TAIL_BYTES = 10, 8


class Readable(Protocol):
    """What a layer reads from: at most `size` bytes, b"" at the end."""

    def read(self, size: int = ..., /) -> bytes: ...


class CodingError(Exception):
    """Say that a body cannot be decoded, and why."""


class CutOffError(CodingError):
    """Say that a body is decoded as far as it goes, and ends before its coding does."""


class TooLargeError(Exception):
    """Say that a body unfolds to more than the cap."""


class _ZlibLayer:
    """gzip (several members, junk behind them ignored) or deflate (with or without its zlib header).

    Whole is what reaches the end of its deflate stream. Sizes and checksums behind that are not looked at and may be
    missing, as in browsers.
    """

    def __init__(self, source: Readable, read_head: Callable[[bytes], int | None], tail_bytes: int) -> None:
        self._source = source
        self._read_head = read_head
        self._tail_bytes = tail_bytes  # behind a member that another one may follow; 0 where none may
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self._pending = b""
        self._member_count = 0
        self._is_inside = False

    def read(self, size: int = PIECE, /) -> bytes:
        while self._is_inside or self._begin_member():
            piece = self._inflate_once(size)
            if piece:
                return piece
        return b""

    def _begin_member(self) -> bool:
        """Read the head of the first member, or of one behind another; what is none there is ignored."""
        if self._member_count and not self._tail_bytes:
            return False
        self._pending += self._source.read(PIECE)
        start = self._read_head(self._pending)
        if start is None and self._member_count == 0:
            raise CodingError("the body is not in the coding that it names")
        if start is None:
            return False
        self._member_count += 1
        if self._member_count > MAX_MEMBERS:
            raise CodingError(f"more than {MAX_MEMBERS} compressed streams one behind the other")
        self._inflate, self._pending = zlib.decompressobj(-zlib.MAX_WBITS), self._pending[start:]
        self._is_inside = True
        return True

    def _inflate_once(self, size: int) -> bytes:
        data = self._pending or self._source.read(PIECE)
        try:
            piece = self._inflate.decompress(data, size)
        except zlib.error as error:
            raise CodingError(str(error)) from error
        self._pending = self._inflate.unconsumed_tail
        if self._inflate.eof:
            rest = self._inflate.unused_data
            rest += self._source.read(PIECE) if len(rest) < self._tail_bytes else b""
            self._pending, self._is_inside = rest[self._tail_bytes :], False
        elif not data and not piece:
            raise CutOffError("the compressed body breaks off")
        return piece


def _read_zlib_head(data: bytes) -> int:
    """Give the length of the two bytes of RFC 1950 (method 8, a check value that 31 divides); 0 where they lack."""
    has_head = len(data) > 1 and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    return 2 if has_head else 0


def _read_gzip_head(data: bytes) -> int | None:
    """Give the length of the head of a gzip member (RFC 1952); None for what is none. Raises CutOffError."""
    if data[:2] != _GZIP_MAGIC[: len(data)] or not data:
        return None
    if len(data) < _GZIP_HEAD_BYTES:
        raise CutOffError("the compressed body breaks off")
    flags, at = data[3], _GZIP_HEAD_BYTES
    if flags & 4:  # extra field, with its length before it
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    for flag in (8, 16):  # name and comment, each up to a zero
        if flags & flag:
            at = data.find(b"\0", at) + 1 or len(data) + 1
    at += 2 if flags & 2 else 0  # checksum of the head
    if at > len(data):
        raise CutOffError("the compressed body breaks off")
    return at


class _BrotliLayer:
    """br, with output asked for in pieces."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._decoder = brotli.Decompressor()

    def read(self, size: int = PIECE, /) -> bytes:
        try:
            while not self._decoder.is_finished():
                data = self._source.read(PIECE) if self._decoder.can_accept_more_data() else b""
                piece: bytes = self._decoder.process(data, output_buffer_limit=size)
                if piece:
                    return piece
                if not data and self._decoder.can_accept_more_data():
                    raise CutOffError("the compressed body breaks off")
        except brotli.error as error:
            raise CodingError(str(error)) from error
        return b""


class _ZstdLayer:
    """zstd, all frames of it, fed in pieces so small that what they unfold to is little.

    A block takes 4 bytes at least and unfolds to 128 KB at most (RFC 8878).
    """

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._decoder = zstandard.ZstdDecompressor(max_window_size=MAX_ZSTD_WINDOW)
        self._frame = self._decoder.decompressobj()
        self._pending = memoryview(b"")
        self._is_inside = False
        self._frame_count = 0

    def read(self, _size: int = PIECE, /) -> bytes:
        while True:
            if not self._pending:
                self._pending = memoryview(self._source.read(PIECE))
            data, self._pending = bytes(self._pending[:ZSTD_BYTES]), self._pending[ZSTD_BYTES:]
            if not data:
                if self._is_inside or not self._frame_count:
                    raise CutOffError("the compressed body breaks off")
                return b""
            piece = self._unfold(data)
            if piece:
                return piece

    def _unfold(self, data: bytes) -> bytes:
        pieces = []
        try:
            while data:
                if not self._is_inside:
                    self._begin_frame()
                pieces.append(self._frame.decompress(data))
                self._is_inside = not self._frame.eof
                data = self._frame.unused_data if self._frame.eof else b""
        except zstandard.ZstdError as error:
            raise CodingError(str(error)) from error
        return b"".join(pieces)

    def _begin_frame(self) -> None:
        self._frame_count += 1
        if self._frame_count > MAX_MEMBERS:
            raise CodingError(f"more than {MAX_MEMBERS} compressed streams one behind the other")
        self._frame = self._decoder.decompressobj()
        self._is_inside = True


_LAYERS: dict[str, Callable[[Readable], Readable]] = {
    "gzip": lambda source: _ZlibLayer(source, _read_gzip_head, _GZIP_TAIL_BYTES),
    "x-gzip": lambda source: _ZlibLayer(source, _read_gzip_head, _GZIP_TAIL_BYTES),
    "deflate": lambda source: _ZlibLayer(source, _read_zlib_head, 0),
    "br": _BrotliLayer,
    "zstd": _ZstdLayer,
}
# br and zstd are undone where a server sends them unasked, but not asked for: readers of WARC files do not know
# them (warcio 1.8 fails on br).
ACCEPT_ENCODING = "gzip, deflate"
ARCHIVED_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})


def read_codings(values: Iterable[str]) -> tuple[str, ...]:
    """Read Content-Encoding headers into the codings to undo, in the order they were applied.

    A name that stands for no coding (`utf-8`, `none`, `text/html`) says nothing: the body is read as it is, as in
    browsers. Where it is no text then, the answer is judged as such (flows.existence.outcome).
    """
    named = [part.strip().lower() for value in values for part in value.split(",")]
    return tuple(name for name in named if name in _LAYERS)


def decode_body(body: bytes, codings: tuple[str, ...], cap: int) -> bytes:
    """Undo the codings of a body.

    Raises TooLargeError past `cap` bytes, CutOffError where it breaks off, CodingError where it cannot be read.
    """
    if not codings or not body:
        if len(body) > cap:
            raise TooLargeError(f"more than {cap:,} bytes")
        return body
    if len(codings) > MAX_LAYERS:
        raise CodingError(f"{len(codings)} content codings on top of one another")
    reader: Readable = io.BytesIO(body)
    for name in reversed(codings):
        reader = _LAYERS[name](reader)
    return _read_all(reader, cap)


def _read_all(reader: Readable, cap: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := reader.read(PIECE):
        size += len(piece)
        if size > cap:
            raise TooLargeError(f"unfolds to more than {cap:,} bytes")
        pieces.append(piece)
    return b"".join(pieces)
