"""What is in a column: addresses, days, prose, short texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_ADDRESS: Final = re.compile(r"\s*(?:https?:)?//[^\s/]+\.[^\s]+|\s*(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|mp[34]|avi|webm)(?:[?#]|$)", re.IGNORECASE)
_EPOCH: Final = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}|\d{15,16}|\d{18,19}|(?:19|20)\d{6}(?:\d{4}|\d{6})?")
_PROSE: Final = 80  # characters of a text on average; titles are shorter
_SEPARATED_DAY: Final = re.compile(r"\d{1,4}\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,4}")
_YEAR: Final = re.compile(r"(?<![A-Za-z\d])\d{4}(?![A-Za-z\d])")  # what letters stand against is an identifier
_FIRST_YEAR: Final = 1000
_LAST_YEAR: Final = 2999  # of any calendar: 1395, 2560
_DIRECTIONS: Final = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069"))  # marks of writing
_MOST_WORDS: Final = 12  # 27 กรกฎาคม ค.ศ. 2025 10 นาฬิกา 58 นาที 27 วินาที UTC
_LONGEST_DAY: Final = 60  # characters; "Wednesday, 5 October 2016 at 14:30:00 Indochina Time"
_LONGEST_TITLE: Final = 200  # characters on average
_ALL_BUT_FEW: Final = 0.9
_FEWEST_BLANKS: Final = 2
_FEWEST_LETTERS: Final = 5
_FEWEST_ADDRESSES: Final = 0.5  # of the values that are there: a column of addresses may have gaps and slips


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the values of one column are like; shares are of those that are not empty, 0-1."""

    filled: int
    addresses: float
    pictures: float
    days: float
    bare_numbers: float
    distinct: float
    mean_length: float
    worded: float  # of several words, or of letters that are written without blanks

    @property
    def is_address(self) -> bool:
        """Tell a column of addresses of pages."""
        return self.addresses >= _FEWEST_ADDRESSES and self.pictures < _FEWEST_ADDRESSES

    @property
    def is_day(self) -> bool:
        """Tell a column of days or times."""
        return self.days >= _FEWEST_ADDRESSES

    @property
    def is_prose(self) -> bool:
        """Tell a column of texts that are longer than titles."""
        return self.mean_length >= _PROSE and self.addresses < _FEWEST_ADDRESSES

    @property
    def is_titles(self) -> bool:
        """Tell a column of short texts of several words, each another."""
        is_short = self.mean_length < _LONGEST_TITLE and self.distinct >= _ALL_BUT_FEW
        return self.filled > 1 and is_short and self.worded >= _ALL_BUT_FEW and self.is_words

    @property
    def is_words(self) -> bool:
        """Tell a column of words: no addresses, no days."""
        return self.filled == 0 or (self.addresses < _FEWEST_ADDRESSES and self.days < _FEWEST_ADDRESSES)


def is_web_address(text: str) -> bool:
    """Tell an address with its scheme, which no column is called."""
    return text.lstrip().lower().startswith(("http://", "https://")) and _ADDRESS.match(text) is not None


def looks_like_day(text: str) -> bool:
    """Tell whether a text may be a day or a time: short, with digits, in a form that days have."""
    text = text.translate(_DIRECTIONS).strip()
    if not text or len(text) > _LONGEST_DAY or not any(map(str.isdigit, text)):
        return False
    if _EPOCH.fullmatch(text) or _SEPARATED_DAY.search(text):
        return True
    has_year = any(_FIRST_YEAR <= int(year) <= _LAST_YEAR for year in _YEAR.findall(text))
    has_more = len(re.findall(r"\d+", text)) >= 2
    return has_year and has_more and any(map(str.isalpha, text)) and len(text.split()) <= _MOST_WORDS


def _is_worded(text: str) -> bool:
    """Tell three words or more, or as much in a script that sets no blanks."""
    return text.count(" ") >= _FEWEST_BLANKS or (
        len(text) >= _FEWEST_LETTERS and not text.isascii() and " " not in text
    )


def describe(values: Sequence[str]) -> Content:
    """Describe the values of a column; empty ones say nothing."""
    filled = [value for value in values if value and not value.isspace()]
    count = max(1, len(filled))
    return Content(
        filled=len(filled),
        addresses=sum(_ADDRESS.match(value) is not None for value in filled) / count,
        pictures=sum(_PICTURE.search(value) is not None for value in filled) / count,
        days=sum(map(looks_like_day, filled)) / count,
        bare_numbers=sum(value.strip().isdecimal() for value in filled) / count,
        distinct=len(set(filled)) / count,
        mean_length=sum(map(len, filled)) / count,
        worded=sum(map(_is_worded, filled)) / count,
    )


_MONTHS: Final = 12
_LONGEST_MONTH: Final = 31  # days
_YEAR_FIRST: Final = re.compile(r"\s*\d{4}\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_NUMBERS: Final = re.compile(r"\s*(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{2,4})(?!\d)")


def order_of(values: Sequence[str]) -> str:
    """Tell the order of day and month in a column's days: "dmy", "mdy", "ambiguous"; "" where none is written so.

    One first number above 12 decides for days first, one second number above 12 for months first; where both are
    there, each day is read by itself, days first. No month has 32 days: "99-12-31" says that years come first ("ymd").
    Behind a year of four digits stands the month, but where a second number above 12 says otherwise ("ydm").
    """
    if _has_days_behind_years(values):
        return "ydm"
    matches = [found for value in values if (found := _NUMBERS.match(value))]
    pairs = [(int(found[1]), int(found[2])) for found in matches]
    if not pairs:
        return ""
    if any(first > _LONGEST_MONTH for first, _ in pairs):
        return "ymd"
    has_day_first = any(first > _MONTHS for first, _ in pairs)
    has_month_first = any(second > _MONTHS for _, second in pairs)
    if has_day_first:
        return "dmy"
    return "mdy" if has_month_first else "ambiguous"


def _has_days_behind_years(values: Sequence[str]) -> bool:
    pairs = [(int(found[1]), int(found[2])) for value in values if (found := _YEAR_FIRST.match(value))]
    return any(second > _MONTHS for second, _ in pairs) and not any(third > _MONTHS for _, third in pairs)
