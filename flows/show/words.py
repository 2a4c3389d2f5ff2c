"""Two sentences word by word: what both have, what only the seed has, what only the page has."""

import re
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

# A word with the space behind it; scripts without spaces are compared character by character.
_TOKEN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+")


class Side(StrEnum):
    """Which of the two has the words."""

    BOTH = "both"
    SEED = "seed"
    PAGE = "page"


class WordRun(NamedTuple):
    """Words that follow each other on the same side or sides."""

    side: Side
    text: str


def _tokens(text: str) -> list[str]:
    return [" " if token.isspace() else token for token in _TOKEN.findall(text)]


def compare_words(seed: str, page: str) -> list[WordRun]:
    """Cut two sentences into runs, in reading order; a replaced word gives the seed's run, then the page's.

    The runs of the seed and of both, joined, are the seed's sentence with single spaces; the page's likewise.
    """
    left, right = _tokens(seed), _tokens(page)
    runs: list[WordRun] = []
    for step in Levenshtein.opcodes(left, right):
        before = "".join(left[step.src_start : step.src_end])
        after = "".join(right[step.dest_start : step.dest_end])
        if step.tag == "equal":
            runs.append(WordRun(Side.BOTH, before))
            continue
        runs += [WordRun(side, text) for side, text in ((Side.SEED, before), (Side.PAGE, after)) if text]
    return _join_phrases(runs)


def _join_phrases(runs: list[WordRun]) -> list[WordRun]:
    """Take a lone space between two changes into both of them, so that a changed phrase is one change."""
    joined: list[WordRun] = []
    seed = page = ""
    for at, run in enumerate(runs):
        is_bridge = run == (Side.BOTH, " ") and (seed or page) and at + 1 < len(runs)
        if run.side is Side.BOTH and not is_bridge:
            joined += [WordRun(side, text) for side, text in ((Side.SEED, seed), (Side.PAGE, page)) if text]
            joined.append(run)
            seed = page = ""
            continue
        seed += run.text if run.side is not Side.PAGE else ""
        page += run.text if run.side is not Side.SEED else ""
    return joined + [WordRun(side, text) for side, text in ((Side.SEED, seed), (Side.PAGE, page)) if text]
