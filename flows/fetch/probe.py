"""What a host shows for an address that nobody ever wrote, and at its home page: evidence for pages that are none.

A host that answers an invented address with a page shows that page for everything it does not have; one that shows
the same page at its home address shows it for everything, so it is turning us away. Both are asked only where a
page raised the question, at most once a day for each host, and remembered on disk.
"""

import asyncio
import datetime as dt
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from flows.addresses.links import split_address
from flows.fetch.archive.replay import PayloadMissingError, read_payload
from flows.fetch.archiving_client import ArchivingClient
from flows.fetch.cached import read_cached, write_cached
from flows.fetch.options import PageRequest
from flows.fetch.shared_task import start_shared
from flows.fetch.sources.visit import Visit
from flows.records import Outcome, content_id

CACHE = "cache/probes"
REMEMBERED = dt.timedelta(days=1)
UNASKED = frozenset({Outcome.BUDGET_SPENT.value, Outcome.HOST_PARKED.value})  # nothing was learned of the host
NO_ARTICLE = "seedbank-probe"  # says in the log of the site what it is
_NUMBER = re.compile(r"\d{4,}")
_ENDING = re.compile(r"\.\w{2,6}$")
Ask = Callable[[PageRequest], Awaitable[Visit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbedPage:
    """What one probe came to; the payload is None where there is no page."""

    outcome: Outcome
    final_url: str
    content_type: str
    payload: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a host shows for an invented address and at its home page."""

    invented: ProbedPage
    home: ProbedPage


def invent_address(url: str) -> str:
    """Invent an address of the same form that no article has: the number longer than any, another name before it."""
    parts = split_address(url)
    folder, _, name = parts.path.rpartition("/")
    token = f"{NO_ARTICLE}-{content_id(parts.netloc)[:6]}"
    ending = _ENDING.search(name)
    number = _NUMBER.search(_ENDING.sub("", name))
    if number is None:
        name = token
    elif number[0] == _ENDING.sub("", name):  # the name is the number, the words are the folder's
        folder, _, _ = folder.rpartition("/")
        name = f"{token}/{_impossible(number[0])}"
    else:
        name = f"{token}{'-post' if '-post' in name else '-'}{_impossible(number[0])}"
    return parts._replace(path=f"{folder}/{name}{ending[0] if ending else ''}", query="", fragment="").geturl()


def _impossible(number: str) -> str:
    return "9" * (len(number) + 2)


class ProbeBook:
    """Probes each host at most once a day."""

    def __init__(self, client: ArchivingClient, ask: Ask) -> None:
        self._client = client
        self._ask = ask
        self._probes: dict[str, asyncio.Task[Probe]] = {}

    async def probe(self, url: str) -> Probe:
        """Give what the host of an address shows for one that nobody wrote, and at its home page."""
        origin = split_address(url)._replace(path="/", query="", fragment="").geturl()
        task = self._probes.get(origin)
        if task is None:
            task = self._probes[origin] = start_shared(self._probe(origin, url))
        return await asyncio.shield(task)

    async def _probe(self, origin: str, url: str) -> Probe:
        path = self._client.home / CACHE / f"{content_id(origin)}.json"
        rows = await asyncio.to_thread(read_cached, path, self._client.now(), REMEMBERED)
        if rows is None:
            rows = [await self._look(address) for address in (invent_address(url), origin)]
            await asyncio.to_thread(self._client.writer.sync)
            if not {row[0] for row in rows} & UNASKED:
                await asyncio.to_thread(write_cached, path, self._client.now(), rows)
        invented, home = [await asyncio.to_thread(self._recall, row) for row in rows]
        return Probe(invented=invented, home=home)

    async def _look(self, address: str) -> list[str]:
        """Ask one address; give what is remembered of it as texts."""
        visit = await self._ask(PageRequest(article_id=content_id("probe", address), url=address))
        location = visit.last.location if visit.last and visit.payload else None
        content_type = (visit.last.exchange.header("content-type") or "") if visit.last else ""
        where = [location.warc_file, str(location.warc_offset)] if location else ["", ""]
        return [visit.outcome.value, visit.final_url, content_type, *where]

    def _recall(self, row: list[str]) -> ProbedPage:
        outcome, final_url, content_type, warc_file, offset = row
        payload: bytes | None = None
        if warc_file:
            try:
                payload = read_payload(self._client.home, warc_file, int(offset))
            except PayloadMissingError:  # the archive was thinned out; the outcome still stands
                payload = None
        return ProbedPage(outcome=Outcome(outcome), final_url=final_url, content_type=content_type, payload=payload)

    async def aclose(self) -> None:
        """Stop what is still being asked."""
        for task in self._probes.values():
            task.cancel()
        await asyncio.gather(*self._probes.values(), return_exceptions=True)
