"""Date an article without its page: the publisher's clock of article numbers, and the day its own text names.

Article numbers rise with time. Between two anchors the day is interpolated; that is the neighbourhood.
In it, the day that the text itself names (`chiều 5/10`, `ngày 5/10`, a dateline) is the day of publication,
or the day before it.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

# Over 19,685 seeds of VietnamPlus the clock is at most 12 days off between its anchors (median 2), measured
# against the days that hundreds of neighbouring articles name. Within 20 days 53 % of the seeds name a day;
# taking the nearest, 94 % of these are within three days of their neighbours' median.
NEIGHBOURHOOD_DAYS: Final = 20
_TEXT_HEAD: Final = 700

_DAY_MONTH: Final = re.compile(r"[0-9]{1,2}\s?[/-]\s?(?P<month>\d{1,2})(?:\s?[/-]\s?(?P<year>\d{4}))?(?![\d/,.]\d|\d)")
# What makes 5/10 a day, and not a score or a share: a part of the day, or the word for it, just before.
_DAY_PART: Final = re.compile(
    r"(?:sáng|trưa|chiều|tối|đêm|ngày|hôm)(?:\s+(?:sớm|nay|qua|muộn|ngày|hôm|mùng|thứ \w+|chủ nhật)){0,3}[\s,(]+$",
    re.IGNORECASE,
)
_DAY_MONTH_ZH: Final = re.compile(r"[0-9]{1,2}月(?P<day>\d{1,2})[日号]")
_YEAR_BEFORE_ZH: Final = re.compile(r"(?P<year>\d{4})年$")
_LOOK_BACK: Final = 30


def _nearest(day: int, month: int, near: dt.date) -> dt.date | None:
    """Return the date with this day and month that is nearest to `near`."""
    dates = [date for year in (near.year - 1, near.year, near.year + 1) if (date := _date(year, month, day))]
    return min(dates, key=lambda date: abs(date - near), default=None)


def text_days(text: str, near: dt.date, language: str | None = None) -> Iterator[dt.date]:
    """Yield the days that the head of a text names; those without a year are set near `near`."""
    is_chinese = (language or "").startswith("zh")
    for match in (_DAY_MONTH_ZH if is_chinese else _DAY_MONTH).finditer(text, 0, _TEXT_HEAD):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        first = int(re.match(r"\d+", match.group())[0])  # type: ignore[index]  # the pattern begins with digits
        if is_chinese:
            month, day = first, int(match["day"])
            year = _YEAR_BEFORE_ZH.search(before)
            named = year["year"] if year else None
        else:
            if not _DAY_PART.search(before):
                continue
            day, month, named = first, int(match["month"]), match["year"]
        date = _date(int(named), month, day) if named else _nearest(day, month, near)
        if date:
            yield date


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def day_of_text(text: str, near: dt.date, language: str | None = None) -> dt.date | None:
    """Return the day of publication that the text itself gives: the one nearest to `near`, in its neighbourhood."""
    days = [date for date in text_days(text, near, language) if abs((date - near).days) <= NEIGHBOURHOOD_DAYS]
    return min(days, key=lambda date: abs(date - near), default=None)
