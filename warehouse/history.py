"""What earlier looks showed, article by article."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from flows.records import Content, Existence
from warehouse.sql_files import read_sql

_BLOCK_ROWS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at an article; content is None where nothing was compared."""

    checked_at: dt.datetime
    existence: Existence
    content: Content | None
    payload_digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHistory:
    """The looks at one article, in order of time."""

    article_id: str
    looks: tuple[Look, ...]
    published_at: dt.datetime | None


def read_histories(connection: duckdb.DuckDBPyConnection) -> Iterator[ArticleHistory]:
    """Read the history of every article from the facts, a block of rows at a time.

    Nothing else may use the connection until the last is read.
    """
    result = connection.execute(read_sql("look_history"))
    while block := result.fetchmany(_BLOCK_ROWS):
        for article_id, looks, published_at in block:
            yield ArticleHistory(
                article_id=article_id, looks=tuple(_read_look(look) for look in looks), published_at=published_at
            )


def _read_look(row: dict[str, object]) -> Look:
    checked_at, digest = row["checked_at"], row["payload_digest"]
    assert isinstance(checked_at, dt.datetime)  # noqa: S101 - the column is NOT NULL
    return Look(
        checked_at=checked_at,
        existence=Existence(str(row["existence"])),
        content=Content(str(row["content"])) if row["content"] is not None else None,
        payload_digest=str(digest) if digest is not None else None,
    )
