"""Finished batches are loaded while others are still being made: several in one transaction."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from flows.runs.progress import current_progress
from flows.runs.run import Run

BATCHES_IN_A_COMMIT = 6  # a commit of 2,000 articles and more costs least for each


class Loader:
    """Loads finished batches while others are still being made: several in one transaction.

    A batch waits on disk until it is loaded, so a kill loses none: the next run of the same command loads it.
    """

    def __init__(self, run: Run, *, phase: str, total: int | None = None, counts_loaded: bool = True) -> None:
        """`counts_loaded`: progress counts what is loaded, and not what others count while it is made."""
        self._run = run
        self._counts_loaded = counts_loaded
        self._phase = phase
        self._waiting: list[Path] = []
        self._task: asyncio.Task[None] | None = None
        current_progress.get().begin(phase, total)

    async def add(self, folders: Sequence[Path]) -> None:
        """Take over finished batches; loads in the background once enough are waiting."""
        self._waiting += folders
        if len(self._waiting) >= BATCHES_IN_A_COMMIT and (self._task is None or self._task.done()):
            await self._settle()
            self._task = asyncio.create_task(self._load(self._waiting))
            self._waiting = []

    async def take_finished(self, pending: set[asyncio.Task[list[Path]]]) -> set[asyncio.Task[list[Path]]]:
        """Wait for a batch under way and take it over. Returns those that are still under way."""
        finished, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        await self.add([folder for task in finished for folder in task.result()])
        return pending

    async def finish(self) -> None:
        """Load what is left."""
        await self._settle()
        await self._load(self._waiting)
        self._waiting = []

    async def _settle(self) -> None:
        if self._task is not None:
            await self._task

    async def _load(self, folders: list[Path]) -> None:
        loaded = await self._run.load(folders)
        if self._counts_loaded:
            current_progress.get().advance(self._phase, loaded)
