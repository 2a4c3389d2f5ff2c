"""Read where the answers of captures are archived."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from flows.records import Outcome
from warehouse.database.sql_files import read_sql

ROWS = 1_000  # that are held at once


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCapture:
    """A capture whose answer is archived."""

    capture_id: str
    article_id: str
    title: str | None  # of the article
    outcome: Outcome
    warc_file: str
    warc_offset: int


def archived_captures(connection: duckdb.DuckDBPyConnection, articles: Sequence[str]) -> Iterator[ArchivedCapture]:
    """Give the archived captures of some articles, of all where none is named, the oldest first."""
    cursor = connection.execute(read_sql("read/archived_captures"), {"articles": list(articles)})
    while rows := cursor.fetchmany(ROWS):
        for capture_id, article_id, title, outcome, warc_file, warc_offset in rows:
            yield ArchivedCapture(
                capture_id=capture_id,
                article_id=article_id,
                title=title,
                outcome=Outcome(outcome),
                warc_file=warc_file,
                warc_offset=warc_offset,
            )
