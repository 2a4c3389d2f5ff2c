"""Find when an article was published, and say how that was found, best source first."""

import datetime as dt
import json
import re
from functools import cache
from zoneinfo import ZoneInfo

from flows.addresses.article_clock import interpolate
from flows.addresses.urls import url_date
from flows.publishers import Publisher
from flows.records import DatePrecision, ParsedPage, SeedArticle, TextSource
from flows.text.dates import day_of_text

Dated = tuple[dt.datetime | None, DatePrecision]

# Columns in which a seed may carry its own date.
_SEED_COLUMNS = (
    "published_at",
    "date_published",
    "datePublished",
    "publish_date",
    "published",
    "pub_date",
    "pubDate",
    "date_publish",
    "publication_date",
    "date",
    "datetime",
    "timestamp",
    "time",
)
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
# A column with another year is a slip (0001-01-01 stands for "unknown" in some exports).
_YEARS = (1900, 2100)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})(?:\D{1,3}(?P<clock>\d{1,2}:\d{2}))?"
)
_NEEDED = ("-", "/", ":", ".")
# Midday where it was published is the same day in UTC for nearly all of the world.
_MIDDAY = dt.time(12)


@cache
def _zone(name: str | None) -> dt.tzinfo:
    return ZoneInfo(name) if name else dt.UTC


def _at_midday(day: dt.date, publisher: Publisher | None) -> dt.datetime:
    zone = _zone(publisher.zone if publisher else None)
    return dt.datetime.combine(day, _MIDDAY, tzinfo=zone).astimezone(dt.UTC)


def _read_column(value: object, publisher: Publisher | None) -> dt.datetime | None:
    """Read an ISO date or time, or (milli)seconds since 1970; a day alone stands for its midday."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 1e8 < value < 4e12:
        return dt.datetime.fromtimestamp(value if value < 4e9 else value / 1000, dt.UTC)
    if not isinstance(value, str) or not any(mark in value for mark in _NEEDED):
        return None
    try:
        when = dt.datetime.fromisoformat(_day_first_to_iso(value.strip()))
    except ValueError:
        return None
    if not _YEARS[0] <= when.year <= _YEARS[1]:
        return None
    if len(value.strip()) <= 10:
        return _at_midday(when.date(), publisher)
    return (when if when.tzinfo else when.replace(tzinfo=_zone(publisher.zone if publisher else None))).astimezone(
        dt.UTC
    )


def _day_first_to_iso(value: str) -> str:
    """Turn `05/10/2016 14:20` into ISO; days come first everywhere but in the United States, where 10/25 tells."""
    found = _DAY_FIRST.search(value)
    if found is None:
        return value
    day, month, clock = int(found["day"]), int(found["month"]), found["clock"]
    if month > 12:
        day, month = month, day
    return f"{found['year']}-{month:02}-{day:02}" + (f"T{clock.zfill(5)}" if clock else "")


def _by_seed(seed: SeedArticle, publisher: Publisher | None) -> dt.datetime | None:
    """Read the date that a column of the seed's source gives."""
    return _read_first(seed, _SEED_COLUMNS, publisher)


def find_seed_day(seed: SeedArticle, published_at: dt.datetime | None) -> dt.date | None:
    """Return the day that the seed's text is of: when it was scraped where a column says so, else of its story."""
    when = _read_first(seed, _SCRAPED_COLUMNS, None) or published_at
    return when.date() if when else None


def _read_first(seed: SeedArticle, names: tuple[str, ...], publisher: Publisher | None) -> dt.datetime | None:
    if not seed.extra:
        return None
    columns = json.loads(seed.extra)
    for name in names:
        when = _read_column(columns.get(name), publisher)
        if when is not None:
            return when
    return None


def _by_number(seed: SeedArticle, publisher: Publisher | None, language: str | None) -> Dated:
    """Date a seed by its article number and the day that its text names."""
    number = seed.identity.article_number
    if publisher is None or seed.identity.publisher != publisher.name or number is None or not number.isdigit():
        return None, DatePrecision.UNKNOWN
    near = interpolate(publisher.clock, int(number))
    if near is None:
        return None, DatePrecision.UNKNOWN
    day = day_of_text(seed.body or "", near, language)
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
    when = _by_seed(seed, publisher)
    if when is not None:
        return when, DatePrecision.SEED
    named = url_date(seed.url) if _YEAR.search(seed.url) else None
    if named is not None:
        return (named if isinstance(named, dt.datetime) else _at_midday(named, publisher)), DatePrecision.URL
    return _by_number(seed, publisher, language)
