"""Load batch files into the facts: one transaction, with the ledger row of each batch inside it.

So a batch is loaded once or not at all, whatever was killed when. Nothing is updated or deleted here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import duckdb

from flows.errors import BatchUnfitError
from flows.records import BatchCounts
from warehouse.database.sql_files import read_sql, roll_back, split_statements
from warehouse.load.batch_contract import explain_values, require_columns
from warehouse.load.batch_folders import LEDGER_FILE

# In this order: what was dropped is known before what hangs on it is loaded.
_STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("seed", ("load/dropped_seed", "load/seed")),
    ("capture", ("load/capture",)),
    ("observation", ("load/observation",)),
    ("page", ("load/page",)),
    ("reconciliation", ("load/dropped_reconciliation", "load/reconciliation")),
    ("sketch", ("load/sketch",)),
    ("left_out", ("load/left_out",)),
    ("sentence_change", ("load/sentence_change",)),
    ("fact_change", ("load/fact_change",)),
    ("media", ("load/media",)),
    ("named_day", ("load/named_day",)),
    ("rejection", ("load/rejection",)),
    ("host", ("load/host",)),
    ("estimate", ("load/estimate",)),
    ("sampled_article", ("load/sampled_article",)),
    ("address_rule", ("load/address_rule",)),
    ("address_try", ("load/address_try",)),
    ("layout_lesson", ("load/layout_lesson",)),
    ("layout", ("load/layout",)),
)


def load_batches(
    connection: duckdb.DuckDBPyConnection, batch_folders: Sequence[Path], *, run_id: str | None = None
) -> list[BatchCounts]:
    """Load several batches in one transaction: a commit of 2,000 articles and more costs least for each.

    Seeds that are held already go to `ops.duplicate`, reconciliations that are held already are left out with
    their sentences. `run_id` None keeps the run that wrote the batch. Returns one row a folder, in order.
    Raises BatchUnfitError where a folder holds no whole batch.
    """
    folders = [folder.absolute() for folder in batch_folders]
    if not folders:
        return []
    for folder in folders:
        if not (folder / LEDGER_FILE).exists():
            raise BatchUnfitError(f"{folder} is no whole batch: it has no {LEDGER_FILE}.")
    with _one_thread(connection):
        return _load(connection, folders, run_id)


@contextmanager
def _one_thread(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Load with one thread: two write row groups of half the size and take 1.6 times the CPU in all."""
    row = connection.execute("select current_setting('threads')").fetchone()
    connection.execute("set threads = 1")
    try:
        yield
    finally:
        connection.execute(f"set threads = {int(row[0]) if row is not None else 1}")


def _load(connection: duckdb.DuckDBPyConnection, folders: Sequence[Path], run_id: str | None) -> list[BatchCounts]:
    connection.begin()
    try:
        _insert(connection, folders, run_id)
        connection.commit()
    except BaseException:
        roll_back(connection)
        raise
    return _read_counts(connection, [folder.name for folder in folders])


def _insert(connection: duckdb.DuckDBPyConnection, folders: Sequence[Path], run_id: str | None) -> None:
    connection.execute(read_sql("load/incoming_batch"), {"files": [str(folder / LEDGER_FILE) for folder in folders]})
    incoming = {row[0] for row in connection.execute("select batch_id from incoming_batch").fetchall()}
    new = list({folder.name: folder for folder in folders if folder.name in incoming}.values())
    if not new:
        return
    found = {table: [path for folder in new if (path := folder / f"{table}.parquet").exists()] for table, _ in _STEPS}
    require_columns(connection, chain.from_iterable(found.values()))
    with explain_values(new):
        for table, steps in _STEPS:
            if found[table]:
                for step in steps:
                    _run_script(connection, step, list(map(str, found[table])))
    connection.execute(read_sql("load/record_batch"), {"run_id": run_id})


def _run_script(connection: duckdb.DuckDBPyConnection, name: str, files: list[str]) -> None:
    for statement in split_statements(read_sql(name)):
        connection.execute(statement, {"files": files} if "$files" in statement else None)


def _read_counts(connection: duckdb.DuckDBPyConnection, batch_ids: list[str]) -> list[BatchCounts]:
    rows = connection.execute(read_sql("load/batch_counts"), {"batch_ids": batch_ids}).fetchall()
    names = BatchCounts.__dataclass_fields__
    counts = {row[0]: BatchCounts(**dict(zip(names, row, strict=True))) for row in rows}
    return [counts[batch_id] for batch_id in batch_ids]
