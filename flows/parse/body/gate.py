"""Tell a page that shows the beginning of its article alone: a teaser, a locked page, the first of several.

The wording of a wall is never looked at, only what stands where the text should go on.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.addresses.links import join_address, split_address
from flows.parse.body.generic import Body, plain_text
from flows.parse.body.known_text import KnownText
from flows.parse.body.pieces import Pieces
from flows.parse.markup.marks import is_hidden
from flows.parse.markup.plain import clean_text, fold_text
from flows.parse.markup.walk import CAPTION, SENTENCE, STOPS, RawBlock

MUCH: Final = 0.25  # share of the known text that a teaser lacks
MOST: Final = 0.4  # share behind which a box that asks for something is a wall, whatever it is named
NEARLY_ALL: Final = 0.6  # share behind which any box that says something, and leads nowhere, is one
LEADING: Final = 2  # pieces before the first that is found
STRANGE: Final = 0.4  # of the rest: a body with more of other prose was rewritten
ALL: Final = 0.95  # share of the rest that is lacking
LEVELS: Final = 4  # elements around the last paragraph behind which the wall may stand
MAX_BOX: Final = 600  # characters of a wall's text
MIN_SAID: Final = 12  # characters beside its buttons
MAX_BUTTON: Final = 40  # characters of a button, or of a link that is one
MAX_BUTTONS: Final = 4
_NAMES: Final = re.compile(
    r"(?<![a-z])(?:pay-?wall|reg-?wall|meter(?:ed)?|premium|locked|lock|piano|tp-container|gate[ds]?|barrier|subscri\w*|abo(?:nn\w*)?"
    r"|fade(?:-?out|d)?|gradient|blur(?:red)?|truncated|unlock|members?-only|plus-only|offer|restricted|protected)(?![a-z])",
    re.IGNORECASE,
)
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FADE: Final = re.compile(r"linear-gradient|blur\(|mask-image|line-clamp", re.IGNORECASE)
_PAGE_TWO: Final = re.compile(
    r"(?:[/_-](?:p|pg|page|trang|seite|pagina|página)?[/_-]?2(?:\.\w{2,5})?/?"
    r"|(?:\.\w{2,5})?/?\?(?:[^#]*&)?(?:p|pg|page|paged|trang|seite|pagina|start|part)=\d+(?:&[^#]*)?)",
    re.IGNORECASE,
)
_TO_WRITE_IN: Final = "textarea"  # of comments and letters: a wall asks for no text
_EXTENSION: Final = re.compile(r"\.\w{2,5}$")


def has_password_form(tree: LexborHTMLParser, blocks: Sequence[RawBlock]) -> bool:
    """Tell a page that asks for a password where its text should be: the form stands in it, or there is no text.

    A small form to log in, in the head of a page that has its text, is none.
    """
    field = next((node for node in tree.css("input[type=password]") if not _is_away(node)), None)
    if field is None:
        return False
    prose = sum(len(block.text) for block in blocks if block.kind is not CAPTION)
    return prose <= MAX_BOX // 2


def _is_away(node: LexborNode | None) -> bool:
    """Tell whether an element is hidden, or stands in a header, a menu, a dialog or a footer."""
    while node is not None:
        if node.tag in ("header", "nav", "footer", "dialog", "aside") or is_hidden(node.attributes):
            return True
        node = node.parent
    return False


def lacks_the_rest(known: KnownText, body: Body) -> float:
    """Give the share of a known text that a body lacks behind its beginning; 0 where it lacks anything else.

    The body has the first pieces, all up to one, and hardly any behind that; what the known text begins with may be a
    caption that the page does not have.
    """
    captions = [block.text for block in body.blocks if block.kind is CAPTION]
    captions += [text for item in body.media for text in item.captions]
    key = fold_text("\n".join([plain_text(body), *captions]))
    ends = [piece[len(piece) // 2 :] for piece in known.pieces]  # a piece of which the end is there is there
    present = Pieces(ends).count_in(key)
    found = [end in present for end in ends]
    begin = found.index(True) if True in found else len(found)
    if begin > LEADING or all(found[begin:]):
        return 0.0
    first = found.index(False, begin)
    rest = sum(map(len, known.pieces[first:]))
    lacking = sum(
        len(piece) for piece, is_there in zip(known.pieces[first:], found[first:], strict=True) if not is_there
    )
    strange = len(key) - sum(len(piece) for piece, is_there in zip(known.pieces, found, strict=True) if is_there)
    return rest / known.size if lacking >= ALL * rest and strange <= STRANGE * rest else 0.0


def ends_at_wall(blocks: Sequence[RawBlock], known: KnownText, lacking: float) -> str | None:
    """Say what shows that a body which lacks the rest of its text breaks off at a wall; None where nothing does."""
    own = [block for block in blocks if block.kind is not CAPTION and _is_own(block, known)]
    last = next(
        iter([*reversed(own), *reversed(blocks)]), None
    )  # where all there is of the text is its lead, a caption
    if lacking < MUCH or last is None or last.node is None:
        return None
    if own and _breaks_off(last, known):
        return "sentence_breaks_off"
    if any(_fades(node) for node in _around(last.node)):
        return "text_fades"
    boxes = list(_behind(last.node))
    if any(_is_named_wall(box) for box in boxes):
        return "named_wall"
    if lacking >= MOST and any(_asks(box) for box in boxes):
        return "asks_for_something"
    return "another_box" if lacking >= NEARLY_ALL and boxes and _speaks(boxes[0]) else None


def _is_own(block: RawBlock, known: KnownText) -> bool:
    key = fold_text(block.text)
    return known.holds(key) or key[: len(key) // 2] in known.whole


def _breaks_off(block: RawBlock, known: KnownText) -> bool:
    """Tell whether a paragraph stops inside a sentence of the known text."""
    key = fold_text(block.text)
    at = known.whole.find(key)
    is_dotted = block.text.endswith(("...", "…"))
    if at < 0 or (not is_dotted and block.text.rstrip(' "”’»)]')[-1:] in STOPS):
        return False
    stop = at + len(key)
    edges: set[int] = set()
    start = 0
    for piece in known.pieces:
        start = known.whole.find(piece, start)
        stop_of_piece = start + len(piece)
        edges |= {start, stop_of_piece}
        start = stop_of_piece
    return stop not in edges and stop < len(known.whole)


def _around(node: LexborNode | None) -> Iterator[LexborNode]:
    for _ in range(LEVELS):
        if node is None or node.tag in ("body", "html"):
            return
        yield node
        node = node.parent


def _behind(node: LexborNode) -> Iterator[LexborNode]:
    """Give the first element with something in it behind a paragraph, at each level; the foot of the site is none."""
    for around in _around(node):
        behind = around.next
        while behind is not None and not (behind.is_element_node and _has_something(behind)):
            behind = behind.next
        if behind is not None and not _is_foot(behind):
            yield behind


def _is_foot(node: LexborNode) -> bool:
    return node.tag == "footer" or node.attributes.get("role") == "contentinfo"


def _has_something(node: LexborNode) -> bool:
    return node.tag not in ("script", "style", "noscript", "template", "link", "meta") and bool(node.text().strip())


def _names_of(node: LexborNode) -> str:
    attributes = node.attributes
    names = [
        attributes.get("class") or "",
        attributes.get("id") or "",
        *(name for name in attributes if name.startswith("data-")),
    ]
    return _HUMP.sub("-", " ".join(names))


def _fades(node: LexborNode) -> bool:
    style = node.attributes.get("style") or ""
    return _FADE.search(style) is not None


def _is_named_wall(node: LexborNode) -> bool:
    inside = [node, *node.css("[class], [id]")[:MAX_BUTTONS]]
    return len(clean_text(node.text())) <= MAX_BOX and any(_NAMES.search(_names_of(one)) for one in inside)


def _asks(node: LexborNode) -> bool:
    """Tell a box that says a word or two and has a button, or a link as short as one: no list of other stories."""
    text = clean_text(node.text())
    if len(text) > MAX_BOX or node.css_first(f"article, time, {_TO_WRITE_IN}") is not None:
        return False
    if node.css_first("input[type=password]") is not None:
        return True
    buttons = [clean_text(one.text()) for one in node.css("a[href], button")]
    if not 0 < len(buttons) <= MAX_BUTTONS or any(len(button) > MAX_BUTTON for button in buttons):
        return False
    return len(text) - sum(map(len, buttons)) >= MIN_SAID


def _speaks(node: LexborNode) -> bool:
    """Tell a box that says a sentence and has no link: neither a list of other stories nor a bar to share."""
    text = clean_text(node.text())
    return SENTENCE // 2 <= len(text) <= MAX_BOX and node.css_first(f"a[href], time, h1, {_TO_WRITE_IN}") is None


def has_more_pages(tree: LexborHTMLParser, url: str) -> bool:
    """Tell whether a page links to its own second page: an address that is its own with a number behind it.

    A sign parts the two: story-152 is another story, not the second page of story-15.
    """
    base = split_address(url)
    stem = _EXTENSION.sub("", base.path).rstrip("/")
    if not stem:
        return False
    for node in tree.css("link[rel=next][href], a[href]"):
        address = node.attributes.get("href") or ""
        if "2" not in address:
            continue
        parts = split_address(join_address(url, address))
        rest = parts.path.removeprefix(stem) if parts.path.startswith(stem) else None
        if parts.netloc == base.netloc and rest is not None:
            query = f"?{parts.query}" if parts.query else ""
            if _PAGE_TWO.fullmatch(rest + query):
                return True
    return False
