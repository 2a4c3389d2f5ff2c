"""Cut a sentence into tokens in which a number or a date is one token, keyed by its value.

`1,5 triệu` and `1.500.000` have one key, `5/10/2016` and `ngày 5 tháng 10 năm 2016` have one, `twenty-five` and
`25` have one: so what differs between two sentences is what differs in meaning, not in spelling.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.reconcile.facts.number_words import PERCENT_PAIRS, WEEKDAY_PAIRS, Role, Word, lexicon, read_number
from flows.text.normalise import UNSPACED, fold

WORD, NUMBER, DATE, CALENDAR = "w", "n", "d", "c"

_TOKEN: Final = re.compile(
    # 5/10/2016, 5.10.2016, 5-10-2016, 2016-10-05, 10/2016, 5/10
    rf"[^\W\d_{UNSPACED}]+(?:['’][^\W\d_{UNSPACED}]+)*"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)|\d{4}[/-]\d{1,2}[/-]\d{1,2}(?!\d)|\d{1,2}/\d{4}(?!\d)"
    r"|\d{1,2}/\d{1,2}/\d{2}(?![\d/])|\d{1,2}/\d{1,2}(?![\d/])"
    # 17:30, 17h30; 1 234 567; -5; 1.234,5
    r"|\d{1,2}[:hH]\d{2}(?![\d:])|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|(?:(?<![^\s(])[-−])?\d+(?:[.,:]\d+)*"
    rf"|[%$€£¥]|[{UNSPACED}]|_+"
)
_DATE: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$")
_ISO_DATE: Final = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})$")
_DAY_MONTH: Final = re.compile(r"(\d{1,2})/(\d{1,2})$")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})/(\d{4})$")
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$")
# What a scale can stand behind; 17:30, 12/30 and 1.2.3 are no numbers of things.
_SCALABLE: Final = re.compile(r"-?\d+(?:\.\d+)?\??$")
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th", "er", "e", "º", "ª", "го", "й"})
_GIVEN_MONTHS_VI: Final = {"giêng": 1, "chạp": 12}
_DOT_THOUSANDS: Final = frozenset({"vi", "de", "es", "fr", "ru", "id", "it", "pt", "nl"})
# Months that are words of another kind as well: they are dates only beside a number.
_UNSURE_MONTHS: Final = frozenset({"may", "march", "mar", "mars", "mai", "mayo", "sept", "dec", "jan", "oct"})
_YEARS: Final = range(1000, 2200)
_BEFORE_YEARS: Final = frozenset(
    {"in", "since", "until", "during", "jahr", "jahre", "jahres", "seit", "en", "depuis", "année", "desde", "año"}
)
# Shares have few parts: 1/3, 2/5.
_LARGEST_SHARE: Final = 6
_BEFORE_DATES: Final = frozenset(
    ["", "sáng", "trưa", "chiều", "tối", "đêm", "hôm", "từ", "đến", "tới", "và", "vào", "qua", "nay", "trước", "sau"]
)
# No number has more words.
_LONGEST_NUMBER: Final = 24

_key = lru_cache(maxsize=100_000)(fold)


class Tokens(NamedTuple):
    """A stretch of a sentence in tokens: what each is compared by, where it stands, and what it is."""

    text: str
    keys: list[str]
    spans: list[tuple[int, int]]
    kinds: list[str]  # WORD, NUMBER, DATE or CALENDAR (a weekday, a month alone)
    small: dict[int, str]  # words that may be numbers, with the key that the number would have

    def span(self, start: int, end: int) -> str:
        """Return the text from token `start` up to token `end`."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if end > start else ""

    def is_capital(self, at: int) -> bool:
        """Tell whether a token is a word with a capital, and no month or weekday."""
        return self.kinds[at] == WORD and self.text[self.spans[at][0]].isupper()


def tokenise(text: str, start: int, end: int, language: str | None) -> Tokens:
    """Cut a stretch of a sentence into tokens, numbers and dates joined."""
    found = list(_TOKEN.finditer(text, start, end))
    keys = [_key(token.group()) for token in found]
    spans = [token.span() for token in found]
    table = lexicon(language)
    if not any(key in table or key[0].isdigit() or key[0] == "-" for key in keys):
        return Tokens(text, keys, spans, [WORD] * len(keys), {})
    return _Reader(text, keys, spans, table, (language or "").partition("-")[0]).read()


def number_key(text: str, language: str) -> str:
    """Make the key of a number in digits; a trailing `?` says that its separator can be read in two ways."""
    sign = "-" if text[0] in "-−" else ""
    digits = text.lstrip("-−")
    if digits.isdecimal():
        return f"{sign}{int(digits)}"
    if ":" in digits or "h" in digits:
        return digits.replace("h", ":")
    digits = re.sub(r"[ \u00a0\u202f]", "", digits)
    grouped = _GROUPED.match(digits)
    if grouped is None:
        return sign + _decimal(digits)
    separator = grouped[1]
    is_sure = digits.count(separator) > 1 or (separator == ".") == (language in _DOT_THOUSANDS)
    return sign + digits.replace(separator, "") + ("" if is_sure and digits[0] != "0" else "?")


def _decimal(digits: str) -> str:
    """Write a number with separators so that a point stands before its decimals only."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return digits
    whole, part = re.sub("[.,]", "", digits[:last]), digits[last + 1 :]
    if digits.count(digits[last]) > 1:  # 1.2.3: no number, but a version or a paragraph
        return digits
    part = part.rstrip("0")
    return f"{int(whole)}.{part}" if part else str(int(whole))


def _scaled(key: str, by: int) -> str:
    """Multiply the number of a key; exactly, by moving its decimals."""
    whole, _, part = key.rstrip("?").partition(".")
    product = int(whole + part) * by
    if not part:
        return str(product)
    size = 10 ** len(part)
    head, rest = divmod(product, size)
    return f"{head}.{str(rest).zfill(len(part)).rstrip('0')}" if rest else str(head)


def same_number(left: str, right: str) -> bool:
    """Tell whether two keys can be one number: equal, or equal in one reading of `1,200`."""
    if left == right:
        return True
    if not (left.endswith("?") or right.endswith("?")):
        return False
    return bool(_readings(left) & _readings(right))


def _readings(key: str) -> set[str]:
    digits = key.rstrip("?")
    return {digits, _decimal(f"{digits[:-3]}.{digits[-3:]}")} if key.endswith("?") else {digits}


def same_date(left: str, right: str) -> bool:
    """Tell whether two keys can be one date: what both name (day, month, year) is equal, and they share something."""
    pairs = [(a, b) for a, b in zip(left.split("-"), right.split("-"), strict=False) if a and b]
    return bool(pairs) and all(a == b for a, b in pairs)


def _date_key(day: str | int, month: str | int, year: str | int = "") -> str | None:
    """Make the key of a date, `year-month-day` with what is not named left empty; None for no such day."""
    if day and not 1 <= int(day) <= 31:
        return None
    if month and not 1 <= int(month) <= 12:
        return None
    if year and int(year) < 100:
        year = int(year) + (2000 if int(year) < 70 else 1900)
    return "-".join(str(int(part)) if part else "" for part in (year, month, day))


class _Reader:
    """Join the plain tokens of a sentence into numbers and dates."""

    def __init__(
        self, text: str, keys: list[str], spans: list[tuple[int, int]], table: dict[str, Word], language: str
    ) -> None:
        self._text, self._keys, self._spans = text, keys, spans
        self._table, self._language = table, language
        self._made = Tokens(text, [], [], [], {})

    def read(self) -> Tokens:
        """Go through the tokens once."""
        at = 0
        while at < len(self._keys):
            key = self._keys[at]
            if key[0].isdigit() or (key[0] == "-" and len(key) > 1):
                at = self._read_digits(at)
            elif key in self._table or key in ("thứ", "chủ", "chúa", "phần", "per", "pour", "por", "周", "期"):
                at = self._read_word(at)
            else:
                at = self._put(at, at + 1, key, WORD)
        return self._made

    def _put(self, start: int, end: int, key: str, kind: str) -> int:
        """Add one token made of the plain ones from `start` up to `end`."""
        made = self._made
        made.keys.append(key)
        made.spans.append((self._spans[start][0], self._spans[end - 1][1]))
        made.kinds.append(kind)
        return end

    def _role(self, at: int) -> Role | None:
        word = self._table.get(self._keys[at]) if 0 <= at < len(self._keys) else None
        return word.role if word else None

    def _value(self, at: int, most: int) -> int:
        """Return the small whole number at a place, 0 where there is none up to `most`."""
        key = self._keys[at] if 0 <= at < len(self._keys) else ""
        return int(key) if key.isdecimal() and 1 <= int(key) <= most else 0

    def _run(self, at: int) -> list[str]:
        """Return the words from a place on that nothing but a space or a hyphen parts."""
        end = at + 1
        while end < min(len(self._keys), at + _LONGEST_NUMBER):
            if self._text[self._spans[end - 1][1] : self._spans[end][0]].strip(" \u00a0-"):
                break
            end += 1
        return self._keys[at:end]

    def _year(self, at: int) -> int:
        value = self._value(at, _YEARS.stop - 1)
        return value if value in _YEARS else 0

    # -- what begins with a digit ---------------------------------------------------------

    def _read_digits(self, at: int) -> int:
        """Read a number or a date that begins with digits."""
        key = self._keys[at]
        date = None if self._is_share(at) else self._written_date(key)
        if date is not None:
            year = self._year(at + 2) if date[0] == "-" and self._role(at + 1) is Role.YEAR_LABEL else 0
            return self._put(at, at + 3, f"{year}{date}", DATE) if year else self._put(at, at + 1, date, DATE)
        date_end = self._named_date(at)
        if date_end is not None:
            return self._put(at, date_end[1], date_end[0], DATE)
        number, end = number_key(key, self._language), at + 1
        while end < len(self._keys) and self._role(end) is Role.TIMES and _SCALABLE.match(number):
            number = _scaled(number, self._table[self._keys[end]].value)
            end += 1
        if end > at + 1 and self._role(end) is Role.HALF:
            number = _scaled(f"{number}.5", 1) if end == at + 1 else self._and_half(number, end - 1)
            end += 1
        return self._put(at, end, number, NUMBER)

    def _is_share(self, at: int) -> bool:
        """Tell the share in `1/3 dân số` from the day in `sáng 1/3`, by the word before it."""
        found = _DAY_MONTH.match(self._keys[at])
        if found is None or not int(found[1]) < int(found[2]) < _LARGEST_SHARE:
            return False
        before = self._keys[at - 1] if at else ""
        return before not in _BEFORE_DATES and self._role(at - 1) is not Role.DAY_LABEL

    def _and_half(self, number: str, scale: int) -> str:
        """Add half of a scale: 2 triệu rưỡi."""
        return str(int(number.partition(".")[0]) + self._table[self._keys[scale]].value // 2)

    @staticmethod
    def _written_date(key: str) -> str | None:
        """Read 5/10/2016, 5.10.2016, 2016-10-05, 10/2016 and 5/10."""
        if found := _DATE.match(key):
            return _date_key(found[1], found[2], found[3])
        if found := _ISO_DATE.match(key):
            return _date_key(found[3], found[2], found[1])
        if found := _MONTH_YEAR.match(key):
            return _date_key("", found[1], found[2])
        if found := _DAY_MONTH.match(key):
            return _date_key(found[1], found[2])
        return None

    def _named_date(self, at: int) -> tuple[str, int] | None:
        """Read 5 tháng 10 năm 2016, 5th of October 2016, 2016年10月5日, and after a label also 5-10, 10 and 2016."""
        if self._role(at + 1) is Role.YEAR_LABEL and self._year(at) and self._language in ("zh", "ru"):
            return self._from_year(at)
        month_first = self._role(at + 1) is Role.MONTH_LABEL and self._language == "zh"
        if month_first and self._value(at, 12):
            return self._chinese_day(at, "")
        day = self._value(at, 31)
        if day:
            found = self._from_day(at, day)
            if found is not None:
                return found
        return self._labelled(at)

    def _from_year(self, at: int) -> tuple[str, int]:
        year, end = self._year(at), at + 2
        if self._value(end, 12) and self._role(end + 1) is Role.MONTH_LABEL:
            return self._chinese_day(end, year)
        return _date_key("", "", year) or "", end - (self._language == "ru")

    def _chinese_day(self, at: int, year: int | str) -> tuple[str, int]:
        month, end = self._value(at, 12), at + 2
        day = self._value(end, 31)
        if day and self._role(end + 1) is Role.DAY_LABEL:
            return _date_key(day, month, year) or "", end + 2
        return _date_key("", month, year) or "", end

    def _from_day(self, at: int, day: int) -> tuple[str, int] | None:
        """Read a date whose day comes first and whose month is named."""
        end = at + 1
        if end < len(self._keys) and self._keys[end] in _ORDINALS:
            end += 1
        if self._role(end) is Role.OF:
            end += 1
        if self._role(end) is Role.MONTH:
            return self._with_year(day, self._table[self._keys[end]].value, end + 1)
        if self._role(end) is Role.MONTH_LABEL:
            month, behind = self._month_after(end + 1)
            if month:
                return self._with_year(day, month, behind)
            found = _MONTH_YEAR.match(self._keys[end + 1]) if end + 1 < len(self._keys) else None
            key = _date_key(day, found[1], found[2]) if found else None
            return (key, end + 2) if key else None
        return None

    def _month_after(self, at: int) -> tuple[int, int]:
        """Return the month that a number or a word names behind `tháng`, and where it ends; 0 for none."""
        if self._value(at, 12):
            return self._value(at, 12), at + 1
        if at >= len(self._keys):
            return 0, at
        if self._keys[at] in _GIVEN_MONTHS_VI:
            return _GIVEN_MONTHS_VI[self._keys[at]], at + 1
        words = ["bốn" if word == "tư" else word for word in self._keys[at : at + 2]]
        written = read_number(words, 0, self._table)
        return (written.value, at + written.size) if written and written.value <= 12 else (0, at)

    def _with_year(self, day: int | str, month: int, end: int) -> tuple[str, int]:
        """Finish a date with the year that may follow it."""
        place = end + (self._role(end) in (Role.OF, Role.YEAR_LABEL))
        year = self._year(place)
        return _date_key(day, month, year or "") or "", place + 1 if year else end

    def _labelled(self, at: int) -> tuple[str, int] | None:
        """Read a number that the word before it makes a day, a month or a year."""
        label = self._role(at - 1)
        if self._year(at) and (label is Role.YEAR_LABEL or (at and self._keys[at - 1] in _BEFORE_YEARS)):
            return _date_key("", "", self._year(at)) or "", at + 1
        if label is Role.MONTH_LABEL and self._value(at, 12):
            return self._with_year("", self._value(at, 12), at + 1)
        if label is Role.DAY_LABEL and self._value(at, 31):
            month = self._value(at + 1, 12)
            is_joined = month and self._text[self._spans[at][1] : self._spans[at + 1][0]] in ("-", "–", ".")
            key = _date_key(self._value(at, 31), month if is_joined else "") or ""
            return key, at + 2 if is_joined else at + 1
        return None

    # -- what begins with a word ----------------------------------------------------------

    def _read_word(self, at: int) -> int:
        """Read a number, a month or a weekday that begins with a word."""
        key, role = self._keys[at], self._role(at)
        pair = (key, self._keys[at + 1]) if at + 1 < len(self._keys) else ("", "")
        if pair in PERCENT_PAIRS:
            return self._put(at, at + 2, "%", WORD)
        if pair in WEEKDAY_PAIRS and not (key == "周" and at and self._keys[at - 1] == "一"):
            return self._put(at, at + 2, WEEKDAY_PAIRS[pair], CALENDAR)
        if role is Role.MONTH:
            return self._read_month(at)
        if role in (Role.PERCENT, Role.WEEKDAY):
            return self._put(at, at + 1, *(("%", WORD) if role is Role.PERCENT else (key, CALENDAR)))
        if role in (Role.UNIT, Role.TENS, Role.TIMES):
            return self._read_written(at)
        return self._put(at, at + 1, key, WORD)

    def _read_month(self, at: int) -> int:
        """Read October 5, 2016, October 2016 and October."""
        key = self._keys[at]
        month = self._table[key].value
        day = self._value(at + 1, 31)
        if day:
            end = at + 2 + (at + 2 < len(self._keys) and self._keys[at + 2] in _ORDINALS)
            date, end = self._with_year(day, month, end)
            return self._put(at, end, date, DATE)
        date, end = self._with_year("", month, at + 1)
        if end == at + 1 and (key in _UNSURE_MONTHS and not self._text[self._spans[at][0]].isupper()):
            return self._put(at, end, key, WORD)
        return self._put(at, end, date, DATE)

    def _read_written(self, at: int) -> int:
        """Read a number in words; a lone small one stays a word that may be a number."""
        if self._keys[at : at + 3] == ["百", "分", "之"]:
            return self._read_share_zh(at)
        written = read_number(self._run(at), 0, self._table)
        if written is None:
            return self._put(at, at + 1, self._keys[at], WORD)
        if self._language == "zh":
            date = self._chinese_date(at, written.value, written.size)
            if date is not None:
                return self._put(at, date[1], date[0], DATE)
        if self._role(at - 1) is Role.MONTH_LABEL and written.value <= 12:
            return self._put(at, at + written.size, _date_key("", written.value) or "", DATE)
        if written.is_certain:
            return self._put(at, at + written.size, str(written.value), NUMBER)
        self._made.small[len(self._made.keys)] = str(written.value)
        return self._put(at, at + written.size, "".join(self._keys[at : at + written.size]), WORD)

    def _read_share_zh(self, at: int) -> int:
        """Read 百分之三十 as 30 %."""
        written = read_number(self._run(at + 3), 0, self._table) if at + 3 < len(self._keys) else None
        if written is not None:
            self._put(at, at + 3 + written.size, str(written.value), NUMBER)
            return self._put(at, at + 3 + written.size, "%", WORD)
        self._put(at, at + 3, "%", WORD)
        return at + 3

    def _chinese_date(self, at: int, value: int, size: int) -> tuple[str, int] | None:
        """Read 二〇一六年, 十月 and 五日 behind a month."""
        label = self._role(at + size)
        if label is Role.YEAR_LABEL and value in _YEARS:
            return _date_key("", "", value) or "", at + size + 1
        if label is Role.MONTH_LABEL and value <= 12:
            place = at + size + 1
            day = read_number(self._run(place), 0, self._table) if place < len(self._keys) else None
            end = place + (day.size if day else 0)
            if day is not None and self._role(end) is Role.DAY_LABEL:
                return _date_key(day.value, value) or "", end + 1
            return _date_key("", value) or "", place
        return None
