"""Pages from files: WARC and WACZ files, folders of them, and folders of saved HTML.

What is there is indexed (flows.fetch.sources.local_index). A page that is read is copied into our own archive, so that
nothing later needs the source.
"""

import asyncio
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import IO
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from flows.existence.outcome import is_binary
from flows.fetch.archive.replay import StoredResponse, read_response
from flows.fetch.archiving_client import ArchivingClient
from flows.fetch.http.client import Exchange, Failure, RawHeaders
from flows.fetch.options import PageRequest
from flows.fetch.reading import BodyReader
from flows.fetch.shared_task import start_shared
from flows.fetch.sources.local_index import (
    HEAD_BYTES,
    Entry,
    archives_in,
    build_index,
    find_entries,
    find_problems,
    key_of,
    named_addresses,
)
from flows.fetch.sources.visit import Visit, find_failure, judge_archived
from flows.records import Outcome, Source


class LocalSource:
    """Reads pages from one file or folder."""

    def __init__(self, client: ArchivingClient, path: Path, reader: BodyReader) -> None:
        self._client = client
        self._reader = reader
        self._path = path
        self._index: asyncio.Task[Path] | None = None
        self._is_pages = path.is_dir() and not any(archives_in(path))

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
            problems = await asyncio.to_thread(find_problems, index)
            detail = "; ".join((f"not in {self._path.name}", *problems))
            yield Visit(outcome=Outcome.NOT_IN_ARCHIVE, detail=detail[:300], final_url=request.url)
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
    named = [url for url in named_addresses(body[:HEAD_BYTES]) if key_of(url) == entry.key]
    return named[0] if named else f"http://{quote(entry.member)}" if "/" in entry.member else path.as_uri()
