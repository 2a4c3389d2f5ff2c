"""Read the times that pages carry: machine forms in attributes, and the words that readers see.

A date is found first, then the clock beside it, then the half of the day and the zone behind the clock. What is
written in words is read by its words: which of them is a month, and which numbers stand beside it.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import ZoneInfo

from flows.text.calendars import (
    ERAS,
    common_year,
    era_year,
    from_iranian,
    half_of_day,
    iranian_month_of,
    is_iranian,
    month_of,
    zone_of,
)

FIRST_YEAR: Final = 1700  # newspapers put their archives online; what is earlier is a default of some CMS
LAST_YEAR: Final = 2200
MAX_TIME: Final = 200  # characters of a text that is searched for a time
# Clocks of computers begin here: what is within a day of it, at a full hour of some zone, was never set.
_MAX_SECONDS: Final = 100_000_000_000  # from 1970 to the year 5138; a larger number is of milliseconds
_EPOCH: Final = dt.datetime(1970, 1, 1)  # noqa: DTZ001 (its clock in any zone)
_OTHER_EPOCHS: Final = (dt.date(1899, 12, 30), dt.date(1900, 1, 1), dt.date(1904, 1, 1))  # of databases and tables
_OLDEST: Final = dt.datetime(1901, 12, 13, 20, 45, 52)  # noqa: DTZ001 (the least number of seconds in 32 bits)
_ZONE_SPAN: Final = dt.timedelta(hours=14)

_WIDE_SIGNS: Final = str.maketrans("：／．－（），　", ":/.-(), ", "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069")
_YEAR_FIRST: Final = re.compile(r"(?<![\d-])(?P<y>\d{4})\s?([-/.])\s?(?P<m>\d{1,2})\s?\2\s?(?P<d>\d{1,2})(?!\d)")
_YEAR_LAST: Final = re.compile(
    r"(?<![\d.,:/])(?P<a>\d{1,2})\s?(?P<s>[-/.|])\s?(?P<b>\d{1,2})\s?(?P=s)\s?(?P<y>\d{4}|\d{2})(?!\d|[-/.]\d)"
)
_EAST_ASIAN: Final = re.compile(
    rf"(?P<era>{'|'.join(ERAS)})?\s?(?P<y>\d{{1,4}}|元)\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월]\s*(?P<d>\d{{1,2}})\s*[日号일]?"
)
_MONTH_BY_NUMBER: Final = re.compile(  # Vietnamese counts its months: "ngày 5 tháng 10 năm 2016"
    r"(?<!\d)(?P<d>\d{1,2})\s+(?:tháng|thg\.?)\s+(?P<m>\d{1,2})(?:\s+năm|\s*,)?\s+(?P<y>\d{4})(?!\d)", re.IGNORECASE
)
_COMPACT: Final = re.compile(
    r"(?P<y>(?:1[789]|2[01])\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?)?(?P<z>Z|[+-]\d{4})?"
)
# Digits of seconds, thousandths, millionths and billionths.
_SECONDS: Final = re.compile(r"/Date\((-?\d{9,13})(?:[+-]\d{4})?\)/|(\d{9,10}|\d{13}|\d{15,16}|\d{18,19})(?:\.\d+)?")
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN_MONTH: Final = re.compile(  # of Polish, Hungarian and older papers: 5.X.2016
    rf"(?<![\d.])(?P<d>\d{{1,2}})[. /-]{{1,3}}(?P<m>{'|'.join(sorted(_ROMAN, reverse=True))})[. /-]{{1,3}}"
    r"(?P<y>\d{4})(?!\d)"
)
_CHINESE_NUMBER: Final = re.compile("(?<![〇○零一二三四五六七八九十])[〇○零一二三四五六七八九十]+(?=[年月日號号])")
_CHINESE_DIGITS: Final = {sign: digit for digit, sign in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_TOKEN: Final = re.compile(r"\d+|[^\s\d,،;؛:/()\[\]|•·–—\"“”«»+-]+")
_CLOCK: Final = re.compile(
    r"(?<![\d.:/-])(?P<H>\d{1,2})\s?(?P<sign>[:hHgu時时시.])\s?(?P<M>\d{2}(?!\d)|\d(?=\s?[分분]))"
    r"(?:\s?[:.分분]\s?(?P<S>\d{2})(?!\d)(?:[.,:]\d+)?)?\s?[分분]?"
)
_HOUR_ALONE: Final = re.compile(r"(?<![\d.:/-])(?P<H>\d{1,2})(?P<M>)(?P<S>)(?=\s?[aApP]\.?[mM]\b)")
_TAIL: Final = re.compile(
    r"\s*(?:(?:Uhr|hrs?|giờ|น)\b\.?\s*)?(?P<word>[^\W\d_][^\s\d,;:/()+-]{0,4}(?:\s?m\.)?)?", re.IGNORECASE
)
_OFFSET: Final = re.compile(r"[\s,(\[]*(?:(?:GMT|UTC)\s?)?(?P<sign>[+-])(?P<h>\d{1,2}):?(?P<m>\d{2})?(?![\d/.-])")
_NAMED_ZONE: Final = re.compile(r"[\s,(\[]*(?P<name>[A-ZМСК]{1,5})(?![^\W\d_])")
_GAP: Final = 24  # characters without a digit that may stand between a date and its clock
_JOIN: Final = 3  # letters of a word that may stand between day, month and year: de, of, er
_YEAR_WORD: Final = 5  # letters of the word for a year: gada, metų, року
_SHORT_NUMBER: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One time as written. `when` is naive where no zone is written; at midnight where no clock is."""

    when: dt.datetime
    has_clock: bool
    swapped: dt.datetime | None = None  # the other reading, where day and month could be each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How a page writes its times: its language, the order of its numbers, the zone of a time without one."""

    language: str | None = None
    order: str = "dmy"
    zone: str | None = None


PLAIN: Final = Writing()


@dataclass(frozen=True, slots=True)
class _Day:
    """A date found in a text, and where."""

    date: dt.date
    start: int
    end: int
    swapped: dt.date | None = None
    is_short: bool = False  # its year has two digits


def parse_time(text: str | None, zone: str | None = None) -> dt.datetime | None:
    """Read one time; None where there is none. Aware where the text or `zone` (IANA) says a zone, else naive.

    A date without a time of day comes back at midnight, naive; see `has_clock`.
    """
    found = read_moment(text, Writing(zone=zone))
    return found.when if found else None


def has_clock(text: str) -> bool:
    """Tell whether a written time has a time of day."""
    found = read_moment(text)
    return found is not None and found.has_clock


def read_moment(text: str | None, writing: Writing = PLAIN) -> Moment | None:
    """Read the first time in a text; None where there is none, or only a default of some software."""
    if not text:
        return None
    text = text.strip()[:MAX_TIME]
    found = (_read_iso(text) if writing.order != "ydm" else None) or _read_forms(text, writing)
    if found is None or not FIRST_YEAR <= found.when.year <= LAST_YEAR or _is_unset(found):
        return None
    if found.when.tzinfo is None and writing.zone is not None:
        zone = ZoneInfo(writing.zone)
        swapped = found.swapped.replace(tzinfo=zone) if found.swapped else None
        return replace(found, when=found.when.replace(tzinfo=zone), swapped=swapped)
    return found


def _is_unset(moment: Moment) -> bool:
    """Tell the beginning of a computer's clock, in whatever zone it was written."""
    when = moment.when
    if when.second == _OLDEST.second and abs(when.replace(tzinfo=None) - _OLDEST) <= _ZONE_SPAN:
        return True
    if when.date() in _OTHER_EPOCHS and when.time() == dt.time():
        return True
    if when.year not in (1969, 1970) or when.second:
        return False
    return abs(when.replace(tzinfo=None) - _EPOCH) <= _ZONE_SPAN and when.minute in (0, 30, 45)


def _read_iso(text: str) -> Moment | None:
    """Read what the standard library reads, and nothing else."""
    if len(text) < 10 or not text[:4].isdigit():
        return None
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if when.year > LAST_YEAR:
        return None  # of another calendar
    return Moment(when=when, has_clock=len(text) > 10)


def _read_forms(text: str, writing: Writing) -> Moment | None:
    text = _plain_digits(text)
    if not any(map(str.isdecimal, text)):
        return None
    whole = _read_number(text)
    if whole is not None:
        return whole
    for day in _days(text, writing):
        return _with_clock(text, day, writing)
    return None


def _plain_digits(text: str) -> str:
    """Write the digits of all scripts, and full-width signs, as ASCII has them."""
    if text.isascii():
        return text
    text = _CHINESE_NUMBER.sub(_read_chinese, text.translate(_WIDE_SIGNS))
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _read_chinese(number: re.Match[str]) -> str:
    """Write 二〇一六 and 二十一 as 2016 and 21."""
    tens, ten, ones = number.group().partition("十")
    digits = ["".join(str(_CHINESE_DIGITS.get(sign, "")) for sign in part) for part in (tens, ones)]
    return f"{digits[0] or 1}{digits[1] or 0}" if ten else digits[0]


def _read_number(text: str) -> Moment | None:
    """Read a time that is one number: seconds or milliseconds since 1970, digits of an ISO time."""
    seconds = _SECONDS.fullmatch(text)
    if seconds:
        return _read_seconds(int(seconds.group(1) or seconds.group(2)))
    match = _COMPACT.fullmatch(text)
    if match is None:
        return None
    day = _date(int(match["y"]), int(match["m"]), int(match["d"]))
    clock = _time(match["H"], match["M"], match["S"]) if match["H"] else dt.time()
    if day is None or clock is None:
        return None
    return Moment(when=dt.datetime.combine(day, clock, _offset(match["z"] or "")), has_clock=bool(match["H"]))


def _read_seconds(number: int) -> Moment | None:
    """Read seconds from 1970, or what would be thousands of years of them; None for a year that is none."""
    seconds = float(number)
    while abs(seconds) > _MAX_SECONDS:
        seconds /= 1000
    try:
        when = dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Moment(when=when, has_clock=True)


# -- days ---------------------------------------------------------------------------------------


def _days(text: str, writing: Writing) -> Iterator[_Day]:
    """Yield the first date of each form, in numbers before words."""
    for match in _YEAR_FIRST.finditer(text):
        date = _day_of(int(match["y"]), int(match["m"]), int(match["d"]), writing)
        if date:
            yield _Day(date, *match.span())
    in_numbers = list(filter(None, (_read_year_last(match, writing) for match in _YEAR_LAST.finditer(text))))
    yield from (day for day in in_numbers if not day.is_short)
    for match in _ROMAN_MONTH.finditer(text):
        date = _date(int(match["y"]), _ROMAN.index(match["m"]) + 1, int(match["d"]))
        if date:
            yield _Day(date, *match.span())
    for form in (_EAST_ASIAN, _MONTH_BY_NUMBER):
        for match in form.finditer(text):
            date = _date(_written_year(match), int(match["m"]), int(match["d"]))
            if date:
                yield _Day(date, *match.span())
    yield from _worded_days(text, writing)
    yield from (day for day in in_numbers if day.is_short)  # behind a day in words, 15.44.58 is a clock


def _written_year(match: re.Match[str]) -> int:
    era = match.groupdict().get("era")
    year = 1 if match["y"] == "元" else int(match["y"])
    return (era_year(era, year) if era else None) or year


def _day_of(year: int, month: int, day: int, writing: Writing) -> dt.date | None:
    if is_iranian(year, writing.language):
        return from_iranian(year, month, day)
    year = common_year(year, 4, writing.language)
    return (_date(year, day, month) if writing.order == "ydm" else None) or _date(year, month, day)


def _read_year_last(match: re.Match[str], writing: Writing) -> _Day | None:
    """Read `5/10/2016`: by the page's order where both numbers could be the month. Dots stand behind days alone."""
    first, second, sign = int(match["a"]), int(match["b"]), match["s"]
    if len(match["y"]) == _SHORT_NUMBER and writing.order == "ymd" and sign != ".":
        date = _date(common_year(first, 2, writing.language), second, int(match["y"]))
        return _Day(date, *match.span(), is_short=True) if date else None
    year = int(match["y"])
    if is_iranian(year, writing.language):
        date = from_iranian(year, second, first)
        return _Day(date, *match.span()) if date else None
    year = common_year(year, len(match["y"]), writing.language)
    readings = [_date(year, second, first), _date(year, first, second)]
    if writing.order == "mdy" and sign != ".":
        readings.reverse()
    found = [date for date in readings if date]
    if not found:
        return None
    other = found[1] if len(found) > 1 and found[1] != found[0] and sign != "." else None
    return _Day(found[0], *match.span(), other, is_short=len(match["y"]) == _SHORT_NUMBER)


def _worded_days(text: str, writing: Writing) -> Iterator[_Day]:
    """Find a month by its name, and day and year beside it: before, behind, or one on each side."""
    tokens = list(_TOKEN.finditer(text))
    for index, token in enumerate(tokens):
        if token.group()[0].isdecimal():
            continue
        last, month, iranian = _read_month(tokens, index, writing.language)
        if month is None:
            continue
        before = _number_beside(tokens, index, -1)
        behind = _number_beside(tokens, last, 1)
        found = _beside_month(tokens, before, behind, text)
        if found is None:
            continue
        day, year, start, end = found
        if any(token.end() <= word.start() < end and _is_month(tokens, at) for at, word in enumerate(tokens)):
            continue  # Welsh has one word for March and for Tuesday: Dydd Mawrth, 9 Tachwedd 2016
        written = int(year)
        if iranian:
            date = from_iranian(written, month, int(day))
        else:
            date = _date(common_year(written, len(year), writing.language), month, int(day))
        if date:
            yield _Day(date, min(start, token.start()), max(end, tokens[last].end()))


def _read_month(tokens: list[re.Match[str]], index: int, language: str | None) -> tuple[int, int | None, bool]:
    """Return the place of a month's last word, the month, and whether it is one of the Iranian calendar."""
    word = tokens[index].group().strip(".'’")
    if len(word) < _SHORT_NUMBER:
        return index, None, False
    if index + 1 < len(tokens):
        two = f"{word} {tokens[index + 1].group()}"
        month = month_of(two, language)
        if month:
            return index + 1, month, False
    month = month_of(word, language) or month_of(word.rpartition(".")[2] or word, language)
    if month:
        return index, month, False
    month = iranian_month_of(word)
    return index, month, month is not None


def _is_month(tokens: list[re.Match[str]], at: int) -> bool:
    word = tokens[at].group()
    return not word[0].isdecimal() and len(word) > _JOIN and month_of(word.strip(".'’")) is not None


def _number_beside(tokens: list[re.Match[str]], index: int, step: int) -> int | None:
    """Return the place of the number before or behind a word; two short words may stand between."""
    for distance in (1, 2, 3):
        at = index + step * distance
        if not 0 <= at < len(tokens):
            return None
        text = tokens[at].group()
        if text[0].isdecimal():
            return at
        size = len(text.strip(".'’º°ª"))
        if size > _YEAR_WORD or (size > _JOIN and not _is_year_at(tokens, at + step)):
            return None
    return None


def _is_year_at(tokens: list[re.Match[str]], at: int) -> bool:
    """Tell a year of four digits, beside which its language may set the word for it: 2016. gada 5. oktobris."""
    if 0 <= at < len(tokens) and tokens[at].group() == ".":
        at -= 1
    return 0 <= at < len(tokens) and len(tokens[at].group()) == 4 and tokens[at].group().isdecimal()


def _beside_month(
    tokens: list[re.Match[str]], before: int | None, behind: int | None, text: str
) -> tuple[str, str, int, int] | None:
    """Return day and year of a month with the span that they take: D M Y, Y M D, M D Y."""
    first = tokens[before] if before is not None else None
    second = tokens[behind] if behind is not None else None
    if first and second and _is_day(first) and _is_year(second, text):
        return first.group(), second.group(), first.start(), second.end()
    if first and second and len(first.group()) == 4 and _is_day(second):
        return second.group(), first.group(), first.start(), second.end()
    at = _number_beside(tokens, before, -1) if before and first and _is_day(first) else None
    if at is not None and first and _is_year_at(tokens, at):  # 2016. gada 5. oktobris
        return first.group(), tokens[at].group(), tokens[at].start(), first.end()
    if second is None or behind is None or not _is_day(second):
        return None
    year = _year_behind(tokens, behind, text)
    return (
        (second.group(), year.group(), second.start(), second.end() if _is_clock(text, year) else year.end())
        if year
        else None
    )


def _year_behind(tokens: list[re.Match[str]], day: int, text: str) -> re.Match[str] | None:
    """Find the year behind a day: at once, or behind clock and zone, as Java and C print a time."""
    at = _number_beside(tokens, day, 1)
    if at is None:
        return None
    if len(tokens[at].group()) == 4:
        return tokens[at]
    if text[tokens[at].end() : tokens[at].end() + 1] != ":":
        return None
    return next(
        (
            token
            for token in tokens[at + 1 : at + 6]
            if len(token.group()) == 4 and token.group().isdecimal() and text[token.start() - 1] not in "+-"
        ),
        None,
    )


def _is_clock(text: str, year: re.Match[str]) -> bool:
    """Tell whether a clock stands before the year."""
    return ":" in text[max(0, year.start() - 14) : year.start()]


def _is_day(token: re.Match[str]) -> bool:
    return len(token.group()) <= _SHORT_NUMBER and 1 <= int(token.group()) <= 31


def _is_year(token: re.Match[str], text: str) -> bool:
    """Tell a year: four digits, or two that no clock begins with."""
    size = len(token.group())
    if size == _SHORT_NUMBER:
        return (
            text[token.end() : token.end() + 1] not in (":", "h", ".")
            or not text[token.end() + 1 : token.end() + 2].isdigit()
        )
    return size == 4


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


# -- clocks -------------------------------------------------------------------------------------


def _with_clock(text: str, day: _Day, writing: Writing) -> Moment:
    """Read the clock behind a date, else the one before it, with its half of the day and its zone."""
    clock = _clock_behind(text, day.end) or _clock_before(text, day.start)
    time = _time(clock["H"], clock["M"], clock["S"]) if clock else None
    if clock is None or time is None:
        midnight = dt.datetime.combine(day.date, dt.time())
        swapped = dt.datetime.combine(day.swapped, dt.time()) if day.swapped else None
        return Moment(when=midnight, has_clock=False, swapped=swapped)
    tail = _TAIL.match(text, clock.end())
    word = (tail["word"] if tail else None) or ""
    later = half_of_day(word, writing.language) if word else None
    end = tail.end() if tail and later is not None else clock.end()
    if later is None:
        later = _half_before(text, clock.start(), writing)
    if later is not None:
        time = time.replace(hour=time.hour % 12 + 12 * later if time.hour <= 12 else time.hour)
    zone = _zone_behind(text, end, writing)
    whole = dt.datetime.combine(day.date, time, zone)
    swapped = dt.datetime.combine(day.swapped, time, zone) if day.swapped else None
    return Moment(when=whole, has_clock=True, swapped=swapped)


def _clock_behind(text: str, end: int) -> re.Match[str] | None:
    for form in (_CLOCK, _HOUR_ALONE):
        found = form.search(text, end)
        if found and found.start() - end <= _GAP and not any(map(str.isdecimal, text[end : found.start()])):
            return found
    return None


def _clock_before(text: str, start: int) -> re.Match[str] | None:
    found = None
    for found in _CLOCK.finditer(text, 0, start):  # noqa: B007 (the last one counts)
        pass
    if found is None or start - found.end() > _GAP:
        return None
    gap = text[found.end() : start]
    zone = _OFFSET.match(gap)
    if any(map(str.isdecimal, gap[zone.end() :] if zone else gap)):
        return None
    return found if found["sign"] != "." else None


def _half_before(text: str, start: int, writing: Writing) -> bool | None:
    """Read a half of the day that stands before its clock: 午後3時, 下午 3:04."""
    words = text[max(0, start - 8) : start].split()
    last = words[-1] if words else ""
    found = half_of_day(last, writing.language) if last else None
    return found if found is not None else half_of_day(last[-2:], writing.language) if len(last) > 1 else None


def _time(hour: str | None, minute: str | None, second: str | None) -> dt.time | None:
    try:
        return dt.time(int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return None


def _zone_behind(text: str, place: int, writing: Writing) -> dt.tzinfo | None:
    """Read the zone right behind a clock: an offset, or a name."""
    match = _OFFSET.match(text, _behind_word(text, place))
    if match:
        return _offset(match.group())
    named = _NAMED_ZONE.match(text, _behind_word(text, place))
    return zone_of(named["name"], writing.language) if named else None


def _behind_word(text: str, place: int) -> int:
    """Step over the word for "o'clock"."""
    tail = _TAIL.match(text, place)
    return tail.start("word") if tail and tail["word"] else place


def _offset(text: str) -> dt.tzinfo | None:
    if not text:
        return None
    match = _OFFSET.match(text)
    if match is None:
        return dt.UTC
    minutes = int(match["h"]) * 60 + int(match["m"] or 0)
    sign = -1 if match["sign"] == "-" else 1
    return dt.timezone(dt.timedelta(minutes=sign * minutes)) if minutes < 1440 else None
