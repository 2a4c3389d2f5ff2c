"""Tell a text that was read in the wrong charset: its ASCII, or the lengths of its words, are another text's."""

import re
from itertools import islice
from typing import Final

from rapidfuzz.distance import Indel

SAMPLE: Final = 2000  # characters of each text that are compared
MIN_ASCII: Final = 60  # characters of ASCII that must be left of the texts
MIN_WORDS: Final = 20
MIN_TELLING: Final = 8  # words with letters beyond ASCII, by which letters are told
# Two texts on one subject share some 60 % of their ASCII in order, and 65 % of their word lengths.
SAME: Final = 0.9
LOST: Final = 0.03  # share of signs that stand for what could not be decoded; a page with a few broken signs has less
_BEYOND_ASCII: Final = re.compile(r"[^\x21-\x7e]+")
_LETTER: Final = re.compile(r"[^\W\d_a-zA-Z]")
_UNDECODED: Final = re.compile("[\ufffd\x80-\x9f]")


def is_in_wrong_letters(text: str, known: str) -> bool:
    """Tell whether a text is `known` in wrong letters, or was not decoded at all.

    Letters of one byte each keep the lengths of words, whatever they turn into; ASCII stays itself in all charsets.
    """
    text, known = text[:SAMPLE], known[:SAMPLE]
    if len(_UNDECODED.findall(text)) > LOST * len(text):
        return True
    mine = set(known.split())
    strange = mine.difference(text.split())
    unshared = sum(map(_is_telling, strange))
    most = max(unshared + 1, MIN_TELLING)  # more of them would change nothing
    shared = sum(1 for _ in islice(filter(_is_telling, mine - strange), most))
    if shared > unshared or shared + unshared < MIN_TELLING:
        return False
    if _signs_beyond_ascii(text) * 2 < _signs_beyond_ascii(known):
        return False  # without its marks or transcribed, but readable
    return _have_same_ascii(text, known) or _have_same_lengths(text, known)


def _is_telling(word: str) -> bool:
    return not word.isascii() and _LETTER.search(word) is not None


def _signs_beyond_ascii(text: str) -> int:
    return sum(map(len, _BEYOND_ASCII.findall(text)))


def _have_same_ascii(text: str, known: str) -> bool:
    left, right = _BEYOND_ASCII.sub("", text), _BEYOND_ASCII.sub("", known)
    if min(len(left), len(right)) < MIN_ASCII:
        return False
    return Indel.normalized_similarity(left, right) >= SAME


def _have_same_lengths(text: str, known: str) -> bool:
    left, right = [len(word) for word in text.split()], [len(word) for word in known.split()]
    size = min(len(left), len(right))
    return size >= MIN_WORDS and Indel.normalized_similarity(left[:size], right[:size]) >= SAME
