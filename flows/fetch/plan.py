"""When to look at an article again, and which looks are worth most.

Pure: the history of an article in, a time and a reason out. Reasons are ranked by how likely a look is
to change what is said of the article, so that a small budget goes where it tells most.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flows.records import Content, Existence

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
LONGEST = 365 * DAY

# Reasons, the most telling first: `seedbank recheck` spends its budget in this order, oldest first within each.
CONFIRM_MISSING = "confirm_missing"  # a second look turns `missing` into `gone`, or back
NEVER_CHECKED = "never_checked"
FRESH = "fresh"  # news is corrected in its first days
CHANGED = "changed"  # what changed last time changes again
UNREACHABLE = "unreachable"
BLOCKED = "blocked"
UNCHANGED = "unchanged"
GONE = "gone"  # now and then an address comes back
REFUSED = "refused"  # our own gate: only a setting changes that
RANK = {
    reason: rank
    for rank, reason in enumerate(
        (CONFIRM_MISSING, NEVER_CHECKED, FRESH, CHANGED, UNREACHABLE, BLOCKED, UNCHANGED, GONE, REFUSED)
    )
}
# First wait and longest wait; it doubles with each look in a row that ends the same way.
_WAITS = {
    Existence.UNREACHABLE: (UNREACHABLE, 6 * HOUR, 14 * DAY),
    Existence.BLOCKED: (BLOCKED, DAY, 30 * DAY),
    Existence.GONE: (GONE, 30 * DAY, LONGEST),
    Existence.ARCHIVED_ONLY: (GONE, 30 * DAY, LONGEST),
    Existence.REFUSED: (REFUSED, 90 * DAY, LONGEST),
}
# Age of the story and the wait before an unchanged page is looked at again (most corrections come within a day,
# nearly all within a month: NewsDiffs, newsedits); doubled with each unchanged look.
_AGES = ((2 * DAY, 6 * HOUR, FRESH), (7 * DAY, DAY, FRESH), (30 * DAY, 7 * DAY, UNCHANGED))
_OLD = 30 * DAY
_UNCHANGED_CONTENT = frozenset({Content.IDENTICAL, Content.COSMETIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCheck:
    """One look at an article."""

    checked_at: dt.datetime
    existence: Existence
    content: Content | None = None
    payload_digest: str | None = None


def plan_next_check(
    history: Sequence[PastCheck], *, published_at: dt.datetime | None, confirm_after: dt.timedelta
) -> tuple[dt.datetime, str]:
    """Say when an article is due again and why; `history` is in order of time."""
    looks = [check for check in history if check.existence is not Existence.UNCHECKED]
    if not looks:
        return EPOCH, NEVER_CHECKED
    last = looks[-1]
    if last.existence is Existence.MISSING:
        return last.checked_at + confirm_after, CONFIRM_MISSING
    if last.existence in _WAITS:
        reason, first, longest = _WAITS[last.existence]
        return last.checked_at + _doubled(first, _count_same(looks) - 1, longest), reason
    return _plan_readable(looks, published_at)


def _plan_readable(looks: list[PastCheck], published_at: dt.datetime | None) -> tuple[dt.datetime, str]:
    """Plan for a page that is there: by the age of the story and how long it has stood unchanged."""
    last = looks[-1]
    if len(looks) > 1 and _has_changed(looks[-2], last):
        return last.checked_at + 2 * DAY, CHANGED
    age = last.checked_at - published_at if published_at else LONGEST
    for limit, wait, reason in _AGES:
        if age < limit:
            return last.checked_at + wait, reason
    return last.checked_at + _doubled(_OLD, _count_unchanged(looks) - 1, LONGEST), UNCHANGED


def _has_changed(before: PastCheck, after: PastCheck) -> bool:
    """Tell whether the page said something else: another existence, or another relation to the seed.

    The digest alone says little: advertisements and counters change it with every look.
    """
    if before.existence is not after.existence:
        return True
    if before.payload_digest is not None and before.payload_digest == after.payload_digest:
        return False
    return before.content is not after.content and not {before.content, after.content} <= _UNCHANGED_CONTENT


def _count_same(looks: list[PastCheck]) -> int:
    """Count the looks at the end that found the same existence."""
    count = 0
    for look in reversed(looks):
        if look.existence is not looks[-1].existence:
            break
        count += 1
    return count


def _count_unchanged(looks: list[PastCheck]) -> int:
    """Count the looks at the end between which nothing changed."""
    count = 1
    for before, after in zip(reversed(looks[:-1]), reversed(looks[1:]), strict=True):
        if _has_changed(before, after):
            break
        count += 1
    return count


def _doubled(first: dt.timedelta, times: int, longest: dt.timedelta) -> dt.timedelta:
    factor: int = 1 << min(times, 16)
    return min(first * factor, longest)
