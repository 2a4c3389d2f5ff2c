"""What an estimate needs of the warehouse: the articles to draw from, a sample of them, and what is known of those."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from flows.records import Content, Existence, FactKind
from warehouse.database.sql_files import read_sql, roll_back
from warehouse.marts.build import define_marts, refresh_verdicts
from warehouse.read.run_changes import last_load_no

Cell = tuple[str, int | None]  # publisher, year of publication as the seeds tell


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """What the marts would say of an article's page if they were published now."""

    article_id: str
    existence: Existence
    content: Content
    fact_kinds: tuple[FactKind, ...]
    checked_at: dt.datetime | None


def draw_frame(
    connection: duckdb.DuckDBPyConnection, *, draw: str, source_paths: Sequence[str] | None
) -> dict[Cell, int]:
    """Number the articles of some source files (None: all) in a random order, and count them by cell.

    `draw` names the order; `read_sample` reads it from this connection.
    """
    connection.execute(read_sql("read/estimate_frame"), {"draw": draw, "source_paths": source_paths})
    rows = connection.execute(read_sql("read/estimate_cells")).fetchall()
    return {(publisher, year): count for publisher, year, count in rows}


def read_sample(
    connection: duckdb.DuckDBPyConnection, strata: Mapping[Cell, str], taken: Mapping[str, int]
) -> dict[str, str]:
    """Give the first articles of each stratum in the order of the frame, each with its stratum."""
    cells = list(strata)
    rows = connection.execute(
        read_sql("read/estimate_sample"),
        {
            "publishers": [publisher for publisher, _ in cells],
            "years": [year for _, year in cells],
            "strata": [strata[cell] for cell in cells],
            "taken": [taken[strata[cell]] for cell in cells],
        },
    ).fetchall()
    return dict(rows)


def read_known_pages(connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> list[KnownPage]:
    """Read what is known of some pages, without a publish: their marts are built, read, and undone again."""
    connection.begin()
    try:
        define_marts(connection)
        refresh_verdicts(connection, article_ids, last_load_no=last_load_no(connection))
        rows = connection.execute(read_sql("read/estimate_verdicts"), {"article_ids": list(article_ids)}).fetchall()
    finally:
        roll_back(connection)
    return [
        KnownPage(
            article_id=article_id,
            existence=Existence(existence),
            content=Content(content),
            fact_kinds=tuple(map(FactKind, kinds)),
            checked_at=checked_at,
        )
        for article_id, existence, content, kinds, checked_at in rows
    ]
