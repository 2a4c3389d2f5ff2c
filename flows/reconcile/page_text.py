"""Read a parsed page as sentences of prose, and set apart what surrounds them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flows.reconcile.partition import SeedParts, Sentence, close_up
from flows.records import Block, BlockKind, LeftOutKind, ParsedPage
from flows.text.credits import Piece, classify_line, find_apparatus
from flows.text.normalise import clean, find_dirt, fold, squeeze
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
# Characters by which a sentence is looked up.
_OPENING = 16
# Characters beside a piece by which its place in a sentence is told.
_BESIDE = 3
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
    body: str  # of the seed
    openings: Mapping[str, int]  # of the seed's sentences: how each begins, and its place


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


def _without_bars(blocks: list[Block], seed: Sequence[Sentence]) -> list[Block]:
    """Write the rows of tables without the bars that the parser puts between cells, unless the seed has bars.

    A scraper joins the cells of a row with a space.
    """
    rows = [at for at, block in enumerate(blocks) if block.kind is BlockKind.TABLE]
    if rows and not any(_CELLS in sentence.text for sentence in seed):
        for at in rows:
            blocks[at] = Block(kind=BlockKind.TABLE, text=blocks[at].text.replace(_CELLS, " "))
    return blocks


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


def read_page(page: ParsedPage, language: str | None, parts: SeedParts, body: str) -> PageText:
    """Split a page's blocks into sentences; a line that is a sentence of the seed is prose whatever it looks like.

    `parts` are those of the seed's `body`.
    """
    found = PageText(
        [],
        [],
        [text for item in page.media for text in (item.caption, item.credit) if text],
        _DECOMPOSED in page.provenance,
    )
    seed = parts.sentences
    blocks = _without_bars(_blocks(page), seed)
    openings = {sentence.text[:_OPENING]: place for place, sentence in enumerate(seed)} if parts.is_clean else {}
    reading = _Reading(language, seed, body, openings)
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.CAPTION:
            found.captions.append(block.text)
            continue
        kind = _line_kind(block, len(blocks) - 1 - number, page, seed)
        if kind is not None:
            found.marks.append(PageMark(kind, block.text, len(found.sentences)))
            continue
        _read_block(block, number, found, reading)
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
    seed begins with it, has it in the same place, or stands in it; a credit also behind a caption that is.
    """
    kept: list[Piece] = []
    is_sentence = False
    for piece in find_apparatus(text, language):
        if piece.kind is LeftOutKind.DATELINE and found.sentences:
            continue
        is_prose = piece.kind not in _NEVER_PROSE and _holds_prose(text, piece, seed)
        if piece.kind is LeftOutKind.CAPTION:
            is_sentence = is_prose
        if not (is_prose or (is_sentence and piece.kind is LeftOutKind.CREDIT)):
            kept.append(piece)
    return kept


def _holds_prose(text: str, piece: Piece, seed: Sequence[Sentence]) -> bool:
    """Tell whether a piece of a block holds a sentence of the seed, or one begins with it, or has it where it is."""
    found = text[piece.start : piece.end]
    folded, size = fold(found), len(found)
    wider = {text[max(0, piece.start - _BESIDE) : piece.end], text[piece.start : piece.end + _BESIDE]} - {found}
    return any(
        (_MIN_LINE <= len(sentence.text) <= size and sentence.text in found)
        or (len(sentence.text) > size and fold(sentence.text).startswith(folded))
        or (len(sentence.text) > size and any(part in sentence.text for part in wider))
        for sentence in seed
    )


def _read_block(block: Block, number: int, found: PageText, reading: _Reading) -> None:
    """Split one block of prose; pieces that are no prose go to the marks and captions."""
    text, at = block.text, 0
    pieces = _find_pieces(text, reading.language, found, reading.seed)
    as_in_seed = _find_in_seed(text, reading) if not pieces else []
    if as_in_seed:
        found.sentences.extend([PageSentence(own, own, number, block.kind) for own, *_ in as_in_seed])
        return
    dirt = find_dirt(text)
    for piece in [*pieces, None]:
        stop = len(text) if piece is None else piece.start
        for start, end in sentences(text, reading.language, at, stop):
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


def _find_in_seed(text: str, reading: _Reading) -> Sequence[Sentence]:
    """Return the sentences of the seed that a block is made of, letter for letter; none where it is not.

    What begins with the number of a list's item is one by its neighbours, which may stand outside the block: it is left
    to the rules, and so is a sentence that is not written as it stands in the body.
    """
    first = reading.openings.get(text[:_OPENING])
    if first is None or not reading.body.startswith(text, reading.seed[first].start):
        return []
    at = reading.seed[first].start
    stop = at + len(text)
    for place in range(first, len(reading.seed)):
        own, start, end, _ = reading.seed[place]
        is_item = own[0].isdigit() and "." in own[1:3]
        if is_item or end - start != len(own) or start > at + 1:
            return []
        if end >= stop:
            return reading.seed[first : place + 1] if end == stop else []
        at = end
    return []
