"""Any two versions of an article, sentence by sentence and word by word."""

from collections.abc import Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from flows.show.pairs import SAME, PairRow
from flows.show.words import Side, WordRun, compare_words
from flows.text.segment import sentences

# Of two sentences in the same place: below, one went and another came. The half that `fuzz.ratio` gives to sentences of
# one language that have nothing to do with each other lies between 30 and 45.
LIKE_ENOUGH = 50.0


def compare_versions(older: str | None, newer: str | None, language: str | None) -> list[PairRow]:
    """Lay the sentences of two texts side by side in reading order; the older one stands on the seed's side."""
    left, right = _cut(older, language), _cut(newer, language)
    rows: list[PairRow] = []
    for step in Levenshtein.opcodes(left, right):
        before, after = left[step.src_start : step.src_end], right[step.dest_start : step.dest_end]
        if step.tag == "replace":
            for old, new in zip(before, after, strict=True):
                rows += _replaced(old, new)
        else:
            rows += [_row(SAME, text, text) for text in before if step.tag == "equal"]
            rows += [_row("removed", text, "") for text in before if step.tag == "delete"]
            rows += [_row("added", "", text) for text in after if step.tag == "insert"]
    return rows


def _cut(text: str | None, language: str | None) -> list[str]:
    """Cut a text into sentences; a paragraph ends one."""
    paragraphs = (text or "").split("\n\n")
    return [" ".join(part[start:end].split()) for part in paragraphs for start, end in sentences(part, language)]


def _replaced(old: str, new: str) -> Iterator[PairRow]:
    if fuzz.ratio(old, new) >= LIKE_ENOUGH:
        yield _row("edited", old, new)
    else:
        yield _row("removed", old, "")
        yield _row("added", "", new)


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
