"""Expressions for one part of a new address: text with pieces in braces, found by explaining it and filled to give it.

`{slug}-{number last}` is one. Behind a piece may stand what is done with it: a way to write words (`names`), `pad 8`
for zeros before a number, `by +1000` for a sum, `head 2`, `tail 2` and `without 3` for some of its digits;
`{map folder 1}` is what that folder was renamed to, and `{unknown}` a number that nothing tells.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from flows.addresses.moves.names import WAY, match_name, write_name
from flows.addresses.moves.pieces import HIDDEN, MOMENT, Pieces, write_day

UNKNOWN = "unknown"  # the piece that a sitemap must fill
MAP = "map "
Renamed = Mapping[tuple[str, str], str]  # piece and its value: what it was renamed to

_KEPT = 12  # explanations of one part that are kept
_MOST_TOKENS = 80
_MOST_OF_ONE_VALUE = 5  # pieces of one value that are told apart
_LEAST_NUMBER = 3  # digits: shorter runs are no numbers of articles
_MOST_DIGITS = 18  # of a number that is calculated with
_ENDS: Mapping[str, Callable[[str, int], str]] = {
    "head": lambda value, by: value[:by],
    "tail": lambda value, by: value[-by:],
    "without": lambda value, by: value[:-by],  # thousands are a number without its last three digits
}
_MOST_ADDED_DIGITS = 4  # before or behind a number
_NUMBERED = re.compile(r"number \w+|folder \d+(?: number \d+)?|query \S+(?: number \d+)?|name")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[\W_]")
_PIECE = re.compile(r"\{([^{}]*)\}")
_DONE = re.compile(r"(?P<piece>.+) (?P<how>pad|by|head|tail|without) (?P<by>[+-]?\d{1,18})")
_NAME = re.compile(rf"(?P<words>words(?: ascii)?|title \w+(?: apart| joined)?) {WAY}")
_DAY = re.compile(r"day (?P<form>%\S+) (?P<hours>[+-]\d+)")
# What a piece costs in an explanation: that of fewest and surest pieces is the best. Text that no piece explains costs
# most, so that it is taken for the same in all addresses only where nothing else is there.
_COSTS = {"day": 1.2, "date": 1.1, "label": 1.5}
_NAMES = (("words", 1.1), ("title ", 1.3))
_WORD, _DIGITS, _SIGN, _HOLE, _SUM, _CUT, _JOINED = 3.0, 4.0, 0.6, 3.5, 2.5, 0.6, 0.5
_CHANGED = 0.02  # a word more in the name of a piece: the plainest of several that say the same is taken


class Explained(NamedTuple):
    """An explanation of the beginning of a part."""

    cost: float
    text: str


class _Span(NamedTuple):
    end: int  # token
    cost: float
    text: str


def explain(part: str, pieces: Pieces) -> list[Explained]:
    """Explain a part of a new address by the pieces of the old one, best first."""
    tokens = _TOKEN.findall(part)[: _MOST_TOKENS + 1]
    if len(tokens) > _MOST_TOKENS:
        return []
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    by_value = _by_value(pieces)
    best: list[dict[str, float]] = [{"": 0.0}, *({} for _ in tokens)]
    for at in range(len(tokens)):
        spans = list(_spans(part, starts, at, by_value, pieces))
        for text, cost in _cheapest(best[at]):
            for span in spans:
                joined, total = text + span.text, cost + span.cost
                best[span.end][joined] = min(total, best[span.end].get(joined, total))
    return [Explained(cost, text) for text, cost in _cheapest(best[-1])]


def _cheapest(found: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(found.items(), key=lambda item: (item[1], item[0]))[:_KEPT]


def _by_value(pieces: Pieces) -> dict[str, list[str]]:
    """List the pieces of each value; ways to write a headline and hours of a day stand for one another."""
    found: dict[str, list[str]] = {}
    for piece, value in pieces.items():
        same = found.setdefault(value, [])
        kinds = {other.split(" ", 1)[0] for other in same}
        is_alike = piece.startswith("day ") and "day" in kinds
        if not HIDDEN.fullmatch(piece) and len(same) < _MOST_OF_ONE_VALUE and not is_alike:
            same.append(piece)
    return found


def _cost(piece: str) -> float:
    return _COSTS.get(piece.split(" ", 1)[0], 1.0) + _CHANGED * piece.count(" ")


def _spans(part: str, starts: list[int], at: int, by_value: Mapping[str, list[str]], pieces: Pieces) -> Iterator[_Span]:
    """Give what may explain the tokens from one on."""
    for end in range(at + 1, len(starts)):
        for piece in by_value.get(part[starts[at] : starts[end]], ()):
            yield _Span(end, _cost(piece), f"{{{piece}}}")
    token = part[starts[at] : starts[at + 1]]
    if token.isdecimal():
        yield from (_Span(at + 1, cost, text) for text, cost in _explain_digits(token, by_value, pieces).items())
    else:
        yield _Span(at + 1, _WORD if token.isalpha() else _SIGN, token)
        yield from _names(part, starts, at, pieces)


def _explain_digits(token: str, by_value: Mapping[str, list[str]], pieces: Pieces) -> dict[str, float]:
    """Explain a run of digits: as it stands, unknown, of two parts, with zeros before it, as a sum."""
    found = {token: _DIGITS}
    if len(token) >= _LEAST_NUMBER:
        found[f"{{{UNKNOWN}}}"] = _HOLE
    for cut in range(1, len(token)):
        for left, cost in _halves(token[:cut], by_value):
            for right, more in _halves(token[cut:], by_value):
                if "{" in left + right:
                    found.setdefault(left + right, cost + more + _JOINED)
    for piece, value in pieces.items():
        if _NUMBERED.fullmatch(piece) and value.isdecimal() and len(value) >= _LEAST_NUMBER:
            found |= _calculate(token, piece, value)
    return found


def _halves(digits: str, by_value: Mapping[str, list[str]]) -> list[tuple[str, float]]:
    known = [(f"{{{piece}}}", _cost(piece)) for piece in by_value.get(digits, ()) if len(digits) > 1]
    is_added = len(digits) <= _MOST_ADDED_DIGITS and digits.strip("0")  # zeros alone are padding
    return [*known, (digits, 1.0)] if is_added else known


def _calculate(token: str, piece: str, value: str) -> dict[str, float]:
    """Explain a run of digits by one of the old address: with other zeros, a sum, one of its ends."""
    if len(token) < len(value):
        ends = {
            f"{{{piece} {how} {by}}}" for how in _ENDS for by in range(1, len(value)) if _ENDS[how](value, by) == token
        }
        return {text: _SUM + _CHANGED * (" head " in text) for text in ends}
    if token.lstrip("0") == value.lstrip("0"):
        return {f"{{{piece} pad {len(token)}}}": _SUM} if len(token) > len(value.lstrip("0")) else {}
    difference = int(token) - int(value)
    return {f"{{{piece} by {difference:+d}}}": _SUM} if str(int(value) + difference) == token else {}


def _names(part: str, starts: list[int], at: int, pieces: Pieces) -> Iterator[_Span]:
    """Explain a name: the words of a headline or of the old name, whole or cut off."""
    for kind, cost in _NAMES:
        found: dict[tuple[int, str], str] = {}
        whole = -1
        for piece in (piece for piece in pieces if piece.startswith(kind)):
            for match in match_name(pieces[piece], part[starts[at] :]):
                whole = max(whole, match.length if match.is_whole else -1)
                found.setdefault((match.length, match.way), f"{{{piece} {match.way}}}")
        for (length, way), text in found.items():
            if starts[at] + length in starts and length >= whole:
                more = _CUT if way[-1].isdigit() else _CHANGED * len(text.split())
                yield _Span(starts.index(starts[at] + length), cost + more, text)


@lru_cache(maxsize=4096)
def split_expression(text: str) -> tuple[tuple[bool, str], ...]:
    """Take an expression apart: each part of it with whether it is a piece."""
    return tuple((place % 2 == 1, part) for place, part in enumerate(_PIECE.split(text)) if part or place % 2)


def pieces_in(text: str) -> list[str]:
    """List the pieces that an expression names, with what is done with them."""
    return [part for is_piece, part in split_expression(text) if is_piece]


def fill(text: str, pieces: Pieces, renamed: Renamed, *, unknown: str | None = None) -> str | None:
    """Fill an expression; None where a piece is lacking. `unknown` stands for the number that nothing tells."""
    filled = []
    for is_piece, part in split_expression(text):
        value = _value_of(part, pieces, renamed, unknown) if is_piece else part
        if value is None:
            return None
        filled.append(value)
    return "".join(filled)


def _value_of(piece: str, pieces: Pieces, renamed: Renamed, unknown: str | None) -> str | None:
    if piece == UNKNOWN:
        return unknown
    if piece in pieces and not HIDDEN.fullmatch(piece):
        return pieces[piece]
    if piece.startswith(MAP):
        mapped = piece.removeprefix(MAP)
        return renamed.get((mapped, pieces.get(mapped, "")))
    if (day := _DAY.fullmatch(piece)) and MOMENT in pieces:
        return write_day(dt.datetime.fromisoformat(pieces[MOMENT]), day["form"], int(day["hours"]))
    if (name := _NAME.fullmatch(piece)) and name["words"] in pieces:
        return write_name(pieces[name["words"]], name)
    done = _DONE.fullmatch(piece)
    number = pieces.get(done["piece"], "") if done else ""
    return _calculated(number, done["how"], done["by"]) if done and number.isdecimal() else None


def _calculated(value: str, how: str, by: str) -> str | None:
    """Give what a number becomes."""
    if how == "pad":
        return value.lstrip("0").zfill(int(by))
    if how in _ENDS:
        return _ENDS[how](value, int(by)) if int(by) < len(value) else None
    total = int(value) + int(by) if len(value) <= _MOST_DIGITS else -1
    return str(total) if total >= 0 else None
