"""Find when an article was published, and say how that was found, best source first."""

import datetime as dt
import json
import re
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from flows.addresses.article_clock import interpolate
from flows.addresses.urls import url_date
from flows.publishers import Publisher
from flows.reconcile.seed_knowledge import knowledge_of
from flows.records import DatePrecision, ParsedPage, SeedArticle, TextSource
from flows.text.dates import day_of_text
from flows.text.marked_up import without_markup
from flows.text.moments import Writing, read_moment

Dated = tuple[dt.datetime | None, DatePrecision]

# Columns in which a seed may say when it was scraped: of news-please, Common Crawl's news, and scrapers' habits.
_SCRAPED_COLUMNS = (
    "date_download",
    "date_crawled",
    "crawled_at",
    "crawl_date",
    "crawl_time",
    "scraped_at",
    "scrape_date",
    "fetched_at",
    "retrieved_at",
    "downloaded_at",
    "collected_at",
    "accessed_at",
)
# An address without such digits carries no day.
_YEAR = re.compile(r"(?:19|20)\d\d|\d{8}")
# Midday where it was published is the same day in UTC for nearly all of the world.
_MIDDAY = dt.time(12)


@cache
def _zone(name: str | None) -> dt.tzinfo:
    return ZoneInfo(name) if name else dt.UTC


def _at_midday(day: dt.date, publisher: Publisher | None) -> dt.datetime:
    return _midday_of(day, publisher.zone if publisher else None)


@lru_cache(maxsize=4096)  # articles of one day come together
def _midday_of(day: dt.date, zone: str | None) -> dt.datetime:
    return dt.datetime.combine(day, _MIDDAY, tzinfo=_zone(zone)).astimezone(dt.UTC)


def _read_moment(
    text: str, order: str, publisher: Publisher | None, language: str | None = None
) -> tuple[dt.datetime, bool] | None:
    """Read a time as a column has it, in UTC, and whether its day and month could be each other.

    A day alone stands for its midday.
    """
    zone = publisher.zone if publisher else None
    language = language or (publisher.language if publisher else None)
    writing = Writing(language=language, order=order or "dmy", zone=zone)
    found = read_moment(text, writing)
    if found is None:
        return None
    if not found.has_clock:
        return _at_midday(found.when.date(), publisher), found.swapped is not None
    when = found.when if found.when.tzinfo else found.when.replace(tzinfo=_zone(zone))
    return when.astimezone(dt.UTC), found.swapped is not None


def _by_seed(seed: SeedArticle, publisher: Publisher | None, language: str | None) -> Dated:
    """Read the date that a column of the seed's source gives; a day that the whole column leaves open says so."""
    known = knowledge_of(seed)
    order = known.date_order.replace("ambiguous", "")
    found = _read_moment(known.published, order, publisher, language) if known.published else None
    if found is None:
        return None, DatePrecision.UNKNOWN
    when, is_open = found
    return when, DatePrecision.AMBIGUOUS if is_open and known.date_order == "ambiguous" else DatePrecision.SEED


def find_seed_day(seed: SeedArticle, published_at: dt.datetime | None) -> dt.date | None:
    """Return the day that the seed's text is of: when it was scraped where a column says so, else of its story."""
    when = _read_first(seed, _SCRAPED_COLUMNS) or published_at
    return when.date() if when else None


def _read_first(seed: SeedArticle, names: tuple[str, ...]) -> dt.datetime | None:
    if not seed.extra:
        return None
    columns = json.loads(seed.extra)
    for name in names:
        found = _read_moment(str(columns.get(name) or ""), "", None)
        if found is not None:
            return found[0]
    return None


def _by_number(seed: SeedArticle, publisher: Publisher | None, language: str | None) -> Dated:
    """Date a seed by its article number and the day that its text names."""
    number = seed.identity.article_number
    if publisher is None or seed.identity.publisher != publisher.name or number is None or not number.isdigit():
        return None, DatePrecision.UNKNOWN
    near = interpolate(publisher.clock, int(number))
    if near is None:
        return None, DatePrecision.UNKNOWN
    day = day_of_text(without_markup(seed.body or ""), near, language)
    if day is None:
        return _at_midday(near, publisher), DatePrecision.ID_CLOCK
    return _at_midday(day, publisher), DatePrecision.ID_CLOCK_AND_TEXT


def _is_from_address(page: ParsedPage) -> bool:
    """Tell a day that the parser took from the page's address: a date in the seed's own columns is better."""
    return any(name == "published_at" and source.startswith("url:") for name, source in page.provenance)


def date_article(
    seed: SeedArticle, page: ParsedPage | None, source: TextSource, publisher: Publisher | None, language: str | None
) -> Dated:
    """Return when an article was published, in UTC, and how that is known."""
    if page is not None and page.published_at is not None and not _is_from_address(page):
        archived = source is TextSource.ARCHIVE
        return page.published_at.astimezone(dt.UTC), DatePrecision.ARCHIVE if archived else DatePrecision.PAGE
    when, precision = _by_seed(seed, publisher, language)
    if when is not None:
        return when, precision
    named = url_date(seed.url) if _YEAR.search(seed.url) else None
    if named is not None:
        return (named if isinstance(named, dt.datetime) else _at_midday(named, publisher)), DatePrecision.URL
    return _by_number(seed, publisher, language)
