"""Members of tar and zip files as streams, one after the other, never unpacked to disk.

The tar reader is our own: `tarfile` costs about 100 µs a member, and seeds come as tens of
thousands of members of some kilobytes. It knows ustar, GNU long names and pax headers.
"""

import io
import zipfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, NoReturn

from flows.errors import ARCHIVE_ERRORS
from flows.records import Reason
from flows.seedfiles.documents import Problem
from flows.seedfiles.streams import BLOCK_BYTES, BrokenSourceError, ByteStream, file_blocks

MAX_SEEKABLE_BYTES = 64 << 20  # of a zip or Parquet file inside another archive: it is held in memory

_TAR_BLOCK = 512
_TAR_ZERO_BLOCK = bytes(_TAR_BLOCK)
_TAR_FILES = frozenset(b"0\x007")
_TAR_LINKS = frozenset(b"12")
_TAR_LONG_NAME = ord("L")
_TAR_PAX = ord("x")
_TAR_SPARSE = ord("S")
_MAX_TAR_HEADER_BYTES = 1 << 20  # of a long name or a pax header
_ZIP_ENCRYPTED = 1


class Member(NamedTuple):
    """One file inside an archive. Read it before the next is asked for."""

    name: str
    number: int  # 1-based, directories counted
    stream: ByteStream


class MemberProblem(NamedTuple):
    """A member that cannot be read."""

    name: str
    number: int
    problem: Problem


Members = Iterator[Member | MemberProblem]


def is_tar(head: bytes) -> bool:
    """Tell a tar file by its first header, which carries its own checksum."""
    return len(head) >= _TAR_BLOCK and any(head[:_TAR_BLOCK]) and _has_checksum(head[:_TAR_BLOCK])


def tar_members(stream: ByteStream) -> Members:
    """Read the members of a tar file, also of several that were written one after the other.

    Raises BrokenSourceError where the file breaks off or is damaged.
    """
    number = 0
    long_name: str | None = None
    pax: dict[str, str] = {}
    is_ended = False
    while header := stream.read(_TAR_BLOCK):
        if header == _TAR_ZERO_BLOCK:
            is_ended = True
            continue
        name, size, kind = _read_tar_header(stream, header)
        if kind == _TAR_LONG_NAME:
            long_name = _read_tar_data(stream, size).rstrip(b"\0").decode("utf-8", "surrogateescape")
        elif kind == _TAR_PAX:
            pax = _read_pax(_read_tar_data(stream, size))
        else:
            is_ended = False
            number += 1
            name = pax.get("path") or long_name or name
            size = int(pax.get("size", size))
            if (yield from _tar_member(stream, name, number, size, kind)):
                return
            long_name, pax = None, {}
    if not is_ended:
        raise BrokenSourceError(Reason.TRUNCATED_ARCHIVE, f"the archive ends after {number} members without end mark")


def _tar_member(
    stream: ByteStream, name: str, number: int, size: int, kind: int
) -> Generator[Member | MemberProblem, None, bool]:
    """Give one member; return whether its reader was told that the archive breaks off in it."""
    left = size
    is_told = False
    if kind in _TAR_FILES:
        part = _Part(stream, size, name)
        yield Member(name, number, ByteStream(part))
        left, is_told = part.left, part.is_told
    elif kind in _TAR_LINKS:
        yield MemberProblem(name, number, Problem(Reason.UNREADABLE_FILE, "a link to another member, not read"))
        left = size = 0
    elif kind == _TAR_SPARSE:
        yield MemberProblem(name, number, Problem(Reason.UNREADABLE_FILE, "a sparse file, which is not supported"))
    left += -size % _TAR_BLOCK
    if not is_told and stream.skip(left) < left:
        _break_off(stream, f"the archive breaks off after member {name!r}")
    return is_told


class _Part:
    """The blocks of one member."""

    def __init__(self, stream: ByteStream, size: int, name: str) -> None:
        self._stream = stream
        self._name = name
        self.left = size
        self.is_told = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self.left:
            raise StopIteration
        try:
            block = self._stream.read(min(self.left, BLOCK_BYTES))
            if not block:
                _break_off(self._stream, f"the archive breaks off inside member {self._name!r}")
        except BrokenSourceError:
            self.is_told = True
            raise
        self.left -= len(block)
        return block


def _break_off(stream: ByteStream, detail: str) -> NoReturn:
    """Raise what broke the stream, or else that it ended too early."""
    stream.read(1)
    raise BrokenSourceError(Reason.TRUNCATED_ARCHIVE, detail)


def _read_exactly(stream: ByteStream, size: int, name: str) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        _break_off(stream, f"the archive breaks off inside {name}")
    return data


def _has_checksum(header: bytes) -> bool:
    try:
        stated = int(header[148:156].strip(b" \0") or b"0", 8)
    except ValueError:
        return False
    return stated == sum(header) - sum(header[148:156]) + 256


def _read_tar_header(stream: ByteStream, header: bytes) -> tuple[str, int, int]:
    if len(header) < _TAR_BLOCK:
        _break_off(stream, "the archive breaks off inside a header")
    if not _has_checksum(header):
        raise BrokenSourceError(Reason.BROKEN_ARCHIVE, "a member's header is damaged (wrong checksum)")
    name = header[:100].partition(b"\0")[0]
    if header[257:263] == b"ustar\0" and header[345]:
        name = header[345:500].partition(b"\0")[0] + b"/" + name
    return name.decode("utf-8", "surrogateescape"), _tar_number(header[124:136]), header[156]


def _tar_number(field: bytes) -> int:
    """Read a size: octal digits, or binary from 8 GB on."""
    if field[0] & 0x80:
        return int.from_bytes(field[1:], "big")
    try:
        return int(field.strip(b" \0") or b"0", 8)
    except ValueError:
        raise BrokenSourceError(Reason.BROKEN_ARCHIVE, "a member's size is no number") from None


def _read_tar_data(stream: ByteStream, size: int) -> bytes:
    if size > _MAX_TAR_HEADER_BYTES:
        raise BrokenSourceError(Reason.BROKEN_ARCHIVE, f"a member's name takes {size} bytes")
    data = _read_exactly(stream, size, "a long name")
    stream.skip(-size % _TAR_BLOCK)
    return data


def _read_pax(data: bytes) -> dict[str, str]:
    """Read records of the form "<length> <key>=<value>", each with its line end."""
    records: dict[str, str] = {}
    while data.strip(b"\0"):
        digits, _, _ = data.partition(b" ")
        if not digits.isdigit() or not len(digits) < int(digits) <= len(data):
            raise BrokenSourceError(Reason.BROKEN_ARCHIVE, "a pax header is damaged")
        length = int(digits)
        key, _, value = data[len(digits) + 1 : length - 1].partition(b"=")
        records[key.decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        data = data[length:]
    if not records.get("size", "0").isdigit():
        raise BrokenSourceError(Reason.BROKEN_ARCHIVE, "a pax header states no valid size")
    return records


def zip_members(stream: ByteStream) -> Members:
    """Read the members of a zip file, in the order in which they lie in it.

    Raises BrokenSourceError where its list of members, which stands at the end, is missing or damaged.
    """
    with seekable(stream) as file:
        try:
            archive = zipfile.ZipFile(file)
        except ARCHIVE_ERRORS as error:
            detail = f"the zip file is cut off or damaged: {error}"
            raise BrokenSourceError(Reason.TRUNCATED_ARCHIVE, detail) from error
        with archive:
            entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
            for number, entry in enumerate(entries, start=1):
                if not entry.filename or entry.is_dir():
                    continue
                if entry.flag_bits & _ZIP_ENCRYPTED:
                    problem = Problem(Reason.ENCRYPTED_ARCHIVE, "the member is encrypted; unpack it with its password")
                    yield MemberProblem(entry.filename, number, problem)
                else:
                    yield Member(entry.filename, number, ByteStream(_zip_blocks(archive, entry)))


def _zip_blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as file:
            while block := file.read(BLOCK_BYTES):
                yield block
    except EOFError as error:
        raise BrokenSourceError(Reason.TRUNCATED_ARCHIVE, "the member ends too early") from error
    except ARCHIVE_ERRORS as error:
        raise BrokenSourceError(Reason.BROKEN_ARCHIVE, f"the member is damaged: {error}") from error


def seekable(stream: ByteStream) -> BinaryIO:
    """Open a stream for seeking: the file itself, or a copy in memory of at most MAX_SEEKABLE_BYTES."""
    if stream.path is not None:
        return _open(stream.path)
    data = stream.read(MAX_SEEKABLE_BYTES + 1)
    if len(data) > MAX_SEEKABLE_BYTES:
        detail = f"inside another archive it may have {MAX_SEEKABLE_BYTES >> 20} MB at most; unpack the outer one"
        raise BrokenSourceError(Reason.TOO_LARGE, detail)
    return io.BytesIO(data)


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise BrokenSourceError(Reason.UNREADABLE_FILE, error.strerror or str(error)) from error


def open_file(path: Path) -> ByteStream:
    """Open a file for forward reading."""
    return ByteStream(file_blocks(path), path)
