"""Narrow a rule that some pairs contradict to the old addresses that it speaks of: one section, one era.

An era is told by the numbers of the addresses, which rise with time, or by the days of the articles.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from flows.addresses.moves.pieces import MOMENT, Pieces

Scope = tuple[str, tuple[str, ...]]  # a piece and the values that it must have; an era is "first..last"

_TO = ".."
_LEAST = 2  # pairs of one value
_SURE = 0.8  # share of those that must support the rule
_TELLING = re.compile(r"folder \d+|label|host|scheme|suffix|kind|query \S+")
_RISING = ("number last", MOMENT)


def is_in_scope(pieces: Pieces, piece: str, values: Sequence[str]) -> bool:
    """Tell whether an old address is one that a narrowed rule speaks of; without a piece, all are."""
    return not piece or any(_has(pieces.get(piece, ""), value) for value in values)


def _has(found: str, value: str) -> bool:
    if _TO not in value:
        return found == value
    first, last = value.split(_TO)
    return bool(found) and (not first or _order(first) <= _order(found)) and (not last or _order(found) <= _order(last))


def _order(value: str) -> str:
    """Give what values are in order by: numbers by how large they are, moments by when they are."""
    return value.zfill(20) if value.isdecimal() else value


def find_scopes(support: Sequence[Pieces], counter: Sequence[Pieces]) -> Iterator[Scope]:
    """Give the scopes that most of a rule's support has, and few of its counter-examples."""
    for piece in sorted({piece for pieces in support for piece in pieces if _TELLING.fullmatch(piece)}):
        values = Counter(pieces.get(piece, "") for pieces in support)
        against = Counter(pieces.get(piece, "") for pieces in counter)
        kept = [value for value, n in values.items() if n >= _LEAST and n >= _SURE * (n + against[value])]
        if kept:
            yield piece, tuple(sorted(kept))
    for piece in _RISING:
        numbers = sorted(_values(support, piece), key=_order)
        others = sorted(_values(counter, piece), key=_order)
        if numbers and others:
            yield from _eras(piece, numbers, others)


def _values(found: Sequence[Pieces], piece: str) -> list[str]:
    return [pieces[piece] for pieces in found if piece in pieces]


def _eras(piece: str, numbers: Sequence[str], others: Sequence[str]) -> Iterator[Scope]:
    """Give the era up to the one of some numbers, and the one from the one of them, that part them best from others."""
    keys, other_keys = [_order(value) for value in numbers], [_order(value) for value in others]
    places = range(len(keys))
    last = max(places, key=lambda at: at + 1 - 2 * bisect_right(other_keys, keys[at]))
    first = max(places, key=lambda at: 2 * bisect_left(other_keys, keys[at]) - at)
    yield piece, (f"{_TO}{numbers[last]}",)
    yield piece, (f"{numbers[first]}{_TO}",)
