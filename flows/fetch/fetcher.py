"""The fetcher: pages of many hosts at once, each archived before it is handed over."""

import asyncio
import datetime as dt
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from flows.addresses.links import host_of
from flows.errors import MissingInputError, SeedbankError
from flows.fetch.archive.replay import write_capture_json
from flows.fetch.archive.warc import WarcWriter, build_capture, repair_torn_files
from flows.fetch.archiving_client import ArchivingClient
from flows.fetch.faults import log_fault, name_fault
from flows.fetch.http.client import Client, Exchange, decode_header
from flows.fetch.http.connections import Resolve
from flows.fetch.http.gate import Target
from flows.fetch.left_over import LeftOver
from flows.fetch.options import LIVE, WAYBACK, FetchOptions, PageRequest
from flows.fetch.politeness.hosts import HostBook
from flows.fetch.politeness.robots import RobotsBook
from flows.fetch.politeness.robots_rules import MAX_BYTES
from flows.fetch.probe import Probe, ProbeBook
from flows.fetch.reading import BodyReader, ThreadReader
from flows.fetch.sitemaps import LostArticle, SitemapBook
from flows.fetch.sources.containers.entries import Problem
from flows.fetch.sources.holdings import FileHolding
from flows.fetch.sources.live import LiveSource
from flows.fetch.sources.local import LocalSource
from flows.fetch.sources.remote import REMOTE, RemoteHolding
from flows.fetch.sources.visit import OF_THE_PAYLOAD, PageSource, Visit
from flows.fetch.sources.webarchives.source import open_archives
from flows.records import Capture, FetchedPage, HostState, Outcome, Source, content_id

READABLE = frozenset({Outcome.OK, Outcome.NOT_MODIFIED})
WAITING_PAGES = 64  # fetched and not yet taken over by the caller; fetching waits beyond that


class Fetcher:
    """Asks for pages. State of hosts lives as long as this; `fetch_pages` may be called often and concurrently."""

    def __init__(
        self,
        client: ArchivingClient,
        sources: Sequence[PageSource],
        *,
        sitemaps: SitemapBook,
        probes: ProbeBook,
        left_over: LeftOver,
    ) -> None:
        self._client = client
        self._left_over = left_over
        self._sources = tuple(sources)
        self._sitemaps = sitemaps
        self._probes = probes

    def fetch_pages(self, requests: Iterable[PageRequest]) -> AsyncGenerator[FetchedPage, None]:
        """Yield the pages of the requests, in order of completion; what goes wrong is in the capture.

        The sources are asked in turn until one has a page, and each that was asked yields a capture; an archive
        yields two where it has a copy near the seed's date and a newer one. A request for a guessed address
        (`candidate_of`) goes to the live web alone, where that is a source.
        Raises OutOfDiskError and EnvironmentBrokenError when the archive cannot be written. Everything that
        was yielded is on disk when the iteration ends (and after `sync`).
        """
        return self._fetch_from(self._sources, requests)

    def fetch_archived(self, requests: Iterable[PageRequest]) -> AsyncGenerator[FetchedPage, None]:
        """Yield pages from the sources other than the live web: for what the live web has as no article."""
        return self._fetch_from(tuple(source for source in self._sources if source.kind is not Source.LIVE), requests)

    async def _fetch_from(
        self, sources: tuple[PageSource, ...], requests: Iterable[PageRequest]
    ) -> AsyncGenerator[FetchedPage, None]:
        queue: asyncio.Queue[FetchedPage | None] = asyncio.Queue(WAITING_PAGES)
        runners = [asyncio.create_task(self._run_host(sources, pages, queue)) for pages in _group_by_host(requests)]
        closer = asyncio.create_task(_close_when_done(runners, queue))
        try:
            while (page := await queue.get()) is not None:
                yield page
            await closer
            await self.sync()
        finally:
            for task in (*runners, closer):
                task.cancel()
            await asyncio.gather(*runners, closer, return_exceptions=True)

    async def _run_host(
        self,
        sources: tuple[PageSource, ...],
        requests: deque[PageRequest],
        queue: asyncio.Queue[FetchedPage | None],
    ) -> None:
        while requests:
            request = requests.popleft()
            for source in sources:
                if request.candidate_of is not None and source is not sources[0]:
                    break
                if await self._ask_source(source, request, queue):
                    break

    async def _ask_source(
        self, source: PageSource, request: PageRequest, queue: asyncio.Queue[FetchedPage | None]
    ) -> bool:
        """Hand over what one source has of a page; tell whether that is a page that can be read.

        The boundary of a page: whatever goes wrong with one that is no fault of the machine is its outcome.
        """
        try:
            return await self._take_visits(source, request, queue)
        except SeedbankError:
            raise  # of the disk, of a source that cannot be read at all: it holds for every page
        except Exception as error:  # noqa: BLE001 - no page may cost another one
            log_fault("page", request.url, error)
            visit = Visit(outcome=Outcome.INTERNAL_ERROR, detail=name_fault(error), final_url=request.url)
            await queue.put(self._record(request, source.kind, visit, self._client.now()))
            return False

    async def _take_visits(
        self, source: PageSource, request: PageRequest, queue: asyncio.Queue[FetchedPage | None]
    ) -> bool:
        is_readable = False
        known = await self._take_left_over(request) if source.kind is Source.LIVE else None
        if known is not None:
            await queue.put(known)
            return known.capture.outcome in READABLE
        started_at = self._client.now()
        async for visit in source.visits(request):
            await queue.put(self._record(request, source.kind, visit, started_at))
            is_readable |= visit.outcome in READABLE
            started_at = self._client.now()
        return is_readable

    async def _take_left_over(self, request: PageRequest) -> FetchedPage | None:
        """Give a page that an earlier run had asked for; its host is known to have shown these bytes."""
        if not self._left_over.has(request):
            return None
        known = await asyncio.to_thread(self._left_over.take, request)
        if known is not None and known.capture.payload_digest and request.candidate_of is None:
            lane = self._client.hosts.lane(host_of(known.capture.final_uri))
            lane.count_sharers(known.capture.payload_digest, request.article_id)
        return known

    def _record(self, request: PageRequest, source: Source, visit: Visit, started_at: dt.datetime) -> FetchedPage:
        """Make the capture of a visit and append it to the archive, behind the responses it speaks of."""
        exchange = visit.last.exchange if visit.last else None
        location = visit.last.location if visit.last else None
        captured_at = exchange.started_at if exchange and source is Source.LIVE else started_at
        is_repeated = visit.digest is not None and visit.digest == request.previous_digest
        capture = Capture(
            capture_id=content_id(
                request.url,
                source.value,
                captured_at.isoformat(),
                visit.digest or "",
                *([visit.memento_datetime.isoformat()] if visit.memento_datetime else []),
                *([visit.archive] if visit.archive else []),
            ),
            article_id=request.article_id,
            target_uri=request.url,
            final_uri=visit.final_url,
            redirects=visit.redirects,
            captured_at=captured_at,
            memento_datetime=visit.memento_datetime,
            source=source,
            outcome=visit.outcome,
            outcome_detail=visit.detail,
            http_status=exchange.status if exchange else None,
            headers=_read_headers(exchange, visit.earlier_headers) if exchange else (),
            payload_digest=visit.digest,
            payload_bytes=len(visit.payload) if visit.payload is not None else 0,
            elapsed_ms=visit.elapsed_ms,
            request_count=visit.request_count,
            revisit_of=request.previous_capture_id if is_repeated else None,
            warc_file=location.warc_file if location else None,
            warc_offset=location.warc_offset if location else None,
        )
        self._client.writer.append(build_capture(request.url, captured_at, write_capture_json(capture)))
        return FetchedPage(capture=capture, payload=visit.payload)

    async def find_listed(self, lost: LostArticle) -> tuple[str, ...]:
        """Give the addresses under which the sitemaps of its month list an article; none without the live web."""
        if not any(source.kind is Source.LIVE for source in self._sources):
            return ()
        return await self._sitemaps.find(lost)

    async def probe(self, url: str) -> Probe:
        """Give what the host of an address shows for an invented one and at its home page; asked once a day."""
        return await self._probes.probe(url)

    async def sync(self) -> None:
        """Make every page yielded so far survive a loss of power; call it before its rows are loaded."""
        await asyncio.to_thread(self._client.writer.sync)

    def unread(self) -> tuple[Problem, ...]:
        """Say what of the files and folders that pages were asked of could not be read."""
        return tuple(problem for source in self._local() for problem in source.problems())

    def hints(self) -> tuple[str, ...]:
        """Say what is in those files and folders that had none of the pages asked for."""
        return tuple(hint for source in self._local() if (hint := source.hint()))

    def _local(self) -> tuple[LocalSource, ...]:
        return tuple(source for source in self._sources if isinstance(source, LocalSource))

    def host_states(self, hosts: Collection[str] | None = None) -> tuple[HostState, ...]:
        """Give what this run has learned of each host it asked, or of these, by name."""
        return self._client.hosts.states(hosts)


def _group_by_host(requests: Iterable[PageRequest]) -> list[deque[PageRequest]]:
    groups: dict[str, deque[PageRequest]] = {}
    for request in requests:
        groups.setdefault(host_of(request.url), deque()).append(request)
    return list(groups.values())


async def _close_when_done(runners: list[asyncio.Task[None]], queue: asyncio.Queue[FetchedPage | None]) -> None:
    """Put the end mark behind the last page; a runner's exception ends the others and is raised here."""
    try:
        await asyncio.gather(*runners)
    finally:
        for task in runners:
            task.cancel()
        await queue.put(None)


def _read_headers(exchange: Exchange, earlier: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Give the headers of an answer; those of a 304 on top of the ones it repeats (RFC 9111 §3.2)."""
    own = tuple((decode_header(name).lower(), decode_header(value)) for name, value in exchange.headers)
    if not earlier:
        return own
    fresh = tuple(header for header in own if header[0] not in OF_THE_PAYLOAD)
    names = {name for name, _ in fresh}
    return tuple(header for header in earlier if header[0] not in names) + fresh


@asynccontextmanager
async def open_fetcher(
    options: FetchOptions,
    *,
    home: Path,
    run_id: str,
    now: Callable[[], dt.datetime],
    left_over: Collection[Capture] = (),
    reader: BodyReader | None = None,
    resolve: Resolve | None = None,
) -> AsyncIterator[Fetcher]:
    """Open a fetcher that archives under `home`; repairs what a kill left torn.

    `left_over` is what a run that was cut off had asked for, in the order it was seen, and is not asked again;
    `reader` is what reads bodies, a thread of this process unless given; `resolve` replaces the name service.
    """
    await asyncio.to_thread(repair_torn_files, home)
    writer = WarcWriter(home, run_id=run_id, max_bytes=options.warc_size, software=options.user_agent)
    hosts = HostBook(options, now=now)
    async with AsyncExitStack() as stack:
        stack.callback(writer.close)
        client = await stack.enter_async_context(Client(options, now=now, resolve=resolve))
        archiving = ArchivingClient(options, client=client, hosts=hosts, writer=writer, home=home, now=now)
        stack.callback(archiving.close)

        reader = reader or ThreadReader()

        async def ask_robots(target: Target) -> Exchange:
            archived = await archiving.ask(target, deadline_s=options.robots_deadline_s, max_wire_bytes=MAX_BYTES + 1)
            return archived.exchange

        robots = RobotsBook(ask_robots, hosts, reader, options.allow_private, retry_wait_s=options.retry_wait_s)
        stack.push_async_callback(robots.aclose)
        sitemaps = SitemapBook(archiving, robots, reader)
        stack.push_async_callback(sitemaps.aclose)
        probes = ProbeBook(archiving, LiveSource(archiving, robots, reader).ask)
        stack.push_async_callback(probes.aclose)
        sources = [source for name in options.sources for source in open_sources(name, archiving, robots, reader)]
        yield Fetcher(archiving, sources, sitemaps=sitemaps, probes=probes, left_over=LeftOver(home, left_over))


def open_sources(name: str, client: ArchivingClient, robots: RobotsBook, reader: BodyReader) -> Sequence[PageSource]:
    """Open what one of `--from` names: live, wayback (web archives), or an archive or a folder, here or elsewhere.

    Raises MissingInputError. Call it from the loop that the sources are asked in.
    """
    if name == LIVE:
        return [LiveSource(client, robots, reader)]
    if name == WAYBACK:
        return open_archives(client, robots, reader)
    if REMOTE.match(name):
        return [LocalSource(client, RemoteHolding(client, name, asyncio.get_running_loop()), reader)]
    path = Path(name)
    if not path.exists():
        raise MissingInputError(f"There is no {path} to read pages from (neither file nor folder).")
    return [LocalSource(client, FileHolding(path, client.home), reader)]
