"""Read a parsed page as sentences of prose, and set apart what surrounds them."""

from collections.abc import Sequence
from typing import NamedTuple

from flows.reconcile.partition import Sentence, close_up
from flows.records import Block, BlockKind, LeftOutKind, ParsedPage
from flows.text.credits import Piece, classify_line, find_apparatus
from flows.text.normalise import NO_DIRT, Dirt, clean, find_dirt, fold, squeeze
from flows.text.segment import sentences

# How the parser says that the page's letters came decomposed.
_DECOMPOSED = ("unicode_form", "nfd")
# A block that is nothing but a person's name is a byline only at the end of the article.
_LAST_BLOCKS = 2
# What the parser puts between the cells of a row.
_CELLS = " | "


# Characters of a sentence that is told in a longer line.
_MIN_LINE = 10
# By so many characters two spellings of one line differ at most.
_FORM = 20
# Pieces that stand before or behind a sentence, as the seed's own are taken off.
_NEVER_PROSE = frozenset({LeftOutKind.DATELINE, LeftOutKind.END_MARK})
# What may stand behind the full stop of a sentence.
_CLOSERS = ' \u00a0"”’』」)）'


class PageSentence(NamedTuple):
    """A sentence of a page's prose."""

    text: str
    raw: str  # as the parser gave it
    block: int  # index among the blocks of the page, the lead first
    kind: BlockKind


class PageMark(NamedTuple):
    """A piece of a page that is no prose; `sentence` is the number of sentences before it."""

    kind: LeftOutKind
    text: str
    sentence: int


class PageText(NamedTuple):
    """A page's prose and what stands around it, in reading order."""

    sentences: list[PageSentence]
    marks: list[PageMark]
    captions: list[str]
    is_decomposed: bool  # the page was served with letters and marks apart; the parser has joined them


class _Reading(NamedTuple):
    """What a block is read with."""

    language: str | None
    seed: Sequence[Sentence]
    dirt: frozenset[Dirt]


def text_key(text: str) -> str:
    """Make the key by which lines and captions are looked up."""
    return squeeze(fold(text))


def _blocks(page: ParsedPage) -> list[Block]:
    """List lead and blocks; a lead that the body repeats counts once."""
    blocks = list(page.blocks)
    if not page.lead:
        return blocks
    lead = text_key(page.lead)
    first = next((block for block in blocks if block.kind is not BlockKind.CAPTION), None)
    if first is not None and text_key(first.text) == lead:
        return blocks
    return [Block(kind=BlockKind.PARAGRAPH, text=page.lead), *blocks]


def _without_bars(row: Block) -> Block:
    """Write a row of a table without the bars that the parser puts between its cells."""
    return Block(kind=row.kind, text=row.text.replace(_CELLS, " "))


def _line_kind(block: Block, place: int, page: ParsedPage, seed: Sequence[Sentence]) -> LeftOutKind | None:
    """Say what a whole block is when it is no prose; `place` counts from the end."""
    if block.kind in (BlockKind.CAPTION, BlockKind.TABLE):
        return None
    kind = classify_line(block.text)
    if kind is None or _is_known(block.text, seed):
        return None
    if kind is LeftOutKind.BYLINE:
        named = {fold(name) for name in page.authors} | {fold(page.byline or "")}
        bare = fold(block.text).strip(". ")
        if not (bare in named or "(" in block.text or (place < _LAST_BLOCKS and block.kind is not BlockKind.HEADING)):
            return None
    if kind is LeftOutKind.RELATED_LINK and block.text.rstrip(_CLOSERS).endswith((".", "。")):
        return None
    return kind


def read_page(page: ParsedPage, language: str | None, seed: Sequence[Sentence]) -> PageText:
    """Split a page's blocks into sentences; a line that is a sentence of the seed is prose whatever it looks like."""
    found = PageText(
        [],
        [],
        [text for item in page.media for text in (item.caption, item.credit) if text],
        _DECOMPOSED in page.provenance,
    )
    blocks = _blocks(page)
    if not any(_CELLS in sentence.text for sentence in seed):  # a scraper joins the cells of a row with a space
        blocks = [_without_bars(block) if block.kind is BlockKind.TABLE else block for block in blocks]
    is_clean = not find_dirt(" ".join([block.text for block in blocks]))
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.CAPTION:
            found.captions.append(block.text)
            continue
        kind = _line_kind(block, len(blocks) - 1 - number, page, seed)
        if kind is not None:
            found.marks.append(PageMark(kind, block.text, len(found.sentences)))
            continue
        dirt = NO_DIRT if is_clean else find_dirt(block.text)
        _read_block(block, number, found, _Reading(language, seed, dirt))
    return found


def _is_known(text: str, seed: Sequence[Sentence]) -> bool:
    """Tell whether a line is a sentence of the seed, or holds one that is no mere word or two."""
    if any(len(sentence.text) >= _MIN_LINE and sentence.text in text for sentence in seed):
        return True
    key, size = text_key(text), len(text)
    alike = (sentence.text for sentence in seed if abs(len(sentence.text) - size) <= _FORM)
    return any(text_key(sentence) == key for sentence in alike)


def _find_pieces(text: str, language: str | None, found: PageText, seed: Sequence[Sentence]) -> list[Piece]:
    """Find the pieces of a block that are no prose.

    A dateline stands at the start of the article only. What looks like another piece is prose where a sentence of the
    seed begins with it, or stands in it; a credit also behind a caption that is.
    """
    kept: list[Piece] = []
    is_sentence = False
    for piece in find_apparatus(text, language):
        if piece.kind is LeftOutKind.DATELINE and found.sentences:
            continue
        is_prose = piece.kind not in _NEVER_PROSE and _holds_prose(text[piece.start : piece.end], seed)
        if piece.kind is LeftOutKind.CAPTION:
            is_sentence = is_prose
        if not (is_prose or (is_sentence and piece.kind is LeftOutKind.CREDIT)):
            kept.append(piece)
    return kept


def _holds_prose(piece: str, seed: Sequence[Sentence]) -> bool:
    folded, size = fold(piece), len(piece)
    return any(
        (_MIN_LINE <= len(sentence.text) <= size and sentence.text in piece)
        or (len(sentence.text) > size and fold(sentence.text).startswith(folded))
        for sentence in seed
    )


def _read_block(block: Block, number: int, found: PageText, reading: _Reading) -> None:
    """Split one block of prose; pieces that are no prose go to the marks and captions."""
    text, at = block.text, 0
    language, seed, dirt = reading
    for piece in [*_find_pieces(text, language, found, seed), None]:
        stop = len(text) if piece is None else piece.start
        for start, end in sentences(text, language, at, stop):
            raw = text[start:end]
            mended = clean(raw, dirt) if dirt else raw
            if mended:
                found.sentences.append(PageSentence(close_up(mended), raw, number, block.kind))
        if piece is not None:
            at = piece.end
            if piece.kind in (LeftOutKind.CAPTION, LeftOutKind.CREDIT):
                found.captions.append(text[piece.start : piece.end])
            else:
                found.marks.append(PageMark(piece.kind, text[piece.start : piece.end], len(found.sentences)))
