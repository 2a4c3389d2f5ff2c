"""The ledgers beside the batches: which commands ran, and which source files were read."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import duckdb

from warehouse.database.sql_files import read_sql


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source file that was read to its end. The signature names path, size, time and reader version."""

    source_path: str
    signature: str
    source_bytes: int = 0


def record_sources(connection: duckdb.DuckDBPyConnection, rows: Iterable[SourceRow], *, now: dt.datetime) -> None:
    """Write source files into the ledger, so that the next run can skip them; known signatures stay as they are.

    Record a source only after the last batch with a seed of it is loaded.
    """
    by_signature = {row.signature: row for row in rows}
    if by_signature:
        listed = list(by_signature.values())
        connection.execute(
            read_sql("load/record_sources"),
            {
                "paths": [row.source_path for row in listed],
                "signatures": [row.signature for row in listed],
                "sizes": [row.source_bytes for row in listed],
                "now": now,
            },
        )


def known_source_signatures(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the signatures of all source files that were read to their end."""
    return {row[0] for row in connection.execute("select signature from ops.source").fetchall()}


def source_paths_of(connection: duckdb.DuckDBPyConnection, signatures: Collection[str]) -> set[str]:
    """Return the paths that source files were recorded under; one file may be named another way today."""
    query = "select source_path from ops.source where signature in (select unnest($signatures::varchar[]))"
    return {row[0] for row in connection.execute(query, {"signatures": list(signatures)}).fetchall()}


def loaded_batch_ids(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the ids of all batches in the ledger."""
    return {row[0] for row in connection.execute("select batch_id from ops.batch").fetchall()}


def start_run(
    connection: duckdb.DuckDBPyConnection,
    *,
    run_id: str,
    command: str,
    version: str,
    parameters: Mapping[str, object],
    now: dt.datetime,
) -> None:
    """Write that a command began. `parameters` must hold no secret."""
    connection.execute(
        read_sql("load/start_run"),
        {
            "run_id": run_id,
            "command": command,
            "version": version,
            "parameters": json.dumps(parameters, ensure_ascii=False, default=str),
            "now": now,
        },
    )


def runs_cut_off(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the ids of the runs that have no end: those that were cut off, and the one that is under way."""
    return {row[0] for row in connection.execute("select run_id from ops.run where finished_at is null").fetchall()}


def finish_run(
    connection: duckdb.DuckDBPyConnection,
    *,
    run_id: str,
    exit_code: int,
    counts: Mapping[str, int],
    now: dt.datetime,
) -> None:
    """Write how a command ended. A run without an end was killed."""
    connection.execute(
        read_sql("load/finish_run"),
        {"run_id": run_id, "exit_code": exit_code, "counts": json.dumps(counts), "now": now},
    )
