"""Find the element that holds the article: where the prose is, counted up the tree.

Every paragraph votes for all elements around it with the length of its unlinked text. From the body
down we follow the child with most of the votes for as long as it has most of them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.markup.marks import DIALOGS, Mark, is_hidden, read_box, read_mark
from flows.parse.markup.plain import fold_text

MIN_PROSE: Final = 40  # characters; a shorter paragraph says little about where the prose is
SHORT_SHARE: Final = 0.3  # what a short paragraph's length counts for
DESCEND_SHARE: Final = 0.72  # of the votes of an element that one child must have
MAX_PARAGRAPHS: Final = 10_000  # a page has some dozens; those of a longer one vote for the same element
ENOUGH_PROSE: Final = 1200  # votes for the winner; with less, text outside of paragraphs votes too
LEAST_PROSE: Final = 40.0  # votes; with less outside of them, what is named comments may be the article
HEADLINE_SHARE: Final = 0.15  # of the votes, for the child that holds the headline
RIVAL_SHARE: Final = 0.1
WIDEN_LEVELS: Final = 4
LINKS_BESIDE: Final = 0.3  # characters in links that may come with each character of prose beside the container
DIRECT_SHARE: Final = 0.08  # of the votes that an element has from paragraphs right inside it
KNOWN_LETTERS: Final = 32  # letters of a paragraph that must stand in the known text
LOOSE_TEXT: Final = "div, td, section, article, font, span, center, blockquote"
_NEVER_BODY: Final = frozenset(("nav", "footer", "noscript", "button", "dialog"))
_JUNK_TAGS: Final = frozenset(("aside", "figure"))
_ROOTS: Final = frozenset(("body", "html", "main"))
_JUNK_MARKS: Final = (Mark.JUNK, Mark.BOX)
_NEVER_JUNK: Final = frozenset(("body", "html", "main", "article", "-document"))


Ballot = tuple[LexborNode | None, float]


class Junk(IntEnum):
    """Whether an element or one around it is no part of an article."""

    NO = 0
    DOUBTED = 1  # by its class, or as an aside: believed only while other prose is left
    COMMENTS = 2  # of readers, who may write much more than the author: believed while any other prose is left
    CERTAIN = 3  # navigation and footers


@dataclass(slots=True)
class Element:
    """An element on the way from the prose to the body, and the votes it has."""

    node: LexborNode
    parent: int
    votes: float = 0.0
    junk: Junk = Junk.NO
    children: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Anchor:
    """Where the article is: its element, and all elements around it."""

    node: LexborNode
    around: set[int]
    votes: float
    trust: Junk = Junk.NO  # the worst of the elements whose votes were counted


class Election:
    """The votes of a page's paragraphs."""

    def __init__(self, root: LexborNode, headings: Collection[int]) -> None:
        self._root = root
        self._headings = headings
        self._elements: dict[int, Element] = {root.mem_id: Element(root, 0)}

    def chain(self, node: LexborNode | None) -> Element:
        """Register an element and all above it."""
        elements = self._elements
        fresh: list[tuple[int, LexborNode]] = []
        above = None
        while node is not None:
            parent = node.mem_id
            above = elements.get(parent)
            if above is not None:
                break
            fresh.append((parent, node))
            node = node.parent
        if above is None:
            parent = self._root.mem_id
            above = elements[parent]
        for identity, member in reversed(fresh):
            if identity in self._headings:
                junk = Junk.NO
            else:
                junk = above.junk if above.junk is Junk.CERTAIN else max(above.junk, _judge(member))
            entry = Element(member, parent, 0.0, junk, [])
            elements[identity] = entry
            above.children.append(identity)
            above, parent = entry, identity
        return above

    def vote(self, entry: Element, weight: float) -> None:
        """Give votes to an element and all above it."""
        elements = self._elements
        while True:
            entry.votes += weight
            if not entry.parent:
                return
            entry = elements[entry.parent]

    def winner(self) -> Anchor:
        """Follow the votes down from the root.

        The child that also holds the headline (one of the headings' elements) is preferred to one with more prose:
        a page may go on with other articles.
        """
        elements = self._elements
        at = self._root.mem_id
        entry = elements[at]
        while entry.children:
            best = self._next(entry)
            if best is None:
                break
            at, entry = best, elements[best]
        return self._widen(at)

    def _next(self, entry: Element) -> int | None:
        elements = self._elements
        best = max(entry.children, key=lambda child: elements[child].votes)
        votes = elements[best].votes
        if votes <= 0:
            return None
        titled = next((child for child in entry.children if child in self._headings), None)
        if titled is not None and elements[titled].votes >= HEADLINE_SHARE * entry.votes:
            mine = elements[titled].node
            rivals = [
                child
                for child in entry.children
                if child != titled and elements[child].votes >= RIVAL_SHARE * entry.votes
            ]
            if rivals and all(_is_other_article(elements[child].node, mine) for child in rivals):
                return titled
        return best if votes >= DESCEND_SHARE * entry.votes else None

    def _widen(self, at: int) -> Anchor:
        """Go up again where the way down left out prose of the same container."""
        elements = self._elements
        best, around = at, self._above(at)
        for _ in range(WIDEN_LEVELS):
            child, above = elements[at], elements[at].parent
            if not above or elements[above].node.tag in _ROOTS:
                break
            entry = elements[above]
            rivals = [elements[other] for other in entry.children if other != at and elements[other].votes > 0]
            if any(
                _is_other_article(rival.node, child.node)
                for rival in rivals
                if rival.votes >= RIVAL_SHARE * entry.votes
            ):
                break
            beside = entry.votes - elements[best].votes
            direct = entry.votes - sum(elements[other].votes for other in entry.children)
            belongs = direct >= DIRECT_SHARE * entry.votes or entry.node.tag == "article" or _is_body(entry.node)
            if belongs and beside > 0 and self._linked_beside(above, best) <= LINKS_BESIDE * beside:
                best = above
            at = above
        return Anchor(elements[best].node, around, elements[best].votes)

    def _linked_beside(self, above: int, best: int) -> int:
        """Count the characters inside links of one element that are not in another one inside it."""
        way = self._above(best)
        node, count = self._elements[above].node, 0
        while node.mem_id != best:
            inner = None
            for child in node.iter():
                if child.mem_id in way:
                    inner = child
                else:
                    count += _linked(child)
            if inner is None:
                break
            node = inner
        return count

    def _above(self, at: int) -> set[int]:
        above = set()
        while at:
            above.add(at)
            at = self._elements[at].parent
        return above


def _is_other_article(node: LexborNode, mine: LexborNode) -> bool:
    """Tell whether an element beside the one with the headline is an article of its own."""
    if node.tag == mine.tag and (
        node.tag == "article" or (node.attrs.get("class") or "") == (mine.attrs.get("class") or " ")
    ):
        return True
    return node.css_first("h1") is not None


def _linked(node: LexborNode) -> int:
    """Count the characters of an element that are inside links; `css` finds the element itself too."""
    return sum(len(link.text()) for link in node.css("a[href]"))


def _is_body(node: LexborNode) -> bool:
    attrs = node.attrs
    names = attrs.get("class")
    return attrs.get("itemprop") == "articleBody" or (bool(names) and read_mark(names) is Mark.BODY)


def _judge(node: LexborNode) -> Junk:
    tag = node.tag
    if tag in _NEVER_JUNK or tag in _NEVER_BODY:
        return Junk.NO if tag in _NEVER_JUNK else Junk.CERTAIN
    attrs = node.attributes
    if attrs.get("role") in DIALOGS or (tag is not None and "-" in tag and read_box(tag) is not Mark.NONE):
        return Junk.CERTAIN
    if tag in _JUNK_TAGS or is_hidden(attrs) or (tag == "a" and "href" in attrs):
        return Junk.DOUBTED
    marks = [read_mark(name) for name in (attrs.get("class"), attrs.get("id")) if name]
    if Mark.COMMENTS in marks:
        return Junk.COMMENTS
    return Junk.DOUBTED if any(mark in _JUNK_MARKS for mark in marks) else Junk.NO


def _weigh(length: int, linked: int) -> float:
    weight = length - 2 * linked
    if weight <= 0:
        return 0.0
    return float(weight) if length >= MIN_PROSE else weight * SHORT_SHARE


def _paragraph_votes(tree: LexborHTMLParser) -> list[Ballot]:
    """Weigh the paragraphs of a page, those of one element together."""
    nodes: dict[int, LexborNode] = {}
    weights: dict[int, float] = {}
    for node, linked, code in _paragraphs(tree):
        text = node.text()
        length = len(text) if len(text) < MIN_PROSE else len(text.strip())
        weight = _weigh(length - code, linked)
        parent = node.parent
        if weight > 0 and parent is not None:
            identity = parent.mem_id
            nodes.setdefault(identity, parent)
            weights[identity] = weights.get(identity, 0.0) + weight
    return [(node, weights[identity]) for identity, node in nodes.items()]


def _paragraphs(tree: LexborHTMLParser) -> list[tuple[LexborNode, int, int]]:
    """List paragraphs with the characters that each has in links, and in scripts and styles.

    Those follow it in the order of the page.
    """
    found: list[tuple[LexborNode, int, int]] = []
    for node in tree.css("p, p a[href], p script, p style"):
        if node.tag == "p":
            if len(found) >= MAX_PARAGRAPHS:
                break
            found.append((node, 0, 0))
        elif found:
            paragraph, linked, code = found[-1]
            size = len(node.text())
            found[-1] = (paragraph, linked + size, code) if node.tag == "a" else (paragraph, linked, code + size)
    return found


def _loose_votes(tree: LexborHTMLParser) -> list[Ballot]:
    """Weigh text that stands in no paragraph: <br>-separated text, bare text in a div."""
    votes: list[Ballot] = []
    for node in tree.css(LOOSE_TEXT):
        text = node.text(deep=False)
        if len(text) >= MIN_PROSE:
            length = len(text.strip())
            if length >= MIN_PROSE:
                votes.append((node, float(length)))
    return votes


def _known_votes(tree: LexborHTMLParser, known: str) -> list[Ballot]:
    """Weigh the text that the article is known to have, wherever it stands."""
    votes: list[Ballot] = []
    for node in tree.css(f"p, li, h2, h3, {LOOSE_TEXT}"):
        text = node.text() if node.tag == "p" else node.text(deep=False)
        if len(text) >= MIN_PROSE and fold_text(text)[:KNOWN_LETTERS] in known:
            votes.append((node.parent if node.tag == "p" else node, float(len(text))))
    return votes


def find_anchor(
    tree: LexborHTMLParser, root: LexborNode, headings: Collection[int] = (), known: str | None = None
) -> Anchor:
    """Find the element that holds the article of a page.

    `headings` are the mem_ids of all elements around its headline; with `known`, the folded text of the article
    from another source, only paragraphs that stand in it vote.
    """
    if known is not None:
        return _elect(root, _known_votes(tree, known), headings)
    ballots = _paragraph_votes(tree)
    anchor = _elect(root, ballots, headings)
    if anchor.votes >= ENOUGH_PROSE and anchor.trust is Junk.NO:
        return anchor
    return _elect(root, ballots + _loose_votes(tree), headings)


def _elect(root: LexborNode, ballots: Sequence[Ballot], headings: Collection[int]) -> Anchor:
    """Count the votes; those from inside navigation and widgets only where hardly any others are."""
    election = Election(root, headings)
    judged = [(election.chain(node), weight) for node, weight in ballots]
    good = sum(weight for entry, weight in judged if entry.junk is Junk.NO)
    doubted = sum(weight for entry, weight in judged if entry.junk is Junk.DOUBTED)
    if good * 3 >= doubted and good >= LEAST_PROSE:
        limit = Junk.NO
    else:
        limit = Junk.DOUBTED if good + doubted >= LEAST_PROSE else Junk.COMMENTS
    for entry, weight in judged:
        if entry.junk <= limit:
            election.vote(entry, weight)
    anchor = election.winner()
    anchor.trust = limit
    return anchor
