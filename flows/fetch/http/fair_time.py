"""Deadlines that a late event loop is not charged to.

All hosts are asked in one loop. Where it comes late to its work, because a batch is being cut or a host floods us,
every exchange under way would look slow; so what the loop was late by is given back to each of them.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

TICK_S = 0.05
USUAL_S = 0.005  # of lateness at each tick: timers are no more exact on an idle machine


class FairClock:
    """Adds up how late the loop has been. Use it with `async with`."""

    def __init__(self) -> None:
        self._late_s = 0.0
        self._due = float("inf")
        self._ticking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._ticking = asyncio.create_task(self._tick())
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.gather(self._ticking, return_exceptions=True)

    async def _tick(self) -> None:
        while True:
            self._due = time.monotonic() + TICK_S
            await asyncio.sleep(TICK_S)
            self._late_s += self._since_due()

    def _since_due(self) -> float:
        return max(0.0, time.monotonic() - self._due - USUAL_S)

    @property
    def late_s(self) -> float:
        """Seconds that the loop has been late by so far, the turn under way included."""
        return self._late_s + self._since_due()

    @asynccontextmanager
    async def deadline(self, seconds: float) -> AsyncIterator[None]:
        """Raise TimeoutError where the block takes longer than so many seconds of a loop that is in time."""
        loop, late_before, end = asyncio.get_running_loop(), self.late_s, time.monotonic() + seconds
        timers: list[asyncio.TimerHandle] = []

        def look() -> None:
            left = end + self.late_s - late_before - time.monotonic()
            if left > 0:
                timers[:] = [loop.call_later(left, look)]
            else:
                limit.reschedule(loop.time())

        async with asyncio.timeout(None) as limit:
            timers.append(loop.call_later(max(0.0, seconds), look))
            try:
                yield
            finally:
                timers[0].cancel()
