"""Read a page with a publisher's layout: its selectors say where the title, lead, body and times are."""

import datetime as dt
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.body import Body, count_prose, mark_captions, take_signature
from flows.parse.layouts import find_bodies, find_first, find_ids
from flows.parse.lead import without_lead
from flows.parse.media import attach_captions
from flows.parse.metadata import Metadata
from flows.parse.names import split_authors
from flows.parse.plain import clean_text
from flows.parse.publishers import Layout, Publisher
from flows.parse.timestamps import has_clock, parse_time
from flows.parse.trim import trim
from flows.parse.walk import Walk

MIN_PROSE: Final = 40  # characters; less is no body, and the generic reader tries
PHOTO_SIBLINGS: Final = 8  # nodes before the body among which its photo is looked for


def read_with_layout(
    tree: LexborHTMLParser, layout: Layout, metadata: Metadata, publisher: Publisher | None
) -> Body | None:
    """Read body and lead, and correct the metadata by what the page shows; None where no body is found."""
    bodies = find_bodies(tree, layout.body)
    if not bodies:
        return None
    drop = find_ids(tree, layout.drop)
    walk = Walk(keep={node.mem_id for node in bodies}, drop=drop, captions=find_ids(tree, layout.caption))
    for photo in _outside(tree, layout, bodies[0]):
        walk.add_figure(photo)
    for node in bodies:
        walk.add(node)
    mark_captions(walk.blocks, walk.media)
    attach_captions(walk.blocks, walk.media)
    body = Body(media=walk.media, lead=_read_lead(tree, layout, drop))
    prose = count_prose(walk.blocks) + len(body.lead or "")
    if prose < MIN_PROSE:
        return None
    _set_title(tree, layout, metadata)
    _set_time(tree, layout, metadata, publisher)
    _set_people(tree, layout, metadata)
    body.blocks = without_lead(trim(walk.blocks, metadata.title, metadata.authors), body.lead)
    take_signature(body.blocks, metadata)
    body.prose = count_prose(body.blocks) + len(body.lead or "")
    return body


def _read_lead(tree: LexborHTMLParser, layout: Layout, drop: set[int]) -> str | None:
    """Read the lead without what the layout drops (a place before the first word, a label)."""
    node = find_first(tree, layout.lead)
    if node is None:
        return None
    walk = Walk(keep=(node.mem_id,), drop=drop, trust=True)
    walk.add(node)
    return " ".join(block.text for block in walk.blocks) or None


def _text(node: LexborNode | None) -> str | None:
    return (clean_text(node.text()) or None) if node is not None else None


def _outside(tree: LexborHTMLParser, layout: Layout, body: LexborNode) -> list[LexborNode]:
    """List lead photos that stand before the body: what the layout names, and figures right before it."""
    found = {node.mem_id: node for selector in layout.photo for node in tree.css(selector)}
    node = body.prev
    for _ in range(PHOTO_SIBLINGS):
        if node is None:
            break
        if node.tag == "figure" or (node.tag == "table" and "picture" in (node.attrs.get("class") or "")):
            found.setdefault(node.mem_id, node)
        node = node.prev
    return list(found.values())


def _siblings(nodes: list[LexborNode]) -> list[LexborNode]:
    """Keep the nodes that share the parent of the first: a page may go on with another article."""
    first = nodes[0].parent if nodes else None
    return [
        node for node in nodes if node.parent is not None and first is not None and node.parent.mem_id == first.mem_id
    ]


def _set_title(tree: LexborHTMLParser, layout: Layout, metadata: Metadata) -> None:
    title = _text(find_first(tree, layout.title))
    if title:
        metadata.title = title
        metadata.provenance["title"] = "layout"


def _set_time(tree: LexborHTMLParser, layout: Layout, metadata: Metadata, publisher: Publisher | None) -> None:
    """Take the shown time where the data gives none with a time of day, or the same clock with a wrong zone."""
    shown = _shown_time(tree, layout, publisher)
    if shown is None:
        return
    known = metadata.published_at
    source = metadata.provenance.get("published_at", "")
    if known is None or source.endswith((":day", "time")):
        metadata.published_at = shown
        metadata.provenance["published_at"] = "layout"
    elif known.replace(tzinfo=None, second=0, microsecond=0) == shown.replace(tzinfo=None, second=0, microsecond=0):
        metadata.published_at = known.replace(tzinfo=shown.tzinfo or known.tzinfo)
        metadata.provenance["published_at"] = f"{source}=layout"


def _shown_time(tree: LexborHTMLParser, layout: Layout, publisher: Publisher | None) -> dt.datetime | None:
    """Read the first time with a time of day that the layout's selectors find."""
    zone = publisher.zone if publisher else None
    for selector in layout.published:
        for node in tree.css(selector):
            text = node.attrs.get("datetime") or node.attrs.get("content") or node.text()
            when = parse_time(text, zone)
            if when is not None and has_clock(text):
                return when
    return None


def _set_people(tree: LexborHTMLParser, layout: Layout, metadata: Metadata) -> None:
    """Take byline, authors, section and tags as the page shows them."""
    byline = _text(find_first(tree, layout.byline))
    if byline:
        metadata.byline = byline
    for selector in layout.author:
        names = split_authors([node.text() for node in _siblings(tree.css(selector))])
        if names:
            metadata.authors = tuple(names)
            metadata.provenance["authors"] = "layout"
            break
    section = _text(find_first(tree, layout.section))
    if section:
        metadata.section = section
        metadata.provenance["section"] = "layout"
    found = (clean_text(node.text()) for selector in layout.tags for node in tree.css(selector))
    tags = tuple(dict.fromkeys(tag for tag in found if tag))
    if tags:
        metadata.tags = tags
        metadata.provenance["tags"] = "layout"
