"""The published snapshot as a server reads it: by one request at a time, and swapped when a newer one is published.

DuckDB gives all connections of a process to one path the same database, so the old file is closed before the new
one is opened; no page is read meanwhile.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb

from flows.errors import SeedbankError
from warehouse.database.connect import PUBLISHED_FILE, new_cursor, open_published
from warehouse.database.migrate import require_current_schema
from warehouse.read.search import Searcher

T = TypeVar("T")
Stamp = tuple[int, int]  # inode and time of change: a publish renames a new file into place
INDEX_PATIENCE = 1.5  # seconds that the first search waits for the index; those after it are told that it is being made


class Snapshot:
    """The newest published snapshot of a home folder. Safe to use from several threads."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.RLock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._stamp: Stamp | None = None
        self._kept: dict[str, object] = {}
        self._searcher: Searcher | None = None
        self._search_problem: SeedbankError | None = None
        self._indexing: threading.Thread | None = None

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Read the newest snapshot; others wait. Raises MissingInputError where nothing is published."""
        with self._lock:
            yield self._open()

    def keep(self, name: str, make: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Give what `make` makes of the snapshot, made once for each snapshot."""
        with self.reading() as connection:
            if name not in self._kept:
                self._kept[name] = make(connection)
            return self._kept[name]  # type: ignore[return-value] # each name has one maker

    def _open(self) -> duckdb.DuckDBPyConnection:
        found = self._look()
        if self._connection is not None and (found == self._stamp or self._is_indexing()):
            return self._connection
        self.close()
        opened = open_published(self._home)
        try:
            require_current_schema(opened)
        except SeedbankError:
            opened.close()
            raise
        self._connection, self._stamp = opened, found
        return self._connection

    def _look(self) -> Stamp | None:
        try:
            status = (self._home / PUBLISHED_FILE).stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def close(self) -> None:
        """Close the file and forget what was made of it."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._searcher = self._search_problem = None
            self._kept.clear()

    # -- search -----------------------------------------------------------------------------

    def find(self, words: str, limit: int) -> list[str] | None:
        """Find articles by their words, best first; None while the index of the words is being made.

        Raises SeedbankError where the index cannot be written.
        """
        with self.reading() as connection:
            is_first = self._searcher is None and self._search_problem is None and not self._is_indexing()
            if is_first:
                self._indexing = threading.Thread(
                    target=self._make_index, args=(new_cursor(connection),), name="index of words", daemon=True
                )
                self._indexing.start()
            indexing = self._indexing
        if is_first and indexing is not None:
            indexing.join(INDEX_PATIENCE)
        if self._search_problem is not None:
            raise self._search_problem
        searcher = self._searcher
        return None if searcher is None else [article_id for article_id, _ in searcher.find(words, limit)]

    def _is_indexing(self) -> bool:
        return self._indexing is not None and self._indexing.is_alive()

    def _make_index(self, cursor: duckdb.DuckDBPyConnection) -> None:
        try:
            self._searcher = Searcher(cursor, self._home)
        except SeedbankError as error:
            self._search_problem = error
        finally:
            cursor.close()
