"""Settle who changed what, where an archived copy from the seed's own time exists.

seed = archive, page differs    the publisher edited the article
seed differs, archive = page    the scraper of old read it wrongly
"""

from collections import Counter
from enum import StrEnum
from typing import NamedTuple

from flows.records import Content, Reconciliation, Relation

_SAME = frozenset({Content.IDENTICAL, Content.COSMETIC})
_WORDS = frozenset({Relation.EDITED, Relation.ADDED, Relation.REMOVED, Relation.MOVED})


class DifferenceOrigin(StrEnum):
    """Whose doing the difference between seed and page is."""

    NONE = "none"  # the words of seed and page agree
    PUBLISHER = "publisher"
    SCRAPER = "scraper"
    BOTH = "both"
    UNKNOWN = "unknown"  # no archived copy, or one that is no article


class Settled(NamedTuple):
    """The origin, and how many differing sentences each side is the cause of."""

    origin: DifferenceOrigin
    publisher_count: int
    scraper_count: int


def _differences(found: Reconciliation) -> Counter[tuple[str, str | None, str | None]]:
    return Counter(
        (change.relation.value, change.seed_text, change.page_text)
        for change in found.changes
        if change.relation in _WORDS
    )


def settle_origin(with_archive: Reconciliation | None, with_page: Reconciliation) -> Settled:
    """Compare one seed's reconciliation with an archived copy to that with the page of today.

    A difference that the archived copy shows as well is the scraper's; one that only the page shows is the publisher's.
    """
    if with_page.content in _SAME:
        return Settled(DifferenceOrigin.NONE, 0, 0)
    unreadable = (Content.NOT_COMPARED, Content.REPLACED)
    if with_archive is None or with_archive.content in unreadable or with_page.content in unreadable:
        return Settled(DifferenceOrigin.UNKNOWN, 0, 0)
    then, now = _differences(with_archive), _differences(with_page)
    scraper = sum((then & now).values())
    publisher = sum((now - then).values())
    if scraper and publisher:
        origin = DifferenceOrigin.BOTH
    else:
        origin = DifferenceOrigin.SCRAPER if scraper else DifferenceOrigin.PUBLISHER
    return Settled(origin, publisher, scraper)
