"""Make a body whole by the text that the article is known to have: read again, put back, rid of what is another's."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from flows.parse.body.belonging import without_strangers
from flows.parse.body.generic import Body, count_prose, plain_text, read_generic
from flows.parse.body.known_text import KnownText, Shown, is_telling, know, may_show, put_back
from flows.parse.body.linked_body import MIN_TEXT, agrees
from flows.parse.body.pieces import Pieces
from flows.parse.markup.marks import Mark
from flows.parse.markup.plain import fold_text
from flows.parse.markup.walk import CAPTION, PARAGRAPH, RawBlock
from flows.parse.metadata.choose import Metadata
from flows.parse.metadata.head import Head

ENOUGH: Final = 0.3  # share of the known text by which a page is the article's
BETWEEN: Final = 3  # lines between a lead and the text: a byline, a time, a caption
HARDLY: Final = 0.1  # share below which what was read is another text


@dataclass(slots=True)
class Completed:
    """A body, the share of the known text in it (0 where none is known), and whether that text changed it."""

    body: Body
    known: KnownText
    share: float = 0.0
    used_seed: bool = False


@dataclass(frozen=True, slots=True)
class _Keys:
    """The folded texts of a body: of each block, and of all, captions behind the prose."""

    blocks: list[str]
    whole: str


def complete(tree: LexborHTMLParser, metadata: Metadata, head: Head, body: Body, text: str | None) -> Completed:
    """Give a body that has all that page and known text both have, and nothing that stands beside the article."""
    found = Completed(body, know(text or ""))
    known = found.known
    if text is None or not known.pieces:
        return found
    keys = _fold(body)
    missing = known.missing_in(keys.whole)
    if missing and may_show(tree, known, missing):
        shown = Shown(tree)
        if Pieces(missing).count_in(shown.key) or shown.ends_of(missing):
            _read_again(tree, metadata, head, found, text)
            _put_back(found, shown)
            keys = _fold(found.body)
    if found.body.lead and _place_lead(found, keys):
        keys = _fold(found.body)
    found.share = known.share_in(keys.whole) if missing else 1.0
    if found.share >= ENOUGH:
        _drop_strangers(found, keys, fold_text(metadata.title or ""))
    return found


def share_of(body: Body, known: KnownText) -> float:
    """Give the share of the known text in a body."""
    return known.share_in(_fold(body).whole) if known.pieces else 0.0


def _fold(body: Body) -> _Keys:
    blocks = [fold_text(block.text) for block in body.blocks]
    pairs = list(zip(body.blocks, blocks, strict=True))
    prose = [key for block, key in pairs if block.kind is not CAPTION]
    captions = [key for block, key in pairs if block.kind is CAPTION]
    captions += [fold_text(text) for item in body.media for text in item.captions]
    return _Keys(blocks, "".join([fold_text(body.lead or ""), *prose, *captions]))


def _read_again(tree: LexborHTMLParser, metadata: Metadata, head: Head, found: Completed, text: str) -> None:
    """Read from where the known text stands, when the body that was found has little of it."""
    if len(text) < MIN_TEXT or agrees(plain_text(found.body), text):
        return
    again = read_generic(tree, metadata, head.headings, text)
    if agrees(plain_text(again), text):
        metadata.provenance["body"] = "located_by_seed"
        found.body, found.used_seed = again, True


def _put_back(found: Completed, shown: Shown) -> None:
    """Put back what stands on the page and was not read; what was read instead goes where it has nothing of it."""
    body, known = found.body, found.known
    key = _fold(body).whole
    is_other = known.share_in(key) < HARDLY and known.share_in(shown.key) >= ENOUGH
    if is_other and not _goes_on(body, shown, known):
        body, key = Body(media=body.media), ""
    blocks = put_back(body.blocks, body.lead, shown, known, known.missing_in(key))
    if len(blocks) > len(body.blocks):
        found.body = Body(blocks=blocks, media=body.media, lead=body.lead)
        found.body.prose = count_prose(blocks) + len(body.lead or "")
        found.used_seed = True


def _goes_on(body: Body, shown: Shown, known: KnownText) -> bool:
    """Tell whether a body begins right behind where the known text stands: that may be no more than a lead."""
    if known.size >= MIN_TEXT or not body.blocks:
        return False
    first = shown.where(body.blocks)[0]
    places = chain.from_iterable(shown.places(known.finder).values())
    return any(0 <= first - place.stop <= BETWEEN for place in places)


def _place_lead(found: Completed, keys: _Keys) -> bool:
    """Put a lead among the blocks where it does not begin the known text: some paragraphs come before it."""
    body, whole = found.body, found.known.whole
    at = whole.find(fold_text(body.lead or ""))
    before, last = 0, ""
    for number, (block, key) in enumerate(zip(body.blocks, keys.blocks, strict=True), 1):
        is_known = is_telling(key) or whole.startswith(key) or found.known.joins(last, key, "")
        last = key
        if block.kind is not CAPTION and key and is_known and 0 <= whole.find(key) < at:
            before = number
    if not before:
        return False
    lead = RawBlock(PARAGRAPH, body.lead or "", 0, 0, Mark.NONE, "p")
    body.blocks = [*body.blocks[:before], lead, *body.blocks[before:]]
    body.lead, found.used_seed = None, True
    return True


def _without_headline(blocks: Sequence[RawBlock], title: str, known: KnownText, whole: str) -> list[RawBlock]:
    """Drop the page's headline, which the window's title (folded) may have before the name of the site.

    Where the known text has these words too, only what the page has of them once more than it, from above.
    """
    kept: list[RawBlock] = []
    spare: dict[str, int] = {}
    for block in blocks:
        key = fold_text(block.text) if title and len(block.text) <= 2 * len(title) else ""
        if is_telling(key) and title.startswith(key):
            spare.setdefault(key, whole.count(key) - known.whole.count(key))
            spare[key] -= 1
            if spare[key] >= 0:
                continue
        kept.append(block)
    return kept


def _drop_strangers(found: Completed, keys: _Keys, title: str) -> None:
    """Drop what is not this article's, and the headline as a line of the text where the seed has it not."""
    body = found.body
    blocks = without_strangers(body.blocks, keys.blocks, found.known, keys.whole, fold_text(body.lead or ""))
    blocks = _without_headline(blocks, title, found.known, keys.whole)
    if len(blocks) < len(body.blocks):
        body.blocks, found.used_seed = blocks, True
        body.prose = count_prose(blocks) + len(body.lead or "")
