"""A random sample of the corpus' pages: drawn, asked where no look is new enough, and grown until it tells enough.

Whether an article is in the sample is decided by its number in a random order, never by what is known of it: pages that
were looked at before count where they are drawn, and those that were looked at for a reason do not come in by it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from flows.batches.pages import check_candidates
from flows.errors import MissingInputError
from flows.estimates.figures import widest_main
from flows.estimates.proportions import next_sample_size
from flows.estimates.strata import Cell, Stratum, allocate, build_strata
from flows.records import (
    Content,
    Existence,
    Refetch,
    RefetchCandidate,
    RefetchQuery,
    SampledArticle,
    content_id,
)
from flows.runs.interrupts import is_stopping
from flows.runs.run import Run
from warehouse.read.estimates import draw_frame, read_known_pages, read_sample
from warehouse.read.select import select_for_refetch


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePlan:
    """What sample is wanted."""

    number: int  # names the random order
    sample_size: int
    until: float | None  # half the length that the interval of each main figure may have; None: as it comes
    max_age: dt.timedelta  # of a look that counts


@dataclass(slots=True, kw_only=True)
class Sampling:
    """A sample of an open run's corpus. Made by `open_sampling`."""

    run: Run
    plan: SamplePlan
    strata: list[Stratum]
    now: dt.datetime
    sample_size: int  # as it has grown
    _asked: set[str] = field(default_factory=set)  # in this run

    @property
    def population(self) -> int:
        """How many articles the sample is drawn from."""
        return sum(item.population for item in self.strata)

    async def ask(self) -> None:
        """Ask the pages of the sample, and of a larger one until the intervals are as narrow as wanted."""
        first = self._stale()
        if not first and self.plan.until is None:
            return
        total = len(first) if self.plan.until is None else None
        await check_candidates(self.run, self._rounds(first), sources=["live"], total=total)

    def read(self) -> list[SampledArticle]:
        """Give the sample as it is, with what is known of each page by a look that is new enough."""
        drawn, oldest = self._draw(), self.now - self.plan.max_age
        known = {page.article_id: page for page in read_known_pages(self.run.connection, list(drawn))}
        made = []
        for article_id, stratum in drawn.items():
            page = known.get(article_id)
            counts = page is not None and page.checked_at is not None and page.checked_at >= oldest
            made.append(
                SampledArticle(
                    article_id=article_id,
                    stratum=stratum,
                    existence=page.existence if page and counts else Existence.UNCHECKED,
                    content=page.content if page and counts else Content.NOT_COMPARED,
                    fact_kinds=page.fact_kinds if page and counts else (),
                    checked_at=page.checked_at if page and counts else None,
                )
            )
        return made

    def _rounds(self, first: Sequence[RefetchCandidate]) -> Iterator[Iterable[RefetchCandidate]]:
        yield first
        while self.plan.until is not None and not is_stopping() and self._grow(self.plan.until):
            yield self._stale()

    def _grow(self, until: float) -> bool:
        """Enlarge the sample where its widest interval is wider than wanted; say whether it was."""
        wanted = next_sample_size(widest_main(self.strata, self.read()), self.sample_size, until)
        if wanted is None or self.sample_size >= self.population:
            return False
        self.sample_size = min(self.population, wanted)
        return True

    def _draw(self) -> dict[str, str]:
        strata = {(cell.publisher, cell.year): item.name for item in self.strata for cell in item.cells}
        taken = allocate({item.name: item.population for item in self.strata}, self.sample_size)
        return read_sample(self.run.connection, strata, taken)

    def _stale(self) -> list[RefetchCandidate]:
        """Choose the articles of the sample that no look is new enough for, host by host."""
        wanted, oldest = frozenset(self._draw()) - self._asked, self.now - self.plan.max_age
        if not wanted:
            return []
        query = RefetchQuery(refetch=Refetch.ALL, now=self.now, article_ids=wanted)
        candidates = select_for_refetch(self.run.connection, query)
        stale = [item for item in candidates if item.checked_at is None or item.checked_at < oldest]
        self._asked |= {item.seed.identity.article_id for item in stale}
        return stale


def name_panel(plan: SamplePlan, scope: str) -> str:
    """Name the samples that grow into one another."""
    return content_id("panel", str(plan.number), scope)


def open_sampling(run: Run, plan: SamplePlan, *, source_paths: Sequence[str] | None, now: dt.datetime) -> Sampling:
    """Put the articles of some source files (None: all) in their random order. Raises MissingInputError without any."""
    cells = draw_frame(run.connection, draw=str(plan.number), source_paths=source_paths)
    if not cells:
        raise MissingInputError("There is no article to estimate from: name seeds, or ingest some first.")
    strata = build_strata(
        [Cell(publisher=publisher, year=year, article_count=count) for (publisher, year), count in cells.items()]
    )
    return Sampling(run=run, plan=plan, strata=strata, now=now, sample_size=plan.sample_size)
