"""From the raw blocks of the article's part of the page to its lead, body and captions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.anchor import Anchor, find_anchor
from flows.parse.marks import Mark
from flows.parse.media import attach_captions
from flows.parse.walk import RawBlock, RawMedia, Walk
from flows.records import BlockKind

MAX_LINKED: Final = 0.55  # share of a block's characters in links; above it the block leads elsewhere
MIN_LEAD: Final = 40
CLIMB: Final = 5  # levels between the container of the prose and the element that also holds the headline
_FOLD: Final = re.compile(r"\W+")


@dataclass(slots=True)
class Body:
    """The article's text in order, captions apart, and the pictures with theirs."""

    blocks: list[RawBlock] = field(default_factory=list)
    media: list[RawMedia] = field(default_factory=list)
    lead: str | None = None
    prose: int = 0  # characters of paragraphs


def fold_text(text: str) -> str:
    """Make a key in which two spellings of one line are equal."""
    return _FOLD.sub("", text).casefold()


def read_generic(tree: LexborHTMLParser, title: str | None, headings: Sequence[LexborNode], description: str | None) -> Body:
    """Find and read the body of a page of which nothing is known."""
    root = tree.body
    if root is None:
        return Body()
    anchor = find_anchor(tree, root)
    top = _climb(anchor, headings)
    walk = Walk(keep=anchor.around)
    if top is not None:
        walk.watch = anchor.node.mem_id
        walk.add(top)
        start, end = walk.watched
    else:
        walk.add(anchor.node)
        start, end = 0, len(walk.blocks)
    attach_captions(walk.blocks, walk.media)
    body = Body(media=walk.media)
    key = fold_text(title or "")
    start = _skip_title(walk.blocks, start, end, key)
    body.lead = _find_lead(walk.blocks[_title_end(walk.blocks, start, key) : start], description)
    body.blocks = trim(walk.blocks[start:end], title)
    body.prose = sum(len(block.text) for block in body.blocks if block.kind is not BlockKind.CAPTION)
    return body


def _climb(anchor: Anchor, headings: Sequence[LexborNode]) -> LexborNode | None:
    """Find the element around the prose that also holds the headline; None where it is far away."""
    above: set[int] = set()
    for heading in headings:
        node: LexborNode | None = heading
        while node is not None:
            above.add(node.mem_id)
            node = node.parent
    node = anchor.node.parent
    for _ in range(CLIMB):
        if node is None or node.tag in ("body", "html"):
            return None
        if node.mem_id in above:
            anchor.around.add(node.mem_id)
            return node
        node = node.parent
    return None


def _title_end(blocks: Sequence[RawBlock], end: int, key: str) -> int:
    """Return the index behind the headline among the first blocks."""
    for index in range(end - 1, -1, -1):
        if blocks[index].kind is BlockKind.HEADING and (not key or fold_text(blocks[index].text) == key):
            return index + 1
    return end


def _skip_title(blocks: Sequence[RawBlock], start: int, end: int, key: str) -> int:
    """Start behind the headline where it stands inside the body."""
    for index in range(start, min(end, start + 12)):
        if key and fold_text(blocks[index].text) == key:
            return index + 1
    return start


def _find_lead(blocks: Sequence[RawBlock], description: str | None) -> str | None:
    """Choose the lead among the blocks between headline and body."""
    key = fold_text(description or "")[:60]
    for block in blocks:
        if block.kind is BlockKind.CAPTION or block.linked > MAX_LINKED * len(block.text) or len(block.text) < MIN_LEAD:
            continue
        if block.mark is Mark.LEAD or (key and fold_text(block.text).startswith(key)):
            return block.text
    return None


def trim(blocks: Sequence[RawBlock], title: str | None) -> list[RawBlock]:
    """Drop what is no prose inside the body."""
    key = fold_text(title or "")
    kept: list[RawBlock] = []
    for block in blocks:
        size = len(block.text)
        if block.linked > MAX_LINKED * size and size < 200:
            continue
        if block.mark is Mark.APPARATUS and size < 120:
            continue
        if block.kind is BlockKind.HEADING and fold_text(block.text) == key:
            continue
        kept.append(block)
    while kept and kept[-1].kind is BlockKind.HEADING:
        kept.pop()
    return kept
