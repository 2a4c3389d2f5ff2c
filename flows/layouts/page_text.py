"""Where on a page the words of its seed stand: each element with the letters that the seed has, and has not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.layouts.selectors import names_of
from flows.parse.body.captions import split_caption_credit
from flows.parse.markup.plain import clean_text, fold_text
from flows.reconcile.partition import partition_body
from flows.records import LeftOut, LeftOutKind, SeedArticle
from flows.text.marked_up import without_markup
from flows.text.segment import sentences

SHORTEST: Final = 12  # letters; a shorter line stands in a seed by chance
LONGEST_CREDIT: Final = 60
MOST_PIECES: Final = 60  # of one line that are looked for one by one
_NEVER_SHOWN: Final = frozenset(("script", "style", "noscript", "template", "head"))
_BLOCKS: Final = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
        "pre", "section", "table", "tbody", "td", "th", "tr", "ul",
    )
)  # fmt: skip
_WIDE: Final = re.compile("[\u2e80-\ud7ff\uf900-\ufaff]")  # signs that say as much as two letters
_SPACE: Final = re.compile(r"\s+")


class SeedWords(NamedTuple):
    """The seed's words by their folded keys."""

    headline: str  # as written
    title: str
    whole: str
    captions: frozenset[str]
    credits: frozenset[str]  # names
    bylines: frozenset[str]

    @property
    def prose_letters(self) -> int:
        """Count the letters of the text without its captions; one that stands with its credit counts with it."""
        captions = [text for text in self.captions if not any(text in other for other in self.captions - {text})]
        return max(0, len(self.whole) - sum(map(len, captions)))


@dataclass(slots=True)
class Element:
    """An element with the letters of its text that the seed has, and those that it has not."""

    node: LexborNode
    above: int  # mem_id of its parent
    names: tuple[str, ...]
    start: int  # its place in the order of the page, and that of the last element inside of it
    end: int
    inside: int = 0
    outside: int = 0
    caption: int = 0  # letters of captions, and of credits that stand alone
    credit: int = 0
    headline: int = 0
    line_count: int = 0

    @property
    def is_other(self) -> bool:
        """Tell an element that shows text, and nothing of the seed."""
        return self.outside > 0 and not self.inside and not self.caption

    @property
    def is_credit(self) -> bool:
        """Tell an element that shows the credit of a picture, and nothing else."""
        return self.credit > 0 and self.caption == self.credit and not (self.inside or self.outside)


@dataclass(slots=True)
class PageText:
    """The elements of a page in their order, by mem_id, and its lines that the seed has."""

    elements: dict[int, Element]
    lines: list[tuple[int, int]]  # the place where a line begins, and its letters that the seed has


class _Piece(NamedTuple):
    """A piece of text, without an element in it."""

    above: int
    place: int
    text: str


class _Letters(NamedTuple):
    """Letters of a piece: of the seed's text, of something else, of its captions, credits among them, its headline."""

    inside: int = 0
    outside: int = 0
    caption: int = 0
    credit: int = 0
    headline: int = 0


def read_words(seed: SeedArticle) -> SeedWords:
    """Fold what the seed says."""
    body = without_markup(seed.body or "")
    parts = partition_body(seed.body, None)
    captions = {fold_text(text) for text in _captions_of(parts.left_out, seed.body or "")}
    named = {
        fold_text(split_caption_credit(part.text)[1] or "")
        for part in parts.left_out
        if part.kind is LeftOutKind.CREDIT
    }
    bylines = {fold_text(part.text) for part in parts.left_out if part.kind is LeftOutKind.BYLINE}
    headline = clean_text(seed.title or "")
    whole, title = fold_text(body), fold_text(headline)
    return SeedWords(
        headline, title, whole, frozenset(captions - {""}), frozenset(named - {""}), frozenset(bylines - {""})
    )


def _captions_of(left_out: Sequence[LeftOut], body: str) -> Iterator[str]:
    """List the captions of a seed, alone and with the credits behind them."""
    for part, after in zip_longest(left_out, left_out[1:]):
        if part.kind is LeftOutKind.CAPTION:
            yield part.text
            if after is not None and after.kind is LeftOutKind.CREDIT:
                yield body[part.seed_start : after.seed_end]


def weight_of(key: str) -> int:
    """Count letters; a sign of a script without an alphabet says as much as two."""
    return len(key) if key.isascii() else len(key) + len(_WIDE.findall(key))


def read_page(tree: LexborHTMLParser, words: SeedWords) -> PageText:
    """Count for each element the letters that the seed has and has not, line by line."""
    elements, lines = _read_lines(tree)
    page = PageText(elements, [])
    for at, pieces in lines:
        found = _weigh_line(pieces, words)
        for piece, letters in zip(pieces, found, strict=True):
            _add_up(elements, piece.above, letters)
        if any(map(any, found)):
            _add_line(elements, at)
            page.lines.append((pieces[0].place, sum(letters.inside for letters in found)))
    for element in reversed(elements.values()):
        if element.above in elements:
            elements[element.above].end = max(elements[element.above].end, element.end)
    return page


def _read_lines(tree: LexborHTMLParser) -> tuple[dict[int, Element], list[tuple[int, list[_Piece]]]]:
    """List the shown elements of a page, and its lines: text between two edges of blocks, or breaks."""
    elements: dict[int, Element] = {}
    lines: list[tuple[int, list[_Piece]]] = []
    under_way: dict[int, list[_Piece]] = {}
    root = tree.root
    for place, node in enumerate(root.traverse(include_text=True) if root is not None else ()):
        parent = node.parent
        if parent is None or node.tag in _NEVER_SHOWN or not (parent.mem_id in elements or node.tag == "html"):
            continue
        if node.tag == "-text":
            at = _block_of(parent.mem_id, elements)
            if at not in under_way:
                under_way[at] = []
                lines.append((at, under_way[at]))
            under_way[at].append(_Piece(parent.mem_id, place, _SPACE.sub(" ", node.text(deep=False))))
            continue
        if parent.mem_id in elements and (node.tag == "br" or _is_block(node)):
            under_way.pop(_block_of(parent.mem_id, elements), None)
        above = elements.get(parent.mem_id)
        names = tuple(names_of(node, above.names if above else ()))
        elements[node.mem_id] = Element(node, parent.mem_id, names, place, place)
    return elements, lines


def _block_of(at: int, elements: dict[int, Element]) -> int:
    """Find the block that a piece of text is a line of."""
    element = elements[at]
    while not _is_block(element.node) and element.above in elements:
        at, element = element.above, elements[element.above]
    return at


def _is_block(node: LexborNode) -> bool:
    """Tell an element whose text is a line of its own; components, which name themselves, are."""
    return node.tag in _BLOCKS or "-" in (node.tag or "")


def _add_up(elements: dict[int, Element], at: int, letters: _Letters) -> None:
    element = elements.get(at)
    while element is not None and any(letters):
        element.inside += letters.inside
        element.outside += letters.outside
        element.caption += letters.caption
        element.credit += letters.credit
        element.headline += letters.headline
        element = elements.get(element.above)


def _add_line(elements: dict[int, Element], at: int) -> None:
    element = elements.get(at)
    while element is not None:
        element.line_count += 1
        element = elements.get(element.above)


def _weigh_line(pieces: Sequence[_Piece], words: SeedWords) -> list[_Letters]:
    """Count the letters of a line, piece by piece; the headline is neither the text nor something else."""
    keys = [fold_text(piece.text) for piece in pieces]
    key = "".join(keys)
    is_short = 0 < len(key) <= LONGEST_CREDIT
    if is_short and words.credits and _credit_of("".join(piece.text for piece in pieces)) in words.credits:
        return [_Letters(caption=len(part), credit=len(part)) for part in keys]
    if key in words.captions:
        return [_Letters(caption=len(part)) for part in keys]
    if key == words.title:
        return [_Letters(headline=len(part)) for part in keys]
    if weight_of(key) < SHORTEST:
        return [_Letters(outside=0 if key in words.whole else len(part)) for part in keys]
    if key in words.whole:
        return [_Letters(len(part)) for part in keys]
    known = _known_sentences([piece.text for piece in pieces], words.whole)
    if 1 < len(keys) <= MOST_PIECES:
        aligned = _align(keys, words.whole)
        if sum(len(keys[at]) for at in aligned) > sum(known):
            known = [len(part) if at in aligned else 0 for at, part in enumerate(keys)]
    return [_Letters(inside, max(0, len(part) - inside)) for part, inside in zip(keys, known, strict=True)]


def _credit_of(line: str) -> str:
    """Fold the name in a line that is a credit and no more, with or without a word such as `Photo:`."""
    said, named = split_caption_credit(line)
    return "" if said and named else fold_text(said or named or "")


def _known_sentences(texts: Sequence[str], whole: str) -> list[int]:
    """Count for each piece of a line its letters in sentences that the seed has."""
    line = "".join(texts)
    spans = [(a, b) for a, b in sentences(line) if weight_of(key := fold_text(line[a:b])) >= SHORTEST and key in whole]
    counts, start = [], 0
    for text in texts:
        end = start + len(text)
        shared = ((max(a, start), min(b, end)) for a, b in spans)
        counts.append(sum(len(fold_text(line[a:b])) for a, b in shared if a < b))
        start = end
    return counts


def _align(keys: Sequence[str], whole: str) -> set[int]:
    """Find the pieces of a line that stand in the seed one after another, where others between them do not.

    They begin at the longest one that the seed has; a short one, which stands in a seed by chance, counts beside it.
    """
    anchor = max(range(len(keys)), key=lambda at: (keys[at] in whole, len(keys[at])))
    if keys[anchor] not in whole or weight_of(keys[anchor]) < SHORTEST:
        return set()
    found, joined = {anchor}, keys[anchor]
    for at in range(anchor + 1, len(keys)):
        if joined + keys[at] in whole:
            found.add(at)
            joined += keys[at]
    for at in range(anchor - 1, -1, -1):
        if keys[at] + joined in whole:
            found.add(at)
            joined = keys[at] + joined
    return found
