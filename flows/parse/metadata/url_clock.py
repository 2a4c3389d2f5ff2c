"""Hold the time that a page shows against the one in its address: a number that counts articles, or a written time.

The page's own time stands. What the address says is noted in the page's provenance, so that a page whose
two clocks disagree (a wrong time picked, an article under another's address) can be found with a query.
"""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from flows.addresses.article_clock import interpolate
from flows.addresses.page_address import read_page_address
from flows.addresses.urls import url_date

FIELD: Final = "url_clock"
AGREES: Final = "agrees"
BEFORE: Final = "page_before_url"  # published before its address was made
AFTER: Final = "page_after_url"  # published long after
# The address holds the moment at which the article was created, hours or days before it was published
# (vietnamese-news §4); a draft that waited longer than a month is rarer than a wrong time.
EARLY: Final = dt.timedelta(minutes=15)
LATE: Final = dt.timedelta(days=31)
DAY: Final = dt.timedelta(days=1)
# Article numbers between two known days are dated by straight lines; over the two years between the anchors of
# 2021 and 2023 that may be off by some months.
NUMBER_SLACK: Final = dt.timedelta(days=150)


def judge_clock(url: str, published_at: dt.datetime) -> str | None:
    """Say how a time of publication (aware) stands to the clock in an address; None where it has none."""
    named = url_date(url)
    if named is None:
        return _judge_number(url, published_at)
    if isinstance(named, dt.datetime):
        return _judge(published_at - named, EARLY, LATE)
    return _judge(published_at - _midnight(named, url), DAY, LATE)


def _judge_number(url: str, published_at: dt.datetime) -> str | None:
    address = read_page_address(url)
    identity, publisher = address.identity, address.publisher
    if identity is None or identity.article_number is None or not identity.article_number.isdigit():
        return None
    if publisher is None or identity.publisher != publisher.name:
        return None
    near = interpolate(publisher.clock, int(identity.article_number))
    if near is None:
        return None
    return _judge(published_at - _midnight(near, url), NUMBER_SLACK, NUMBER_SLACK)


def _judge(lag: dt.timedelta, early: dt.timedelta, late: dt.timedelta) -> str:
    if lag < -early:
        return BEFORE
    return AFTER if lag > late else AGREES


def _midnight(day: dt.date, url: str) -> dt.datetime:
    publisher = read_page_address(url).publisher
    zone = ZoneInfo(publisher.zone) if publisher and publisher.zone else dt.UTC
    return dt.datetime.combine(day, dt.time(), tzinfo=zone)
