"""Apply what a publisher's file says of its pages: which layout a page has, and what its selectors find."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.publishers import Layout, Publisher, find_publisher
from flows.parse.publishers._epi import LAYOUTS as EPI_LAYOUTS
from flows.parse.publishers._vccorp import LAYOUTS as VCCORP_LAYOUTS

# A page of an unknown host may still be of a known family: the class that tells it, and the layouts.
FAMILIES: Final = {
    "cms-body": ("epi", EPI_LAYOUTS),
    "zce-content-body": ("epi", EPI_LAYOUTS),
    "afcbc-body": ("vccorp", VCCORP_LAYOUTS),
}
_ANY_FAMILY: Final = ", ".join(f".{name}" for name in FAMILIES)
MIN_BODY: Final = 80  # characters; a shorter match is a wrapper of a photo, not the body


@dataclass(frozen=True, slots=True)
class Match:
    """A layout that a page has, under the name that the page's record will carry."""

    name: str  # "vietnamplus.era_d"
    layout: Layout


def host_of(url: str | None) -> str:
    """Return the host of an address in lower case; empty for what is no address."""
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""


def publisher_of(url: str | None) -> Publisher | None:
    """Find the publisher of an address; www., m. and amp. make no difference."""
    host = host_of(url)
    for prefix in ("www.", "m.", "amp."):
        host = host.removeprefix(prefix)
    return find_publisher(host)


def match_layout(tree: LexborHTMLParser, publisher: Publisher | None) -> Match | None:
    """Find the layout of a page: the publisher's own ones first, then those of its CMS family."""
    if publisher is not None:
        found = _first_fit(tree, publisher.name.split(".")[0], publisher.layouts)
        if found is not None:
            return found
    node = tree.css_first(_ANY_FAMILY)
    if node is None:
        return None
    names = (node.attrs.get("class") or "").lower().split()  # without a doctype, classes match in any case
    for name, (family, layouts) in FAMILIES.items():
        if name in names:
            return _first_fit(tree, family, layouts)
    return None


def _first_fit(tree: LexborHTMLParser, name: str, layouts: Sequence[Layout]) -> Match | None:
    for layout in layouts:
        if any(tree.css_first(selector) is not None for selector in layout.fingerprint):
            return Match(f"{name}.{layout.name}", layout)
    return None


def find_bodies(tree: LexborHTMLParser, selectors: Sequence[str]) -> list[LexborNode]:
    """Find the container of the body: the first with prose in it, and its siblings of the same kind."""
    for selector in selectors:
        matches = tree.css(selector)
        for node in matches:
            if len(node.text().strip()) < MIN_BODY:
                continue
            parent = node.parent.mem_id if node.parent is not None else 0
            return [other for other in matches if other.parent is not None and other.parent.mem_id == parent]
    return []


def find_first(tree: LexborHTMLParser, selectors: Sequence[str]) -> LexborNode | None:
    """Find the first element with text that the first matching selector names."""
    for selector in selectors:
        for node in tree.css(selector):
            if node.text().strip() or node.attrs.get("content") or node.attrs.get("datetime"):
                return node
    return None


def find_ids(tree: LexborHTMLParser, selectors: Sequence[str]) -> set[int]:
    """Collect the ids of all elements that any of these selectors names."""
    return {node.mem_id for node in tree.css(", ".join(selectors))} if selectors else set()
