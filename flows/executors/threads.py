"""Worker threads of this process: nothing to start, one core. For small corpora, and where processes are not allowed.

A thread cannot be stopped, so a call past its deadline is given up, not ended.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from flows.executors import WorkerLostError
from flows.executors.sandbox import Sandbox

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


class ThreadExecutor:
    """A pool of threads."""

    def __init__(self, count: int, *, deadline: float) -> None:
        self.count = count
        self._deadline = deadline
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="seedbank-worker")

    async def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a function in a thread. Raises what it raises, or WorkerLostError past the deadline."""
        running = asyncio.get_running_loop().run_in_executor(self._pool, partial(function, *args, **kwargs))
        try:
            return await asyncio.wait_for(running, self._deadline)
        except TimeoutError as error:
            raise WorkerLostError(f"{function.__name__}: no result within {self._deadline:g} s") from error

    def guard(self, function: Callable[[T], R], *, deadline_s: float, memory_bytes: int) -> Sandbox[T, R]:
        """Start child processes for the function: what can hang or crash is never run in a thread."""
        return Sandbox(function, workers=self.count, deadline_s=deadline_s, memory_bytes=memory_bytes)

    async def stop(self) -> None:
        """Begin no more calls, and wait for none."""
        self._pool.shutdown(wait=False, cancel_futures=True)
