"""Make the warehouse again from its batch files."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.errors import EnvironmentBrokenError, MissingInputError
from warehouse.database.connect import BATCHES_FOLDER, WAREHOUSE_FILE, connect_file, explain_errors, lock_home
from warehouse.database.sql_files import quote_text, read_sql
from warehouse.load.batch_folders import LEDGER_FILE, list_batches
from warehouse.load.load import load_batches
from warehouse.publish.publish import PublishReport, publish

# Batches in one transaction: about 10,000 articles, whose rows fit in memory.
_BATCHES_A_TRANSACTION = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildReport:
    """What a rebuild did."""

    batch_count: int
    kept_aside: Path | None  # the old warehouse file, where there was one
    published: PublishReport


def _in_written_order(connection: duckdb.DuckDBPyConnection, folders: list[Path]) -> list[Path]:
    if not folders:
        return []
    files = [str(folder.absolute() / LEDGER_FILE) for folder in folders]
    rows = connection.execute(read_sql("upkeep/written_order"), {"files": files}).fetchall()
    return [Path(row[0]).parent for row in rows]


def load_all(connection: duckdb.DuckDBPyConnection, folders: list[Path]) -> None:
    """Load batches in the order in which they were written, some thousands of articles in a transaction."""
    ordered = _in_written_order(connection, folders)
    for start in range(0, len(ordered), _BATCHES_A_TRANSACTION):
        load_batches(connection, ordered[start : start + _BATCHES_A_TRANSACTION])


def _take_over_ledgers(connection: duckdb.DuckDBPyConnection, old: Path) -> None:
    """Copy what only the old file knows, runs and sources, where it can still be read."""
    try:
        connection.execute(f"attach {quote_text(str(old))} as old (read_only)")
    except duckdb.Error:
        return
    try:
        connection.execute(read_sql("upkeep/take_over_ledgers"))
    except duckdb.Error:
        return
    finally:
        connection.execute("detach old")


def rebuild(home: Path) -> RebuildReport:
    """Build a new warehouse from the batch files, publish it, and keep the old file beside it.

    The ledgers of runs and sources come from the old file where it can be read; without them the next ingest
    reads its sources again and finds them loaded. Raises MissingInputError where there are no batch files.
    """
    folders = list_batches(home / BATCHES_FOLDER)
    if not folders:
        raise MissingInputError(f"There are no batch files in {home / BATCHES_FOLDER} to rebuild from.")
    path, new = home / WAREHOUSE_FILE, home / f"rebuilding.{WAREHOUSE_FILE}"
    with lock_home(home), explain_errors(new):
        for leftover in (new, new.with_name(f"{new.name}.wal")):
            leftover.unlink(missing_ok=True)
        connection = connect_file(new)
        try:
            load_all(connection, folders)
            _take_over_ledgers(connection, path)
            connection.execute("checkpoint")
        finally:
            connection.close()
        kept_aside = _move_aside(path)
        new.replace(path)
        connection = connect_file(path)
        try:
            report = publish(connection, home)
        finally:
            connection.close()
    return RebuildReport(batch_count=len(folders), kept_aside=kept_aside, published=report)


def fill(connection: duckdb.DuckDBPyConnection, home: Path) -> RebuildReport:
    """Load the batches of a home that an open warehouse does not hold yet, and publish.

    Raises MissingInputError where there are no batch files.
    """
    folders = list_batches(home / BATCHES_FOLDER)
    if not folders:
        raise MissingInputError(f"There are no batch files in {home / BATCHES_FOLDER} to rebuild from.")
    load_all(connection, folders)
    return RebuildReport(batch_count=len(folders), kept_aside=None, published=publish(connection, home))


def _move_aside(path: Path) -> Path | None:
    """Rename the old file and its log, and return its new name; None where there was none."""
    log = path.with_name(f"{path.name}.wal")
    if not path.exists():
        log.unlink(missing_ok=True)
        return None
    for number in range(1, 1000):
        aside = path.with_name(f"{path.stem}.old-{number}{path.suffix}")
        if not aside.exists():
            path.replace(aside)
            if log.exists():
                log.replace(aside.with_name(f"{aside.name}.wal"))
            return aside
    raise EnvironmentBrokenError(f"{path.parent} holds a thousand old warehouses; delete some.")
