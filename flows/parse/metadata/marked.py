"""Find the elements near the headline that their class, or where they lead, marks as a time or an author's name."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.metadata.headings import elements_above

_LINKS: Final = "a[rel~=author], a[href*='/aut'], a[href*='/staff/'], a[href*='/tac-gia/']"
MOST: Final = 400  # elements that are looked at
LEVELS: Final = 5  # elements around the headline, of which the largest is searched
_TIME: Final = re.compile(r"time|date|Time|Date|datum|published|posted")
_AUTHOR: Final = re.compile(
    r"(?:^|\s)(?:author|autor|auteur|fn|article-author)(?:\s|$)|author[-_]?name|byline", re.IGNORECASE
)
_LOOSELY: Final = re.compile(r"auth?or|auth_|auteur", re.IGNORECASE)
_AUTHOR_PAGE: Final = re.compile(r"/(?:authors?|autor(?:en|es|in)?|auteurs?|staff|tac-gia)/[^/]")


NO_KIND: Final = 0
TIME: Final = 1
AUTHOR: Final = 2
LOOSELY: Final = 4


@lru_cache(maxsize=20_000)
def _kinds_of(names: str) -> int:
    """Tell what a class attribute names: a time, an author, something of an author."""
    time = TIME if _TIME.search(names) else NO_KIND
    if _AUTHOR.search(names):
        return time | AUTHOR
    return time | LOOSELY if _LOOSELY.search(names) else time


@dataclass(slots=True)
class Marked:
    """The marked elements of a page, read when they are first asked for."""

    tree: LexborHTMLParser | None
    heading: LexborNode | None = None
    is_read: bool = False
    _times: list[LexborNode] = field(default_factory=list)
    _authors: list[LexborNode] = field(default_factory=list)
    _loosely: list[LexborNode] = field(default_factory=list)

    def times(self) -> list[LexborNode]:
        """Return the elements that are named a time."""
        self._read()
        return self._times

    def authors(self) -> tuple[list[LexborNode], list[LexborNode]]:
        """Return the elements named an author, and those with an author somewhere in their names."""
        self._read()
        return self._authors, self._loosely

    def links(self) -> tuple[list[LexborNode], list[LexborNode]]:
        """Return the links that are said to be the author's, and those that lead to pages of authors."""
        found = self._scope(self.tree).css(_LINKS) if self.tree is not None else []
        said = [link for link in found if "author" in (link.attrs.get("rel") or "").split()]
        return said, [link for link in found if _leads_to_author(link)]

    def _read(self) -> None:
        if self.is_read or self.tree is None:
            return
        self.is_read = True
        for node in self._scope(self.tree).css("[class]")[:MOST]:
            kinds = _kinds_of(node.attrs.get("class") or "")
            if kinds:
                self._sort_in(node, kinds)

    def _sort_in(self, node: LexborNode, kinds: int) -> None:
        if kinds & TIME:
            self._times.append(node)
        if kinds & AUTHOR:
            self._authors.append(node)
        elif kinds & LOOSELY:
            self._loosely.append(node)

    def _scope(self, tree: LexborHTMLParser) -> LexborNode | LexborHTMLParser:
        """Return the largest element around the headline below the body, where it has one."""
        around = list(elements_above(self.heading))[: LEVELS + 1] if self.heading is not None else []
        return around[-1] if len(around) > 1 else tree


def _leads_to_author(link: LexborNode) -> bool:
    return _AUTHOR_PAGE.search(link.attrs.get("href") or "") is not None
