"""Find and read the body of a page of which nothing is known: its lead, its blocks, its captions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.body.anchor import Anchor, find_anchor
from flows.parse.body.byline import take_byline
from flows.parse.body.captions import split_caption_credit
from flows.parse.body.lead import LeadEvidence, blocks_beside, find_lead, take_lead, without_lead, without_summary
from flows.parse.body.media import attach_captions
from flows.parse.body.parts import Parts, find_parts
from flows.parse.body.shown_time import take_closing_day, take_named_time, take_opening_day, take_shown_time
from flows.parse.body.trim import MAX_LINKED, trim
from flows.parse.markup.marks import Mark
from flows.parse.markup.plain import fold_text, same_line
from flows.parse.markup.walk import CAPTION, DROPPED, ENDS, PARAGRAPH, SENTENCE, TRUSTED, RawBlock, RawMedia, Walk
from flows.parse.metadata.choose import Metadata
from flows.records import BlockKind
from flows.text.names import is_site

MAX_NAMES: Final = 5  # words of a name at the end of the text
MAX_CAPTION: Final = 300
TITLE_AMONG: Final = 12  # blocks at the beginning of the body among which the headline may be
_PROSE_MARKS: Final = (Mark.NONE, Mark.BODY)
MAX_HEADLINE: Final = 1000  # characters of the markup's text, its white space included
NAMED_TITLE: Final = "h2, [class*=title], [class*=headline]"
BEFORE: Final = 12  # blocks before the text, and first blocks of it, among which the time is
AMONG: Final = 3
PART_OF_TITLE: Final = 20  # letters that headline and title must share
HEAVY: Final = 0.35  # of the prose that was found; no promotion and no box is as long
CLIMB: Final = 5  # levels between the container of the prose and the element that also holds the headline


@dataclass(slots=True)
class Body:
    """The article's text in order, captions apart, and the pictures with theirs."""

    blocks: list[RawBlock] = field(default_factory=list)
    media: list[RawMedia] = field(default_factory=list)
    lead: str | None = None
    prose: int = 0  # characters of paragraphs


def read_generic(
    tree: LexborHTMLParser, metadata: Metadata, headings: Sequence[LexborNode], known: str | None = None
) -> Body:
    """Find and read the body of a page of which nothing is known.

    `known` is the article's text from another source (its data, the seed), which then says where the body is.
    """
    root = tree.body
    if root is None:
        return Body()
    title = metadata.shown_title or metadata.title or metadata.dating.known.title
    heading = find_heading(tree, headings, title)
    around_title = elements_around(heading)
    anchor = find_anchor(tree, root, around_title, fold_text(known) if known else None)
    parts = find_parts(anchor, around_title)
    anchor.around |= parts.containers
    top = _climb(anchor, around_title)
    nodes = [top] if top is not None else parts.nodes
    walk = _walk(nodes, anchor, parts, around_title, DROPPED)
    if count_prose(walk.blocks[slice(*walk.watched)]) < HEAVY * anchor.votes:  # names dropped what has the votes
        walk = _walk(nodes, anchor, parts, around_title, TRUSTED)
    start, end = walk.watched
    mark_captions(walk.blocks, walk.media)
    attach_captions(walk.blocks, walk.media)
    body = Body(media=walk.media)
    key = fold_text(title or "")
    start = _skip_title(walk.blocks, start, end, key, len(title or ""))
    behind = _title_end(walk.blocks, start, key)
    evidence = LeadEvidence.NAMED if behind is None else LeadEvidence.PLACE
    body.lead = find_lead(walk.blocks[behind:start], metadata.description, evidence)
    if body.lead is None:
        start, body.lead = take_lead(walk.blocks, start, end)
    if body.lead is None:
        body.lead = find_lead(blocks_beside(heading, anchor.around), metadata.description, LeadEvidence.NAMED)
    start = _begin_earlier(walk.blocks, start, body.lead)
    inside: Sequence[RawBlock] = walk.blocks[start:end]
    body.blocks = trim(without_summary(inside) if body.lead else inside, title, metadata.authors)
    body.blocks = without_lead(body.blocks, body.lead)
    take_lines(walk.blocks[max(0, start - BEFORE) : start + AMONG], inside, body, metadata)
    take_signature(body.blocks, metadata)
    body.prose = count_prose(body.blocks)
    return body


def take_lines(before: Sequence[RawBlock], inside: Sequence[RawBlock], body: Body, metadata: Metadata) -> None:
    """Take time and authors from the lines that show them, where nothing says them better.

    `before` are the blocks before the text, and its first ones; `inside` are all of its element.
    """
    take_shown_time(before, metadata)
    take_named_time(metadata)
    take_opening_day([body.lead or "", *(block.text for block in body.blocks)], AMONG + 1, metadata)
    take_closing_day(inside, metadata)
    take_byline(before, body.blocks[-AMONG:], metadata)


def _walk(
    nodes: Sequence[LexborNode], anchor: Anchor, parts: Parts, around_title: set[int], dropped: frozenset[Mark]
) -> Walk:
    """Walk the container of the article, and what holds it together with the headline."""
    walk = Walk(keep=anchor.around | around_title, drop=parts.between, dropped=dropped)
    walk.watch = [part.mem_id for part in parts.nodes]
    walk.most = HEAVY * anchor.votes
    for node in nodes:
        walk.add(node)
    return walk


def take_signature(blocks: list[RawBlock], metadata: Metadata) -> None:
    """Take the author from the last line where nothing else names one: a name in capitals or in bold."""
    named = metadata.authors and not is_site(metadata.authors[0], metadata.site_name, metadata.host)
    if named or not blocks or blocks[-1].kind is CAPTION:
        return
    last = blocks[-1]
    if not may_be_name(last.text):
        return
    if last.text.isupper() or last.bold >= len(last.text):
        metadata.byline, metadata.authors = last.text, (last.text,)
        metadata.provenance["authors"] = "last_line"
        blocks.pop()


def may_be_name(line: str) -> bool:
    """Tell a line of a few words, each with a capital letter."""
    words = line.split()
    return 2 <= len(words) <= MAX_NAMES and all(word[0].isupper() and word.isalpha() for word in words)


def count_prose(blocks: Sequence[RawBlock]) -> int:
    """Count the characters of a body without its captions."""
    return sum(len(block.text) for block in blocks if block.kind is not CAPTION)


def plain_text(body: Body) -> str:
    """Join lead and prose, one block a line, captions left out."""
    lines = [body.lead] if body.lead else []
    lines += [block.text for block in body.blocks if block.kind is not CAPTION]
    return "\n".join(lines)


def find_heading(tree: LexborHTMLParser, headings: Sequence[LexborNode], title: str | None) -> LexborNode | None:
    """Find the headline: the heading that says the title, else the only one, else what is named a title and says it."""
    key = fold_text(title or "")
    for node in headings:
        if key and fold_text(node.text()) == key:
            return node
    if headings or not key:
        return headings[0] if len(headings) == 1 else None
    short = ((node, text) for node in tree.css(NAMED_TITLE) if len(text := node.text()) <= MAX_HEADLINE)
    return next((node for node, text in short if fold_text(text) == key), None)


def elements_around(node: LexborNode | None) -> set[int]:
    """List an element and all above it, by mem_id."""
    around: set[int] = set()
    while node is not None:
        around.add(node.mem_id)
        node = node.parent
    return around


def _climb(anchor: Anchor, around_title: set[int]) -> LexborNode | None:
    """Find the element around the prose that also holds the headline, else the <article>; None where it is far away."""
    node = anchor.node.parent
    article = None
    for _ in range(CLIMB):
        if node is None or node.tag in ("body", "html"):
            break
        if node.mem_id in around_title:
            return node
        if article is None and node.tag == "article":
            article = node
        node = node.parent
    return article


def _title_end(blocks: Sequence[RawBlock], end: int, key: str) -> int | None:
    """Return the index behind the headline among the first blocks; None where it is not there."""
    for index in range(end - 1, -1, -1):
        block = blocks[index]
        if fold_text(block.text) == key if key else block.kind is BlockKind.HEADING:
            return index + 1
    return None


def _begin_earlier(blocks: Sequence[RawBlock], start: int, lead: str | None) -> int:
    """Go back over paragraphs of prose right before the container: the first of them may stand outside of it.

    Between lead and container, short sentences belong to the prose that stands before them.
    """
    if lead is None:
        return start
    at = start
    while at and _is_plain(blocks[at - 1]) and blocks[at - 1].text != lead:
        at -= 1
        if len(blocks[at].text) >= SENTENCE:
            start = at
    return start


def _is_plain(block: RawBlock) -> bool:
    """Tell a paragraph of unmarked text that ends like a sentence and leads nowhere."""
    is_prose = block.tag == "p" and block.kind is PARAGRAPH and block.mark in _PROSE_MARKS
    return is_prose and block.linked <= MAX_LINKED * len(block.text) and block.text[-1] in ENDS


def _skip_title(blocks: Sequence[RawBlock], start: int, end: int, key: str, length: int) -> int:
    """Start behind the headline where it stands inside the body: before its prose, which may say the title again."""
    for index in range(start, min(end, start + TITLE_AMONG)):
        block = blocks[index]
        if block.kind is CAPTION:
            continue
        if _is_plain(block) and len(block.text) >= SENTENCE:
            break
        if key and (same_line(block.text, key, length) or _is_part_of_title(block, key)):
            return index + 1
    return start


def _is_part_of_title(block: RawBlock, key: str) -> bool:
    """Tell a headline without the word before its colon, or with a kicker that the title has not."""
    said = fold_text(block.text) if block.kind is BlockKind.HEADING else ""
    return min(len(said), len(key)) >= PART_OF_TITLE and (key.endswith(said) or said.endswith(key))


def mark_captions(blocks: Sequence[RawBlock], media: Sequence[RawMedia]) -> None:
    """Find captions that no markup tells.

    The line right behind a picture is one when it repeats the alternative text, names a credit, or stands in
    the picture's element and does not end like a sentence.
    """
    for item in media:
        if item.at >= len(blocks):
            continue
        block = blocks[item.at]
        if block.kind is not PARAGRAPH or len(block.text) > MAX_CAPTION:
            continue
        same = item.alt and fold_text(block.text) == fold_text(item.alt)
        if same or (block.parent == item.figure and block.text[-1] not in ENDS) or split_caption_credit(block.text)[1]:
            block.kind = CAPTION
