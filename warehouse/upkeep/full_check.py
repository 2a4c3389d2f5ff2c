"""Prove that the warehouse is what its batch files say: make it again beside the old one and compare."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.checks.run import CheckResult, run_checks
from warehouse.database.connect import BATCHES_FOLDER, WAREHOUSE_FILE, connect_file, explain_errors, lock_home
from warehouse.database.sql_files import read_sql
from warehouse.load.batch_folders import list_batches
from warehouse.marts.build import define_marts, refresh_marts
from warehouse.upkeep.rebuild import load_all

# Marts of rows; the others are sums over these. Order of rows does not count.
COMPARED_MARTS = (
    "article", "sentence", "media", "sentence_change", "fact_change", "article_version", "capture", "duplicate",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FullCheckReport:
    """What a full check found. Empty `differing` and `failed`: the warehouse is sound."""

    checks: tuple[CheckResult, ...]
    batch_count: int
    waiting_batches: tuple[str, ...]  # on disk but not loaded: the next ingest loads them
    lost_batches: tuple[str, ...]  # loaded, but their files are gone: a rebuild would miss them
    differing: tuple[str, ...]  # marts that a rebuild would give otherwise

    @property
    def is_sound(self) -> bool:
        return not self.differing and not any(check.is_failed for check in self.checks)


def fingerprints(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[object, ...]]:
    """Count and hash the rows of each compared mart, whatever their order."""
    return {
        name: _fingerprint(connection, read_sql("upkeep/fingerprint").replace("mart_name", name))
        for name in COMPARED_MARTS
    }


def _fingerprint(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[object, ...]:
    row = connection.execute(query).fetchone()
    return tuple(row) if row is not None else ()


def _refresh_all(connection: duckdb.DuckDBPyConnection) -> None:
    define_marts(connection)
    refresh_marts(connection, since_load_no=0)


def check_full(home: Path) -> FullCheckReport:
    """Run the checks, load all batch files into a second warehouse, and compare the marts row by row.

    Batches that wait on disk are left out of the comparison, and so is a mart refresh that is still due.
    Takes about as long as a rebuild. Raises what `open_writer` raises.
    """
    path, second = home / WAREHOUSE_FILE, home / f"checking.{WAREHOUSE_FILE}"
    with lock_home(home), explain_errors(path):
        connection = connect_file(path)
        try:
            _refresh_all(connection)
            checks = tuple(run_checks(connection))
            loaded = {row[0] for row in connection.execute("select batch_id from ops.batch").fetchall()}
            found = fingerprints(connection)
            set_aside = connection.execute("from ops.quarantine").fetchall()
        finally:
            connection.close()
        folders = list_batches(home / BATCHES_FOLDER)
        expected = _fingerprints_of_rebuild(second, [folder for folder in folders if folder.name in loaded], set_aside)
    on_disk = {folder.name for folder in folders}
    return FullCheckReport(
        checks=checks,
        batch_count=len(loaded),
        waiting_batches=tuple(sorted(on_disk - loaded)),
        lost_batches=tuple(sorted(loaded - on_disk)),
        differing=tuple(name for name in COMPARED_MARTS if found[name] != expected[name]),
    )


def _fingerprints_of_rebuild(
    path: Path, folders: list[Path], set_aside: list[tuple[object, ...]]
) -> dict[str, tuple[object, ...]]:
    _remove(path)
    try:
        connection = connect_file(path)
        try:
            load_all(connection, folders)
            for row in set_aside:  # the checks decide on these, and are not what is compared
                connection.execute("insert into ops.quarantine values (?, ?, ?, ?, ?)", row)
            _refresh_all(connection)
            return fingerprints(connection)
        finally:
            connection.close()
    finally:
        _remove(path)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
