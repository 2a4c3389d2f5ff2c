"""Look for the text that an article is known to have (the seed's) in what was read of a page, and in all it shows.

The text is taken in pieces of about a sentence. A piece that was not read but stands on the page was dropped or passed
over by a rule; it is put back where it stands. So no rule of class, wording or place costs a sentence that seed and
page both have.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from flows.parse.body.pieces import FEW, Pieces
from flows.parse.markup.marks import Mark, read_mark
from flows.parse.markup.plain import fold_text
from flows.parse.markup.tags import SHOWN_ACTIONS
from flows.parse.markup.walk import RawBlock, Walk

MIN_PIECE: Final = 14  # letters; a shorter piece may stand anywhere on a page by chance
MIN_WIDE: Final = 7  # the same in scripts without spaces
LEAST: Final = 4  # letters of a text that is all there is to look for
WIDE: Final = "\u3040"  # such scripts, from here on
OWN_SHARE: Final = 0.3  # of a block's letters
SAME_END: Final = 0.5  # of the letters of a block and of a piece that end alike
PROBES: Final = 6  # words of a piece that are looked for in the raw text
CONTEXT: Final = 8  # letters before or behind a short line that must stand with it in the known text
# Signs inside of words that nobody sees, and that a scraper may have lost: hyphens, joiners, marks of direction.
_UNSEEN: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_WORD: Final = re.compile(r"[^\W_]+")
_PIECE_END: Final = re.compile(r"[.!?…:;][\"”’»)\]]*\s+|[。！？；][”’」』）]*|\n+")


@dataclass(frozen=True, slots=True)
class KnownText:
    """A text as letters alone: the whole of it, and those of its pieces that are long enough to be looked for.

    A piece that is too short is looked for with the letters before it, as many as make it long enough.
    """

    whole: str
    pieces: tuple[str, ...]
    short: tuple[str, ...]
    texts: Mapping[str, str]  # of each piece, as it is written
    finder: Pieces  # of the pieces
    beside: Pieces  # of the short ones
    repeats: bool  # it says something twice

    @property
    def size(self) -> int:
        """Count the letters of all pieces."""
        return sum(map(len, self.pieces))

    def missing_in(self, key: str) -> Counter[str]:
        """Count the pieces that a folded text lacks, or has less often."""
        if not self.repeats and self._stands_in(key):
            return Counter()
        whole = self.whole
        missing = self.finder.count_in(whole) - self.finder.count_in(key)
        return missing | (self.beside.count_in(whole) - self.beside.count_in(key))

    def _stands_in(self, key: str) -> bool:
        """Tell whether all pieces stand in a folded text in order, as in most pages."""
        at = 0
        for piece in self.pieces:
            at = key.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return len(self.beside.count_in(key)) == len(self.short)

    def share_in(self, key: str) -> float:
        """Give the share of the letters of all pieces that stand in a folded text, 0-1."""
        return self._letters_in(key) / (self.size or 1)

    def _letters_in(self, key: str) -> int:
        return sum(map(len, self.finder.count_in(key)))

    def has(self, key: str) -> bool:
        """Tell whether a folded block is a part of this text."""
        return is_telling(key) and key in self.whole

    def share_of(self, key: str) -> float:
        """Give the share of the letters of a folded block that are in pieces of this text, 0-1."""
        return self._letters_in(key) / (len(key) or 1)

    def holds(self, key: str) -> bool:
        """Tell whether a folded block is of this text: a part of it, or one of which its pieces are a good part."""
        return self.has(key) or self.share_of(key) > OWN_SHARE

    def joins(self, before: str, key: str, behind: str) -> bool:
        """Tell whether a folded line, however short, stands in this text beside the line before it or behind it."""
        if not key:
            return False
        return (bool(before) and before[-CONTEXT:] + key in self.whole) or (
            bool(behind) and key + behind[:CONTEXT] in self.whole
        )


def know(text: str) -> KnownText:
    """Cut a text into pieces."""
    parts = [(key, piece) for piece in _PIECE_END.split(text) if (key := fold_text(piece))]
    folded = [key for key, _ in parts]
    whole = "".join(folded)
    short: dict[str, str] = {}
    at = 0
    for key, piece in parts:
        if not is_telling(key):
            room = max(CONTEXT, MIN_PIECE - len(key))
            short[whole[max(0, at - room) : at + len(key)] if at else whole[: len(key) + room]] = piece
        at += len(key)
    pieces = tuple(dict.fromkeys(filter(is_telling, folded))) or ((whole,) if len(whole) >= LEAST else ())
    beside = tuple(filter(is_telling, short))
    repeats = len(set(folded)) < len(folded)
    return KnownText(whole, pieces, beside, short | dict(parts), Pieces(pieces), Pieces(beside), repeats)


def is_telling(piece: str) -> bool:
    """Tell whether some letters are enough to be looked for."""
    return len(piece) >= MIN_PIECE or (len(piece) >= MIN_WIDE and piece[0] >= WIDE)


def may_show(tree: LexborHTMLParser, known: KnownText, missing: Collection[str]) -> bool:
    """Tell at a glance whether a document may hold one of some pieces: its longest words stand somewhere in it."""
    if len(missing) > FEW:
        return True
    text = tree.body.text().casefold() if tree.body is not None else ""
    if _UNSEEN.search(text) or not unicodedata.is_normalized("NFC", text):
        return True
    for piece in missing:
        words = _WORD.findall(known.texts.get(piece, "").casefold())
        for part in (words, words[len(words) // 2 :]):  # its end alone: see Shown.ends_of
            if all(word in text for word in sorted(part, key=len)[-PROBES:]):
                return True
    return False


class Shown:
    """All blocks that a page shows, or folds away, in order."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        walk = Walk(dropped=(), actions=SHOWN_ACTIONS)
        if tree.body is not None:
            walk.add(tree.body)
        self.blocks = walk.blocks
        self.keys = [fold_text(block.text) for block in self.blocks]
        self.key = "".join(self.keys)
        self._ends = list(accumulate(map(len, self.keys)))

    def places(self, pieces: Pieces) -> dict[str, list[range]]:
        """Give the numbers of the blocks in which each of some pieces stands, each time; it may go over several."""
        return {
            piece: [self._blocks_of(at, at + len(piece) - 1) for at in places]
            for piece, places in pieces.places_in(self.key).items()
        }

    def ends_of(self, pieces: Collection[str]) -> set[int]:
        """Give the numbers of the blocks that end as one of some pieces does, by most of their letters and of its.

        In a text that an old scraper ran together, a caption that stood before a block is of its first piece; and a
        page may have a place before the first word.
        """
        by_end: dict[str, list[str]] = {}
        for piece in pieces:
            by_end.setdefault(piece[-CONTEXT:], []).append(piece)
        return {
            number
            for number, key in enumerate(self.keys)
            if any(_shared_end(key, piece) > SAME_END for piece in by_end.get(key[-CONTEXT:], ()))
        }

    def _blocks_of(self, first: int, last: int) -> range:
        return range(bisect_right(self._ends, first), bisect_right(self._ends, last) + 1)

    def where(self, blocks: Sequence[RawBlock]) -> list[int]:
        """Give the place of each of some blocks, in order; one that stands nowhere as it is takes the place before."""
        numbers: dict[str, list[int]] = {}
        for number, key in enumerate(self.keys):
            numbers.setdefault(key, []).append(number)
        found: list[int] = []
        at = -1
        for block in blocks:
            same = numbers.get(fold_text(block.text), [])
            later = bisect_right(same, at)
            at = same[later] if later < len(same) else at
            found.append(at)
        return found


def _shared_end(key: str, piece: str) -> float:
    """Give the share of the letters of the longer one that two folded texts have in common at their ends."""
    pairs = zip(reversed(key), reversed(piece), strict=False)
    same = next((count for count, (one, other) in enumerate(pairs) if one != other), min(len(key), len(piece)))
    return same / (max(len(key), len(piece)) or 1)


def put_back(
    read: Sequence[RawBlock], lead: str | None, shown: Shown, known: KnownText, missing: Counter[str]
) -> list[RawBlock]:
    """Add the blocks that hold missing pieces to those that were read, the lead apart, each in its place on the page.

    A line too short to be looked for, such as a sub-head or a cell, comes with them where it stands beside them in the
    known text too. One that was read but for its first words, such as a place that the layout drops, is not added.
    """
    at = shown.where(read)
    own = set(at)
    if lead is not None:
        key = fold_text(lead)
        own |= {number for number, other in enumerate(shown.keys) if other == key}
    places = shown.places(Pieces(missing))
    middle = sum(own) / len(own) if own else 0.0
    chosen = (_nearest(shown, where, missing[piece], own, middle) for piece, where in places.items())
    fresh = set(chain.from_iterable(chosen)) - own
    ended = shown.ends_of(missing.keys() - places.keys()) - own
    keys = [fold_text(text) for text in (lead or "", *(block.text for block in read))] if ended else []
    fresh |= {number for number in ended if all(_shared_end(shown.keys[number], key) <= SAME_END for key in keys)}
    if not fresh:
        return list(read)
    fresh |= _beside(shown, known, own | fresh) - own
    placed = [(number, 0, block) for number, block in zip(at, read, strict=True)]
    placed += [(number, 1, shown.blocks[number]) for number in fresh]
    return [block for _, _, block in sorted(placed, key=lambda item: item[:2])]


def _nearest(shown: Shown, places: Sequence[range], count: int, own: set[int], middle: float) -> list[int]:
    """Choose where a piece is taken from: as often as it is missing, from where most of the text was read."""
    last = max(own, default=len(shown.blocks))
    free = [place for place in places if not own.issuperset(place)]
    free = [place for place in free if place.start < last or not _is_comment(shown.blocks[place.start])]
    free.sort(key=lambda place: abs(place.start - middle))
    return [number for place in free[:count] for number in place if shown.keys[number]]


def _is_comment(block: RawBlock) -> bool:
    """Tell whether a block stands among readers' comments; what has such a name inside of the text is none."""
    node = block.node
    while node is not None:
        attributes = node.attributes
        if any(read_mark(name) is Mark.COMMENTS for name in (attributes.get("class"), attributes.get("id")) if name):
            return True
        node = node.parent
    return False


def _beside(shown: Shown, known: KnownText, chosen: set[int]) -> set[int]:
    """Find the short lines that stand before or behind a chosen block, on the page as in the known text."""
    found: set[int] = set()
    numbers = [number for number, key in enumerate(shown.keys) if key]
    for before, number in pairwise(numbers):
        if number not in chosen and (before in chosen or before in found):
            key = shown.keys[number]
            if not is_telling(key) and known.joins(shown.keys[before], key, ""):
                found.add(number)
    for behind, number in pairwise(reversed(numbers)):
        if number not in chosen and (behind in chosen or behind in found):
            key = shown.keys[number]
            if not is_telling(key) and known.joins("", key, shown.keys[behind]):
                found.add(number)
    return found
