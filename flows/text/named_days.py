"""Find the days that a text names, with or without their year, in the writing of its language."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from flows.records import NamedDay
from flows.text.calendars import base_language, common_year, date_order, month_named, names_months

# The day of a story stands near its beginning: later ones are of its background.
HEAD: Final = 700
MOST: Final = 8  # days of one text that are kept; lists of days are programmes

# Full width digits and signs count as their plain forms.
_WIDE: Final = str.maketrans("０１２３４５６７８９／．－", "0123456789/.-")
_WIDE_DIGIT: Final = re.compile("[０-９]")
_EAST_ASIAN_LANGUAGES: Final = frozenset({"zh", "ja", "ko"})
_EAST_ASIAN: Final = re.compile(
    r"(?:(?P<y>\d{4})\s?[年년]\s?)?(?<!\d)(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日号號일]"
)
_YEAR_FIRST: Final = re.compile(r"(?<![\d./-])(?P<y>[12]\d{3})(?P<s>[./-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)")
_NUMBERS: Final = re.compile(
    r"(?<![\d./,-])(?P<a>\d{1,2})\s?(?P<s>[/.-])\s?(?P<b>\d{1,2})(?:\s?(?P=s)\s?(?P<y>[12]\d{3}))?(?![\d%]|[/.,]\d)"
)
_COUNTED: Final = re.compile(
    r"\b(?:ngày|mùng)\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})(?:(?:\s+năm|\s*,)?\s+(?P<y>[12]\d{3}))?(?!\d)",
    re.IGNORECASE,
)
# Forms with a sign for the month: one that is not there need not be looked for.
_SIGNS: Final = ((_EAST_ASIAN, ("月", "월")), (_COUNTED, ("tháng",)))
_DIGITS: Final = re.compile(r"\d+")
# The day beside the name of its month, with at most a short word (de, of, den) or a sign between.
_BEFORE_NAME: Final = re.compile(
    r"(?<![\d.,:/-])(?P<d>\d{1,2})(?:\.|º|er|st|nd|rd|th)?\s(?:(?:de|of|den|di|ng)\s)?(?P<name>[^\W\d_]{3,12})\b\.?"
    r"(?:,?\s(?:(?:de|del|of)\s)?(?P<y>[12]\d{3})(?!\d))?"
)
_BEHIND_NAME: Final = re.compile(
    r"\b(?P<name>[^\W\d_]{3,12})\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)(?:,?\s(?P<y>[12]\d{3})(?!\d))?"
)
# Where `_BEHIND_NAME` can begin before a number.
_NAME_ENDS: Final = re.compile(r"\b[^\W\d_]{3,12}\.?\s\Z")
_LONGEST_NAME: Final = 14
# What makes 5/10 a day of a Vietnamese text, and not a score or a share: a part of the day, or the word for it, before.
_DAY_PART: Final = re.compile(
    r"(?:sáng|trưa|chiều|tối|đêm|ngày|hôm)(?:\s+(?:sớm|nay|qua|muộn|ngày|hôm|mùng|thứ \w+|chủ nhật)){0,3}[\s,(]+$",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 30
_LEAP_YEAR: Final = 2000


def named_days(text: str, language: str | None = None) -> tuple[NamedDay, ...]:
    """List the days that the head of a text names, in reading order, each once."""
    head = text[:HEAD]
    if _WIDE_DIGIT.search(head):
        head = head.translate(_WIDE)
    found = sorted(_find(head, base_language(language)), key=lambda item: item[0])
    return tuple(dict.fromkeys(day for _, day in found))[:MOST]


def _find(head: str, language: str) -> Iterator[tuple[int, NamedDay]]:
    """Look at each number of a text, in whichever form of a day it may stand."""
    numbers = [match.start() for match in _DIGITS.finditer(head)]
    if numbers:
        yield from _find_by_sign(head, language)
        yield from _find_in_numbers(head, numbers, language)
        if names_months(language):
            yield from _find_by_name(head, numbers, language)


def _find_by_sign(head: str, language: str) -> Iterator[tuple[int, NamedDay]]:
    for form, signs in _SIGNS:
        if any(map(head.__contains__, signs)):
            for match in form.finditer(head):
                yield from _placed(match, match["m"], language)


def _find_in_numbers(head: str, numbers: Sequence[int], language: str) -> Iterator[tuple[int, NamedDay]]:
    for match in _match_at(_YEAR_FIRST, head, numbers):
        yield from _placed(match, match["m"], language)
    order = date_order(language)
    month, day = ("a", "b") if order.index("m") < order.index("d") else ("b", "a")
    for match in _match_at(_NUMBERS, head, numbers):
        if _is_date(match, head, language):
            yield from _placed(match, match[month], language, match[day])


def _find_by_name(head: str, numbers: Sequence[int], language: str) -> Iterator[tuple[int, NamedDay]]:
    ends = (_NAME_ENDS.search(head, max(0, at - _LONGEST_NAME), at) for at in numbers)
    names = [name.start() for name in ends if name]
    for form, places in ((_BEFORE_NAME, numbers), (_BEHIND_NAME, names)):
        for match in _match_at(form, head, places):
            if number := month_named(match["name"], language):
                yield from _placed(match, str(number), language)


def _match_at(form: re.Pattern[str], head: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """Give what `finditer` gives of a form that begins at these places alone; looking at each character costs more."""
    end = 0
    for place in places:
        if place >= end and (match := form.match(head, place)):
            end = match.end()
            yield match


def _is_date(match: re.Match[str], head: str, language: str) -> bool:
    """Tell a day written in numbers from a score, a share and a decimal number."""
    before = head[max(0, match.start() - _LOOK_BACK) : match.start()]
    if language == "vi":
        return bool(_DAY_PART.search(before))
    if match["y"] is not None:
        return True
    is_slashed = match["s"] == "/" and language not in _EAST_ASIAN_LANGUAGES
    return is_slashed or (match["s"] == "." and head[match.end() : match.end() + 1] == ".")


def _placed(match: re.Match[str], month: str, language: str, day: str = "") -> Iterator[tuple[int, NamedDay]]:
    year = common_year(int(match["y"]), 4, language) if match["y"] else None
    found = NamedDay(year=year, month=int(month), day=int(day or match["d"]))
    if is_day(found.year, found.month, found.day):
        yield match.start(), found


def is_day(year: int | None, month: int, day: int) -> bool:
    """Tell whether the calendar has a day; without a year, whether some year has it."""
    try:
        dt.date(year or _LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True
