"""Read a text that was kept with its HTML: tags become line breaks or nothing, and the way back is kept.

Corpora keep articles as their pages or feeds had them, some escaped once more (`&lt;p&gt;`). Entities are left as they
are: `normalise.clean` reads them.
"""

import re
from typing import Final

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
_TAG: Final = re.compile(
    # what is no text, with all that stands in it
    rf"{_OPEN}!--.*?--{_CLOSE}|{_OPEN}(?P<unseen>script|style)\b[^>]*?{_CLOSE}.*?{_OPEN}/(?P=unseen)\s*{_CLOSE}"
    rf"|<!\[CDATA\[|\]\]>|{_OPEN}!doctype\b[^<>]*?{_CLOSE}"
    rf"|{_OPEN}(?P<closes>/?)(?:(?P<block>{_BLOCKS})|(?P<cell>{_CELLS})|(?P<inline>{_INLINE}))"
    rf"(?P<attributes>(?:\s++(?:{_LETTER})++(?:\s*+=\s*+{_VALUE})?+)*+)\s*+(?P<ends>/?){_CLOSE}",
    re.IGNORECASE | re.DOTALL,
)
_VOID: Final = frozenset({"br", "hr", "img", "wbr"})
# Tags beside which a line break of the source is a blank; texts with inline tags alone have their paragraphs in lines.
_LINES: Final = frozenset({"br", "p", "div", "li"})
_LONE_BREAK: Final = re.compile(r"(?<!\n)\n(?!\s*\n)")


def read_markup(text: str) -> Composed | None:
    """Give a text without its tags, and the way back; None for one that is no markup, though it may speak of tags."""
    if "<" not in text and "&lt;" not in text:
        return None
    tags = list(_TAG.finditer(text))
    if not _is_markup(text, tags):
        return None
    breaks = bool(_LINES & {_name(tag) for tag in tags})
    parts: list[str] = []
    joints: list[tuple[int, int]] = []
    at = size = 0
    for tag in [*tags, None]:
        start = tag.start() if tag else len(text)
        kept = _LONE_BREAK.sub(" ", text[at:start]) if breaks else text[at:start]
        mark = _mark_of(tag) if tag else ""
        parts += [kept, mark]
        size += len(kept) + len(mark)
        at = tag.end() if tag else start
        joints.append((size, at))
    return Composed("".join(parts), joints)


def without_markup(text: str) -> str:
    """Give a text without the tags that it was kept with."""
    plain = read_markup(text)
    return text if plain is None else plain.text


def _name(tag: re.Match[str]) -> str:
    return (tag["block"] or tag["cell"] or tag["inline"] or "").lower()


def _mark_of(tag: re.Match[str]) -> str:
    """Say what stands in a tag's place."""
    if tag["block"]:
        return "\n"
    return " " if tag["cell"] else ""


def _is_markup(text: str, tags: list[re.Match[str]]) -> bool:
    """Tell markup from prose about it: a tag with its end, a break between words, two paragraphs, attributes."""
    opened: list[str] = []
    for tag in tags:
        name = _name(tag)
        if (tag["closes"] and name in opened) or tag["attributes"] or tag["unseen"]:
            return True
        if name in _VOID and not (text[tag.start() - 1 : tag.start()] == " " == text[tag.end() : tag.end() + 1]):
            return True
        if name in _LINES and name in opened:
            return True
        opened.append(name)
    return False
