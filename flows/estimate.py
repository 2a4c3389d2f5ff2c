"""Ask a few hundred pages, drawn at random, and say what that tells of the whole corpus, with what certainty."""

import asyncio
import datetime as dt
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.batches.sampling import SamplePlan, Sampling, name_panel, open_sampling
from flows.batches.seeds import load_seeds
from flows.estimates.figures import estimate_all
from flows.records import Batch, BatchKind, CorpusPart, Estimate, SampledArticle, content_id
from flows.runs.flow_states import ending_in_a_sentence
from flows.runs.prefect_reports import followed
from flows.runs.run import Run, Totals, open_run
from flows.runs.sentences import join_parts, tell_pages, tell_published
from flows.seedfiles import HintBook, read_hint_tables, read_hints
from flows.settings import Settings, settings_of_flow
from warehouse.load.batch_files import write_batch

FIRST_FIGURE = "existence:there"  # the one that a sentence names


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateSummary:
    """What one estimate came to."""

    run_id: str
    totals: Totals
    estimates: list[Estimate]
    existence: dict[str, int]  # of the pages of the sample
    population: int
    stratum_count: int
    article_count: int  # in the snapshot
    snapshot: Path
    is_new_snapshot: bool
    verdicts: dict[str, int]  # what the looks of this run said of existence
    seconds: float

    @property
    def sentence(self) -> str:
        """Say what was done, in a line."""
        return join_parts(
            next(map(tell_share, self.of_corpus(FIRST_FIGURE)), ""),
            tell_pages(self.totals, self.verdicts),
            tell_published(self),
        )

    def of_corpus(self, *figures: str) -> list[Estimate]:
        """Give the estimates for the whole corpus, all or those of some figures."""
        whole = [item for item in self.estimates if item.part is CorpusPart.CORPUS]
        return [item for item in whole if item.figure in figures] if figures else whole


def tell_share(found: Estimate) -> str:
    """Say how many of the articles are still there."""
    if found.share is None:
        return f"none of {found.sample_size:,} pages told whether its article is there"
    return (
        f"{found.share:.1%} of {found.population:,} articles are still there "
        f"(95 % interval {found.low:.1%} to {found.high:.1%}, {found.answered:,} pages)"
    )


@flow(name="estimate", flow_run_name="estimate from {sample} pages", validate_parameters=True)
@ending_in_a_sentence
async def estimate(  # noqa: PLR0917 - prefect shows them as the run's parameters
    seeds: list[str] = [],  # noqa: B006 - never changed; prefect shows it as the default
    sample: Annotated[int, Field(ge=2)] = 400,
    until: Annotated[float | None, Field(gt=0, lt=0.5)] = None,
    number: Annotated[int, Field(ge=0)] = 1,
    max_age_days: Annotated[int, Field(ge=0)] = 30,
    home: str | None = None,
) -> EstimateSummary:
    """Ask a random sample of pages, estimate how much of the corpus still holds, and publish.

    Args:
        seeds: Seed files, archives or folders that it is about, read first; empty for all that is loaded.
        sample: Pages in the sample, those included that were looked at before.
        until: Go on until half of each main interval is no more than this share, such as 0.03; empty for as it comes.
        number: Names the draw: the same number draws the same articles, another one a fresh sample.
        max_age_days: Days that a look counts for; what was looked at longer ago is asked again.
        home: Folder of everything that a run writes; empty for the setting.
    """
    started, now = time.monotonic(), dt.datetime.now(dt.UTC)
    plan = SamplePlan(number=number, sample_size=sample, until=until, max_age=dt.timedelta(days=max_age_days))
    settings = settings_of_flow(home)
    parameters = {"seeds": " ".join(seeds), "sample": str(sample), "until": str(until or ""), "seed": str(number)}
    async with open_run(settings, command="estimate", parameters=parameters) as run, followed(run):
        paths = await _load(run, settings, seeds)
        sampling = open_sampling(run, plan, source_paths=paths, now=now)
        await sampling.ask()
        drawn = sampling.read()
        estimates = await _store(run, sampling, drawn, scope=" ".join(sorted(seeds)))
        published = await run.publish()
        verdicts = run.verdicts()
    return EstimateSummary(
        run_id=run.run_id,
        totals=run.totals,
        estimates=estimates,
        existence=dict(Counter(item.existence.value for item in drawn).most_common()),
        population=sampling.population,
        stratum_count=len(sampling.strata),
        article_count=published.article_count,
        snapshot=published.snapshot,
        is_new_snapshot=published.is_new,
        verdicts=verdicts,
        seconds=time.monotonic() - started,
    )


async def _load(run: Run, settings: Settings, seeds: Sequence[str]) -> list[str] | None:
    """Load the seeds that were named, and give the files that they are in; None for all that is loaded."""
    if not seeds:
        return None
    hints = HintBook(general=read_hints([], None, None), by_pattern=read_hint_tables(settings.seeds))
    report = await load_seeds(run, [Path(seed) for seed in seeds], limit=None, hints=hints)
    return sorted(report.source_paths)


async def _store(run: Run, sampling: Sampling, drawn: Sequence[SampledArticle], *, scope: str) -> list[Estimate]:
    """Load the estimate as a batch of its own: the same sample with the same looks is held once."""
    panel_id = name_panel(sampling.plan, scope)
    made = list(estimate_all(sampling.strata, drawn, panel_id=panel_id, scope=scope, now=sampling.now))
    batch = Batch(
        batch_id=content_id(BatchKind.ESTIMATE, made[0].estimate_id),
        kind=BatchKind.ESTIMATE,
        run_id=run.run_id,
        estimates=tuple(made),
        sample=tuple(drawn),
    )
    await run.load([await asyncio.to_thread(write_batch, run.settings.batches, batch)])
    return made
