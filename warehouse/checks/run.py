"""Quality checks: each file of `checks/` is a query that returns the offending rows.

Its first line is `-- severity: torn` (the warehouse itself is broken: stops the publish), `-- severity: error` (a row
of one article, named by `article_id`, is wrong: the article is set aside) or `-- severity: warning` (is reported); its
second says what must hold. Temp table `new_batch` holds the batches that were not checked yet, `touched` the articles
that they say anything about: what a check reads of these alone costs a small publish little.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from warehouse.database.sql_files import list_sql, read_sql
from warehouse.database.vocabularies import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What one check found. Zero offending rows: it holds."""

    name: str
    severity: Severity
    rule: str  # what must hold, as a sentence
    offending_count: int
    example: str | None  # the first offending row
    offenders: tuple[tuple[str, str], ...] = ()  # (article_id, row) where the check is of single articles

    @property
    def stops_publish(self) -> bool:
        return self.offending_count > 0 and self.severity is Severity.TORN

    @property
    def sets_aside(self) -> bool:
        return self.offending_count > 0 and self.severity is Severity.ERROR

    @property
    def is_failed(self) -> bool:
        return self.stops_publish or self.sets_aside


def run_checks(
    connection: duckdb.DuckDBPyConnection, *, since_load_no: int = 0, also: Sequence[str] = ()
) -> list[CheckResult]:
    """Run every check on what the batches after `since_load_no` brought, 0 on all of it, in order of name.

    `also` are articles to look at whatever their batches.
    """
    for statement in ("checks/new_batch", "marts/touched"):
        connection.execute(read_sql(statement), {"load_no": since_load_no, "also": list(also)})
    return [_run_check(connection, name, path.read_text("utf-8")) for name, path in list_sql("checks").items()]


def _run_check(connection: duckdb.DuckDBPyConnection, name: str, script: str) -> CheckResult:
    first, rule = script.splitlines()[:2]
    severity = Severity(first.removeprefix("-- severity: "))
    found = connection.execute(script)
    columns = [column[0] for column in found.description]
    rows = found.fetchall()
    named = rows if severity is Severity.ERROR else rows[:1]
    told = [", ".join(f"{key} = {value}" for key, value in zip(columns, row, strict=True)) for row in named]
    place = columns.index("article_id") if severity is Severity.ERROR else 0
    return CheckResult(
        name=name,
        severity=severity,
        rule=rule.removeprefix("-- "),
        offending_count=len(rows),
        example=told[0] if told else None,
        offenders=tuple((str(row[place]), text) for row, text in zip(named, told, strict=True)) if rows else (),
    )


def record_checks(
    connection: duckdb.DuckDBPyConnection, results: Sequence[CheckResult], *, publish_no: int, now: dt.datetime
) -> None:
    """Write the results of one publish to `ops.check_result`."""
    connection.execute(
        read_sql("checks/record_checks"),
        {
            "publish_no": publish_no,
            "now": now,
            "names": [result.name for result in results],
            "severities": [result.severity.value for result in results],
            "counts": [result.offending_count for result in results],
            "examples": [result.example for result in results],
        },
    )
