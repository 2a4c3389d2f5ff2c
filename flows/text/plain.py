"""Text as readers see it: white space folded, letters composed; and keys in which spellings of a line are equal."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NO_LETTER: Final = re.compile(r"[\W_]+")
_LINE: Final = 4_000  # characters of a text whose key is kept for a while


def clean_text(text: str) -> str:
    """Fold white space, drop invisible characters, compose letters (NFC)."""
    text = " ".join(text.split())
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold_text(text: str) -> str:
    """Make a key in which two spellings of one line are equal: letters and digits alone."""
    return _fold_line(text) if len(text) <= _LINE else _fold(text)


def _fold(text: str) -> str:
    # White space first: a pattern is slow, and has less to do then.
    text = "".join(text.split())
    text = (text if text.isalnum() else "".join(_NO_LETTER.split(text))).casefold()
    return text.replace("ð", "đ")  # one letter to readers, and to who types Vietnamese; mended in seeds


# The lines of a page are folded three times on the way, by readers that do not know of each other.
_fold_line: Final = lru_cache(maxsize=256)(_fold)
