"""Say which facts changed inside an edited pair of sentences: numbers, dates, names, quotations, negation.

Both sentences are cut into tokens (a number with its separators is one, a date is one), aligned, and
only what differs is looked at. A number that changed is always reported: missing one costs more than a doubt.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq, Postfix, Prefix

from flows.records import FactKind
from flows.text.normalise import fold
from flows.text.vietnamese import NEGATIONS as NEGATIONS_VI

_TOKEN: Final = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)|\d{1,2}/\d{1,2}(?![\d/])|\d+(?:[.,:]\d+)*|[\u3040-\u30ff\u3400-\u9fff]"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*|_+"
)
_DATE: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?$")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+$")
_QUOTED: Final = re.compile(r"“([^“”]*)”|«([^«»]*)»|„([^„“”]*)[“”]|「([^「」]*)」|\"([^\"]*)\"")
_QUOTE_MARK: Final = re.compile('[“«„「"]')
# Characters around a change that are looked at with it: a long name, or the words that make a number a date.
_CONTEXT: Final = 30


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DATE_WORDS: Final = _words(
    "ngày tháng năm thứ mùng quý january february march april may june july august september october november december"
    " januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre"
    " octobre novembre décembre enero febrero marzo abril junio julio agosto septiembre octubre noviembre diciembre"
    " января февраля марта апреля мая июня июля августа сентября октября ноября декабря года 年 月 日"
)
_WEEKDAYS: Final = _words(
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag"
    " sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo"
) | (_DATE_WORDS - _words("ngày tháng năm thứ mùng quý may mars march года 年 月 日"))
_SCALES: Final = _words(
    "nghìn ngàn triệu tỷ tỉ trăm vạn percent thousand million billion trillion prozent tausend millionen milliarden"
    " mille millions milliards mil millones тысяч миллионов миллиардов млн млрд 万 亿"
)
_NUMBER_WORDS: Final = {
    word: str(value)
    for value, names in enumerate(
        (
            "",
            "một one eins un uno один",
            "hai two zwei deux dos два",
            "ba three drei trois tres три",
            "bốn four vier quatre cuatro четыре",
            "năm five fünf cinq cinco пять",
            "sáu six sechs seis шесть",
            "bảy seven sieben sept siete семь",
            "tám eight acht huit ocho восемь",
            "chín nine neun neuf nueve девять",
            "mười ten zehn dix diez десять",
            "eleven elf onze once",
            "twelve zwölf douze doce",
        )
    )
    for word in names.split()
}
_NEGATIONS: Final = NEGATIONS_VI | _words(
    "not no never none cannot neither nor nicht kein keine keinen keinem keiner keines nie niemals pas jamais aucun"
    " aucune nunca jamás ningún ninguna не нет никогда 不 没 未 非"
)
# "không" is also half of other words: không gian, không khí, hàng không; không ít means many, không chỉ not only.
_NOT_NEGATED_NEXT: Final = _words("gian khí quân trung lực tặc kích ít chỉ những ngừng")
# Words that went and came inside a quotation; fewer are a matter of wording (one synonym counts 2 to 4).
QUOTE_CHANGE: Final = 5
QUOTE_GROWTH: Final = 3
SHORT_QUOTE: Final = 5
SHORT_QUOTE_CHANGE: Final = 2
# A number that came or went with a longer stretch is part of an added or dropped clause, not a changed fact.
LONE_NUMBER_RUN: Final = 6


class Fact(NamedTuple):
    """One changed fact: what the seed says, what the page says."""

    kind: FactKind
    before: str
    after: str


class _Side(NamedTuple):
    """One sentence and its tokens."""

    text: str
    keys: list[str]  # what tokens are compared by
    spans: list[tuple[int, int]]

    def span(self, start: int, end: int) -> str:
        """Return the text from token `start` up to token `end`."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if end > start else ""

    def is_capital(self, at: int) -> bool:
        return self.text[self.spans[at][0]].isupper() and self.keys[at] not in _WEEKDAYS

    def is_number(self, at: int) -> bool:
        return self.keys[at][0].isdigit()


_key = lru_cache(maxsize=100_000)(fold)


def _tokenise(text: str, start: int, end: int) -> _Side:
    """Cut a stretch of a sentence into tokens."""
    found = list(_TOKEN.finditer(text, start, end))
    return _Side(text, [_key(token.group()) for token in found], [token.span() for token in found])


def _windows(before: str, after: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Find the stretch of each sentence that differs, with some words around it."""
    head = Prefix.similarity(before, after)
    tail = min(Postfix.similarity(before, after), len(before) - head, len(after) - head)
    start = max(before.rfind(" ", 0, max(0, head - _CONTEXT)), 0)
    stop = tail - _CONTEXT
    if stop <= 0:
        return (start, len(before)), (start, len(after))
    cut = before.find(" ", len(before) - stop)
    stop = len(before) - cut if cut >= 0 else 0
    return (start, len(before) - stop), (start, len(after) - stop)


class _Change(NamedTuple):
    """A stretch of tokens that differs: [a, b) on the seed's side, [c, d) on the page's."""

    a: int
    b: int
    c: int
    d: int


def _changes(left: _Side, right: _Side) -> list[_Change]:
    blocks = LCSseq.opcodes(left.keys, right.keys)
    found: list[_Change] = []
    for block in blocks:
        if block.tag == "equal":
            continue
        change = _Change(block.src_start, block.src_end, block.dest_start, block.dest_end)
        if found and found[-1].b == change.a and found[-1].d == change.c:
            change = _Change(found[-1].a, change.b, found[-1].c, change.d)
            found.pop()
        found.append(change)
    return found


def _value(key: str) -> str:
    """Make one spelling of a number: thousands separators go, number words become digits."""
    if _THOUSANDS.match(key):
        return re.sub("[.,]", "", key)
    return _NUMBER_WORDS.get(key, key)


def _is_date(side: _Side, at: int) -> bool:
    """Tell whether a number is part of a date: 5/10, 5.10.2016, ngày 5, tháng 10, năm 2016, May 5, 5 Oktober."""
    key = side.keys[at]
    found = _DATE.match(key)
    if found and ("/" in key or found[3]):
        return 1 <= int(found[1]) <= 31 and 1 <= int(found[2]) <= 12
    near = [side.keys[i] for i in (at - 1, at + 1) if 0 <= i < len(side.keys)]
    if at and near[0] in _DATE_WORDS:
        return key.isdigit() and (len(key) == 4 if near[0] == "năm" else len(key) == 4 or int(key) <= 31)
    return any(key in _WEEKDAYS or key in "年月日" for key in near)


def _numbers(side: _Side, start: int, end: int) -> list[int]:
    """List the tokens of a stretch that are numbers, or words that change one (million, Monday)."""
    return [
        at
        for at in range(start, end)
        if side.is_number(at)
        or side.keys[at] in _WEEKDAYS
        or (side.keys[at] in _SCALES and at and side.is_number(at - 1))
    ]


def _number_words(side: _Side, start: int, end: int) -> list[int]:
    return [at for at in range(start, end) if side.is_number(at) or side.keys[at] in _NUMBER_WORDS]


def _describe(side: _Side, at: int) -> str:
    """Show a number; a changed scale with the number that it scales."""
    return side.span(at - 1, at + 1) if side.keys[at] in _SCALES and at else side.span(at, at + 1)


def _number_facts(left: _Side, right: _Side, change: _Change) -> Iterator[Fact]:
    """Yield changed numbers and dates, paired in order; one without a counterpart only from a short change."""
    mine, theirs = _numbers(left, change.a, change.b), _numbers(right, change.c, change.d)
    if not mine or not theirs:
        words = _number_words(left, change.a, change.b), _number_words(right, change.c, change.d)
        mine, theirs = words if words[0] and words[1] else (mine, theirs)
    for i, j in zip(mine, theirs, strict=False):
        if _value(left.keys[i]) != _value(right.keys[j]):
            dated = left.keys[i] in _WEEKDAYS or _is_date(left, i) or _is_date(right, j)
            yield Fact(FactKind.DATE if dated else FactKind.NUMBER, _describe(left, i), _describe(right, j))
    if max(change.b - change.a, change.d - change.c) > LONE_NUMBER_RUN:
        return
    for at in mine[len(theirs) :]:
        yield Fact(FactKind.DATE if _is_date(left, at) else FactKind.NUMBER, _describe(left, at), "")
    for at in theirs[len(mine) :]:
        yield Fact(FactKind.DATE if _is_date(right, at) else FactKind.NUMBER, "", _describe(right, at))


def _name_around(side: _Side, start: int, end: int) -> tuple[int, int] | None:
    """Widen the capitalised words of a stretch to the whole name; a lone word at the start of a sentence is none."""
    capital = [at for at in range(start, end) if side.is_capital(at)]
    if not capital:
        return None
    first, last = capital[0], capital[-1]
    while (
        first
        and side.is_capital(first - 1)
        and side.span(first - 1, first + 1).count(" ") <= 1
        and _adjoins(side, first - 1)
    ):
        first -= 1
    while last + 1 < len(side.keys) and side.is_capital(last + 1) and _adjoins(side, last):
        last += 1
    if first == last and side.spans[first][0] == 0:
        return None
    return first, last + 1


def _adjoins(side: _Side, at: int) -> bool:
    """Tell whether nothing but a space or a hyphen parts a token from the next one."""
    return side.text[side.spans[at][1] : side.spans[at + 1][0]] in (" ", "-", " - ")


def _name_fact(left: _Side, right: _Side, change: _Change) -> Fact | None:
    """Return a changed name: capitalised words on both sides that are not the same."""
    mine, theirs = _name_around(left, change.a, change.b), _name_around(right, change.c, change.d)
    if mine is None and theirs is not None and change.a == change.b:
        mine = _neighbour(left, change.a)
    elif theirs is None and mine is not None and change.c == change.d:
        theirs = _neighbour(right, change.c)
    if mine is None or theirs is None:
        return None
    before, after = left.span(*mine), right.span(*theirs)
    return None if fold(before) == fold(after) else Fact(FactKind.NAME, before, after)


def _neighbour(side: _Side, at: int) -> tuple[int, int] | None:
    """Return the name that stands where something was put in or left out."""
    for start in (at, at - 1):
        if 0 < start < len(side.keys) and side.is_capital(start):
            return _name_around(side, start, start + 1)
    return None


def _negations(side: _Side, start: int, end: int) -> int:
    """Count the negations of a stretch."""
    count = 0
    for at in range(start, end):
        key = side.keys[at]
        after = side.keys[at + 1] if at + 1 < len(side.keys) else ""
        before = side.keys[at - 1] if at else ""
        count += key.endswith(("n't", "n’t"))
        count += key in _NEGATIONS and not (key == "không" and (after in _NOT_NEGATED_NEXT or before == "hàng"))
    return count


def _negation_fact(left: _Side, right: _Side, change: _Change) -> Fact | None:
    """Return a negation that came or went, with a word of context on each side."""
    if _negations(left, change.a, change.b) == _negations(right, change.c, change.d):
        return None
    before = left.span(max(0, change.a - 1), min(len(left.keys), change.b + 1))
    after = right.span(max(0, change.c - 1), min(len(right.keys), change.d + 1))
    return Fact(FactKind.NEGATION, before, after)


def _quotations(text: str) -> list[tuple[int, int]]:
    return [found.span(found.lastindex or 0) for found in _QUOTED.finditer(text)]


def _quote_facts(left: _Side, right: _Side, changes: list[_Change]) -> Iterator[Fact]:
    """Yield quotations whose wording changed by more than a synonym."""
    mine, theirs = _quotations(left.text), _quotations(right.text)
    if len(mine) != len(theirs):
        return
    for (a, b), (c, d) in zip(mine, theirs, strict=True):
        gone = sum(a <= start < b for change in changes for start, _ in left.spans[change.a : change.b])
        come = sum(c <= start < d for change in changes for start, _ in right.spans[change.c : change.d])
        is_short = left.text.count(" ", a, b) < SHORT_QUOTE
        is_change = gone + come >= (SHORT_QUOTE_CHANGE if is_short else QUOTE_CHANGE)
        if is_change or abs(gone - come) >= QUOTE_GROWTH:
            yield Fact(FactKind.QUOTE, left.text[a:b].strip(), right.text[c:d].strip())


def find_facts(before: str, after: str, language: str | None = None) -> list[Fact]:
    """List the facts that changed between two readings of one sentence, each once, in reading order."""
    mine, theirs = _windows(before, after)
    left, right = _tokenise(before, *mine), _tokenise(after, *theirs)
    changes = _changes(left, right)
    found: list[Fact] = []
    for change in changes:
        found += _number_facts(left, right, change)
        negation = _negation_fact(left, right, change)
        name = None if language == "de" else _name_fact(left, right, change)
        found += [fact for fact in (negation, name) if fact]
    if _QUOTE_MARK.search(before) and changes:
        found += _quote_facts(left, right, changes)
    return list(dict.fromkeys(found))
