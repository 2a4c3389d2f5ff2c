"""Corpora whose truth is known, samples of them, and how often an estimate's intervals hold the truth.

The articles' publishers, years and lengths are given; what became of each is drawn by odds that depend on them, and
now and then a publisher has lost a year as a whole. Hosts fail and turn away as they do: for a stretch of articles, or
for all of a stratum.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from flows.estimates.figures import FIGURES, estimate_all, widest_main
from flows.estimates.proportions import next_sample_size
from flows.estimates.strata import Cell, Stratum, allocate, build_strata
from flows.records import Content, CorpusPart, Estimate, Existence, FactKind, SampledArticle

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
EXISTENCES = (Existence.LIVE, Existence.MOVED, Existence.MISSING, Existence.GONE, Existence.ARCHIVED_ONLY)
CONTENTS = tuple(item for item in Content if item is not Content.NOT_COMPARED)
FACTS = (
    (),
    (FactKind.NUMBER,),
    (FactKind.DATE,),
    (FactKind.NUMBER, FactKind.NAME),
    (FactKind.QUOTE,),
    (FactKind.NEGATION,),
)
UNREAD_SHARE = 0.03  # of the pages that are there: not to be compared

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]


class Trouble(StrEnum):
    """What keeps pages from answering."""

    NONE = "every page answers"
    OUTAGES = "outages of hosts"
    BLOCKED_STRATUM = "a stratum is blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The articles of a corpus as their seeds tell of them."""

    strata: list[Stratum]
    stratum: Numbers  # of each article
    publisher: Numbers
    year: Numbers
    length: Reals

    @property
    def size(self) -> int:
        """How many articles there are."""
        return len(self.stratum)


def make_frame(publishers: Sequence[str], years: Sequence[int | None], lengths: Sequence[int]) -> Frame:
    """Cut articles into their strata."""
    cells = Counter(zip(publishers, years, strict=True))
    strata = build_strata([Cell(publisher=name, year=year, article_count=n) for (name, year), n in cells.items()])
    place = {(cell.publisher, cell.year): number for number, item in enumerate(strata) for cell in item.cells}
    names = {name: number for number, name in enumerate(sorted(set(publishers)))}
    return Frame(
        strata=strata,
        stratum=np.array([place[key] for key in zip(publishers, years, strict=True)]),
        publisher=np.array([names[name] for name in publishers]),
        year=np.array([year or 0 for year in years]),
        length=np.array(lengths, dtype=float),
    )


def invent_frame(size: int, *, seed: int) -> Frame:
    """Invent articles: few large publishers and many small ones, ten years, texts of very different length."""
    rng = np.random.default_rng(seed)
    weights = 1 / np.arange(1, 61)
    publishers = rng.choice(60, size=size, p=weights / weights.sum())
    years = rng.integers(2008, 2018, size=size)
    lengths = rng.lognormal(7.3, 0.8, size=size).astype(int)
    named = [f"paper-{number:02}.example" for number in publishers]
    known = [None if drawn < 0.03 else int(year) for drawn, year in zip(rng.random(size), years, strict=True)]
    return make_frame(named, known, lengths.tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fates:
    """What became of each article, by number of `EXISTENCES`, `CONTENTS` and `FACTS`; and what a look shows of it."""

    existence: Numbers
    content: Numbers
    facts: Numbers
    is_unread: NDArray[np.bool_]
    silence: NDArray[np.object_]  # BLOCKED or UNREACHABLE where the page does not answer, else None


def _odds(score: Reals) -> Reals:
    return 1 / (1 + np.exp(-score))


def draw_fates(frame: Frame, trouble: Trouble, rng: np.random.Generator) -> Fates:
    """Draw what became of a corpus: by publisher, year and length, and for some publishers of a whole year."""
    count = frame.publisher.max() + 1
    age = 2017 - np.where(frame.year, frame.year, 2012)
    longer = np.log(frame.length + 1) - 7
    by_publisher = rng.normal(-1.6, 1.2, count)[frame.publisher]
    is_lost = rng.random(frame.size) < _odds(by_publisher + 0.12 * age - 0.2 * longer)
    is_lost |= _lost_years(frame, rng)
    existence = np.where(
        is_lost,
        rng.choice([2, 3, 4], size=frame.size, p=[0.3, 0.5, 0.2]),
        (rng.random(frame.size) < 0.15).astype(int),
    )
    is_edited = rng.random(frame.size) < _odds(rng.normal(-1.5, 0.8, count)[frame.publisher] + 0.5 * longer)
    content = np.where(
        is_edited,
        rng.choice(range(2, 8), size=frame.size, p=[0.2, 0.15, 0.3, 0.1, 0.1, 0.15]),
        (rng.random(frame.size) < 0.3).astype(int),
    )
    has_facts = is_edited & (rng.random(frame.size) < 0.5)
    facts = np.where(has_facts, rng.choice(range(1, 6), size=frame.size, p=[0.35, 0.2, 0.25, 0.1, 0.1]), 0)
    return Fates(
        existence=existence,
        content=content,
        facts=facts,
        is_unread=rng.random(frame.size) < UNREAD_SHARE,
        silence=_draw_silence(frame, trouble, rng),
    )


def _lost_years(frame: Frame, rng: np.random.Generator) -> NDArray[np.bool_]:
    keys = frame.publisher * 10_000 + frame.year
    unique, place = np.unique(keys, return_inverse=True)
    return (rng.random(len(unique)) < 0.05)[place]


def _draw_silence(frame: Frame, trouble: Trouble, rng: np.random.Generator) -> NDArray[np.object_]:
    silence = np.full(frame.size, None, dtype=object)
    if trouble is Trouble.BLOCKED_STRATUM:
        sizes = np.bincount(frame.stratum)
        silence[frame.stratum == rng.choice(len(sizes), p=sizes / sizes.sum())] = Existence.BLOCKED
    if trouble is Trouble.OUTAGES:
        count = frame.publisher.max() + 1
        failing = np.where(rng.random(count) < 0.3, rng.uniform(0.1, 0.8, count), 0.0)
        silence[rng.random(frame.size) < failing[frame.publisher]] = Existence.UNREACHABLE
    return silence


def look_at(frame: Frame, fates: Fates, number: int) -> SampledArticle:
    """Give what a check of one page shows."""
    existence = fates.silence[number] or EXISTENCES[fates.existence[number]]
    is_compared = existence in EXISTENCES[:2] and not fates.is_unread[number]
    return SampledArticle(
        article_id=str(number),
        stratum=frame.strata[frame.stratum[number]].name,
        existence=existence,
        content=CONTENTS[fates.content[number]] if is_compared else Content.NOT_COMPARED,
        fact_kinds=FACTS[fates.facts[number]] if is_compared else (),
        checked_at=NOW,
    )


def put_in_order(frame: Frame, rng: np.random.Generator) -> list[Numbers]:
    """Put the articles of each stratum in a random order."""
    order = np.lexsort((rng.random(frame.size), frame.stratum))
    return np.split(order, np.cumsum(np.bincount(frame.stratum))[:-1])


def take_first(frame: Frame, order: list[Numbers], size: int) -> Numbers:
    """Take a stratified sample: the first of each stratum in its order."""
    taken = allocate({item.name: item.population for item in frame.strata}, size)
    return np.concatenate([own[: taken[item.name]] for own, item in zip(order, frame.strata, strict=True)])


def _truths(frame: Frame, fates: Fates) -> dict[str, Reals]:
    """Count by stratum, for each figure, the articles that it is true of, whoever answers."""
    shown = [EXISTENCES.index(item) for item in EXISTENCES]
    made: dict[str, Reals] = {}
    combined = (fates.existence * len(CONTENTS) + fates.content) * len(FACTS) + fates.facts
    for figure in FIGURES:
        if figure.name in {"existence:blocked", "existence:unreachable", "existence:refused"}:
            is_true = fates.silence == Existence(figure.name.partition(":")[2])
        else:
            table = [
                figure.is_positive(_plain(existence, content, facts))
                for existence in shown
                for content in range(len(CONTENTS))
                for facts in range(len(FACTS))
            ]
            is_true = np.array(table)[combined]
        made[figure.name] = np.bincount(frame.stratum, weights=is_true, minlength=len(frame.strata))
    return made


def _plain(existence: int, content: int, facts: int) -> SampledArticle:
    return SampledArticle(
        article_id="",
        stratum="",
        existence=EXISTENCES[existence],
        content=CONTENTS[content],
        fact_kinds=FACTS[facts],
        checked_at=NOW,
    )


@dataclass(slots=True, kw_only=True)
class Tally:
    """How often intervals and bounds held the truth.

    Where all articles of each stratum are of one kind, a sample cannot but hit the truth, and its interval is not
    counted: it would flatter.
    """

    count: int = 0
    varied: int = 0
    held: int = 0
    held_by_bounds: int = 0
    width: float = 0.0

    @property
    def coverage(self) -> float:
        """The share of intervals that held it."""
        return self.held / self.varied if self.varied else 1.0

    def add(self, found: Estimate, truth_of_answering: float, truth: float, *, is_varied: bool) -> None:
        """Compare one estimate with the truth of the strata that answered, and its bounds with all of it."""
        self.count += 1
        self.varied += is_varied
        self.held += is_varied and found.low - 1e-9 <= truth_of_answering <= found.high + 1e-9
        self.held_by_bounds += found.bound_low - 1e-9 <= truth <= found.bound_high + 1e-9
        self.width += found.high - found.low


@dataclass(slots=True, kw_only=True)
class Tallies:
    """The tallies of one kind of trouble: of the whole corpus by figure, of its parts by how many answered."""

    corpus: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    parts: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    sizes: list[int] = field(default_factory=list)  # of the samples


def simulate(
    frame: Frame, trouble: Trouble, *, sample_size: int, repetitions: int, seed: int, until: float | None = None
) -> Tallies:
    """Draw a corpus' fates and a sample of it again and again, and tally what its estimates hold.

    With `until`, a sample grows as that of `seedbank estimate --until` does.
    """
    rng, tallies = np.random.default_rng(seed), Tallies()
    for _ in range(repetitions):
        fates = draw_fates(frame, trouble, rng)
        order, size = put_in_order(frame, rng), sample_size
        sample = [look_at(frame, fates, number) for number in take_first(frame, order, size)]
        while until and size < frame.size:
            wanted = next_sample_size(widest_main(frame.strata, sample), size, until)
            if wanted is None:
                break
            size = min(frame.size, wanted)
            sample = [look_at(frame, fates, number) for number in take_first(frame, order, size)]
        tallies.sizes.append(size)
        _compare(frame, fates, sample, tallies)
    return tallies


def _compare(frame: Frame, fates: Fates, sample: list[SampledArticle], tallies: Tallies) -> None:
    truths, sizes = _truths(frame, fates), np.bincount(frame.stratum, minlength=len(frame.strata))
    places = {item.name: number for number, item in enumerate(frame.strata)}
    owners = {item.name: item.publisher for item in frame.strata}
    answering = {item.name: {a.stratum for a in sample if item.is_answered(a)} for item in FIGURES}
    for found in estimate_all(frame.strata, sample, panel_id="p", scope="", now=NOW):
        names = [name for name in places if _is_part(found, name, owners[name])]
        inside = [places[name] for name in names]
        heard = [places[name] for name in names if name in answering[found.figure]]
        if not heard:
            continue
        true = truths[found.figure]
        is_varied = bool(np.any((true[heard] > 0) & (true[heard] < sizes[heard])))
        pair = true[heard].sum() / sizes[heard].sum(), true[inside].sum() / sizes[inside].sum()
        if found.part is CorpusPart.CORPUS:
            tallies.corpus[found.figure].add(found, *pair, is_varied=is_varied)
        else:
            size = next(label for most, label in PART_SIZES if found.answered < most)
            tallies.parts[f"{found.part}, {size}"].add(found, *pair, is_varied=is_varied)


PART_SIZES = ((20, "10-19 answered"), (50, "20-49 answered"), (10**9, "50 and more answered"))


def _is_part(found: Estimate, name: str, publisher: str | None) -> bool:
    if found.part is CorpusPart.CORPUS:
        return True
    return found.stratum == (publisher if found.part is CorpusPart.PUBLISHER else name)
