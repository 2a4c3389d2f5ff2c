"""Worker processes: warm, replaced when they die, stopped when they take too long."""

import asyncio
import multiprocessing
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from pebble import ProcessPool

P = ParamSpec("P")
R = TypeVar("R")


class Workers:
    """A pool of processes that have the line imported.

    They are forked by a server process that imports `preload` once, so a replacement is there at once,
    and none of them inherits threads, sockets or the warehouse from the run.
    """

    def __init__(self, count: int, *, preload: list[str]) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(preload)
        self._pool = ProcessPool(max_workers=count, context=context)
        self.count = count

    async def call(self, deadline: float, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `function` in a worker; `deadline` in seconds.

        Raises TimeoutError when the deadline passed (the worker is killed), pebble.ProcessExpired when the
        worker died, and whatever the function raises.
        """
        future = self._pool.schedule(function, args=list(args), kwargs=dict(kwargs), timeout=deadline)
        result: R = await asyncio.wrap_future(future)
        return result

    def warm_up(self) -> None:
        """Start all workers now, without waiting for them."""
        for _ in range(self.count):
            self._pool.schedule(abs, args=[0])

    def stop(self) -> None:
        """End the workers, finished or not."""
        self._pool.stop()  # type: ignore[no-untyped-call] # pebble leaves it untyped
        self._pool.join()
