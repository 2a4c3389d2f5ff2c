"""No pattern in the tree takes more than linear time on any text: what it reads, a stranger wrote.

Each pattern is taken apart, and texts are made of what it repeats and of what stands before that: the kind of text
that makes a backtracking matcher try again from every place. Where one takes long, it is timed at twice and four times
the size. A pattern that the tree only matches at the beginning of a text is timed so.
"""

import ast
import gc
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import product
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined] # the parser that re itself uses
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType

import pytest

import flows
import warehouse
from flows.existence.outcome_rules import RULES, SUCCESS_RULES
from flows.parse.body.known_text import know
from flows.parse.markup.charset import decode
from flows.parse.markup.precheck import flatten
from flows.parse.metadata.jsonld import load_json
from flows.text.credits import find_apparatus
from flows.text.marked_up import read_markup

SIZE = 4_000  # letters
SUSPECT_S = 0.0005  # a linear pattern takes some ten letters a microsecond; one that is timed again costs little
WORST_GROWTH = 8.0  # of the time at four times the size: 4 where it is linear, 16 where it is quadratic
LONG_S = 0.2  # one look is enough
SLOW_S = 0.005  # at four times the size: less is too little to be timed
MOST_PARTS = 8
LOOP = 30_000  # letters of a text that is read by a loop over matches
NO_ENDS = ("\ue000", '"<]\n\ue000\n\ue000')  # letters of no pattern, or of few, so that none is at its end
BLANKS = re.compile(r"\s+")
ANCHORED = {"match", "fullmatch"}
ROOT = Path(flows.__file__).parents[1]
# What these look at is text of a page or a seed as it was cleaned: blanks are single (flows.records).
CLEAN_TEXT = ("flows.parse.body.", "flows.parse.metadata.", "flows.reconcile.", "flows.text.")
RAW_TEXT = ("flows.parse.metadata.jsonld.", "flows.text.marked_up.")
Pattern = re.Pattern[str] | re.Pattern[bytes]


def _modules() -> Iterator[ModuleType]:
    for package in (flows, warehouse):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def _patterns_in(value: object, depth: int = 0) -> Iterator[Pattern]:
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


def _calls(path: Path) -> Iterator[tuple[str, ast.Call, str]]:
    """Give the calls of a method of something that has a name: the name, the call, the method."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            yield node.func.value.id, node, node.func.attr


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _homes_of(path: Path) -> dict[str, str]:
    """Give the modules that names of a file are imported from."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return {alias.asname or alias.name: node.module or "" for node in imports for alias in node.names}


def _literals(path: Path) -> Iterator[tuple[str | bytes, str]]:
    """Give the patterns that are written where they are used, re.sub(r"…", …), each with the function."""
    for name, call, function in _calls(path):
        if name == "re" and call.args and isinstance(call.args[0], ast.Constant) and function != "compile":
            yield call.args[0].value, function


def _rule_texts() -> Iterator[str]:
    for rule in (*RULES, *SUCCESS_RULES):
        yield from (*rule.markup, *rule.title, *rule.text, *((rule.lacks,) if rule.lacks else ()))
        yield from (text for text in (rule.address, rule.header and rule.header[1]) if text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A pattern, where it stands, and whether the tree only matches it at the beginning of a text."""

    where: str
    pattern: Pattern
    is_anchored: bool

    @property
    def is_on_clean_text(self) -> bool:
        return self.where.startswith(CLEAN_TEXT) and not self.where.startswith(RAW_TEXT)

    @property
    def name(self) -> str:
        return f"{self.where} {self.pattern.pattern!r:.50}"

    def find(self, subject: str | bytes) -> None:
        """Look for the pattern as the tree does."""
        (self.pattern.match if self.is_anchored else self.pattern.search)(subject)


def collect() -> list[Used]:
    """Collect every pattern of the tree once."""
    paths = [path for package in (flows, warehouse) for path in sorted(Path(package.__path__[0]).rglob("*.py"))]
    methods = _methods(paths)
    found = [
        _used(
            f"{module.__name__}.{name}",
            pattern,
            methods.get((module.__name__, name), set()) if pattern is value else set(),
        )
        for module in _modules()
        for name, value in vars(module).items()
        for pattern in _patterns_in(value)
    ]
    found += [_used(path.name, re.compile(text), {function}) for path in paths for text, function in _literals(path)]
    found += [_used("flows.existence.outcome_rules", re.compile(text), set()) for text in _rule_texts()]
    by_pattern = {(used.pattern.pattern, used.pattern.flags, used.is_anchored): used for used in reversed(found)}
    return list(by_pattern.values())


def _methods(paths: list[Path]) -> dict[tuple[str, str], set[str]]:
    """List what is called of each name, by the module that defines it."""
    methods: dict[tuple[str, str], set[str]] = {}
    for path in paths:
        homes = _homes_of(path)
        for name, _, method in _calls(path):
            methods.setdefault((homes.get(name, _module_of(path)), name), set()).add(method)
    return methods


def _used(where: str, pattern: Pattern, used_as: set[str]) -> Used:
    return Used(where=where, pattern=pattern, is_anchored=bool(used_as) and used_as <= ANCHORED)


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


def attacks(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """Give what a careless pattern takes long on: a beginning, and what is repeated behind it."""
    parts = list(dict.fromkeys(_parts(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))))[:MOST_PARTS]
    heads = dict.fromkeys(head for head, _ in parts)
    units = dict.fromkeys((*(unit for _, unit in parts if unit), " ", "a", "<"))
    for head, unit in product(heads, units):
        yield head, unit
        yield "", head + unit * 3
    yield from (("", head) for head in heads if head)


def time_of(used: Used, text: str) -> float:
    """Time one search, the better of two."""
    subject = text.encode("utf-8", "replace") if isinstance(used.pattern.pattern, bytes) else text
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        used.find(subject)
        best = min(best, time.process_time() - started)
        if not SUSPECT_S < best < LONG_S:
            break
    return best


def find_slow(used: Used) -> str:
    """Give the beginning of a text on which a pattern takes more than linear time; empty where none was found."""
    for (head, unit), end in product(attacks(used.pattern), NO_ENDS):

        def text(size: int, head: str = head, unit: str = unit, end: str = end) -> str:
            made = head + unit * (size // len(unit)) + end
            return BLANKS.sub(" ", made) if used.is_on_clean_text else made

        once = text(SIZE)
        first = time_of(used, once)
        if first < SUSPECT_S:
            continue
        second = time_of(used, text(4 * SIZE))
        if second > max(SLOW_S, WORST_GROWTH * first) and time_of(used, text(8 * SIZE)) > 2.8 * second:
            return once[:60]
    return ""


@pytest.mark.timeout(600)
def test_no_pattern_is_worse_than_linear() -> None:
    slow = {used.name: text for used in collect() if (text := find_slow(used))}
    assert slow == {}


@pytest.mark.parametrize("text", [r"<title[^>]*>(.*?)</title>", r"<[^>]*>", r"\s+$", r"a.*b.*c"])
def test_a_pattern_that_is_worse_than_linear_is_found(text: str) -> None:
    assert find_slow(Used(where="", pattern=re.compile(text, re.DOTALL), is_anchored=False))


@pytest.mark.parametrize("text", [r"<title[^<>]*>", r"<[^<>]*>", r"a{1,20}b", r"\s+", r"\"[^\"]*\""])
def test_a_linear_pattern_is_let_be(text: str) -> None:
    assert not find_slow(Used(where="", pattern=re.compile(text), is_anchored=False))


def test_a_pattern_that_is_only_matched_at_the_beginning_is_timed_so() -> None:
    pattern = re.compile(r"\s*x")
    assert find_slow(Used(where="", pattern=pattern, is_anchored=False))
    assert not find_slow(Used(where="", pattern=pattern, is_anchored=True))


def _decode_beside_a_strange_letter(text: str) -> object:
    return decode(b"<p>\xe9t\xe9\n" + text.encode(), {})


def _time_of_call(call: Callable[[str], object], text: str) -> float:
    times = []
    for _ in range(3):
        gc.collect()
        started = time.process_time()
        call(text)
        times.append(time.process_time() - started)
    return min(times)


@pytest.mark.parametrize(
    ("read", "unit"),
    [
        (find_apparatus, "[gallery id=3] ord "),
        (find_apparatus, "[sic] ord "),
        (find_apparatus, "[caption] ord [/caption"),
        (find_apparatus, ">"),
        (find_apparatus, ">> ord "),
        (read_markup, "&lt;script "),
        (read_markup, "&lt;style&gt; "),
        (read_markup, "&lt;!doctype "),
        (read_markup, "<p a=&quot;"),
        (read_markup, "<!-- "),
        (load_json, " \n"),
        (load_json, '"author": '),
        (load_json, '"author":{{{ '),
        (load_json, "// ord"),
        (flatten, "shadowroot <template "),
        (_decode_beside_a_strange_letter, "ord "),
    ],
)
def test_a_loop_over_matches_takes_linear_time(read: Callable[[str], object], unit: str) -> None:
    read(unit)  # what is built once
    once, four_times = (_time_of_call(read, f"x{unit * (size // len(unit))}x") for size in (LOOP, 4 * LOOP))
    assert four_times < max(SLOW_S, WORST_GROWTH * once)


def test_the_sentences_of_a_long_text_are_looked_for_together() -> None:
    texts = ("\n".join(f"{sign} {number:x} hafði ekkert að segja" for number in range(20_000)) for sign in "ab")
    known, other = map(know, texts)
    quarter, whole = other.whole[: len(other.whole) // 4], other.whole
    once, four_times = _time_of_call(known.missing_in, quarter), _time_of_call(known.missing_in, whole)
    assert four_times < WORST_GROWTH * once
