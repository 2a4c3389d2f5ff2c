"""Read a page with a publisher's layout: its selectors say where the title, lead, body and times are."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.body import Body, count_prose, mark_captions, trim
from flows.parse.layouts import find_bodies, find_first, find_ids
from flows.parse.media import attach_captions
from flows.parse.metadata import Metadata
from flows.parse.names import split_authors
from flows.parse.publishers import Layout, Publisher
from flows.parse.timestamps import has_clock, parse_time
from flows.parse.walk import Walk, clean_text, fold_text
from flows.records import BlockKind

MIN_PROSE = 40  # characters; less is no body, and the generic reader tries


def read_with_layout(tree: LexborHTMLParser, layout: Layout, metadata: Metadata, publisher: Publisher | None) -> Body | None:
    """Read body and lead, and correct the metadata by what the page shows; None where no body is found."""
    bodies = find_bodies(tree, layout.body)
    if not bodies:
        return None
    walk = Walk(keep={node.mem_id for node in bodies}, drop=find_ids(tree, layout.drop), captions=find_ids(tree, layout.caption))
    for photo in _outside(tree, layout):
        walk.add_figure(photo)
    for node in bodies:
        walk.add(node)
    mark_captions(walk.blocks, walk.media)
    attach_captions(walk.blocks, walk.media)
    body = Body(media=walk.media)
    _set_title(tree, layout, metadata)
    lead = _text(find_first(tree, layout.lead))
    body.blocks = trim(walk.blocks, metadata.title, metadata.authors)
    body.lead = lead
    if lead:
        key = fold_text(lead)
        for index, block in enumerate(body.blocks[:6]):
            if block.kind is BlockKind.PARAGRAPH and fold_text(block.text) == key:
                del body.blocks[index]
                break
    body.prose = count_prose(body.blocks) + len(lead or "")
    if body.prose < MIN_PROSE:
        return None
    _set_time(tree, layout, metadata, publisher)
    _set_people(tree, layout, metadata)
    return body


def _text(node: LexborNode | None) -> str | None:
    return (clean_text(node.text()) or None) if node is not None else None


def _outside(tree: LexborHTMLParser, layout: Layout) -> list[LexborNode]:
    """List lead photos that stand before the body."""
    return [node for selector in layout.photo for node in tree.css(selector)]


def _set_title(tree: LexborHTMLParser, layout: Layout, metadata: Metadata) -> None:
    title = _text(find_first(tree, layout.title))
    if title:
        metadata.title = title
        metadata.provenance["title"] = "layout"


def _set_time(tree: LexborHTMLParser, layout: Layout, metadata: Metadata, publisher: Publisher | None) -> None:
    """Take the shown time where the page's data gives none with a time of day."""
    if metadata.published_at is not None and not metadata.provenance.get("published_at", "").endswith((":day", "time")):
        return
    for selector in layout.published:
        for node in tree.css(selector):
            text = node.attrs.get("datetime") or node.attrs.get("content") or node.text()
            when = parse_time(text, publisher.zone if publisher else None)
            if when is not None and has_clock(text):
                metadata.published_at = when
                metadata.provenance["published_at"] = "layout"
                return


def _set_people(tree: LexborHTMLParser, layout: Layout, metadata: Metadata) -> None:
    byline = _text(find_first(tree, layout.byline))
    if byline:
        metadata.byline = byline
    author = _text(find_first(tree, layout.author))
    names = split_authors([author]) if author else []
    if names:
        metadata.authors = tuple(names)
        metadata.provenance["authors"] = "layout"
    section = _text(find_first(tree, layout.section))
    if section:
        metadata.section = section
        metadata.provenance["section"] = "layout"
    tags = dict.fromkeys(text for selector in layout.tags for node in tree.css(selector) if (text := clean_text(node.text())))
    if tags:
        metadata.tags = tuple(tags)
        metadata.provenance["tags"] = "layout"
