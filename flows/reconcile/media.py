"""Find the page's captions in a seed's text, and join what both sides know of the pictures."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from flows.records import LeftOutKind, MediaItem
from flows.text.credits import CREDIT_LABEL, Piece, split_credit
from flows.text.normalise import fold, words

_WORD: Final = re.compile(r"\w+")
# A shorter caption without its credit could be any two words of the prose.
_MIN_WORDS: Final = 3
# As often is one caption looked for in a text.
_TIMES: Final = 3
# One caption in two spellings shares this part of its words.
_ALIKE: Final = 0.85


def _pattern(text: str) -> str:
    """Match the words of a text with any punctuation between them."""
    tail = r"\+?" if text.endswith("+") else ""
    return r"[\W_]+".join(re.escape(word) for word in _WORD.findall(text)) + tail


def locate_captions(body: str, media: Sequence[MediaItem]) -> list[Piece]:
    """Find captions that the page shows, run into the seed's text, each time; the credit behind one goes with it.

    Only the page can tell where a caption without an end (`Ảnh: Nguyễn Dân Thực hiện …`) stops.
    """
    found: list[Piece] = []
    folded = body.casefold() if media else ""
    for item in media:
        caption, credit = (item.caption, item.credit) if item.credit else split_credit(item.caption or "")
        told = _WORD.findall(caption or "")
        if not caption or not told or max(told, key=len).casefold() not in folded:
            continue
        form = re.compile(rf"[\"“‘'«(]*(?<!\w){_pattern(caption)}(?!\w)[.…!?”\"’'»)]*", re.IGNORECASE)
        end = 0
        for match in islice(form.finditer(body), _TIMES):
            pieces = _locate(body, match, end, credit, is_short=len(told) < _MIN_WORDS)
            end = pieces[-1].end if pieces else end
            found += pieces
    return found


def _locate(body: str, match: re.Match[str], last: int, credit: str | None, *, is_short: bool) -> list[Piece]:
    """Find a caption at one place, and its credit behind it; nothing where it may be prose.

    `last` is where the same caption ended that stands before it: a scraper may have taken it twice.
    """
    start, end = match.span()
    label = rf"[\s(\[（–—-]*(?:{CREDIT_LABEL})\s*[:：]?[\W_]{{0,3}}"
    behind = (
        re.compile(rf"{label}(?P<name>{_pattern(credit)})[»”\"'’》]*\s*[)\]）]?", re.IGNORECASE).match(body, end)
        if credit
        else None
    )
    is_again = bool(last) and not body[last:start].strip()
    if behind is None and not is_again and (is_short or not _stands_alone(body, start, end)):
        return []
    found = [Piece(LeftOutKind.CAPTION, start, end, "caption_on_page")]
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
