"""Put an edited article through `reconcile`, and say where the result differs from the truth."""

import pathlib
import random
from collections import Counter
from collections.abc import Iterator, Sequence

from flows.reconcile.reconcile import reconcile
from flows.records import Block, BlockKind, PageKind, ParsedPage, Reconciliation, Relation, SeedArticle, TextSource
from flows.text.normalise import fold, squeeze
from tests.benchmarks.reconcile_speed import make_page, make_seed
from tests.reconcile.edits import EDITS, Edited

ARTICLES = pathlib.Path(__file__).parent / "articles"


def read_articles() -> dict[str, list[str]]:
    """Return the sentences of one invented article a language."""
    return {path.stem: path.read_text("utf-8").splitlines() for path in sorted(ARTICLES.glob("*.txt"))}


def shape_page(page: Sequence[str], rng: random.Random) -> list[list[str]]:
    """Cut sentences into paragraphs of one to three."""
    shape, at = [], 0
    while at < len(page):
        size = rng.choice((1, 1, 2, 2, 3))
        shape.append(list(page[at : at + size]))
        at += size
    return shape


def build(edited: Edited, language: str, rng: random.Random) -> tuple[SeedArticle, ParsedPage, list[list[str]]]:
    """Make the seed and the page of an edit; a Chinese text has no spaces between sentences."""
    gap = "" if language == "zh" else " "
    shape = shape_page(edited.page, rng)
    page = make_page([])
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=gap.join(paragraph)) for paragraph in shape)
    made = {name: getattr(page, name) for name in page.__dataclass_fields__}
    page = ParsedPage(**(made | {"blocks": blocks, "language": language, "kind": PageKind.ARTICLE}))
    return make_seed(gap.join(edited.seed)), page, shape


def _row(relation: str, left: str | None, right: str | None) -> tuple[str, str, str]:
    return relation, squeeze(fold(left or "")), squeeze(fold(right or ""))


def untiled(body: str, found: Reconciliation) -> str | None:
    """Return the first stretch of a seed's body that is in no part of the result or in two; None where they tile it."""
    parts = [(s.seed_start, s.seed_end) for s in found.sentences if s.seed_start is not None and s.seed_end is not None]
    parts += [(part.seed_start, part.seed_end) for part in found.left_out]
    at = 0
    for start, end in sorted(parts):
        if start < at or end <= start or body[at:start].strip():
            return body[at : max(end, at)][:80]
        at = end
    return body[at:].strip()[:80] or None


def differences(edited: Edited, body: str, found: Reconciliation, shape: list[list[str]]) -> Iterator[str]:
    """Yield what is not as it must be: verdict, relations, facts, sources, paragraphs, the sum of the parts."""
    lost = untiled(body, found)
    if lost is not None:
        yield f"not the sum of its parts: {lost}"
    if found.content not in edited.content:
        yield f"content is {found.content.value}"
    if not edited.is_tail_lost:
        given = Counter(
            _row(change.relation.value, change.seed_text, change.page_text)
            for change in found.changes
            if change.relation is not Relation.APPARATUS
        )
        wanted = Counter(_row(*row) for row in edited.rows)
        loose = {row for row in given if row[0] == "cosmetic"} if not edited.rows else set()
        for row in (given - wanted).keys() - loose:
            yield f"too much: {row}"
        for row in wanted - given:
            yield f"missing: {row}"
    kinds = Counter(fact.kind for fact in found.facts), Counter(edited.facts)
    for kind in kinds[1] - kinds[0]:
        yield f"fact missed: {kind.value}"
    for kind in kinds[0] - kinds[1]:
        yield f"fact invented: {kind.value} {[(f.before, f.after) for f in found.facts if f.kind is kind]}"
    yield from _repair_faults(edited, found, shape)


def _repair_faults(edited: Edited, found: Reconciliation, shape: list[list[str]]) -> Iterator[str]:
    """Yield what is wrong with the clean text: each seed sentence is there once, in the page's paragraphs."""
    from_page = [sentence for sentence in found.sentences if sentence.source is not TextSource.SEED]
    if from_page and not edited.is_tail_lost:
        yield f"taken from the page: {from_page[0].text}"
    if edited.is_tail_lost and any(not sentence.rule.startswith("completed") for sentence in from_page):
        yield "taken from the page and not marked"
    if edited.is_tail_lost or edited.seed == edited.page:
        clean = [paragraph.replace("\n", " ") for paragraph in found.text.split("\n\n")]
        wanted = [" ".join(paragraph) for paragraph in shape]
        if [squeeze(fold(text)) for text in clean] != [squeeze(fold(text)) for text in wanted]:
            yield f"clean text differs: {next((pair for pair in zip(clean, wanted, strict=False) if squeeze(fold(pair[0])) != squeeze(fold(pair[1]))), 'length')}"  # noqa: E501


def try_edit(name: str, sentences: list[str], language: str, seed: int) -> list[str] | None:
    """Put one article through one edit; None where the edit has nothing to change in it."""
    rng = random.Random(f"{name} {language} {seed}")
    edited = EDITS[name](list(sentences), language, rng)
    if edited is None:
        return None
    article, page, shape = build(edited, language, rng)
    return list(differences(edited, article.body or "", reconcile(article, page), shape))
