"""Apply what a publisher's file says of its pages: which layout a page has, and what its selectors find."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.addresses.page_address import PageAddress
from flows.parse.layouts.learned import layout_of
from flows.publishers import Layout, Publisher, all_publishers
from flows.publishers.families import FAMILIES
from flows.records import PublisherLayouts

_ANY_FAMILY: Final = ", ".join(marks for _, marks, _ in FAMILIES)
_SELDOM_LEARNED: Final = ("author", "byline", "section", "tags")  # seeds seldom have them
MIN_BODY: Final = 80  # characters; a shorter match is a body only where there is no longer one
CAPTIONS: Final = "figcaption, .article-photo, :not(figcaption, .article-photo) > [class*=caption]"
PHOTO_TEXT: Final = 400  # characters; a shorter match with a picture in it may be the wrapper of a photo
MUCH_LONGER: Final = 3  # times; by so much the body is longer than the wrapper of a photo


@dataclass(frozen=True, slots=True)
class Match:
    """A layout that a page has, under the name that the page's record will carry."""

    name: str  # "vietnamplus.era_d"
    layout: Layout
    is_learned: bool = False  # from pages and seeds: nobody has reviewed it


def match_layouts(
    tree: LexborHTMLParser, address: PageAddress, language: str | None, learned: PublisherLayouts | None
) -> Iterator[Match]:
    """Find the layouts of a page: that of the publisher's own file, learned ones, else that of its CMS family.

    The next one is for where the one before finds no body.
    """
    own = match_own(tree, address)
    if own is not None:
        yield own
    family = _match_family(tree, address, language) if own is None else None
    if learned is not None:
        yield from _fit_learned(tree, learned, family.layout if family is not None else None)
    if family is not None:
        yield family


def match_own(tree: LexborHTMLParser, address: PageAddress) -> Match | None:
    """Find the layout of a page in its publisher's file."""
    publisher = address.publisher
    return _first_fit(tree, _short_name(publisher), publisher.layouts) if publisher else None


def own_layout_names() -> frozenset[str]:
    """Name all layouts that stand in publishers' files, as the records of pages do."""
    return frozenset(
        f"{_short_name(publisher)}.{layout.name}" for publisher in all_publishers() for layout in publisher.layouts
    )


def _short_name(publisher: Publisher) -> str:
    return publisher.name.split(".")[0]


def _fit_learned(tree: LexborHTMLParser, learned: PublisherLayouts, family: Layout | None) -> Iterator[Match]:
    """Give the learned layouts of a page; what was not learned of people and topics stands where the family has it."""
    for item in learned.layouts:
        if tree.css_first(", ".join(item.fingerprint)) is not None:
            layout = layout_of(item)
            if family is not None:
                fields = {name: getattr(family, name) for name in _SELDOM_LEARNED if not getattr(layout, name)}
                layout = replace(layout, **fields)
            yield Match(f"{learned.publisher}.{item.name}", layout, is_learned=True)


def _match_family(tree: LexborHTMLParser, address: PageAddress, language: str | None) -> Match | None:
    """Find the layout of a CMS family.

    The families are of Vietnamese CMS: a page of another language on a host elsewhere is not looked through for them.
    """
    host = address.host
    is_elsewhere = bool(host and language) and not host.endswith(".vn") and not str(language).startswith("vi")
    if (address.publisher is None and is_elsewhere) or tree.css_first(_ANY_FAMILY) is None:
        return None
    for family, marks, layouts in FAMILIES:
        if tree.css_first(marks) is not None:
            found = _first_fit(tree, family, layouts)
            if found is not None:
                return found
    return None


def _first_fit(tree: LexborHTMLParser, name: str, layouts: Sequence[Layout]) -> Match | None:
    for layout in layouts:
        if tree.css_first(", ".join(layout.fingerprint)) is not None:
            return Match(f"{name}.{layout.name}", layout)
    return None


def find_bodies(tree: LexborHTMLParser, selectors: Sequence[str]) -> list[LexborNode]:
    """Find the container of the body: the first with prose in it, and its siblings of the same kind.

    Where nothing is that long, the longest match (a photo story may have a line of text, or none); nothing where
    all are empty.
    """
    short: list[tuple[int, LexborNode]] = []
    for selector in selectors:
        sized = [(len(node.text().strip()), node) for node in tree.css(selector)]
        for size, node in sized:
            if size >= MIN_BODY and not _wraps_photo(size, node, sized):
                return _with_siblings(
                    node, [other for length, other in sized if not _wraps_photo(length, other, sized)]
                )
        short += sized
    longest = max(short, key=lambda pair: pair[0], default=None)
    if longest is None or not (longest[0] or longest[1].css_first("img, video, audio, iframe") is not None):
        return []
    return [longest[1]]


def _wraps_photo(size: int, node: LexborNode, sized: Sequence[tuple[int, LexborNode]]) -> bool:
    """Tell the wrapper of the lead photo with its caption, which carries the body's class in some templates."""
    if size >= PHOTO_TEXT or node.css_first("img, video") is None:
        return False
    if max(other for other, _ in sized) <= MUCH_LONGER * size:
        return False
    return size - sum(len(caption.text().strip()) for caption in node.css(CAPTIONS)) < MIN_BODY


def _with_siblings(node: LexborNode, matches: Sequence[LexborNode]) -> list[LexborNode]:
    if node.parent is None:
        return [node]
    identity = node.parent.mem_id
    return [other for other in matches if other.parent is not None and other.parent.mem_id == identity]


def find_first(tree: LexborHTMLParser, selectors: Sequence[str]) -> LexborNode | None:
    """Find the first element with text that the first matching selector names."""
    for selector in selectors:
        first = tree.css_first(selector)
        if first is None:
            continue
        if first.text().strip():
            return first
        for node in tree.css(selector):
            if node.text().strip():
                return node
    return None


def find_ids(nodes: Sequence[LexborNode], selectors: Sequence[str]) -> set[int]:
    """Collect the ids of all elements inside some others that any of these selectors names."""
    if not selectors:
        return set()
    joined = ", ".join(selectors)
    return {found.mem_id for node in nodes for found in node.css(joined)}


def ancestors(node: LexborNode, levels: int) -> Iterator[LexborNode]:
    """List an element's ancestors, nearest first, no more than `levels`."""
    above = node.parent
    while above is not None and levels > 0:
        yield above
        above, levels = above.parent, levels - 1
