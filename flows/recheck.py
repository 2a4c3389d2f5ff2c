"""Look again at what is due, within a budget of requests, those first that can change most answers.

When an article is due, and which reason comes first, is decided by flows.fetch.plan alone.
"""

import datetime as dt
import heapq
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.fetch.plan import RANK, PastCheck, plan_next_check
from flows.page_batches import check_candidates
from flows.run import Totals, open_run
from flows.settings import Settings, load_settings
from warehouse.history import ArticleHistory, read_histories
from warehouse.select import RefetchCandidate, Selection, select_for_refetch


@dataclass(frozen=True, slots=True, kw_only=True)
class DueArticle:
    """An article that is due, and why."""

    article_id: str
    reason: str  # of flows.fetch.plan
    due_at: dt.datetime


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
    seconds: float


def choose_due(
    histories: Iterable[ArticleHistory], *, now: dt.datetime, confirm_after: dt.timedelta, most: int
) -> list[DueArticle]:
    """Choose at most `most` articles that are due: by the rank of the reason, then those that wait longest."""
    due = _find_due(histories, now, confirm_after)
    return heapq.nsmallest(most, due, key=lambda item: (RANK[item.reason], item.due_at, item.article_id))


def _find_due(
    histories: Iterable[ArticleHistory], now: dt.datetime, confirm_after: dt.timedelta
) -> Iterator[DueArticle]:
    for history in histories:
        checks = [
            PastCheck(
                checked_at=look.checked_at,
                existence=look.existence,
                content=look.content,
                payload_digest=look.payload_digest,
            )
            for look in history.looks
        ]
        due_at, reason = plan_next_check(checks, published_at=history.published_at, confirm_after=confirm_after)
        if due_at <= now:
            yield DueArticle(article_id=history.article_id, reason=reason, due_at=due_at)


def _rounds(due: list[DueArticle], candidates: Iterable[RefetchCandidate]) -> Iterator[list[RefetchCandidate]]:
    """Give the candidates in one round a reason, so that a lower reason never spends what a higher one needs."""
    wanted = {item.article_id for item in due}
    found = {
        article_id: candidate
        for candidate in candidates
        if (article_id := candidate.seed.identity.article_id) in wanted
    }
    for _, group in groupby(due, key=lambda item: item.reason):
        yield [found[item.article_id] for item in group]


async def run_recheck(settings: Settings, *, budget: int) -> RecheckSummary:
    """Spend at most `budget` requests; the flow below without Prefect's parameters."""
    started, now = time.monotonic(), dt.datetime.now(dt.UTC)
    settings = replace(settings, request_budget=min(budget, settings.request_budget))
    confirm_after = dt.timedelta(seconds=settings.gone_confirm_after)
    async with open_run(settings, command="recheck", parameters={"budget": str(budget)}) as run:
        histories = read_histories(run.connection)
        due = choose_due(histories, now=now, confirm_after=confirm_after, most=settings.request_budget)
        if due:
            candidates = select_for_refetch(run.connection, refetch=Selection.ALL, now=now)
            await check_candidates(run, _rounds(due, candidates), sources=["live"])
        published = await run.publish()
    reasons = {reason: len(list(group)) for reason, group in groupby(due, key=lambda item: item.reason)}
    return RecheckSummary(
        run_id=run.run_id,
        totals=run.totals,
        due_count=len(due),
        reasons=reasons,
        article_count=published.article_count,
        snapshot=published.snapshot,
        is_new_snapshot=published.is_new,
        seconds=time.monotonic() - started,
    )


@flow(name="recheck", flow_run_name="recheck, {budget} requests", validate_parameters=True)
async def recheck(budget: Annotated[int, Field(ge=1)] = 1000, home: str | None = None) -> RecheckSummary:
    """Look again at the pages that are due, those first that can change most answers, and publish.

    Args:
        budget: Most requests to send, robots.txt and redirects included.
        home: Folder of everything that a run writes; empty for the setting.
    """
    settings = load_settings(os.environ, folder=Path.cwd(), home=Path(home) if home else None)
    return await run_recheck(settings, budget=budget)
