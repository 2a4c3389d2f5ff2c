"""Cut a seed's body into its parts: sentences of the prose, and what is left out of it.

The parts tile the body: every character that is not white space between two parts lies in exactly one.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.reconcile.media import locate_captions
from flows.records import Issue, LeftOut, LeftOutKind, MediaItem, MediaKind
from flows.text.composed import Composed
from flows.text.credits import Piece, find_apparatus
from flows.text.marked_up import read_markup
from flows.text.mojibake import read_again
from flows.text.normalise import Dirt, clean, compose, find_dirt
from flows.text.segment import sentences

_DIRT_ISSUES = (
    (Dirt.MOJIBAKE, Issue.MOJIBAKE),
    (Dirt.DECOMPOSED, Issue.NOT_NFC),
    (Dirt.ENTITY, Issue.ENTITIES),
    (Dirt.INVISIBLE, Issue.INVISIBLE_CHARACTERS),
    (Dirt.LOOKALIKE, Issue.LOOK_ALIKE_LETTERS),
)
_WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "km"})
# Quotation marks or stops that stand alone between a caption and a sentence.
LONE_MARKS = 4


class Sentence(NamedTuple):
    """A sentence of the prose: its clean text and its span in the body it was cut from."""

    text: str
    start: int
    end: int
    paragraph: int  # from 1; lines of the body


class SeedParts(NamedTuple):
    """A seed's body in parts, each in reading order."""

    sentences: list[Sentence]
    left_out: list[LeftOut]
    media: list[MediaItem]
    issues: list[Issue]
    is_clean: bool = False  # every sentence is written in the body as it is here


def close_up(text: str) -> str:
    """Take the space before a last full stop away, which an end mark set apart leaves: `Trung Cang ./.`."""
    return text[:-2] + "." if text.endswith(" .") else text


def _pair_media(pieces: list[Piece], body: str, dirt: frozenset[Dirt]) -> list[MediaItem]:
    """Join each caption with the credit that follows it."""
    media: list[MediaItem] = []
    caption: str | None = None
    for piece in pieces:
        if piece.kind is LeftOutKind.CAPTION:
            caption = clean(body[piece.start : piece.end], dirt)
        elif piece.kind is LeftOutKind.CREDIT:
            credit = clean(piece.name, dirt) if piece.name else None
            media.append(MediaItem(kind=MediaKind.IMAGE, url=None, caption=caption, credit=credit))
            caption = None
    return media


def _cut(
    body: str, pieces: list[Piece], dirt: frozenset[Dirt], language: str | None
) -> tuple[list[Sentence], list[LeftOut]]:
    """Split what lies between the pieces into sentences."""
    found: list[Sentence] = []
    left_out: list[LeftOut] = []
    paragraph = 1
    at = 0
    has_lines = "\n" in body
    for piece in [*pieces, None]:
        stop = len(body) if piece is None else piece.start
        for start, end in sentences(body, language, at, stop):
            text = clean(body[start:end], dirt) if dirt else body[start:end]
            if has_lines and found and "\n" in body[found[-1].end : start]:
                paragraph += 1
            if not text:
                left_out.append(_left_out(body, start, end, LeftOutKind.INVISIBLE, "invisible"))
            elif end - start <= LONE_MARKS and not any(char.isalnum() for char in text):
                left_out.append(_left_out(body, start, end, LeftOutKind.INVISIBLE, "lone_marks"))
            else:
                found.append(Sentence(close_up(text), start, end, paragraph))
        if piece is not None:
            left_out.append(_left_out(body, piece.start, piece.end, piece.kind, piece.rule))
            at = piece.end
    return found, left_out


def _left_out(body: str, start: int, end: int, kind: LeftOutKind, rule: str) -> LeftOut:
    return LeftOut(kind=kind, text=body[start:end], seed_start=start, seed_end=end, rule=rule)


def partition_body(body: str | None, language: str | None = None, media: Sequence[MediaItem] = ()) -> SeedParts:
    """Cut a body into sentences, captions, credits and marks, and say what was wrong with it.

    `media` are the page's pictures: their captions are found in the text even where nothing in it marks them.
    """
    if body is None or not body.strip():
        return SeedParts([], [], [], [Issue.NO_TEXT])
    plain = read_markup(body)
    if plain is None:
        return _partition_read(body, language, media)
    parts = SeedParts([], [], [], [Issue.NO_TEXT])
    if plain.text.strip():
        parts = _map_back(_partition_read(plain.text, language, media), plain, body)
    return parts._replace(left_out=_add_tags(parts, body), issues=[Issue.MARKUP, *parts.issues])


def _add_tags(parts: SeedParts, body: str) -> list[LeftOut]:
    """List the tags that stand between sentences beside what else is left out."""
    left_out, at = list(parts.left_out), 0
    spans = [(item.start, item.end) for item in parts.sentences]
    spans += [(item.seed_start, item.seed_end) for item in parts.left_out]
    for start, end in [*sorted(spans), (len(body), len(body))]:
        gap = body[at:start]
        if gap and not gap.isspace():
            first = at + len(gap) - len(gap.lstrip())
            left_out.append(_left_out(body, first, at + len(gap.rstrip()), LeftOutKind.INVISIBLE, "markup"))
        at = max(at, end)
    return sorted(left_out, key=lambda item: item.seed_start)


def _partition_read(body: str, language: str | None, media: Sequence[MediaItem]) -> SeedParts:
    """Cut a body without markup; one that is mojibake is decoded again first."""
    dirt = find_dirt(body)
    again = read_again(body) if Dirt.MOJIBAKE in dirt else None
    if again is not None:
        parts = _partition_composed(again.text, find_dirt(again.text), language, media)
        parts = parts._replace(issues=[Issue.MOJIBAKE, *parts.issues])
        return _map_back(parts, again, body)
    return _partition_composed(body, dirt, language, media)


def _partition_composed(
    body: str, dirt: frozenset[Dirt], language: str | None, media: Sequence[MediaItem]
) -> SeedParts:
    """Cut a body, letters and their marks joined first."""
    if Dirt.DECOMPOSED not in dirt:
        return _partition(body, dirt, language, media)
    composed = compose(body)
    return _map_back(_partition(composed.text, dirt, language, media), composed, body)


def _map_back(parts: SeedParts, composed: Composed, body: str) -> SeedParts:
    """Give the parts of a composed text their spans in the original."""
    back = composed.back
    left_out = []
    for part in parts.left_out:
        start, end = back(part.seed_start), back(part.seed_end)
        left_out.append(_left_out(body, start, end, part.kind, part.rule))
    sentences_back = [item._replace(start=back(item.start), end=back(item.end)) for item in parts.sentences]
    return parts._replace(sentences=sentences_back, left_out=left_out, is_clean=False)


def _partition(body: str, dirt: frozenset[Dirt], language: str | None, media: Sequence[MediaItem]) -> SeedParts:
    """Cut a composed body."""
    pieces = find_apparatus(body, language, locate_captions(body, media) if media else ())
    found, left_out = _cut(body, pieces, dirt, language)
    issues = [issue for flag, issue in _DIRT_ISSUES if flag in dirt]
    issues += _find_issues(found, [piece.kind for piece in pieces], is_spaced=language not in _WITHOUT_SPACES)
    return SeedParts(found, left_out, _pair_media(pieces, body, dirt), issues, not dirt)


def _find_issues(found: list[Sentence], kinds: list[LeftOutKind], *, is_spaced: bool) -> list[Issue]:
    """Say what of a body was no prose, and whether sentences were run together."""
    issues = []
    if LeftOutKind.CAPTION in kinds:
        issues.append(Issue.CAPTION_IN_TEXT)
        if not found:
            issues.append(Issue.MEDIA_ONLY)
    if LeftOutKind.RELATED_LINK in kinds or LeftOutKind.PROMO in kinds:
        issues.append(Issue.BOILERPLATE)
    if is_spaced and any(left.end == right.start for left, right in pairwise(found)):
        issues.append(Issue.GLUED_SENTENCES)
    return issues
