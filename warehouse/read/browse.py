"""Page through the published articles: filters, four orders, and pages that cost the same however far one goes."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, Literal

import duckdb
import pyarrow as pa

from flows.records import Content, DifferenceOrigin, Existence, FactKind, Issue
from warehouse.database.sql_files import read_sql
from warehouse.read.dossier import fetch_records, fetch_rows


class Sorting(StrEnum):
    """Which articles come first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"  # by share of changed sentences
    CHECKED = "checked"  # checked last


_TIME, _SHARE = "timestamptz", "double"
_DOWNWARDS = {"direction": "desc", "beyond": "<", "nearest_after": "max", "before": ">", "nearest_before": "min"}
_UPWARDS = {"direction": "asc", "beyond": ">", "nearest_after": "min", "before": "<", "nearest_before": "max"}
_ORDERS = {
    Sorting.NEWEST: {"column": "published_at", "type": _TIME, **_DOWNWARDS},
    Sorting.OLDEST: {"column": "published_at", "type": _TIME, **_UPWARDS},
    Sorting.CHANGED: {"column": "changed_share", "type": _SHARE, **_DOWNWARDS},
    Sorting.CHECKED: {"column": "checked_at", "type": _TIME, **_DOWNWARDS},
}


_CONDITION_NAME = re.compile(r"^-- \[(.+)\]$", re.MULTILINE)
ANY = "any"  # of the faults, of the kinds of facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles are shown; None and False show all."""

    publisher: str | None = None
    existence: tuple[Existence, ...] | None = None  # any of these
    content: tuple[Content, ...] | None = None
    issue: Issue | Literal["any"] | None = None
    year: int | Literal["unknown"] | None = None  # of publication, UTC
    fact: FactKind | Literal["any"] | None = None  # that the page says otherwise
    origin: DifferenceOrigin | None = None
    month: dt.date | None = None  # its first day: when the text was changed, or seen to be
    dated: Literal["page", "look"] | None = None  # what tells that month
    age: int | None = None  # full years, when last checked
    since: dt.date | None = None  # checked on this day or later
    rule: str | None = None  # that decided existence
    text_rule: str | None = None  # that decided content
    layout: str | None = None  # that the page was read with
    sampled: bool = False  # in the sample of the newest estimate


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
    found = _run(connection, "browse_articles", filters, _ORDERS[sorting], **_place_values(after), most=most)
    return fetch_records(found, ListedArticle)


def list_matches(
    connection: duckdb.DuckDBPyConnection, found: list[str], filters: Filters, after: PageCursor | None, *, most: int
) -> list[ListedArticle]:
    """List those of the found articles that fit, in the order of `found`. Raises ValueError for a wrong place."""
    key = int(after.key or "") if after else None
    return fetch_records(
        _run(connection, "browse_matches", filters, {}, ids=found, after_key=key, most=most), ListedArticle
    )


def count_articles(connection: duckdb.DuckDBPyConnection, filters: Filters) -> int:
    """Count the articles that fit."""
    row = _run(connection, "browse_count", filters, {}).fetchone()
    return int(row[0]) if row else 0


def count_publishers(connection: duckdb.DuckDBPyConnection, filters: Filters, *, most: int) -> list[tuple[str, int]]:
    """Count the articles that fit by publisher, the largest `most`, whatever publisher the filters name."""
    return _run(connection, "browse_counts", replace(filters, publisher=None), {}, most=most).fetchall()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedChange:
    """A sentence of an article that was edited, added or removed."""

    article_id: str
    relation: str
    seed_text: str | None
    page_text: str | None


def list_changes(connection: duckdb.DuckDBPyConnection, article_ids: list[str]) -> list[ListedChange]:
    """List the sentences of some articles that say something else now."""
    return fetch_rows(connection, "read/browse_changes", ListedChange, {"article_ids": article_ids})


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The article before or after one in a list."""

    article_id: str
    title: str | None


def find_neighbours(
    connection: duckdb.DuckDBPyConnection, filters: Filters, sorting: Sorting, article_id: str
) -> tuple[Neighbour | None, Neighbour | None]:
    """Find the articles before and after one in a list; None at its ends."""
    order = _ORDERS[sorting]
    key = connection.execute(
        f"select {order['column']} from derived.current_article where article_id = $id",  # noqa: S608 - a closed list
        {"id": article_id},
    ).fetchone()
    before, after = (
        fetch_records(_run(connection, name, filters, order, id=article_id, key=key[0] if key else None), Neighbour)
        for name in ("browse_before", "browse_after")
    )
    return next(iter(before), None), next(iter(after), None)


def find_matching_neighbours(
    connection: duckdb.DuckDBPyConnection, filters: Filters, found: list[str], article_id: str
) -> tuple[Neighbour | None, Neighbour | None]:
    """Find the articles before and after one among those that words found."""
    rows = list_matches(connection, found, filters, None, most=len(found))
    near = [Neighbour(article_id=row.article_id, title=row.title) for row in rows]
    place = next((number for number, row in enumerate(near) if row.article_id == article_id), None)
    if place is None:
        return None, None
    return near[place - 1] if place else None, near[place + 1] if place + 1 < len(near) else None


def read_batches(
    connection: duckdb.DuckDBPyConnection, filters: Filters, sorting: Sorting, found: list[str] | None
) -> pa.RecordBatchReader:
    """Read all columns of the articles that fit, of those alone that words found where any were asked for."""
    return _run(connection, "browse_download", filters, _ORDERS[sorting], ids=found).to_arrow_reader()


Condition = tuple[str, dict[str, object]]  # its name in browse_fits.sql, and its parameters


def _plain(name: str) -> Callable[[Any], Condition]:
    return lambda value: (name, {name: value})


def _some_of(name: str) -> Callable[[Any], Condition]:
    return lambda values: (name, {name: list(values)})


def _one_or_any(name: str) -> Callable[[Any], Condition]:
    return lambda value: (f"any {name}", {}) if value == ANY else (name, {name: value})


def _in_year(year: int | str) -> Condition:
    """Take a year as the time between two moments, which needs no calendar for each row."""
    if not isinstance(year, int):
        return "no year", {}
    return "year", {
        "first_moment": _midnight(dt.date(year, 1, 1)),
        "last_moment": _midnight(dt.date(year + 1, 1, 1)),
    }


def _in_month(month: dt.date) -> Condition:
    return "month", {"first_change": _midnight(month), "last_change": _midnight(_month_after(month))}


# What each filter that is set asks for.
_CONDITIONS: dict[str, Callable[[Any], Condition]] = {
    "publisher": _plain("publisher"),
    "existence": _some_of("existence"),
    "content": _some_of("content"),
    "issue": _one_or_any("issue"),
    "year": _in_year,
    "fact": _one_or_any("fact"),
    "origin": lambda value: ("no origin", {}) if value is DifferenceOrigin.UNKNOWN else ("origin", {"origin": value}),
    "month": _in_month,
    "dated": _plain("dated"),
    "age": _plain("age"),
    "since": lambda day: ("since", {"since": _midnight(day)}),
    "rule": _plain("rule"),
    "text_rule": _plain("text_rule"),
    "layout": _plain("layout"),
    "sampled": lambda _: ("sampled", {}),
}


def _narrow(filters: Filters) -> tuple[str, dict[str, object]]:
    """Write the condition of some filters, and give its parameters."""
    parts, written = _read_conditions(), ["true"]
    values: dict[str, object] = {}
    for name, ask in _CONDITIONS.items():
        value = getattr(filters, name)
        if value is not None and value is not False:
            condition, parameters = ask(value)
            written.append(f"({parts[condition]})")
            values |= parameters
    return "\n    and ".join(written), values


@cache
def _read_conditions() -> dict[str, str]:
    """Read the conditions by their names."""
    pieces = _CONDITION_NAME.split(read_sql("read/browse_fits"))[1:]
    return {name: text.strip() for name, text in zip(pieces[::2], pieces[1::2], strict=True)}


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _month_after(month: dt.date) -> dt.date:
    return (month.replace(day=1) + dt.timedelta(days=31)).replace(day=1)


def _run(
    connection: duckdb.DuckDBPyConnection, name: str, filters: Filters, parts: Mapping[str, str], **values: object
) -> duckdb.DuckDBPyConnection:
    """Run a statement of the lists with its filters, and with what of an order it names."""
    fits, parameters = _narrow(filters)
    return connection.execute(read_sql(f"read/{name}").format(fits=fits, **parts), {**parameters, **values})


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
