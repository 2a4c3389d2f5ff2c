"""Pages from files: archives of all kinds, folders of them, and folders of saved pages.

What is there is indexed (flows.fetch.sources.local_index). A page that is read is copied into our own archive, so that
nothing later needs the source.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from flows.addresses.links import escape_raw, host_of, is_ancestor, join_address
from flows.existence.outcome import is_binary
from flows.fetch.archive.replay import StoredResponse, read_response
from flows.fetch.archiving_client import ArchivingClient
from flows.fetch.http.client import REDIRECTS, Exchange, Failure, RawHeaders
from flows.fetch.options import PageRequest
from flows.fetch.reading import BodyReader
from flows.fetch.shared_task import start_shared
from flows.fetch.sources.containers.entries import NO_OFFSET, Entry, Problem
from flows.fetch.sources.holdings import Holding, HoldingError
from flows.fetch.sources.local_index import (
    UNREADABLE,
    find_entries,
    find_problems,
    hosts_in,
    kinds_in,
)
from flows.fetch.sources.visit import OF_THE_PAYLOAD, Visit, find_failure, judge_archived
from flows.records import Outcome, Redirect, Source

MAX_HOPS = 10  # redirects inside an archive that are followed


class LocalSource:
    """Reads pages from one holding: a file or folder, or a file elsewhere."""

    def __init__(self, client: ArchivingClient, holding: Holding, reader: BodyReader) -> None:
        self._client = client
        self._reader = reader
        self._holding = holding
        self._index: asyncio.Task[Path] | None = None
        self._built: Path | None = None
        self._found = 0
        self._unread: set[Problem] = set()  # records that are in the index and could not be read
        self._asked_hosts: set[str] = set()

    @property
    def kind(self) -> Source:
        """A folder of saved pages, or an archive."""
        return self._holding.kind

    async def visits(self, request: PageRequest) -> AsyncIterator[Visit]:
        """Look a page up in the index and read what fits. Raises UsageError where the source cannot be read at all."""
        if self._index is None:
            self._index = start_shared(asyncio.to_thread(self._holding.build_index))
        try:
            index = self._built = await asyncio.shield(self._index)
        except HoldingError as error:
            yield Visit(outcome=Outcome.ARCHIVE_ERROR, detail=str(error)[:300], final_url=request.url)
            return
        self._asked_hosts.add(host_of(request.url))
        entries = await asyncio.to_thread(find_entries, index, request.url, request.seed_date)
        self._found += bool(entries)
        if not entries:
            problems = await asyncio.to_thread(find_problems, index)
            said = [f"{problem.member} {problem.detail}" for problem in problems[:3]]
            detail = "; ".join((f"not in {Path(self._holding.name).name}", *said))
            yield Visit(outcome=Outcome.NOT_IN_ARCHIVE, detail=detail[:300], final_url=request.url)
        for entry in entries:
            yield await self._follow(index, request, entry)

    # -- what is told of a source -------------------------------------------------------------------

    def problems(self) -> tuple[Problem, ...]:
        """Say what could not be read, each by the path of its file; nothing before the source was asked."""
        found = (*(find_problems(self._built) if self._built else ()), *sorted(self._unread, key=repr))
        return tuple(replace(problem, member=self._holding.path_of(problem.member)) for problem in found)

    def hint(self) -> str:
        """Say what is in a source where nothing that was asked for is; empty where something was found."""
        if self._found or not self._asked_hosts or self._built is None:
            return ""
        kinds = ", ".join(f"{count:,} × {name}" for name, count in kinds_in(self._built)) or "no archive or saved page"
        held = ", ".join(hosts_in(self._built)) or "no address"
        asked = ", ".join(sorted(self._asked_hosts)[:3])
        name = self._holding.name
        return f"{name}: none of the pages asked for is in it. It has {kinds}, of {held}; asked for was {asked}."

    # -- reading ------------------------------------------------------------------------------------

    async def _follow(self, index: Path, request: PageRequest, entry: Entry) -> Visit:
        """Read a copy, and where it is a redirect, what the archive has of its target at that time."""
        hops: list[Redirect] = []
        seen = {(entry.member, entry.offset)}
        while True:
            try:
                stored = await asyncio.to_thread(self._load, index, entry)
            except (*UNREADABLE, KeyError, HoldingError) as error:
                detail = f"at {entry.offset}: {type(error).__name__} {error}"[:200]
                self._unread.add(Problem(member=entry.member, detail=detail))
                detail = f"{entry.member} {detail}"[:300]
                return Visit(outcome=Outcome.ARCHIVE_ERROR, detail=detail, final_url=request.url)
            target = _target_of(stored)
            if target is None:
                return await self._conclude(request, entry, stored, tuple(hops))
            hops.append(Redirect(uri=stored.url, http_status=stored.status, location=target))
            found = await asyncio.to_thread(find_entries, index, target, entry.taken_at.date())
            fresh = [one for one in found if (one.member, one.offset) not in seen]
            if not fresh or len(hops) > MAX_HOPS:
                return await self._conclude(request, entry, stored, tuple(hops))
            entry = fresh[0]
            seen.add((entry.member, entry.offset))

    async def _conclude(
        self, request: PageRequest, entry: Entry, stored: StoredResponse, hops: tuple[Redirect, ...]
    ) -> Visit:
        """Archive an answer, and name it."""
        archived = await self._client.archive_copy(_exchange_of(stored, entry.taken_at))
        visit = Visit(
            outcome=Outcome.NOT_IN_ARCHIVE,
            detail=f"the archived answer is {stored.status}",
            final_url=stored.url,
            redirects=hops,
            last=archived,
            memento_datetime=entry.taken_at,
        )
        if stored.status in REDIRECTS and hops:
            return replace(visit, detail=f"the archived answer is {stored.status}, to {hops[-1].location}"[:300])
        if hops and is_ancestor(stored.url, request.url):
            return replace(visit, detail=f"the copy sends to {stored.url}"[:300])
        failure = find_failure(archived)
        if failure is not None:
            return replace(visit, outcome=failure[0], detail=failure[1])
        if stored.status != 200:
            return visit
        judgement = await judge_archived(
            self._reader, archived, asked_url=request.url, final_url=stored.url, was_redirected=bool(hops)
        )
        visit = replace(
            visit, outcome=judgement.outcome, detail=": ".join(filter(None, (judgement.rule, entry.dated_by)))
        )
        return replace(visit, payload=archived.payload, digest=archived.digest)

    def _load(self, index: Path, entry: Entry) -> StoredResponse:
        cap = self._client.options.max_wire_bytes
        if entry.offset == NO_OFFSET:
            return self._holding.read_page(entry, cap)
        stored = self._load_record(index, entry.member, entry.offset, cap, entry.taken_at)
        if not stored.is_revisit:
            return stored
        if entry.payload_at is None:
            raise ArchiveLoadFailed("repeats a payload that is not here")
        return _join(stored, self._load_record(index, *entry.payload_at, cap, entry.taken_at))

    def _load_record(self, index: Path, member: str, offset: int, cap: int, taken_at: dt.datetime) -> StoredResponse:
        with self._holding.open_member(index, member) as file:
            return _read_record(file, offset, cap, taken_at)


def _read_record(file: IO[bytes], offset: int, cap: int, taken_at: dt.datetime) -> StoredResponse:
    file.seek(offset)
    record = next(iter(ArchiveIterator(file, arc2warc=True)), None)
    if record is None:
        raise ArchiveLoadFailed("the file ends before this record")
    return read_response(record, cap, undated=taken_at)


def _join(revisit: StoredResponse, first: StoredResponse) -> StoredResponse:
    """Give a revisit record the payload that it repeats, with the headers that are of the payload."""
    of_revisit = tuple(header for header in revisit.headers if header[0] not in OF_THE_PAYLOAD)
    names = {name for name, _ in of_revisit}
    headers = of_revisit + tuple(header for header in first.headers if header[0] not in names)
    return replace(
        first, url=revisit.url, captured_at=revisit.captured_at, headers=headers, payload_digest=revisit.payload_digest
    )


def _target_of(stored: StoredResponse) -> str | None:
    """Give the address that an archived redirect leads to."""
    location = next((value for name, value in stored.headers if name == "location"), None)
    if stored.status not in REDIRECTS or not location:
        return None
    return join_address(stored.url, escape_raw(location.encode("utf-8", "replace")))


def _exchange_of(stored: StoredResponse, taken_at: dt.datetime) -> Exchange:
    return Exchange(
        url=stored.url,
        request_headers=(),
        started_at=taken_at,
        elapsed_ms=0,
        status=stored.status,
        reason="OK" if stored.status == 200 else "",
        headers=_headers_of(stored),
        body=stored.body,
        truncated="unspecified" if stored.truncated else "",
        failure=Failure(outcome=Outcome.TRUNCATED, detail=stored.truncated) if stored.truncated else None,
    )


def _headers_of(stored: StoredResponse) -> RawHeaders:
    """Give the headers that are true of the body: writers of archives undo a coding and leave its name standing."""
    is_undone = not is_binary(stored.body)
    renamed = {"content-encoding": "x-archive-orig-content-encoding"} if is_undone else {}
    return tuple(
        (renamed.get(name, name).encode("latin-1", "replace"), value.encode("utf-8", "replace"))
        for name, value in stored.headers
    )
