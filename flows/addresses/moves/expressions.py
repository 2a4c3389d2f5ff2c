"""Expressions for one part of a new address: text with pieces in braces, found by explaining it and filled to give it.

`{slug -}-{number last}` is one. Behind the name of a piece may stand what is done with it: `<60` cuts words off until
it is no longer than that, `pad 8` writes zeros before it, `+1000` adds to it; `{map folder 1}` is what that folder was
renamed to, and `{unknown}` a number that nothing tells.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from flows.addresses.moves.pieces import HIDDEN, MOMENT, Pieces, write_day

UNKNOWN = "unknown"  # the piece that a sitemap must fill
MAP = "map "
Renamed = Mapping[tuple[str, str], str]  # piece and its value: what it was renamed to

KEPT = 12  # explanations of one part that are kept
_MOST_TOKENS = 80
_MOST_OF_ONE_VALUE = 5  # pieces of one value that are told apart
_LEAST_NUMBER = 3  # digits: shorter runs are no numbers of articles
_LEAST_CUT = 12  # letters of a name that was cut off
_MOST_ADDED_DIGITS = 4  # before or behind a number
_NUMBERED = re.compile(r"number \w+|folder \d+(?: number \d+)?|query \S+(?: number \d+)?|name")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[\W_]")
_PIECE = re.compile(r"\{([^{}]*)\}")
_DONE = re.compile(r"(?P<piece>.*?) (?:<(?P<cut>\d+)|pad (?P<pad>\d+)|by (?P<sum>[+-]\d+))\Z")
_DAY = re.compile(r"day (?P<form>%\S+) (?P<hours>[+-]\d+)")
# What a piece costs in an explanation: that of fewest and surest pieces is the best. Text that no piece explains costs
# most, so that it is taken for the same in all addresses only where nothing else is there.
_COSTS = {"title": 1.3, "day": 1.2, "date": 1.1, "label": 1.5}
_WORD, _DIGITS, _SIGN, _HOLE, _SUM, _CUT, _JOINED = 3.0, 4.0, 0.6, 3.5, 2.5, 1.8, 0.5
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
    return sorted(found.items(), key=lambda item: (item[1], item[0]))[:KEPT]


def _by_value(pieces: Pieces) -> dict[str, list[str]]:
    """List the pieces of each value; ways to write a headline and hours of a day stand for one another."""
    found: dict[str, list[str]] = {}
    for piece, value in pieces.items():
        same = found.setdefault(value, [])
        kinds = {other.split(" ", 1)[0] for other in same}
        is_alike = piece.startswith(("title ", "day ")) and piece.split(" ", 1)[0] in kinds
        if piece not in HIDDEN and len(same) < _MOST_OF_ONE_VALUE and not is_alike:
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
        yield from _cut_names(part, starts, at, pieces)


def _explain_digits(token: str, by_value: Mapping[str, list[str]], pieces: Pieces) -> dict[str, float]:
    """Explain a run of digits: as it stands, unknown, of two parts, with zeros before it, as a sum."""
    found = {token: _DIGITS}
    if len(token) < _LEAST_NUMBER:
        return found
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
    return [*known, *([(digits, 1.0)] if len(digits) <= _MOST_ADDED_DIGITS else [])]


def _calculate(token: str, piece: str, value: str) -> dict[str, float]:
    if token.lstrip("0") == value.lstrip("0"):
        return {f"{{{piece} pad {len(token)}}}": _SUM} if len(token) > len(value.lstrip("0")) else {}
    difference = int(token) - int(value)
    return {f"{{{piece} by {difference:+d}}}": _SUM} if str(int(value) + difference) == token else {}


def _cut_names(part: str, starts: list[int], at: int, pieces: Pieces) -> Iterator[_Span]:
    """Explain a name of several words that breaks off at the end of one."""
    rest = part[starts[at] :]
    for piece, value in pieces.items():
        if piece.startswith(("slug", "title", "name")) and value.startswith(rest[:_LEAST_CUT]):
            end = _find_cut(value, rest)
            if _LEAST_CUT <= end < len(value) and starts[at] + end in starts:
                yield _Span(starts.index(starts[at] + end), _CUT, f"{{{piece} <{end}}}")


def _find_cut(value: str, rest: str) -> int:
    """Give how much of a name stands at the beginning of a text, to the end of a word of both."""
    same = next((at for at, (left, right) in enumerate(zip(value, rest, strict=False)) if left != right), -1)
    same = min(len(value), len(rest)) if same < 0 else same
    while same > 0 and not (value[same : same + 1] in "-_" and not rest[same : same + 1].isalnum()):
        same -= 1
    return same


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
    if piece in pieces:
        return pieces[piece]
    if piece.startswith(MAP):
        name = piece.removeprefix(MAP)
        return renamed.get((name, pieces.get(name, "")))
    if (day := _DAY.fullmatch(piece)) and MOMENT in pieces:
        return write_day(dt.datetime.fromisoformat(pieces[MOMENT]), day["form"], int(day["hours"]))
    done = _DONE.match(piece)
    value = pieces.get(done["piece"]) if done else None
    return _do(done, value) if done and value else None


def _do(done: re.Match[str], value: str) -> str | None:
    if done["cut"]:
        return cut_name(value, int(done["cut"]))
    if done["pad"]:
        return value.lstrip("0").zfill(int(done["pad"])) if value.isdecimal() else None
    total = int(value) + int(done["sum"]) if value.isdecimal() and len(value) <= 18 else -1
    return str(total) if total >= 0 else None


def cut_name(name: str, most: int) -> str:
    """Cut words off the end of a name until it is no longer than `most`."""
    if len(name) <= most:
        return name
    return re.sub(r"[-_][^-_]*\Z", "", name[: most + 1]) if re.search(r"[-_]", name[: most + 1]) else name[:most]
