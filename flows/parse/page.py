"""Parse one payload into one `ParsedPage`: bytes, headers and address in, everything known of the article out.

Pure, and over `selectolax.lexbor` alone. Text is decoded first (lexbor ignores `<meta charset>` on bytes),
nesting that would stall the parser is flattened, then the publisher's layout reads the page; where there is
none, or it finds nothing, the generic reader does.
"""

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from flows.addresses.page_address import PageAddress, read_page_address
from flows.parse.body.byline import take_whole_name
from flows.parse.body.complete import ENOUGH, Completed, complete, share_of
from flows.parse.body.gate import ends_at_wall, has_more_pages, has_password_form, lacks_the_rest
from flows.parse.body.generic import Body, count_prose, plain_text, read_generic
from flows.parse.body.lead import without_lead
from flows.parse.body.linked_body import MIN_TEXT, agrees, blocks_of, is_part
from flows.parse.body.media import make_items
from flows.parse.body.script_body import blocks_in_scripts
from flows.parse.body.trim import trim
from flows.parse.kind import MIN_ARTICLE, shows_title, tell_kind
from flows.parse.layouts.match import Match, match_layouts
from flows.parse.layouts.read import read_with_layout
from flows.parse.markup.charset import decode
from flows.parse.markup.plain import fold_text
from flows.parse.markup.precheck import cap_depth, flatten
from flows.parse.metadata.choose import Metadata
from flows.parse.metadata.dating import NOTHING, Known
from flows.parse.metadata.head import Head
from flows.parse.metadata.read import read_metadata
from flows.parse.metadata.titles import prefer_shown_title
from flows.parse.metadata.url_clock import FIELD as URL_CLOCK
from flows.parse.metadata.url_clock import judge_clock
from flows.parse.version import parser_version
from flows.publishers import host_zone, language_zone
from flows.records import PAGINATED, Block, PageKind, ParsedPage, PublisherLayouts, SeedArticle, content_id
from flows.text.language import detect_language
from flows.text.marked_up import without_markup
from flows.text.mojibake import read_again
from flows.text.normalise import NO_DIRT, Dirt, clean, find_dirt

SHALLOW: Final = 40  # levels that are left of a page on which the walk ran out of stack
GENERIC: Final = "generic"
_REWRITTEN: Final = ("bom", "utf8_twice")  # reasons for a charset of which the text, encoded again, is not the payload
_NOT_DECODED: Final = "\ufffd"

_MARK: Final = re.compile(r"[\u0300-\u036f]")
_MARK_BYTES: Final = (b"\xcc", b"\xcd")
_LETTER_BYTES: Final = (b"\xc3", b"\xe1\xba", b"\xe1\xbb")
_COMPOSED: Final = re.compile(
    r"[\u00c0-\u00cf\u00d1-\u00d6\u00d9-\u00dd\u00e0-\u00ef\u00f1-\u00f6\u00f9-\u00fd\u0102\u0103\u1ea0-\u1ef9]"
)


@dataclass(slots=True)
class Reading:
    """One document as read, before it is made a record."""

    metadata: Metadata
    head: Head
    body: Body
    layout: str
    kind: PageKind
    used_seed: bool
    is_learned: bool  # a learned layout read it
    known_share: float  # of the text that the article is thought to have


def read_document(
    text: str,
    url: str | None,
    hint: str | None = None,
    known: Known = NOTHING,
    learned: PublisherLayouts | None = None,
    *,
    encoded: bytes | None = None,
) -> Reading:
    """Read decoded markup: metadata and body. `hint` is a text that the article is thought to have (the seed's).

    `encoded` is the markup in UTF-8 where it came so: lexbor reads bytes.
    """
    flat = flatten(text)
    tree = LexborHTMLParser(encoded if encoded is not None and flat is text else flat)
    try:
        return _read_guarded(tree, url, hint, known, learned)
    except RecursionError:
        return _read_guarded(LexborHTMLParser(cap_depth(flat, SHALLOW)), url, hint, known, learned)


def _read_guarded(
    tree: LexborHTMLParser, url: str | None, hint: str | None, known: Known, learned: PublisherLayouts | None
) -> Reading:
    """Read a page without learned layouts where with them it shows hardly anything of the text that is looked for.

    So what is said of an article that is not seen never rests on a layout that nobody has reviewed. Where the other
    reader finds no more of that text (it was rewritten, and teasers are longer), the layout stands.
    """
    reading = _read_tree(tree, url, hint, known, learned)
    if not reading.is_learned or not hint or reading.known_share >= ENOUGH:
        return reading
    again = _read_tree(tree, url, hint, known, None)
    if reading.known_share and again.known_share <= reading.known_share:
        return reading
    again.metadata.provenance["fallback"] = reading.layout
    return again


def _read_described(
    tree: LexborHTMLParser, metadata: Metadata, head: Head, address: PageAddress, learned: PublisherLayouts | None
) -> tuple[Match | None, Body | None]:
    """Read body and lead with the first layout of the page that finds them."""
    for match in match_layouts(tree, address, metadata.language, learned):
        body = read_with_layout(tree, match, metadata, address.publisher, head.headings)
        if body is not None:
            return match, body
        metadata.provenance.setdefault("fallback", match.name)
    return None, None


def _read_tree(
    tree: LexborHTMLParser, url: str | None, hint: str | None, known: Known, learned: PublisherLayouts | None
) -> Reading:
    address = read_page_address(url)
    metadata, head = read_metadata(tree, url, address.publisher.zone if address.publisher else None, known)
    match, body = _read_described(tree, metadata, head, address, learned)
    layout, is_learned = (match.name, match.is_learned) if match else (None, False)
    if body is None:
        body = read_generic(tree, metadata, head.headings)
    if body.prose < MIN_ARTICLE:
        body = _read_scripts(tree, metadata, body)
    take_whole_name(tree.body, metadata)
    seen = complete(tree, metadata, head, body, hint)
    if seen.share < ENOUGH:
        _check_with_data(tree, metadata, head, seen)
    _note_limits(tree, metadata, seen, url or "")
    _note_origin(metadata, seen.body, layout or GENERIC)
    described = None if is_learned else layout  # what a page is does not rest on a layout that nobody has reviewed
    kind = tell_kind(tree, metadata, seen.body, url or "", layout=described, known_share=seen.share)
    return Reading(metadata, head, seen.body, layout or GENERIC, kind, seen.used_seed, is_learned, seen.share)


def _note_limits(tree: LexborHTMLParser, metadata: Metadata, seen: Completed, url: str) -> None:
    """Say of a page that shows the beginning of its article alone why it does: a wall, or more pages."""
    if has_password_form(tree, seen.body.blocks):
        metadata.provenance["wall"] = "password_form"
        return
    lacking = lacks_the_rest(seen.known, seen.body) if seen.share < 1 else 0.0
    if lacking and has_more_pages(tree, url):
        metadata.provenance.update([PAGINATED])
    elif lacking and (wall := ends_at_wall(seen.body.blocks, seen.known, lacking)):
        metadata.provenance["wall"] = wall


def _note_origin(metadata: Metadata, body: Body, layout: str) -> None:
    """Say of body and lead which reader found them, where nothing else was said."""
    reader = GENERIC if layout == GENERIC else "layout"
    if body.blocks:
        metadata.provenance.setdefault("body", reader)
    if body.lead:
        metadata.provenance.setdefault("lead", reader)


def _check_with_data(tree: LexborHTMLParser, metadata: Metadata, head: Head, seen: Completed) -> None:
    """Read again where the page's data has another text: from where that text stands, else the data itself.

    What a page shows counts more than a shorter text in its data, which may be a summary, unless the data has the text
    that the article is known to have.
    """
    said, body = metadata.article_body, seen.body
    if said is None or len(said) < MIN_TEXT or agrees(plain_text(body), said):
        return
    again = read_generic(tree, metadata, head.headings, said)
    if agrees(plain_text(again), said):
        metadata.provenance["body"] = "located_by_jsonld"
        seen.body, seen.share = again, share_of(again, seen.known)
        return
    lead = body.lead if body.lead and fold_text(body.lead) in fold_text(said) else None
    blocks = without_lead(blocks_of(said), lead)
    other = Body(blocks=blocks, lead=lead, prose=count_prose(blocks) + len(lead or ""))
    share = share_of(other, seen.known)
    is_shown = body.prose >= len(said) or (not metadata.is_paywalled and is_part(plain_text(body), said))
    if share > seen.share or not is_shown:
        metadata.provenance["body"] = "jsonld"
        seen.body, seen.share = other, share


def _read_scripts(tree: LexborHTMLParser, metadata: Metadata, body: Body) -> Body:
    """Take the text from the page's scripts where hardly any is shown."""
    blocks = trim(blocks_in_scripts(tree, metadata.title), metadata.title, metadata.authors)
    prose = count_prose(blocks)
    if prose < MIN_TEXT:
        return body
    metadata.provenance["body"] = "script"
    return Body(blocks=without_lead(blocks, body.lead), media=body.media, lead=body.lead, prose=prose)


def parse_page(
    payload: bytes,
    *,
    url: str,
    headers: Mapping[str, str],
    seed: SeedArticle | None = None,
    seen_at: dt.datetime | None = None,
    layouts: PublisherLayouts | None = None,
) -> ParsedPage:
    """Parse a payload. Never raises for what a payload holds; a page that is no article says so in `kind`.

    `seen_at` (aware) is when the page was fetched, or archived: what it says of later days is no day of publication.
    `layouts` are what other pages of the publisher taught.
    """
    text, charset, reason = decode(payload, headers, seed.body if seed else None)
    encoded = payload if charset == "utf-8" and reason not in _REWRITTEN and _NOT_DECODED not in text else None
    known_text = _known_text(seed) if seed else None
    reading = read_document(text, url, known_text, _known(seed, seen_at), layouts, encoded=encoded)
    metadata, body = reading.metadata, reading.body
    if seed is not None and seed.title:
        prefer_shown_title(metadata, seed.title)
        if not seed.body and reading.kind is PageKind.ERROR and shows_title(metadata, body, seed.title):
            reading.kind = PageKind.ARTICLE
    if _may_be_decomposed(payload, charset) and is_decomposed(text):
        metadata.provenance["unicode_form"] = "nfd"  # what is read from it is composed
    digest = "sha256:" + hashlib.sha256(payload).hexdigest()
    blocks = tuple(Block(kind=block.kind, text=block.text) for block in body.blocks)
    published_at = _to_utc(metadata, "published_at", url)
    clock = judge_clock(url, published_at) if published_at else None
    if clock is not None:
        metadata.provenance[URL_CLOCK] = clock
    version = parser_version(layouts)
    return ParsedPage(
        page_id=content_id(digest, url, version),
        payload_digest=digest,
        parser_version=version,
        kind=reading.kind,
        url=url,
        canonical_url=metadata.canonical_url,
        title=metadata.title,
        lead=body.lead,
        blocks=blocks,
        published_at=published_at,
        modified_at=_to_utc(metadata, "modified_at", url),
        authors=metadata.authors,
        byline=metadata.byline,
        section=metadata.section,
        tags=metadata.tags,
        language=detect_language(" ".join(block.text for block in blocks[:5]), metadata.language),
        site_name=metadata.site_name,
        media=make_items(body.media, url),
        is_paywalled=metadata.is_paywalled,
        charset=charset,
        charset_reason=reason,
        layout=reading.layout,
        used_seed=reading.used_seed,
        provenance=tuple(sorted(metadata.provenance.items())),
    )


def _known(seed: SeedArticle | None, seen_at: dt.datetime | None) -> Known:
    return Known(title=seed.title, columns=seed.extra or "", seen_at=seen_at) if seed else Known(seen_at=seen_at)


def _known_text(seed: SeedArticle) -> str | None:
    """Give a seed's text with its damage mended, as a page would print it: no tags, letters joined, mojibake undone."""
    body = without_markup(seed.body) if seed.body else None
    dirt = find_dirt(body) if body else NO_DIRT
    if not body or not dirt:
        return body
    again = read_again(body) if Dirt.MOJIBAKE in dirt else None
    return "\n".join(clean(line) for line in (again.text if again else body).splitlines())


def _may_be_decomposed(payload: bytes, charset: str) -> bool:
    """Tell at a glance, by the first bytes that marks and composed letters have in UTF-8, whether marks may prevail."""
    if charset != "utf-8":
        return True
    if not any(byte in payload for byte in _MARK_BYTES):
        return False
    return sum(map(payload.count, _MARK_BYTES)) > sum(map(payload.count, _LETTER_BYTES))


def is_decomposed(text: str) -> bool:
    """Tell whether a page as a whole writes letters and marks apart; a stray mark in a composed page does not count."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return False
    return len(_MARK.findall(text)) > len(_COMPOSED.findall(text))


def _to_utc(metadata: Metadata, name: str, url: str) -> dt.datetime | None:
    """Put a time in UTC; without a zone it is in that of its domain or language, else UTC, and says so."""
    when: dt.datetime | None = getattr(metadata, name)
    if when is None:
        return None
    if when.tzinfo is None:
        zone = host_zone(read_page_address(url).host) or language_zone(metadata.language)
        when = when.replace(tzinfo=ZoneInfo(zone) if zone else dt.UTC)
        metadata.provenance[name] += ":zone_assumed"
    return when.astimezone(dt.UTC)
