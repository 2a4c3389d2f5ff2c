"""Make markup safe for a parser whose time grows with the square of the nesting.

Measured: 100,000 nested <div> (500 KB) take lexbor 48 s, one tag with 100,000 attributes 26 s. Both are
seen in a few samples of the text, at some microseconds a page; only a suspect page is scanned tag by tag.
"""

import re
from typing import Final

MAX_DEPTH: Final = 200  # real pages nest 20-60 deep
MAX_TAG: Final = 16_384  # characters inside one tag; inline images in attributes are longer, see _shorten
SAMPLE: Final = 4096
DENSE_TAGS: Final = 60  # openings in a sample without one closing
MANY_TAGS: Final = 20_000  # above this every page is scanned
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})([^<>]*)>|<!--.*?-->", re.DOTALL)
_RAW_TEXT: Final = frozenset(("script", "style", "textarea", "title", "xmp", "noembed", "plaintext"))
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SELF_CLOSING: Final = frozenset("p li td th tr dt dd option tbody thead tfoot".split())
_LONG_TAG: Final = re.compile(r"<[a-zA-Z][^<>]{%d,}>?" % MAX_TAG)
_MANY_ATTRIBUTES: Final = 400


def flatten(text: str) -> str:
    """Return markup that lexbor parses in linear time; the same object where nothing was wrong."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if _has_huge_tag(text):
        text = _LONG_TAG.sub(_shorten, text)
    if _may_be_deep(text):
        text = _cap_depth(text)
    return text


def _has_huge_tag(text: str) -> bool:
    """Look for a stretch without any `>`."""
    for start in range(0, len(text) - MAX_TAG, MAX_TAG):
        if text.find(">", start, start + MAX_TAG) < 0:
            return True
    return False


def _shorten(match: re.Match[str]) -> str:
    """Cut a tag with hundreds of attributes down to its name; a long attribute value alone is harmless."""
    tag = match.group()
    if tag.count("=") + tag.count(" ") < _MANY_ATTRIBUTES:
        return tag
    return re.split(r"[\s/>]", tag, maxsplit=1)[0] + ">"


def _may_be_deep(text: str) -> bool:
    for start in range(0, len(text), SAMPLE):
        end = start + SAMPLE
        if text.find("</", start, end) < 0 and text.count("<", start, end) > DENSE_TAGS:
            return True
    return text.count("<") > MANY_TAGS


def _cap_depth(text: str) -> str:
    """Leave out the tags of elements deeper than MAX_DEPTH; their text stays where it was."""
    out: list[str] = []
    stack: list[str] = []
    at = 0
    position = 0
    while True:
        match = _TAG.search(text, position)
        if match is None:
            break
        position = match.end()
        name = (match.group(2) or "").lower()
        if not name or name in _VOID:
            continue
        if match.group(1):
            drop = _close(stack, name)
        else:
            if name in _RAW_TEXT:
                position = _skip_raw(text, name, position)
                continue
            drop = _open(stack, name)
        if drop:
            out.append(text[at : match.start()])
            at = match.end()
    if not out:
        return text
    out.append(text[at:])
    return "".join(out)


def _open(stack: list[str], name: str) -> bool:
    """Note an opened element; say whether its tag is to be left out."""
    if name in _SELF_CLOSING and stack and stack[-1] == name:
        return len(stack) > MAX_DEPTH
    stack.append(name)
    return len(stack) > MAX_DEPTH


def _close(stack: list[str], name: str) -> bool:
    """Note a closed element; say whether its tag is to be left out."""
    depth = len(stack)
    for back in range(1, min(depth, 12) + 1):
        if stack[-back] == name:
            del stack[-back:]
            return depth - back >= MAX_DEPTH
    return depth > MAX_DEPTH


def _skip_raw(text: str, name: str, position: int) -> int:
    end = text.lower().find(f"</{name}", position) if position < 0 else _find_close(text, name, position)
    return len(text) if end < 0 else end


def _find_close(text: str, name: str, position: int) -> int:
    match = re.compile(rf"</{name}\b", re.IGNORECASE).search(text, position)
    return match.start() if match else -1
