"""Drop what is no prose inside the body: links that lead elsewhere, bylines, set phrases, what is there twice."""

from collections.abc import Collection, Sequence
from typing import Final

from flows.parse.body.phrases import is_set_phrase, is_time_line
from flows.parse.markup.marks import Mark
from flows.parse.markup.plain import fold_text
from flows.parse.markup.walk import CAPTION, ENDS, PARAGRAPH, SENTENCE, RawBlock
from flows.records import BlockKind
from flows.text.names import split_authors

QUOTE: Final = BlockKind.QUOTE
HEADING: Final = BlockKind.HEADING
_LEAD: Final = Mark.LEAD
_APPARATUS: Final = Mark.APPARATUS
MAX_LINKED: Final = 0.55  # share of a block's characters in links; above it the block leads elsewhere
BYLINE: Final = 70  # characters of a line that is a byline or a time
BESIDE_NAME: Final = 24  # letters beside an author's name in such a line: a word for `by`, a place, a clock
NAME: Final = 6  # letters of a name that is looked for inside a line
LINK_LIST: Final = 200  # characters; a longer block is prose even if most of it is linked
MOSTLY_LEAD: Final = 0.4  # share of the text
MOSTLY_ABOUT: Final = 0.6  # share of the text
ALL_LINKED: Final = 0.8  # share of a block in links above which even a long one is a list of links
UNLINKED: Final = 16  # characters outside of its link that such a sentence has
LONG_LIST: Final = 600
MOSTLY_NESTED: Final = 0.3  # share of the text
MANY_QUOTES: Final = 100  # a page with more is a list of quotes, and each is looked for in all of the text
PULLED: Final = 20  # characters; a shorter quote may well say what the text says too
APPARATUS: Final = 120  # characters of a byline, a row of tags, a time
REPEATED: Final = 60  # characters; shorter lines may well stand twice


def trim(blocks: Sequence[RawBlock], title: str | None, authors: Sequence[str] = ()) -> list[RawBlock]:
    """Drop what is no prose inside the body, and what is there twice."""
    key = fold_text(title or "")
    names = {fold_text(name) for name in authors}
    kept: list[RawBlock] = []
    marked = sum(len(block.text) for block in blocks if block.mark is _APPARATUS)
    about = marked <= MOSTLY_ABOUT * sum(len(block.text) for block in blocks)  # else the mark is the container's
    for block in _without_copies(_without_pull_quotes(_without_nested(_without_teasers(blocks)))):
        if block.kind is CAPTION:
            kept.append(block)
            continue
        if _is_furniture(block, about=about) or _is_byline(block.text, names) or _is_title(block, key):
            continue
        kept.append(block)
    return _cut_tail(kept)


def _without_copies(blocks: Sequence[RawBlock]) -> Sequence[RawBlock]:
    """Drop long lines that stand there twice, unless the text itself says one again, as a song does its refrain.

    That stands in the element of the first, between two lines that are new.
    """
    seen: dict[str, RawBlock] = {}
    first = [
        block if block.kind is CAPTION or len(block.text) < REPEATED else seen.setdefault(block.text, block)
        for block in blocks
    ]
    is_copy = [one is not block for one, block in zip(first, blocks, strict=True)]
    if not any(is_copy):
        return blocks
    return [
        block
        for at, block in enumerate(blocks)
        if not is_copy[at]
        or (not is_copy[at - 1] and is_copy[at + 1 : at + 2] == [False] and _have_one_parent(first[at], block))
    ]


def _have_one_parent(left: RawBlock, right: RawBlock) -> bool:
    above, other = (block.node.parent if block.node else None for block in (left, right))
    return above is not None and other is not None and above.mem_id == other.mem_id


def _without_teasers(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Drop blocks marked as leads behind the first paragraph: leads of other articles, or of an offer.

    Where most of the text is marked so, the mark is the container's and says nothing.
    """
    marked = sum(len(block.text) for block in blocks if block.mark is _LEAD)
    if not marked or marked > MOSTLY_LEAD * sum(len(block.text) for block in blocks):
        return list(blocks)
    kept: list[RawBlock] = []
    is_open = False
    for block in blocks:
        if is_open and block.mark is _LEAD and block.kind is not HEADING:
            continue
        is_open = is_open or (block.mark is not _LEAD and len(block.text) >= SENTENCE)
        kept.append(block)
    return kept


def _without_nested(blocks: Sequence[RawBlock]) -> Sequence[RawBlock]:
    """Drop what stands in <article> elements of their own inside the body: cards of other articles, boxes.

    Where much of the text stands so, they are its parts: the entries of a live blog.
    """
    nested = sum(len(block.text) for block in blocks if block.is_nested)
    if not nested or nested > MOSTLY_NESTED * sum(len(block.text) for block in blocks):
        return blocks
    return [block for block in blocks if not block.is_nested or block.kind is CAPTION]


def _without_pull_quotes(blocks: Sequence[RawBlock]) -> Sequence[RawBlock]:
    """Drop quotes that only repeat a sentence of the text, and the name below them."""
    count = sum(block.kind is QUOTE for block in blocks)
    if not 0 < count <= MANY_QUOTES:
        return blocks
    prose = fold_text("".join(block.text for block in blocks if block.kind is not QUOTE))
    kept: list[RawBlock] = []
    is_pulled = False
    for block in blocks:
        if block.kind is QUOTE:
            is_short = len(block.text) < SENTENCE
            is_pulled = (len(block.text) >= PULLED and fold_text(block.text) in prose) or (is_pulled and is_short)
            if is_pulled:
                continue
        is_pulled = False
        kept.append(block)
    return kept


def _is_title(block: RawBlock, key: str) -> bool:
    return block.kind is HEADING and fold_text(block.text) == key


def _is_furniture(block: RawBlock, *, about: bool) -> bool:
    """Tell whether a block is a link that leads elsewhere, a line about the article, or a set phrase.

    `about` says that what is marked as apparatus is about the article.
    """
    size = len(block.text)
    if block.linked > MAX_LINKED * size and size < (LINK_LIST if block.linked < ALL_LINKED * size else LONG_LIST):
        return not _is_linked_sentence(block, size)
    if about and block.mark is _APPARATUS and size < APPARATUS:
        return True
    if block.tag == "form" and size < LONG_LIST:
        return True
    return is_set_phrase(block.text, block.linked)


def _is_linked_sentence(block: RawBlock, size: int) -> bool:
    """Tell a sentence of the article, much of which is a link, from a headline after a word such as `Related:`."""
    return (
        size - block.linked >= UNLINKED
        and size >= SENTENCE
        and block.text[-1] in ".。"
        and block.linked < ALL_LINKED * size
    )


def _is_byline(text: str, names: Collection[str]) -> bool:
    """Tell whether a block is nothing but the names of the authors, or a time."""
    if len(text) > BYLINE:
        return False
    if names and text[-1] not in ENDS and _is_of_names(text, names):
        return True
    return is_time_line(text)


def _is_of_names(text: str, names: Collection[str]) -> bool:
    key = fold_text(text)
    held = [name for name in names if name in key]
    if any(len(name) >= NAME and len(key) - len(name) <= BESIDE_NAME for name in held):
        return True
    said = split_authors([text]) if held else []
    return bool(said) and all(fold_text(name) in names for name in said)


def _announces(block: RawBlock) -> bool:
    """Tell a line set off or linked that ends in a colon; plain, one article in a hundred ends so."""
    is_set_off = block.bold >= len(block.text) or block.linked > 0
    return block.kind is PARAGRAPH and block.text[-1] in ":：" and len(block.text) < LINK_LIST and is_set_off


def _cut_tail(kept: list[RawBlock]) -> list[RawBlock]:
    """Drop headings, and lines that end in a colon, that nothing follows: what they announced is no prose."""
    while kept and (kept[-1].kind is HEADING or _announces(kept[-1])):
        kept.pop()
    return kept
