"""Page through the published articles: filters, four orders, and pages that cost the same however far one goes."""

import datetime as dt
from dataclasses import asdict, dataclass
from enum import StrEnum

import duckdb

from flows.records import Content, Existence, Issue
from warehouse.dossier import fetch_rows
from warehouse.sql_files import read_sql


class Sorting(StrEnum):
    """Which articles come first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"  # by share of changed sentences
    CHECKED = "checked"  # looked at last


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles are shown; None shows all."""

    publisher: str | None = None
    existence: Existence | None = None
    content: Content | None = None
    issue: Issue | None = None
    year: int | None = None  # of publication, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The last article of a page, behind which the next page begins."""

    key: float
    article_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedArticle:
    """One article in a list."""

    article_id: str
    title: str | None
    language: str | None
    publisher: str
    published_at: dt.datetime | None
    url: str
    existence: str
    content: str
    changed_share: float | None
    checked_at: dt.datetime | None
    sort_key: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be filtered by: the 500 largest publishers, and the years, newest first."""

    publishers: list[str]
    years: list[int]


def list_articles(
    connection: duckdb.DuckDBPyConnection, filters: Filters, sorting: Sorting, after: Place | None, *, most: int
) -> list[ListedArticle]:
    """List the articles behind `after` that fit, at most `most`."""
    place = {"after_key": after.key if after else None, "after_id": after.article_id if after else None}
    parameters = {**asdict(filters), **place, "sorting": sorting.value, "most": most}
    return fetch_rows(connection, "browse_articles", ListedArticle, parameters)


def list_matches(
    connection: duckdb.DuckDBPyConnection, found: list[str], filters: Filters, after: Place | None, *, most: int
) -> list[ListedArticle]:
    """List those of the found articles that fit, in the order of `found`."""
    parameters = {**asdict(filters), "ids": found, "after_key": after.key if after else None, "most": most}
    return fetch_rows(connection, "browse_matches", ListedArticle, parameters)


def count_articles(connection: duckdb.DuckDBPyConnection, filters: Filters) -> int:
    """Count the articles that fit."""
    row = connection.execute(read_sql("browse_count"), asdict(filters)).fetchone()
    return int(row[0]) if row else 0


def read_choices(connection: duckdb.DuckDBPyConnection) -> Choices:
    """Read what can be filtered by."""
    return Choices(
        publishers=[row[0] for row in connection.execute(read_sql("browse_publishers")).fetchall()],
        years=[row[0] for row in connection.execute(read_sql("browse_years")).fetchall()],
    )
