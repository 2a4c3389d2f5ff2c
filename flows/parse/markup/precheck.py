"""Make markup safe for a parser whose time grows with the square of the nesting.

Measured: 100,000 nested <div> (500 KB) take lexbor 48 s, one tag with 100,000 attributes 26 s. Both are
seen in a few samples of the text, at some microseconds a page; only a suspect page is scanned tag by tag.
"""

import re
from typing import Final

MAX_DEPTH: Final = 100  # real pages nest 20-60 deep; the walk needs five frames of Python a level
MAX_TAG: Final = 65_536  # characters inside one tag; an inline image is longer, but one attribute
SAMPLE: Final = 32_768  # characters; nesting that fits into one sample costs lexbor 0.2 s at most
PEEK: Final = 1024  # characters at the start of each sample; real markup has some 40 tags in them
PEEK_TAGS: Final = 100
OPEN_TAGS: Final = 40  # in a peek without one closing tag
_TAG: Final = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]{0,40})[^<>]*>|!--)")
_RAW_TEXT: Final = frozenset(("script", "style", "textarea", "title"))
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_SELF_CLOSING: Final = frozenset(("p", "li", "td", "th", "tr", "dt", "dd", "option"))
MISNESTED: Final = 12  # levels that a closing tag is looked for
GAP: Final = 8192  # characters without a tag: a long script, a long text, or a huge tag
FEW_TAGS: Final = 8  # begin in MAX_TAG characters; real markup has some thousands
_OPEN: Final = re.compile("<")
_TEMPLATE: Final = re.compile(r"<(/?)template\b[^>]{0,2000}>", re.IGNORECASE)
_SHADOW_ROOT: Final = re.compile(r"\sshadowroot(?:mode)?\s*=", re.IGNORECASE)
_NAME: Final = re.compile(r"[^\s/>]+")
_ATTRIBUTE: Final = re.compile(r"""[\s/]*[^\s/>=][^\s/>=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")
_MANY_ATTRIBUTES: Final = 400


def flatten(text: str) -> str:
    """Return markup that lexbor parses in linear time; the same object where nothing was wrong."""
    if "shadowroot" in text:
        text = _open_shadow_roots(text)
    text = _cut_huge_tags(text)
    return cap_depth(text) if _may_be_deep(text) else text


def _open_shadow_roots(text: str) -> str:
    """Make boxes of templates that a browser shows as the inside of their element; other templates stay hidden."""
    out: list[str] = []
    stack: list[bool] = []
    at = 0
    for match in _TEMPLATE.finditer(text):
        if match.group(1):
            is_shown = stack.pop() if stack else False
            new = "</div>"
        else:
            is_shown = _SHADOW_ROOT.search(match.group()) is not None
            stack.append(is_shown)
            new = "<div>"
        if is_shown:
            out.append(text[at : match.start()] + new)
            at = match.end()
    out.append(text[at:])
    return "".join(out)


def _cut_huge_tags(text: str) -> str:
    """Cut tags with hundreds of attributes down to their name; they are looked for where hardly a tag begins."""
    start = 0
    while start + MAX_TAG < len(text):
        stop = start + MAX_TAG
        if _has_gap(text, start, stop) and text.count("<", start, stop) <= FEW_TAGS:
            text = _cut_tags_in(text, start, stop)
        start = stop
    return text


def _has_gap(text: str, start: int, stop: int) -> bool:
    """Tell whether no tag begins in some stretch of a window; in ordinary markup each look ends at once."""
    return any(text.find("<", place, place + GAP) < 0 for place in range(start, stop, GAP))


def _cut_tags_in(text: str, start: int, stop: int) -> str:
    """Cut the huge ones among the tags that begin in a window, and the one that it begins in."""
    begins = [text.rfind("<", 0, start), *(match.start() for match in _OPEN.finditer(text, start, stop))]
    for opened in reversed(begins):  # from behind, so that the places before a cut stay
        if opened < 0 or not text[opened + 1 : opened + 2].isalpha():
            continue
        name = _NAME.match(text, opened + 1)
        end = _end_of_huge_tag(text, name.end()) if name else None
        if name and end is not None and not _is_in_script(text, opened):
            text = f"{text[: name.end()]}>{text[end:]}"
    return text


def _is_in_script(text: str, place: int) -> bool:
    """Tell a sign inside a script from one that opens a tag."""
    return any(text.rfind(f"<{name}", 0, place) > text.rfind(f"</{name}", 0, place) for name in ("script", "style"))


def _end_of_huge_tag(text: str, place: int) -> int | None:
    """Return the place behind a tag that has hundreds of attributes; None for one that has not."""
    count = 0
    while (attribute := _ATTRIBUTE.match(text, place)) is not None:
        count, place = count + 1, attribute.end()
    if count < _MANY_ATTRIBUTES:
        return None
    closed = text.find(">", place)
    return len(text) if closed < 0 else closed + 1


def _may_be_deep(text: str) -> bool:
    for start in range(0, len(text), SAMPLE):
        opened = text.count("<", start, start + PEEK)
        if opened > PEEK_TAGS or (opened > OPEN_TAGS and text.find("</", start, start + PEEK) < 0):
            return True
    return False


def cap_depth(text: str, limit: int = MAX_DEPTH) -> str:
    """Leave out the tags of elements deeper than `limit`; their text stays where it was."""
    out: list[str] = []
    stack: list[str] = []
    at = position = 0
    while (match := _TAG.search(text, position)) is not None:
        position = match.end()
        name = (match.group(2) or "").lower()
        if not name:
            position = _behind(text, "-->", position)
            continue
        if name in _VOID:
            continue
        if name in _RAW_TEXT and not match.group(1):
            position = _behind(text, f"</{name}", position)
            continue
        if _close(stack, name, limit) if match.group(1) else _open(stack, name, limit):
            out.append(text[at : match.start()])
            at = match.end()
    out.append(text[at:])
    return "".join(out)


def _behind(text: str, mark: str, position: int) -> int:
    """Return the place behind the next mark; where there is none, the end: the rest is inside."""
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)


def _open(stack: list[str], name: str, limit: int) -> bool:
    """Note an opened element; say whether its tag is to be left out."""
    if not (name in _SELF_CLOSING and stack and stack[-1] == name):
        stack.append(name)
    return len(stack) > limit


def _close(stack: list[str], name: str, limit: int) -> bool:
    """Note a closed element; say whether its tag is to be left out."""
    depth = len(stack)
    for back in range(1, min(depth, MISNESTED) + 1):
        if stack[-back] == name:
            del stack[-back:]
            return depth - back >= limit
    return depth > limit
