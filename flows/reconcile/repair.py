"""Write the clean article: the seed's wording in the page's structure, each sentence with its source and rule."""

from collections.abc import Iterable, Sequence

from flows.reconcile.align import Link
from flows.reconcile.compare import Comparison
from flows.reconcile.page_text import PageText
from flows.reconcile.partition import Sentence
from flows.records import BlockKind, CleanSentence, Relation, TextSource

# `value` of an enum's member costs more than all the rest of placing a sentence.
_RULES = {relation: relation.value for relation in Relation}


# A sentence: its place on the page, how it comes after others of the same place, block, kind, text, source, rule, and
# its span in the seed. A plain tuple, because there is one for each sentence of a corpus.
_Placed = tuple[int, int, int, BlockKind, str, TextSource, str, int | None, int | None]


def _number(placed: Iterable[_Placed]) -> tuple[CleanSentence, ...]:
    """Number sentences and paragraphs; a new block on the page is a new paragraph."""
    found: list[CleanSentence] = []
    paragraph, last = 0, -1
    for number, (_, _, block, kind, text, source, rule, start, end) in enumerate(placed, 1):
        if block != last or not paragraph:
            paragraph, last = paragraph + 1, block
        found.append(
            CleanSentence(
                paragraph_no=paragraph,
                sentence_no=number,
                block=kind,
                text=text,
                source=source,
                rule=rule,
                seed_start=start,
                seed_end=end,
            )
        )
    return tuple(found)


def keep_seed(seed: Sequence[Sentence]) -> tuple[CleanSentence, ...]:
    """Write the cleaned seed alone; its lines are its paragraphs."""
    kind, source = BlockKind.PARAGRAPH, TextSource.SEED
    return _number(
        (0, 0, paragraph, kind, text, source, "seed_only", start, end) for text, start, end, paragraph in seed
    )


def take_page(page: PageText, source: TextSource, rule: str) -> tuple[CleanSentence, ...]:
    """Write the page's text, for a seed that has none."""
    sentences = enumerate(page.sentences)
    return _number((at, 0, block, kind, text, source, rule, None, None) for at, (text, _, block, kind) in sentences)


def merge(found: Comparison, source: TextSource) -> tuple[CleanSentence, ...]:
    """Write the seed's sentences in the page's paragraphs and order; complete a tail that the seed lost.

    A sentence that the page no longer has stays behind the one it followed in the seed.
    """
    placed: list[_Placed] = []
    on_page = found.page.sentences
    block, place, after = (on_page[0].block if on_page else 0), -1, 0
    prose, own = BlockKind.PARAGRAPH, TextSource.SEED
    where = {at: known for known in zip(found.pairs, found.relations, strict=True) for at in known[0].seed}
    for at, (text, start, end, _) in enumerate(found.seed):
        pair, relation = where[at]
        kind, origin, rule = prose, own, _RULES[relation]
        after += 1
        if pair.page:
            place, after = pair.page[0], pair.seed.index(at)
            page_text, _, block, kind = on_page[place]
            if pair is found.broken_off:
                text, origin, rule = page_text, source, "completed_sentence"  # noqa: PLW2901 (the page's end of it)
        placed.append((place, after, block, kind, text, origin, rule, start, end))
    if found.is_truncated:
        for pair in found.pairs:
            if pair.link is Link.ADDED:
                text, _, block, kind = on_page[pair.page[0]]
                placed.append((pair.page[0], 0, block, kind, text, source, "completed_tail", None, None))
    if Relation.MOVED in found.relations or found.is_truncated:
        placed.sort(key=lambda item: item[:2])
    return _number(placed)
