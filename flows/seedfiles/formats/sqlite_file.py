"""SQLite databases: the rows of the tables that hold articles."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import Role, find_plan, read_plan
from flows.seedfiles.documents import Pieces, Problem, Remark
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import decode_rows, table_pieces
from flows.seedfiles.hints import Hints
from flows.seedfiles.sources import JOURNALS
from flows.seedfiles.streams import BrokenSourceError, ByteStream

_MAGIC = b"SQLite format 3\0"
_SAMPLE_ROWS = 200
_TABLE, _VIRTUAL, _VIEW = range(3)


def _is_certain(head: bytes) -> bool:
    return head.startswith(_MAGIC)


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[Mapping[str, object]]:
    quoted = table.replace('"', '""')
    cursor = connection.execute(f'select * from "{quoted}"')  # noqa: S608 - a name of the database's own catalog
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield {
            name: connection.text_factory(value) if isinstance(value, bytes) else value
            for name, value in zip(names, row, strict=True)
        }


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


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database without writing beside it; one with changes in a journal beside it is read from a copy."""
    beside = [found for mark in JOURNALS if (found := Path(f"{path}{mark}")).exists() and found.stat().st_size]
    if not beside:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            yield connection
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copyfile(path, copy)
        for found in beside:
            shutil.copyfile(found, f"{copy}{str(found).removeprefix(str(path))}")
        with closing(sqlite3.connect(copy)) as connection:
            yield connection


def _choose_tables(connection: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """Choose the tables that are as much of an article as the best one; the others with addresses come second.

    An index and a view show again what is in tables, and are read where no table has addresses.
    """
    kinds: dict[tuple[int, str], tuple[bool, bool]] = {}
    for kind, name in _list_tables(connection):
        try:
            plan = find_plan(list(islice(_rows(connection, name), _SAMPLE_ROWS)))
        except sqlite3.OperationalError:
            if kind == _TABLE:
                raise
            continue  # a view of a table that is gone, an index of an extension that is not here
        if plan.of(Role.URL):
            kinds[kind, name] = (bool(plan.of(Role.TEXT)), bool(plan.of(Role.TITLE)))
    only = min((kind for kind, _ in kinds), default=_TABLE)
    best = max((parts for (kind, _), parts in kinds.items() if kind == only), default=None)
    chosen = [name for (kind, name), parts in kinds.items() if kind == only and parts == best]
    return chosen, [name for _, name in kinds if name not in chosen]


def _list_tables(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """List what can be selected from, by kind: tables, virtual ones (indexes of full text), views."""
    listed = connection.execute("select type, name, sql from sqlite_master where type in ('table', 'view')").fetchall()
    virtual = [name for _, name, sql in listed if (sql or "").lower().startswith("create virtual")]
    beside = tuple(f"{name}_" for name in virtual)  # SQLite's own tables of a virtual one
    kinds = [
        (_VIEW if kind == "view" else _VIRTUAL if name in virtual else _TABLE, name)
        for kind, name, _ in listed
        if not name.startswith(("sqlite_", *beside))
    ]
    return sorted(kinds)


def _missing(connection: sqlite3.Connection) -> Problem:
    names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table' order by 1")]
    detail = f"no table has addresses; there are {', '.join(names)[:300] or 'none'}"
    return Problem(Reason.MISSING_COLUMN, detail)


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
            tables, others = _choose_tables(connection)
            if not tables:
                yield _missing(connection)
            elif others:
                yield Remark(f"tables with addresses that are not read: {', '.join(others)[:300]}")
            yield from table_pieces((_rows(connection, table) for table in tables), documents, hints)
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
