"""Say which facts changed inside an edited pair of sentences: numbers, dates, names, quotations, negation.

Both sentences are cut into tokens (a number with its scale is one, a date is one), aligned, and only what differs
is checked. A number that changed is always reported: missing one costs more than a doubt.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq, Postfix, Prefix

from flows.reconcile.align import MAX_CELLS, longest_run
from flows.reconcile.facts.names import chinese_name_in, is_german_name, is_same_name, name_at, name_in
from flows.reconcile.facts.negation import find_negations, negations_of
from flows.reconcile.facts.number_words import lexicon
from flows.reconcile.facts.quantities import (
    CALENDAR,
    DATE,
    NUMBER,
    WORD,
    Tokens,
    same_date,
    same_number,
    tokenise,
)
from flows.records import FactKind

_QUOTED: Final = re.compile(r"“([^“”]*)”|«([^«»]*)»|„([^„“”]*)[“”]|「([^「」]*)」|\"([^\"]*)\"")
_QUOTE_MARK: Final = re.compile('[“«„「"]')
_MARKS: Final = '.,;:!?…()[]"“”«»„–—-'
# Characters around a change that are looked at with it: a long name, or the words that make a number a date.
_CONTEXT: Final = 30
# What a number counts; a number whose unit changed has changed.
_UNITS: Final = {
    name: group.split()[0]
    for group in (
        "%",
        "$ usd",
        "€ euro euros eur евро",
        "£ pounds",
        "đồng vnd vnđ",
        "km kilomet kilometers kilometres kilometer kilomètres kilómetros км",
        "m mét metres meters",
        "cm",
        "mm",
        "kg kilogram kilograms",
        "g gam gram",
        "tấn tonnes tons",
        "ha hecta hectares",
        "lít litres liters",
        "triệu", "tỷ tỉ", "nghìn ngàn",
    )
    for name in group.split()
}  # fmt: skip
# Words that went and came at one place of a quotation, and in the whole of it; fewer are a matter of wording (one
# synonym counts 2 to 4).
QUOTE_CHANGE: Final = 5
QUOTE_REWORDED: Final = 8
QUOTE_GROWTH: Final = 3
SHORT_QUOTE: Final = 5
SHORT_QUOTE_CHANGE: Final = 2
# A small word that may be a number counts as one where little else changed with it.
SMALL_NUMBER_RUN: Final = 3
# Tokens that stand together on both sides, where a text without full stops is too long to be aligned token by token.
_TOGETHER: Final = 3
# A number that came or went with a longer stretch is part of an added or dropped clause, not a changed fact.
LONE_NUMBER_RUN: Final = 6


class Fact(NamedTuple):
    """One changed fact: what the seed says, what the page says."""

    kind: FactKind
    before: str
    after: str


class _Change(NamedTuple):
    """A stretch of tokens that differs: [a, b) on the seed's side, [c, d) on the page's."""

    a: int
    b: int
    c: int
    d: int


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


@cache
def _telling_words(language: str | None) -> frozenset[str]:
    """Return the words whose coming and going can be a fact."""
    return frozenset().union(lexicon(language), negations_of(language), _UNITS)


def _may_tell(before: str, after: str, language: str | None) -> bool:
    """Tell whether any of the words that differ can be part of a fact other than a quotation."""
    left, right = before.split(), after.split()
    head, shortest = 0, min(len(left), len(right))
    while head < shortest and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < shortest - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    telling = _telling_words(language)
    for side in (left, right):
        for word in side[head : len(side) - tail]:
            bare = word.strip(_MARKS)
            if not word[0].islower() or not bare.isalpha() or bare in telling:
                return True
    return False


def _changes(left: Tokens, right: Tokens) -> list[_Change]:
    """Align the tokens and list the stretches that differ."""
    if len(left.keys) * len(right.keys) > MAX_CELLS:
        blocks = _blocks_of_runs(left.keys, right.keys)
    else:
        found = LCSseq.editops(left.keys, right.keys).as_matching_blocks()
        blocks = [(block.a, block.b, block.size) for block in found if block.size]
    changes = []
    a = c = 0
    for b, d, size in [*blocks, (len(left.keys), len(right.keys), 0)]:
        if b > a or d > c:
            changes.append(_Change(a, b, c, d))
        a, c = b + size, d + size
    return changes


def _blocks_of_runs(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int, int]]:
    """Match very long lists of tokens by the runs of tokens that stand together on both sides: (left, right, size)."""
    runs = [list(zip(*(side[at:] for at in range(_TOGETHER)), strict=False)) for side in (left, right)]
    blocks: list[tuple[int, int, int]] = []
    a = b = 0
    for i, j in longest_run(*runs):
        if blocks and i - a == j - b <= 0:
            start = blocks[-1][0]
            blocks[-1] = (start, blocks[-1][1], i + _TOGETHER - start)
        elif i >= a and j >= b:
            blocks.append((i, j, _TOGETHER))
        else:
            continue
        a, b = i + _TOGETHER, j + _TOGETHER
    return blocks


class _Pair(NamedTuple):
    """Two sentences in tokens, and the stretches in which they differ."""

    left: Tokens
    right: Tokens
    changes: list[_Change]
    language: str | None

    # -- numbers and dates ----------------------------------------------------------------

    def numbers(self) -> Iterator[tuple[_Change, Fact]]:
        """Yield changed numbers and dates, paired in order; one without a counterpart only from a short change."""
        mine = [_quantities(self.left, change.a, change.b) for change in self.changes]
        theirs = [_quantities(self.right, change.c, change.d) for change in self.changes]
        _drop_moved(self.left, mine, self.right, theirs)
        for change, here, there in zip(self.changes, mine, theirs, strict=True):
            if bool(here) != bool(there):
                here, there = self._with_small(change, here, there)  # noqa: PLW2901 (the same quantities, read anew)
            yield from ((change, fact) for fact in self._paired(change, here, there))

    def _with_small(self, change: _Change, here: list[int], there: list[int]) -> tuple[list[int], list[int]]:
        """Count lone small words as numbers too, where the other side has a number."""
        here = here or [at for at in range(change.a, change.b) if at in self.left.small]
        there = there or [at for at in range(change.c, change.d) if at in self.right.small]
        return here, there

    def _paired(self, change: _Change, here: list[int], there: list[int]) -> Iterator[Fact]:
        if not here and not there and max(change.b - change.a, change.d - change.c) <= SMALL_NUMBER_RUN:
            here = [at for at in range(change.a, change.b) if at in self.left.small]
            there = [at for at in range(change.c, change.d) if at in self.right.small]
            size = min(len(here), len(there))
            here, there = here[:size], there[:size]
        for i, j in zip(here, there, strict=False):
            if not _is_same(self.left, i, self.right, j):
                yield Fact(_kind(self.left, i, self.right, j), _describe(self.left, i), _describe(self.right, j))
        if max(change.b - change.a, change.d - change.c) > LONE_NUMBER_RUN:
            return
        for at in here[len(there) :]:
            yield Fact(_kind(self.left, at), _describe(self.left, at), _beside(self.right, change.d, self.left, at))
        for at in there[len(here) :]:
            yield Fact(_kind(self.right, at), _beside(self.left, change.b, self.right, at), _describe(self.right, at))

    # -- negation -------------------------------------------------------------------------

    def negations(self) -> Iterator[tuple[_Change, Fact]]:
        """Yield negations that came or went, with a word of context; one that moved with what it negates is none."""
        mine = [find_negations(self.left.keys, change.a, change.b, self.language) for change in self.changes]
        theirs = [find_negations(self.right.keys, change.c, change.d, self.language) for change in self.changes]
        _drop_moved(self.left, mine, self.right, theirs, behind_only=True)
        for change, here, there in zip(self.changes, mine, theirs, strict=True):
            if len(here) != len(there):
                before = self.left.span(max(0, change.a - 1), min(len(self.left.keys), change.b + 1))
                after = self.right.span(max(0, change.c - 1), min(len(self.right.keys), change.d + 1))
                yield change, Fact(FactKind.NEGATION, before, after)

    # -- names ----------------------------------------------------------------------------

    def names(self) -> Iterator[tuple[_Change, Fact]]:
        """Yield changed names: capitalised words on both sides that are not the same."""
        for change in self.changes:
            fact = self._chinese_name(change) if self.language == "zh" else self._name(change)
            if fact is not None:
                yield change, fact

    def _name(self, change: _Change) -> Fact | None:
        mine = name_in(self.left, change.a, change.b)
        theirs = name_in(self.right, change.c, change.d)
        if mine is None and theirs is not None and change.a == change.b:
            mine = name_at(self.left, change.a)
        elif theirs is None and mine is not None and change.c == change.d:
            theirs = name_at(self.right, change.c)
        if mine is None or theirs is None:
            return None
        if self.language == "de" and not (is_german_name(mine) and is_german_name(theirs)):
            return None
        if is_same_name(self.left.span(change.a, change.b), self.right.span(change.c, change.d)):
            return None
        before, after = self.left.span(*mine), self.right.span(*theirs)
        return None if is_same_name(before, after) else Fact(FactKind.NAME, before, after)

    def _chinese_name(self, change: _Change) -> Fact | None:
        before = chinese_name_in(self.left, change.a, change.b)
        after = chinese_name_in(self.right, change.c, change.d)
        return Fact(FactKind.NAME, before, after) if before and after and before != after else None

    # -- quotations -----------------------------------------------------------------------

    def quotes(self) -> Iterator[Fact]:
        """Yield quotations whose wording changed by more than a synonym."""
        mine, theirs = _quotations(self.left.text), _quotations(self.right.text)
        if len(mine) != len(theirs):
            return
        for (a, b), (c, d) in zip(mine, theirs, strict=True):
            bridged = _bridge(self.changes)
            gone = [_count_words(self.left, change.a, change.b, a, b) for change in bridged]
            come = [_count_words(self.right, change.c, change.d, c, d) for change in bridged]
            is_short = self.left.text.count(" ", a, b) < SHORT_QUOTE and self.language != "zh"
            if _is_other_wording(gone, come, SHORT_QUOTE_CHANGE if is_short else QUOTE_REWORDED):
                yield Fact(FactKind.QUOTE, self.left.text[a:b].strip(), self.right.text[c:d].strip())


def _quantities(side: Tokens, start: int, end: int) -> list[int]:
    """List the tokens of a stretch that are numbers or dates, or the unit of a number right before it."""
    return [
        at
        for at in range(start, end)
        if side.kinds[at] in (NUMBER, DATE, CALENDAR)
        or (at == start > 0 and side.keys[at] in _UNITS and side.kinds[at - 1] == NUMBER)
    ]


def _drop_moved(
    left: Tokens, mine: Sequence[list[int]], right: Tokens, theirs: Sequence[list[int]], *, behind_only: bool = False
) -> None:
    """Drop what stands on both sides, in another place but with the same word before or behind it."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, there in enumerate(theirs):
        for j in there:
            places[right.keys[j]].append((number, j))
    for here in mine:
        for i in list(here):
            same = places.get(left.keys[i], [])
            found = next((at for at in same if _is_moved(left, i, right, at[1], behind_only=behind_only)), None)
            if found is not None:
                here.remove(i)
                theirs[found[0]].remove(found[1])
                same.remove(found)


def _is_moved(left: Tokens, i: int, right: Tokens, j: int, *, behind_only: bool) -> bool:
    """Tell whether two equal tokens are one, with the same words behind it or, for numbers, two the same before it."""
    if left.keys[i] in _UNITS:
        return False
    size = 1 if behind_only else 2
    behind = left.keys[i + 1 : i + 1 + size]
    if behind and behind == right.keys[j + 1 : j + 1 + size]:
        return True
    before = left.keys[max(0, i - size) : i]
    return not behind_only and bool(before) and before == right.keys[max(0, j - size) : j]


def _is_same(left: Tokens, i: int, right: Tokens, j: int) -> bool:
    """Tell whether two quantities can be one."""
    if left.kinds[i] != right.kinds[j] and left.span(i, i + 1) == right.span(j, j + 1):
        return True  # the year in `in 2015` and in `by 2015`
    if DATE in (left.kinds[i], right.kinds[j]):
        return left.kinds[i] == right.kinds[j] and same_date(left.keys[i], right.keys[j])
    mine, theirs = left.small.get(i, left.keys[i]), right.small.get(j, right.keys[j])
    if mine in _UNITS or theirs in _UNITS:
        return _UNITS.get(mine) == _UNITS.get(theirs)
    return same_number(mine, theirs)


def _kind(side: Tokens, at: int, other: Tokens | None = None, there: int = 0) -> FactKind:
    kinds = {side.kinds[at], other.kinds[there] if other else side.kinds[at]}
    return FactKind.DATE if kinds & {DATE, CALENDAR} else FactKind.NUMBER


def _describe(side: Tokens, at: int) -> str:
    """Show a number; a changed unit with the number that it belongs to."""
    return side.span(at - 1, at + 1) if side.keys[at] in _UNITS and at else side.span(at, at + 1)


def _beside(side: Tokens, end: int, other: Tokens, at: int) -> str:
    """Show the number that lost its unit, where only a unit came or went."""
    return side.span(end - 1, end) if other.keys[at] in _UNITS and end and side.kinds[end - 1] == NUMBER else ""


def _is_other_wording(gone: Sequence[int], come: Sequence[int], most: int) -> bool:
    """Tell whether the words that went and came at each place of a quotation are more than synonyms."""
    at_once = max((a + b for a, b in zip(gone, come, strict=True)), default=0)
    growth = abs(sum(gone) - sum(come))
    return at_once >= QUOTE_CHANGE or growth >= QUOTE_GROWTH or sum(gone) + sum(come) >= most


def _bridge(changes: Sequence[_Change]) -> list[_Change]:
    """Join changes that one common word parts: `the government` to `in the coming months` is one change."""
    found: list[_Change] = []
    for change in changes:
        last = found[-1] if found else None
        if last is not None and change.a - last.b <= 1 and change.c - last.d <= 1:
            found[-1] = _Change(last.a, change.b, last.c, change.d)
        else:
            found.append(change)
    return found


def _count_words(side: Tokens, start: int, end: int, low: int, high: int) -> int:
    """Count the words of a stretch that lie in a quotation; a number in it is a fact of its own."""
    return sum(low <= side.spans[at][0] < high for at in range(start, end) if side.kinds[at] == WORD)


def _quotations(text: str) -> list[tuple[int, int]]:
    return [found.span(found.lastindex or 0) for found in _QUOTED.finditer(text)]


def find_facts(before: str, after: str, language: str | None = None) -> list[Fact]:
    """List the facts that changed between two readings of one sentence, each once, in reading order."""
    language = (language or "").partition("-")[0] or None
    mine, theirs = _windows(before, after)
    has_quote = _QUOTE_MARK.search(before) is not None
    if not has_quote and not _may_tell(before[slice(*mine)], after[slice(*theirs)], language):
        return []
    left, right = tokenise(before, *mine, language), tokenise(after, *theirs, language)
    pair = _Pair(left, right, _changes(left, right), language)
    found = [*pair.numbers(), *pair.negations(), *pair.names()]
    found.sort(key=lambda item: item[0])
    facts = [fact for _, fact in found if fact.before != fact.after]
    if has_quote and pair.changes:
        facts += pair.quotes()
    return list(dict.fromkeys(facts))
