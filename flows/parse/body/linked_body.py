"""Hold the body that was read against the text in the page's own data: `articleBody` of its JSON-LD."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from flows.parse.markup.marks import Mark
from flows.parse.markup.plain import clean_text
from flows.parse.markup.walk import PARAGRAPH, RawBlock, Walk

MIN_TEXT: Final = 250  # characters; publishers put teasers into shorter ones
AGREES: Final = 0.5  # share of its words that the body must have
PART: Final = 0.3  # the same for a body of which the data has every word: boxes were left out of it
STRANGE: Final = 0.05  # share of such a body's words that the data may lack
PROBE: Final = 3  # words in a row
PROBES: Final = 12  # taken all over the text
FOUND: Final = 0.75  # share of them that must stand in the body
_WORD: Final = re.compile(r"\w{4,}")
_MARKUP: Final = re.compile(r"</?(?:p|br|div|h\d|li)\b", re.IGNORECASE)
_LINES: Final = re.compile(r"(?<!\s)[^\S\n]*+\n\s*+")


def agrees(text: str, article_body: str) -> bool:
    """Tell whether a body that was read holds most words of the data's text; most are told by a few probes."""
    words = article_body.split()
    step = max(PROBE, len(words) // PROBES)
    probes = [" ".join(words[at : at + PROBE]) for at in range(0, len(words) - PROBE, step)]
    if probes and sum(probe in text for probe in probes) >= FOUND * len(probes):
        return True
    wanted = set(_WORD.findall(article_body))
    if not wanted:
        return True
    return len(wanted & set(_WORD.findall(text))) >= AGREES * len(wanted)


def is_part(text: str, article_body: str) -> bool:
    """Tell whether a body that was read is plainly a good part of the data's text: hardly a word is not in there."""
    wanted, found = set(_WORD.findall(article_body)), set(_WORD.findall(text))
    return len(wanted & found) >= PART * len(wanted) and len(found - wanted) <= STRANGE * len(found)


def blocks_of(article_body: str) -> list[RawBlock]:
    """Make blocks of the data's text: its own markup, else its lines."""
    if _MARKUP.search(article_body):
        tree = LexborHTMLParser(article_body)
        walk = Walk()
        if tree.body is not None:
            walk.add(tree.body)
        return walk.blocks
    lines = (clean_text(line) for line in _LINES.split(article_body))
    return [RawBlock(PARAGRAPH, line, 0, 0, Mark.BODY, None) for line in lines if line]
