"""The gzip members of our WARC files, one a record, as they lie on disk."""

import io
import zlib
from collections.abc import Iterator
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

_BLOCK = 1 << 16
_HEAD_BYTES = 2_048  # that hold the head of a WARC record


def read_members(file: IO[bytes]) -> Iterator[bytes]:
    """Read gzip members, as they are, from where the file stands; one that is cut off ends them. Raises zlib.error."""
    rest = b""
    while True:
        unpacked, member = zlib.decompressobj(31), []
        while not unpacked.eof:
            block = rest or file.read(_BLOCK)
            rest = b""
            if not block:
                return
            unpacked.decompress(block)
            member.append(block)
        rest = unpacked.unused_data
        if rest:
            member[-1] = member[-1][: len(member[-1]) - len(rest)]
        yield b"".join(member)


def inflate(member: bytes, most: int = 0) -> bytes:
    """Undo the compression of a member; of its first `most` bytes alone where that is given. Raises zlib.error."""
    return zlib.decompressobj(31).decompress(member, most)


def inflate_head(member: bytes) -> bytes:
    """Undo the compression of as much of a member as holds the head of its record. Raises zlib.error."""
    return inflate(member, _HEAD_BYTES)


def parse_member(member: bytes) -> ArcWarcRecord:
    """Read the record of a member. Raises ArchiveLoadFailed."""
    return next(iter(ArchiveIterator(io.BytesIO(member))))
