"""What stands in the text's element, or in the lead's, and is no part of the article: the selectors to drop it by."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flows.layouts.page_labels import Box, PageLabels, Span
from flows.layouts.selectors import plainness
from flows.records import SelectorEvidence

MOST_DROPS: Final = 20
LEAST_DROPPED: Final = 2  # pages: whichever is judged, another says the same
DROP_SHARE: Final = 0.1  # of the pages: furniture stands on many, what a publisher adds to an article on few
DROP_PRECISION: Final = 0.9


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """What a page has of text that is not the seed's, where the article is read."""

    page: PageLabels
    boxes: tuple[Box, ...]


def boxes_within(page: PageLabels, spans: Collection[Span]) -> PageBoxes:
    """List the boxes of a page inside of some elements."""
    return PageBoxes(page, tuple(box for box in page.boxes if any(span.holds(box.span) for span in spans)))


def learn_drops(pages: Sequence[PageBoxes]) -> list[SelectorEvidence]:
    """Keep the selectors that many pages have only for what is not the seed's; each for boxes that no other drops.

    A picture with words that the seed lacks stays, unless other articles have the same words.
    """
    repeated = _repeated(pages)
    support: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    again: Counter[str] = Counter()
    for item in pages:
        support.update({name for box in item.boxes for name in box.names if _is_furniture(box, repeated)})
        again.update({name for box in item.boxes for name in box.names if box.picture_text in repeated})
        kept.update({name for box in item.boxes for name in box.names if not _is_furniture(box, repeated)})
    kept -= again
    least = max(LEAST_DROPPED, DROP_SHARE * len(pages))
    found = [_weigh(name, count, kept[name], pages) for name, count in support.items() if count >= least]
    good = [item for item in found if item.support >= DROP_PRECISION * (item.support + item.contradicting)]
    ordered = sorted(good, key=lambda item: (item.contradicting - item.support, *plainness(item.selector)))
    return _without_needless(ordered, pages)


def _weigh(name: str, support: int, kept: int, pages: Sequence[PageBoxes]) -> SelectorEvidence:
    used = sum(name in item.page.used for item in pages)
    return SelectorEvidence(role="drop", selector=name, support=support, contradicting=used + kept)


def _repeated(pages: Sequence[PageBoxes]) -> frozenset[str]:
    """Give the words beside pictures that stand on more than one page."""
    counts = Counter(text for item in pages for text in {box.picture_text for box in item.boxes})
    return frozenset(text for text, count in counts.items() if text and count > 1)


def _is_furniture(box: Box, repeated: Collection[str]) -> bool:
    return not box.picture_text or box.picture_text in repeated


def _without_needless(ordered: Sequence[SelectorEvidence], pages: Sequence[PageBoxes]) -> list[SelectorEvidence]:
    """Keep the selectors that drop something on enough pages that those before them leave."""
    left = [list(item.boxes) for item in pages]
    kept: list[SelectorEvidence] = []
    for item in ordered:
        rest = [[box for box in boxes if item.selector not in box.names] for boxes in left]
        if sum(len(a) < len(b) for a, b in zip(rest, left, strict=True)) >= LEAST_DROPPED:
            kept.append(item)
            left = rest
        if len(kept) == MOST_DROPS:
            break
    return kept


def dropped_letters(boxes: Iterable[Box], drops: frozenset[str]) -> int:
    """Count the letters that the selectors drop."""
    return sum(box.letters for box in boxes if not drops.isdisjoint(box.names))
