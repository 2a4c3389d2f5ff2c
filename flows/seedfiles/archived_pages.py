"""How archived pages become seeds, which this room cannot read itself: who reads seeds brings the parser."""

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

Row = Mapping[str, object]


class ArchivedPage(NamedTuple):
    """A page as it was answered, its transfer and content codings undone."""

    url: str
    headers: Mapping[str, str]  # names in lower case
    captured_at: str | None  # WARC-Date, as written
    payload: bytes

    def head(self) -> bytes:
        """Write all but the payload."""
        return json.dumps([self.url, dict(self.headers), self.captured_at], ensure_ascii=False).encode(
            "utf-8", "surrogateescape"
        )


def read_head(data: bytes, payload: bytes) -> ArchivedPage:
    """Read what `head` wrote, with its payload."""
    url, headers, captured_at = json.loads(data.decode("utf-8", "surrogateescape"))
    return ArchivedPage(url, headers, captured_at, payload)


class NoArticleError(Exception):
    """Say what a page is that is no article."""


# Gives title, text, published, authors, section, tags, language and what else a seed keeps. Raises NoArticleError.
ReadPage = Callable[[ArchivedPage], Row]
