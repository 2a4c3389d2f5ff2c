"""Find the element that holds the article: where the prose is, counted up the tree.

Every paragraph votes for all elements around it with the length of its unlinked text. From the body
down we follow the child with most of the votes for as long as it has most of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.marks import Mark, read_mark

MIN_PROSE: Final = 40  # characters; a shorter paragraph says little about where the prose is
SHORT_SHARE: Final = 0.3  # what a short paragraph's length counts for
ENOUGH_PROSE: Final = 1200  # votes; with less we look at text outside of paragraphs too
DESCEND_SHARE: Final = 0.62  # of the votes of an element that one child must have
LOOSE_TEXT: Final = "div, td, section, article, li, font, span, dd, blockquote, center"
_JUNK_TAGS: Final = frozenset(("nav", "footer", "aside", "form", "header", "figure", "noscript", "button"))
_NEVER_JUNK: Final = frozenset(("body", "html", "main", "article", "-document"))


@dataclass(slots=True)
class Element:
    """An element on the way from the prose to the body, and the votes it has."""

    node: LexborNode
    parent: int
    votes: float = 0.0
    junk: bool = False
    children: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Anchor:
    """Where the article is: its element, and all elements around it."""

    node: LexborNode
    around: set[int]
    votes: float


class Election:
    """The votes of a page's paragraphs."""

    def __init__(self, root: LexborNode) -> None:
        self._root = root
        self._elements: dict[int, Element] = {root.mem_id: Element(root, 0)}

    def chain(self, node: LexborNode | None) -> Element:
        """Register an element and all above it."""
        elements = self._elements
        fresh: list[tuple[int, LexborNode]] = []
        while node is not None:
            identity = node.mem_id
            if identity in elements:
                break
            fresh.append((identity, node))
            node = node.parent
        above = elements[node.mem_id] if node is not None else elements[self._root.mem_id]
        parent = node.mem_id if node is not None else self._root.mem_id
        for identity, member in reversed(fresh):
            entry = Element(member, parent, junk=above.junk or _is_junk(member))
            elements[identity] = entry
            above.children.append(identity)
            above, parent = entry, identity
        return above

    def vote(self, node: LexborNode | None, weight: float) -> None:
        """Give votes to an element and all above it."""
        entry = self.chain(node)
        while True:
            entry.votes += weight
            if not entry.parent:
                return
            entry = self._elements[entry.parent]

    def winner(self) -> Anchor:
        """Follow the votes down from the root."""
        elements = self._elements
        at = self._root.mem_id
        entry = elements[at]
        around = {at}
        while entry.children:
            best = max(entry.children, key=lambda child: elements[child].votes)
            if elements[best].votes < DESCEND_SHARE * entry.votes or elements[best].votes <= 0:
                break
            at, entry = best, elements[best]
            around.add(at)
        return Anchor(entry.node, around, entry.votes)


def _is_junk(node: LexborNode) -> bool:
    tag = node.tag
    if tag in _NEVER_JUNK:
        return False
    if tag in _JUNK_TAGS and tag != "form" and tag != "header":
        return True
    attrs = node.attrs
    for name in (attrs.get("class"), attrs.get("id")):
        if name and read_mark(name) in (Mark.JUNK, Mark.COMMENTS):
            return True
    return False


def _linked_lengths(tree: LexborHTMLParser) -> dict[int, int]:
    """Count the characters inside links of each paragraph that has any, by its mem_id."""
    counts: dict[int, int] = {}
    for link in tree.css("p a"):
        parent = link.parent
        while parent is not None and parent.tag != "p":
            parent = parent.parent
        if parent is not None:
            counts[parent.mem_id] = counts.get(parent.mem_id, 0) + len(link.text())
    return counts


def _weigh(length: int, linked: int) -> float:
    weight = length - 2 * linked
    if weight <= 0:
        return 0.0
    return float(weight) if length >= MIN_PROSE else weight * SHORT_SHARE


def _paragraph_votes(tree: LexborHTMLParser) -> list[tuple[LexborNode, float]]:
    """Weigh the paragraphs of a page."""
    linked = _linked_lengths(tree)
    votes = []
    for node in tree.css("p"):
        text = node.text()
        length = len(text) if len(text) < MIN_PROSE else len(text.strip())
        weight = _weigh(length, linked.get(node.mem_id, 0))
        if weight > 0:
            votes.append((node, weight))
    return votes


def _loose_votes(tree: LexborHTMLParser) -> list[tuple[LexborNode | None, float]]:
    """Weigh text that stands in no paragraph: <br>-separated text, bare text in a div."""
    votes: list[tuple[LexborNode | None, float]] = []
    for node in tree.css(LOOSE_TEXT):
        text = node.text(deep=False)
        if len(text) >= MIN_PROSE:
            length = len(text.strip())
            if length >= MIN_PROSE:
                votes.append((node, float(length)))
    return votes


def find_anchor(tree: LexborHTMLParser, root: LexborNode) -> Anchor:
    """Find the element that holds the article of a page."""
    paragraphs = [(node.parent, weight) for node, weight in _paragraph_votes(tree)]
    anchor = _elect(root, paragraphs)
    if anchor.votes >= ENOUGH_PROSE:
        return anchor
    return _elect(root, [*paragraphs, *_loose_votes(tree)])


def _elect(root: LexborNode, ballots: Sequence[tuple[LexborNode | None, float]]) -> Anchor:
    """Count the votes; those from inside navigation and widgets only where hardly any others are."""
    election = Election(root)
    good = [(node, weight) for node, weight in ballots if not election.chain(node).junk]
    enough = sum(weight for _, weight in good) * 4 >= sum(weight for _, weight in ballots)
    for node, weight in good if enough else ballots:
        election.vote(node, weight)
    return election.winner()
