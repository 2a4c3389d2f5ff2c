"""Read one share of the stored pages again; others read theirs on other machines, and a reparse loads them all.

Nothing is shared but what is published, the WARC files and the folder of batches. No warehouse is opened for writing
and no lock is held, so any number of these runs may go on at the same time.
"""

import os
import time
from dataclasses import dataclass
from typing import Annotated

import duckdb
from prefect import flow
from pydantic import Field

from flows.batches.stored_pages import cut_stored, find_publisher_here, find_reread, open_tools, read_again
from flows.runs.context import BatchContext, WorkShare, open_context
from flows.runs.flow_states import ending_in_a_sentence
from flows.runs.interrupts import end_if_stopped, is_stopping, listening_for_stop
from flows.runs.notices import say_aside
from flows.runs.open_warehouse import open_reader
from flows.settings import settings_of_flow


@dataclass(slots=True, kw_only=True)
class RereadReport:
    """What reading a share came to, in batches."""

    batches_made: int = 0
    batches_found: int = 0  # made before, by any run


@dataclass(frozen=True, slots=True, kw_only=True)
class RereadSummary:
    """What one share came to."""

    run_id: str
    report: RereadReport
    seconds: float

    @property
    def sentence(self) -> str:
        """Say what was done, in a line."""
        return f"{self.report.batches_made:,} batches made, {self.report.batches_found:,} were there already"


async def _reread_share(
    context: BatchContext, connection: duckdb.DuckDBPyConnection, parser_only: str | None, share: WorkShare
) -> RereadReport:
    report, folder = RereadReport(), context.settings.batches
    with open_tools(context, connection) as tools:
        for batch in cut_stored(tools, connection, publisher=find_publisher_here(connection, parser_only)):
            if is_stopping():
                break
            if not share.has(batch.batch_id):
                continue
            if find_reread(folder, batch):
                report.batches_found += 1
            else:
                await read_again(tools, batch)
                report.batches_made += 1
    end_if_stopped()
    return report


@flow(name="reread", flow_run_name="reread, share {share} of {shares}", validate_parameters=True)
@ending_in_a_sentence
async def reread(
    parser_only: str | None = None,
    share: Annotated[int, Field(ge=1)] = 1,
    shares: Annotated[int, Field(ge=1)] = 1,
    home: str | None = None,
) -> RereadSummary:
    """Read one share of the stored pages with the current parser into batch files; the next reparse loads them.

    Args:
        parser_only: Publisher whose pages are read, such as vietnamplus.vn; empty for all. As the reparse is given it.
        share: Which share of them is this run's, from 1.
        shares: Into how many shares the pages are split; start one run for each.
        home: Folder of everything that a run writes, which all machines share; empty for the setting.
    """
    settings = settings_of_flow(home)
    mine = WorkShare(number=share, of=shares)
    started = time.monotonic()
    with open_reader(settings, os.environ) as connection:
        async with open_context(settings) as context:
            with listening_for_stop(say_aside):
                report = await _reread_share(context, connection, parser_only, mine)
    return RereadSummary(run_id=context.run_id, report=report, seconds=time.monotonic() - started)
