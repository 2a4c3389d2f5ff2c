"""Read the headings of a page as readers see them, and tell the article's from the furniture's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from selectolax.lexbor import LexborNode

from flows.addresses.links import absolute, split_address
from flows.addresses.urls import bare_host
from flows.parse.markup.marks import SIDE, is_hidden, read_mark
from flows.parse.markup.plain import clean_text

MAX_HEADINGS: Final = 24  # of the second rank, from the top; the headline of an article stands among them
MAX_TITLE: Final = 1000  # characters; what is longer is no title, and would be searched for minutes
_BLOCKS: Final = frozenset(("div", "p", "h1", "h2", "h3", "h4", "ul", "li", "section", "header", "hgroup", "br", "hr"))
_FURNITURE: Final = frozenset(("nav", "footer", "aside", "noscript", "template", "dialog"))
_UNREAD: Final = frozenset(("script", "style", "svg", "rt", "rp"))  # small letters over a word say how it is read
_GLUED: Final = 2  # letters on both sides of two elements without a space between that are no parts of one word
_PREFIX: Final = 3  # letters that a name goes on behind with a capital: Mac, Mc
_MAX_LEVELS: Final = 30
_SIGNS: Final = " -–—|:·•/"
_NOWHERE: Final = "http://host.invalid/"
_ARCHIVED: Final = re.compile(r"https?://[^/]+/web/\d+[a-z_]*/(?=https?://)")
_HOME_PATH: Final = re.compile(r"(?:/[a-z]{2}(?:[-_][A-Za-z]{2})?)?/?(?:(?:index|default|home)\.\w{2,5})?")


class Place(Enum):
    """Where a heading stands."""

    ARTICLE = auto()
    HEAD = auto()  # in the head of the page, outside its main part
    ASIDE = auto()  # in the navigation, the footer, a box that is no part of the article, or not shown
    LINK_HOME = auto()  # it is the site's name


@dataclass(slots=True)
class Heading:
    """A heading: its words, and what is left of it without its first part (a kicker) or its last (a subtitle)."""

    node: LexborNode
    rank: str
    text: str
    parts: tuple[str, ...] = ()
    place: Place | None = None


def read_headings(nodes: list[LexborNode], rank: str) -> Iterator[Heading]:
    """Yield the headings that have words, in their order."""
    for node in nodes[:MAX_HEADINGS]:
        pieces = list(_pieces(node))
        text = clean_text("".join(pieces))
        if not text or len(text) > MAX_TITLE:
            continue
        yield Heading(node, rank, text, _parts_of(node) if len(pieces) > 1 else ())


def _pieces(node: LexborNode) -> Iterator[str]:
    """Yield the text of an element, with a space where a line ends or where two elements stand side by side."""
    before = ""
    for child in node.iter(include_text=True):
        tag = child.tag
        if tag == "-text":
            text = child.text_content or ""
            is_glued = len(before) > _PREFIX and before[-1].islower() and text[:1].isupper()
            yield f" {text}" if is_glued else text
            before = ""
            continue
        if tag in _UNREAD:
            continue
        text = "".join(_pieces(child))
        if tag in _BLOCKS:
            yield f" {text} "
        elif len(before.strip()) >= _GLUED and len(text.strip()) >= _GLUED:
            yield f" {text}"
        else:
            yield text
        before = text


def _parts_of(node: LexborNode) -> tuple[str, ...]:
    """Return a heading without its first part and without its last, where it is made of several."""
    inner = node
    while True:
        children = [
            child
            for child in inner.iter(include_text=True)
            if child.tag != "-text" or (child.text_content or "").strip()
        ]
        if len(children) != 1 or children[0].tag == "-text":
            break
        inner = children[0]
    texts = [child.text_content or "" if child.tag == "-text" else "".join(_pieces(child)) for child in children]
    texts = [text for text in map(clean_text, texts) if text]
    if len(texts) < 2:
        return ()
    return (clean_text(" ".join(texts[1:])).lstrip(_SIGNS), clean_text(" ".join(texts[:-1])).rstrip(_SIGNS))


def place_of(heading: Heading, url: str | None) -> Place:
    """Tell where a heading stands; remembered."""
    if heading.place is None:
        heading.place = _find_place(heading.node, url)
    return heading.place


def _find_place(node: LexborNode, url: str | None) -> Place:
    link = node.css_first("a[href]")
    if link is not None and is_home(link.attrs.get("href"), url):
        return Place.LINK_HOME
    place = Place.ARTICLE
    is_in_head = is_in_main = False
    for above in elements_above(node):
        tag, attributes = above.tag, above.attributes
        is_in_head |= tag == "header"
        is_in_main |= tag in ("main", "article")
        if tag == "a" and is_home(attributes.get("href"), url):
            return Place.LINK_HOME
        names = attributes.get("class")
        if tag in _FURNITURE or is_hidden(attributes) or (names and read_mark(names) in SIDE):
            place = Place.ASIDE
    return Place.HEAD if place is Place.ARTICLE and is_in_head and not is_in_main else place


def elements_above(node: LexborNode) -> Iterator[LexborNode]:
    """Yield an element and those around it, up to the body."""
    above: LexborNode | None = node
    for _ in range(_MAX_LEVELS):
        if above is None or above.tag in ("body", "html"):
            return
        yield above
        above = above.parent


def is_home(href: str | None, url: str | None) -> bool:
    """Tell whether a link leads to the home page of the host, or of one of its languages."""
    if not href or href.startswith(("#", "javascript:", "mailto:")):
        return False
    address = absolute(href, url or _NOWHERE)
    if address is None:
        return False
    archived = _ARCHIVED.match(address)
    parts = split_address(address[archived.end() :] if archived else address)
    home = split_address(url or _NOWHERE)
    is_here = archived is not None or bare_host(parts.hostname or "") == bare_host(home.hostname or "")
    return is_here and not parts.query and _HOME_PATH.fullmatch(parts.path) is not None
