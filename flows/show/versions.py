"""Any two versions of an article, sentence by sentence and word by word."""

from collections.abc import Iterator, Sequence

from flows.reconcile.align import Link, Pair, align
from flows.show.pairs import SAME, PairRow
from flows.show.words import Side, WordRun, compare_words
from flows.text.segment import sentences


def compare_versions(older: str | None, newer: str | None, language: str | None) -> list[PairRow]:
    """Lay the sentences of two texts side by side in reading order; the older one stands on the seed's side.

    What stands elsewhere in the other text is moved, and neither removed nor added: each of its places has a row.
    """
    left, right = _cut(older, language), _cut(newer, language)
    return list(_weave(align(left, right), left, right))


def _weave(pairs: Sequence[Pair], left: Sequence[str], right: Sequence[str]) -> Iterator[PairRow]:
    """Put the rows of the newer text between those of the older one, where it has them."""
    in_place = _in_place(pairs)
    beside = sorted((pair for pair in pairs if pair.page and pair not in in_place), key=lambda pair: pair.page)
    place = 0
    for pair in sorted((pair for pair in pairs if pair.seed), key=lambda pair: pair.seed):
        if pair not in in_place:
            yield _row("moved" if pair.page else "removed", _join(left, pair.seed), "")
            continue
        while place < len(beside) and beside[place].page < pair.page:
            yield _beside(beside[place], right)
            place += 1
        yield _together(_join(left, pair.seed), _join(right, pair.page), pair.link)
    for pair in beside[place:]:
        yield _beside(pair, right)


def _in_place(pairs: Sequence[Pair]) -> set[Pair]:
    """Choose the pairs whose sentences stand in the same order in both texts."""
    found: set[Pair] = set()
    last: tuple[int, ...] = ()
    for pair in sorted((pair for pair in pairs if pair.seed and pair.page), key=lambda pair: pair.seed):
        if pair.link is not Link.MOVED and pair.page > last:
            found.add(pair)
            last = pair.page
    return found


def _cut(text: str | None, language: str | None) -> list[str]:
    """Cut a text into sentences; a paragraph ends one."""
    paragraphs = (text or "").split("\n\n")
    return [" ".join(part[start:end].split()) for part in paragraphs for start, end in sentences(part, language)]


def _join(texts: Sequence[str], places: Sequence[int]) -> str:
    return " ".join(texts[place] for place in places)


def _beside(pair: Pair, right: Sequence[str]) -> PairRow:
    return _row("moved" if pair.seed else "added", "", _join(right, pair.page))


def _together(old: str, new: str, link: Link) -> PairRow:
    if old == new:
        return _row(SAME, old, new)
    return _row("cosmetic" if link is Link.EQUAL else "edited", old, new)


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
