"""Make the seed batches of one share of the seeds; others make theirs on other machines, and an ingest loads them all.

Nothing is shared but the seed files and the folder of batches. No warehouse is opened for writing and no lock is
held, so any number of these runs may go on at the same time, also beside an ingest.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.batches.seeds import PrepareReport, prepare_seeds
from flows.errors import MissingInputError
from flows.runs.context import WorkShare, open_context
from flows.runs.flow_states import ending_in_a_sentence
from flows.runs.interrupts import listening_for_stop
from flows.runs.notices import say_aside
from flows.runs.open_warehouse import open_reader
from flows.seedfiles import HintBook, read_hint_tables
from flows.settings import Settings, settings_of_flow
from warehouse.load.ledger import known_source_signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareSummary:
    """What one share came to."""

    run_id: str
    report: PrepareReport
    seconds: float

    @property
    def sentence(self) -> str:
        """Say what was done, in a line."""
        return f"{self.report.batches_made:,} batches made, {self.report.batches_found:,} were there already"


def _published_signatures(settings: Settings) -> set[str]:
    """Read which seed files need no reading from what is published, which needs no waiting."""
    try:
        with open_reader(settings, os.environ) as connection:
            return known_source_signatures(connection)
    except MissingInputError:
        return set()


@flow(name="prepare", flow_run_name="prepare {seeds}, share {share} of {shares}", validate_parameters=True)
@ending_in_a_sentence
async def prepare(
    seeds: list[str],
    share: Annotated[int, Field(ge=1)] = 1,
    shares: Annotated[int, Field(ge=1)] = 1,
    home: str | None = None,
) -> PrepareSummary:
    """Clean one share of the seeds into batch files; the next ingest of the same seeds loads them.

    Seeds are read as `seedbank.toml` says; what an ingest is told on its command line (`--column`) is not known here.

    Args:
        seeds: Seed files, archives of seed files, or folders: the same ones, in the same order, as the ingest is given.
        share: Which share of them is this run's, from 1.
        shares: Into how many shares the seeds are split; start one run for each.
        home: Folder of everything that a run writes, which all machines share; empty for the setting.
    """
    settings = settings_of_flow(home)
    book = HintBook(by_pattern=read_hint_tables(settings.seeds))
    mine = WorkShare(number=share, of=shares)
    started, known = time.monotonic(), _published_signatures(settings)
    async with open_context(settings) as context:
        with listening_for_stop(say_aside):
            paths = [Path(seed) for seed in seeds]
            report = await prepare_seeds(context, paths, book, known=known, share=mine)
    return PrepareSummary(run_id=context.run_id, report=report, seconds=time.monotonic() - started)
