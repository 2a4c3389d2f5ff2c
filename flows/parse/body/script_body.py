"""Find the article where the page shows none: in the state that a script hands to the browser.

Pages that a browser draws carry the article's markup as one string of that state, escaped as JSON.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from flows.parse.body.linked_body import blocks_of
from flows.parse.markup.walk import RawBlock

MAX_STRINGS: Final = 200  # texts that are read; a state has the article and some dozens of others
MIN_MARKUP: Final = 500  # characters of a string that may hold an article
_WORD: Final = re.compile(r"\w{2,}")
_STRING: Final = re.compile(rf'"((?:[^"\\]|\\.){{{MIN_MARKUP},}}+)"')
_PARAGRAPH: Final = re.compile(r"(?:<|\\u003[cC])p[ >\\]|(?:<|\\u003[cC])/p(?:>|\\u003[eE])")


def blocks_in_scripts(tree: LexborHTMLParser, title: str | None) -> list[RawBlock]:
    """Read the longest text with paragraphs that a script holds as a string; empty where there is none.

    Only scripts with most words of the page's title are read: the state of an error page may hold other articles.
    """
    best: list[RawBlock] = []
    words = _WORD.findall(title or "")
    for markup in islice(_strings(tree, words), MAX_STRINGS) if words else ():
        blocks = blocks_of(markup)
        if _length(blocks) > _length(best):
            best = blocks
    return best


def _strings(tree: LexborHTMLParser, words: Sequence[str]) -> Iterator[str]:
    for script in tree.css("script:not([src])"):
        source = script.text()
        if len(source) < MIN_MARKUP or not _PARAGRAPH.search(source) or not _has_words(source, words):
            continue
        for match in _STRING.finditer(source):
            if _PARAGRAPH.search(match.group(1)):
                try:
                    yield str(json.loads(f'"{match.group(1)}"', strict=False))
                except ValueError:
                    continue


def _has_words(source: str, words: Sequence[str]) -> bool:
    """Tell whether most words stand in a script, as they are or escaped."""
    found = sum(word in source or json.dumps(word)[1:-1] in source for word in words)
    return found * 2 > len(words)


def _length(blocks: list[RawBlock]) -> int:
    return sum(len(block.text) for block in blocks)
