"""The clock of article numbers: numbers rise with time, and between two anchors the day is interpolated."""

import bisect
import datetime as dt
from collections.abc import Sequence

Clock = Sequence[tuple[int, dt.date]]


def interpolate(clock: Clock, number: int) -> dt.date | None:
    """Return the day that a clock gives for an article number; None outside it by more than its last step."""
    if len(clock) < 2 or number < 0:
        return None
    at = min(max(bisect.bisect_left([anchor for anchor, _ in clock], number), 1), len(clock) - 1)
    (low, first), (high, last) = clock[at - 1], clock[at]
    days = (last - first).days * (number - low) / (high - low)
    if not -(last - first).days <= days <= 2 * (last - first).days:
        return None
    return first + dt.timedelta(days=round(days))
