"""Find the elements that their class, or where they lead, marks as a time or as an author's name: in one pass."""

import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.parse.metadata.headings import elements_above

# One query: each one more would walk the page again. What it finds is told apart by the patterns below.
_QUERY: Final = (
    "[class*=aut], [class*=Aut], [class*=yline], [class*=dat], [class*=Dat], [class*=time], [class*=Time],"
    " [class*=ublished], [class*=osted], a[rel=author], .fn, a[href*='/aut'], a[href*='/staff/'], a[href*='/tac-gia/']"
)
LEVELS: Final = 5  # elements around the headline: the largest below is searched
_TIME: Final = re.compile(r"time|date|Time|Date|datum|published|posted")
_AUTHOR: Final = re.compile(
    r"(?:^|\s)(?:author|autor|auteur|fn|article-author)(?:\s|$)|author[-_]?name|byline", re.IGNORECASE
)
_LOOSELY: Final = re.compile(r"auth?or|auth_|auteur", re.IGNORECASE)
_AUTHOR_PAGE: Final = re.compile(r"/(?:authors?|autor(?:en|es|in)?|auteurs?|staff|tac-gia)/[^/]")


@dataclass(slots=True)
class Marked:
    """The marked elements of a page, read when they are first asked for."""

    tree: LexborHTMLParser | None
    heading: LexborNode | None = None
    is_read: bool = False
    _times: list[LexborNode] = field(default_factory=list)
    _authors: list[LexborNode] = field(default_factory=list)
    _loosely: list[LexborNode] = field(default_factory=list)
    _links: list[LexborNode] = field(default_factory=list)

    def times(self) -> list[LexborNode]:
        """Return the elements that are named a time."""
        self._read()
        return self._times

    def authors(self) -> tuple[list[LexborNode], list[LexborNode], list[LexborNode]]:
        """Return the elements named an author, those with an author somewhere in their names, links to authors."""
        self._read()
        return self._authors, self._loosely, self._links

    def _read(self) -> None:
        if self.is_read or self.tree is None:
            return
        self.is_read = True
        for node in self._scope().css(_QUERY):
            attrs = node.attributes
            names = attrs.get("class") or ""
            if names and _TIME.search(names):
                self._times.append(node)
            if attrs.get("rel") == "author" or (names and _AUTHOR.search(names)):
                self._authors.append(node)
            elif names and _LOOSELY.search(names):
                self._loosely.append(node)
            elif node.tag == "a" and _AUTHOR_PAGE.search(attrs.get("href") or ""):
                self._links.append(node)

    def _scope(self) -> LexborNode | LexborHTMLParser:
        """Return the largest element around the headline below the body, where it has one."""
        around = list(elements_above(self.heading))[: LEVELS + 1] if self.heading is not None else []
        return around[-1] if len(around) > 1 else self.tree
