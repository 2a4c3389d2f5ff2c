"""A web archive as a source of pages: the copy nearest to a seed's own date and the newest, as they were captured."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

from flows.addresses.links import escape_raw, host_of, is_ancestor, join_address
from flows.addresses.urls import surt
from flows.fetch.archiving_client import Archived, ArchivingClient
from flows.fetch.cached import SOME_WEEKS
from flows.fetch.http.client import REDIRECTS
from flows.fetch.options import PageRequest
from flows.fetch.politeness.hosts import BudgetSpentError
from flows.fetch.politeness.robots import RobotsBook
from flows.fetch.reading import BodyReader
from flows.fetch.sources.copies import choose_copies
from flows.fetch.sources.visit import Visit, find_failure, judge_archived
from flows.fetch.sources.webarchives.asking import (
    ArchiveClient,
    ArchiveError,
    as_captured,
    is_memento,
    read_replay,
)
from flows.fetch.sources.webarchives.catalogues import (
    GROWING,
    Catalogue,
    CdxCatalogue,
    CdxServer,
    TimeGateCatalogue,
    TimeMapCatalogue,
)
from flows.fetch.sources.webarchives.lists import Copy, read_stamp
from flows.records import Outcome, Redirect, Source
from flows.settings import ArchiveKind
from flows.text.http_dates import read_http_date

MAX_HOPS = 3  # redirects between copies that are followed
MOST_TRIED = 4  # copies of one page, where the list does not say which are pages
WINDOW = dt.timedelta(days=60)  # a copy that a redirect leads to may be this far from the one asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One answer of replay: of which page and moment, and the redirects of pages before it."""

    archived: Archived
    url: str  # of the page
    taken_at: dt.datetime
    hops: tuple[Redirect, ...] = ()
    request_count: int = 1
    is_as_shown: bool = False  # with the archive's own additions


class WebArchiveSource:
    """Reads copies from one web archive."""

    kind = Source.WAYBACK

    def __init__(self, archive: ArchiveClient, reader: BodyReader, catalogue: Catalogue, *, name: str) -> None:
        self._archive = archive
        self._reader = reader
        self._catalogue = catalogue
        self._name = name

    async def visits(self, request: PageRequest) -> AsyncIterator[Visit]:
        """Look a page up and read the copy nearest to the seed's date and the newest."""
        failed = Visit(outcome=Outcome.ARCHIVE_ERROR, detail="", final_url=request.url)
        try:
            copies = await self._catalogue.find(request.url, request.seed_date)
            pages = [copy for copy in copies if copy.status == 200]
            good = pages or [copy for copy in copies if copy.may_lead]
            if not good:
                yield self._named(replace(failed, outcome=Outcome.NOT_IN_ARCHIVE, detail=_describe_absence(copies)))
            async for visit in self._read_copies(request, good):
                yield self._named(visit)
        except ArchiveError as error:
            yield self._named(replace(failed, detail=str(error)))
        except BudgetSpentError as error:
            yield replace(failed, outcome=Outcome.BUDGET_SPENT, detail=str(error))

    def _named(self, visit: Visit) -> Visit:
        """Say of which archive a visit speaks, and who named it where that is another."""
        read_from = host_of(visit.last.exchange.url) if visit.last else self._name
        named_by = "" if read_from == self._name else f", named by {self._name}"
        return replace(visit, archive=self._name, detail=f"{visit.detail}: archive {read_from}{named_by}")

    async def _read_copies(self, request: PageRequest, copies: Sequence[Copy]) -> AsyncIterator[Visit]:
        """Read the chosen copies; in place of one whose status was not known and that is no page, the next one."""
        left, done, vain = list(copies), set[Copy](), list[Visit]()
        while len(done) < MOST_TRIED:
            chosen = next((copy for copy in choose_copies(left, request.seed_date) if copy not in done), None)
            if chosen is None:
                break
            done.add(chosen)
            visit = await self._read_copy(request, chosen)
            if visit.outcome is Outcome.NOT_IN_ARCHIVE and chosen.status == 0:
                left.remove(chosen)
                vain.append(visit)
            else:
                yield visit
        if vain and len(vain) == len(done):
            yield vain[0]

    async def _read_copy(self, request: PageRequest, copy: Copy) -> Visit:
        """Read one copy as it was, and where it is a redirect, the copy of its target. Raises ArchiveError."""
        read = await self._ask_copy(copy)
        for _ in range(MAX_HOPS):
            following = await self._follow(read)
            if following is None:
                return await self._conclude(request, copy, read)
            read = following
        return replace(_visit_of(read), detail="the copy only redirects")

    async def _ask_copy(self, copy: Copy) -> _Read:
        """Ask for a copy without the archive's additions; with them where the archive has it in no other way."""
        plain = as_captured(copy.memento)
        if plain is not None:
            read = await self._ask(plain, copy.url, copy.taken_at)
            exchange = read.archived.exchange
            if plain == copy.memento or exchange.status not in (400, 404) or is_memento(exchange):
                return read
        return replace(await self._ask(copy.memento, copy.url, copy.taken_at), is_as_shown=True)

    async def _ask(self, address: str, url: str, taken_at: dt.datetime) -> _Read:
        """Ask for an address of a copy, and say of which page and moment it is."""
        archived = await self._archive.ask(address)
        replay = read_replay(archived.exchange.url)
        dated = read_http_date(archived.exchange.header("memento-datetime"))
        moment = dated.astimezone(dt.UTC) if dated else (read_stamp(replay[0]) if replay else None)
        return _Read(archived=archived, url=replay[1] if replay else url, taken_at=moment or taken_at)

    async def _follow(self, read: _Read) -> _Read | None:
        """Follow a redirect; None where the answer is none, or leads to no copy.

        Some archives write the address of the target's copy into an archived redirect; pywb leaves the address that
        the site sent, which would lead out of the archive: the copy of that one is looked for.
        """
        exchange = read.archived.exchange
        location = exchange.raw_header("location")
        if exchange.status not in REDIRECTS or not location:
            return None
        link = escape_raw(location)
        address = join_address(exchange.url, link)
        is_sites_own = is_memento(exchange) or read_replay(exchange.url) is not None
        if address is not None and (read_replay(address) or not is_sites_own):
            following = await self._ask(as_captured(address) or address, read.url, read.taken_at)
        else:
            copy = await self._find_near(_target_of(read), read.taken_at)
            if copy is None:
                return None
            following = await self._ask_copy(copy)
        is_hop = surt(following.url) != surt(read.url)
        hop = Redirect(uri=read.url, http_status=exchange.status, location=following.url)
        return replace(following, hops=(*read.hops, hop) if is_hop else read.hops, request_count=read.request_count + 1)

    async def _find_near(self, url: str | None, taken_at: dt.datetime) -> Copy | None:
        """Find the copy of a redirect's target that is nearest in time."""
        copies = await self._catalogue.find(url, taken_at.date()) if url else ()
        near = [copy for copy in copies if copy.status == 200 or copy.may_lead]
        chosen = min(near, key=lambda copy: abs(copy.taken_at - taken_at), default=None)
        return chosen if chosen is not None and abs(chosen.taken_at - taken_at) <= WINDOW else None

    async def _conclude(self, request: PageRequest, copy: Copy, read: _Read) -> Visit:
        """Name what replay gave: the page, an error that was archived, or an error of the archive."""
        exchange, visit = read.archived.exchange, _visit_of(read)
        failure = find_failure(read.archived) if exchange.status == 200 else None
        if failure is not None:
            return replace(visit, outcome=failure[0], detail=failure[1])
        is_own = read.is_as_shown and not is_memento(exchange)
        if is_own or (exchange.status != 200 and not (is_memento(exchange) or exchange.status in REDIRECTS)):
            raise ArchiveError(f"replay answers {exchange.status}")
        if exchange.status in REDIRECTS:
            return _stop_at_redirect(visit, read)
        if exchange.status != 200:
            return replace(visit, detail=f"the archived answer is {exchange.status}")
        if abs(read.taken_at - copy.taken_at) > WINDOW:
            detail = f"sent to a copy of {read.taken_at:%Y-%m-%d} instead of {copy.taken_at:%Y-%m-%d}"
            return replace(visit, detail=detail)
        if read.hops and is_ancestor(read.url, request.url):
            return replace(visit, detail=f"the copy sends to {read.url}")
        judgement = await judge_archived(
            self._reader, read.archived, asked_url=request.url, final_url=read.url, was_redirected=bool(read.hops)
        )
        shown = "as the archive shows it, with its own additions" if read.is_as_shown else ""
        visit = replace(visit, outcome=judgement.outcome, detail=": ".join(filter(None, (judgement.rule, shown))))
        return replace(visit, payload=read.archived.payload, digest=read.archived.digest)


def _visit_of(read: _Read) -> Visit:
    return Visit(
        outcome=Outcome.NOT_IN_ARCHIVE,
        detail="",
        final_url=read.url,
        redirects=read.hops,
        last=read.archived,
        memento_datetime=read.taken_at,
        request_count=read.request_count,
        elapsed_ms=read.archived.exchange.elapsed_ms,
    )


def _target_of(read: _Read) -> str | None:
    """Give the address that a page was redirected to."""
    location = read.archived.exchange.raw_header("location")
    return join_address(read.url, escape_raw(location)) if location else None


def _stop_at_redirect(visit: Visit, read: _Read) -> Visit:
    """Name a redirect whose target the archive does not have."""
    target = _target_of(read)
    if target is None:
        return replace(visit, detail="the copy only redirects")
    hop = Redirect(uri=read.url, http_status=read.archived.exchange.status or 0, location=target)
    return replace(visit, redirects=(*read.hops, hop), detail=f"the copy only redirects, to {target}"[:300])


def _describe_absence(copies: Sequence[Copy]) -> str:
    if not copies:
        return "no copy of this address"
    statuses = sorted({copy.status for copy in copies})
    return f"{len(copies)} copies, none of a page: status {', '.join(map(str, statuses))}"


def open_archives(client: ArchivingClient, robots: RobotsBook, reader: BodyReader) -> list[WebArchiveSource]:
    """Open the web archives of the options, in their order."""
    archive = ArchiveClient(client, robots)
    found = []
    for choice in client.options.archives:
        address = choice.url or client.options.wayback_url.rstrip("/")
        catalogue = _open_catalogue(choice.kind, address, archive, reader)
        found.append(WebArchiveSource(archive, reader, catalogue, name=host_of(address)))
    lane = client.hosts.lane(host_of(client.options.wayback_url))
    lane.interval_s = min(lane.interval_s, 60.0 / client.options.mementos_per_minute)
    return found


def _open_catalogue(kind: ArchiveKind, address: str, archive: ArchiveClient, reader: BodyReader) -> Catalogue:
    per_minute = archive.client.options.cdx_per_minute
    if kind is ArchiveKind.TIMEMAP:
        return TimeMapCatalogue(archive, reader, address=address)
    if kind is ArchiveKind.TIMEGATE:
        return TimeGateCatalogue(archive, address=address)
    if kind is ArchiveKind.PYWB:  # it names its columns in its own way: asked for others, it leaves them out
        server = CdxServer(index=f"{address}/cdx", replay=address, columns="", keep=GROWING, per_minute=per_minute)
    else:
        server = CdxServer(
            index=f"{address}/cdx/search/cdx",
            replay=f"{address}/web",
            columns="timestamp,original,statuscode",
            keep=SOME_WEEKS,
            per_minute=per_minute,
        )
    return CdxCatalogue(archive, reader, server)
