"""The one committer of a lake: a process that loads, publishes or maintains holds this lock.

DuckLake lets two writers insert the same new key and keeps both, so writers take turns. For a catalog in PostgreSQL
the lock is an advisory lock of its database, held by a connection of its own: it is free as soon as that connection
or its machine dies. For a catalog in a file it is a file lock beside it.
"""

import os
import shlex
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flows.errors import EnvironmentBrokenError, UsageError, WarehouseLockedError
from warehouse.database.connect import hold_lock
from warehouse.database.sql_files import read_sql

if TYPE_CHECKING:
    import psycopg

LOCK_CLASS, LOCK_OBJECT = 0x5EED, 0xBA4C  # any two numbers: no other program locks them
POLL_SECONDS = 1.0
CONNECT_SECONDS = 10
# PostgreSQL cuts a longer application_name; pid and host come first.
NAME_LENGTH = 63

Clock = Callable[[], float]
Tell = Callable[[str], None]  # gets a sentence for the person who waits


class Committer(Protocol):
    """The lock, as the one who holds it sees it."""

    def assert_held(self) -> None:
        """Raise EnvironmentBrokenError where the lock was lost: another one may be writing."""


class FileCommitter:
    """Holds a file lock, which cannot be lost while the process lives."""

    def assert_held(self) -> None:
        """Return: it is held."""


class PostgresCommitter:
    """Holds an advisory lock for as long as its connection lives."""

    def __init__(self, connection: "psycopg.Connection") -> None:
        self._connection = connection

    def assert_held(self) -> None:
        """Ask the server over the connection that holds the lock."""
        import psycopg  # noqa: PLC0415 - an extra

        try:
            self._connection.execute("select 1")
        except psycopg.Error as error:
            raise EnvironmentBrokenError(
                f"The connection that held the lake's lock is gone ({str(error).strip()}); another run may be writing. "
                "Nothing more is written; run the same command again to go on."
            ) from error


def connect_postgres(conninfo: str) -> "psycopg.Connection":
    """Connect to the catalog's database. Raises UsageError without the extra, EnvironmentBrokenError where it fails."""
    try:
        import psycopg  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("SEEDBANK_WAREHOUSE names a lake: install the extra `lake` (seedbank[lake]).") from error
    name = f"seedbank {os.getpid()}@{socket.gethostname()}: {shlex.join(sys.argv)}"[:NAME_LENGTH]
    try:
        return psycopg.connect(
            conninfo, autocommit=True, application_name=name, connect_timeout=CONNECT_SECONDS, keepalives_idle=30
        )
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()
        raise EnvironmentBrokenError(
            f"The lake's catalog cannot be reached: {reason[0] if reason else 'no reason given'}."
        ) from None  # the chained error would show the connection string


def _try_lock(connection: "psycopg.Connection") -> bool:
    row = connection.execute("select pg_try_advisory_lock(%s, %s)", (LOCK_CLASS, LOCK_OBJECT)).fetchone()
    return bool(row and row[0])


def _describe_holder(connection: "psycopg.Connection") -> str:
    row = connection.execute(read_sql("database/lock_holder"), (LOCK_CLASS, LOCK_OBJECT)).fetchone()
    return f"{row[0]}, since {row[1]:%Y-%m-%d %H:%M:%S %Z}" if row else "another run"


@contextmanager
def hold_postgres(
    conninfo: str, *, wait_seconds: float, tell: Tell, clock: Clock = time.monotonic
) -> Iterator[PostgresCommitter]:
    """Be the one committer for the length of the block; wait for the one before, and say once for whom.

    Raises WarehouseLockedError where `wait_seconds` were not enough.
    """
    connection = connect_postgres(conninfo)
    end, told = clock() + wait_seconds, False
    try:
        while not _try_lock(connection):
            holder = _describe_holder(connection)
            if clock() >= end:
                raise WarehouseLockedError(f"The lake is in use by {holder}; wait for it to end, or stop it.")
            if not told:
                tell(f"waiting for {holder}, which writes the lake")
                told = True
            time.sleep(POLL_SECONDS)
        yield PostgresCommitter(connection)
    finally:
        connection.close()


@contextmanager
def hold_file(path: Path, *, wait_seconds: float, tell: Tell, clock: Clock = time.monotonic) -> Iterator[FileCommitter]:
    """Be the one committer of a lake whose catalog is a file; as `hold_postgres` otherwise."""
    end, told = clock() + wait_seconds, False
    while True:
        try:
            with hold_lock(path.with_name(f"{path.name}.lock"), path):
                yield FileCommitter()
                return
        except WarehouseLockedError as error:
            if clock() >= end:
                raise
            if not told:
                tell(str(error))
                told = True
            time.sleep(POLL_SECONDS)
