"""Read a page with a publisher's layout: its selectors say where the title, lead, body and times are."""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.body.generic import (
    AMONG,
    Body,
    count_prose,
    elements_around,
    find_heading,
    mark_captions,
    take_lines,
    take_signature,
)
from flows.parse.body.lead import LeadEvidence, blocks_beside, find_lead, without_lead
from flows.parse.body.media import attach_captions
from flows.parse.body.trim import trim
from flows.parse.layouts.match import Match, ancestors, find_bodies, find_first, find_ids
from flows.parse.markup.plain import clean_text, fold_text
from flows.parse.markup.walk import TRUSTED, Walk
from flows.parse.metadata.choose import Metadata
from flows.publishers import Layout, Publisher, host_zone
from flows.text.moments import has_clock, parse_time
from flows.text.names import split_authors

MIN_PROSE: Final = 40  # characters; less is no body, and the generic reader tries
WORDLESS: Final = 300  # characters; no paragraph of a page of pictures is that long, the imprint included
PHOTO_SIBLINGS: Final = 8  # nodes before the body among which its photo is looked for
PHOTO_LEVELS: Final = 4  # levels that a named lead photo and its body may be below what holds both
MAX_SECTION: Final = 60  # characters; a longer one is the whole trail of crumbs


def read_with_layout(
    tree: LexborHTMLParser,
    match: Match,
    metadata: Metadata,
    publisher: Publisher | None,
    headings: Sequence[LexborNode],
) -> Body | None:
    """Read body and lead, and correct the metadata by what the page shows; None where no body is found.

    What a learned layout does not find is looked for as on a page of which nothing is known.
    """
    layout = match.layout
    bodies = _without_dropped(find_bodies(tree, layout.body), layout)
    if not bodies:
        return None
    walk = _walk(tree, layout, bodies, _headline_of(tree, match, metadata))
    body = Body(media=walk.media, lead=_read_lead(tree, layout))
    heading = find_heading(tree, headings, metadata.shown_title or metadata.title) if match.is_learned else None
    beside = blocks_beside(heading, elements_around(bodies[0]))
    body.lead = body.lead or find_lead(beside, metadata.description, LeadEvidence.NAMED)
    prose = count_prose(walk.blocks) + len(body.lead or "")
    if prose < MIN_PROSE and not (walk.media and _is_wordless(tree)):
        return None
    _set_title(tree, layout, metadata)
    _set_time(tree, layout, metadata, publisher)
    if layout.author or not match.is_learned:
        _set_people(tree, layout, metadata)
    body.blocks = without_lead(trim(walk.blocks, metadata.title, metadata.authors), body.lead)
    if match.is_learned:
        take_lines([*beside, *walk.blocks[:AMONG]], walk.blocks, body, metadata)
    take_signature(body.blocks, metadata)
    body.prose = count_prose(body.blocks) + len(body.lead or "")
    return body


def _without_dropped(bodies: list[LexborNode], layout: Layout) -> list[LexborNode]:
    """Leave out elements beside the first that the layout drops, where the text is a row of them."""
    dropped = find_ids(bodies, layout.drop) if len(bodies) > 1 else set()
    return [node for node in bodies if node.mem_id not in dropped] or bodies


def _headline_of(tree: LexborHTMLParser, match: Match, metadata: Metadata) -> set[int]:
    """Find the headline that a learned layout names, and the page's data says as well: it may stand in the body."""
    node = find_first(tree, match.layout.title) if match.is_learned else None
    shown = fold_text(node.text()) if node is not None else ""
    is_said = bool(shown) and shown in fold_text(metadata.title or metadata.shown_title or "")
    return {node.mem_id} if node is not None and is_said else set()


def _walk(tree: LexborHTMLParser, layout: Layout, bodies: Sequence[LexborNode], headline: set[int]) -> Walk:
    """Walk the body and the photos before it, without its headline and what the layout drops."""
    photos = _outside(tree, layout, bodies)
    own = {node.mem_id for node in bodies}
    drop = (find_ids([*photos, *bodies], layout.drop) | headline) - own
    credited = find_ids([*photos, *bodies], layout.credit)
    walk = Walk(keep=own, drop=drop, captions=find_ids(bodies, layout.caption) | credited, credited=credited)
    for photo in photos:
        walk.add_figure(photo)
    for node in bodies:
        walk.add(node)
    mark_captions(walk.blocks, walk.media)
    attach_captions(walk.blocks, walk.media)
    return walk


def _is_wordless(tree: LexborHTMLParser) -> bool:
    """Tell a page of pictures or a video from one whose text has moved to where the layout does not look."""
    return all(len(node.text()) < WORDLESS for node in tree.css("p"))


def _read_lead(tree: LexborHTMLParser, layout: Layout) -> str | None:
    """Read the lead without what the layout drops (a place before the first word, a label)."""
    node = find_first(tree, layout.lead)
    if node is None or node.mem_id in _behind_next_title(tree, layout):
        return None
    walk = Walk(keep=(node.mem_id,), drop=find_ids([node], layout.drop), dropped=TRUSTED)
    walk.add(node)
    return " ".join(block.text for block in walk.blocks) or None


def _behind_next_title(tree: LexborHTMLParser, layout: Layout) -> set[int]:
    """Give the elements of the articles that a page goes on with: what comes after the next other title."""
    titles = next((nodes for selector in layout.title if (nodes := tree.css(selector))), [])
    own = clean_text(titles[0].text()) if len(titles) > 1 else ""
    others = {node.mem_id for node in titles[1:] if clean_text(node.text()) not in ("", own)}
    if not own or not others or tree.root is None:
        return set()
    order = [node.mem_id for node in tree.root.traverse()]
    behind = itertools.dropwhile(lambda mem_id: mem_id != titles[0].mem_id, order)
    return set(itertools.dropwhile(lambda mem_id: mem_id not in others, behind))


def _text(node: LexborNode | None) -> str | None:
    return (clean_text(node.text()) or None) if node is not None else None


def _outside(tree: LexborHTMLParser, layout: Layout, bodies: Sequence[LexborNode]) -> list[LexborNode]:
    """List lead photos that stand before the body: what the layout names, and figures right before it."""
    found: dict[int, LexborNode] = {}
    inside = {node.mem_id for node in bodies}
    around = {above.mem_id for above in ancestors(bodies[0], PHOTO_LEVELS)}
    for node in tree.css(", ".join(layout.photo)) if layout.photo else ():
        above = {element.mem_id for element in ancestors(node, PHOTO_LEVELS)}
        if above & around and not above & inside and node.mem_id not in inside and not above & found.keys():
            found[node.mem_id] = node
    previous = bodies[0].prev
    for _ in range(PHOTO_SIBLINGS):
        if previous is None:
            break
        if previous.tag == "figure" or (
            previous.tag == "table" and "picture" in (previous.attrs.get("class") or "").split()
        ):
            found.setdefault(previous.mem_id, previous)
        previous = previous.prev
    return list(found.values())


def _set_title(tree: LexborHTMLParser, layout: Layout, metadata: Metadata) -> None:
    title = _text(find_first(tree, layout.title))
    for affix in layout.title_affixes if title else ():
        title = (title or "").removeprefix(affix).removesuffix(affix)
    if title:
        metadata.title = title
        metadata.provenance["title"] = "layout"


def _set_time(tree: LexborHTMLParser, layout: Layout, metadata: Metadata, publisher: Publisher | None) -> None:
    """Take the shown time where the data gives none with a time of day, or the same clock with a wrong zone.

    An article that is younger than the last day of its layout's validity is noted: the publisher may have come
    back to an old name for something new.
    """
    shown = _shown_time(tree, layout, publisher.zone if publisher else host_zone(metadata.host))
    known = metadata.published_at
    source = metadata.provenance.get("published_at", "")
    if shown is not None and (known is None or source.endswith((":day", "time"))):
        metadata.published_at = shown
        metadata.provenance["published_at"] = "layout"
    elif shown is not None and known is not None and _to_minute(known) == _to_minute(shown):
        metadata.published_at = known.replace(tzinfo=shown.tzinfo or known.tzinfo)
        metadata.provenance["published_at"] = f"{source}=layout"
    if metadata.published_at and layout.valid_to and metadata.published_at.date() > layout.valid_to:
        metadata.provenance["layout"] = "younger_than_layout"


def _to_minute(when: dt.datetime) -> dt.datetime:
    return when.replace(tzinfo=None, second=0, microsecond=0)


def _shown_time(tree: LexborHTMLParser, layout: Layout, zone: str | None) -> dt.datetime | None:
    """Read the first time with a time of day that the layout's selectors find."""
    for selector in layout.published:
        for node in tree.css(selector):
            for text in _times_of(node):
                when = parse_time(text, zone)
                if when is not None and has_clock(text):
                    return when
    return None


def _times_of(node: LexborNode) -> Iterator[str]:
    """List what an element says of a time: its attributes first, which hold it where the text says "an hour ago"."""
    attrs = node.attrs
    for name in ("datetime", "content", "title"):
        value = attrs.get(name)
        if value:
            yield value
    yield clean_text(node.text())


def _set_people(tree: LexborHTMLParser, layout: Layout, metadata: Metadata) -> None:
    """Take byline, authors, section and tags as the page shows them."""
    byline = _text(find_first(tree, layout.byline))
    if byline:
        metadata.byline = byline
    others = _behind_next_title(tree, layout)
    if others and metadata.provenance.get("authors") == "shown":  # read from the whole page: of all its articles
        metadata.authors = ()
        del metadata.provenance["authors"]
    names = _shown_names(tree, layout, others)
    if names and not _knows_more(metadata.authors, names):
        metadata.authors = names
        metadata.provenance["authors"] = "layout"
    section = _text(find_first(tree, layout.section))
    if section and len(section) <= MAX_SECTION:
        metadata.section = section
        metadata.provenance["section"] = "layout"
    found = (_tag_of(node) for selector in layout.tags for node in tree.css(selector))
    tags = tuple(dict.fromkeys(tag for tag in found if tag))
    if tags:
        metadata.tags = tags
        metadata.provenance["tags"] = "layout"


def _shown_names(tree: LexborHTMLParser, layout: Layout, others: set[int]) -> tuple[str, ...]:
    """List the authors that the first selector with a name finds; a meta element says them in its content."""
    for selector in layout.author:
        nodes = _siblings([node for node in tree.css(selector) if node.mem_id not in others])
        names = split_authors([node.attrs.get("content") or node.text(separator=" ") for node in nodes])
        if names:
            return tuple(names)
    return ()


def _siblings(nodes: list[LexborNode]) -> list[LexborNode]:
    """Keep the nodes that share the parent of the first: a page may go on with another article."""
    first = nodes[0].parent if nodes else None
    return [
        node for node in nodes if node.parent is not None and first is not None and node.parent.mem_id == first.mem_id
    ]


def _knows_more(known: Sequence[str], shown: Sequence[str]) -> bool:
    """Tell whether the page's data names all who are shown, and others: a byline may say "and one more"."""
    folded = {name.casefold() for name in known}
    return len(known) > len(shown) and all(name.casefold() in folded for name in shown)


def _tag_of(node: LexborNode) -> str:
    """Read a tag without its sign; empty for a label such as "Từ khóa:"."""
    text = clean_text(node.text()).lstrip("# ")
    return "" if text.endswith(":") else text
