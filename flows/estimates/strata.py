"""Cut a corpus into strata, and say how many articles of each a sample of some size has.

Strata are publisher by year of publication, as the seeds alone tell: what a page tells later must not move an article
from one stratum to another, or those that were asked would no longer be a random part of theirs. They depend on the
corpus and not on the size of the sample, and each stratum gives its articles in one order (see
`warehouse/read/sql/estimate_frame.sql`), so a larger sample contains each smaller one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace

# Of the corpus: what holds less is pooled. So there are fifty strata or a few more, and a sample of 400 has about
# eight articles in the smallest; finer strata gain little more (Cochran, Sampling Techniques, 1977, 5A.8).
SMALLEST_STRATUM_SHARE = 0.02
LEAST_IN_STRATUM = 2  # two are needed to see how much articles of a stratum differ (Cochran 1977, 5.4)
OTHERS = "small publishers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The articles of one publisher and year; None: the seeds do not tell the year."""

    publisher: str
    year: int | None
    article_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A part of the corpus that a sample is drawn from on its own."""

    name: str
    publisher: str | None  # None: of several
    population: int
    cells: tuple[Cell, ...]


def _stratum(name: str, publisher: str | None, cells: Sequence[Cell]) -> Stratum:
    population = sum(cell.article_count for cell in cells)
    return Stratum(name=name, publisher=publisher, population=population, cells=tuple(cells))


def _name_year(cell: Cell) -> str:
    return f"{cell.publisher}, {'no year' if cell.year is None else cell.year}"


def build_strata(cells: Sequence[Cell]) -> list[Stratum]:
    """Make a stratum of each cell that is large enough; pool small years of a publisher, then small publishers."""
    smallest = SMALLEST_STRATUM_SHARE * sum(cell.article_count for cell in cells)
    strata: list[Stratum] = []
    others: list[Cell] = []
    by_publisher: dict[str, list[Cell]] = {}
    for cell in sorted(cells, key=lambda item: (item.publisher, item.year is None, item.year or 0)):
        by_publisher.setdefault(cell.publisher, []).append(cell)
    for publisher, own in by_publisher.items():
        large = [cell for cell in own if cell.article_count >= smallest]
        small = [cell for cell in own if cell.article_count < smallest]
        strata += [_stratum(_name_year(cell), publisher, [cell]) for cell in large]
        if sum(cell.article_count for cell in small) < smallest:
            others += small
        else:
            strata.append(_stratum(f"{publisher}, {'other years' if large else 'all years'}", publisher, small))
    if others:
        strata.append(_stratum(OTHERS, None, others))
    return strata


def allocate(populations: Mapping[str, int], sample_size: int) -> dict[str, int]:
    """Share a sample out in proportion to the strata, at least two of each; a larger one never takes any away.

    Proportional by Webster's divisors, which are house-monotone (Balinski and Young, Fair Representation, 1982):
    whole numbers that are rounded by the largest remainder are not. The least is given also where it makes the
    sample larger than asked for.
    """
    given = {name: min(LEAST_IN_STRATUM, count) for name, count in populations.items()}
    waiting = [((taken + 0.5) / populations[name], name) for name, taken in given.items() if taken < populations[name]]
    heapify(waiting)
    for _ in range(min(sample_size, sum(populations.values())) - sum(given.values())):
        _, name = waiting[0]
        given[name] += 1
        left = populations[name] - given[name]
        heapreplace(waiting, ((given[name] + 0.5) / populations[name] if left else float("inf"), name))
    return given
