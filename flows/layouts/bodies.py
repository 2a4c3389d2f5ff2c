"""Choose the element of the text: what holds the seeds' words, and little else that could not be dropped from it."""

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Final

from flows.layouts.drops import boxes_within, dropped_letters, learn_drops
from flows.layouts.page_labels import NO_CONTAINER, PageLabels
from flows.layouts.selectors import plainness
from flows.records import SelectorEvidence

LEAST_SUPPORT: Final = 3  # pages: each rests on at least two others
GOOD: Final = 0.5  # F1: below it a seed does not say where its page has the article
AS_GOOD: Final = 0.97  # of it: two selectors that differ by a line
NEAR_BEST: Final = 0.9  # of the page's best F1
BODY_PRECISION: Final = 0.7


class Readings:
    """How well each selector reads each of some pages, without what can be dropped: F1, 0 where it finds no body."""

    def __init__(self, pages: Sequence[PageLabels]) -> None:
        self.pages = pages
        self.scores: dict[str, list[float]] = {}
        self.raw: dict[str, float] = {}  # the sum of the scores with all that the selector finds
        self.beside: dict[str, int] = {}  # the letters in what it finds that are no text of the article
        counts = Counter(name for page in pages for name, at in page.body.items() if at != NO_CONTAINER)
        known: dict[tuple[int, ...], list[float]] = {}  # by what the selectors find: many find the same
        for name in sorted(name for name, count in counts.items() if count >= LEAST_SUPPORT):
            key = tuple(page.body.get(name, NO_CONTAINER) for page in pages)
            if key not in known:
                known[key] = self._score(name)
            self.scores[name] = known[key]
            containers = [found for page in pages if (found := page.container(name))]
            self.raw[name] = sum(found.score() for found in containers)
            self.beside[name] = sum(found.beside for found in containers)
        self.best = [max(column, default=0.0) for column in zip(*self.scores.values(), strict=True)]

    def _score(self, name: str) -> list[float]:
        found = [page.container(name) for page in self.pages]
        within = [boxes_within(page, item.spans if item else ()) for page, item in zip(self.pages, found, strict=True)]
        learned = learn_drops([item for item, container in zip(within, found, strict=True) if container])
        drops = frozenset(item.selector for item in learned)
        return [
            container.score(dropped_letters(item.boxes, drops)) if container else 0.0
            for item, container in zip(within, found, strict=True)
        ]

    def fits(self, name: str) -> list[bool]:
        """Tell for each page whether a selector reads it about as well as the best one does."""
        return [
            score >= max(GOOD, NEAR_BEST * best) for score, best in zip(self.scores[name], self.best, strict=True)
        ]

    def evidence(self, name: str) -> SelectorEvidence:
        """Count the pages for a selector, and those on which it finds something else."""
        against = sum(
            name in page.body and score < GOOD for page, score in zip(self.pages, self.scores[name], strict=True)
        )
        return SelectorEvidence(role="body", selector=name, support=sum(self.fits(name)), contradicting=against)


def best_body(readings: Readings) -> SelectorEvidence | None:
    """Find the selector that is the best on most pages; of those as good, the one around the least of anything else.

    The pages are those that show most of their seeds: one that broke off would prefer a part of the text.
    """
    found = [item for item in map(readings.evidence, readings.scores) if _is_enough(item)]
    usual = NEAR_BEST * median(readings.best) if readings.best else 0.0
    clear = [at for at, best in enumerate(readings.best) if best >= max(GOOD, usual)]
    wins = {
        item.selector: sum(readings.scores[item.selector][at] >= AS_GOOD * readings.best[at] for at in clear)
        for item in found
    }
    most = max(wins.values(), default=0)
    first = [item for item in found if wins[item.selector] >= AS_GOOD * most]
    highest = max((readings.raw[item.selector] for item in first), default=0.0)
    close = [item for item in first if readings.raw[item.selector] >= NEAR_BEST * highest]
    return min(close, key=lambda item: (readings.beside[item.selector], *plainness(item.selector)), default=None)


def _is_enough(item: SelectorEvidence) -> bool:
    return item.support >= LEAST_SUPPORT and item.support >= BODY_PRECISION * (item.support + item.contradicting)
