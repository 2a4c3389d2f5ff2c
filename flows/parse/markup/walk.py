"""One walk over a part of the tree: from elements to typed blocks of text, in reading order.

Inline markup never splits or glues words: the text nodes of a block are joined as they are, and only
then is white space folded and Unicode composed. What is no block element is inline.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.markup.marks import DIALOGS, Mark, is_hidden, read_box, read_mark
from flows.parse.markup.plain import BREAK, clean_text, split_breaks
from flows.parse.markup.tags import (
    ACTIONS,
    ASIDE,
    BLOCK,
    BR,
    FIGCAPTION,
    FIGURE,
    HEADING,
    IMAGE,
    INLINE,
    ITEM,
    MARKED,
    QUOTE,
    SKIP,
    TABLE,
    VIDEO,
    WIDGET,
)
from flows.records import BlockKind, MediaKind

# Members of an enum by a name of their own: looking one up in its class takes eight times as long, block by block.
PARAGRAPH: Final = BlockKind.PARAGRAPH
CAPTION: Final = BlockKind.CAPTION
_UNMARKED: Final = Mark.NONE
_CAPTIONED: Final = Mark.CAPTION
_JUNK: Final = Mark.JUNK
_HIDDEN: Final = Mark.HIDDEN
_DOUBTFUL: Final = Mark.DOUBTFUL
_BY_NAME: Final = (Mark.JUNK, Mark.DOUBTFUL)

MAX_BOX: Final = 300  # characters of text in a box with a picture that are its caption
MAX_BOX_LINES: Final = 3
PROSE: Final = 150  # characters of a paragraph that is no caption, even in such a box
SENTENCE: Final = 70  # characters that a line must have to read like a sentence
ENDS: Final = ".!?…”\"»:;)。！？’'"
_MAX_BLOCKS: Final = 20_000  # a page has some dozens; the rest of a longer one is no article
DROPPED: Final = frozenset((Mark.JUNK, Mark.BOX, Mark.COMMENTS, Mark.DOUBTFUL, Mark.HIDDEN))
TRUSTED: Final = frozenset((Mark.COMMENTS, Mark.HIDDEN))  # what is dropped where classes are trusted to say nothing
_BOXES: Final = frozenset(("div", "section", "span", "td", "center"))
_PROSE_TAGS: Final = frozenset(("p", "span", "h2", "h3", "em", "i", "section", "article"))
_NAMED: Final = frozenset(("p", "span", "em", "i", "small", "cite", "h2", "h3"))  # their ids name places in the text
_MEDIA: Final = (IMAGE, VIDEO)
_FIGURES: Final = (FIGURE, FIGCAPTION)
_QUOTED: Final = ("“", "”")  # what a browser prints around <q>
_QUOTES: Final = "\"'“”„‟«»‹›「」『』"
_LINES: Final = "p, div, li, br, table"  # elements in a cell that part words
_FACE: Final = re.compile(r"(?<![a-z])(?:emoji|smil(?:ey|ie))(?![a-z])")  # pictures that stand for a sign of the text
_DROP_CAP: Final = 2  # letters of the picture that begins a paragraph, its mark included
STOPS: Final = ".!?…。！？"
_BLOCK_KINDS: Final = {
    HEADING: BlockKind.HEADING,
    ITEM: BlockKind.LIST_ITEM,
    QUOTE: BlockKind.QUOTE,
}


@dataclass(slots=True)
class RawBlock:
    """One block as the walk met it, with what later decisions need."""

    kind: BlockKind
    text: str
    linked: int  # characters of it inside links
    parent: int  # mem_id of the element that holds it
    mark: Mark  # of the nearest marked element around it
    tag: str | None  # of the innermost block element
    bold: int = 0  # characters inside <b> and <strong>
    is_nested: bool = False  # in an <article> of its own inside what is walked
    node: LexborNode | None = None  # the innermost block element
    is_credit: bool = False  # of a picture, in an element of its own


@dataclass(slots=True)
class RawMedia:
    """A picture or video, with the captions that were found beside it."""

    kind: MediaKind
    url: str | None
    alt: str
    figure: int  # mem_id of its figure (or parent element)
    at: int  # number of blocks before it
    captions: list[str] = field(default_factory=list)
    credit: str = ""  # that stands in an element of its own


# What text found here belongs to: kind, mark, mem_id, tag and element.
Place = tuple[BlockKind, Mark, int, str | None, LexborNode]


class Walk:
    """Collect the blocks and media under some elements.

    `keep` names elements that are walked whatever their class says (what holds the article), `drop`
    elements that are never walked, `captions` elements whose text is a caption, `credited` those of them that hold a
    credit alone. `dropped` are the marks
    of elements that are passed over, `actions` what is done at each tag.
    """

    def __init__(
        self,
        *,
        keep: Collection[int] = (),
        drop: Collection[int] = (),
        captions: Collection[int] = (),
        credited: Collection[int] = (),
        dropped: Collection[Mark] = DROPPED,
        actions: Mapping[str | None, int] = ACTIONS,
    ) -> None:
        self.blocks: list[RawBlock] = []
        self.media: list[RawMedia] = []
        self.watch: Sequence[int] = ()  # mem_ids of elements whose span of blocks is wanted; nothing behind them is
        self.watched = (0, 0)
        self.most = 0.0  # characters of prose from which on an element is kept whatever its name says; 0: none is
        self._keep = keep
        self._drop = drop
        self._captions = captions
        self._credited = credited
        self._dropped = dropped
        self._actions = actions
        self._buffer: list[str] = []
        self._linked = 0
        self._link_start = -1  # where in the buffer the link begins that is under way; -1 outside of links
        self._bold = 0
        self._nested = 0
        self._figure = 0
        self._is_done = False

    def add(self, node: LexborNode) -> None:
        """Walk one element."""
        self._block(node, node.tag, PARAGRAPH, Mark.NONE)

    def add_figure(self, node: LexborNode) -> None:
        """Walk a picture that stands apart: all its text is caption."""
        self._figure = node.mem_id
        self._block(node, node.tag, CAPTION, Mark.CAPTION)
        self._figure = 0

    # -- blocks ---------------------------------------------------------------------------------

    def _flush(self, place: Place) -> None:
        """End the block that is under way: there is text in the buffer."""
        buffer = self._buffer
        text = "".join(buffer) if len(buffer) > 1 else buffer[0]
        linked, bold = self._linked, self._bold
        if self._link_start >= 0:
            linked += sum(map(len, buffer[self._link_start :]))
            self._link_start = 0
        buffer.clear()
        self._linked = self._bold = 0
        if text.isspace():
            return
        if len(self.blocks) >= _MAX_BLOCKS:
            self._is_done = True
            return
        kind, mark, parent, tag, node = place
        if BREAK not in text:
            whole = clean_text(text)
            if whole:
                self.blocks.append(RawBlock(kind, whole, linked, parent, mark, tag, bold, self._nested > 0, node))
            return
        share = linked / len(text)
        parts = [part for part in map(clean_text, split_breaks(text)) if part]
        for part in parts:
            own_bold = bold if len(parts) == 1 else 0
            self.blocks.append(
                RawBlock(kind, part, int(share * len(part)), parent, mark, tag, own_bold, self._nested > 0, node)
            )

    def _block(self, node: LexborNode, tag: str | None, kind: BlockKind, mark: Mark) -> None:
        """Walk an element that is a block of its own; the text before it has been flushed."""
        identity = node.mem_id
        place = (kind, mark, identity, tag, node)
        start, pictures = len(self.blocks), len(self.media)
        self._children(node, place)
        if self._buffer:
            self._flush(place)
        if self._credited and identity in self._credited:
            for block in self.blocks[start:]:
                block.is_credit = True
        if len(self.media) > pictures and kind is PARAGRAPH and tag in _BOXES and identity not in self._keep:
            self._mark_picture_box(node, start, pictures)
        if identity in self.watch:
            first = start if identity == self.watch[0] else self.watched[0]
            self.watched = (first, len(self.blocks))
            self._is_done = identity == self.watch[-1]

    def _mark_picture_box(self, box: LexborNode, start: int, pictures: int) -> None:
        """Make captions of the few words in a box with a picture that does not call itself the article's body."""
        lines = len(self.blocks) - start
        if not 0 < lines <= MAX_BOX_LINES or start < self.media[pictures].at or _mark_of(box, box.tag) is Mark.BODY:
            return
        inside = self.blocks[start:]
        if sum(len(block.text) for block in inside) > MAX_BOX or not all(map(_may_be_caption, inside)):
            return
        for block in inside:
            block.kind = CAPTION

    def _children(self, node: LexborNode, place: Place) -> None:
        buffer, actions = self._buffer, self._actions
        for child in node.iter(include_text=True):
            name = child.tag
            if name == "-text":
                text = child.text_content
                if text and (buffer or not text.isspace()):
                    buffer.append(text)
                continue
            action = actions.get(name, BLOCK)
            if action == SKIP or (action == WIDGET and not _goes_on(child, buffer)):
                continue
            if action in (INLINE, WIDGET):
                self._inline(child, name, place)
            elif action == BR:
                buffer.append(BREAK)
            else:
                self._special(child, name, action, place)
                if self._is_done:
                    return

    def _special(self, child: LexborNode, name: str | None, action: int, place: Place) -> None:
        """Walk what is a picture, a block, or an inline element whose class may make it one."""
        kind, mark, parent, _, _ = place
        if action in _MEDIA:
            self._medium(child, action, parent)
            return
        own = _mark_of(child, name)
        if (self._drop or own in self._dropped) and self._is_dropped(child, name, own):
            return
        if self._captions and child.mem_id in self._captions:
            own = _CAPTIONED
        if action == MARKED and not self._is_block(child, own, kind):
            self._children(child, place)
            return
        if self._buffer:
            self._flush(place)
        if own is _CAPTIONED and action != TABLE and child.mem_id not in self._keep:
            kind = CAPTION
        self._container(child, name, action, kind, mark if own is _UNMARKED else own)

    def _is_block(self, child: LexborNode, own: Mark, kind: BlockKind) -> bool:
        """Tell whether an inline element is a block by its class: a caption in prose, the container itself."""
        identity = child.mem_id
        return (own is _CAPTIONED and kind is not CAPTION) or identity in self._keep or identity in self._credited

    def _is_dropped(self, child: LexborNode, name: str | None, own: Mark) -> bool:
        identity = child.mem_id
        if identity in self._drop:
            return True
        if own not in self._dropped or identity in self._keep:
            return False
        if own in _BY_NAME and self.most and _prose_of(child) >= self.most:
            return False
        return own is not _DOUBTFUL or name not in _PROSE_TAGS

    def _container(self, child: LexborNode, name: str | None, action: int, kind: BlockKind, mark: Mark) -> None:
        if action == TABLE:
            self._table(child, name, kind, mark)
        elif action in _FIGURES:
            self._figure_block(child, name, action, mark)
        elif action == ASIDE and child.mem_id not in self._keep and _JUNK in self._dropped:
            return
        elif name == "article" and child.mem_id not in self._keep:
            self._nested += 1
            self._block(child, name, kind, mark)
            self._nested -= 1
        else:
            self._block(child, name, _BLOCK_KINDS.get(action, kind) if kind is PARAGRAPH else kind, mark)

    def _figure_block(self, child: LexborNode, name: str | None, action: int, mark: Mark) -> None:
        outer = self._figure
        if action == FIGURE:
            self._figure = child.mem_id
        is_prose = child.mem_id in self._keep or (action == FIGURE and child.css_first("table, blockquote") is not None)
        self._block(child, name, PARAGRAPH if is_prose else CAPTION, mark)
        self._figure = outer

    # -- inline ---------------------------------------------------------------------------------

    def _inline(self, child: LexborNode, name: str | None, place: Place) -> None:
        """Walk inline markup, and count what of the text is linked or bold."""
        if self._drop and child.mem_id in self._drop:
            return
        if name == "math":
            self._buffer.append(child.text())
            return
        start = len(self._buffer)
        if name == "a" and "href" in child.attributes:
            self._link(child, place, start)
            return
        self._children(child, place)
        if name == "q":
            self._quote(start)
        if name in ("b", "strong"):
            self._bold += sum(map(len, self._buffer[start:]))

    def _quote(self, start: int) -> None:
        """Put the marks around a quotation that a browser prints, where the text has none of its own."""
        said = "".join(self._buffer[start:]).strip()
        if said and said[0] not in _QUOTES:
            opening, closing = _QUOTED
            self._buffer.insert(start, opening)
            self._buffer.append(closing)

    def _link(self, child: LexborNode, place: Place, start: int) -> None:
        """Walk a link; what blocks inside it hold is linked too."""
        outer, self._link_start = self._link_start, start
        self._children(child, place)
        self._linked += sum(map(len, self._buffer[self._link_start :]))
        self._link_start = -1 if outer < 0 else min(outer, len(self._buffer))

    # -- media ----------------------------------------------------------------------------------

    def _medium(self, child: LexborNode, action: int, parent: int) -> None:
        if action == IMAGE:
            self._image(child, parent)
        else:
            self._video(child, parent)

    def _image(self, child: LexborNode, parent: int) -> None:
        attrs = child.attrs
        url = attrs.get("data-src") or attrs.get("data-original") or attrs.get("data-lazy-src") or attrs.get("src")
        if url and url.startswith("data:"):
            url = None
        alt = clean_text(attrs.get("alt") or attrs.get("title") or "")
        if _is_drop_cap(child, alt) or (alt and _FACE.search(attrs.get("class") or "")):
            self._buffer.append(alt)
            return
        self.media.append(RawMedia(MediaKind.IMAGE, url, alt, self._figure or parent, len(self.blocks)))

    def _video(self, child: LexborNode, parent: int) -> None:
        if child.tag == "iframe":
            return
        url = child.attrs.get("src")
        if not url:
            source = child.css_first("source[src]")
            url = source.attrs.get("src") if source is not None else None
        kind = MediaKind.AUDIO if child.tag == "audio" else MediaKind.VIDEO
        self.media.append(RawMedia(kind, url, "", self._figure or parent, len(self.blocks)))

    # -- tables ---------------------------------------------------------------------------------

    def _table(self, child: LexborNode, name: str | None, kind: BlockKind, mark: Mark) -> None:
        """Write a table of data row by row; walk a table that only lays out the page as if it were none."""
        if mark is _CAPTIONED or is_layout(child):
            outer, self._figure = self._figure, child.mem_id
            self._block(child, name, kind, _UNMARKED if mark is _CAPTIONED else mark)
            self._figure = outer
            return
        identity = child.mem_id
        for row in child.css("tr"):
            cells = [_cell_text(cell) for cell in row.iter() if cell.tag in ("td", "th")]
            if any(cells):
                self.blocks.append(
                    RawBlock(BlockKind.TABLE, clean_text(" | ".join(cells)), 0, identity, mark, "tr", node=row)
                )


def _mark_of(node: LexborNode, tag: str | None) -> Mark:
    """Judge an element by what hides it, its role and its class; a box whose class says nothing also by its id."""
    attributes = node.attributes
    if not attributes:
        return _UNMARKED if tag is None or "-" not in tag else read_box(tag)
    if is_hidden(attributes):
        return _HIDDEN
    if attributes.get("role") in DIALOGS:
        return _JUNK
    names = attributes.get("class")
    own = read_mark(names) if names else _UNMARKED
    if own is not _UNMARKED:
        return own
    names = attributes.get("id")
    own = read_box(names) if names and tag not in _NAMED else own
    return read_box(tag) if own is _UNMARKED and tag is not None and "-" in tag else own


def _goes_on(widget: LexborNode, buffer: Sequence[str]) -> bool:
    """Tell whether a button, a label or a formula stands inside a sentence: text goes on before or behind it."""
    behind = widget.next
    if behind is not None and behind.tag == "-text" and any(map(str.isalnum, behind.text_content or "")):
        return True
    before = "".join(buffer).rstrip()
    return bool(before) and before[-1] not in STOPS


def _is_drop_cap(picture: LexborNode, alt: str) -> bool:
    """Tell the picture of a paragraph's first letter: the text behind it goes on in the middle of the word."""
    if not 0 < len(alt) <= _DROP_CAP or not alt[-1].isalpha():
        return False
    behind = picture.next
    text = behind.text_content if behind is not None and behind.tag == "-text" else None
    return bool(text) and str(text)[0].isalpha()


def _cell_text(cell: LexborNode) -> str:
    """Read a cell; inline markup parts no word."""
    return clean_text(cell.text(separator=" ") if cell.css_first(_LINES) is not None else cell.text())


def _prose_of(node: LexborNode) -> int:
    """Count the characters of an element's paragraphs that are in no link."""
    paragraphs = sum(len(child.text().strip()) for child in node.css("p"))
    return paragraphs - sum(len(link.text()) for link in node.css("p a[href]"))


def _may_be_caption(block: RawBlock) -> bool:
    """Tell a line below a picture from a paragraph of prose; a credit in brackets ends many a long caption."""
    is_prose = block.tag == "p" and len(block.text) >= PROSE and block.text[-1] != ")"
    return block.kind is PARAGRAPH and not is_prose


def is_layout(table: LexborNode) -> bool:
    """Tell a table that holds pictures, paragraphs or a single column from a table of data."""
    own = table.mem_id  # which `css` finds too
    if any(found.mem_id != own for found in table.css("table, img, h1, h2, h3, iframe, p + p, div, ul")):
        return True
    rows = table.css("tr")
    cells = len(table.css("td, th"))
    return cells < 2 * len(rows) or cells < 4 or not any(map(_has_columns, rows))


def _has_columns(row: LexborNode) -> bool:
    """Tell a row with words in more than one cell; one with a single filled cell beside empty ones sets a margin."""
    return sum(bool(cell.text().strip()) for cell in row.css("td, th")) > 1
