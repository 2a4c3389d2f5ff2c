"""WARC files that cannot be read at any place as they are: in zstd, or compressed as a whole.

They are unpacked once, into a plain WARC file under the home folder.
"""

import gzip
import shutil
import struct
import zlib
from pathlib import Path
from typing import IO, cast

import zstandard

_BLOCK = 1 << 20
_FRAME = b"\x28\xb5\x2f\xfd"
_DICTIONARY = b"\x5d\x2a\x4d\x18"  # a skippable frame with the dictionary of all frames behind it
_MOST_DICTIONARY = 100_000_000
_SHARE_OF_DISK = 0.5  # of what is free that one file may take


class UnpackError(Exception):
    """Say why a file could not be unpacked to its end; what came before is there."""


def unpack_zstd(opened: IO[bytes], target: Path) -> None:
    """Unpack a `.warc.zst` with or without a dictionary. Raises UnpackError."""
    try:
        unpacker = zstandard.ZstdDecompressor(dict_data=_read_dictionary(opened))
        with unpacker.stream_reader(opened, read_across_frames=True, closefd=False) as plain:
            _copy(cast("IO[bytes]", plain), target)
    except (zstandard.ZstdError, struct.error) as error:
        raise UnpackError(f"zstd: {error}") from error


def unpack_gzip(opened: IO[bytes], target: Path) -> None:
    """Unpack a file that is one gzip member. Raises UnpackError."""
    opened.seek(0)
    try:
        with gzip.GzipFile(fileobj=opened) as plain:
            _copy(cast("IO[bytes]", plain), target)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UnpackError(f"gzip: {error}") from error


def _read_dictionary(opened: IO[bytes]) -> zstandard.ZstdCompressionDict | None:
    """Read the dictionary in front of the frames, itself compressed or not; back to the start where there is none."""
    opened.seek(0)
    head = opened.read(8)
    if not head.startswith(_DICTIONARY):
        opened.seek(0)
        return None
    (length,) = struct.unpack("<I", head[4:])
    if length > _MOST_DICTIONARY:
        raise UnpackError(f"zstd: a dictionary of {length:,} bytes")
    data = opened.read(length)
    if data.startswith(_FRAME):
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return zstandard.ZstdCompressionDict(data)


def _copy(plain: IO[bytes], target: Path) -> None:
    most, size = int(shutil.disk_usage(target.parent).free * _SHARE_OF_DISK), 0
    with target.open("wb") as file:
        while block := plain.read(_BLOCK):
            size += len(block)
            if size > most:
                raise UnpackError("unpacked, it takes more than half of what is free on the disk")
            file.write(block)
