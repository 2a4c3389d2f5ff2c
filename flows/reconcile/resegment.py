"""Cut the sentences of two texts at the same places, where one text shows a boundary that the other lost.

A flattened seed runs a heading or a list item into the next sentence. Where a sentence of one side begins
with a whole sentence of the other side, it is cut there.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final

from flows.text.normalise import UNSPACED

_WORD: Final = re.compile(r"\S+")
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
# A shorter beginning is too common to say anything ("Ông nói.").
_MIN_WORDS: Final = 2
_MIN_LETTERS: Final = 20  # of a sentence in a script that puts no space between words


def _start_of(text: str, at: int = 0) -> str:
    """Return the first two words of what follows `at`, with the space before the third."""
    first = text.find(" ", at)
    second = text.find(" ", first + 1) if first >= 0 else -1
    return text[at : second + 1] if second >= 0 else text[at:] + " "


def _first_word(text: str, at: int) -> str:
    """Return the first word of what follows `at`: in some scripts a whole sentence has no space in it."""
    end = text.find(" ", at)
    return text[at : end + 1] if end >= 0 else text[at:] + " "


def find_cuts(texts: Sequence[str], others: Sequence[str]) -> dict[int, list[int]]:
    """Return, for each text to be cut, the numbers of words after which to cut it.

    Texts have one space between words. Only those that do not stand on the other side as they are, are looked
    at; so texts that agree cost nothing.
    """
    mine, theirs = set(texts), set(others)
    missing = mine - theirs
    whole = {other for other in theirs - mine if other.count(" ") >= _MIN_WORDS - 1 or len(other) >= _MIN_LETTERS}
    if not missing or not whole:
        return {}
    lengths: dict[str, set[int]] = defaultdict(set)
    for other in whole:
        lengths[_start_of(other)].add(len(other))
    tried = {start: sorted(sizes, reverse=True) for start, sizes in lengths.items()}
    cuts = {at: _cuts_of(text, whole, tried) for at, text in enumerate(texts) if text in missing}
    return {at: places for at, places in cuts.items() if places}


def _cuts_of(text: str, whole: AbstractSet[str], lengths: dict[str, list[int]]) -> list[int]:
    """Cut one text wherever what is left of it begins with a sentence of the other side, the longest that fits.

    Where a script has no full stops a sentence of the other side may stand anywhere in the text, between two spaces.
    """
    cuts: list[int] = []
    at = count = 0
    has_no_stops = _UNSPACED.search(text) is not None
    while at < len(text):
        size = _size_of_sentence(text, at, whole, lengths)
        if not size and not has_no_stops:
            break
        if not size:
            size = len(_first_word(text, at)) - 1
        else:
            cuts += [count, count + text.count(" ", at, at + size) + 1]
        count += text.count(" ", at, at + size) + 1
        at += size + 1
    return sorted(set(cuts) - {0, text.count(" ") + 1})


def _size_of_sentence(text: str, at: int, whole: AbstractSet[str], lengths: dict[str, list[int]]) -> int:
    """Return the length of the longest sentence of the other side that a text has at a place; 0 for none.

    Sentences are looked up by their lengths, so that a thousand with one beginning cost no more than one.
    """
    sizes = lengths.get(_start_of(text, at), []) or lengths.get(_first_word(text, at), [])
    return next((n for n in sizes if text[at + n : at + n + 1] in (" ", "") and text[at : at + n] in whole), 0)


def cut_spans(text: str, cuts: Sequence[int]) -> list[tuple[int, int]]:
    """Return the spans of `text` between cuts; a cut is a number of words."""
    words = [found.span() for found in _WORD.finditer(text)]
    edges = [0, *(cut for cut in cuts if cut < len(words)), len(words)]
    return [(words[a][0], words[b - 1][1]) for a, b in pairwise(edges) if b > a]
