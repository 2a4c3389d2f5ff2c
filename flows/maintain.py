"""Keep the home folder small and sound: drop what nothing needs, check, publish."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from prefect import flow

from flows.runs.flow_states import ending_in_a_sentence
from flows.runs.run import Totals, open_run
from flows.runs.sentences import join_parts, tell_published
from flows.settings import settings_of_flow
from warehouse.upkeep.maintain import MaintainReport
from warehouse.upkeep.maintain import maintain as tidy
from warehouse.upkeep.maintain_lake import LakeReport, maintain_lake


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintainSummary:
    """What maintenance did."""

    run_id: str
    report: MaintainReport
    lake: LakeReport | None  # None where the warehouse is a file
    totals: Totals
    article_count: int
    snapshot: Path
    is_new_snapshot: bool

    @property
    def sentence(self) -> str:
        """Say what was done, in a line."""
        return join_parts(f"{self.report.dropped_batches:,} batches dropped", tell_published(self))


@flow(name="maintain", flow_run_name="maintain", validate_parameters=True)
@ending_in_a_sentence
async def maintain(home: str | None = None) -> MaintainSummary:
    """Check the warehouse, publish, drop superseded batches and old copies, and say what takes the space.

    Args:
        home: Folder of everything that a run writes; empty for the setting.
    """
    async with open_run(settings_of_flow(home), command="maintain", parameters={}) as run:
        published = await run.publish()
        report = tidy(run.connection, run.settings.home)
        keep = dt.timedelta(seconds=run.settings.lake_history)
        lake = maintain_lake(run.connection, now=dt.datetime.now(dt.UTC), keep=keep) if run.settings.warehouse else None
    return MaintainSummary(
        run_id=run.run_id,
        report=report,
        lake=lake,
        totals=run.totals,
        article_count=published.article_count,
        snapshot=published.snapshot,
        is_new_snapshot=published.is_new,
    )
