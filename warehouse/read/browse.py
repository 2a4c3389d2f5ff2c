"""Page through the published articles: filters, four orders, and pages that cost the same however far one goes."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import duckdb

from flows.records import Content, Existence, Issue
from warehouse.database.sql_files import read_sql
from warehouse.read.dossier import fetch_records, fetch_rows


class Sorting(StrEnum):
    """Which articles come first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"  # by share of changed sentences
    CHECKED = "checked"  # checked last


_TIME, _SHARE = "timestamptz", "double"
_ORDERS = {
    Sorting.NEWEST: {"column": "published_at", "type": _TIME, "direction": "desc", "beyond": "<"},
    Sorting.OLDEST: {"column": "published_at", "type": _TIME, "direction": "asc", "beyond": ">"},
    Sorting.CHANGED: {"column": "changed_share", "type": _SHARE, "direction": "desc", "beyond": "<"},
    Sorting.CHECKED: {"column": "checked_at", "type": _TIME, "direction": "desc", "beyond": "<"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles are shown; None shows all."""

    publisher: str | None = None
    existence: Existence | None = None
    content: Content | None = None
    issue: Issue | None = None
    year: int | None = None  # of publication, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCursor:
    """The last article of a page, behind which the next page begins."""

    key: str | None  # what the list is sorted by: a time, a share, a place among matches; None where it has none
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
    sort_key: dt.datetime | float | int | None

    @property
    def place(self) -> PageCursor:
        """Where the next page begins when this is the last article of one."""
        key = self.sort_key.isoformat() if isinstance(self.sort_key, dt.datetime) else self.sort_key
        return PageCursor(key=None if key is None else str(key), article_id=self.article_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be filtered by: the 500 largest publishers, and the years, newest first."""

    publishers: list[str]
    years: list[int]


def list_articles(
    connection: duckdb.DuckDBPyConnection, filters: Filters, sorting: Sorting, after: PageCursor | None, *, most: int
) -> list[ListedArticle]:
    """List the articles behind `after` that fit, at most `most`. Raises ValueError for a place that is none."""
    _check_place(sorting, after)
    query = read_sql("read/browse_articles").format(**_ORDERS[sorting])
    parameters = {**_filter_values(filters), **_place_values(after), "most": most}
    return fetch_records(connection.execute(query, parameters), ListedArticle)


def list_matches(
    connection: duckdb.DuckDBPyConnection, found: list[str], filters: Filters, after: PageCursor | None, *, most: int
) -> list[ListedArticle]:
    """List those of the found articles that fit, in the order of `found`. Raises ValueError for a wrong place."""
    key = int(after.key or "") if after else None
    parameters = {**_filter_values(filters), "ids": found, "after_key": key, "most": most}
    return fetch_rows(connection, "read/browse_matches", ListedArticle, parameters)


def count_articles(connection: duckdb.DuckDBPyConnection, filters: Filters) -> int:
    """Count the articles that fit."""
    row = connection.execute(read_sql("read/browse_count"), _filter_values(filters)).fetchone()
    return int(row[0]) if row else 0


def _filter_values(filters: Filters) -> dict[str, object]:
    """Give the filters as parameters; a year is the time between two moments, which needs no calendar for each row."""
    year = filters.year
    return {
        "publisher": filters.publisher,
        "existence": filters.existence,
        "content": filters.content,
        "issue": filters.issue,
        "first_moment": dt.datetime(year, 1, 1, tzinfo=dt.UTC) if year else None,
        "last_moment": dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC) if year else None,
    }


def _place_values(after: PageCursor | None) -> dict[str, object]:
    return {"after_key": after.key if after else None, "after_id": after.article_id if after else None}


def _check_place(sorting: Sorting, after: PageCursor | None) -> None:
    if after is None or after.key is None:
        return
    if _ORDERS[sorting]["type"] == _SHARE:
        float(after.key)
    else:
        dt.datetime.fromisoformat(after.key)


def read_choices(connection: duckdb.DuckDBPyConnection) -> Choices:
    """Read what can be filtered by."""
    return Choices(
        publishers=[row[0] for row in connection.execute(read_sql("read/browse_publishers")).fetchall()],
        years=[row[0] for row in connection.execute(read_sql("read/browse_years")).fetchall()],
    )
