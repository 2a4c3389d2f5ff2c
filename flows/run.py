"""A run that is open: the warehouse it writes, its workers, and the ledger of what it did.

One run at a time writes; the lock of the warehouse sees to that. Batches come from many tasks and are
loaded here by one connection, several in one transaction when several are ready.
"""

import asyncio
import contextlib
import datetime as dt
import uuid
from collections.abc import AsyncIterator, Sequence
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TypeVar, cast

import duckdb
from prefect.utilities.annotations import quote

from flows import __version__
from flows.records import BatchCounts
from flows.settings import Settings
from flows.workers import Workers
from warehouse.connect import open_writer
from warehouse.ledger import finish_run, start_run
from warehouse.load import load_batches
from warehouse.publish import PublishReport, publish

T = TypeVar("T")
WORK_DEADLINE = 300.0  # seconds for one call; 1,000 seeds take about 1 s, so this is a hang
DONE_WITH_REJECTIONS = 3  # exit code of a run that did its work, but could not use every input


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

    def add(self, counts: BatchCounts) -> None:
        """Add one loaded batch."""
        for item in fields(self):
            setattr(self, item.name, getattr(self, item.name) + getattr(counts, item.name))


@dataclass(slots=True, kw_only=True)
class Run:
    """An open run. Made by `open_run`."""

    run_id: str
    settings: Settings
    connection: duckdb.DuckDBPyConnection
    workers: Workers
    totals: Totals = field(default_factory=Totals)
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def load(self, folders: Sequence[Path]) -> None:
        """Load finished batches in one transaction; those already in the ledger are left alone."""
        if not folders:
            return
        async with self._writing:
            for counts in await asyncio.to_thread(load_batches, self.connection, folders):
                self.totals.add(counts)

    async def publish(self) -> PublishReport:
        """Check, build the marts and replace the published snapshot; nothing new, nothing done."""
        async with self._writing:
            return await asyncio.to_thread(publish, self.connection, self.settings.home)


open_runs: ContextVar[Run] = ContextVar("open_runs")


@contextlib.asynccontextmanager
async def open_run(settings: Settings, *, command: str, parameters: dict[str, str]) -> AsyncIterator[Run]:
    """Take the warehouse's lock, start the workers, keep the ledger of runs; a run without an end was cut off."""
    workers = Workers(settings.workers, deadline=WORK_DEADLINE)
    try:
        with open_writer(settings.home) as connection:
            run = Run(run_id=uuid.uuid4().hex[:16], settings=settings, connection=connection, workers=workers)
            start_run(
                connection, run_id=run.run_id, command=command, version=__version__, parameters=parameters, now=_now()
            )
            token = open_runs.set(run)
            try:
                yield run
            finally:
                open_runs.reset(token)
            exit_code = DONE_WITH_REJECTIONS if run.totals.seeds_rejected else 0
            finish_run(connection, run_id=run.run_id, exit_code=exit_code, counts=asdict(run.totals), now=_now())
    finally:
        workers.stop()
