"""Copy the WARC records of some captures, byte for byte, into one small WARC file."""

import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from flows.fetch.archive.members import inflate, inflate_head, parse_member, read_members
from flows.fetch.archive.replay import (
    MAX_HOPS,
    PayloadMissingError,
    StoredResponse,
    may_hold_capture,
    read_capture,
    read_response,
    read_stored,
)
from flows.fetch.archive.warc import FOLDER
from flows.records import Capture

UNREADABLE = (PayloadMissingError, OSError, zlib.error)  # what copying the records of a capture raises


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedRecords:
    """A WARC file, and where in it the response of each capture lies."""

    warc: bytes
    offsets: dict[str, int]  # capture_id: offset of the response that holds its payload
    problems: dict[str, str]  # capture_id: why its records are not here


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedRecord:
    """One record as it was copied."""

    member: bytes  # as it lies on disk
    offset: int  # in the file that it was copied into


def copy_records(home: Path, captures: Sequence[Capture]) -> CopiedRecords:
    """Copy response, request and capture record of each capture; a payload that is repeated comes along once."""
    copier = RecordCopier(home)
    file = io.BytesIO()
    offsets: dict[str, int] = {}
    problems: dict[str, str] = {}
    for capture in captures:
        if capture.warc_file is None or capture.warc_offset is None:
            continue
        try:
            for record in copier.copy(capture.capture_id, capture.warc_file, capture.warc_offset):
                file.write(record.member)
            offsets[capture.capture_id] = copier.payload_at
        except UNREADABLE:
            problems[capture.capture_id] = f"{capture.warc_file} cannot be read at {capture.warc_offset}"
    return CopiedRecords(warc=file.getvalue(), offsets=offsets, problems=problems)


class RecordCopier:
    """Copies the records of one capture after the other; what was copied once is not copied again."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._known: dict[tuple[str, int], int] = {}
        self._size = 0
        self.payload_at = 0  # offset of the response that holds the payload of the capture copied last

    def copy(self, capture_id: str, warc_file: str, warc_offset: int) -> Iterator[CopiedRecord]:
        """Give the records of a capture that are not copied yet. Raises what is in UNREADABLE."""
        for number, place in enumerate(_places(self._home, warc_file, warc_offset)):
            if place not in self._known:
                # A payload that is repeated belongs to another capture: that one's record does not come along.
                members = list(_read_group(self._home / place[0], place[1], None if number else capture_id))
                self._known[place] = self._size
                for member in members:
                    yield CopiedRecord(member=member, offset=self._size)
                    self._size += len(member)
            self.payload_at = self._known[place]


def read_written_captures(warc: bytes) -> dict[str, Capture]:
    """Read the captures as the fetcher wrote them down beside the answers, by capture_id.

    Raises ArchiveLoadFailed and ValueError for what is no such file.
    """
    records = ArchiveIterator(io.BytesIO(warc))
    return {capture.capture_id: capture for record in records if (capture := read_capture(record)) is not None}


def read_answer_heads(warc: bytes) -> list[StoredResponse]:
    """Read the response and revisit records of a file. Raises what reading damaged records raises."""
    records = ArchiveIterator(io.BytesIO(warc))
    return [read_response(record) for record in records if record.rec_type in ("response", "revisit")]


def _places(home: Path, warc_file: str, warc_offset: int) -> Iterator[tuple[str, int]]:
    """Give the place of a record, then of those that it repeats; the last holds the payload."""
    place = (warc_file, warc_offset)
    for _ in range(MAX_HOPS):
        yield place
        stored = read_stored(home, *place)
        if not stored.is_revisit or stored.refers_to is None:
            return
        place = (f"{FOLDER}/{Path(stored.refers_to[0]).name}", stored.refers_to[1])


def _read_group(path: Path, offset: int, capture_id: str | None) -> Iterator[bytes]:
    """Read the record at an offset, its request, and the record in which the fetcher wrote a capture down.

    Records of other hosts may stand between them, as many as were fetched meanwhile; the last may be in a later file.
    """
    with path.open("rb") as file:
        file.seek(offset)
        members = read_members(file)
        response = next(members)
        yield response
        response_id = parse_member(response).rec_headers.get_header("WARC-Record-ID").encode()
        for member in members:
            head = inflate_head(member)
            if (
                response_id in head
                and parse_member(member).rec_headers.get_header("WARC-Concurrent-To").encode() == response_id
            ):
                yield member
                if capture_id is None:
                    return
            elif capture_id is not None and _is_record_of(member, head, capture_id):
                yield member
                return
    if capture_id is not None:
        yield from _find_in_later_files(path, capture_id)


def _find_in_later_files(path: Path, capture_id: str) -> Iterator[bytes]:
    """Find a capture's record in the other files of its run, the newest first."""
    run = path.name.rsplit("-", 2)[0]
    others = sorted(path.parent.glob(f"{run}-*.warc.gz"), key=lambda other: other.stat().st_mtime_ns, reverse=True)
    for other in others:
        if other == path:
            continue
        with other.open("rb") as file:
            for member in read_members(file):
                if _is_record_of(member, inflate_head(member), capture_id):
                    yield member
                    return


def _is_record_of(member: bytes, head: bytes, capture_id: str) -> bool:
    if not may_hold_capture(head) or capture_id.encode() not in inflate(member):
        return False
    written = read_capture(parse_member(member))
    return written is not None and written.capture_id == capture_id
