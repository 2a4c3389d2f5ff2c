"""Bring pictures and captions together, and split each caption from its credit."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from flows.addresses.links import absolute
from flows.parse.body.captions import split_caption_credit
from flows.parse.markup.walk import CAPTION, RawBlock, RawMedia
from flows.records import MediaItem, MediaKind

MAX_PIECES: Final = 50  # lines of one caption; hundreds are no caption


def attach_captions(blocks: Sequence[RawBlock], media: list[RawMedia]) -> None:
    """Give each caption to the picture it stands with; one that stands alone gets an entry without address."""
    places = [item.at for item in media]
    made: list[RawMedia] = []
    run = 0  # where the captions that stand together began
    for index, block in enumerate(blocks):
        if block.kind is not CAPTION:
            run = index + 1
            continue
        owner = made[-1] if made and made[-1].at >= run else _owner(media, places, run, index)
        if owner is None:
            owner = RawMedia(MediaKind.IMAGE, None, "", block.parent, index)
            made.append(owner)
        if block.is_credit:
            owner.credit = owner.credit or block.text
        elif len(owner.captions) < MAX_PIECES and block.text not in owner.captions:
            owner.captions.append(block.text)
    media += made
    media.sort(key=lambda item: item.at)


def _owner(media: Sequence[RawMedia], places: Sequence[int], run: int, index: int) -> RawMedia | None:
    """Find the last picture before a caption with nothing but captions between, else the one right after it."""
    before = bisect_right(places, index) - 1
    if before >= 0 and places[before] >= run:
        return media[before]
    after = before + 1
    while after < len(media) and places[after] == index + 1:
        if not media[after].captions:
            return media[after]
        after += 1
    return None


def make_items(media: Sequence[RawMedia], url: str | None) -> tuple[MediaItem, ...]:
    """Make the records: absolute addresses, caption and credit apart, each address once."""
    items: dict[tuple[str | None, str], MediaItem] = {}
    for raw in media:
        caption, credit = _split(raw.captions)
        credit = credit or _name_of(raw.credit)
        address = absolute(raw.url, url)
        if address is None and caption is None and credit is None:
            continue
        key = (address, "" if address else f"{caption}{credit}")
        if key not in items or (items[key].caption is None and caption):
            items[key] = MediaItem(kind=raw.kind, url=address, caption=caption, credit=credit)
    return tuple(items.values())


def _name_of(credit: str) -> str | None:
    """Read a credit that stands by itself, with or without a word such as `Photo:`."""
    said, by = split_caption_credit(credit)
    return by or said


def _split(captions: Sequence[str]) -> tuple[str | None, str | None]:
    """Split the pieces of one caption; a credit may be a piece of its own."""
    words: list[str] = []
    credit: str | None = None
    for text in captions:
        said, by = split_caption_credit(text)
        credit = credit or by
        if said and said not in words:
            words.append(said)
    return (" ".join(words) or None), credit
