"""Write the clean article: the seed's wording in the page's structure, each sentence with its source and rule."""

from collections.abc import Sequence
from typing import NamedTuple

from flows.reconcile.align import Link
from flows.reconcile.compare import Comparison
from flows.reconcile.page_text import PageText
from flows.reconcile.partition import Sentence
from flows.records import BlockKind, CleanSentence, Relation, TextSource

# `value` of an enum's member costs more than all the rest of placing a sentence.
_RULES = {relation: relation.value for relation in Relation}


class _Placed(NamedTuple):
    """A sentence with its place on the page: (block, sentence), and how it comes after others of the same place."""

    block: int
    place: int
    after: int
    kind: BlockKind
    text: str
    source: TextSource
    rule: str
    span: tuple[int, int] | None


def _number(placed: Sequence[_Placed]) -> tuple[CleanSentence, ...]:
    """Number sentences and paragraphs; a new block on the page is a new paragraph."""
    found: list[CleanSentence] = []
    paragraph, block = 0, -1
    for number, (place, _, _, kind, text, source, rule, span) in enumerate(placed, 1):
        if place != block or not paragraph:
            paragraph, block = paragraph + 1, place
        found.append(
            CleanSentence(
                paragraph_no=paragraph,
                sentence_no=number,
                block=kind,
                text=text,
                source=source,
                rule=rule,
                seed_start=span[0] if span else None,
                seed_end=span[1] if span else None,
            )
        )
    return tuple(found)


def keep_seed(seed: Sequence[Sentence]) -> tuple[CleanSentence, ...]:
    """Write the cleaned seed alone; its lines are its paragraphs."""
    return _number(
        [
            _Placed(
                item.paragraph,
                0,
                0,
                BlockKind.PARAGRAPH,
                item.text,
                TextSource.SEED,
                "seed_only",
                (item.start, item.end),
            )
            for item in seed
        ]
    )


def take_page(page: PageText, source: TextSource, rule: str) -> tuple[CleanSentence, ...]:
    """Write the page's text, for a seed that has none."""
    return _number(
        [_Placed(item.block, at, 0, item.kind, item.text, source, rule, None) for at, item in enumerate(page.sentences)]
    )


def merge(found: Comparison, source: TextSource) -> tuple[CleanSentence, ...]:
    """Write the seed's sentences in the page's paragraphs and order; complete a tail that the seed lost.

    A sentence that the page no longer has stays behind the one it followed in the seed.
    """
    placed: list[_Placed] = []
    block, place, after = (found.page.sentences[0].block if found.page.sentences else 0), -1, 0
    where = {
        at: (pair, relation) for pair, relation in zip(found.pairs, found.relations, strict=True) for at in pair.seed
    }
    for at, sentence in enumerate(found.seed):
        pair, relation = where[at]
        kind, text, origin, rule = BlockKind.PARAGRAPH, sentence.text, TextSource.SEED, _RULES[relation]
        after += 1
        if pair.page:
            on_page = found.page.sentences[pair.page[0]]
            block, place, after, kind = on_page.block, pair.page[0], pair.seed.index(at), on_page.kind
            if pair is found.broken_off:
                text, origin, rule = on_page.text, source, "completed_sentence"
        placed.append(_Placed(block, place, after, kind, text, origin, rule, (sentence.start, sentence.end)))
    if found.is_truncated:
        for pair in found.pairs:
            if pair.link is Link.ADDED:
                item = found.page.sentences[pair.page[0]]
                placed.append(
                    _Placed(item.block, pair.page[0], 0, item.kind, item.text, source, "completed_tail", None)
                )
    if Relation.MOVED in found.relations or found.is_truncated:
        placed.sort(key=lambda item: (item.place, item.after))
    return _number(placed)
