"""Seed and page of one article side by side, as rows in reading order, each with where its words come from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flows.show.words import Side, WordRun, compare_words
from warehouse.read.dossier import ChangeRow, Dossier, SentenceRow

SAME = "same"
DIMMED = frozenset({"apparatus", "cosmetic"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """A sentence of the seed beside the one of the page; `seed` or `page` is empty where a side has none."""

    relation: str
    seed: tuple[WordRun, ...]
    page: tuple[WordRun, ...]
    seed_no: int | None
    page_no: int | None
    seed_span: tuple[int, int] | None  # characters of the seed's body
    similarity: float | None
    origin: str | None = None  # whose doing the change is, where an archived copy tells
    skipped_count: int = 0  # sentences that are the same and not shown: the row stands for them

    @property
    def is_dimmed(self) -> bool:
        """Tell whether the row differs in form or apparatus only."""
        return self.relation in DIMMED


def make_pairs(dossier: Dossier) -> list[PairRow]:
    """Lay the sentences of seed and page side by side, in the order of the page where both have them.

    The reconciliation stores the pairs that differ; those that are the same are in the clean text, which has
    every sentence of the seed. A sentence's place among them is its number in the seed. Empty where nothing
    was compared, and for another story at the same address.
    """
    if not dossier.changes and not any(sentence.rule == SAME for sentence in dossier.sentences):
        return []
    from_seed = sorted((s for s in dossier.sentences if s.seed_start is not None), key=lambda s: s.seed_start or 0)
    spans = {number: _span(sentence) for number, sentence in enumerate(from_seed, 1)}
    in_seed = [(number, _same_row(number, item)) for number, item in enumerate(from_seed, 1) if item.rule == SAME]
    changed = [_changed_row(change, spans) for change in dossier.changes]
    in_seed += [(row.seed_no, row) for row in changed if row.seed_no is not None]
    added = sorted((row for row in changed if row.relation == "added"), key=lambda row: row.page_no or 0)
    rest = [row for row in changed if row.seed_no is None and row.relation != "added"]
    ordered = [row for _, row in sorted(in_seed, key=lambda item: item[0])]
    return [*_weave(ordered, added), *rest]


def _span(sentence: SentenceRow) -> tuple[int, int] | None:
    if sentence.seed_start is None or sentence.seed_end is None:
        return None
    return sentence.seed_start, sentence.seed_end


def _same_row(number: int, sentence: SentenceRow) -> PairRow:
    runs = (WordRun(Side.BOTH, sentence.text),)
    return PairRow(
        relation=SAME,
        seed=runs,
        page=runs,
        seed_no=number,
        page_no=None,
        seed_span=_span(sentence),
        similarity=None,
    )


def _changed_row(change: ChangeRow, spans: dict[int, tuple[int, int] | None]) -> PairRow:
    if change.seed_text is not None and change.page_text is not None:
        runs = compare_words(change.seed_text, change.page_text)
        seed = tuple(run for run in runs if run.side is not Side.PAGE)
        page = tuple(run for run in runs if run.side is not Side.SEED)
    else:
        seed = (WordRun(Side.SEED, change.seed_text),) if change.seed_text is not None else ()
        page = (WordRun(Side.PAGE, change.page_text),) if change.page_text is not None else ()
    return PairRow(
        relation=change.relation,
        seed=seed,
        page=page,
        seed_no=change.seed_sentence_no,
        page_no=change.page_sentence_no,
        seed_span=spans.get(change.seed_sentence_no) if change.seed_sentence_no else None,
        similarity=change.similarity,
        origin=change.origin,
    )


def _weave(rows: Sequence[PairRow], added: Sequence[PairRow]) -> Iterator[PairRow]:
    """Put what only the page has between the seed's sentences, where the page has it; number the same ones."""
    waiting = list(reversed(added))
    place = 1
    for row in rows:
        stands_elsewhere = row.relation in {"moved", "removed"}
        if not stands_elsewhere:
            place = row.page_no or place
            while waiting and (waiting[-1].page_no or 0) <= place:
                found = waiting.pop()
                yield found
                place = max(place, (found.page_no or 0) + 1) if row.page_no is None else place
        if row.relation == SAME:
            row = replace(row, page_no=place)  # noqa: PLW2901 - the row, now with its number
        if not stands_elsewhere:
            place += 1
        yield row
    yield from reversed(waiting)


def shorten(rows: Iterable[PairRow], *, around: int, most: int) -> list[PairRow]:
    """Keep what differs with `around` same sentences on each side, at most `most` rows; gaps become one row each."""
    listed = list(rows)
    kept = {
        near for at, row in enumerate(listed) if row.relation != SAME for near in range(at - around, at + around + 1)
    }
    short: list[PairRow] = []
    for at, row in enumerate(listed):
        if at in kept and len(short) < most:
            short.append(row)
        elif short and short[-1].skipped_count:
            short[-1] = replace(short[-1], skipped_count=short[-1].skipped_count + 1)
        else:
            short.append(replace(row, seed=(), page=(), relation=SAME, skipped_count=1))
    return short
