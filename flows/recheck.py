"""Look again at what is due, within a budget of requests, those first that can change most answers.

When an article is due, and which comes first, is decided by the macro recheck_plan of the warehouse alone.
"""

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.batches.layouts import learn_new_pages
from flows.batches.pages import check_candidates, deciding_versions
from flows.records import DueArticle, Refetch, RefetchQuery
from flows.runs.flow_states import ending_in_a_sentence
from flows.runs.prefect_reports import followed
from flows.runs.run import Totals, open_run
from flows.runs.sentences import join_parts, tell_pages, tell_published
from flows.settings import settings_of_flow
from warehouse.read.select import select_due, select_for_refetch

REST = 2  # turn of articles whose next check may change nothing; for those before it, any check does
ROUNDS_OF_REST = 4
LEAST_IN_ROUND = 200  # articles; with fewer, hosts would wait for one another too often


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckSummary:
    """What one recheck did."""

    run_id: str
    totals: Totals
    due_count: int  # articles chosen: every one that is due, or as many as the budget has requests
    reasons: dict[str, int]
    article_count: int
    snapshot: Path
    is_new_snapshot: bool
    verdicts: dict[str, int]  # what the looks of this run said of existence
    seconds: float

    @property
    def sentence(self) -> str:
        """Say what was done, in a line."""
        return join_parts(
            f"{self.due_count:,} articles chosen of those that are due" if self.due_count else "nothing is due",
            tell_pages(self.totals, self.verdicts),
            tell_published(self),
        )


def cut_rounds(due: Sequence[DueArticle]) -> Iterator[Sequence[DueArticle]]:
    """Cut what is due, in its order, into rounds, so that a later one never spends what an earlier one needs.

    Hosts are asked side by side within a round; so what tells for certain comes in one round, the rest in quarters.
    """
    for turn, group in groupby(due, key=lambda item: item.turn):
        items = list(group)
        size = len(items) if turn < REST else max(LEAST_IN_ROUND, -(-len(items) // ROUNDS_OF_REST))
        yield from (items[start : start + size] for start in range(0, len(items), size))


@flow(name="recheck", flow_run_name="recheck, {budget} requests", validate_parameters=True)
@ending_in_a_sentence
async def recheck(budget: Annotated[int, Field(ge=1)] = 1000, home: str | None = None) -> RecheckSummary:
    """Look again at the pages that are due, those first that can change most answers, and publish.

    Args:
        budget: Most requests to send, robots.txt and redirects included.
        home: Folder of everything that a run writes; empty for the setting.
    """
    started, now = time.monotonic(), dt.datetime.now(dt.UTC)
    settings = settings_of_flow(home)
    settings = replace(settings, request_budget=min(budget, settings.request_budget))
    confirm_after = dt.timedelta(seconds=settings.gone_confirm_after)
    async with open_run(settings, command="recheck", parameters={"budget": str(budget)}) as run, followed(run):
        versions = deciding_versions(run.connection)
        due = select_due(run.connection, now=now, confirm_after=confirm_after, most=settings.request_budget)
        rounds = (
            select_for_refetch(
                run.connection,
                RefetchQuery(
                    refetch=Refetch.ALL,
                    now=now,
                    article_ids=frozenset(item.article_id for item in items),
                    versions=versions,
                ),
            )
            for items in cut_rounds(due)
        )
        if due:
            await check_candidates(run, rounds, sources=["live"], total=len(due))
            await learn_new_pages(run)
        published = await run.publish()
        verdicts = run.verdicts()
    reasons = dict(Counter(item.reason for item in due))
    return RecheckSummary(
        run_id=run.run_id,
        totals=run.totals,
        due_count=len(due),
        reasons=reasons,
        article_count=published.article_count,
        snapshot=published.snapshot,
        is_new_snapshot=published.is_new,
        verdicts=verdicts,
        seconds=time.monotonic() - started,
    )
