"""Open the warehouse: one writer at a time, readers of the published snapshot at any time.

home/
  warehouse.duckdb    what the writer works in; no other process opens it
  warehouse.lock      held by the writer; says who it is
  published.duckdb    the snapshot that readers open, replaced by rename
  batches/<batch_id>/ the batch files, from which the warehouse can be made again
"""

import errno
import fcntl
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.errors import (
    EnvironmentBrokenError,
    MissingInputError,
    OutOfDiskError,
    SeedbankError,
    UsageError,
    WarehouseDamagedError,
    WarehouseLockedError,
    WarehouseTooNewError,
)
from warehouse.database.migrate import migrate
from warehouse.database.sql_files import quote_text

WAREHOUSE_FILE = "warehouse.duckdb"
PUBLISHED_FILE = "published.duckdb"
LOCK_FILE = "warehouse.lock"
BATCHES_FOLDER = "batches"
# The first version that has ZSTD; DuckDB 1.2 and newer read it. Texts of 64 bytes and more get ZSTD: measured on 27,612
# real seeds, the file is 80 MB (222 MB with v1.0.0, 182 MB with v1.5.0) for the same CPU of the whole ingest,
# 20.6-21.7 s (20.7-21.5, 19.8-20.9).
STORAGE_VERSION = "v1.2.0"
# Without FSST, which is tried on every text and rarely chosen, loads take 8 % less CPU on real seeds, 9 % on synthetic
# ones; an article's facts take 45-66 bytes of 2,730 more (157 of 3,540), the published file of 10,000 as much as with.
_COMPRESSION = {"zstd_min_string_length": "64", "disabled_compression_methods": "fsst"}
# A checkpoint joins row groups that are not full, in each table from its beginning: the more a warehouse holds, the
# longer each load takes (5 s instead of 1.3 s for 10,000 articles when 90,000 are there). `seedbank maintain` does it.
_NO_MERGES = {"max_vacuum_tasks": "0"}
# DuckDB keeps what it has read of Parquet files, up to its memory limit, but no batch is loaded twice (3 KB a page,
# measured in a run that fetches). A lake keeps its own tables in such files, so it goes without this.
_NO_FILE_CACHE = {"enable_external_file_cache": "false"}
# A checkpoint holds a whole row group in memory; with DuckDB's own 122,880 rows of articles that is over 1 GB.
ROW_GROUP_ROWS = 8_192
CATALOG = "warehouse"
# DuckDB spills to disk beyond it. Measured on 27,612 real seeds and on half of them: with this limit the process tree
# peaks at 1,134 MB and 1,013 MB (tests/benchmarks/ingest_volume.py).
MEMORY_LIMIT = "350MB"
READER_MEMORY_LIMIT = "2GB"  # a reader is alone; a question that sorts a million texts needs more than the writer
THREADS = 2


def database_settings(home: Path, threads: int, memory_limit: str) -> dict[str, str | bool | int | float | list[str]]:
    """Give the settings of every connection: no extension is fetched, and memory and spill have their bounds."""
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": str(threads),
        "memory_limit": memory_limit,
        "temp_directory": str(home / "tmp"),
        "preserve_insertion_order": "false",
        **_COMPRESSION,
        **_NO_MERGES,
    }


@contextmanager
def hold_lock(path: Path, guarded: Path) -> Iterator[None]:
    """Hold a lock file for the length of the block; the system frees it when the process ends."""
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EAGAIN, errno.EACCES}:
                raise
            file.seek(0)
            raise WarehouseLockedError(
                f"The warehouse in {guarded} is in use by {_describe_owner(file.read())}."
            ) from None
        file.seek(0)
        file.truncate()
        json.dump({"pid": os.getpid(), "command": shlex.join(sys.argv)}, file)
        file.flush()
        yield


def _describe_owner(text: str) -> str:
    try:
        owner = json.loads(text)
        return f"process {owner['pid']} ({owner['command']}); wait for it to end, or stop it"
    except (ValueError, KeyError, TypeError):
        return "another process; wait for it to end"


def _translate(error: duckdb.Error, path: Path) -> SeedbankError | None:
    """Turn what DuckDB says of a file into a sentence for the user; None means a bug of ours."""
    text = str(error)
    first_line = text.splitlines()[0] if text else repr(error)
    if "Could not set lock" in text:
        found = re.search(r"held in (.{1,999}?) \(PID (\d+)\)", text)
        owner = f"process {found[2]} ({found[1]})" if found else "another process"
        return WarehouseLockedError(f"{path} is open in {owner}; close it there and run this again.")
    if re.search(r"No space left|disk is full|ENOSPC|max_temp_directory_size", text):
        return OutOfDiskError(f"No space is left on the disk of {path}; free some and run this again, nothing is lost.")
    if "version number" in text or "newer version" in text:
        return WarehouseTooNewError(f"{path} was written by a newer version: {first_line}")
    if re.search(r"Permission denied|Read-only file system|Cannot open file", text):
        return EnvironmentBrokenError(f"{path} cannot be opened: {first_line}")
    damage = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)
    if isinstance(error, damage):
        return WarehouseDamagedError(
            f"{path} cannot be read ({first_line}); `seedbank rebuild` makes it again from the batch files."
        )
    return None


def _translate_os(error: OSError, path: Path) -> SeedbankError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return OutOfDiskError(f"No space is left on the disk of {path}; free some and run this again, nothing is lost.")
    return EnvironmentBrokenError(f"{path} cannot be written: {error.strerror or error}.")


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """Turn failures of disk and database inside the block into sentences for the user."""
    try:
        yield
    except duckdb.Error as error:
        translated = _translate(error, path)
        if translated is None:
            raise
        raise translated from error
    except OSError as error:
        raise _translate_os(error, path) from error


def _refuse_emptied(home: Path) -> None:
    """Refuse a warehouse of zero bytes that has batches: opening it would pass an empty one off as the data."""
    path = home / WAREHOUSE_FILE
    if path.exists() and path.stat().st_size == 0 and any((home / BATCHES_FOLDER).glob("*/batch.parquet")):
        raise WarehouseDamagedError(
            f"{path} is empty although there are batch files; `seedbank rebuild` makes it again from them."
        )


def _attach(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Attach a file as the one that names without a catalog mean: only so can the size of row groups be set."""
    name = quote_text(str(path))
    connection.execute(
        f"attach {name} as {CATALOG} (storage_version '{STORAGE_VERSION}', row_group_size {ROW_GROUP_ROWS})"
    )
    connection.execute(f"use {CATALOG}")


def connect_file(path: Path, *, threads: int = THREADS, memory_limit: str = MEMORY_LIMIT) -> duckdb.DuckDBPyConnection:
    """Connect to a warehouse file for writing and bring its schema up to date; no lock is taken."""
    connection = duckdb.connect(config=database_settings(path.parent, threads, memory_limit) | _NO_FILE_CACHE)
    try:
        _attach(connection, path)
        connection.execute("set timezone = 'UTC'")
        migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def new_cursor(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Open a second connection to the same database; names without a catalog mean the same as on the first."""
    cursor = connection.cursor()
    catalogs = {row[0] for row in cursor.execute("select database_name from duckdb_databases()").fetchall()}
    if CATALOG in catalogs:
        cursor.execute(f"use {CATALOG}")
    cursor.execute("set timezone = 'UTC'")
    return cursor


@contextmanager
def lock_home(home: Path) -> Iterator[None]:
    """Create the home folder and be its one writer for the length of the block.

    Raises WarehouseLockedError, EnvironmentBrokenError, OutOfDiskError.
    """
    with explain_errors(home):
        home.mkdir(parents=True, exist_ok=True)
        with hold_lock(home / LOCK_FILE, home):
            yield


@contextmanager
def open_writer(
    home: Path, *, threads: int = THREADS, memory_limit: str = MEMORY_LIMIT
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse of `home` as its one writer, made or migrated where needed.

    Failures of disk and database inside the block come out as sentences too. Raises
    WarehouseLockedError, WarehouseTooNewError, WarehouseDamagedError, EnvironmentBrokenError, OutOfDiskError.
    """
    _refuse_name(home)
    with lock_home(home), explain_errors(home / WAREHOUSE_FILE):
        _refuse_emptied(home)
        connection = connect_file(home / WAREHOUSE_FILE, threads=threads, memory_limit=memory_limit)
        try:
            yield connection
        finally:
            connection.close()


def _refuse_name(home: Path) -> None:
    """Refuse a home that DuckDB 1.5 cannot work in: it takes what is behind a question mark for a query."""
    if "?" in str(home.resolve()):
        raise UsageError(f"DuckDB cannot keep its log in a folder with ? in its name; choose another home than {home}.")


def open_published(
    home: Path, *, threads: int = THREADS, memory_limit: str = READER_MEMORY_LIMIT
) -> duckdb.DuckDBPyConnection:
    """Open the published snapshot read-only; close it to see a newer one in the same process.

    Raises MissingInputError where nothing is published yet, WarehouseDamagedError, WarehouseTooNewError.
    """
    path = home / PUBLISHED_FILE
    if not path.exists():
        raise MissingInputError(f"Nothing is published in {home} yet; run `seedbank ingest` first.")
    with explain_errors(path):
        connection = duckdb.connect(str(path), read_only=True, config=database_settings(home, threads, memory_limit))
        connection.execute("set timezone = 'UTC'")
    return connection
