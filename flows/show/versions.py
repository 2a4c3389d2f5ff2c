"""Any two versions of an article, sentence by sentence and word by word."""

from itertools import zip_longest

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from flows.show.pairs import SAME, PairRow
from flows.show.words import Side, WordRun, compare_words
from flows.text.segment import sentences

# Of two sentences in the same place: below, one went and another came. Of 20,000 pairs of sentences of real seeds that
# have nothing to do with each other, 999 of 1,000 are below 45 in Vietnamese and below 34 in Chinese.
LIKE_ENOUGH = 50.0


def compare_versions(older: str | None, newer: str | None, language: str | None) -> list[PairRow]:
    """Lay the sentences of two texts side by side in reading order; the older one stands on the seed's side.

    What stands elsewhere in the other text is moved, and neither removed nor added.
    """
    left, right = _cut(older, language), _cut(newer, language)
    in_left, in_right = frozenset(left), frozenset(right)
    rows: list[PairRow] = []
    for step in Levenshtein.opcodes(left, right):
        before, after = left[step.src_start : step.src_end], right[step.dest_start : step.dest_end]
        for old, new in zip_longest(before, after, fillvalue=""):
            if old == new:
                rows.append(_row(SAME, old, new))
            elif _is_edit(old, new):
                rows.append(_row("edited", old, new))
            else:
                rows += [_row("moved" if old in in_right else "removed", old, "")] if old else []
                rows += [_row("moved" if new in in_left else "added", "", new)] if new else []
    return rows


def _is_edit(old: str, new: str) -> bool:
    return fuzz.ratio(old, new) >= LIKE_ENOUGH


def _cut(text: str | None, language: str | None) -> list[str]:
    """Cut a text into sentences; a paragraph ends one."""
    paragraphs = (text or "").split("\n\n")
    return [" ".join(part[start:end].split()) for part in paragraphs for start, end in sentences(part, language)]


def _row(relation: str, old: str, new: str) -> PairRow:
    runs = [WordRun(Side.BOTH, old)] if old == new else compare_words(old, new)
    return PairRow(
        relation=relation,
        seed=tuple(run for run in runs if run.side is not Side.PAGE),
        page=tuple(run for run in runs if run.side is not Side.SEED),
        seed_no=None,
        page_no=None,
        seed_span=None,
        similarity=None,
    )
