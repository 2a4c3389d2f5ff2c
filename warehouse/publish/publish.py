"""Publish: refresh the marts, check them, and put a snapshot of the whole in the readers' place.

Readers open `published.duckdb` read-only and keep what they opened; the rename gives the next one the new.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.errors import CheckFailedError
from warehouse.checks.run import CheckResult, record_checks, run_checks
from warehouse.database.connect import PUBLISHED_FILE
from warehouse.database.lake_dialect import is_lake
from warehouse.database.sql_files import read_sql, roll_back
from warehouse.marts.build import define_marts, refresh_articles, refresh_marts
from warehouse.publish.lake_snapshot import export_snapshot
from warehouse.publish.quarantine import list_set_aside, set_aside, take_back_all
from warehouse.publish.snapshot import replace_snapshot

# Room for building the marts: a million seeds get 2.4 GB (tests/benchmarks/warehouse_volume.py).
MEMORY_BASE_BYTES = 400_000_000
BYTES_A_SEED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReport:
    """What a publish did."""

    is_new: bool  # False: nothing had changed, the old snapshot stays
    publish_no: int
    article_count: int
    refreshed_count: int
    set_aside_count: int  # articles that fail a check; they are in ops.quarantine and in no mart
    checks: tuple[CheckResult, ...]
    snapshot: Path
    snapshot_bytes: int
    mart_seconds: float
    check_seconds: float
    copy_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    publish_no: int  # of the last publish, 0 before the first
    published_load_no: int
    load_no: int  # of the last batch


def publish(
    connection: duckdb.DuckDBPyConnection,
    home: Path,
    *,
    now: dt.datetime | None = None,
    record_end: Callable[[int], None] = lambda _: None,
) -> PublishReport:
    """Publish what was loaded since the last time; where nothing was, leave everything as it is.

    Articles that fail a check of severity error are set aside in ops.quarantine; `record_end` is told how many are,
    before the snapshot is made. `now` (the wall clock unless given) is only recorded. Raises CheckFailedError when a
    check of severity torn finds rows: the marts and the snapshot then stay as they were, the results are in
    ops.check_result.
    """
    with _room_to_build(connection):
        return _publish(connection, home, now or dt.datetime.now(dt.UTC), record_end)


@contextmanager
def _room_to_build(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Raise the memory limit with the number of articles: lists of articles that share a key do not spill."""
    row = connection.execute("select count(*), current_setting('memory_limit') from raw.seed").fetchone()
    seeds, limit = row if row is not None else (0, "")
    connection.execute(f"set memory_limit = '{MEMORY_BASE_BYTES + BYTES_A_SEED * seeds}B'")
    try:
        yield
    finally:
        connection.execute(f"set memory_limit = '{limit}'")


def _publish(
    connection: duckdb.DuckDBPyConnection, home: Path, now: dt.datetime, record_end: Callable[[int], None]
) -> PublishReport:
    state = _read_state(connection)
    started = time.perf_counter()
    connection.begin()
    try:
        defined = define_marts(connection)
        if not defined and state.load_no == state.published_load_no and _is_current(home, state):
            report = _unchanged(connection, home, state)
            record_end(report.set_aside_count)
            connection.commit()
            return report
        held = take_back_all(connection)
        is_table_new = any(mart.kind == "table" for mart in defined)
        since_load_no = 0 if is_table_new else state.published_load_no
        refreshed = refresh_marts(connection, since_load_no=since_load_no, also=held)
        built = time.perf_counter()
        results = run_checks(connection, since_load_no=since_load_no, also=held)
        is_torn = any(result.stops_publish for result in results)
        set_aside_count = 0 if is_torn else _set_aside(connection, results, state, now)
        checked = time.perf_counter()
        if not is_torn:
            _record(connection, results, state, refreshed, now)
            record_end(set_aside_count)
            connection.commit()
    except BaseException:
        roll_back(connection)
        raise
    if is_torn:
        _refuse(connection, results, state, now)
    _replace_snapshot(connection, home)
    return PublishReport(
        is_new=True,
        publish_no=state.publish_no + 1,
        article_count=_count_articles(connection),
        refreshed_count=refreshed,
        set_aside_count=set_aside_count,
        checks=tuple(results),
        snapshot=home / PUBLISHED_FILE,
        snapshot_bytes=(home / PUBLISHED_FILE).stat().st_size,
        mart_seconds=built - started,
        check_seconds=checked - built,
        copy_seconds=time.perf_counter() - checked,
    )


def _set_aside(
    connection: duckdb.DuckDBPyConnection, results: list[CheckResult], state: _State, now: dt.datetime
) -> int:
    """Take the articles that fail a check out of the marts; returns how many."""
    article_ids = set_aside(connection, results, publish_no=state.publish_no + 1, now=now)
    if article_ids:
        refresh_articles(connection, article_ids, last_load_no=state.load_no)
    return len(article_ids)


def _read_state(connection: duckdb.DuckDBPyConnection) -> _State:
    row = connection.execute(read_sql("publish/publish_state")).fetchone()
    assert row is not None  # noqa: S101 an aggregate without groups has one row
    return _State(publish_no=row[0], published_load_no=row[1], load_no=row[2])


def _is_current(home: Path, state: _State) -> bool:
    """Say whether the snapshot is that of the last publish, and whole.

    A kill may have come between commit and rename, and the file may have been cut off.
    """
    path = home / PUBLISHED_FILE
    if not path.exists() or state.publish_no == 0:
        return False
    try:
        with duckdb.connect(str(path), read_only=True) as snapshot:
            row = snapshot.execute("select total_blocks * block_size from pragma_database_size()").fetchone()
            is_whole = row is not None and path.stat().st_size >= row[0]
            return is_whole and _read_state(snapshot).publish_no == state.publish_no
    except duckdb.Error:
        return False


def _unchanged(connection: duckdb.DuckDBPyConnection, home: Path, state: _State) -> PublishReport:
    return PublishReport(
        is_new=False,
        publish_no=state.publish_no,
        article_count=_count_articles(connection),
        refreshed_count=0,
        set_aside_count=len(list_set_aside(connection)),
        checks=(),
        snapshot=home / PUBLISHED_FILE,
        snapshot_bytes=(home / PUBLISHED_FILE).stat().st_size,
        mart_seconds=0.0,
        check_seconds=0.0,
        copy_seconds=0.0,
    )


def _count_articles(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("select count(*) from derived.current_article").fetchone()
    return row[0] if row else 0


def _record(
    connection: duckdb.DuckDBPyConnection, results: list[CheckResult], state: _State, refreshed: int, now: dt.datetime
) -> None:
    publish_no = state.publish_no + 1
    record_checks(connection, results, publish_no=publish_no, now=now)
    connection.execute(
        read_sql("publish/record_publish"),
        {"publish_no": publish_no, "now": now, "load_no": state.load_no, "refreshed_count": refreshed},
    )


def _refuse(connection: duckdb.DuckDBPyConnection, results: list[CheckResult], state: _State, now: dt.datetime) -> None:
    """Undo the marts, keep the findings, and say which check failed."""
    connection.rollback()
    record_checks(connection, results, publish_no=state.publish_no + 1, now=now)
    failed = [result for result in results if result.stops_publish]
    listed = "; ".join(f"{item.name}: {item.offending_count} rows, first {item.example}" for item in failed)
    raise CheckFailedError(f"Nothing was published, the old snapshot stays. Checks failed: {listed}.")


def _replace_snapshot(connection: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Put all that is published in the readers' place: the file itself, or all tables of a lake as a file."""
    if is_lake(connection):
        export_snapshot(connection, home)
    else:
        replace_snapshot(connection, home)
