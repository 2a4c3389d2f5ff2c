"""Undo Content-Encoding, as far as a cap: gzip, deflate, br and zstd, also one on top of another.

Layers are read from the outside in by pulling: each reads just as much of the layer below as it needs
for the next piece, so that memory stays small however much a body would unfold to.
"""

import io
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import brotli  # type: ignore[import-untyped] # ships no types
import zstandard

PIECE = 1 << 16
MAX_LAYERS = 4  # browsers and CDNs use one; httpx2 refuses more than five
MAX_ZSTD_WINDOW = 1 << 23  # RFC 9659: what a content coding may ask of a reader
_IDENTITY = frozenset({"", "identity", "none", "utf-8", "utf8", "binary", "8bit"})  # seen in the wild as "no coding"


class Readable(Protocol):
    """What a layer reads from: at most `size` bytes, b"" at the end."""

    def read(self, size: int = ..., /) -> bytes: ...


class CodingError(Exception):
    """Say that a body cannot be decoded, and why."""


class TooLargeError(Exception):
    """Say that a body unfolds to more than the cap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inflater:
    """How the kinds of zlib stream are started, and whether another may follow in the same body."""

    wbits: int
    repeats: bool


class _ZlibLayer:
    """gzip (several members, trailing junk ignored) or deflate (with or without its zlib header)."""

    def __init__(self, source: Readable, kind: _Inflater) -> None:
        self._source = source
        self._kind = kind
        self._inflate = zlib.decompressobj(kind.wbits)
        self._pending = b""
        self._done = False
        self._started = False

    def read(self, size: int = PIECE, /) -> bytes:
        while not self._done:
            piece = self._inflate_once(size)
            if piece:
                return piece
        return b""

    def _inflate_once(self, size: int) -> bytes:
        data = self._pending or self._source.read(PIECE)
        if not self._started and data:
            self._started = True
            if self._kind.wbits == zlib.MAX_WBITS and not _has_zlib_header(data):
                self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            piece = self._inflate.decompress(data, size)
        except zlib.error as error:
            raise CodingError(str(error)) from error
        self._pending = self._inflate.unconsumed_tail
        if self._inflate.eof:
            self._start_next_member()
        elif not data and not piece:
            raise CodingError("the compressed body breaks off")
        return piece

    def _start_next_member(self) -> None:
        rest = self._inflate.unused_data or self._source.read(PIECE)
        if self._kind.repeats and rest.startswith(b"\x1f\x8b"):
            self._inflate = zlib.decompressobj(self._kind.wbits)
            self._pending = rest
        else:
            self._done = True


def _has_zlib_header(data: bytes) -> bool:
    """Check the two bytes of RFC 1950: method 8, and a check value that 31 divides."""
    return len(data) > 1 and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0


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
                    raise CodingError("the compressed body breaks off")
        except brotli.error as error:
            raise CodingError(str(error)) from error
        return b""


class _ZstdLayer:
    """zstd, all frames of it."""

    def __init__(self, source: Readable) -> None:
        decoder = zstandard.ZstdDecompressor(max_window_size=MAX_ZSTD_WINDOW)
        self._reader = decoder.stream_reader(source, read_across_frames=True)  # type: ignore[arg-type] # read() is all it calls

    def read(self, size: int = PIECE, /) -> bytes:
        try:
            return self._reader.read(size)
        except zstandard.ZstdError as error:
            raise CodingError(str(error)) from error


_GZIP = _Inflater(wbits=16 + zlib.MAX_WBITS, repeats=True)
_DEFLATE = _Inflater(wbits=zlib.MAX_WBITS, repeats=False)
_LAYERS: dict[str, Callable[[Readable], Readable]] = {
    "gzip": lambda source: _ZlibLayer(source, _GZIP),
    "x-gzip": lambda source: _ZlibLayer(source, _GZIP),
    "deflate": lambda source: _ZlibLayer(source, _DEFLATE),
    "br": _BrotliLayer,
    "zstd": _ZstdLayer,
}
# br and zstd are undone where a server sends them unasked, but not asked for: readers of WARC files do not know
# them (warcio 1.8 fails on br).
ACCEPT_ENCODING = "gzip, deflate"
ARCHIVED_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})


def read_codings(values: Iterable[str]) -> tuple[str, ...]:
    """Read Content-Encoding headers into the codings to undo, in the order they were applied."""
    named = [part.strip().lower() for value in values for part in value.split(",")]
    return tuple(name for name in named if name not in _IDENTITY)


def decode_body(body: bytes, codings: tuple[str, ...], cap: int) -> bytes:
    """Undo the codings of a body. Raises TooLargeError past `cap` bytes, CodingError where it cannot be read."""
    if not codings or not body:
        if len(body) > cap:
            raise TooLargeError(f"more than {cap:,} bytes")
        return body
    if len(codings) > MAX_LAYERS:
        raise CodingError(f"{len(codings)} content codings on top of one another")
    reader: Readable = io.BytesIO(body)
    for name in reversed(codings):
        if name not in _LAYERS:
            raise CodingError(f"unknown content coding {name}")
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
