"""Read stored pages again with the parser as it is now: no network, the page itself is the same.

What differs from an earlier reading is the parser's doing, and is listed in marts.parser_change.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from prefect import flow

from flows.batches.layouts import learn_new_pages
from flows.batches.stored_pages import cut_stored, find_publisher_here, find_reread, open_tools, read_again
from flows.parse.version import PARSER_VERSION
from flows.runs.flow_states import ending_in_a_sentence
from flows.runs.interrupts import end_if_stopped, is_stopping
from flows.runs.loader import Loader
from flows.runs.prefect_reports import followed
from flows.runs.run import Totals, open_run
from flows.runs.sentences import join_parts, tell_published
from flows.settings import settings_of_flow

PHASE = "stored pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReparseSummary:
    """What one reparse did."""

    run_id: str
    parser_version: str
    totals: Totals
    unreadable_count: int  # stored pages that could not be read; they are in ops.rejection
    article_count: int
    snapshot: Path
    is_new_snapshot: bool
    seconds: float

    @property
    def sentence(self) -> str:
        """Say what was done, in a line."""
        unreadable = f"{self.unreadable_count:,} could not be read" if self.unreadable_count else ""
        return join_parts(
            f"{self.totals.pages:,} stored pages read by {self.parser_version}",
            unreadable,
            tell_published(self),
        )


@flow(name="reparse", flow_run_name="reparse", validate_parameters=True)
@ending_in_a_sentence
async def reparse(parser_only: str | None = None, home: str | None = None) -> ReparseSummary:
    """Read stored pages again with the current parser, without the network, and publish.

    Args:
        parser_only: Publisher whose pages are read, such as vietnamplus.vn; empty for all.
        home: Folder of everything that a run writes; empty for the setting.
    """
    started, unreadable = time.monotonic(), 0
    parameters = {"parser_only": parser_only or "", "parser_version": PARSER_VERSION}
    async with open_run(settings_of_flow(home), command="reparse", parameters=parameters) as run, followed(run):
        publisher = find_publisher_here(run.connection, parser_only)
        loader = Loader(run, phase=PHASE)
        with open_tools(run.context, run.connection) as tools:
            for batch in cut_stored(tools, run.connection, publisher=publisher):
                if is_stopping():
                    break
                folders = find_reread(run.settings.batches, batch) or await read_again(tools, batch)
                unreadable += sum(folder.name != batch.batch_id for folder in folders)
                await loader.add(folders)
        await loader.finish()
        end_if_stopped()
        await learn_new_pages(run)
        published = await run.publish()
    return ReparseSummary(
        run_id=run.run_id,
        parser_version=PARSER_VERSION,
        totals=run.totals,
        unreadable_count=unreadable,
        article_count=published.article_count,
        snapshot=published.snapshot,
        is_new_snapshot=published.is_new,
        seconds=time.monotonic() - started,
    )
