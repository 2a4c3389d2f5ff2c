"""Text as readers see it: white space folded, letters composed, lines parted at <br>."""

import re
import unicodedata
from typing import Final

BREAK: Final = "\x00"  # stands for <br>; no parsed text holds it
SAME_LENGTH: Final = 20  # characters of punctuation and space by which two spellings of one line may differ
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NO_LETTER: Final = re.compile(r"[\W_]+")
_DOUBLE_BREAK: Final = re.compile(r"\x00\s*\x00[\s\x00]*")


def clean_text(text: str) -> str:
    """Fold white space, drop invisible characters, compose letters (NFC)."""
    text = " ".join(text.split())
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold_text(text: str) -> str:
    """Make a key in which two spellings of one line are equal: letters and digits alone."""
    # Word by word: most words have no sign to be taken off, and need no pattern.
    return "".join([word if word.isalnum() else _NO_LETTER.sub("", word) for word in text.split()]).casefold()


def same_line(text: str, key: str, length: int) -> bool:
    """Tell whether a text has the key of another one, whose length is `length`; most are told by length alone."""
    return abs(len(text) - length) <= SAME_LENGTH and fold_text(text) == key


def split_breaks(text: str) -> list[str]:
    """Split at <br>: always at a double one; at a single one unless the sentence plainly goes on."""
    parts: list[str] = []
    for stretch in _DOUBLE_BREAK.split(text):
        line: list[str] = []
        for piece in stretch.split(BREAK):
            bare = piece.strip()
            if line and bare and (bare[0].islower() or line[-1].endswith(",")):
                line.append(bare)
                continue
            if any(line):
                parts.append(" ".join(line))
            line = [bare]
        if any(line):
            parts.append(" ".join(line))
    return parts
