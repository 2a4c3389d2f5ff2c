"""Words and years of calendars: names of months, halves of the day, day before month or not, eras, zones by name.

Names and orders are CLDR's (by way of Babel), read for a language when a page first needs it.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from persiantools.jdatetime import JalaliDate

# Languages that newspapers are written in. A name that two of them give to two months is read only where the page
# says its language: `listopad` is October in Croatia and November in Poland.
_TAGS: Final = (
    "en de fr es it pt nl sv da nb nn fi is fo pl cs sk hu ro bg sr sr_Latn hr sl bs mk sq el ru uk be lt lv et tr az"
    " kk ky uz tg ar ar_SY ar_DZ fa ps ur he hi bn ta te ml kn mr gu pa ne si th lo km my vi id ms fil jv sw am ka hy"
    " mn zh ja ko ca eu gl ga cy gd br fy af mt lb rm"
)
LANGUAGES: Final = tuple(_TAGS.split())
# Months of the Iranian calendar, in Iran and in Afghanistan. Babel has the names of the Gregorian calendar alone.
_IRANIAN: Final = (
    "فروردین حمل",
    "اردیبهشت ثور",
    "خرداد جوزا",
    "تیر سرطان",
    "مرداد اسد",
    "شهریور سنبله",
    "مهر میزان",
    "آبان عقرب",
    "آذر قوس",
    "دی جدی",
    "بهمن دلو",
    "اسفند حوت",
)
_IRANIAN_LANGUAGES: Final = ("fa", "ps", "prs")
_IRANIAN_YEARS: Final = range(1200, 1500)
_BUDDHIST_YEARS: Final = range(2400, 2700)
BUDDHIST: Final = 543  # years ahead of ours
_BUDDHIST_LANGUAGES: Final = ("th", "lo", "km")
_ERAS: Final[Mapping[str, int]] = {  # the year before the first of an era
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "民國": 1911,
    "民国": 1911,
}
_PIVOT: Final = 69  # POSIX: 69 to 99 are 1969 to 1999
_LETTER_VARIANTS: Final = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ı": "i", "’": "'"})
_HALVES: Final = {
    **dict.fromkeys(("am", "午前", "上午", "오전"), False),
    **dict.fromkeys(("pm", "午後", "下午", "오후"), True),
}
# Minutes ahead of UTC. Where two countries share a name the one whose papers print it in Latin letters is meant.
_ZONES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("CET", "MEZ", "MET", "WAT", "BST", "WEST"), 60),
    **dict.fromkeys(("CEST", "MESZ", "MEST", "EET", "OEZ", "SAST", "CAT", "HAEC"), 120),
    **dict.fromkeys(("EEST", "OESZ", "MSK", "МСК", "TRT", "EAT", "IDT"), 180),
    "IRST": 210,
    "GST": 240,
    "AFT": 270,
    **dict.fromkeys(("PKT", "UZT"), 300),
    "IST": 330,
    "NPT": 345,
    "BDT": 360,
    "MMT": 390,
    **dict.fromkeys(("ICT", "WIB"), 420),
    **dict.fromkeys(("HKT", "SGT", "MYT", "PHT", "WITA", "AWST"), 480),
    **dict.fromkeys(("JST", "KST", "WIT"), 540),
    "ACST": 570,
    "AEST": 600,
    "ACDT": 630,
    "AEDT": 660,
    "NZST": 720,
    "NZDT": 780,
    "NST": -210,
    "NDT": -150,
    **dict.fromkeys(("ART", "BRT", "UYT", "ADT", "CLST"), -180),
    **dict.fromkeys(("AST", "EDT", "CLT", "VET", "BOT"), -240),
    **dict.fromkeys(("EST", "CDT", "COT", "PET"), -300),
    **dict.fromkeys(("CST", "MDT"), -360),
    **dict.fromkeys(("MST", "PDT"), -420),
    **dict.fromkeys(("PST", "AKDT"), -480),
    "AKST": -540,
    "HST": -600,
}
_CHINESE_CST: Final = 480
_ZONES_WITH_SUMMER: Final[Mapping[str, str]] = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_GLUED_TO_MONTH: Final = re.compile(r"(?<![^\W\d_])([^\W\d_A-Za-z]+)'?M{3,4}")  # Hebrew's word for "of": ב


def _key(name: str) -> str:
    """Fold a name: case, dots, marks on Latin letters, Arabic letters that Persian writes otherwise."""
    folded = name.casefold().translate(_LETTER_VARIANTS).replace(".", "")
    if not folded.isascii() and unicodedata.name(folded[0], "").startswith("LATIN"):
        folded = "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char))
    return folded


@cache
def _locale(tag: str) -> Locale | None:
    """Find the CLDR locale of a BCP 47 tag, or of its language alone."""
    for name in (tag.replace("-", "_"), tag.replace("_", "-").partition("-")[0]):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return None


def base_language(tag: str | None) -> str:
    """Return the language of a BCP 47 tag without script and region, in small letters; empty for none."""
    return (tag or "").replace("_", "-").partition("-")[0].casefold()


@cache
def _months(tag: str) -> Mapping[str, int]:
    """Give the months by the folded names of one language: in full, short, and as they stand in a date."""
    locale = _locale(tag)
    found: dict[str, int] = {}
    glued = _GLUED_TO_MONTH.search(locale.date_formats["long"].pattern) if locale else None
    for context in ("format", "stand-alone") if locale else ():
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():  # type: ignore[union-attr]  # not None above
                if not any(map(str.isdigit, name)):
                    found.setdefault(_key(name), number)
                    found.setdefault(_key(f"{glued.group(1)}{name}" if glued else name), number)
    return found


@cache
def _all_months() -> Mapping[str, int]:
    """Give the months by the names that no two languages give to different ones."""
    found: dict[str, set[int]] = {}
    for tag in LANGUAGES:
        for name, number in _months(tag).items():
            found.setdefault(name, set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1 and len(name) > 1}


@lru_cache(maxsize=8192)
def month_of(word: str, language: str | None = None) -> int | None:
    """Return the number of the month that a word names, in the given language, in English, or in any."""
    key = _key(word)
    if len(key) < 2:
        return None
    for tag in (language, "en") if language else ("en",):
        number = _months(tag).get(key) or _cut_month(key, tag)
        if number:
            return number
    return _all_months().get(key)


@lru_cache(maxsize=8192)
def month_named(word: str, language: str | None) -> int | None:
    """Return the number of the month that a whole word of a text names, in English where its language is unknown."""
    key = _key(word)
    return _months(language).get(key) if language else _months("en").get(key)


def _cut_month(key: str, tag: str) -> int | None:
    """Read a month that was cut to three letters or more: `Sept`, `Okt`."""
    if len(key) < 3 or not key.isascii():
        return None
    numbers = {number for name, number in _months(tag).items() if name.startswith(key)}
    return numbers.pop() if len(numbers) == 1 else None


@cache
def _iranian_months() -> Mapping[str, int]:
    return {_key(name): number for number, names in enumerate(_IRANIAN, start=1) for name in names.split()}


def iranian_month_of(word: str) -> int | None:
    """Return the number of the month of the Iranian calendar that a word names."""
    return _iranian_months().get(_key(word))


def from_iranian(year: int, month: int, day: int) -> dt.date | None:
    """Turn a day of the Iranian calendar into ours."""
    if year not in _IRANIAN_YEARS:
        return None
    try:
        found: dt.date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]  # it has no types
    except ValueError:
        return None
    return found


def is_iranian(year: int, language: str | None) -> bool:
    """Tell whether a year is one of the Iranian calendar, on a page in a language that uses it."""
    return year in _IRANIAN_YEARS and base_language(language) in _IRANIAN_LANGUAGES


def common_year(year: int, digits: int, language: str | None = None) -> int:
    """Turn a year as written into one of ours: of two digits, or of the Buddhist calendar."""
    if digits > 2:
        return year - BUDDHIST if year in _BUDDHIST_YEARS else year
    if base_language(language) in _BUDDHIST_LANGUAGES and year > 40:
        return 2500 + year - BUDDHIST
    return year + (1900 if year >= _PIVOT else 2000)


def era_year(era: str, year: int) -> int | None:
    """Return our year of a year in a Japanese era or of the Republic of China."""
    start = _ERAS.get(era)
    return start + year if start is not None else None


ERAS: Final = tuple(_ERAS)


@cache
def _halves(tag: str) -> Mapping[str, bool]:
    locale = _locale(tag)
    found = dict(_HALVES)
    for width in ("wide", "abbreviated", "narrow") if locale else ():
        periods = locale.day_periods["format"][width]  # type: ignore[union-attr]  # not None above
        for name, is_later in (("am", False), ("pm", True)):
            if periods.get(name):
                found.setdefault(_key(periods[name]).replace(" ", ""), is_later)
    return found


def half_of_day(word: str, language: str | None = None) -> bool | None:
    """Tell the second half of the day (True) from the first: `PM`, `p.m.`, `CH`, `午後`; None for another word."""
    return _halves(language or "en").get(_key(word).replace(" ", ""))


def zone_of(name: str, language: str | None = None) -> dt.tzinfo | None:
    """Return a zone by its name; None for a name that is none."""
    if name in _ZONES_WITH_SUMMER:
        return ZoneInfo(_ZONES_WITH_SUMMER[name])
    minutes = _CHINESE_CST if name == "CST" and base_language(language) == "zh" else _ZONES.get(name)
    return dt.timezone(dt.timedelta(minutes=minutes)) if minutes is not None else None


@cache
def date_order(tag: str | None, region: str | None = None) -> str:
    """Return the order in which numbers of a date are written, as CLDR has it: `dmy`, `mdy` or `ymd`.

    `region` is a country's (an address says it), for a language that is written in several.
    """
    language = base_language(tag)
    locale = None
    if region and tag and "-" not in tag.replace("_", "-"):
        locale = _locale(f"{language}-{region}")
    locale = locale or (_locale(tag) if tag else None)
    if locale is None:
        return "dmy"
    pattern = re.sub(r"'[^']*'|[^dMy]", "", locale.date_formats["short"].pattern)
    return "".join(dict.fromkeys(pattern.lower()))
