"""The warehouse in DuckLake: a catalog in PostgreSQL, Parquet on a shared folder or in S3, many readers.

The tables, marts, checks and questions are those of the file: names without a catalog mean the lake, and
`lake_dialect` leaves out what a lake lacks. Batches are inserted, not registered (`ducklake_add_data_files`):
a registered file belongs to the lake, whose compaction deletes it, and batch files are what a rebuild starts from;
they hold rows that the loader drops as duplicates; and 27,612 real seeds load as fast as into the file anyway
(tests/benchmarks/lake_load.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from flows.errors import EnvironmentBrokenError, MissingInputError
from warehouse.database.committer import Committer, Tell, connect_postgres, hold_file, hold_postgres
from warehouse.database.connect import CATALOG, MEMORY_LIMIT, THREADS, database_settings, explain_errors
from warehouse.database.extensions import load_extension
from warehouse.database.migrate import migrate
from warehouse.database.sql_files import quote_text

POSTGRES = "postgres:"
DATA_FOLDER = "lake"  # of the home, where no other place is named


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Access:
    """How an object store is reached; its secrets are never shown."""

    key_id: str
    secret: str = field(repr=False)
    session_token: str = field(default="", repr=False)
    region: str = "us-east-1"
    endpoint: str = ""  # URL; empty for Amazon's own


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeLocation:
    """Where a lake is."""

    catalog: str = field(repr=False)  # `postgres:dbname=… host=…`, which may hold a password, or the path of a file
    data: str = ""  # folder or s3://bucket/prefix of a new lake's Parquet files; an old one knows its own
    s3: S3Access | None = None

    @property
    def conninfo(self) -> str | None:
        """Give the connection string of PostgreSQL; None where the catalog is a file."""
        return self.catalog.removeprefix(POSTGRES) if self.catalog.startswith(POSTGRES) else None


def _create_secret(connection: duckdb.DuckDBPyConnection, s3: S3Access) -> None:
    load_extension(connection, "httpfs")
    options = {"key_id": s3.key_id, "secret": s3.secret, "session_token": s3.session_token, "region": s3.region}
    parts = [f"{name} {quote_text(value)}" for name, value in options.items() if value]
    if s3.endpoint:
        url = urlsplit(s3.endpoint)
        parts += [f"endpoint {quote_text(url.netloc)}", "url_style 'path'", f"use_ssl {url.scheme != 'http'}"]
    connection.execute(f"create secret lake_files (type s3, {', '.join(parts)})")


def _has_catalog(location: LakeLocation) -> bool:
    """Say whether there is a lake at this place already."""
    if location.conninfo is None:
        return Path(location.catalog).exists()
    with connect_postgres(location.conninfo) as postgres:
        row = postgres.execute("select to_regclass('ducklake_metadata') is not null").fetchone()
    return bool(row and row[0])


def _attach(connection: duckdb.DuckDBPyConnection, location: LakeLocation, *, options: list[str]) -> None:
    load_extension(connection, "ducklake")
    if location.conninfo is not None:
        load_extension(connection, "postgres_scanner")
    if location.s3 is not None:
        _create_secret(connection, location.s3)
    listed = f" ({', '.join(options)})" if options else ""
    connection.execute(f"attach {quote_text('ducklake:' + location.catalog)} as {CATALOG}{listed}")
    connection.execute(f"use {CATALOG}")
    connection.execute("set timezone = 'UTC'")


@contextmanager
def _connected(home: Path, threads: int, memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config=database_settings(home, threads, memory_limit))
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def hold_committer(location: LakeLocation, *, wait_seconds: float, tell: Tell) -> Iterator[Committer]:
    """Be the lake's one committer for the length of the block. Raises WarehouseLockedError."""
    if location.conninfo is not None:
        with hold_postgres(location.conninfo, wait_seconds=wait_seconds, tell=tell) as committer:
            yield committer
        return
    path = Path(location.catalog)
    path.parent.mkdir(parents=True, exist_ok=True)
    with hold_file(path, wait_seconds=wait_seconds, tell=tell) as held:
        yield held


@contextmanager
def open_lake(
    location: LakeLocation,
    home: Path,
    *,
    wait_seconds: float,
    tell: Tell,
    threads: int = THREADS,
    memory_limit: str = MEMORY_LIMIT,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Committer]]:
    """Open a lake as its one committer, made or migrated where needed.

    Raises WarehouseLockedError, WarehouseTooNewError, EnvironmentBrokenError, OutOfDiskError.
    """
    place = Path(DATA_FOLDER)
    with explain_errors(home), hold_committer(location, wait_seconds=wait_seconds, tell=tell) as committer:
        home.mkdir(parents=True, exist_ok=True)
        data = location.data or f"{(home / place).absolute()}/"
        options = [] if _has_catalog(location) else [f"data_path {quote_text(data)}"]
        with _connected(home, threads, memory_limit) as connection, _named_errors(location):
            _attach(connection, location, options=options)
            migrate(connection, place)
            yield connection, committer


@contextmanager
def _named_errors(location: LakeLocation) -> Iterator[None]:
    """Say which service failed, never its connection string or secrets."""
    try:
        yield
    except (duckdb.HTTPException, duckdb.IOException) as error:
        first = str(error).splitlines()[0]
        if location.conninfo is not None and location.conninfo in first:
            first = first.replace(location.conninfo, "…")
        raise EnvironmentBrokenError(f"The lake cannot be read or written: {first}") from None


@contextmanager
def read_lake(
    location: LakeLocation, home: Path, *, threads: int = THREADS, memory_limit: str = MEMORY_LIMIT
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a lake for reading, as any number of readers may, also while it is written.

    Raises MissingInputError where there is none yet.
    """
    if not _has_catalog(location):
        raise MissingInputError("There is no lake yet at the place that SEEDBANK_WAREHOUSE names; run an ingest first.")
    with _connected(home, threads, memory_limit) as connection, _named_errors(location):
        _attach(connection, location, options=["read_only"])
        yield connection
