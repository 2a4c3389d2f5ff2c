"""What the pages of a WARC, a WACZ or a folder are, in a small SQLite file under the home folder.

A source is indexed once, and again only where one of its files changed. A record or a file that cannot be read costs
itself: what is wrong with it stands in the index, and is told of pages that are not found.
"""

import datetime as dt
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from flows.addresses.urls import canonicalise, surt
from flows.errors import UsageError
from flows.fetch.archive.replay import PAGE_RECORDS, is_page_record, read_warc_date
from flows.fetch.sources.copies import choose_copies
from flows.records import content_id

INDEX = "cache/pages"
WARC_ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")
WACZ_ENDINGS = (".wacz",)
PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml", ".vnp", ".php", ".asp", ".aspx")
HEAD_BYTES = 1 << 16
MOST_DAMAGED = 1_000  # places of one file where reading is taken up again
_BLOCK = 1 << 20
_RECORD_START = re.compile(rb"\x1f\x8b\x08|(?<=\n)WARC/\d")
_INDEX_VERSION = "2"
# What a browser writes into a page it saves, and what a page says of itself.
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_CANONICAL = re.compile(rb"<link\b[^<>]*rel\s*=\s*[\"']?canonical[\"']?[^<>]*>", re.IGNORECASE)
_OG_URL = re.compile(rb"<meta\b[^<>]*property\s*=\s*[\"']og:url[\"'][^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(rb"(?:href|content)\s*=\s*[\"'](https?://[^\"']+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What of a source cannot be read."""

    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page of an index."""

    key: str  # SURT of the address
    taken_at: dt.datetime
    member: str  # file, or file inside a WACZ
    offset: int  # -1: the file is the page
    status: int


def build_index(path: Path, home: Path) -> Path:
    """Index a file or folder, or find the index made earlier of the same files. Raises UsageError."""
    files = sorted(archives_in(path)) if path.is_dir() else [path]
    if path.is_dir() and not files:
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in PAGE_ENDINGS and file.is_file())
    marks = [f"{file}:{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in files]
    index = home / INDEX / f"{content_id(_INDEX_VERSION, str(path.resolve()), *marks)}.sqlite"
    if index.exists():
        return index
    index.parent.mkdir(parents=True, exist_ok=True)
    fresh = index.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    root = path if path.is_dir() else path.parent
    _write_index(fresh, (item for file in files for item in _index_guarded(file, root)))
    if not _has_pages(fresh) and (problems := find_problems(fresh)):
        raise UsageError(f"{path} cannot be read as a source of pages: {problems[0]}.")
    fresh.replace(index)
    return index


def _index_guarded(file: Path, root: Path) -> Iterator[Entry | Problem]:
    """Index one file; what cannot be read of it is a problem of that file alone."""
    try:
        yield from _index_file(file, root)
    except (ArchiveLoadFailed, zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError) as error:
        yield Problem(detail=f"{file.name}: {type(error).__name__} {error}"[:200])


def _write_index(path: Path, found: Iterable[Entry | Problem]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "create table page (key text, taken_at text, member text, entry_offset integer, status integer)"
        )
        connection.execute("create table problem (detail text)")
        for item in found:
            if isinstance(item, Problem):
                connection.execute("insert into problem values (?)", (item.detail,))
            else:
                row = (item.key, item.taken_at.isoformat(), item.member, item.offset, item.status)
                connection.execute("insert into page values (?, ?, ?, ?, ?)", row)
        connection.execute("create index page_key on page (key)")


def _has_pages(index: Path) -> bool:
    with closing(sqlite3.connect(index)) as connection:
        return connection.execute("select 1 from page limit 1").fetchone() is not None


def find_problems(index: Path) -> tuple[str, ...]:
    """Say what of a source could not be read, the first places of it."""
    with closing(sqlite3.connect(index)) as connection:
        rows = connection.execute("select detail from problem limit 3").fetchall()
    return tuple(row[0] for row in rows)


def key_of(url: str) -> str | None:
    """Give the key of an address: tracking parameters, www. and the like aside, as the seed's own is."""
    return surt(canonicalise(url) or url)


def find_entries(index: Path, url: str, seed_date: dt.date | None) -> tuple[Entry, ...]:
    """Find the page of an address nearest to the date and the newest; answers that are no page where there is none."""
    key = key_of(url)
    if key is None:
        return ()
    with closing(sqlite3.connect(index)) as connection:
        rows = connection.execute(
            "select key, taken_at, member, entry_offset, status from page where key = ?", (key,)
        ).fetchall()
    entries = [
        Entry(key=key, taken_at=dt.datetime.fromisoformat(at), member=member, offset=offset, status=status)
        for key, at, member, offset, status in rows
    ]
    good = [entry for entry in entries if entry.status == 200]
    return choose_copies(good or entries, seed_date)


def archives_in(folder: Path) -> Iterator[Path]:
    """Give the WARC, ARC and WACZ files below a folder."""
    for file in folder.rglob("*"):
        if file.name.lower().endswith(WARC_ENDINGS + WACZ_ENDINGS) and file.is_file():
            yield file


def _index_file(file: Path, root: Path) -> Iterator[Entry | Problem]:
    name = file.name.lower()
    member = str(file.relative_to(root))
    if name.endswith(WARC_ENDINGS):
        with file.open("rb") as opened:
            yield from _index_records(opened, member)
    elif name.endswith(WACZ_ENDINGS):
        with zipfile.ZipFile(file) as bundle:
            for inner in bundle.namelist():
                if inner.lower().endswith(WARC_ENDINGS):
                    with bundle.open(inner) as opened:
                        yield from _index_records(opened, f"{member}!{inner}")
    elif file.suffix.lower() in PAGE_ENDINGS:
        yield from _index_page(file, member)
    else:
        raise UsageError(f"{file} is neither a WARC or WACZ file nor a saved page.")


def _index_records(opened: IO[bytes], member: str) -> Iterator[Entry | Problem]:
    """Index the pages of one WARC or ARC file; behind a damaged record, reading is taken up at the next one."""
    at: int | None = 0
    for _ in range(MOST_DAMAGED):
        last = at
        try:
            for offset, record in _records_from(opened, at or 0):
                last = offset
                entry = _read_entry(record, member, offset)
                if entry is not None:
                    yield entry
        except (ArchiveLoadFailed, OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
            yield Problem(detail=f"{member} behind {last}: {type(error).__name__} {error}"[:200])
        else:
            return
        at = _find_record(opened, (last or 0) + 1)
        if at is None:
            return


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


def _read_entry(record: ArcWarcRecord, member: str, offset: int) -> Entry | None:
    """Read one record as an entry; None where it is no page, or does not say of what and when."""
    if record.rec_type not in PAGE_RECORDS or not is_page_record(record):
        return None
    key = key_of(record.rec_headers.get_header("WARC-Target-URI") or "")
    taken_at = read_warc_date(record.rec_headers.get_header("WARC-Date"))
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if key is None or taken_at is None or not re.fullmatch(r"\d{3}", status, re.ASCII):
        return None
    return Entry(key=key, taken_at=taken_at, member=member, offset=offset, status=int(status))


def _index_page(file: Path, member: str) -> Iterator[Entry]:
    """Index a saved page under the addresses it names, and under its path as wget and HTTrack lay it out."""
    with file.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    taken_at = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
    bare = re.sub(r"(?:/index)?\.x?s?html?$", "", member)
    keys = [key_of(url) for url in (*named_addresses(head), f"http://{unquote(member)}", f"http://{unquote(bare)}")]
    for key in dict.fromkeys(key for key in keys if key):
        yield Entry(key=key, taken_at=taken_at, member=member, offset=-1, status=200)


def named_addresses(head: bytes) -> list[str]:
    """Give the addresses that a page says it has: where a browser saved it from first."""
    found = [match[1] for match in _SAVED_FROM.finditer(head)]
    for tag in (_CANONICAL.search(head), _OG_URL.search(head)):
        address = _ADDRESS.search(tag[0]) if tag else None
        if address:
            found.append(address[1])
    return [url.decode("utf-8", "replace") for url in found]
