"""Bring a warehouse's schema up to date: numbered SQL files, each applied once, held by a checksum.

Before an older warehouse is changed, a copy is kept beside it as `warehouse.before-<number>.duckdb`.
"""

import hashlib
import shutil
from pathlib import Path

import duckdb

from flows.errors import EnvironmentBrokenError, WarehouseTooNewError
from warehouse.database.lake_dialect import is_lake
from warehouse.database.sql_files import list_sql, read_sql, run_script
from warehouse.database.vocabularies import sync_enums


def known_migrations() -> dict[int, tuple[str, str]]:
    """Map each migration's number to its name and script, ascending."""
    return {int(name[:4]): (name, path.read_text("utf-8")) for name, path in list_sql("migrations").items()}


def checksum(script: str) -> str:
    """Hash a script to 16 hex digits."""
    return hashlib.sha256(script.encode()).hexdigest()[:16]


def _applied_migrations(connection: duckdb.DuckDBPyConnection) -> dict[int, str]:
    rows = connection.execute("select version, checksum from ops.migration order by version").fetchall()
    return dict(rows)


def _has_ledger(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'ops' and table_name = 'migration' "
        "and database_name = current_database()"
    ).fetchone()
    return found is not None


def _refuse_unknown(applied: dict[int, str], path: Path) -> None:
    """Refuse a ledger that is not a beginning of ours."""
    known = known_migrations()
    for version, found in applied.items():
        if version not in known:
            raise WarehouseTooNewError(
                f"{path} has schema {version:04d}, this version of Seedbank knows {max(known):04d}: "
                "install the newer version, or give another --home."
            )
        if checksum(known[version][1]) != found:
            raise EnvironmentBrokenError(
                f"{path} was made with another migration {known[version][0]}; "
                "`seedbank rebuild` makes the warehouse again from the batch files."
            )


def _keep_copy(connection: duckdb.DuckDBPyConnection, path: Path, version: int) -> None:
    connection.execute("checkpoint")
    shutil.copyfile(path, path.with_name(f"{path.stem}.before-{version:04d}{path.suffix}"))


def migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> list[int]:
    """Apply the migrations that are missing, in one transaction, and return their numbers.

    Raises WarehouseTooNewError for a schema of a newer version, EnvironmentBrokenError for a changed one.
    """
    applied = _applied_migrations(connection) if _has_ledger(connection) else {}
    _refuse_unknown(applied, path)
    missing = {version: item for version, item in known_migrations().items() if version not in applied}
    if applied and missing and not is_lake(connection):  # a lake keeps its earlier snapshots itself
        _keep_copy(connection, path, min(missing))
    connection.begin()
    try:
        connection.execute(read_sql("database/migration_ledger"))
        is_widened = not is_lake(connection) and sync_enums(connection)
        for version, (name, script) in missing.items():
            run_script(connection, script)
            connection.execute(
                read_sql("database/record_migration"), {"version": version, "name": name, "checksum": checksum(script)}
            )
        if is_widened or missing:
            _forget_marts(connection)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return list(missing)


def require_current_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Say in a sentence that a snapshot lacks tables which this version reads. Raises EnvironmentBrokenError."""
    if max(_applied_migrations(connection), default=0) < max(known_migrations()):
        raise EnvironmentBrokenError(
            "What is published was made by an earlier version of Seedbank: `seedbank publish` makes it anew."
        )


def _forget_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Have the next publish define the marts again: their columns may have other types now."""
    connection.execute("delete from ops.mart")
