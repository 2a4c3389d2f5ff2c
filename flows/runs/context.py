"""Where batches are made: what a task of the batch stage needs, whether or not a run with a warehouse is open."""

import contextlib
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass

from flows.errors import UsageError
from flows.executors import Executor, open_executor
from flows.runs.prefect_server import collect_as_usual
from flows.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchContext:
    """Where batches are made: all that a task of the batch stage needs. Made by `open_context`."""

    run_id: str  # written into the batches that are made here
    settings: Settings
    workers: Executor


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkShare:
    """One share of the batches that several runs make side by side; a batch's content says whose it is."""

    number: int  # from 1
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of:
            raise UsageError(f"There is no share {self.number} of {self.of}.")

    def has(self, content: str) -> bool:
        """Say whether the work with this content id (hex digits) is in this share."""
        return int(content, 16) % self.of == self.number - 1


@contextlib.asynccontextmanager
async def open_context(settings: Settings) -> AsyncIterator[BatchContext]:
    """Start the workers that the settings name; they end with the block."""
    collect_as_usual()
    context = BatchContext(run_id=uuid.uuid4().hex[:16], settings=settings, workers=await open_executor(settings))
    try:
        yield context
    finally:
        await context.workers.stop()
