"""Find where on one page its seed stands: which selectors name the body, headline and captions, and what is neither."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.layouts.match import MIN_BODY
from flows.parse.markup.marks import Mark, read_mark
from flows.parse.markup.plain import clean_text, fold_text
from flows.parse.markup.precheck import flatten
from flows.reconcile.partition import partition_body
from flows.records import LeftOut, LeftOutKind, SeedArticle
from flows.text.marked_up import without_markup
from flows.text.moments import has_clock, parse_time
from flows.text.segment import sentences

SHORTEST: Final = 12  # letters; a shorter line stands in a seed by chance
SHORTEST_LEAD: Final = 20
BEFORE_LEAD: Final = 0.2  # of the letters of a lead, at most
LONGEST_LABEL: Final = 45  # characters of a byline or a time
PRECISION_WEIGHT: Final = 0.25  # beta squared of F0.5: what is beside the body can be found by itself
# Letters of a lead, and the part of a short article that it may be: a body without its lead is a whole one.
LEAD_LETTERS: Final = 400
LEAD_SHARE: Final = 0.45
LONE_LINES: Final = 0.7  # what a body is worth that is paragraphs: it lacks what stands between them
_LINES: Final = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "dd", "dt", "caption"))
_NEVER_SHOWN: Final = frozenset(("script", "style", "noscript", "template", "head"))
_BLOCKS: Final = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav", "ol", "p", "pre",
        "section", "table", "tbody", "td", "th", "tr", "ul",
    )
)  # fmt: skip
# Elements that name their role by their tag alone.
_SEMANTIC: Final = frozenset(("article", "main", "h1", "h2", "figcaption", "time"))
_ROOTS: Final = frozenset(("html", "body"))
_NAME: Final = re.compile(r"-?[A-Za-z_][\w-]*\Z")  # what may stand in a selector as it is
_LONG_NUMBER: Final = re.compile(r"\d{3}")  # of an id: it counts articles or boxes
_PICTURES: Final = "img, picture, video, figcaption, iframe"
_WORD: Final = re.compile(r"[A-Za-z][\w-]{2,30}\Z")  # a value that says what an element is
_NO_ROLE: Final = frozenset(("id", "class", "style", "href", "src", "alt", "title", "name", "lang", "content", "value"))


class Sample(NamedTuple):
    """A page, decoded, and the seed of its article."""

    markup: str
    seed: SeedArticle


class Votes(NamedTuple):
    """What one page says of a selector in a role."""

    support: bool
    contradicts: bool


@dataclass(slots=True)
class PageLabels:
    """What one page and its seed say of the selectors on it."""

    present: frozenset[str]
    body: dict[str, float] = field(default_factory=dict)  # F0.5 of the text of its elements against the seed's
    drop: dict[str, Votes] = field(default_factory=dict)
    title: dict[str, Votes] = field(default_factory=dict)
    affixes: dict[str, tuple[str, str]] = field(default_factory=dict)  # what stands before and behind the headline
    lead: dict[str, Votes] = field(default_factory=dict)
    caption: dict[str, Votes] = field(default_factory=dict)
    photo: dict[str, Votes] = field(default_factory=dict)
    author: dict[str, Votes] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)  # the time that its first element shows

    @property
    def best(self) -> float:
        """Give the F0.5 of the best body of this page."""
        return max(self.body.values(), default=0.0)


class _Words(NamedTuple):
    """The seed's words by their folded keys."""

    headline: str  # as written
    title: str
    whole: str
    captions: frozenset[str]
    bylines: frozenset[str]


@dataclass(slots=True)
class _Element:
    """An element with the letters of its text that the seed has, and those that it has not."""

    node: LexborNode
    above: int  # mem_id of its parent
    names: tuple[str, ...]
    inside: int = 0
    outside: int = 0
    caption: int = 0  # letters of captions
    line_count: int = 0
    before: int = 0  # letters of the seed above it on the page


def label_page(sample: Sample) -> PageLabels | None:
    """Label a page with its seed; None where the seed has no text to label it with."""
    words = _read_words(sample.seed)
    if len(words.whole) < MIN_BODY:
        return None
    tree = LexborHTMLParser(flatten(sample.markup))
    elements = _count_letters(tree, words)
    by_name: dict[str, list[_Element]] = {}
    for element in elements.values():
        for name in element.names:
            by_name.setdefault(name, []).append(element)
    labels = PageLabels(present=frozenset(by_name))
    whole = max((element.inside for element in elements.values()), default=0)
    for name, found in by_name.items():
        body = _body_of(found)
        if body and whole:
            labels.body[name] = _f_score(body, whole)
    best = min(labels.body, key=lambda name: (-round(labels.body[name], 6), *plainness(name)), default="")
    around = {element.node.mem_id for element in _body_of(by_name.get(best, []))}
    _label_inside(labels, elements, around)
    for name, votes in labels.drop.items():
        # What is dropped in the body is dropped in the picture beside it as well.
        is_used = any(element.inside or element.caption for element in by_name[name])
        labels.drop[name] = votes._replace(contradicts=votes.contradicts or is_used)
    _label_lines(labels, by_name, words)
    head = tree.css_first("title")
    if head is not None:
        _note_affixes(labels, "title", clean_text(head.text()), words)
    within = {mem_id for mem_id in elements if _is_in(mem_id, around, elements)}
    _label_beside(labels, by_name, words, within | _above(around, elements))
    return labels


def plainness(selector: str) -> tuple[bool, bool, int, str]:
    """Order selectors of the same elements: one that says what it is, by itself, in few letters."""
    return read_mark(selector) is not Mark.BODY, " > " in selector, len(selector), selector


def _read_words(seed: SeedArticle) -> _Words:
    body = without_markup(seed.body or "")
    parts = partition_body(seed.body, None)
    captions = {fold_text(text) for text in _captions_of(parts.left_out, seed.body or "")}
    bylines = {fold_text(part.text) for part in parts.left_out if part.kind is LeftOutKind.BYLINE}
    headline = clean_text(seed.title or "")
    return _Words(headline, fold_text(headline), fold_text(body), frozenset(captions - {""}), frozenset(bylines - {""}))


def _captions_of(left_out: Sequence[LeftOut], body: str) -> Iterator[str]:
    """List the captions of a seed, alone and with the credits behind them."""
    for part, behind in zip_longest(left_out, left_out[1:]):
        if part.kind is LeftOutKind.CAPTION:
            yield part.text
            if behind is not None and behind.kind is LeftOutKind.CREDIT:
                yield body[part.seed_start : behind.seed_end]


def _count_letters(tree: LexborHTMLParser, words: _Words) -> dict[int, _Element]:
    """Count for each element the letters that the seed has and has not, line by line."""
    elements: dict[int, _Element] = {}
    lines: dict[int, list[str]] = {}
    root = tree.root
    for node in root.traverse(include_text=True) if root is not None else ():
        parent = node.parent
        if node.tag == "-text":
            if parent is not None and (at := _block_of(parent.mem_id, elements)):
                lines.setdefault(at, []).append(node.text(deep=False))
        elif parent is not None and node.tag not in _NEVER_SHOWN and (parent.mem_id in elements or node.tag == "html"):
            above = elements.get(parent.mem_id)
            names = tuple(_names(node, above.names if above else ()))
            elements[node.mem_id] = _Element(node, parent.mem_id, names)
    own: dict[int, int] = {}
    for at, parts in lines.items():
        if line := clean_text("".join(parts)):
            own[at] = _add_line(elements, at, line, words)
    total = 0
    for mem_id, element in elements.items():
        element.before = total
        total += own.get(mem_id, 0)
    return elements


def _add_line(elements: dict[int, _Element], at: int, line: str, words: _Words) -> int:
    """Count a line for its block and all around it; returns its letters that the seed has."""
    key = fold_text(line)
    inside, outside, caption = (0, 0, len(key)) if key in words.captions else (*_weigh(line, words.whole), 0)
    element = elements.get(at)
    while element is not None:
        element.inside += inside
        element.outside += outside
        element.caption += caption
        element.line_count += 1
        element = elements.get(element.above)
    return inside


def _block_of(at: int, elements: dict[int, _Element]) -> int:
    """Find the block that a piece of text is a line of; 0 for text that is never shown."""
    element = elements.get(at)
    while element is not None and not _is_block(element.node) and element.above in elements:
        at, element = element.above, elements[element.above]
    return at if element is not None else 0


def _is_block(node: LexborNode) -> bool:
    """Tell an element whose text is a line of its own; components, which name themselves, are."""
    return node.tag in _BLOCKS or "-" in (node.tag or "")


def _weigh(line: str, whole: str) -> tuple[int, int]:
    """Count the letters of a line that stand in the seed, and those that do not; a short one may by chance."""
    key = fold_text(line)
    if len(key) < SHORTEST:
        return 0, 0 if key in whole else len(key)
    if key in whole:
        return len(key), 0
    keys = [fold_text(line[start:end]) for start, end in sentences(line)]
    inside = sum(len(part) for part in keys if len(part) >= SHORTEST and part in whole)
    return inside, max(0, len(key) - inside)


def _names(node: LexborNode, above: tuple[str, ...]) -> Iterator[str]:
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


def _body_of(found: list[_Element]) -> list[_Element]:
    """Give the elements that a reader would take for the body: the first with prose, and its siblings."""
    first = next((element for element in found if element.inside + element.outside >= MIN_BODY), None)
    return [element for element in found if first is not None and element.above == first.above]


def _f_score(body: list[_Element], whole: int) -> float:
    """Weigh what of the seed is inside against what else is: (1 + b) PR / (bP + R)."""
    inside = sum(element.inside for element in body)
    outside = sum(element.outside for element in body)
    if not inside:
        return 0.0
    lead = min(body[0].before, whole - inside, LEAD_LETTERS, LEAD_SHARE * whole)
    precision, recall = inside / (inside + outside), (inside + lead) / whole
    score = (1 + PRECISION_WEIGHT) * precision * recall / (PRECISION_WEIGHT * precision + recall)
    is_lines = body[0].node.tag in _LINES or (len(body) > 1 and sum(item.line_count for item in body) < 2 * len(body))
    return score * LONE_LINES if is_lines else score


def _label_inside(labels: PageLabels, elements: dict[int, _Element], body: set[int]) -> None:
    """Label what stands in the body and is no prose: the largest blocks of which the seed has nothing."""
    for element in elements.values():
        if element.above not in elements or not _is_in(element.above, body, elements):
            continue
        is_kept = element.caption > 0 or element.node.css_first(_PICTURES) is not None
        is_other = element.outside > 0 and element.inside == 0
        above = elements[element.above]
        is_largest = is_other and (above.inside > 0 or above.node.mem_id in body)
        if is_other and not is_largest and not is_kept:
            continue
        for name in element.names:
            known = labels.drop.get(name, _NOTHING)
            contradicts = known.contradicts or is_kept or element.inside > 0
            labels.drop[name] = Votes(support=known.support or (is_largest and not is_kept), contradicts=contradicts)


def _is_in(at: int, body: set[int], elements: dict[int, _Element]) -> bool:
    """Tell whether an element is one of the body, or inside one."""
    while at in elements:
        if at in body:
            return True
        at = elements[at].above
    return False


def _above(body: set[int], elements: dict[int, _Element]) -> set[int]:
    """List the elements around the body."""
    found: set[int] = set()
    for at in body:
        above = elements[at].above
        while above in elements:
            found.add(above)
            above = elements[above].above
    return found


def _label_lines(labels: PageLabels, by_name: dict[str, list[_Element]], words: _Words) -> None:
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
            is_caption = [_key(element) in words.captions for element in found]
            is_prose = any(element.inside > 0 and not known for element, known in zip(found, is_caption, strict=True))
            labels.caption[name] = Votes(support=any(is_caption), contradicts=is_prose or not any(is_caption))


def _note_affixes(labels: PageLabels, name: str, shown: str, words: _Words) -> None:
    """Note what stands before and behind the headline in an element, where that is little."""
    before, title, behind = shown.partition(words.headline) if words.headline else ("", "", "")
    if title and (before or behind) and len(before) + len(behind) <= LONGEST_LABEL:
        labels.affixes[name] = (before, behind)


def _label_beside(labels: PageLabels, by_name: dict[str, list[_Element]], words: _Words, not_beside: set[int]) -> None:
    """Label what of the article stands beside its body: a lead, a picture with its caption."""
    for name, found in by_name.items():
        first = found[0]
        key, is_beside = _key(first), first.node.mem_id not in not_beside
        # Whatever stands before its first word, such as a place.
        is_known = key in words.whole or key[int(BEFORE_LEAD * len(key)) :] in words.whole
        is_lead = is_beside and len(key) >= SHORTEST_LEAD and is_known and key != words.title
        labels.lead[name] = _vote(supports=is_lead and not first.caption and 2 * len(key) < len(words.whole))
        if words.captions:
            is_photo = is_beside and first.caption > 0 and not first.inside and not first.outside
            labels.photo[name] = _vote(supports=is_photo and first.node.css_first("img, video") is not None)


_NOTHING: Final = Votes(support=False, contradicts=False)


def _vote(*, supports: bool) -> Votes:
    return Votes(support=supports, contradicts=not supports)


def _key(element: _Element) -> str:
    """Fold the text of a small element; a large one is none of those that are looked for."""
    return fold_text(element.node.text()) if element.inside + element.outside < 2_000 else ""
