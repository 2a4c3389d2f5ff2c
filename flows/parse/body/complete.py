"""Make a body whole by the text that the article is known to have: read again, put back, rid of what is another's."""

from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from flows.parse.body.belonging import without_strangers
from flows.parse.body.generic import Body, count_prose, plain_text, read_generic
from flows.parse.body.known_text import KnownText, Shown, key_of, know, put_back
from flows.parse.body.linked_body import MIN_TEXT, agrees
from flows.parse.markup.walk import CAPTION
from flows.parse.metadata.choose import Metadata
from flows.parse.metadata.head import Head

ENOUGH: Final = 0.3  # share of the known text by which a page is the article's
HARDLY: Final = 0.1  # share below which what was read is another text


@dataclass(slots=True)
class Completed:
    """A body, the share of the known text in it (0 where none is known), and whether that text changed it."""

    body: Body
    share: float = 0.0
    used_seed: bool = False


def complete(tree: LexborHTMLParser, metadata: Metadata, head: Head, body: Body, text: str | None) -> Completed:
    """Give a body that has all that page and known text both have, and nothing that stands beside the article."""
    known = know(text or "")
    if text is None or not known.pieces:
        return Completed(body)
    missing = known.missing_in(_key(body))
    found = Completed(body)
    if missing:
        shown = Shown(tree)
        if any(piece in shown.key for piece in missing):
            found = _read_again(tree, metadata, head, Completed(body), text)
            _put_back(found, shown, known)
    found.share = known.share_in(_key(found.body))
    if found.share >= ENOUGH:
        _drop_strangers(found, known, text)
    return found


def share_of(body: Body, text: str | None) -> float:
    """Give the share of the known text in a body; 0 where none is known."""
    return know(text).share_in(_key(body)) if text else 0.0


def _key(body: Body) -> str:
    return key_of(body.blocks, body.lead, (text for item in body.media for text in item.captions))


def _read_again(
    tree: LexborHTMLParser, metadata: Metadata, head: Head, found: Completed, text: str
) -> Completed:
    """Read from where the known text stands, when the body that was found has little of it."""
    if len(text) < MIN_TEXT or agrees(plain_text(found.body), text):
        return found
    again = read_generic(tree, metadata, head.headings, text)
    if not agrees(plain_text(again), text):
        return found
    metadata.provenance["body"] = "located_by_seed"
    return Completed(again, used_seed=True)


def _put_back(found: Completed, shown: Shown, known: KnownText) -> None:
    """Put back what stands on the page and was not read; what was read instead goes where it has nothing of it."""
    body = found.body
    key = _key(body)
    share = known.share_in(key)
    if share < HARDLY and known.share_in(shown.key) >= ENOUGH:
        body = Body(media=body.media)
        key, share = "", 0.0
    missing = known.missing_in(key)
    blocks = put_back(body.blocks, shown, known, missing)
    if len(blocks) > len(body.blocks):
        found.body = Body(blocks=blocks, media=body.media, lead=body.lead)
        found.body.prose = count_prose(blocks) + len(body.lead or "")
        found.used_seed = True


def _drop_strangers(found: Completed, known: KnownText, text: str) -> None:
    blocks = without_strangers(found.body.blocks, known, text)
    if len(blocks) < len(found.body.blocks):
        found.body.blocks = blocks
        found.body.prose = sum(len(block.text) for block in blocks if block.kind is not CAPTION)
        found.body.prose += len(found.body.lead or "")
        found.used_seed = True
