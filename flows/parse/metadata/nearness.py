"""Tell what stands beside the headline from what belongs to another story, to the page's head or to its foot."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.markup.marks import SIDE, Mark, read_mark
from flows.parse.markup.plain import clean_text
from flows.parse.metadata.headings import elements_above

_ASIDE: Final = frozenset(("nav", "aside", "footer", "header"))
NEAR: Final = 2  # levels over the headline inside which a header, a footer or an aside is the article's
SHORT: Final = 600  # characters of a box with a heading of its own that is a teaser
LEVELS: Final = 4  # elements around the headline whose lines are read
WINDOW: Final = 1500  # characters of their text before the headline, and behind it
MAX_LINES: Final = 12
PROSE: Final = 160  # characters of a line behind which the text has begun
_LINE: Final = "\x1f"
_BLANK: Final = " \t\r\n\xa0" + _LINE
_ABOUT_PEOPLE: Final = re.compile(r"auth?or|byline", re.IGNORECASE)  # a box with the author's name is the article's
_HEADINGS: Final = "h1, h2, h3, h4, h5, h6"


@dataclass(slots=True)
class Surroundings:
    """The headline of a page with the elements around it; without one, everything is equally near."""

    heading: LexborNode | None
    levels: dict[int, int] = field(default_factory=dict)
    _lines: list[str] | None = None
    _judged: dict[int, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the elements around the headline from the inside."""
        if self.heading is not None:
            self.levels = {node.mem_id: level for level, node in enumerate(elements_above(self.heading))}

    def distance(self, node: LexborNode) -> int | None:
        """Return the levels over the headline of what holds both; None for what belongs to something else."""
        level = self._level_of(node.parent)
        return None if level is None or _is_other(node, level) else level

    def _level_of(self, node: LexborNode | None) -> int | None:
        """Judge an element around another one; remembered, for elements of one list share what is around them."""
        if node is None or node.tag in ("body", "html"):
            return max(len(self.levels), NEAR + 1)
        key = node.mem_id
        if key not in self.levels and key not in self._judged:
            level = self._level_of(node.parent)
            is_other = level is not None and (_is_other(node, level) or (bool(self.levels) and _is_teaser(node)))
            self._judged[key] = None if is_other else level
        return self.levels.get(key, self._judged.get(key))

    def lines(self) -> list[str]:
        """Return the lines beside the headline, those behind it first; and each joined with the next two."""
        if self._lines is None:
            self._lines = list(_lines_beside(self.heading)) if self.heading is not None else []
        return self._lines

    def is_of_page(self, node: LexborNode) -> bool:
        """Tell an element in the page's head, foot or margin, in a comment or in a teaser."""
        for above in elements_above(node):
            names = above.attributes.get("class")
            if above.tag in _ASIDE or (names and read_mark(names) is Mark.COMMENTS):
                return True
            if above is not node and _is_teaser(above):
                return True
        return False


def _is_other(element: LexborNode, level: int) -> bool:
    """Tell a teaser, a comment, the page's head or foot by class and tag."""
    if element.tag in _ASIDE and level > NEAR:
        return True
    names = element.attributes.get("class")
    return bool(names) and read_mark(names) in SIDE and not _ABOUT_PEOPLE.search(names)  # type: ignore[arg-type]  # not None here


def _is_teaser(element: LexborNode) -> bool:
    """Tell a small box with a heading and a link of its own."""
    own = element.mem_id  # which `css` finds too: a byline in a heading is no teaser
    if element.css_first("a[href]") is None or all(found.mem_id == own for found in element.css(_HEADINGS)):
        return False
    return len(element.text()) < SHORT


def nearest(nodes: list[LexborNode], around: Surroundings) -> list[LexborNode]:
    """Order elements by their distance from the headline, without those of something else."""
    found = [
        (distance, index, node) for index, node in enumerate(nodes) if (distance := around.distance(node)) is not None
    ]
    return [node for _, _, node in sorted(found, key=lambda entry: entry[:2])]


def _lines_beside(heading: LexborNode) -> Iterator[str]:
    above = list(elements_above(heading))[1 : LEVELS + 1]
    own = heading.text(separator=_LINE).strip(_BLANK).partition(_LINE)[0]
    if not above or not own:
        return
    text = above[-1].text(separator=_LINE)
    at = text.find(own)
    if at < 0:
        return
    yield from _before_prose(_split(text[at : at + WINDOW]))
    yield from _before_prose(_split(text[max(0, at - WINDOW) : at])[:0:-1])


def _split(text: str) -> list[str]:
    return [line for line in map(clean_text, text.split(_LINE)) if line]


def _before_prose(lines: Sequence[str]) -> Iterator[str]:
    for index, line in enumerate(lines[:MAX_LINES]):
        if len(line) > PROSE:
            return
        yield line
        yield clean_text(" ".join(lines[index : index + 3]))
