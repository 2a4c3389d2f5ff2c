"""SQLite databases: the rows of the tables that hold articles."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import read_plan
from flows.seedfiles.databases import BrokenViewError
from flows.seedfiles.documents import Pieces
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import Row, decode_rows
from flows.seedfiles.formats._tables import TABLE, VIEW, VIRTUAL, read_tables
from flows.seedfiles.hints import Hints
from flows.seedfiles.sources import JOURNALS
from flows.seedfiles.streams import BrokenSourceError, ByteStream

_MAGIC = b"SQLite format 3\0"


def _is_certain(head: bytes) -> bool:
    return head.startswith(_MAGIC)


def _list_tables(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    select = "select type, name, sql from sqlite_master where type in ('table', 'view')"
    listed = connection.execute(select).fetchall()
    virtual = [name for _, name, sql in listed if (sql or "").lower().startswith("create virtual")]
    beside = tuple(f"{name}_" for name in virtual)  # SQLite's own tables of a virtual one
    kinds = [
        (VIEW if kind == "view" else VIRTUAL if name in virtual else TABLE, name)
        for kind, name, _ in listed
        if not name.startswith(("sqlite_", *beside))
    ]
    return sorted(kinds)


class _Tables:
    """The tables of an open database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._names = _list_tables(connection)

    def names(self) -> list[tuple[int, str]]:
        """List tables, virtual ones (indexes of full text) and views."""
        return self._names

    def rows(self, table: str) -> Iterator[Row]:
        """Give the rows of a table, view or index."""
        connection = self._connection
        quoted = table.replace('"', '""')
        try:
            cursor = connection.execute(f'select * from "{quoted}"')  # noqa: S608 - a name of the database's own catalog
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield {
                    name: connection.text_factory(value) if isinstance(value, bytes) else value
                    for name, value in zip(names, row, strict=True)
                }
        except sqlite3.OperationalError as error:
            if (TABLE, table) in self._names:
                raise
            raise BrokenViewError(str(error)) from error


def _reader_of(encoding: str | None) -> Callable[[bytes], str]:
    """Make what reads texts and bytes; those that are no UTF-8, and in no encoding that is said, stay recognisable."""

    def read(data: bytes) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        try:
            return data.decode(encoding or "utf-8")
        except UnicodeDecodeError:
            return data.decode("utf-8", "surrogateescape")

    return read


def _connect(uri: str) -> sqlite3.Connection:
    """Open a database that several threads read, one after the other: pieces are asked for wherever there is time."""
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database without writing beside it; one with changes in a journal beside it is read from a copy."""
    beside = [found for mark in JOURNALS if (found := Path(f"{path}{mark}")).exists() and found.stat().st_size]
    if not beside:
        with closing(_connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1")) as connection:
            yield connection
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copyfile(path, copy)
        for found in beside:
            shutil.copyfile(found, f"{copy}{str(found).removeprefix(str(path))}")
        with closing(_connect(copy.as_uri())) as connection:
            yield connection


def _split(stream: ByteStream, documents: int) -> Pieces:
    if stream.path is not None:
        yield from _read(stream.path, documents, stream.hints)
        return
    with NamedTemporaryFile(suffix=".sqlite") as copy:  # a member of an archive: SQLite reads files alone
        for block in stream.blocks():
            copy.write(block)
        copy.flush()
        yield from _read(Path(copy.name), documents, stream.hints)


def _read(path: Path, documents: int, hints: Hints) -> Pieces:
    try:
        with _opened(path) as connection:
            connection.text_factory = _reader_of(hints.encoding)
            yield from read_tables(_Tables(connection), documents, hints)
    except OSError as error:
        raise BrokenSourceError(Reason.UNREADABLE_FILE, error.strerror or str(error)) from error
    except sqlite3.Error as error:
        raise BrokenSourceError(Reason.BROKEN_ARCHIVE, f"damaged SQLite database: {error}") from error


READER = SeedReader(
    format=SeedFormat.SQLITE,
    suffixes=(".db", ".sqlite", ".sqlite3"),
    is_certain=_is_certain,
    split=_split,
    decode=decode_rows,
    plan_of=read_plan,
)
