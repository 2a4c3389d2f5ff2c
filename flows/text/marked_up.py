"""Read a text that was kept with its HTML: tags become line breaks or nothing, and the way back is kept.

Corpora keep articles as their pages or feeds had them, some escaped once more (`&lt;p&gt;`). Entities are left as they
are: `normalise.clean` reads them.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from flows.text.composed import Composed

_BLOCKS: Final = (
    r"address|article|aside|blockquote|body|br|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]"
    r"|head|header|hr|html|li|main|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|title|tr|ul"
)
_CELLS: Final = "td|th|caption|option"
_INLINE: Final = (
    r"a|abbr|acronym|amp-[a-z-]+|audio|b|bdi|bdo|big|button|cite|code|del|dfn|em|embed|font|i|iframe|img|input|ins|kbd"
    r"|label|link|mark|meta|noscript|object|param|picture|q|rp|rt|ruby|s|samp|small|source|span|strike|strong|sub|sup"
    r"|svg|time|tt|u|var|video|wbr|[ovw]:[a-z]+"
)
_OPEN: Final = "(?:<|&lt;)"
_CLOSE: Final = "(?:>|&gt;)"
_LETTER: Final = "(?!&[lg]t;)[^\\s<>\"'=/]"
_VALUE: Final = "(?:\"[^\"]*+\"|'[^']*+'|&quot;(?:(?!&quot;|&[lg]t;)[^<>])*+&quot;|(?:(?!&[lg]t;)[^\\s<>\"'])++)"


def _tag_of(names: str) -> str:
    """Write the pattern of tags whose attributes are not looked at; one ends as it begins."""
    return rf"<(?:{names})\b[^<>]*+>|&lt;(?:{names})\b(?:(?!&[lg]t;)[^<>])*+&gt;"


_TAG: Final = re.compile(
    rf"(?P<unseen>{_OPEN}!--|{_tag_of('script|style')})|<!\[CDATA\[|\]\]>|{_tag_of('!doctype')}"
    rf"|{_OPEN}(?P<closes>/?)(?:(?P<block>{_BLOCKS})|(?P<cell>{_CELLS})|(?P<inline>{_INLINE}))"
    rf"(?P<attributes>(?:\s++(?:{_LETTER})++(?:\s*+=\s*+{_VALUE})?+)*+)\s*+(?P<ends>/?){_CLOSE}",
    re.IGNORECASE,
)
_ENDS: Final = {
    "!--": re.compile(rf"--{_CLOSE}"),
    "script": re.compile(rf"{_OPEN}/script\s*{_CLOSE}", re.IGNORECASE),
    "style": re.compile(rf"{_OPEN}/style\s*{_CLOSE}", re.IGNORECASE),
}
_UNSEEN_NAME: Final = re.compile("!--|script|style", re.IGNORECASE)
_VOID: Final = frozenset({"br", "hr", "img", "wbr"})
# Tags beside which a line break of the source is a blank; texts with inline tags alone have their paragraphs in lines.
_LINES: Final = frozenset({"br", "p", "div", "li"})
_LONE_BREAK: Final = re.compile(r"(?<!\n)\n(?!\s*\n)")


class _Tag(NamedTuple):
    """A tag, or what is no text with all that stands in it, and its place."""

    start: int
    end: int
    name: str  # of a tag whose place is a line or a cell: in small letters
    mark: str  # what stands in its place
    closes: bool
    is_certain: bool  # nobody writes it in prose


def _find_tags(text: str) -> Iterator[_Tag]:
    at = 0
    endless: set[str] = set()  # comments and scripts that have no end from here on: their beginning alone is a tag
    while found := _TAG.search(text, at):
        at = found.end()
        if found["unseen"]:
            kind = _UNSEEN_NAME.findall(found["unseen"])[0].lower()
            end = None if kind in endless else _ENDS[kind].search(text, at)
            at = end.end() if end else at
            endless |= set() if end else {kind}
        name = (found["block"] or found["cell"] or found["inline"] or "").lower()
        mark = "\n" if found["block"] else " " if found["cell"] else ""
        is_certain = "=" in (found["attributes"] or "") or at > found.end()
        yield _Tag(found.start(), at, name, mark, bool(found["closes"]), is_certain)


def read_markup(text: str) -> Composed | None:
    """Give a text without its tags, and the way back; None for one that is no markup, though it may speak of tags."""
    if "<" not in text and "&lt;" not in text:
        return None
    tags = list(_find_tags(text))
    if not _is_markup(text, tags):
        return None
    breaks = any(tag.name in _LINES for tag in tags)
    parts: list[str] = []
    joints: list[tuple[int, int]] = []
    at = size = 0
    for start, end, _, mark, *_ in [*tags, _Tag(len(text), len(text), "", "", closes=False, is_certain=False)]:
        kept = _LONE_BREAK.sub(" ", text[at:start]) if breaks else text[at:start]
        parts += [kept, mark]
        size += len(kept) + len(mark)
        at = end
        joints.append((size, at))
    return Composed("".join(parts), joints)


def without_markup(text: str) -> str:
    """Give a text without the tags that it was kept with."""
    plain = read_markup(text)
    return text if plain is None else plain.text


def _is_markup(text: str, tags: list[_Tag]) -> bool:
    """Tell markup from prose about it: a tag with its end, a break between words, two paragraphs, attributes."""
    opened: set[str] = set()
    for tag in tags:
        if tag.is_certain or ((tag.closes or tag.name in _LINES) and tag.name in opened):
            return True
        if tag.name in _VOID and not (text[tag.start - 1 : tag.start] == " " == text[tag.end : tag.end + 1]):
            return True
        opened.add(tag.name)
    return False
