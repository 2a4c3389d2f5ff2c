"""Tell what belongs to an article by where those of its blocks stand that it is known to have."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.body.known_text import OWN_SHARE, WIDE, KnownText
from flows.parse.markup.marks import is_hidden
from flows.parse.markup.walk import CAPTION, ENDS, PARAGRAPH, SENTENCE, RawBlock

Signature = tuple[str | None, str | None, str | None]

FEW: Final = 2  # blocks; with less of them, the known text may be no more than a lead, and the article go on elsewhere
GOES_ON: Final = 3  # paragraphs in one element that are an article's
RUN: Final = 5  # words in a row; signs of a script without spaces in a row
WIDE_RUN: Final = 9
EDITED: Final = 0.3  # share of its runs of words that an edited paragraph has in common with the known text
_WORD: Final = re.compile(r"[\u3040-\u9fff]|\w+")
_DIGITS: Final = re.compile(r"\d+")
# Elements that structure prose: a new one is no box. Lists, tables and quotes with a name of their own are one behind
# the end of the known text.
_PROSE: Final = frozenset(
    ("p", "li", "dd", "dt", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "tbody", "pre", "font")
)
_LISTS: Final = frozenset(("ul", "ol", "dl", "table", "blockquote"))


def without_strangers(
    blocks: Sequence[RawBlock], keys: Sequence[str], known: KnownText, whole: str, lead: str
) -> list[RawBlock]:
    """Drop blocks (`keys` are their folded texts) that the known text lacks, and that stand in a box without any of it.

    A paragraph that a publisher adds stands among the article's own; a promotion, a form, a list of other stories or a
    dialog stands in an element of its own. What has many words in a row in common with the part of the known text that
    neither the article's own blocks nor all that was read (`whole`, folded, and so is its `lead`) have as it is was
    edited, and stays.
    """
    own = _find_own(keys, known, lead)
    if all(own):
        return list(blocks)
    places = _Places([(block.node, is_own) for block, is_own in zip(blocks, own, strict=True) if block.node])
    if sum(own) < FEW:
        places.widen([block.node for block in blocks if block.node and _is_prose(block)])
    last = max((at for at, is_own in enumerate(own) if is_own), default=-1)
    doubtful = [
        at
        for at, block in enumerate(blocks)
        if not own[at]
        and block.kind is not CAPTION
        and block.node
        and not places.admit(block.node, is_behind=at > last)
    ]
    runs = set(_runs(_find_lacking(keys, own, known, whole))) if doubtful else set()
    strange = {at for at in doubtful if not _is_edited(blocks[at].text, runs)}
    return [block for at, block in enumerate(blocks) if at not in strange]


def _find_own(keys: Sequence[str], known: KnownText, lead: str) -> list[bool]:
    """Tell of each block whether it is of the known text: a part of it, a line beside one, or made of its pieces.

    Stories of one subject share whole sentences, and a teaser of another one is none of this article's for a sentence
    that stands here too: so each place of the text counts for one block, first for those that have most of it.
    """
    parts = {at for at, key in enumerate(keys) if known.has(key)}
    lines = _find_lines(keys, known, parts)
    own = [at in parts or at in lines for at in range(len(keys))]
    if all(own):
        return own
    taken = _Taken(known.whole)
    if known.has(lead):
        taken.take(lead)
    for at in sorted(lines):
        taken.take(keys[at])
    for at in sorted(parts, key=lambda at: (-len(keys[at]), at)):
        own[at] = taken.take(keys[at])
    shares = {at: share for at, key in enumerate(keys) if not own[at] and (share := known.share_of(key)) > OWN_SHARE}
    for at in sorted(shares, key=lambda at: -shares[at]):
        fresh = [piece for piece in known.finder.count_in(keys[at]) if taken.take(piece)]
        own[at] = sum(map(len, fresh)) > OWN_SHARE * len(keys[at])
    return own


def _find_lines(keys: Sequence[str], known: KnownText, parts: set[int]) -> set[int]:
    """Find the lines too short to tell that stand in the known text beside the block before or behind them.

    What is none of the text, such as an advertisement, may stand between.
    """
    found: set[int] = set()
    for step in (1, -1):
        near = beside = ""
        for at in range(len(keys))[::step]:
            key = keys[at]
            if at not in parts and any(
                known.joins(other, key, "") if step > 0 else known.joins("", key, other) for other in (beside, near)
            ):
                found.add(at)
            if at in parts or at in found:
                near = key
            beside = key
    return found


def _find_lacking(keys: Sequence[str], own: Sequence[bool], known: KnownText, whole: str) -> str:
    """Give the pieces of the known text that stand nowhere, whatever stands between the article's own blocks."""
    mine = "".join(key for key, is_own in zip(keys, own, strict=True) if is_own)
    present = known.finder.count_in(whole) | known.finder.count_in(mine)
    return "\n".join(known.texts.get(piece, "") for piece in known.pieces if piece not in present)


class _Taken:
    """Which letters of a text have been found in some block."""

    def __init__(self, whole: str) -> None:
        self._whole, self._marks = whole, bytearray(len(whole))
        self._next: dict[str, int] = {}  # of each part, from where it is looked for: what is taken stays so

    def take(self, part: str) -> bool:
        """Take a place of a part of which less than half is taken; tells whether there was one."""
        at = self._whole.find(part, self._next.get(part, 0))
        while at >= 0:
            end = at + len(part)
            if self._marks.count(1, at, end) * 2 < len(part):
                self._marks[at:end] = bytes([1]) * len(part)
                self._next[part] = end
                return True
            at = self._whole.find(part, end)
        self._next[part] = len(self._whole)
        return False


def _is_prose(block: RawBlock) -> bool:
    """Tell a paragraph that reads like a sentence and leads nowhere."""
    is_long = len(block.text) >= SENTENCE or (block.text[0] >= WIDE and len(block.text) * 2 >= SENTENCE)
    return is_long and not block.linked and block.kind is PARAGRAPH and block.text[-1] in ENDS


def _is_edited(text: str, runs: set[tuple[str, ...]]) -> bool:
    mine = _runs(text)
    return sum(run in runs for run in mine) > EDITED * len(mine)


def _runs(text: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    size = WIDE_RUN if sum(map(len, words)) < 2 * len(words) else RUN
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]


class _Places:
    """The elements around an article's own blocks, up to the one that holds them all."""

    def __init__(self, nodes: Sequence[tuple[LexborNode, bool]]) -> None:
        """Take the elements of all blocks, each with whether the block is the article's own."""
        self._bodies: set[int] = set()
        chains = [list(_chain(node)) for node, is_own in nodes if is_own]
        counts = Counter(node.mem_id for chain in chains for node in chain)
        strange = Counter(above.mem_id for node, is_own in nodes if not is_own for above in _chain(node))
        self._held = {mem_id for mem_id, count in counts.items() if count >= strange[mem_id]}
        shared = (node.mem_id for node in chains[0][1:] if counts[node.mem_id] == len(chains)) if chains else iter(())
        self._top = next(shared, 0)
        self._signatures = {
            _signature(node) for chain in chains for node in _until(chain, self._top) if node.mem_id in self._held
        }

    def widen(self, nodes: Sequence[LexborNode]) -> None:
        """Take in the elements that hold several of some blocks: where the article goes on behind its lead."""
        counts = Counter(node.parent.mem_id for node in nodes if node.parent is not None)
        self._bodies = {mem_id for mem_id, count in counts.items() if count >= GOES_ON}

    def admit(self, node: LexborNode, *, is_behind: bool) -> bool:
        """Tell whether a block stands inside of the article, and in nothing but prose or elements like its own."""
        if node.parent is not None and node.parent.mem_id in self._bodies:
            return True
        chain = list(_chain(node))
        if all(above.mem_id != self._top for above in chain):
            return False
        between = _until(chain, self._top)
        return all(above.mem_id in self._held or self._is_prose(above, is_behind=is_behind) for above in between)

    def _is_prose(self, node: LexborNode, *, is_behind: bool) -> bool:
        if is_hidden(node.attributes):
            return False
        if node.tag in _PROSE or _signature(node) in self._signatures:
            return True
        return node.tag in _LISTS and not (is_behind and _signature(node) != (node.tag, None, None))


def _chain(node: LexborNode | None) -> Iterator[LexborNode]:
    while node is not None:
        yield node
        node = node.parent


def _until(chain: Sequence[LexborNode], top: int) -> Iterator[LexborNode]:
    for node in chain:
        if node.mem_id == top:
            return
        yield node


def _signature(node: LexborNode) -> Signature:
    """Give tag, class and id, numbers left out: what elements of one kind have in common."""
    attributes = node.attributes
    names, name = attributes.get("class"), attributes.get("id")
    return node.tag, _DIGITS.sub("", names) if names else None, _DIGITS.sub("", name) if name else None
