"""One article as the templates show it: its rows side by side, its seed in pieces, its clean text in paragraphs."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flows.show.pairs import PairRow, make_pairs, shorten
from warehouse.read.dossier import ArticleRow, Dossier, FactRow, SeedRow, SentenceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedPiece:
    """A stretch of the seed's body: kept (kind is empty), or left out and why. The pieces joined are the body."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the clean text; `block` is that of its first sentence."""

    number: int
    block: str
    sentences: list[SentenceRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """One article, ready for a template."""

    dossier: Dossier
    pairs: list[PairRow]
    seed_pieces: list[SeedPiece]
    paragraphs: list[Paragraph]
    other_text: str | None  # of the other story, where content is `replaced`

    @property
    def article(self) -> ArticleRow:
        """The article as best known."""
        return self.dossier.article

    @property
    def seed(self) -> SeedRow:
        """The seed that stands for it."""
        return self.dossier.seed

    @property
    def facts(self) -> list[FactRow]:
        """The facts that changed."""
        return self.dossier.facts


def view_article(dossier: Dossier, *, around: int | None = None, most: int = 400) -> ArticleView:
    """Prepare an article; with `around`, only what differs and so many same sentences beside it, `most` rows."""
    pairs = make_pairs(dossier)
    return ArticleView(
        dossier=dossier,
        pairs=pairs if around is None else shorten(pairs, around=around, most=most),
        seed_pieces=_cut_seed(dossier),
        paragraphs=list(_gather_paragraphs(dossier.sentences)),
        other_text=_other_text(dossier),
    )


def _cut_seed(dossier: Dossier) -> list[SeedPiece]:
    """Cut the body where something was left out."""
    body, pieces, place = dossier.seed.body or "", [], 0
    for part in dossier.left_out:
        if part.seed_start > place:
            pieces.append(SeedPiece(text=body[place : part.seed_start], kind=""))
        if part.seed_end > max(place, part.seed_start):
            pieces.append(SeedPiece(text=body[max(place, part.seed_start) : part.seed_end], kind=part.kind))
        place = max(place, part.seed_end)
    return [*pieces, SeedPiece(text=body[place:], kind="")] if body[place:] else pieces


def _gather_paragraphs(sentences: Iterable[SentenceRow]) -> Iterable[Paragraph]:
    for number, group in groupby(sentences, key=lambda sentence: sentence.paragraph_no):
        listed = list(group)
        yield Paragraph(number=number, block=listed[0].block, sentences=listed)


def _other_text(dossier: Dossier) -> str | None:
    if dossier.article.content != "replaced":
        return None
    pages = [version.text for version in dossier.versions if version.origin != "seed"]
    return pages[-1] if pages else None
