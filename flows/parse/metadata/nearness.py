"""Tell what stands beside the headline from what belongs to another story, to the page's head or to its foot."""

import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.markup.marks import Mark, read_mark
from flows.parse.metadata.headings import elements_above

_ASIDE: Final = frozenset(("nav", "aside", "footer", "header"))
_OTHERS: Final = (Mark.JUNK, Mark.COMMENTS)
NEAR: Final = 2  # levels over the headline inside which a header, a footer or an aside is the article's
SHORT: Final = 600  # characters of a box with a heading of its own that is a teaser
_ABOUT_PEOPLE: Final = re.compile(r"auth?or|byline", re.IGNORECASE)  # a box with the author's name is the article's
_HEADINGS: Final = "h1, h2, h3, h4, h5, h6"


@dataclass(slots=True)
class Surroundings:
    """The headline of a page with the elements around it; without one, everything is equally near."""

    heading: LexborNode | None
    levels: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the elements around the headline from the inside."""
        if self.heading is not None:
            self.levels = {node.mem_id: level for level, node in enumerate(elements_above(self.heading))}

    def distance(self, node: LexborNode) -> int | None:
        """Return the levels over the headline of what holds both; None for what belongs to something else."""
        passed: list[LexborNode] = []
        for above in elements_above(node):
            level = self.levels.get(above.mem_id)
            if level is not None:
                return None if self._is_other(passed, level) else level
            passed.append(above)
        far = len(self.levels)
        return None if self._is_other(passed, max(far, NEAR + 1)) else far

    def is_of_page(self, node: LexborNode) -> bool:
        """Tell an element in the page's head, foot or margin, or in a comment, wherever the headline stands."""
        for above in elements_above(node):
            names = above.attributes.get("class")
            if above.tag in _ASIDE or (names and read_mark(names) is Mark.COMMENTS):
                return True
        return False

    def _is_other(self, passed: list[LexborNode], level: int) -> bool:
        """Tell whether an element between is a teaser, a comment, or the page's head or foot."""
        for element in passed:
            names = element.attributes.get("class")
            if names and read_mark(names) in _OTHERS and not _ABOUT_PEOPLE.search(names):
                return True
            if element.tag in _ASIDE and level > NEAR:
                return True
        return bool(self.levels) and any(map(_is_teaser, passed[1:]))


def _is_teaser(element: LexborNode) -> bool:
    """Tell a small box with a heading and a link of its own."""
    if element.css_first(_HEADINGS) is None or element.css_first("a[href]") is None:
        return False
    return len(element.text()) < SHORT


def nearest(nodes: list[LexborNode], around: Surroundings) -> list[LexborNode]:
    """Order elements by their distance from the headline, without those of something else."""
    found = [(distance, index, node) for index, node in enumerate(nodes) if (distance := around.distance(node)) is not None]
    return [node for _, _, node in sorted(found, key=lambda entry: entry[:2])]
