"""Which of several archived copies of a page are worth reading."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Something that an archive holds since a moment."""

    @property
    def taken_at(self) -> dt.datetime:
        """Say when the archive saw the page."""


Copy = TypeVar("Copy", bound=Dated)


def choose_copies(copies: Sequence[Copy], seed_date: dt.date | None) -> tuple[Copy, ...]:
    """Choose the copy nearest to a date and the newest, in this order; the newest alone without a date.

    The first is compared with the seed to tell what the scraper did from what the publisher did later; the
    second says what the page came to.
    """
    if not copies:
        return ()
    newest = max(copies, key=lambda copy: copy.taken_at)
    if seed_date is None:
        return (newest,)
    nearest = min(copies, key=lambda copy: (abs((copy.taken_at.date() - seed_date).days), copy.taken_at))
    return (nearest,) if nearest.taken_at == newest.taken_at else (nearest, newest)
