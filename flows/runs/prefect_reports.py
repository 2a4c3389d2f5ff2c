"""What Prefect shows of a run while it lasts and after it: progress, outcomes, what changed, and events.

Only a server that people look at: not the one that a run brings for itself. Reporting never costs a run:
where the server does not answer, a line in the log says so, and the warehouse holds everything anyway.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from httpx import HTTPError  # what Prefect's client raises when its server fails
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)
from prefect.context import FlowRunContext
from prefect.events import emit_event

from flows.runs.prefect_server import OWN_API
from flows.runs.progress import Progress, current_progress
from flows.runs.run import Run
from warehouse.read.run_changes import ChangedArticle, FailingLayout, ParserLoss, RunChanges, read_run_changes

LOG = logging.getLogger(__name__)
SECONDS_BETWEEN_UPDATES = 5.0
# Of one kind in one run; beyond it, one event `seedbank.run.more` counts the rest. The first check of a large corpus
# finds tens of thousands, too many for messages.
MOST_EVENTS = 200
SHOWN_ARTICLES = 50


class _Follower:
    """Listens to a run and keeps a progress artifact for each phase whose length is known."""

    def __init__(self, inner: Progress) -> None:
        self._inner = inner
        self._done: dict[str, int] = {}
        self._totals: dict[str, int] = {}
        self._artifacts: dict[str, UUID] = {}
        self._shown: dict[str, int] = {}
        self._showing = asyncio.Lock()  # the last look must not make the artifact that one under way is making

    def begin(self, phase: str, total: int | None) -> None:
        """Open a phase."""
        self._inner.begin(phase, total)
        self._done[phase] = 0
        if total:
            self._totals[phase] = total

    def advance(self, phase: str, count: int) -> None:
        """Count articles that are done."""
        self._inner.advance(phase, count)
        self._done[phase] = self._done.get(phase, 0) + count

    async def show(self) -> None:
        """Bring the artifacts up to date, where something has moved."""
        async with self._showing:
            for phase, total in list(self._totals.items()):
                await self._show_phase(phase, total)

    async def _show_phase(self, phase: str, total: int) -> None:
        done = self._done[phase]
        if self._shown.get(phase) == done:
            return
        percent = min(100.0, 100.0 * done / total)
        said = f"{phase}: {done:,} of {total:,}"
        if phase in self._artifacts:
            await aupdate_progress_artifact(self._artifacts[phase], progress=percent, description=said)
        else:
            self._artifacts[phase] = await acreate_progress_artifact(
                progress=percent, key=f"progress-{phase.replace(' ', '-')}", description=said
            )
        self._shown[phase] = done

    async def keep_showing(self) -> None:
        """Show until cancelled."""
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_UPDATES)
            await _spare_the_run(self)


async def _spare_the_run(follower: _Follower) -> None:
    try:
        await follower.show()
    except HTTPError as error:
        LOG.warning("Prefect was not told of the progress: %s", error)


@contextlib.asynccontextmanager
async def followed(run: Run) -> AsyncIterator[None]:
    """Tell Prefect of the run in this block: its progress meanwhile, and at its end what it found."""
    if FlowRunContext.get() is None or os.environ.get(OWN_API):
        yield
        return
    follower = _Follower(current_progress.get())
    token = current_progress.set(follower)
    showing = asyncio.create_task(follower.keep_showing())
    try:
        yield
        await _spare_the_run(follower)
    finally:
        showing.cancel()
        current_progress.reset(token)
    changes = await asyncio.to_thread(read_run_changes, run.connection, since_load_no=run.published_load_no)
    try:
        await _show_outcomes(changes)
        await _show_changes(changes)
    except HTTPError as error:
        LOG.warning("Prefect was not told what the run found: %s", error)
    _emit(changes, run.run_id)


async def _show_outcomes(changes: RunChanges) -> None:
    rows = [{"of": part, "outcome": name, "count": count} for part, name, count in changes.outcomes]
    if rows:
        await acreate_table_artifact(table=rows, key="outcomes", description="What the checks of this run showed")


async def _show_changes(changes: RunChanges) -> None:
    if changes.articles or changes.losses or changes.failing:
        await acreate_markdown_artifact(markdown=write_markdown(changes), key="changes")


def write_markdown(changes: RunChanges) -> str:
    """Write what changed as Markdown, with links to the pages; text from outside cannot become markup."""
    lines: list[str] = []
    for event, heading in (("edited", "Edited since the seed"), ("gone", "Gone")):
        found = [article for article in changes.articles if article.event == event]
        if found:
            lines += [f"## {heading}: {len(found):,}", "", *map(_line, found[:SHOWN_ARTICLES])]
            lines += [f"- … and {len(found) - SHOWN_ARTICLES:,} more"] if len(found) > SHOWN_ARTICLES else []
            lines += [""]
    if changes.losses:
        lines += ["## Read worse by this parser", "", *map(_loss_line, changes.losses)]
        lines += [""]
    if changes.failing:
        lines += ["## Layouts that fit no more", "", *map(_failing_line, changes.failing)]
    return "\n".join(lines)


def _line(article: ChangedArticle) -> str:
    changed = "" if article.changed_share is None else f", {article.changed_share:.0%} of the sentences"
    verdict = f" — {article.content}{changed}" if article.content else ""
    link = f"[{_plain(article.title or article.url)}](<{_address(article.current_url)}>)"
    return f"- {link}, {_plain(article.publisher)}{verdict}; `seedbank diff {article.article_id}`"


def _loss_line(loss: ParserLoss) -> str:
    return (
        f"- {_plain(loss.publisher)}: {loss.worse_count:,} of {loss.page_count:,} pages are less like their seeds "
        f"(by up to {-loss.worst_gain:.2f})"
    )


def _failing_line(found: FailingLayout) -> str:
    return f"- {_plain(found.publisher)}: {_plain(found.layout)} since {found.failing_since:%Y-%m-%d}; learned anew"


def _plain(text: str) -> str:
    """Escape what Markdown and HTML would read as markup."""
    kept = "".join(letter for letter in text if letter.isprintable())
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+!|<>&~" else letter for letter in kept)


def _address(url: str) -> str:
    """Show only web addresses, with nothing that could end the link."""
    if not url.startswith(("http://", "https://")):
        return "about:blank"
    return "".join(letter for letter in url if letter.isprintable() and letter not in "<> \\")


def _emit(changes: RunChanges, run_id: str) -> None:
    """Send an event for each article that was edited or is gone, and for each publisher that is read worse."""
    for kind in ("edited", "gone"):
        found = [article for article in changes.articles if article.event == kind]
        for article in found[:MOST_EVENTS]:
            emit_event(
                event=f"seedbank.article.{kind}",
                resource={
                    "prefect.resource.id": f"seedbank.article.{article.article_id}",
                    "prefect.resource.name": article.title or article.url,
                    "seedbank.publisher": article.publisher,
                },
                payload={"url": article.url, "content": article.content, "run_id": run_id},
            )
        _emit_rest(kind, len(found) - MOST_EVENTS, run_id)
    for loss in changes.losses:
        emit_event(
            event="seedbank.parser.regressed",
            resource={"prefect.resource.id": f"seedbank.parser.{loss.publisher}"},
            payload={
                "parser_version": loss.parser_version,
                "page_count": loss.page_count,
                "worse_count": loss.worse_count,
                "worst_gain": loss.worst_gain,
                "run_id": run_id,
            },
        )
    _emit_failing(changes.failing, run_id)


def _emit_failing(failing: Sequence[FailingLayout], run_id: str) -> None:
    """Send an event for each layout that the pages of its host have no more."""
    for layout in failing:
        emit_event(
            event="seedbank.layout.failing",
            resource={"prefect.resource.id": f"seedbank.layout.{layout.layout}"},
            payload={
                "publisher": layout.publisher,
                "failing_since": layout.failing_since.isoformat(),
                "last_fit_at": layout.last_fit_at.isoformat(),
                "page_count": layout.page_count,
                "run_id": run_id,
            },
        )


def _emit_rest(kind: str, count: int, run_id: str) -> None:
    if count > 0:
        emit_event(
            event="seedbank.run.more",
            resource={"prefect.resource.id": f"seedbank.run.{run_id}"},
            payload={"kind": kind, "count": count},
        )
