"""Date an article without its page: the publisher's clock of article numbers, and the day its own text names.

Article numbers rise with time. Between two anchors the day is interpolated; that is the neighbourhood.
In it, the day that the text itself names (`chiều 5/10`, `ngày 5/10`, a dateline) is the day of publication,
or the day before it.
"""

import bisect
import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

Clock = Sequence[tuple[int, dt.date]]

# Measured over 20,043 dated seeds: see tests/benchmarks/id_clock.py for spread and share.
NEIGHBOURHOOD_DAYS: Final = 45
_TEXT_HEAD: Final = 700

_DAY_MONTH: Final = re.compile(
    r"(?P<part>[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối|[Đđ]êm|[Nn]gày|[Hh]ôm)(?:\s+(?:sớm|nay|qua|muộn|ngày|hôm nay|hôm qua|mùng)){0,2}[\s,(]+"
    r"(?P<day>\d{1,2})\s?[/-]\s?(?P<month>\d{1,2})(?:\s?[/-]\s?(?P<year>\d{4}))?(?![\d/])"
)
_DAY_MONTH_ZH: Final = re.compile(r"(?<![\d年])(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")


def interpolate(clock: Clock, number: int) -> dt.date | None:
    """Return the day that a clock gives for an article number; None outside it by more than its last step."""
    if len(clock) < 2 or number < 0:
        return None
    at = min(max(bisect.bisect_left([anchor for anchor, _ in clock], number), 1), len(clock) - 1)
    (low, first), (high, last) = clock[at - 1], clock[at]
    days = (last - first).days * (number - low) / (high - low)
    if not -(last - first).days <= days <= 2 * (last - first).days:
        return None
    return first + dt.timedelta(days=round(days))


def _nearest(day: int, month: int, near: dt.date) -> dt.date | None:
    """Return the date with this day and month that is nearest to `near`."""
    found = None
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue
        if found is None or abs(date - near) < abs(found - near):
            found = date
    return found


def text_days(text: str, near: dt.date, language: str | None = None) -> list[tuple[dt.date, int]]:
    """List the days that the head of a text names, with the position of each, days without a year set near `near`."""
    pattern = _DAY_MONTH_ZH if (language or "").startswith("zh") else _DAY_MONTH
    found = []
    for match in pattern.finditer(text, 0, _TEXT_HEAD):
        day, month = int(match["day"]), int(match["month"])
        year = match.groupdict().get("year")
        try:
            date = dt.date(int(year), month, day) if year else _nearest(day, month, near)
        except ValueError:
            continue
        if date:
            found.append((date, match.start()))
    return found


def day_of_text(text: str, near: dt.date, language: str | None = None) -> dt.date | None:
    """Return the day of publication that the text itself gives, if it lies in the neighbourhood of `near`."""
    window = dt.timedelta(days=NEIGHBOURHOOD_DAYS)
    close = [date for date, _ in text_days(text, near, language) if abs(date - near) <= window]
    return close[0] if close else None
