"""Articles that fail a check are set aside, each with its reason, so that all others can be published.

What is set aside stands in `ops.quarantine` and in no mart. Each publish looks at it again: the checks of an article
that passes them now, because the fault or the check was mended, let it back.
"""

import datetime as dt
from collections.abc import Sequence

import duckdb

from warehouse.checks.run import CheckResult
from warehouse.database.sql_files import read_sql


def list_set_aside(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """List the articles that are set aside, by id."""
    query = "select distinct article_id from ops.quarantine order by article_id"
    return [row[0] for row in connection.execute(query).fetchall()]


def take_back_all(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Let all articles back, for the checks of this publish to decide anew; returns which."""
    held = list_set_aside(connection)
    if held:
        connection.execute("delete from ops.quarantine")
    return held


def set_aside(
    connection: duckdb.DuckDBPyConnection, results: Sequence[CheckResult], *, publish_no: int, now: dt.datetime
) -> list[str]:
    """Write down the articles that checks of single articles found; returns them, by id."""
    found = {
        (article_id, result.name): detail
        for result in results
        for article_id, detail in (result.offenders if result.sets_aside else ())
    }
    if found:
        connection.execute(
            read_sql("publish/set_aside"),
            {
                "article_ids": [article_id for article_id, _ in found],
                "names": [name for _, name in found],
                "details": list(found.values()),
                "publish_no": publish_no,
                "now": now,
            },
        )
    return sorted({article_id for article_id, _ in found})
