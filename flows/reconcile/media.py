"""Find the page's captions in a seed's text, and join what both sides know of the pictures."""

import re
from collections.abc import Sequence
from typing import Final

from flows.records import LeftOutKind, MediaItem
from flows.text.credits import CREDIT_LABEL, Piece, split_credit
from flows.text.normalise import fold, words

_WORD: Final = re.compile(r"\w+")
# A shorter caption without its credit could be any two words of the prose.
_MIN_WORDS: Final = 3
# One caption in two spellings shares this part of its words.
_ALIKE: Final = 0.85


def _pattern(text: str) -> str:
    """Match the words of a text with any punctuation between them."""
    tail = r"\+?" if text.endswith("+") else ""
    return r"[\W_]+".join(re.escape(word) for word in _WORD.findall(text)) + tail


def locate_captions(body: str, media: Sequence[MediaItem]) -> list[Piece]:
    """Find captions that the page shows, run into the seed's text; the credit behind one goes with it.

    Only the page can tell where a caption without an end (`Ảnh: Nguyễn Dân Thực hiện …`) stops.
    """
    found: list[Piece] = []
    for item in media:
        caption, credit = (item.caption, item.credit) if item.credit else split_credit(item.caption or "")
        if not caption:
            continue
        match = re.search(rf"[\"“‘'«(]*(?<!\w){_pattern(caption)}(?!\w)[.…!?”\"’'»)]*", body, re.IGNORECASE)
        if match is None:
            continue
        label = rf"[\s(\[（–—-]*(?:{CREDIT_LABEL})\s*[:：]?[\W_]{{0,3}}"
        name = rf"(?P<name>{_pattern(credit)})" if credit else r"(?P<name>)"
        behind = (
            re.compile(rf"{label}{name}[»”\"'’》]*\s*[)\]）]?", re.IGNORECASE).match(body, match.end())
            if credit
            else None
        )
        is_short = len(_WORD.findall(caption)) < _MIN_WORDS
        if behind is None and (is_short or not _stands_alone(body, match.start(), match.end())):
            continue
        found.append(Piece(LeftOutKind.CAPTION, match.start(), match.end(), "caption_on_page"))
        if behind is not None:
            start = behind.start() + len(behind.group()) - len(behind.group().lstrip())
            found.append(Piece(LeftOutKind.CREDIT, start, behind.end(), "credit_on_page", credit))
    return found


def _stands_alone(body: str, start: int, end: int) -> bool:
    """Tell whether a stretch is a sentence of its own: it begins the text or follows an end, and ends itself."""
    before, behind = body[:start].rstrip(), body[end:].lstrip()
    begins = not before or before[-1] in '.!?…)”"）。'
    return begins and (not behind or body[end - 1] in ".!?…" or behind[0] in "(（[")


def _bag(item: MediaItem) -> set[str]:
    drop = set(words(fold(item.credit or "")))
    return {word for word in words(fold(item.caption or "")) if word not in drop}


def _is_same(left: set[str], right: set[str]) -> bool:
    return bool(left) and 2 * len(left & right) >= _ALIKE * (len(left) + len(right))


def merge_media(mine: Sequence[MediaItem], theirs: Sequence[MediaItem]) -> tuple[MediaItem, ...]:
    """List the page's pictures, each with its credit, then those that only the seed knows."""
    merged: list[MediaItem] = []
    for item in theirs:
        if item.caption and not item.credit:
            caption, credit = split_credit(item.caption)
            item = MediaItem(kind=item.kind, url=item.url, caption=caption, credit=credit)  # noqa: PLW2901 (the same item)
        merged.append(item)
    bags = [_bag(item) for item in merged]
    for item in mine:
        bag = _bag(item)
        same = next((at for at, other in enumerate(bags) if _is_same(bag, other)), None)
        if same is None:
            merged.append(item)
        elif merged[same].credit is None and item.credit:
            known = merged[same]
            merged[same] = MediaItem(kind=known.kind, url=known.url, caption=known.caption, credit=item.credit)
    return tuple(merged)
