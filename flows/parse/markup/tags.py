"""What the walk does at each element: what is not listed is a block."""

from typing import Final

BLOCK: Final = 0
SKIP: Final = 1
INLINE: Final = 2
BR: Final = 3
IMAGE: Final = 4
HEADING: Final = 5
ITEM: Final = 6
TABLE: Final = 7
QUOTE: Final = 8
FIGURE: Final = 9
FIGCAPTION: Final = 10
VIDEO: Final = 12
MARKED: Final = 13  # inline, but its class is read: span
ASIDE: Final = 14  # a block that is no part of the article unless it holds it
WIDGET: Final = 15  # no text of the article, unless a sentence goes on through it

ACTIONS: Final[dict[str | None, int]] = {
    **dict.fromkeys(
        (
            "script",
            "style",
            "noscript",
            "template",
            "svg",
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
        SKIP,
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
            "output",
        ),
        INLINE,
    ),
    **dict.fromkeys(("button", "label", "math"), WIDGET),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADING),
    None: SKIP,  # CDATA and other nodes that are no elements
    "br": BR,
    "img": IMAGE,
    "amp-img": IMAGE,
    "li": ITEM,
    "dd": ITEM,
    "dt": ITEM,
    "table": TABLE,
    "blockquote": QUOTE,
    "figure": FIGURE,
    "figcaption": FIGCAPTION,
    "a": INLINE,
    **dict.fromkeys(("span", "em", "i", "small", "cite"), MARKED),
    "video": VIDEO,
    "audio": VIDEO,
    "iframe": VIDEO,
    "aside": ASIDE,
    "footer": ASIDE,
}

# What the walk does where all that a page shows is wanted: menus and boxes beside the article, too.
SHOWN_ACTIONS: Final[dict[str | None, int]] = {
    **ACTIONS,
    **dict.fromkeys(("nav", "menu", "object", "aside", "footer"), BLOCK),
    **dict.fromkeys(("button", "label", "math"), INLINE),
}
