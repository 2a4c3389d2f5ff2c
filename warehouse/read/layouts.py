"""Learned layouts as the warehouse holds them, and the publishers whose pages have more to teach."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import duckdb

from flows.records import LearnedLayout, PublisherLayouts, SelectorEvidence
from warehouse.database.connect import new_cursor
from warehouse.database.sql_files import read_sql

_BLOCK_ROWS: Final = 500


class StoredArticle(NamedTuple):
    """An article with stored pages, as far as choosing one of them needs it; pages by their payload's digest."""

    article_id: str
    seen_at: dt.datetime  # its newest page
    newest: str
    oldest: str


def read_layouts(connection: duckdb.DuckDBPyConnection) -> dict[str, PublisherLayouts]:
    """Map each publisher that has learned layouts to those of its newest lesson."""
    return {found.publisher: found for found in _select(connection, None)}


def read_layouts_by_version(
    connection: duckdb.DuckDBPyConnection, versions: Collection[str]
) -> dict[str, PublisherLayouts]:
    """Map these versions to the layouts that they name, as far as they are here."""
    return {found.version: found for found in _select(connection, sorted(versions))}


def articles_to_learn(connection: duckdb.DuckDBPyConnection, publisher: str) -> Iterator[StoredArticle]:
    """Give the articles of a publisher that have a seed with text and a stored page, a block at a time."""
    cursor = new_cursor(connection)
    try:
        cursor.execute(read_sql("read/articles_to_learn"), {"publisher": publisher})
        while block := cursor.fetchmany(_BLOCK_ROWS):
            yield from (StoredArticle(*row) for row in block)
    finally:
        cursor.close()


def publishers_to_learn(
    connection: duckdb.DuckDBPyConnection,
    *,
    described: Collection[str],
    learner_version: str,
    least: int,
    most: int,
    publishers: int,
) -> list[str]:
    """Choose at most so many publishers whose pages have more to teach, those with the most new pages first.

    `described` names the layouts that publishers' files have, `least` is how many pages teach a layout, `most` how many
    are learned from.
    """
    parameters = {
        "described": sorted(described), "learner_version": learner_version, "least": least, "most": most,
        "publishers": publishers,
    }  # fmt: skip
    rows = connection.execute(read_sql("read/publishers_to_learn"), parameters).fetchall()
    return [row[0] for row in rows]


def _select(connection: duckdb.DuckDBPyConnection, versions: list[str] | None) -> list[PublisherLayouts]:
    rows = connection.execute(read_sql("read/layouts"), {"versions": versions}).fetchall()
    return [_read(*row) for row in rows]


def _read(publisher: str, layouts: Iterable[Mapping[str, Any]]) -> PublisherLayouts:
    return PublisherLayouts(
        publisher=publisher,
        layouts=tuple(
            LearnedLayout(
                name=layout["name"],
                fingerprint=tuple(layout["fingerprint"]),
                title_affixes=tuple(layout["title_affixes"]),
                seed_count=layout["seed_count"],
                evidence=tuple(SelectorEvidence(**found) for found in layout["selectors"]),
            )
            for layout in layouts
        ),
    )
