"""Text as readers see it: white space folded, letters composed, lines parted at <br>."""

import re
from typing import Final

from flows.text.plain import clean_text, fold_text

__all__ = ["BREAK", "clean_text", "fold_text", "same_line", "split_breaks"]

BREAK: Final = "\x00"  # stands for <br>; no parsed text holds it
SAME_LENGTH: Final = 20  # characters of punctuation and space by which two spellings of one line may differ
_DOUBLE_BREAK: Final = re.compile(r"\x00\s*\x00[\s\x00]*")


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
