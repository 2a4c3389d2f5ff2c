"""A run that is open: the warehouse it writes, its workers, and the ledger of what it did.

Batches are made at a bench, which knows no warehouse; any number of benches may be open. One run at a time
writes the warehouse; its lock sees to that. Batches come from many tasks and are loaded here by one connection,
several in one transaction when several are ready.
"""

import asyncio
import contextlib
import datetime as dt
import logging
import os
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TypeVar, cast

import duckdb
from prefect.utilities.annotations import quote

from flows import __version__
from flows.errors import DONE_WITH_REJECTIONS, UsageError
from flows.executors import Executor, open_executor
from flows.records import BatchCounts
from flows.runs.interrupts import listening_for_stop
from flows.runs.log import log_event, logging_to
from flows.runs.open_warehouse import open_warehouse
from flows.runs.prefect_server import collect_as_usual
from flows.runs.progress import listener
from flows.settings import Settings
from flows.show.terminal import say_aside
from warehouse.load.ledger import finish_run, start_run
from warehouse.load.load import load_batches
from warehouse.publish.metrics import write_metrics
from warehouse.publish.publish import PublishReport, publish

T = TypeVar("T")
BATCHES_IN_A_COMMIT = 6  # a commit of 2,000 articles and more costs least for each


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def unlooked(value: T) -> T:
    """Hand a large argument to a task as it is: Prefect, which looks for futures in arguments, is not to look here."""
    return cast("T", quote(value))  # Prefect takes the wrapper off before the task sees it


@dataclass(slots=True, kw_only=True)
class Totals:
    """What a run loaded, summed over its batches."""

    seeds_read: int = 0
    seeds_loaded: int = 0
    seeds_duplicate: int = 0
    seeds_rejected: int = 0
    captures: int = 0
    pages: int = 0
    reconciliations: int = 0
    pages_rejected: int = 0

    @property
    def has_rejections(self) -> bool:
        """Say whether an input could not be used, be it a seed or a page."""
        return bool(self.seeds_rejected or self.pages_rejected)

    def add(self, counts: BatchCounts) -> None:
        """Add one loaded batch."""
        for item in fields(self):
            setattr(self, item.name, getattr(self, item.name) + getattr(counts, item.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where batches are made: all that a task of the batch stage needs. Made by `open_bench`."""

    run_id: str  # written into the batches that are made here
    settings: Settings
    workers: Executor


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Which batches of a work that several runs do side by side are somebody's to make: told by their content."""

    number: int  # from 1
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of:
            raise UsageError(f"There is no share {self.number} of {self.of}.")

    def has(self, content: str) -> bool:
        """Say whether the work with this content id (hex digits) is in this share."""
        return int(content, 16) % self.of == self.number - 1


@dataclass(slots=True, kw_only=True)
class Run:
    """An open run. Made by `open_run`."""

    run_id: str
    settings: Settings
    connection: duckdb.DuckDBPyConnection
    workers: Executor
    assert_held: Callable[[], None]  # raises where another one may be writing
    totals: Totals = field(default_factory=Totals)
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def load(self, folders: Sequence[Path]) -> int:
        """Load finished batches in one transaction; those already in the ledger are left alone.

        Returns how many seeds and captures they hold.
        """
        if not folders:
            return 0
        async with self._writing:
            self.assert_held()
            loaded = await asyncio.to_thread(load_batches, self.connection, folders)
        for counts in loaded:
            self.totals.add(counts)
            log_event("batch_loaded", {"run_id": self.run_id, **asdict(counts)})
        return sum(counts.seeds_read + counts.captures for counts in loaded)

    async def publish(self, *, rejected_before: int = 0) -> PublishReport:
        """End the run in the ledger, check, build the marts and replace the published snapshot.

        Where nothing is new, the old snapshot stays. `rejected_before` counts the inputs that an earlier run
        rejected and this one was given again.
        """
        async with self._writing:
            self.assert_held()
            exit_code = DONE_WITH_REJECTIONS if self.totals.has_rejections or rejected_before else 0
            counts = asdict(self.totals)
            finish_run(self.connection, run_id=self.run_id, exit_code=exit_code, counts=counts, now=_now())
            published = await asyncio.to_thread(publish, self.connection, self.settings.home)
            write_metrics(self.connection, self.settings.home, run_id=self.run_id, now=_now())
        found = {"is_new": published.is_new, "article_count": published.article_count}
        log_event("published", {"run_id": self.run_id, **found, **counts})
        return published


class Loader:
    """Loads finished batches while others are still being made: several in one transaction.

    A batch waits on disk until it is loaded, so a kill loses none: the next run of the same command loads it.
    """

    def __init__(self, run: Run, *, phase: str, total: int | None = None) -> None:
        self._run = run
        self._phase = phase
        self._waiting: list[Path] = []
        self._task: asyncio.Task[None] | None = None
        listener.get().begin(phase, total)

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
        listener.get().advance(self._phase, await self._run.load(folders))


@contextlib.contextmanager
def _logged(run: Run, begun: dict[str, str]) -> Iterator[None]:
    """Write the log of the run, from its beginning to its end or to what ended it."""
    with logging_to(run.settings.home):
        log_event("run_started", begun)
        try:
            yield
        except BaseException as error:
            cause = f"{type(error).__name__}: {error}"
            log_event("run_ended", {"run_id": run.run_id, "error": cause}, level=logging.ERROR)
            raise
        log_event("run_finished", {"run_id": run.run_id})


benches: ContextVar[Bench] = ContextVar("benches")
open_runs: ContextVar[Run] = ContextVar("open_runs")


@contextlib.asynccontextmanager
async def open_bench(settings: Settings) -> AsyncIterator[Bench]:
    """Start the workers that the settings name; they end with the block."""
    collect_as_usual()
    bench = Bench(run_id=uuid.uuid4().hex[:16], settings=settings, workers=await open_executor(settings))
    token = benches.set(bench)
    try:
        yield bench
    finally:
        benches.reset(token)
        await bench.workers.stop()


@contextlib.asynccontextmanager
async def open_run(settings: Settings, *, command: str, parameters: dict[str, str]) -> AsyncIterator[Run]:
    """Take the warehouse's lock and open a run in the ledger; one without an end was cut off."""
    async with open_bench(settings) as bench:
        with open_warehouse(settings, os.environ, tell=say_aside) as opened:
            run = Run(
                run_id=bench.run_id,
                settings=settings,
                connection=opened.connection,
                workers=bench.workers,
                assert_held=opened.assert_held,
            )
            told = parameters | {"gone_confirm_after": str(settings.gone_confirm_after)}
            begun = {"run_id": run.run_id, "command": command, "version": __version__}
            start_run(run.connection, **begun, parameters=told, now=_now())
            token = open_runs.set(run)
            try:
                with _logged(run, begun | told), listening_for_stop(say_aside):
                    yield run
            finally:
                open_runs.reset(token)
