"""WARC and ARC files of other programs: which records may be pages, and what of a file cannot be read."""

import datetime as dt
import io
import re
from collections.abc import Generator, Iterator
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from flows.errors import ARCHIVE_ERRORS
from flows.fetch.archive.replay import is_page_record, read_warc_date
from flows.fetch.sources.containers.entries import (
    BY_FILE,
    NO_OFFSET,
    Entry,
    Problem,
    Repeated,
    key_of,
    plain_digest,
)
from flows.fetch.sources.containers.sound_members import SoundRecord, UnsoundError, sound_records
from flows.text.http_dates import read_http_date

MOST_DAMAGED = 1_000  # places of one file where reading is taken up again
_NO_PAGES = frozenset({b"request", b"metadata", b"warcinfo"})
_BLOCK = 1 << 20
_RECORD_START = re.compile(rb"\x1f\x8b\x08|(?<=\n)WARC/\d")
_BY_ANSWER = "WARC-Date cannot be read, the moment is the Date of the answer"
_ONE_MEMBER = "non-chunked gzip"  # what warcio says of a file that is one gzip member


class OneMemberError(Exception):
    """Say that a file is compressed as a whole: its records cannot be read one by one."""


def index_records(opened: IO[bytes], member: str, saved_at: dt.datetime, *, at: int = 0) -> Iterator[Entry | Problem]:
    """Index the pages of one WARC or ARC file from a record on; behind a damaged one, the next is looked for.

    Raises OneMemberError for a file that has to be unpacked first.
    """
    start = yield from _index_sound(opened, member, saved_at, at)
    for _ in range(MOST_DAMAGED):
        if start is None:
            return
        last = start
        try:
            for offset, record in _records_from(opened, start):
                last = offset
                yield from read_entry(record, member, offset, saved_at)
        except AttributeError:  # of warcio's, which looks for the scheme of an address before it asks for one
            yield Problem(member=member, detail=f"behind {last}: a record of the address none")
        except (*ARCHIVE_ERRORS, ArchiveLoadFailed) as error:
            if _ONE_MEMBER in str(error):
                raise OneMemberError(member) from error
            said = str(error).partition(", first line")[0]  # warcio prints the bytes that it cannot read
            yield Problem(member=member, detail=f"behind {last}: {type(error).__name__} {' '.join(said.split())}")
        else:
            return
        start = _find_record(opened, last + 1)


def _index_sound(
    opened: IO[bytes], member: str, saved_at: dt.datetime, at: int
) -> Generator[Entry | Problem, None, int | None]:
    """Index what is well formed; give where the general reader has to go on, None where all of the file is done."""
    try:
        for record in sound_records(opened, at):
            if record.kind in _NO_PAGES:
                continue
            entry = _read_sound(record, member)
            if entry is not None:
                yield entry
            elif not record.fields.get(b"warc-target-uri"):
                yield Problem(member=member, detail=f"at {record.offset}: a record of the address none")
            else:
                general = next(iter(ArchiveIterator(io.BytesIO(record.plain), arc2warc=True)))
                yield from read_entry(general, member, record.offset, saved_at)
    except UnsoundError as error:
        return error.offset
    return None


def _read_sound(record: SoundRecord, member: str) -> Entry | None:
    """Read an answer that says plainly what it is; None where the general reader is asked."""
    if record.kind != b"response":
        return None
    url, taken_at, status = record.text(b"warc-target-uri"), record.moment(), record.status()
    key = key_of(url.strip("<> ")) if url else None
    if key is None or taken_at is None or status is None:
        return None
    return Entry(
        key=key,
        taken_at=taken_at,
        member=member,
        offset=record.offset,
        status=status,
        record_id=record.text(b"warc-record-id") or "",
        digest=plain_digest(record.text(b"warc-payload-digest")),
    )


def _records_from(opened: IO[bytes], at: int) -> Iterator[tuple[int, ArcWarcRecord]]:
    opened.seek(at)
    records = ArchiveIterator(opened, arc2warc=True)
    for record in records:
        yield records.get_record_offset(), record


def _find_record(opened: IO[bytes], at: int) -> int | None:
    """Find where the next record or gzip member may begin."""
    opened.seek(at)
    before = b""
    while block := opened.read(_BLOCK):
        found = _RECORD_START.search(before + block)
        if found:
            return at - len(before) + found.start()
        at, before = at + len(block), block[-8:]
    return None


def read_entry(record: ArcWarcRecord, member: str, offset: int, saved_at: dt.datetime) -> Iterator[Entry | Problem]:
    """Read one record as an entry; nothing where it is no page."""
    heads = record.rec_headers
    length = heads.get_header("Content-Length")
    if not (length or "").strip().isdigit():
        yield Problem(member=member, detail=f"at {offset}: a record of the length {length}")
        return
    if not is_page_record(record) and record.rec_type != "revisit":
        return
    url = (heads.get_header("WARC-Target-URI") or "").strip("<> ")
    key = key_of(url) if url else None
    if key is None:
        yield Problem(member=member, detail=f"at {offset}: a record of the address {url[:80] or 'none'}")
        return
    taken_at, dated_by = find_moment(record, saved_at)
    yield Entry(
        key=key,
        taken_at=taken_at,
        member=member,
        offset=offset,
        status=_read_status(record),
        dated_by=dated_by,
        record_id=heads.get_header("WARC-Record-ID") or "",
        digest=plain_digest(heads.get_header("WARC-Payload-Digest")),
        repeats=_read_repeated(record) if record.rec_type == "revisit" else None,
    )


def find_moment(record: ArcWarcRecord, saved_at: dt.datetime) -> tuple[dt.datetime, str]:
    """Say when a record was captured: by its own date, or its answer's, or its file's; and by which of the latter."""
    own = read_warc_date(record.rec_headers.get_header("WARC-Date"))
    if own is not None:
        return own, ""
    of_answer = read_http_date(record.http_headers.get_header("Date")) if record.http_headers else None
    return (of_answer.astimezone(dt.UTC), _BY_ANSWER) if of_answer else (saved_at, BY_FILE)


def _read_status(record: ArcWarcRecord) -> int:
    if record.rec_type in ("resource", "conversion"):
        return 200
    status = record.http_headers.get_statuscode() if record.http_headers else ""
    return int(status) if re.fullmatch(r"\d{3}", status or "", re.ASCII) else 0


def _read_repeated(record: ArcWarcRecord) -> Repeated:
    heads = record.rec_headers
    offset = heads.get_header("WARC-Refers-To-File-Offset") or ""
    url = (heads.get_header("WARC-Refers-To-Target-URI") or heads.get_header("WARC-Target-URI") or "").strip("<> ")
    return Repeated(
        record_id=heads.get_header("WARC-Refers-To") or "",
        key=key_of(url) or "",
        taken_at=read_warc_date(heads.get_header("WARC-Refers-To-Date")),
        file_name=heads.get_header("WARC-Refers-To-Filename") or "",
        offset=int(offset) if re.fullmatch(r"\d{1,15}", offset, re.ASCII) else NO_OFFSET,
    )
