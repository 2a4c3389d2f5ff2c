"""Pages from files: WARC and WACZ files, folders of them, and folders of saved HTML.

What is there is indexed once, into a small SQLite file under the home folder, and indexed again only where
the file changed. A page that is read is copied into our own archive, so that nothing later needs the source.
"""

import asyncio
import datetime as dt
import re
import sqlite3
import zipfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO
from urllib.parse import quote, unquote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from flows.addresses.urls import surt
from flows.errors import UsageError
from flows.existence.outcome import is_binary
from flows.fetch.archive.replay import StoredResponse, read_response
from flows.fetch.archiving_client import ArchivingClient
from flows.fetch.http.client import Exchange, Failure, RawHeaders
from flows.fetch.options import PageRequest
from flows.fetch.reading import BodyReader
from flows.fetch.shared_task import start_shared
from flows.fetch.sources.copies import choose_copies
from flows.fetch.sources.visit import Visit, find_failure, judge_archived
from flows.records import Outcome, Source, content_id

INDEX = "cache/pages"
WARC_ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")
WACZ_ENDINGS = (".wacz",)
PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml", ".vnp", ".php", ".asp", ".aspx")
HEAD_BYTES = 1 << 16
# What a browser writes into a page it saves, and what a page says of itself.
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_CANONICAL = re.compile(rb"<link\b[^>]*rel\s*=\s*[\"']?canonical[\"']?[^>]*>", re.IGNORECASE)
_OG_URL = re.compile(rb"<meta\b[^>]*property\s*=\s*[\"']og:url[\"'][^>]*>", re.IGNORECASE)
_ADDRESS = re.compile(rb"(?:href|content)\s*=\s*[\"'](https?://[^\"']+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page of an index."""

    key: str  # SURT of the address
    taken_at: dt.datetime
    member: str  # file, or file inside a WACZ
    offset: int  # -1: the file is the page
    status: int


class LocalSource:
    """Reads pages from one file or folder."""

    def __init__(self, client: ArchivingClient, path: Path, reader: BodyReader) -> None:
        self._client = client
        self._reader = reader
        self._path = path
        self._index: asyncio.Task[Path] | None = None
        self._is_pages = path.is_dir() and not any(_archives_in(path))

    @property
    def kind(self) -> Source:
        """A folder of saved pages, or an archive."""
        return Source.FOLDER if self._is_pages else Source.WARC

    async def visits(self, request: PageRequest) -> AsyncIterator[Visit]:
        """Look a page up in the index and read what fits. Raises UsageError where the source cannot be read at all."""
        if self._index is None:
            self._index = start_shared(asyncio.to_thread(build_index, self._path, self._client.home))
        index = await asyncio.shield(self._index)
        entries = await asyncio.to_thread(find_entries, index, request.url, request.seed_date)
        if not entries:
            yield Visit(outcome=Outcome.NOT_IN_ARCHIVE, detail=f"not in {self._path.name}", final_url=request.url)
        for entry in entries:
            yield await self._read(request, entry)

    async def _read(self, request: PageRequest, entry: Entry) -> Visit:
        try:
            stored = await asyncio.to_thread(self._load, entry)
        except (OSError, StopIteration, ArchiveLoadFailed, zipfile.BadZipFile, KeyError) as error:
            detail = f"{entry.member} at {entry.offset}: {type(error).__name__} {error}"[:300]
            return Visit(outcome=Outcome.ARCHIVE_ERROR, detail=detail, final_url=request.url)
        exchange = Exchange(
            url=stored.url,
            request_headers=(),
            started_at=stored.captured_at,
            elapsed_ms=0,
            status=stored.status,
            reason="OK" if stored.status == 200 else "",
            headers=_headers_of(stored),
            body=stored.body,
            truncated="unspecified" if stored.truncated else "",
            failure=Failure(outcome=Outcome.TRUNCATED, detail=stored.truncated) if stored.truncated else None,
        )
        archived = await self._client.archive_copy(exchange)
        visit = Visit(
            outcome=Outcome.NOT_IN_ARCHIVE,
            detail=f"the archived answer is {stored.status}",
            final_url=stored.url,
            last=archived,
            memento_datetime=stored.captured_at,
        )
        failure = find_failure(archived)
        if failure is not None:
            return replace(visit, outcome=failure[0], detail=failure[1])
        if stored.status != 200:
            return visit
        judgement = await judge_archived(
            self._reader, archived, asked_url=request.url, final_url=stored.url, was_redirected=False
        )
        visit = replace(visit, outcome=judgement.outcome, detail=judgement.rule)
        return replace(visit, payload=archived.payload, digest=archived.digest)

    def _load(self, entry: Entry) -> StoredResponse:
        cap = self._client.options.max_wire_bytes
        if entry.offset < 0:
            return _load_page(self._path / entry.member, entry, cap)
        if "!" in entry.member:
            container, member = entry.member.split("!", 1)
            with zipfile.ZipFile(self._folder() / container) as bundle, bundle.open(member) as file:
                return _load_record(file, entry.offset, cap)
        with (self._folder() / entry.member).open("rb") as file:
            return _load_record(file, entry.offset, cap)

    def _folder(self) -> Path:
        return self._path if self._path.is_dir() else self._path.parent


def _headers_of(stored: StoredResponse) -> RawHeaders:
    """Give the headers that are true of the body: writers of archives undo a coding and leave its name standing."""
    is_undone = not is_binary(stored.body)
    renamed = {"content-encoding": "x-archive-orig-content-encoding"} if is_undone else {}
    return tuple(
        (renamed.get(name, name).encode("latin-1", "replace"), value.encode("utf-8", "replace"))
        for name, value in stored.headers
    )


def _load_record(file: IO[bytes], offset: int, cap: int) -> StoredResponse:
    file.seek(offset)
    return read_response(next(iter(ArchiveIterator(file, arc2warc=True))), cap)


def _load_page(path: Path, entry: Entry, cap: int) -> StoredResponse:
    """Read a saved page as an answer. Its name in the index stands in for the address that it was saved from."""
    with path.open("rb") as file:
        body = file.read(cap + 1)
    return StoredResponse(
        url=_guess_address(path, body, entry),
        captured_at=entry.taken_at,
        status=200,
        headers=(("content-type", "text/html"),),
        body=body,
        payload_digest=None,
        is_revisit=False,
        refers_to=None,
        refers_to_uri=None,
        truncated="",
    )


def _guess_address(path: Path, body: bytes, entry: Entry) -> str:
    named = [url for url in _named_addresses(body[:HEAD_BYTES]) if surt(url) == entry.key]
    return named[0] if named else f"http://{quote(entry.member)}" if "/" in entry.member else path.as_uri()


# -- the index ----------------------------------------------------------------------------------


def build_index(path: Path, home: Path) -> Path:
    """Index a file or folder, or find the index made earlier of the same files. Raises UsageError."""
    files = sorted(_archives_in(path)) if path.is_dir() else [path]
    if path.is_dir() and not files:
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in PAGE_ENDINGS and file.is_file())
    marks = [f"{file}:{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in files]
    index = home / INDEX / f"{content_id(str(path.resolve()), *marks)}.sqlite"
    if index.exists():
        return index
    index.parent.mkdir(parents=True, exist_ok=True)
    fresh = index.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    root = path if path.is_dir() else path.parent
    try:
        _write_index(fresh, (entry for file in files for entry in _index_file(file, root)))
    except (ArchiveLoadFailed, zipfile.BadZipFile, OSError) as error:
        raise UsageError(f"{path} cannot be read as a source of pages: {error}.") from error
    fresh.replace(index)
    return index


def _write_index(path: Path, entries: Iterable[Entry]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "create table page (key text, taken_at text, member text, entry_offset integer, status integer)"
        )
        connection.executemany(
            "insert into page values (?, ?, ?, ?, ?)",
            ((entry.key, entry.taken_at.isoformat(), entry.member, entry.offset, entry.status) for entry in entries),
        )
        connection.execute("create index page_key on page (key)")


def find_entries(index: Path, url: str, seed_date: dt.date | None) -> tuple[Entry, ...]:
    """Find the page of an address nearest to the date and the newest; answers that are no page where there is none."""
    key = surt(url)
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


def _archives_in(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        if file.name.lower().endswith(WARC_ENDINGS + WACZ_ENDINGS) and file.is_file():
            yield file


def _index_file(file: Path, root: Path) -> Iterator[Entry]:
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


def _index_records(opened: IO[bytes], member: str) -> Iterator[Entry]:
    """Index the responses of one WARC or ARC file."""
    records = ArchiveIterator(opened, arc2warc=True)
    for record in records:
        if record.rec_type != "response" or record.http_headers is None:
            continue
        key = surt(record.rec_headers.get_header("WARC-Target-URI") or "")
        date = record.rec_headers.get_header("WARC-Date")
        status = record.http_headers.get_statuscode()
        if key and date and status.isdigit():
            yield Entry(
                key=key,
                taken_at=dt.datetime.fromisoformat(date),
                member=member,
                offset=records.get_record_offset(),
                status=int(status),
            )


def _index_page(file: Path, member: str) -> Iterator[Entry]:
    """Index a saved page under the addresses it names, and under its path as wget and HTTrack lay it out."""
    with file.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    taken_at = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
    bare = re.sub(r"(?:/index)?\.x?s?html?$", "", member)
    keys = [surt(url) for url in (*_named_addresses(head), f"http://{unquote(member)}", f"http://{unquote(bare)}")]
    for key in dict.fromkeys(key for key in keys if key):
        yield Entry(key=key, taken_at=taken_at, member=member, offset=-1, status=200)


def _named_addresses(head: bytes) -> list[str]:
    """Give the addresses that a page says it has: where a browser saved it from first."""
    found = [match[1] for match in _SAVED_FROM.finditer(head)]
    for tag in (_CANONICAL.search(head), _OG_URL.search(head)):
        address = _ADDRESS.search(tag[0]) if tag else None
        if address:
            found.append(address[1])
    return [url.decode("utf-8", "replace") for url in found]
