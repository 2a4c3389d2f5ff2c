"""One walk over a part of the tree: from elements to typed blocks of text, in reading order.

Inline markup never splits or glues words: the text nodes of a block are joined as they are, and only
then is white space folded and Unicode composed. What is no block element is inline.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.marks import Mark, read_mark
from flows.records import BlockKind, MediaKind

BREAK: Final = "\x00"  # stands for <br>; no parsed text holds it
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NO_LETTER: Final = re.compile(r"[\W_]+")
_DOUBLE_BREAK: Final = re.compile(r"\x00\s*\x00[\s\x00]*")
_MAX_BLOCKS: Final = 20_000  # a page has some dozens; the rest of a longer one is no article

_DROPPED: Final = frozenset((Mark.JUNK, Mark.COMMENTS, Mark.DOUBTFUL))
_PROSE_TAGS: Final = frozenset(("p", "span", "h2", "h3", "em", "i", "section", "article"))

_SKIP: Final = 1
_INLINE: Final = 2
_BR: Final = 3
_IMAGE: Final = 4
_HEADING: Final = 5
_ITEM: Final = 6
_TABLE: Final = 7
_QUOTE: Final = 8
_FIGURE: Final = 9
_FIGCAPTION: Final = 10
_LINK: Final = 11
_VIDEO: Final = 12
_MARKED: Final = 13  # inline, but its class is read: span

_ACTIONS: Final[dict[str | None, int]] = {
    **dict.fromkeys(
        (
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "math",
            "button",
            "select",
            "input",
            "textarea",
            "nav",
            "head",
            "object",
            "embed",
            "canvas",
            "dialog",
            "map",
            "area",
            "datalist",
            "link",
            "meta",
            "title",
            "base",
            "frame",
            "frameset",
            "-comment",
            "option",
            "label",
            "progress",
            "meter",
            "source",
            "track",
            "param",
            "col",
            "colgroup",
            "amp-ad",
            "menu",
            "rt",
            "rp",
        ),
        _SKIP,
    ),
    **dict.fromkeys(
        (
            "b",
            "strong",
            "u",
            "s",
            "sub",
            "sup",
            "big",
            "font",
            "abbr",
            "acronym",
            "code",
            "del",
            "dfn",
            "ins",
            "kbd",
            "mark",
            "q",
            "samp",
            "strike",
            "tt",
            "var",
            "wbr",
            "bdi",
            "bdo",
            "data",
            "ruby",
            "rb",
            "nobr",
            "time",
        ),
        _INLINE,
    ),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _HEADING),
    "br": _BR,
    "img": _IMAGE,
    "amp-img": _IMAGE,
    "li": _ITEM,
    "dd": _ITEM,
    "dt": _ITEM,
    "table": _TABLE,
    "blockquote": _QUOTE,
    "figure": _FIGURE,
    "figcaption": _FIGCAPTION,
    "a": _LINK,
    **dict.fromkeys(("span", "em", "i", "small", "cite"), _MARKED),
    "video": _VIDEO,
    "audio": _VIDEO,
    "iframe": _VIDEO,
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


@dataclass(slots=True)
class RawMedia:
    """A picture or video, with the captions that were found beside it."""

    kind: MediaKind
    url: str | None
    alt: str
    figure: int  # mem_id of its figure (or parent element)
    at: int  # number of blocks before it
    captions: list[str] = field(default_factory=list)


def clean_text(text: str) -> str:
    """Fold white space, drop invisible characters, compose letters (NFC)."""
    text = " ".join(text.split())
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold_text(text: str) -> str:
    """Make a key in which two spellings of one line are equal: letters and digits alone."""
    return _NO_LETTER.sub("", text).casefold()


def split_breaks(text: str) -> list[str]:
    """Split at <br>: always at a double one; at a single one unless the sentence plainly goes on."""
    parts: list[str] = []
    for stretch in _DOUBLE_BREAK.split(text):
        line = ""
        for piece in stretch.split(BREAK):
            head = piece.lstrip()
            if line and head and (head[0].islower() or line.rstrip()[-1:] == ","):
                line = f"{line} {piece}"
                continue
            if line.strip():
                parts.append(line)
            line = piece
        if line.strip():
            parts.append(line)
    return parts


class Walk:
    """Collect the blocks and media under some elements.

    `keep` names elements that are walked whatever their class says (what holds the article), `drop`
    elements that are never walked, `captions` elements whose text is a caption.
    """

    def __init__(
        self,
        *,
        keep: Collection[int] = (),
        drop: Collection[int] = (),
        captions: Collection[int] = (),
        trust: bool = False,
    ) -> None:
        self.blocks: list[RawBlock] = []
        self.media: list[RawMedia] = []
        self.watch = 0  # mem_id of an element whose span of blocks is wanted
        self.watched = (0, 0)
        self._keep = keep
        self._drop = drop
        self._captions = captions
        self._trust = trust
        self._buffer: list[str] = []
        self._linked = 0
        self._bold = 0
        self._figure = 0

    def add(self, node: LexborNode) -> None:
        """Walk one element."""
        self._block(node, node.tag, BlockKind.PARAGRAPH, Mark.NONE)

    def add_figure(self, node: LexborNode) -> None:
        """Walk a picture that stands apart: all its text is caption."""
        self._figure = node.mem_id
        self._block(node, node.tag, BlockKind.CAPTION, Mark.CAPTION)
        self._figure = 0

    # -- blocks ---------------------------------------------------------------------------------

    def _flush(self, kind: BlockKind, parent: int, mark: Mark, tag: str | None) -> None:
        buffer = self._buffer
        if not buffer:
            return
        text = "".join(buffer) if len(buffer) > 1 else buffer[0]
        linked, bold = self._linked, self._bold
        buffer.clear()
        self._linked = self._bold = 0
        if text.isspace() or len(self.blocks) >= _MAX_BLOCKS:
            return
        if BREAK not in text:
            whole = clean_text(text)
            if whole:
                self.blocks.append(RawBlock(kind, whole, linked, parent, mark, tag, bold))
            return
        share = linked / len(text)
        parts = [part for part in map(clean_text, split_breaks(text)) if part]
        for part in parts:
            self.blocks.append(
                RawBlock(kind, part, int(share * len(part)), parent, mark, tag, bold if len(parts) == 1 else 0)
            )

    def _block(self, node: LexborNode, tag: str | None, kind: BlockKind, mark: Mark) -> None:
        parent = node.mem_id
        start = len(self.blocks)
        self._children(node, tag, kind, mark, parent)
        self._flush(kind, parent, mark, tag)
        if parent == self.watch:
            self.watched = (start, len(self.blocks))

    def _children(self, node: LexborNode, tag: str | None, kind: BlockKind, mark: Mark, parent: int) -> None:
        buffer = self._buffer
        for child in node.iter(include_text=True):
            name = child.tag
            if name == "-text":
                buffer.append(child.text_content or "")
                continue
            action = _ACTIONS.get(name, 0)
            if action == _SKIP:
                continue
            if action == _INLINE:
                self._inline(child, name, kind, mark, parent)
            elif action == _BR:
                buffer.append(BREAK)
            elif action == _LINK:
                self._link(child, tag, kind, mark, parent)
            else:
                self._special(child, name, action, tag, kind, mark, parent)

    def _special(
        self,
        child: LexborNode,
        name: str | None,
        action: int,
        tag: str | None,
        kind: BlockKind,
        mark: Mark,
        parent: int,
    ) -> None:
        if action == _IMAGE:
            self._image(child, parent)
            return
        if action == _VIDEO:
            self._video(child, parent)
            return
        names = child.attrs.get("class")
        own = read_mark(names) if names else Mark.NONE
        if (own in _DROPPED or self._drop) and self._is_dropped(child, name, own):
            return
        if self._captions and child.mem_id in self._captions:
            own = Mark.CAPTION
        if (
            action == _MARKED
            and (own is not Mark.CAPTION or kind is BlockKind.CAPTION)
            and child.mem_id not in self._keep
        ):
            self._children(child, tag, kind, mark, parent)
            return
        self._flush(kind, parent, mark, tag)
        if own is Mark.CAPTION and action != _TABLE:
            kind = BlockKind.CAPTION
        self._container(child, name, action, kind, mark if own is Mark.NONE else own)

    def _is_dropped(self, child: LexborNode, name: str | None, own: Mark) -> bool:
        identity = child.mem_id
        if identity in self._drop:
            return True
        if own not in _DROPPED or self._trust or identity in self._keep:
            return False
        return own is not Mark.DOUBTFUL or name not in _PROSE_TAGS

    def _container(self, child: LexborNode, name: str | None, action: int, kind: BlockKind, mark: Mark) -> None:
        if action in (0, _MARKED):
            self._plain(child, name, kind, mark)
        elif action == _HEADING:
            self._block(child, name, BlockKind.HEADING if kind is BlockKind.PARAGRAPH else kind, mark)
        elif action == _ITEM:
            self._block(child, name, BlockKind.LIST_ITEM if kind is BlockKind.PARAGRAPH else kind, mark)
        elif action == _QUOTE:
            self._block(child, name, BlockKind.QUOTE if kind is BlockKind.PARAGRAPH else kind, mark)
        elif action == _TABLE:
            self._table(child, name, kind, mark)
        else:
            self._figure_block(child, name, action, mark)

    def _plain(self, child: LexborNode, name: str | None, kind: BlockKind, mark: Mark) -> None:
        if name in ("aside", "footer") and child.mem_id not in self._keep and not self._trust:
            return
        self._block(child, name, kind, mark)

    def _figure_block(self, child: LexborNode, name: str | None, action: int, mark: Mark) -> None:
        outer = self._figure
        if action == _FIGURE:
            self._figure = child.mem_id
        kind = BlockKind.CAPTION
        if action == _FIGURE and child.css_first("table, blockquote") is not None:
            kind = BlockKind.PARAGRAPH
        self._block(child, name, kind, mark)
        self._figure = outer

    # -- inline ---------------------------------------------------------------------------------

    def _inline(self, child: LexborNode, name: str | None, kind: BlockKind, mark: Mark, parent: int) -> None:
        if name not in ("b", "strong"):
            self._children(child, name, kind, mark, parent)
            return
        before = sum(map(len, self._buffer))
        self._children(child, name, kind, mark, parent)
        self._bold += max(0, sum(map(len, self._buffer)) - before)

    def _link(self, child: LexborNode, tag: str | None, kind: BlockKind, mark: Mark, parent: int) -> None:
        if self._drop and child.mem_id in self._drop:
            return
        start = len(self._buffer)
        self._children(child, tag, kind, mark, parent)
        self._linked += sum(map(len, self._buffer[start:]))

    # -- media ----------------------------------------------------------------------------------

    def _image(self, child: LexborNode, parent: int) -> None:
        attrs = child.attrs
        url = attrs.get("data-src") or attrs.get("data-original") or attrs.get("data-lazy-src") or attrs.get("src")
        if url and url.startswith("data:"):
            url = None
        alt = clean_text(attrs.get("alt") or attrs.get("title") or "")
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
        if mark is Mark.CAPTION or _is_layout(child):
            outer, self._figure = self._figure, child.mem_id
            self._block(child, name, kind, Mark.NONE if mark is Mark.CAPTION else mark)
            self._figure = outer
            return
        identity = child.mem_id
        for row in child.css("tr"):
            cells = [clean_text(cell.text(separator=" ")) for cell in row.iter() if cell.tag in ("td", "th")]
            if any(cells):
                self.blocks.append(RawBlock(BlockKind.TABLE, " | ".join(cells), 0, identity, mark, "tr"))


def _is_layout(table: LexborNode) -> bool:
    """Tell a table that holds pictures, paragraphs or a single column from a table of data."""
    if table.css_first("table table, img, h1, h2, h3, iframe, p + p, div, ul") is not None:
        return True
    rows = table.css("tr")
    cells = len(table.css("td, th"))
    return cells < 2 * len(rows) or cells < 4
