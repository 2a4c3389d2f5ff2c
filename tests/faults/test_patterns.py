"""No pattern in the tree takes more than linear time on any text: what it reads, a stranger wrote.

Each pattern is taken apart, and texts are made of what it repeats and of what stands before that: the kind of text
that makes a backtracking matcher try again from every place. Where one takes long, it is timed at twice and four times
the size.
"""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import product
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined] # the parser that re itself uses
from re import _parser as parser  # type: ignore[attr-defined]

import pytest

import flows
import warehouse
from flows.existence.outcome_rules import RULES, SUCCESS_RULES

SIZE = 2_000  # letters
SUSPECT_S = 0.002  # a linear pattern takes a few letters a microsecond; one that is timed again costs little
WORST_GROWTH = 8.0  # of the time at four times the size: 4 where it is linear, 16 where it is quadratic
MOST_PARTS = 8


def _modules() -> Iterator[object]:
    for package in (flows, warehouse):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def _patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """Give the compiled patterns in a value: itself, or inside tuples, mappings and records."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, Mapping):
        for item in value.values():
            yield from _patterns_in(item, depth + 1)
    elif depth < 4 and isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from _patterns_in(item, depth + 1)
    elif depth < 4 and is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from _patterns_in(getattr(value, item.name), depth + 1)


def _literals(path: Path) -> Iterator[str | bytes]:
    """Give the patterns that are written where they are used: re.sub(r"…", …)."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str | bytes)
        ):
            yield node.args[0].value


def _rule_texts() -> Iterator[str]:
    for rule in (*RULES, *SUCCESS_RULES):
        yield from (*rule.markup, *rule.title, *rule.text, *((rule.lacks,) if rule.lacks else ()))
        yield from (text for text in (rule.address, rule.header and rule.header[1]) if text)


def collect() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    """Collect every pattern of the tree, each with the name of a place where it stands."""
    found: dict[object, tuple[str, re.Pattern[str] | re.Pattern[bytes]]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for pattern in _patterns_in(value):
                found.setdefault((pattern.pattern, pattern.flags), (f"{module.__name__}.{name}", pattern))
    for package in (flows, warehouse):
        for path in sorted(Path(package.__path__[0]).rglob("*.py")):
            for text in _literals(path):
                pattern = re.compile(text)
                found.setdefault((text, pattern.flags), (str(path.name), pattern))
    for text in _rule_texts():
        pattern = re.compile(text)
        found.setdefault((text, pattern.flags), ("flows.existence.outcome_rules", pattern))
    return {f"{where}: {pattern.pattern!r:.60}": pattern for where, pattern in found.values()}


def _sample_of(node: Iterable[tuple[object, object]]) -> str:
    """Write a text that a part of a pattern matches, as short as it goes."""
    return "".join(_sample_item(code, value) for code, value in node)


def _sample_item(code: object, value: object) -> str:  # noqa: C901, PLR0911 # a table of what the parser gives
    match code:
        case codes.LITERAL:
            return chr(value)
        case codes.NOT_LITERAL:
            return "x" if value != ord("x") else "y"
        case codes.ANY:
            return "x"
        case codes.IN:
            return _sample_set(value)
        case codes.BRANCH:
            return _sample_of(value[1][0])
        case codes.SUBPATTERN:
            return _sample_of(value[3])
        case codes.ATOMIC_GROUP:
            return _sample_of(value)
        case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
            return _sample_of(value[2]) * max(1, min(value[0], 3))
        case codes.CATEGORY:
            return _CATEGORIES.get(value, "x")
        case _:
            return ""


_CATEGORIES = {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a"}


def _sample_set(items: list[tuple[object, object]]) -> str:
    if items and items[0][0] is codes.NEGATE:
        return next((char for char in "x 1<\n" if not any(_holds(item, char) for item in items[1:])), "€")
    code, value = items[0]
    return chr(value[0]) if code is codes.RANGE else _sample_item(code, value)


def _holds(item: tuple[object, object], char: str) -> bool:
    code, value = item
    if code is codes.LITERAL:
        return value == ord(char)
    if code is codes.RANGE:
        return value[0] <= ord(char) <= value[1]
    return code is codes.CATEGORY and char in {"CATEGORY_SPACE": " \n", "CATEGORY_DIGIT": "1"}.get(str(value), "x1")


def _parts(node: Iterable[tuple[object, object]]) -> Iterator[tuple[str, str]]:
    """Give what a pattern repeats without a near end, each with what stands before it."""
    before = ""
    for code, value in node:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            if value[1] > 20:
                yield before, _sample_of(value[2])
            yield from ((before + head, unit) for head, unit in _parts(value[2]))
        elif code is codes.SUBPATTERN:
            yield from ((before + head, unit) for head, unit in _parts(value[3]))
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from ((before + head, unit) for head, unit in _parts(branch))
        before += _sample_item(code, value)


def attacks(pattern: re.Pattern[str] | re.Pattern[bytes]) -> Iterator[tuple[str, str]]:
    """Give what a careless pattern takes long on: a beginning, and what is repeated behind it."""
    parts = list(dict.fromkeys(_parts(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))))[:MOST_PARTS]
    heads = dict.fromkeys(head for head, _ in parts)
    units = dict.fromkeys((*(unit for _, unit in parts if unit), " ", "a", "<"))
    for head, unit in product(heads, units):
        yield head, unit
        yield "", head + unit * 3
    yield from (("", head) for head in heads if head)


def time_of(pattern: re.Pattern[str] | re.Pattern[bytes], text: str) -> float:
    """Time one search, the better of two."""
    subject = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        pattern.search(subject)
        best = min(best, time.process_time() - started)
        if best < SUSPECT_S:
            break
    return best


def find_slow(pattern: re.Pattern[str] | re.Pattern[bytes]) -> str:
    """Give the beginning of a text on which a pattern takes more than linear time; empty where none was found."""
    for head, unit in attacks(pattern):
        once, twice, four_times = (head + unit * (size // len(unit)) for size in (SIZE, 2 * SIZE, 4 * SIZE))
        first = time_of(pattern, once)
        if first < SUSPECT_S:
            continue
        if time_of(pattern, twice) > 2.8 * first and time_of(pattern, four_times) > WORST_GROWTH * first:
            return once[:60]
    return ""


@pytest.mark.timeout(600)
def test_no_pattern_is_worse_than_linear() -> None:
    slow = {name: text for name, pattern in collect().items() if (text := find_slow(pattern))}
    assert slow == {}


@pytest.mark.parametrize("text", [r"<title[^>]*>(.*?)</title>", r"<[^>]*>", r"(?:a+)+b", r"\s+$", r"a.*b.*c"])
def test_a_pattern_that_is_worse_than_linear_is_found(text: str) -> None:
    assert find_slow(re.compile(text, re.DOTALL))


@pytest.mark.parametrize("text", [r"<title[^<>]*>", r"<[^<>]*>", r"a{1,20}b", r"\s+", r"[^\"]*\""])
def test_a_linear_pattern_is_let_be(text: str) -> None:
    assert not find_slow(re.compile(text))
