"""Choose the element of the text: what holds the seeds' words, and little else that could not be dropped from it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final

from flows.layouts.drops import boxes_within, dropped_letters, learn_drops
from flows.layouts.page_labels import NO_CONTAINER, PageLabels
from flows.layouts.selectors import is_path, plainness
from flows.records import SelectorEvidence

LEAST_SUPPORT: Final = 3  # pages: each rests on at least two others
GOOD: Final = 0.5  # F1: below it a seed does not say where its page has the article
SAME: Final = 0.99  # of it: two selectors that differ by some words
AS_GOOD: Final = 0.97  # of the pages that the most usual selector is the best on
NEAR_BEST: Final = 0.9  # of the page's best F1
BODY_PRECISION: Final = 0.7


class Readings:
    """How well each selector reads each of some pages, without what can be dropped: F1, 0 where it finds no body."""

    def __init__(self, pages: Sequence[PageLabels]) -> None:
        self.pages = pages
        self.scores: dict[str, list[float]] = {}
        counts = Counter(name for page in pages for name, at in page.body.items() if at != NO_CONTAINER)
        known: dict[tuple[int, ...], list[float]] = {}  # by what the selectors find: many find the same
        for name in sorted(name for name, count in counts.items() if count >= LEAST_SUPPORT):
            key = tuple(page.body.get(name, NO_CONTAINER) for page in pages)
            if key not in known:
                known[key] = self._score(name)
            self.scores[name] = known[key]
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
        return [score >= max(GOOD, NEAR_BEST * best) for score, best in zip(self.scores[name], self.best, strict=True)]

    def closest(self, at: int, selectors: Iterable[str]) -> list[str]:
        """Name the selectors that read a page as well as the best of them does, with the least of anything else."""
        found = [(name, item.beside) for name in selectors if (item := self.pages[at].container(name)) is not None]
        best = max((self.scores[name][at] for name, _ in found), default=0.0)
        as_good = [(name, beside) for name, beside in found if self.scores[name][at] >= SAME * best]
        least = min((beside for _, beside in as_good), default=0)
        return [name for name, beside in as_good if beside == least]

    def beside(self, name: str) -> int:
        """Count the letters in what a selector finds that are no text of the article."""
        return sum(item.beside for page in self.pages if (item := page.container(name)) is not None)

    def evidence(self, name: str) -> SelectorEvidence:
        """Count the pages for a selector, and those on which it finds something else."""
        against = sum(
            name in page.body and score < GOOD for page, score in zip(self.pages, self.scores[name], strict=True)
        )
        return SelectorEvidence(role="body", selector=name, support=sum(self.fits(name)), contradicting=against)


def best_body(readings: Readings) -> SelectorEvidence | None:
    """Find the selector that is the closest around the text on most pages; of those as good, the plainest one.

    The pages are those that show most of their seeds: one that broke off would prefer a part of the text. A selector
    that says only where its element stands, which a redesign may keep, is for pages without names that stay.
    """
    found = [item for item in map(readings.evidence, readings.scores) if _is_enough(item)]
    found = [item for item in found if not is_path(item.selector)] or found
    usual = NEAR_BEST * median(readings.best) if readings.best else 0.0
    clear = [at for at, best in enumerate(readings.best) if best >= max(GOOD, usual)]
    known = [item.selector for item in found]
    wins: Counter[str] = Counter()
    for at in clear:
        wins.update(readings.closest(at, known))
    most = max(wins.values(), default=0)
    first = [item for item in found if wins[item.selector] >= AS_GOOD * most]
    return min(first, key=lambda item: (readings.beside(item.selector), *plainness(item.selector)), default=None)


def _is_enough(item: SelectorEvidence) -> bool:
    return item.support >= LEAST_SUPPORT and item.support >= BODY_PRECISION * (item.support + item.contradicting)
