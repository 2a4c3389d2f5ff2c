"""The main job: seed files in, a published warehouse out; pages asked again where wanted."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from prefect import flow
from pydantic import Field

from flows.batches.seeds import load_seeds
from flows.records import Refetch
from flows.runs.flow_states import ending_in_a_sentence
from flows.runs.notices import say_aside
from flows.runs.prefect_reports import followed
from flows.runs.run import Totals, open_run
from flows.runs.sentences import join_parts, tell_pages, tell_published, tell_seeds
from flows.seedfiles import HintBook, read_hint_tables, read_hints
from flows.settings import settings_of_flow
from warehouse.read.rejections import count_rejected, find_several_texts

MOST_NAMED = 10  # addresses in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestSummary:
    """What one ingest did, and what the warehouse holds after it."""

    run_id: str
    totals: Totals
    files_read: int
    files_unchanged: int  # read by an earlier run and not touched since
    rejected_before: int  # seeds of unchanged files that an earlier run rejected, and that are rejected still
    article_count: int  # in the snapshot
    snapshot: Path
    is_new_snapshot: bool  # False: nothing had changed, the old one stays
    verdicts: dict[str, int]  # what the looks of this run said of existence
    seconds: float

    @property
    def sentence(self) -> str:
        """Say what was done, in a line."""
        unchanged = f"{self.files_unchanged:,} files unchanged" if self.files_unchanged else ""
        return join_parts(
            tell_seeds(self.totals),
            unchanged,
            tell_pages(self.totals, self.verdicts),
            tell_published(self),
        )


@flow(name="ingest", flow_run_name="ingest {seeds}, refetch {refetch}", validate_parameters=True)
@ending_in_a_sentence
async def ingest(  # noqa: PLR0917 - prefect shows them as the run's parameters
    seeds: list[str],
    refetch: Refetch = Refetch.NONE,
    sources: list[str] = ["live"],  # noqa: B006 - never changed; prefect shows it as the default
    limit: Annotated[int | None, Field(ge=1)] = None,
    columns: list[str] = [],  # noqa: B006 - the same
    encoding: str | None = None,
    dates: Literal["dmy", "mdy"] | None = None,
    home: str | None = None,
) -> IngestSummary:
    """Read seeds, refetch their pages where wanted, reconcile, load, and publish a snapshot.

    Args:
        seeds: Seed files, archives of seed files, or folders.
        refetch: Which source pages to ask for again: none, missing (never asked), due, or all.
        sources: Where pages come from, in turn: live, wayback, an archive or folder, or the address of a WARC file.
        limit: At most so many seeds and pages; empty for all.
        columns: Which column of the seeds is what, such as title=judul; empty for what is found.
        encoding: Encoding of the seeds; empty for what is detected.
        dates: Whether days or months come first in the dates of the seeds; empty for what the columns show.
        home: Folder of everything that a run writes; empty for the setting.
    """
    started = time.monotonic()
    parameters = {"seeds": " ".join(seeds), "refetch": refetch, "from": " ".join(sources), "limit": str(limit or "")}
    settings = settings_of_flow(home)
    hints = HintBook(general=read_hints(columns, encoding, dates), by_pattern=read_hint_tables(settings.seeds))
    async with open_run(settings, command="ingest", parameters=parameters) as run, followed(run):
        report = await load_seeds(run, [Path(seed) for seed in seeds], limit=limit, hints=hints)
        if refetch is not Refetch.NONE:
            from flows.batches.layouts import learn_new_pages  # noqa: PLC0415 - fetch and parse are imported for pages
            from flows.batches.pages import check_pages  # noqa: PLC0415 - the same

            await check_pages(run, refetch=refetch, scope=report.source_paths, sources=sources, limit=limit)
            await learn_new_pages(run)
        rejected_before = max(0, count_rejected(run.connection, report.source_paths) - run.totals.seeds_rejected)
        published = await run.publish(rejected_before=rejected_before)
        verdicts = run.verdicts()
        several = find_several_texts(run.connection, report.source_paths, most=MOST_NAMED) if published.is_new else ()
        if several:
            say_aside(f"several titles stand at one address, as on a front page: {', '.join(several)}; see issues")
    return IngestSummary(
        run_id=run.run_id,
        totals=run.totals,
        files_read=report.files_read,
        files_unchanged=report.files_unchanged,
        rejected_before=rejected_before,
        article_count=published.article_count,
        snapshot=published.snapshot,
        is_new_snapshot=published.is_new,
        verdicts=verdicts,
        seconds=time.monotonic() - started,
    )
