"""The selectors that can name an element of a page, and which of two is the plainer one."""

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.markup.marks import Mark, read_mark

MAX_PATH: Final = 8  # elements of a selector that says only where an element stands
# Elements that name their role by their tag alone.
_SEMANTIC: Final = frozenset(("article", "main", "h1", "h2", "figcaption", "time"))
_ROOTS: Final = frozenset(("html", "body"))
_NAME: Final = re.compile(r"-?[A-Za-z_][\w-]*\Z")  # what may stand in a selector as it is
_LONG_NUMBER: Final = re.compile(r"\d{3}")  # of an id: it counts articles or boxes
_COUNTED: Final = re.compile(r"(-?[A-Za-z_][A-Za-z_-]{2,})\d{3,}\Z")  # an id that ends in such a number
_WORD: Final = re.compile(r"[A-Za-z][\w-]{2,30}\Z")  # a value that says what an element is
_NO_ROLE: Final = frozenset(("id", "class", "style", "href", "src", "alt", "title", "name", "lang", "content", "value"))


def names_of(node: LexborNode, above: tuple[str, ...]) -> Iterator[str]:
    """Give the selectors that name an element: by id, class, property, role of its tag; else from its parent's.

    A tag that is no name in CSS, such as Word's <o:p>, names none: a selector with it would stop every page's reading.
    """
    attrs = node.attributes
    tag = node.tag or ""
    if tag in _ROOTS or not _NAME.match(tag):
        return
    identity = attrs.get("id") or ""
    if _NAME.match(identity) and not _LONG_NUMBER.search(identity):
        yield f"#{identity}"
    classes = [name for name in (attrs.get("class") or "").split() if _NAME.match(name)]
    yield from (f"{tag}.{name}" for name in dict.fromkeys(classes))
    counted = _COUNTED.match(identity)
    if counted:
        yield f'{tag}[id^="{counted[1]}"]'
    for name, value in attrs.items():
        if name not in _NO_ROLE and _NAME.match(name) and _WORD.match(value or ""):
            yield f'{tag}[{name}="{value}"]'
    if tag in _SEMANTIC or "-" in tag:
        yield tag
    elif not classes and not identity:
        yield from _names_from_parent(node, above)


def _names_from_parent(node: LexborNode, above: tuple[str, ...]) -> Iterator[str]:
    bare = f"{node.tag}:not([class]):not([id])"
    if above:
        yield f"{above[0]} > {bare}"
    elif node.parent is not None and node.parent.tag in _ROOTS:
        yield f"body > {bare}"


def path_of(node: LexborNode) -> str | None:
    """Say where an element stands, by tags and places from the nearest one whose tag says its role, or from the top.

    For pages whose classes and ids are others on every page; None where that is too far, or no selector.
    """
    steps: list[str] = []
    at: LexborNode | None = node
    while at is not None and len(steps) < MAX_PATH:
        tag = at.tag or ""
        if tag in _SEMANTIC or tag in _ROOTS:
            return " > ".join([tag, *reversed(steps)]) if steps and tag != "html" else None
        if not _NAME.match(tag):
            return None
        steps.append(f"{tag}:nth-of-type({_place(at)})")
        at = at.parent
    return None


def is_path(selector: str) -> bool:
    """Tell a selector that says only where its element stands."""
    return ":nth-of-type(" in selector


def _place(node: LexborNode) -> int:
    place, before = 1, node.prev
    while before is not None:
        place += before.tag == node.tag
        before = before.prev
    return place


def behind(selector: str) -> str:
    """Name what stands behind an element, in the same box."""
    return f"{selector} ~ *"


def plainness(selector: str) -> tuple[bool, bool, int, str]:
    """Order selectors of the same elements: one that says what it is, by itself, in few letters."""
    return read_mark(selector) is not Mark.BODY, " > " in selector or " ~ " in selector, len(selector), selector
