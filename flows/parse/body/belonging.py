"""Tell what belongs to an article by where those of its blocks stand that it is known to have."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.body.known_text import KnownText
from flows.parse.markup.marks import is_hidden
from flows.parse.markup.plain import fold_text
from flows.parse.markup.walk import CAPTION, RawBlock

Signature = tuple[str | None, str | None, str | None]

ENOUGH: Final = 0.3  # share of the known text in the blocks by which a container is told
RELATED: Final = 0.5  # share of its words that an edited paragraph has in common with the known text
_WORD: Final = re.compile(r"\w{4,}")
_DIGITS: Final = re.compile(r"\d+")
# Elements that structure prose: a new one is no box. Lists, tables and quotes with a name of their own are one behind
# the end of the known text.
_PROSE: Final = frozenset(("p", "li", "dd", "dt", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "tbody", "pre", "font"))
_LISTS: Final = frozenset(("ul", "ol", "dl", "table", "blockquote"))


def without_strangers(blocks: Sequence[RawBlock], known: KnownText, text: str) -> list[RawBlock]:
    """Drop blocks that the known text lacks and that stand in a box in which nothing of it stands.

    A paragraph that a publisher adds stands among the article's own; a promotion, a form, a list of other stories or a
    dialog stands in an element of its own. What shares most words with the known text was edited, and stays.
    """
    keys = [fold_text(block.text) for block in blocks]
    own = [known.holds(key) for key in keys]
    if all(own) or known.share_in("".join(keys)) < ENOUGH:
        return list(blocks)
    places = _Places([block.node for block, is_own in zip(blocks, own, strict=True) if is_own and block.node])
    last = max(at for at, is_own in enumerate(own) if is_own)
    words = set(_WORD.findall(text.casefold()))
    return [
        block
        for at, (block, is_own) in enumerate(zip(blocks, own, strict=True))
        if is_own
        or block.kind is CAPTION
        or block.node is None
        or places.admit(block.node, is_behind=at > last)
        or _shares_words(block.text, words)
    ]


def _shares_words(text: str, words: set[str]) -> bool:
    mine = set(_WORD.findall(text.casefold()))
    return bool(mine) and len(mine & words) >= RELATED * len(mine)


class _Places:
    """The elements around an article's own blocks, up to the one that holds them all."""

    def __init__(self, nodes: Sequence[LexborNode]) -> None:
        chains = [list(_chain(node)) for node in nodes]
        counts: dict[int, int] = {}
        for chain in chains:
            for node in chain:
                counts[node.mem_id] = counts.get(node.mem_id, 0) + 1
        self._held = set(counts)
        self._top = next((node.mem_id for node in chains[0] if counts[node.mem_id] == len(chains)), 0)
        self._signatures = {
            _signature(node) for chain in chains for node in _until(chain, self._top) if counts[node.mem_id] < len(chains)
        }

    def admit(self, node: LexborNode, *, is_behind: bool) -> bool:
        """Tell whether a block stands inside of the article, and in nothing but prose or elements like its own."""
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
