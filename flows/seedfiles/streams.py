"""Bytes from a file or from inside an archive, read forward only and never as a whole.

Every source is an iterator of blocks of at most a megabyte; decompressors are asked for bounded
output, so a file of a megabyte that unpacks to a gigabyte costs time and no memory.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import zstandard

from flows.records import Reason
from flows.seedfiles.hints import NO_HINTS, Hints

if TYPE_CHECKING:
    from flows.seedfiles.databases import OpenForeign

BLOCK_BYTES = 1 << 20
_COMPRESSED_BLOCK_BYTES = 1 << 18
_ZSTD_WINDOW_BYTES = 128 << 20  # what the zstd command itself takes without being asked
_ZSTD_SKIPPABLE = b"\x2a\x4d\x18"
_XZ_MEMORY_BYTES = 160 << 20  # `xz -9` needs 65 MB; a dictionary of gigabytes is refused

# First bytes: they show the compression, whatever the file is called.
_MAGIC = {
    b"\x1f\x8b": "gz",
    b"\xfd7zXZ\x00": "xz",
    b"BZh": "bz2",
    b"\x28\xb5\x2f\xfd": "zst",
}


class BrokenSourceError(Exception):
    """Stop reading one source: what follows cannot be read. Becomes a Rejection, never leaves this package."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class ByteStream:
    """Forward reading with a look ahead.

    Where the source breaks, what came before is given first; the BrokenSourceError is raised after it.
    """

    __slots__ = ("_blocks", "_broken", "_buffer", "_position", "hints", "open_duckdb", "path")

    def __init__(self, blocks: Iterator[bytes], path: Path | None = None) -> None:
        self._blocks = blocks
        self._buffer = b""
        self._position = 0
        self._broken: BrokenSourceError | None = None
        self.hints: Hints = NO_HINTS  # what its owner says of it
        self.open_duckdb: OpenForeign | None = None  # what opens a DuckDB database, where its reader brought one
        self.path = path  # the file whose plain content this is, for formats that must seek

    def peek(self, size: int) -> bytes:
        """Return the next bytes, at most `size`, without taking them."""
        self._fill(size)
        return self._buffer[self._position : self._position + size]

    def read(self, size: int) -> bytes:
        """Take the next bytes; fewer only at the end."""
        self._fill(size)
        start = self._position
        taken = self._buffer[start : start + size]
        self._position = start + len(taken)
        return taken

    def skip(self, size: int) -> int:
        """Take and forget bytes; return how many there were."""
        left = size
        while left and (step := len(self.read(min(left, BLOCK_BYTES)))):
            left -= step
        return size - left

    def blocks(self) -> Iterator[bytes]:
        """Take everything that is left, block by block."""
        if self._position < len(self._buffer):
            yield self._buffer[self._position :]
        self._buffer, self._position = b"", 0
        if self._broken:
            raise self._broken
        yield from self._blocks

    def _fill(self, size: int) -> None:
        have = len(self._buffer) - self._position
        if have >= size:
            return
        parts = [self._buffer[self._position :]]
        try:
            while have < size and (block := next(self._blocks, None)) is not None:
                parts.append(block)
                have += len(block)
        except BrokenSourceError as error:
            self._broken = error
        self._buffer, self._position = b"".join(parts), 0
        if self._broken and not have:
            raise self._broken


class _Decompressor(Protocol):
    """The part that bz2 and lzma share."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """zlib's decompressor with the interface of the other two."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)
        self._is_full = False

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail and not self._is_full

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        out = self._zlib.decompress(self._zlib.unconsumed_tail + data, max(max_length, 0))
        self._is_full = len(out) == max_length
        return out


def _new_xz() -> _Decompressor:
    return lzma.LZMADecompressor(format=lzma.FORMAT_AUTO, memlimit=_XZ_MEMORY_BYTES)


_DECOMPRESSORS: dict[str, Callable[[], _Decompressor]] = {"gz": _Gzip, "bz2": bz2.BZ2Decompressor, "xz": _new_xz}


def file_blocks(path: Path, size: int = BLOCK_BYTES) -> Iterator[bytes]:
    """Read a file block by block; OSError becomes BrokenSourceError."""
    try:
        with path.open("rb", buffering=0) as file:
            while block := file.read(size):
                yield block
    except OSError as error:
        raise BrokenSourceError(Reason.UNREADABLE_FILE, error.strerror or str(error)) from error


def find_compression(head: bytes) -> str | None:
    """Tell the compression by the first bytes: gz, xz, bz2, zst or none."""
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            return name
    return None


def decompressed(stream: ByteStream, compression: str) -> Iterator[bytes]:
    """Decompress a stream of one or several members, block by block.

    Raises BrokenSourceError with `truncated_archive` where the data ends too early, and
    `broken_archive` where it is damaged or followed by something else; blocks before that are given.
    """
    if compression == "zst":
        yield from _zstd_blocks(stream)
        return
    try:
        yield from _member_blocks(stream, _DECOMPRESSORS[compression])
    except (OSError, lzma.LZMAError, zlib.error, EOFError) as error:
        raise BrokenSourceError(Reason.BROKEN_ARCHIVE, f"damaged {compression} data: {error}") from error


def _member_blocks(stream: ByteStream, new: Callable[[], _Decompressor]) -> Iterator[bytes]:
    member = new()
    pending = b""
    while True:
        data = pending
        if not data and member.needs_input:
            data = stream.read(_COMPRESSED_BLOCK_BYTES)
            if not data:
                raise BrokenSourceError(Reason.TRUNCATED_ARCHIVE, "the compressed data ends too early")
        pending = b""
        if block := member.decompress(data, BLOCK_BYTES):
            yield block
        if member.eof:
            pending = (member.unused_data or stream.read(_COMPRESSED_BLOCK_BYTES)).lstrip(b"\0")
            if not pending and not _skip_padding(stream):
                return
            member = new()


def _skip_padding(stream: ByteStream) -> bool:
    """Skip zeros after a member; say whether anything else follows."""
    while head := stream.peek(_COMPRESSED_BLOCK_BYTES):
        if rest := head.lstrip(b"\0"):
            stream.skip(len(head) - len(rest))
            return True
        stream.skip(len(head))
    return False


class _ZstdFrames:
    """Follow the frames and blocks of zstd data (RFC 8878 §3.1), to know whether the last one is whole.

    The zstandard package reports data that is cut off as if it had ended.
    """

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._held = b""
        self._skip = 0
        self._is_in_frame = False
        self._checksum_bytes = 0

    def read(self, size: int = -1) -> bytes:
        """Read for the decompressor."""
        data = self._stream.read(_COMPRESSED_BLOCK_BYTES if size < 0 else size)
        self._follow(data)
        return data

    @property
    def is_whole(self) -> bool:
        return not (self._is_in_frame or self._skip or self._held)

    def _follow(self, data: bytes) -> None:
        data = self._held + data
        position = 0
        while position < len(data):
            step = min(self._skip, len(data) - position)
            self._skip -= step
            position += step
            taken = self._header(data[position : position + 8])
            if not taken:
                break
            position += taken
        self._held = data[position:]

    def _header(self, data: bytes) -> int:
        """Read a frame's or a block's header; return its length, 0 where it is not all there."""
        if self._is_in_frame:
            return self._block_header(data)
        if len(data) < 5 or (data[1:4] == _ZSTD_SKIPPABLE and len(data) < 8):
            return 0
        if data[1:4] == _ZSTD_SKIPPABLE:
            self._skip = int.from_bytes(data[4:8], "little")
            return 8
        descriptor = data[4]
        is_single = descriptor >> 5 & 1
        size_bytes = (is_single, 2, 4, 8)[descriptor >> 6]
        self._skip = (1 - is_single) + (0, 1, 2, 4)[descriptor & 3] + size_bytes
        self._checksum_bytes = 4 * (descriptor >> 2 & 1)
        self._is_in_frame = True
        return 5

    def _block_header(self, data: bytes) -> int:
        if len(data) < 3:
            return 0
        header = int.from_bytes(data[:3], "little")
        is_repeated_byte = header >> 1 & 3 == 1
        self._skip = 1 if is_repeated_byte else header >> 3
        if header & 1:
            self._is_in_frame = False
            self._skip += self._checksum_bytes
        return 3


def _zstd_blocks(stream: ByteStream) -> Iterator[bytes]:
    frames = _ZstdFrames(stream)
    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES)
    try:
        with decompressor.stream_reader(frames, read_across_frames=True, closefd=False) as inner:  # type: ignore[arg-type]
            while block := inner.read(BLOCK_BYTES):
                yield block
    except zstandard.ZstdError as error:
        raise BrokenSourceError(Reason.BROKEN_ARCHIVE, f"damaged zst data: {error}") from error
    if not frames.is_whole:
        raise BrokenSourceError(Reason.TRUNCATED_ARCHIVE, "the compressed data ends too early")
