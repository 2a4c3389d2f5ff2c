"""Where sitemaps list an article whose own address is dead: the shard of the month that it appeared in.

The sitemaps that a host names in its robots.txt are asked, where it names none those that its publisher is
known for, else the customary place. Of an index only the shards of the month are read, a few at most, once for
all articles of that month; what they list is kept for some weeks. All of it goes over the client: gate, robots.txt,
the host's turn and the budget hold as for pages. What is listed is a guess like any other: its page decides.
"""

import asyncio
import calendar
import datetime as dt
import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flows.addresses.links import join_address, split_address
from flows.addresses.moved import find_slug
from flows.addresses.urls import identify
from flows.fetch.archiving_client import ArchivingClient
from flows.fetch.cached import Rows, read_cached, write_cached
from flows.fetch.http.gate import Refusal, check_url
from flows.fetch.politeness.hosts import BudgetSpentError
from flows.fetch.politeness.robots import RobotsBook
from flows.fetch.reading import BodyReader, SitemapJob
from flows.fetch.shared_task import start_shared
from flows.publishers.families import SITEMAPS_BY_PATH
from flows.records import Identity, content_id
from flows.text.normalise import bare_words

CACHE = "cache/sitemaps"
CUSTOMARY = "/sitemap.xml"  # where sitemaps lie that no robots.txt names (sitemaps.org)
MOST_NAMED = 4  # sitemaps of one robots.txt that are read: some hosts name one for each section and day
MOST_SHARDS = 3  # shards of one month that are read
SITEMAPS_KEPT = 24  # in memory
EDGE_DAYS = 2  # that near to a month's end, the next month is checked too: zones, and drafts older than their day
MOST_LISTED = 2  # addresses given for one article
LEAST_SLUG_WORDS = 4  # a shorter name in an address stands for many stories
LEAST_TITLE_WORDS = 5
_NUMBER = re.compile(r"(?<!\d)\d{5,}(?!\d)")
_DAY_NUMBER = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_DAYS = re.compile(r"[-_/](\d{1,2})[-_/](\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LostArticle:
    """An article that is not at its address."""

    url: str
    identity: Identity
    title: str | None
    day: dt.date  # that it appeared on, as best known
    templates: tuple[str, ...] = ()  # of its publisher's shards, with {year} and {month}
    names: tuple[str, ...] = ()  # that its new address has by a learned rule


@dataclass(slots=True)
class Sitemap:
    """What one sitemap file lists: further files, and pages, findable by what names an article."""

    files: list[str] = field(default_factory=list)
    by_key: dict[str, str] = field(default_factory=dict)  # article_id: address
    by_number: dict[str, str] = field(default_factory=dict)
    by_slug: dict[str, str] = field(default_factory=dict)
    by_title: dict[str, str] = field(default_factory=dict)

    def add(self, address: str, title: str) -> None:
        """Take in one page."""
        path = split_address(address).path
        identity = identify(address)
        if identity is not None:
            self.by_key.setdefault(identity.article_id, address)
        for number in numbers_in(path):
            self.by_number.setdefault(number, address)
        slug = find_slug(path)
        if slug:
            self.by_slug.setdefault(slug, address)
        if title:
            self.by_title.setdefault(bare_words(title), address)

    def find(self, lost: LostArticle) -> Iterator[str]:
        """Give the addresses that may be an article's, by key, number, name and title."""
        yield from _value(self.by_key, lost.identity.article_id)
        path = split_address(lost.url).path
        for number in (lost.identity.article_number, *numbers_in(path)):
            yield from _value(self.by_number, number)
        for slug in (find_slug(path), *lost.names):
            if slug and slug.count("-") + 1 >= LEAST_SLUG_WORDS:
                yield from _value(self.by_slug, slug)
        title = bare_words(lost.title or "")
        if title.count(" ") + 1 >= LEAST_TITLE_WORDS:
            yield from _value(self.by_title, title)


def _value(known: dict[str, str], key: str | None) -> list[str]:
    return [known[key]] if key is not None and key in known else []


def numbers_in(path: str) -> list[str]:
    """Give the numbers in the last part of a path that are long enough to name an article, days aside."""
    return [number for number in _NUMBER.findall(path.rsplit("/", 1)[-1]) if not _DAY_NUMBER.fullmatch(number)]


class SitemapBook:
    """Asks each host for its sitemaps, and each shard once."""

    def __init__(self, client: ArchivingClient, robots: RobotsBook, reader: BodyReader) -> None:
        self._client = client
        self._reader = reader
        self._robots = robots
        self._sitemaps: OrderedDict[str, asyncio.Task[Sitemap]] = OrderedDict()

    async def find(self, lost: LostArticle) -> tuple[str, ...]:
        """Give the addresses under which sitemaps list an article, at most two; none where nothing can be asked."""
        found: list[str] = []
        try:
            for year, month in months_of(lost.day):
                for address in await self._find_shards(lost, year, month):
                    found += (await self._sitemap(address)).find(lost)
        except BudgetSpentError:
            return ()
        return tuple(dict.fromkeys(address for address in found if address != lost.url))[:MOST_LISTED]

    async def _find_shards(self, lost: LostArticle, year: int, month: int) -> list[str]:
        """List the files that may hold an article of a month."""
        shards: list[str] = []
        for address in await self._named(lost.url) or _joined(lost.url, CUSTOMARY):
            listed = await self._sitemap(address)
            shards += choose_shards(listed.files, lost.day, year, month)
            shards += [address] if listed.by_key else []  # no index, but all of a small site
        return list(dict.fromkeys(shards or _fill_templates(lost, year, month)))[:MOST_SHARDS]

    async def _named(self, url: str) -> list[str]:
        """Give the sitemaps that the robots.txt of an address names."""
        target = check_url(url, self._client.options.allow_private)
        if isinstance(target, Refusal):
            return []
        rules = await self._robots.rules_for(target)
        return list(rules.parsed.sitemaps)[:MOST_NAMED] if rules.parsed else []

    async def _sitemap(self, address: str) -> Sitemap:
        task = self._sitemaps.get(address)
        if task is None:
            task = self._sitemaps[address] = start_shared(self._read(address))
        self._sitemaps.move_to_end(address)
        if len(self._sitemaps) > SITEMAPS_KEPT:
            self._sitemaps.popitem(last=False)
        return await asyncio.shield(task)

    async def _read(self, address: str) -> Sitemap:
        """Read one file, from the cache where that is fresh."""
        path = self._client.home / CACHE / f"{content_id(address)}.json"
        rows = await asyncio.to_thread(read_cached, path, self._client.now())
        if rows is None:
            body = await self._ask(address)
            if body is None:
                return Sitemap()
            rows = await self._reader.read(SitemapJob(body=body))
            await asyncio.to_thread(write_cached, path, self._client.now(), rows)
        return await asyncio.to_thread(index_rows, rows)

    async def _ask(self, address: str) -> bytes | None:
        """Ask for one file, as for a page; None where it is not to be had. Raises BudgetSpentError."""
        target = check_url(address, self._client.options.allow_private)
        if isinstance(target, Refusal) or self._client.hosts.is_parked(self._client.hosts.lane(target.host)):
            return None
        if (await self._robots.rules_for(target)).judge(target.url) is not None:
            return None
        archived = await self._client.ask(target, deadline_s=self._client.options.deadline_s)
        return archived.payload if archived.exchange.status == 200 else None

    async def aclose(self) -> None:
        """Stop what is still being read."""
        for task in self._sitemaps.values():
            task.cancel()
        await asyncio.gather(*self._sitemaps.values(), return_exceptions=True)


def months_of(day: dt.date) -> tuple[tuple[int, int], ...]:
    """Give the month of a day, and the one beside it where the day is near the edge."""
    last = calendar.monthrange(day.year, day.month)[1]
    near = {day, day - dt.timedelta(days=EDGE_DAYS)} if day.day <= EDGE_DAYS else {day}
    near |= {day + dt.timedelta(days=EDGE_DAYS)} if day.day > last - EDGE_DAYS else set()
    return tuple(dict.fromkeys((each.year, each.month) for each in sorted(near, key=lambda each: abs(each - day))))


def choose_shards(addresses: Sequence[str], day: dt.date, year: int, month: int) -> list[str]:
    """Choose the files of an index whose names carry a month; where they carry days too, those of the day."""
    name = re.compile(rf"(?<!\d){year}[-_/]?0?{month}(?!\d)")
    chosen = []
    for address in addresses:
        match = name.search(split_address(address).path)
        if match is None:
            continue
        days = _DAYS.match(split_address(address).path[match.end() :])
        if days is None or int(days[1]) - EDGE_DAYS <= day.day <= int(days[2]) + EDGE_DAYS:
            chosen.append(address)
    return chosen


def _fill_templates(lost: LostArticle, year: int, month: int) -> Iterator[str]:
    for template in lost.templates:
        yield template.format(year=year, month=month)
    for pattern, template in SITEMAPS_BY_PATH:
        if re.search(pattern, split_address(lost.url).path):
            yield from _joined(lost.url, template.format(year=year, month=month))


def _joined(url: str, link: str) -> list[str]:
    joined = join_address(url, link)
    return [joined] if joined else []


def index_rows(rows: Rows) -> Sitemap:
    """Make what a file lists findable."""
    found = Sitemap()
    for address, title, kind in rows:
        if kind == "url":
            found.add(address, title)
        else:
            found.files.append(address)
    return found
