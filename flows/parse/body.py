"""From the raw blocks of the article's part of the page to its lead, body and captions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.anchor import Anchor, find_anchor
from flows.parse.captions import split_credit
from flows.parse.marks import Mark
from flows.parse.media import attach_captions
from flows.parse.metadata import Metadata
from flows.parse.names import split_authors
from flows.parse.phrases import is_set_phrase, is_time_line
from flows.parse.plain import fold_text
from flows.parse.walk import RawBlock, RawMedia, Walk
from flows.records import BlockKind

MAX_LINKED: Final = 0.55  # share of a block's characters in links; above it the block leads elsewhere
MIN_LEAD: Final = 40
SENTENCE: Final = 70  # characters of an unmarked lead
KEY: Final = 48  # letters of the description that a lead must begin with
MAX_NAMES: Final = 5  # words of a name at the end of the text
BYLINE: Final = 70  # characters of a line that is a byline or a time
LINK_LIST: Final = 200  # characters; a longer block is prose even if most of it is linked
MOSTLY_LEAD: Final = 0.4  # share of the text
ALL_LINKED: Final = 0.8  # share of a block in links above which even a long one is a list of links
LONG_LIST: Final = 600
APPARATUS: Final = 120  # characters of a byline, a row of tags, a time
MAX_CAPTION: Final = 300
REPEATED: Final = 60  # characters; shorter lines may well stand twice
ENDS: Final = ".!?…”\"»:;)。！？’'"
CLIMB: Final = 5  # levels between the container of the prose and the element that also holds the headline


@dataclass(slots=True)
class Body:
    """The article's text in order, captions apart, and the pictures with theirs."""

    blocks: list[RawBlock] = field(default_factory=list)
    media: list[RawMedia] = field(default_factory=list)
    lead: str | None = None
    prose: int = 0  # characters of paragraphs


def read_generic(
    tree: LexborHTMLParser, metadata: Metadata, headings: Sequence[LexborNode], known: str | None = None
) -> Body:
    """Find and read the body of a page of which nothing is known.

    `known` is the article's text from another source (its data, the seed), which then says where the body is.
    """
    root = tree.body
    if root is None:
        return Body()
    title = metadata.title
    around_title = _around_title(headings, title)
    anchor = find_anchor(tree, root, around_title, fold_text(known) if known else None)
    top = _climb(anchor, around_title)
    walk = Walk(keep=anchor.around | around_title)
    walk.watch = anchor.node.mem_id
    walk.add(top if top is not None else anchor.node)
    start, end = walk.watched
    mark_captions(walk.blocks, walk.media)
    attach_captions(walk.blocks, walk.media)
    body = Body(media=walk.media)
    key = fold_text(title or "")
    start = _skip_title(walk.blocks, start, end, key)
    body.lead = _find_lead(walk.blocks[_title_end(walk.blocks, start, key) : start], metadata.description)
    if body.lead is None:
        start, body.lead = _take_lead(walk.blocks, start, end)
    body.blocks = trim(walk.blocks[start:end], title, metadata.authors)
    take_signature(body.blocks, metadata)
    body.prose = count_prose(body.blocks)
    return body


def take_signature(blocks: list[RawBlock], metadata: Metadata) -> None:
    """Take the author from the last line where nothing else names one: a name in capitals or in bold."""
    named = metadata.authors and fold_text(metadata.authors[0]) != fold_text(metadata.site_name or "")
    if named or not blocks or blocks[-1].kind is BlockKind.CAPTION:
        return
    last = blocks[-1]
    words = last.text.split()
    if not 2 <= len(words) <= MAX_NAMES or not all(word[0].isupper() and word.isalpha() for word in words):
        return
    if last.text.isupper() or last.bold >= len(last.text):
        metadata.byline, metadata.authors = last.text, (last.text,)
        metadata.provenance["authors"] = "last_line"
        blocks.pop()


def count_prose(blocks: Sequence[RawBlock]) -> int:
    """Count the characters of a body without its captions."""
    return sum(len(block.text) for block in blocks if block.kind is not BlockKind.CAPTION)


def _around_title(headings: Sequence[LexborNode], title: str | None) -> set[int]:
    """List all elements around the headline: the heading that says the title, else the only one there is."""
    key = fold_text(title or "")
    chosen = [node for node in headings if key and fold_text(node.text()) == key] or (
        list(headings) if len(headings) == 1 else []
    )
    around: set[int] = set()
    for heading in chosen[:1]:
        node: LexborNode | None = heading
        while node is not None:
            around.add(node.mem_id)
            node = node.parent
    return around


def _climb(anchor: Anchor, around_title: set[int]) -> LexborNode | None:
    """Find the element around the prose that also holds the headline; None where it is far away."""
    node = anchor.node.parent
    for _ in range(CLIMB):
        if node is None or node.tag in ("body", "html"):
            return None
        if node.mem_id in around_title:
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
    """Choose the lead among the blocks between headline and body.

    A block that is marked as one, or that the page's description repeats, or else the first that reads like
    a sentence.
    """
    key = fold_text(description or "")[:KEY]
    fallback = None
    for block in blocks:
        text = block.text
        if block.kind is BlockKind.CAPTION or block.linked > MAX_LINKED * len(text) or len(text) < MIN_LEAD:
            continue
        if is_set_phrase(text, block.linked):
            continue
        if block.mark is Mark.LEAD or (key and fold_text(text).startswith(key)):
            return text
        if fallback is None and block.mark is not Mark.APPARATUS and len(text) >= SENTENCE and text[-1] in ENDS:
            fallback = text
    return fallback


def _take_lead(blocks: Sequence[RawBlock], start: int, end: int) -> tuple[int, str | None]:
    """Take a lead that opens the body: one block that is marked as such, before others that are not."""
    if start + 1 >= end:
        return start, None
    first, second = blocks[start], blocks[start + 1]
    is_lead = first.mark is Mark.LEAD and second.mark is not Mark.LEAD and first.kind is not BlockKind.CAPTION
    return (start + 1, first.text) if is_lead and len(first.text) >= MIN_LEAD else (start, None)


def mark_captions(blocks: Sequence[RawBlock], media: Sequence[RawMedia]) -> None:
    """Find captions that no markup tells.

    The line right behind a picture is one when it repeats the alternative text, names a credit, or stands in
    the picture's element and does not end like a sentence.
    """
    for item in media:
        if item.at >= len(blocks):
            continue
        block = blocks[item.at]
        if block.kind is not BlockKind.PARAGRAPH or len(block.text) > MAX_CAPTION:
            continue
        same = item.alt and fold_text(block.text) == fold_text(item.alt)
        if same or (block.parent == item.figure and block.text[-1] not in ENDS) or split_credit(block.text)[1]:
            block.kind = BlockKind.CAPTION


def trim(blocks: Sequence[RawBlock], title: str | None, authors: Sequence[str] = ()) -> list[RawBlock]:
    """Drop what is no prose inside the body, and what is there twice."""
    key = fold_text(title or "")
    names = {fold_text(name) for name in authors}
    kept: list[RawBlock] = []
    seen: set[str] = set()
    for block in _without_teasers(blocks):
        if block.kind is BlockKind.CAPTION:
            kept.append(block)
            continue
        if _is_furniture(block) or _is_byline(block.text, names) or _is_title(block, key):
            continue
        if len(block.text) >= REPEATED:
            if block.text in seen:
                continue
            seen.add(block.text)
        kept.append(block)
    return _cut_tail(kept)


def _without_teasers(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Drop blocks marked as leads behind the first paragraph: leads of other articles, or of an offer.

    Where most of the text is marked so, the mark is the container's and says nothing.
    """
    marked = sum(len(block.text) for block in blocks if block.mark is Mark.LEAD)
    if not marked or marked > MOSTLY_LEAD * sum(len(block.text) for block in blocks):
        return list(blocks)
    kept: list[RawBlock] = []
    is_open = False
    for block in blocks:
        if is_open and block.mark is Mark.LEAD and block.kind is not BlockKind.HEADING:
            continue
        is_open = is_open or (block.mark is not Mark.LEAD and len(block.text) >= SENTENCE)
        kept.append(block)
    return kept


def _is_title(block: RawBlock, key: str) -> bool:
    return block.kind is BlockKind.HEADING and fold_text(block.text) == key


def _is_furniture(block: RawBlock) -> bool:
    """Tell whether a block is a link that leads elsewhere, a line about the article, or a set phrase."""
    size = len(block.text)
    if block.linked > MAX_LINKED * size and size < (LINK_LIST if block.linked < ALL_LINKED * size else LONG_LIST):
        return True
    if block.mark is Mark.APPARATUS and size < APPARATUS:
        return True
    if block.tag == "form" and size < LONG_LIST:
        return True
    return is_set_phrase(block.text, block.linked)


def _is_byline(text: str, names: Collection[str]) -> bool:
    """Tell whether a block is nothing but the names of the authors, or a time."""
    if len(text) > BYLINE:
        return False
    if names:
        said = split_authors([text])
        if said and all(fold_text(name) in names for name in said):
            return True
    return is_time_line(text)


def _cut_tail(kept: list[RawBlock]) -> list[RawBlock]:
    """Drop headings that nothing follows."""
    while kept and kept[-1].kind is BlockKind.HEADING:
        kept.pop()
    return kept
