"""A text whose letters were put together from several characters, and the way back to those."""

import bisect
from typing import NamedTuple


class Composed(NamedTuple):
    """A text and the way back: where letters were joined, as (place behind it in the text, in the original)."""

    text: str
    joints: list[tuple[int, int]]

    def back(self, at: int) -> int:
        """Return the place in the original for a place in the text."""
        known = bisect.bisect_right(self.joints, (at, 1 << 60)) - 1
        return at if known < 0 else self.joints[known][1] + at - self.joints[known][0]
