"""CDXJ beside WARC files: what an index that somebody made of them lists is taken over instead of reading them.

An index may be older than its file, or of another file of that name. So some of its lines are tried, and what the file
has behind the last record listed is read. Lines that do not say what a record is (repeated pages, no status) are
looked up in the file.
"""

import datetime as dt
import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from flows.errors import ARCHIVE_ERRORS
from flows.fetch.archive.replay import read_warc_date
from flows.fetch.sources.containers.entries import Entry, Problem, key_of, plain_digest
from flows.fetch.sources.containers.warc_files import index_records, read_entry

TRIED = 16  # lines of a file's that are held against it
_LINE = re.compile(r"\S+ (\d{14}) (\{.*\})\s*", re.ASCII)
_SHA1 = re.compile(r"[A-Z2-7]{32}")  # a digest without its name
_STATUS = re.compile(r"\d{3}", re.ASCII)
_UNREADABLE = (*ARCHIVE_ERRORS, ArchiveLoadFailed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A line: one record of a WARC file."""

    file_name: str
    offset: int
    url: str
    stamp: str
    status: str
    mime: str
    digest: str


@dataclass(slots=True, kw_only=True)
class _Summary:
    """What an index lists of one file."""

    last: int = 0  # offset of the record furthest behind
    count: int = 0
    tried: list[Listed] = field(default_factory=list)


def read_listing(listing: Path) -> Iterator[Listed]:
    """Read the lines of an index, compressed or not; those that list no record are passed over."""
    with listing.open("rb") as raw:
        is_packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        for line in gzip.GzipFile(fileobj=raw) if is_packed else raw:
            found = _LINE.fullmatch(line.decode("utf-8", "replace"))
            listed = _read_line(found[1], found[2]) if found else None
            if listed is not None:
                yield listed


def _read_line(stamp: str, text: str) -> Listed | None:
    try:
        named = json.loads(text)
        return Listed(
            file_name=Path(str(named["filename"])).name,
            offset=int(named["offset"]),
            url=str(named["url"]),
            stamp=stamp,
            status=str(named.get("status", "")),
            mime=str(named.get("mime", "")),
            digest=str(named.get("digest", "")),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def index_listed(listing: Path, archives: Mapping[str, tuple[Path, str]], done: set[str]) -> Iterator[Entry | Problem]:
    """Give what an index lists of these archives (path and member by file name); `done` gets the names it covers."""
    summaries = _summarise(read_listing(listing), archives.keys() - done)
    for name, summary in summaries.items():
        path, member = archives[name]
        if _leads_to(path, summary):
            done.add(name)
        else:
            yield Problem(member=member, detail=f"{listing.name} does not lead to its records; the file itself is read")
    covered = summaries.keys() & done
    for listed in read_listing(listing):
        if listed.file_name in covered:
            yield from _entry_of(listed, *archives[listed.file_name])
    for name in sorted(covered):
        yield from _read_behind(*archives[name], summaries[name].last)


def _summarise(lines: Iterable[Listed], names: Iterable[str]) -> dict[str, _Summary]:
    summaries: dict[str, _Summary] = {name: _Summary() for name in names}
    draw = random.Random(0)  # noqa: S311 # chooses which lines are tried
    for listed in lines:
        summary = summaries.get(listed.file_name)
        if summary is None:
            continue
        summary.count += 1
        summary.last = max(summary.last, listed.offset)
        place = len(summary.tried) if len(summary.tried) < TRIED else draw.randrange(summary.count)
        if place < TRIED:
            summary.tried[place : place + 1] = [listed]
    return {name: summary for name, summary in summaries.items() if summary.count}


def _leads_to(archive: Path, summary: _Summary) -> bool:
    """Tell whether the lines that are tried lead to records of their addresses."""
    with archive.open("rb") as opened:
        try:
            return all(_address_at(opened, listed.offset) == listed.url for listed in summary.tried)
        except _UNREADABLE:
            return False


def _address_at(opened: IO[bytes], offset: int) -> str:
    opened.seek(offset)
    record = next(iter(ArchiveIterator(opened, arc2warc=True)), None)
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ") if record is not None else ""


def _entry_of(listed: Listed, archive: Path, member: str) -> Iterator[Entry | Problem]:
    key, taken_at = key_of(listed.url), read_warc_date(listed.stamp)
    is_plain = bool(_STATUS.fullmatch(listed.status)) and listed.mime != "warc/revisit"
    if is_plain and key is not None and taken_at is not None:
        digest = f"sha1:{listed.digest}" if _SHA1.fullmatch(listed.digest) else listed.digest
        yield Entry(
            key=key,
            taken_at=taken_at,
            member=member,
            offset=listed.offset,
            status=int(listed.status),
            digest=plain_digest(digest),
        )
        return
    try:
        with archive.open("rb") as opened:
            opened.seek(listed.offset)
            record = next(iter(ArchiveIterator(opened, arc2warc=True)), None)
            if record is not None:
                yield from read_entry(record, member, listed.offset, _saved_at(archive))
    except _UNREADABLE as error:
        yield Problem(member=member, detail=f"at {listed.offset}: {type(error).__name__} {error}")


def _read_behind(archive: Path, member: str, last: int) -> Iterator[Entry | Problem]:
    """Index what a file has behind the last record that is listed."""
    with archive.open("rb") as opened:
        for item in index_records(opened, member, _saved_at(archive), at=last):
            if isinstance(item, Problem) or item.offset > last:
                yield item


def _saved_at(archive: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(archive.stat().st_mtime, dt.UTC)
