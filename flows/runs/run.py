"""A run that is open: the warehouse it writes, its workers, and the ledger of what it did.

Batches are made in a `BatchContext`, which knows no warehouse; any number of them may be open. One run at a time
writes the warehouse; its lock sees to that. Batches come from many tasks and are loaded here by one connection.
"""

import asyncio
import contextlib
import datetime as dt
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import partial
from pathlib import Path

import duckdb

from flows import __version__
from flows.errors import DONE_WITH_REJECTIONS, BatchUnfitError
from flows.executors import Executor
from flows.records import BatchCounts
from flows.runs.context import BatchContext, open_context
from flows.runs.interrupts import listening_for_stop
from flows.runs.log import log_event, logging_to
from flows.runs.notices import say_aside
from flows.runs.open_warehouse import open_warehouse
from flows.settings import Settings
from warehouse.load.batch_folders import list_batches
from warehouse.load.ledger import finish_run, loaded_batch_ids, start_run
from warehouse.load.load import load_batches
from warehouse.publish.metrics import write_metrics
from warehouse.publish.publish import PublishReport, publish
from warehouse.read.run_changes import count_verdicts, last_load_no, published_load_no


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


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
    articles_set_aside: int = 0  # at the end: of all that the warehouse holds

    @property
    def has_rejections(self) -> bool:
        """Say whether an input could not be used, be it a seed or a page, or an article failed a check."""
        return bool(self.seeds_rejected or self.pages_rejected or self.articles_set_aside)

    def add(self, counts: BatchCounts) -> None:
        """Add one loaded batch."""
        for item in fields(self):
            setattr(self, item.name, getattr(self, item.name) + getattr(counts, item.name, 0))


@dataclass(slots=True, kw_only=True)
class Run:
    """An open run. Made by `open_run`."""

    context: BatchContext
    connection: duckdb.DuckDBPyConnection
    assert_held: Callable[[], None]  # raises where another one may be writing
    since_load_no: int  # of the newest batch when it was opened
    published_load_no: int  # of the last publish before it: what is newer was told nobody, whichever run found it
    totals: Totals = field(default_factory=Totals)
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def run_id(self) -> str:
        """The run's id in the ledger."""
        return self.context.run_id

    @property
    def settings(self) -> Settings:
        """The settings of the run."""
        return self.context.settings

    @property
    def workers(self) -> Executor:
        """The workers that make its batches."""
        return self.context.workers

    def verdicts(self) -> dict[str, int]:
        """Count what the looks of this run said of the existence of their articles."""
        return count_verdicts(self.connection, since_load_no=self.since_load_no)

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
            record_end = partial(self._record_end, exit_code=exit_code, counts=counts)
            published = await asyncio.to_thread(publish, self.connection, self.settings.home, record_end=record_end)
            self.totals.articles_set_aside = published.set_aside_count
            write_metrics(self.connection, self.settings.home, run_id=self.run_id, now=_now())
        found = {
            "is_new": published.is_new,
            "article_count": published.article_count,
            "set_aside_count": published.set_aside_count,
        }
        log_event("published", {"run_id": self.run_id, **found, **counts})
        return published

    def _record_end(self, set_aside_count: int, *, exit_code: int, counts: dict[str, int]) -> None:
        """End the run in the ledger with its publish: a run whose publish failed has no end."""
        if set_aside_count:
            counts = counts | {"articles_set_aside": set_aside_count}
            exit_code = exit_code or DONE_WITH_REJECTIONS
        finish_run(self.connection, run_id=self.run_id, exit_code=exit_code, counts=counts, now=_now())


async def adopt_finished(run: Run) -> int:
    """Load the batches that an earlier run finished and did not load, whatever cut it off. Returns how many.

    A batch that does not fit, such as one of another version, is named and passed over.
    """
    known, adopted = loaded_batch_ids(run.connection), 0
    for folder in list_batches(run.settings.batches):
        if folder.name in known:
            continue
        try:
            await run.load([folder])
        except BatchUnfitError as error:
            say_aside(f"a batch of an earlier run is not loaded: {error}")
        else:
            adopted += 1
    if adopted:
        say_aside(f"{adopted:,} batches that an earlier run had finished are loaded first.")
    return adopted


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


@contextlib.asynccontextmanager
async def open_run(settings: Settings, *, command: str, parameters: dict[str, str]) -> AsyncIterator[Run]:
    """Take the warehouse's lock and open a run in the ledger; one without an end was cut off."""
    async with open_context(settings) as context:
        with open_warehouse(settings, os.environ, tell=say_aside) as opened:
            run = Run(
                context=context,
                connection=opened.connection,
                assert_held=opened.assert_held,
                since_load_no=last_load_no(opened.connection),
                published_load_no=published_load_no(opened.connection),
            )
            told = parameters | {"gone_confirm_after": str(settings.gone_confirm_after)}
            begun = {"run_id": run.run_id, "command": command, "version": __version__}
            start_run(run.connection, **begun, parameters=told, now=_now())
            with _logged(run, begun | told), listening_for_stop(say_aside):
                await adopt_finished(run)
                yield run
