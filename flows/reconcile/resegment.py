"""Cut the sentences of two texts at the same places, where one text shows a boundary that the other lost.

A flattened seed runs a heading or a list item into the next sentence. Where a sentence of one side begins
with a whole sentence of the other side, it is cut there.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_WORD: Final = re.compile(r"\S+")
# A shorter beginning is too common to say anything ("Ông nói.").
_MIN_WORDS: Final = 2
_INDEX_WORDS: Final = 2


def _start_of(words: Sequence[str]) -> str:
    return " ".join(words[:_INDEX_WORDS])


def find_cuts(texts: Sequence[str], others: Sequence[str]) -> dict[int, list[int]]:
    """Return, for each text to be cut, the numbers of words after which to cut it.

    Only texts that do not stand on the other side as they are, are looked at; so texts that agree cost nothing.
    """
    known = set(others)
    missing = [at for at, text in enumerate(texts) if text not in known]
    if not missing:
        return {}
    known = set(texts)
    starts: dict[str, list[list[str]]] = defaultdict(list)
    for other in others:
        words = other.split()
        if other not in known and len(words) >= _MIN_WORDS:
            starts[_start_of(words)].append(words)
    if not starts:
        return {}
    cuts = {at: _cuts_of(texts[at].split(), starts) for at in missing}
    return {at: places for at, places in cuts.items() if places}


def _cuts_of(words: list[str], starts: dict[str, list[list[str]]]) -> list[int]:
    """Cut one text wherever what is left of it begins with a sentence of the other side."""
    cuts = []
    at = 0
    while at < len(words):
        size = max(
            (
                len(start)
                for start in starts.get(_start_of(words[at:]), ())
                if len(start) < len(words) - at and words[at : at + len(start)] == start
            ),
            default=0,
        )
        if not size:
            break
        at += size
        cuts.append(at)
    return cuts


def cut_spans(text: str, cuts: Sequence[int]) -> list[tuple[int, int]]:
    """Return the spans of `text` between cuts; a cut is a number of words."""
    words = [found.span() for found in _WORD.finditer(text)]
    edges = [0, *(cut for cut in cuts if cut < len(words)), len(words)]
    return [(words[a][0], words[b - 1][1]) for a, b in pairwise(edges) if b > a]
