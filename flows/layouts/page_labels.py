"""Find where on one page its seed stands: which selectors name the body, headline and captions, and what is neither."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from flows.layouts.page_text import Element, PageText, SeedWords, read_page, read_words, weight_of
from flows.layouts.selectors import behind, path_of
from flows.parse.body.generic import may_be_name
from flows.parse.layouts.match import MIN_BODY, find_bodies
from flows.parse.markup.plain import clean_text, fold_text
from flows.parse.markup.precheck import flatten
from flows.records import SeedArticle
from flows.text.moments import has_clock, parse_time

SHORTEST_LEAD: Final = 20  # letters; a shorter one says nothing of its element
BEFORE_LEAD: Final = 0.2  # of the letters of a lead that may be others: a place
LONGEST_LABEL: Final = 45  # characters of a byline or a time
PICTURE_LEVELS: Final = 3  # elements around a credit that may hold its picture
LARGE: Final = 2_000  # letters of an element that is no headline, lead or caption
# Letters of a lead, and the part of a short article that it may be: a body without its lead is a whole one.
LEAD_LETTERS: Final = 400
LEAD_SHARE: Final = 0.45
LONE_LINES: Final = 0.9  # what a body is worth that is paragraphs: it lacks what stands between them
LEAST_SHARE: Final = 0.3  # of the letters that the page has of its seed; a container with fewer is no body
MARKERS: Final = 2  # names of an element behind which nothing of the article stands
NO_CONTAINER: Final = -1
_LINES: Final = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "dd", "dt", "caption"))
_PICTURES: Final = "img, picture, video, figcaption, iframe"  # an element that is one counts too


class Sample(NamedTuple):
    """A page, decoded, and the seed of its article."""

    markup: str
    seed: SeedArticle


class Votes(NamedTuple):
    """What one page says of a selector in a role."""

    support: bool
    contradicts: bool


class Span(NamedTuple):
    """An element's place in the order of the page, and that of the last one inside of it."""

    start: int
    end: int

    def holds(self, other: "Span") -> bool:
        """Tell whether an element is this one, or inside of it."""
        return self.start <= other.start <= self.end


class Container(NamedTuple):
    """What a reader would take for the body, by one selector."""

    spans: tuple[Span, ...]
    inside: int  # letters of the seed
    outside: int
    beside: int  # letters that are no text of the article: what else is inside, and the headline
    recall: float  # of the letters that the page has of its seed, 0-1; a lead beside the body counts as found
    is_lines: bool

    def score(self, dropped: int = 0) -> float:
        """Weigh what of the seed is inside against what else is, without the letters that are dropped: F1."""
        precision = self.inside / max(1, self.inside + self.outside - dropped)
        score = 2 * precision * self.recall / (precision + self.recall) if self.inside else 0.0
        return score * LONE_LINES if self.is_lines else score


class Box(NamedTuple):
    """Text of which the seed has nothing, in an element that has some of it."""

    names: tuple[str, ...]
    span: Span
    letters: int
    picture_text: str  # a digest of it, where a picture stands with it: it may be a caption that the seed lacks


@dataclass(slots=True)
class PageLabels:
    """What one page and its seed say of the selectors on it."""

    present: frozenset[str]
    used: frozenset[str]  # selectors of elements with text of the seed, or with one of its captions
    shown_share: float  # of the letters of the seed that the page has, 0-1
    containers: list[Container] = field(default_factory=list)
    body: dict[str, int] = field(default_factory=dict)  # the container that a selector finds
    boxes: list[Box] = field(default_factory=list)
    title: dict[str, Votes] = field(default_factory=dict)
    affixes: dict[str, tuple[str, str]] = field(default_factory=dict)  # what stands before and behind the headline
    lead: dict[str, Span | None] = field(default_factory=dict)  # the element that may be one; None: it is none
    caption: dict[str, Votes] = field(default_factory=dict)
    credit: dict[str, Votes] = field(default_factory=dict)
    photo: dict[str, Span | None] = field(default_factory=dict)
    author: dict[str, Votes] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)  # the time that its first element shows

    def container(self, selector: str) -> Container | None:
        """Give what a selector finds; None where that is no body."""
        at = self.body.get(selector, NO_CONTAINER)
        return None if at == NO_CONTAINER else self.containers[at]


def label_page(sample: Sample) -> PageLabels | None:
    """Label a page with its seed; None where the seed has no text to label it with."""
    words = read_words(sample.seed)
    if len(words.whole) < MIN_BODY:
        return None
    tree = LexborHTMLParser(flatten(sample.markup))
    page = read_page(tree, words)
    by_name: dict[str, list[Element]] = {}
    for element in page.elements.values():
        for name in element.names:
            by_name.setdefault(name, []).append(element)
    shown = max((element.inside for element in page.elements.values()), default=0)
    labels = PageLabels(
        present=frozenset(by_name),
        used=frozenset(_used_names(page)),
        shown_share=shown / max(1, words.prose_letters),
        boxes=list(_boxes(page)),
    )
    if shown:
        _label_containers(labels, tree, page, by_name, shown)
    _label_lines(labels, page, by_name, words)
    head = tree.css_first("title")
    if head is not None:
        _note_affixes(labels, "title", clean_text(head.text()), words)
    _label_beside(labels, by_name, words)
    return labels


def _label_containers(
    labels: PageLabels, tree: LexborHTMLParser, page: PageText, by_name: dict[str, list[Element]], shown: int
) -> None:
    """Find what the reader would take for the body with each selector that names much of the seed's text."""
    known: dict[tuple[int, ...], int] = {}
    named = {name: sum(item.inside for item in found) for name, found in by_name.items()}
    for name, found in by_name.items():
        if named[name] < LEAST_SHARE * shown and sum(item.inside + item.outside for item in found) >= MIN_BODY:
            labels.body[name] = NO_CONTAINER
    chosen = [name for name in by_name if named[name] >= LEAST_SHARE * shown]
    large = (item for item in page.elements.values() if item.inside >= LEAST_SHARE * shown and item.line_count > 1)
    paths = [path for path in (path_of(item.node) for item in large) if path is not None]
    for name in dict.fromkeys((*chosen, *paths)):
        ids = tuple(node.mem_id for node in find_bodies(tree, (name,)) if node.mem_id in page.elements)
        if ids not in known:
            known[ids] = len(labels.containers)
            labels.containers.append(_container_of([page.elements[at] for at in ids], page, shown))
        labels.body[name] = known[ids]


def _container_of(body: Sequence[Element], page: PageText, shown: int) -> Container:
    spans = tuple(Span(item.start, item.end) for item in body)
    inside = sum(item.inside for item in body)
    first = spans[0].start if spans else 0
    lead = max((letters for start, letters in page.lines if start < first), default=0)
    recall = (inside + min(lead, shown - inside, LEAD_LETTERS, LEAD_SHARE * shown)) / shown if inside else 0.0
    is_many = len(body) > 1 and sum(item.line_count for item in body) < 2 * len(body)
    is_lines = is_many or any(item.node.tag in _LINES for item in body[:1])
    outside = sum(item.outside for item in body)
    return Container(spans, inside, outside, outside + sum(item.headline for item in body), recall, is_lines)


def _boxes(page: PageText) -> Iterator[Box]:
    """List the largest elements with nothing of the seed; one at the end of its box also by what stands before it."""
    ends = _end_names(page)
    last = max((place for place, letters in page.lines if letters), default=0)
    for at, item in page.elements.items():
        above = page.elements.get(item.above)
        if item.is_other and above is not None and above.inside:
            is_pictured = item.node.css_first(_PICTURES) is not None
            digest = hashlib.blake2b(fold_text(item.node.text()).encode(), digest_size=8).hexdigest()
            # The reader takes a name below the text for its author: it is dropped by the name of its line alone.
            is_signature = item.start > last and may_be_name(item.node.text())
            inner = item.names if is_signature else [name for one in _same_text(item, page) for name in one.names]
            names = tuple(dict.fromkeys((*inner, *ends.get(at, ()))))
            yield Box(names, Span(item.start, item.end), item.outside, digest if is_pictured else "")


def _same_text(box: Element, page: PageText) -> Iterator[Element]:
    """Give an element and those inside of it that have all of its text."""
    yield box
    for node in box.node.traverse():
        inner = page.elements.get(node.mem_id)
        if inner is not None and inner.start > box.start and inner.outside == box.outside:
            yield inner


def _children(page: PageText) -> Iterator[list[tuple[int, Element]]]:
    """List the children of each element that has some of the seed, in their order."""
    children: dict[int, list[tuple[int, Element]]] = {}
    for at, item in page.elements.items():
        children.setdefault(item.above, []).append((at, item))
    return (found for above, found in children.items() if above in page.elements and page.elements[above].inside)


def _end_names(page: PageText) -> dict[int, tuple[str, ...]]:
    """Name what stands at the end of a box, with nothing of the seed, by the first element of that end."""
    names: dict[int, tuple[str, ...]] = {}
    for found in _children(page):
        of_seed = [at for at, (_, item) in enumerate(found) if item.inside or item.caption]
        end = found[of_seed[-1] + 1 :] if of_seed else []
        for at, _ in end[1:]:
            names[at] = tuple(map(behind, end[0][1].names[:MARKERS]))
    return names


def _used_names(page: PageText) -> Iterator[str]:
    """Name elements with text or a caption of the seed, and those behind which such ones stand."""
    for item in page.elements.values():
        if item.inside or item.caption:
            yield from item.names
    for found in _children(page):
        last = max((at for at, (_, item) in enumerate(found) if item.inside or item.caption), default=0)
        for _, item in found[:last]:
            yield from map(behind, item.names[:MARKERS])


def _label_lines(labels: PageLabels, page: PageText, by_name: dict[str, list[Element]], words: SeedWords) -> None:
    """Label headline, byline, time and captions by what the elements of each selector say."""
    for name, found in by_name.items():
        first = _key(found[0])
        shown = clean_text(found[0].node.text())
        if words.title:
            labels.title[name] = _vote(supports=first == words.title)
            _note_affixes(labels, name, shown, words)
        if 0 < len(shown) <= LONGEST_LABEL:
            if words.bylines:
                labels.author[name] = _vote(supports=first in words.bylines)
            if has_clock(shown) and parse_time(shown) is not None:
                labels.published[name] = shown
        if words.captions:
            labels.caption[name] = _vote_for(found, [_key(element) in words.captions for element in found])
        if words.credits:
            labels.credit[name] = _vote_for(found, [_is_credit(item, page) for item in found])


def _vote_for(found: Sequence[Element], is_one: Sequence[bool]) -> Votes:
    """Vote by elements of which some are what is looked for, and none of the others is text."""
    is_prose = any(element.inside > 0 and not is_it for element, is_it in zip(found, is_one, strict=True))
    return Votes(support=any(is_one), contradicts=is_prose or not any(is_one))


def _is_credit(element: Element, page: PageText) -> bool:
    """Tell a credit with its picture; without one, the name of an agency is the source of the text."""
    above = page.elements.get(element.above)
    for _ in range(PICTURE_LEVELS if element.is_credit else 0):
        if above is None or above.inside:
            break
        if above.node.css_first("img, video") is not None:
            return True
        above = page.elements.get(above.above)
    return False


def _note_affixes(labels: PageLabels, name: str, shown: str, words: SeedWords) -> None:
    """Note what stands before and behind the headline in an element, where that is little."""
    before, title, after = shown.partition(words.headline) if words.headline else ("", "", "")
    if title and (before or after) and len(before) + len(after) <= LONGEST_LABEL:
        labels.affixes[name] = (before, after)


def _label_beside(labels: PageLabels, by_name: dict[str, list[Element]], words: SeedWords) -> None:
    """Label what of the article may stand beside its body: a lead, a picture with its caption."""
    for name, found in by_name.items():
        first = found[0]
        span = Span(first.start, first.end)
        is_lead = _may_be_lead(first, labels, words)
        if not is_lead or weight_of(_key(first)) >= SHORTEST_LEAD:
            labels.lead[name] = span if is_lead else None
        if words.captions:
            is_photo = first.caption > 0 and not first.inside and not first.outside
            labels.photo[name] = span if is_photo and first.node.css_first("img, video") is not None else None


def _may_be_lead(element: Element, labels: PageLabels, words: SeedWords) -> bool:
    """Tell a part of the text that has little else, such as a place before its first word, or in an element inside."""
    known, others = element.inside, element.outside
    if not known or known + others >= LARGE or 2 * known >= len(words.whole) or element.caption or element.headline:
        return False
    if others > BEFORE_LEAD * (known + others) or element.node.css_first(_PICTURES) is not None:
        return False
    span, key = Span(element.start, element.end), _key(element)
    boxes = sum(box.letters for box in labels.boxes if span.holds(box.span))
    return boxes == others or key in words.whole or key[int(BEFORE_LEAD * len(key)) :] in words.whole


def _vote(*, supports: bool) -> Votes:
    return Votes(support=supports, contradicts=not supports)


def _key(element: Element) -> str:
    """Fold the text of a small element; a large one is none of those that are looked for."""
    return fold_text(element.node.text()) if element.inside + element.outside < LARGE else ""
