"""Read the published snapshot for people: what it holds, and one article with what changed in it."""

import datetime as dt
from dataclasses import dataclass

import duckdb

from warehouse.database.sql_files import read_sql


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """The newest run of a command that writes."""

    command: str
    started_at: dt.datetime
    finished_at: dt.datetime | None  # None: it is running, or it was cut off
    exit_code: int | None
    parameters: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a snapshot holds: counts by part (existence, content, publisher, …) and name."""

    counts: dict[str, dict[str, int]]
    newest_run: RunRow | None
    published_at: dt.datetime | None
    due_count: int  # articles whose next look is due
    cut_off_count: int  # runs that were killed or failed before their end
    failed_checks: dict[str, int]  # of the newest publish: rows that break the rule, by check


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChanges:
    """What changed in one article, in order: (relation, seed, page), (kind, before, after), (caption, credit)."""

    sentences: list[tuple[str, str | None, str | None]]
    facts: list[tuple[str, str, str]]
    media: list[tuple[str | None, str | None]]


def read_status(connection: duckdb.DuckDBPyConnection, *, now: dt.datetime) -> Status:
    """Count what the snapshot holds, and what of it is due at `now`."""
    counts: dict[str, dict[str, int]] = {}
    for part, name, count in connection.execute(read_sql("read/status")).fetchall():
        counts.setdefault(part, {})[name] = count
    row = connection.execute(read_sql("read/newest_run")).fetchone()
    columns = ("command", "started_at", "finished_at", "exit_code", "parameters")
    health = connection.execute(read_sql("read/status_health"), {"now": now}).fetchone()
    published_at, due_count, cut_off_count = health if health is not None else (None, 0, 0)
    return Status(
        counts=counts,
        newest_run=RunRow(**dict(zip(columns, row, strict=True))) if row else None,
        published_at=published_at,
        due_count=due_count,
        cut_off_count=cut_off_count,
        failed_checks=dict(connection.execute(read_sql("read/failed_checks")).fetchall()),
    )


def find_articles(connection: duckdb.DuckDBPyConnection, prefix: str) -> list[tuple[str, str]]:
    """Find articles whose id begins with `prefix`, at most three, as (article_id, url)."""
    return connection.execute(read_sql("read/find_article"), {"prefix": prefix}).fetchall()


def read_changes(connection: duckdb.DuckDBPyConnection, article_id: str) -> ArticleChanges:
    """Read what changed in one article."""
    parameters = {"article_id": article_id}
    return ArticleChanges(
        sentences=connection.execute(read_sql("read/article_changes"), parameters).fetchall(),
        facts=connection.execute(read_sql("read/article_facts"), parameters).fetchall(),
        media=connection.execute(read_sql("read/article_media"), parameters).fetchall(),
    )
