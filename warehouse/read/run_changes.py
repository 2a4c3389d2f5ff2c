"""What one run found out, for those who are to be told."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

import duckdb

from warehouse.database.sql_files import read_sql


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedArticle:
    """An article of which the run learned that its page was edited, or is gone."""

    event: Literal["edited", "gone"]
    article_id: str
    publisher: str
    title: str | None
    url: str
    current_url: str
    capture_id: str | None
    content: str | None  # how the page stands to the seed; None when gone
    changed_share: float | None  # of the sentences, 0-1


@dataclass(frozen=True, slots=True, kw_only=True)
class ParserLoss:
    """A publisher whose stored pages the current parser reads worse than an earlier one."""

    publisher: str
    page_count: int  # read again in this run
    worse_count: int  # of them less like their seeds than before
    worst_gain: float  # -1 to 0
    parser_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingLayout:
    """A layout that the pages of its host have no more, as the run saw."""

    publisher: str
    layout: str
    failing_since: dt.datetime
    last_fit_at: dt.datetime
    page_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunChanges:
    """What a run found out."""

    outcomes: list[tuple[str, str, int]]  # part (seed, existence, content, request, rejected), name, count
    articles: list[ChangedArticle]
    losses: list[ParserLoss]
    failing: list[FailingLayout] = field(default_factory=list)


def last_load_no(connection: duckdb.DuckDBPyConnection) -> int:
    """Give the number of the newest batch; 0 before the first."""
    row = connection.execute("select coalesce(max(load_no), 0) from ops.batch").fetchone()
    return row[0] if row is not None else 0


def published_load_no(connection: duckdb.DuckDBPyConnection) -> int:
    """Give the number of the newest batch of the last publish; 0 before the first."""
    row = connection.execute("select coalesce(max(load_no), 0) from ops.publish").fetchone()
    return row[0] if row is not None else 0


def count_verdicts(connection: duckdb.DuckDBPyConnection, *, since_load_no: int) -> dict[str, int]:
    """Count what the looks after `since_load_no` said of the existence of their articles, the commonest first."""
    rows = connection.execute(read_sql("read/verdicts_since"), {"load_no": since_load_no}).fetchall()
    return dict(rows)


def read_run_changes(connection: duckdb.DuckDBPyConnection, *, since_load_no: int) -> RunChanges:
    """Read what the batches after `since_load_no` brought; call it after the publish."""
    parameters = {"load_no": since_load_no}
    changed = connection.execute(read_sql("read/changes_since"), parameters).fetchall()
    losses = connection.execute(read_sql("read/parser_losses"), parameters).fetchall()
    failing = connection.execute(read_sql("read/failing_layouts"), parameters).fetchall()
    return RunChanges(
        outcomes=connection.execute(read_sql("read/outcomes_since"), parameters).fetchall(),
        articles=[
            ChangedArticle(**dict(zip(ChangedArticle.__dataclass_fields__, row, strict=True))) for row in changed
        ],
        losses=[ParserLoss(**dict(zip(ParserLoss.__dataclass_fields__, row, strict=True))) for row in losses],
        failing=[FailingLayout(**dict(zip(FailingLayout.__dataclass_fields__, row, strict=True))) for row in failing],
    )
