"""Find the lead of an article: what stands between headline and body, or opens the body."""

from collections.abc import Collection, Sequence
from enum import Enum, auto
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.body.phrases import is_set_phrase
from flows.parse.body.trim import MAX_LINKED
from flows.parse.markup.marks import Mark
from flows.parse.markup.plain import fold_text, same_line
from flows.parse.markup.walk import CAPTION, ENDS, SENTENCE, TRUSTED, RawBlock, Walk
from flows.records import BlockKind

MIN_LEAD: Final = 40
KEY: Final = 48  # letters of the description that a lead must begin with
REPEATED_AMONG: Final = 8  # blocks among which a repeated lead is looked for
HEADER_LEVELS: Final = 4  # elements around the headline that may be the header with the lead in it
HEADER_SIBLINGS: Final = 6  # nodes between header and body
MAX_HEADER: Final = 3000  # characters


class LeadEvidence(Enum):
    """What a lead may be told by."""

    NAMED = auto()  # its class, or the page's description
    PLACE = auto()  # that it is a sentence between headline and body


def find_lead(blocks: Sequence[RawBlock], description: str | None, evidence: LeadEvidence) -> str | None:
    """Choose the lead among blocks between headline and body.

    A block that is marked as one, or that the page's description repeats; where the blocks stand right before
    the body (`LeadEvidence.PLACE`), else the first that reads like a sentence.
    """
    key = fold_text(description or "")[:KEY]
    fallback = None
    for block in blocks:
        text = block.text
        if block.kind is CAPTION or block.linked > MAX_LINKED * len(text) or len(text) < MIN_LEAD:
            continue
        if is_set_phrase(text, block.linked):
            continue
        if block.mark in (Mark.LEAD, Mark.DOUBTFUL) or (key and fold_text(text).startswith(key)):
            return text
        if fallback is None and block.mark is not Mark.APPARATUS and len(text) >= SENTENCE and text[-1] in ENDS:
            fallback = text
    return fallback if evidence is LeadEvidence.PLACE else None


def take_lead(blocks: Sequence[RawBlock], start: int, end: int) -> tuple[int, str | None]:
    """Take a lead that opens the body: one block that is marked as such, before others that are not."""
    if start + 1 >= end:
        return start, None
    first, second = blocks[start], blocks[start + 1]
    is_lead = first.mark is Mark.LEAD and second.mark is not Mark.LEAD and first.kind is not CAPTION
    return (start + 1, first.text) if is_lead and len(first.text) >= MIN_LEAD else (start, None)


def blocks_beside(heading: LexborNode | None, around: Collection[int]) -> list[RawBlock]:
    """List what stands with a headline, behind it, far from the body, and in elements between the two.

    `around` has the ids of the body's element and those above it.
    """
    if heading is None:
        return []
    header = heading
    for _ in range(HEADER_LEVELS):
        above = header.parent
        if above is None or above.mem_id in around or len(above.text()) > MAX_HEADER:
            break
        header = above
    walk = Walk(dropped=TRUSTED)
    walk.add(header)
    if header.mem_id == heading.mem_id:
        walk.blocks.clear()
    node = header.next
    for _ in range(HEADER_SIBLINGS):
        if node is None or node.mem_id in around:
            break
        if node.is_element_node:
            walk.add(node)
        node = node.next
    key = fold_text(heading.text())
    after = next((index + 1 for index, block in enumerate(walk.blocks) if fold_text(block.text) == key), 0)
    return walk.blocks[after:]


def without_lead(blocks: list[RawBlock], lead: str | None) -> list[RawBlock]:
    """Drop the paragraph that repeats the lead."""
    key = fold_text(lead or "")
    for index, block in enumerate(blocks[:REPEATED_AMONG]):
        if key and block.kind is not CAPTION and same_line(block.text, key, len(lead or "")):
            return blocks[:index] + blocks[index + 1 :]
    return blocks


def without_summary(blocks: Sequence[RawBlock]) -> Sequence[RawBlock]:
    """Drop a list in a box named as a lead before the text: points that the page makes of its own article.

    For pages that have another lead besides.
    """
    is_text = (block.mark is not Mark.LEAD and len(block.text) >= SENTENCE for block in blocks)
    first = next((at for at, found in enumerate(is_text) if found), 0)
    if not any(block.mark is Mark.LEAD and block.kind is BlockKind.LIST_ITEM for block in blocks[:first]):
        return blocks
    return [block for at, block in enumerate(blocks) if at >= first or block.mark is not Mark.LEAD]
