"""Bring pictures and captions together, and split each caption from its credit."""

from collections.abc import Sequence
from urllib.parse import urljoin

from flows.parse.captions import split_credit
from flows.parse.walk import CAPTION, RawBlock, RawMedia
from flows.records import MediaItem, MediaKind


def attach_captions(blocks: Sequence[RawBlock], media: list[RawMedia]) -> None:
    """Give each caption to the picture it stands with; one that stands alone gets an entry without address."""
    for index, block in enumerate(blocks):
        if block.kind is not CAPTION:
            continue
        owner = _owner(blocks, media, index)
        if owner is None:
            owner = RawMedia(MediaKind.IMAGE, None, "", block.parent, index)
            media.append(owner)
        if block.text not in owner.captions:
            owner.captions.append(block.text)
    media.sort(key=lambda item: item.at)


def _owner(blocks: Sequence[RawBlock], media: Sequence[RawMedia], index: int) -> RawMedia | None:
    """Find the last picture before a caption with nothing but captions between, else the one right after it."""
    best = None
    for item in media:
        is_before = item.at <= index and all(block.kind is CAPTION for block in blocks[item.at : index])
        if is_before or (item.at == index + 1 and best is None and not item.captions):
            best = item
    return best


def make_items(media: Sequence[RawMedia], url: str | None) -> tuple[MediaItem, ...]:
    """Make the records: absolute addresses, caption and credit apart, each address once."""
    items: dict[tuple[str | None, str], MediaItem] = {}
    for raw in media:
        caption, credit = _split(raw.captions)
        address = absolute(raw.url, url)
        if address is None and caption is None and credit is None:
            continue
        key = (address, "" if address else f"{caption}{credit}")
        if key not in items or (items[key].caption is None and caption):
            items[key] = MediaItem(kind=raw.kind, url=address, caption=caption, credit=credit)
    return tuple(items.values())


def _split(captions: Sequence[str]) -> tuple[str | None, str | None]:
    """Split the pieces of one caption; a credit may be a piece of its own."""
    words: list[str] = []
    credit: str | None = None
    for text in captions:
        said, by = split_credit(text)
        credit = credit or by
        if said and said not in words:
            words.append(said)
    return (" ".join(words) or None), credit


def absolute(address: str | None, url: str | None) -> str | None:
    """Resolve an address against the page's; None for what is no web address."""
    if not address:
        return None
    if address.startswith(("https://", "http://")) and not address[-1].isspace():
        return address
    try:
        joined = urljoin(url or "", address.strip())
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None
