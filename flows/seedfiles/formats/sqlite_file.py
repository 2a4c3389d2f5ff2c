"""SQLite databases: the rows of the table that has addresses."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import ColumnPlan, Role, find_plan, read_plan
from flows.seedfiles.documents import Pieces, Problem
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import decode_rows, row_pieces
from flows.seedfiles.hints import Hints
from flows.seedfiles.streams import BrokenSourceError, ByteStream

_MAGIC = b"SQLite format 3\0"
_SAMPLE_ROWS = 200


def _is_certain(head: bytes) -> bool:
    return head.startswith(_MAGIC)


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[Mapping[str, object]]:
    quoted = table.replace('"', '""')
    cursor = connection.execute(f'select * from "{quoted}"')  # noqa: S608 - a name of the database's own catalog
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield {name: _read_blob(value) for name, value in zip(names, row, strict=True)}


def _read_blob(value: object) -> object:
    """Read bytes as the text that they are; a picture or a compressed page is none."""
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _choose_table(connection: sqlite3.Connection) -> str | Problem:
    """Choose the table whose columns are most of a seed: addresses, then titles, texts and days."""
    tables: list[str] = [
        row[0]
        for row in connection.execute("select name from sqlite_master where type in ('table', 'view') order by name")
        if not row[0].startswith("sqlite_")
    ]
    plans: dict[str, ColumnPlan] = {
        table: find_plan(list(islice(_rows(connection, table), _SAMPLE_ROWS))) for table in tables
    }
    fit = [table for table in tables if plans[table].of(Role.URL)]
    if not fit:
        return Problem(Reason.MISSING_COLUMN, f"no table has addresses; there are {', '.join(tables)[:300] or 'none'}")
    return max(fit, key=lambda table: len(plans[table].columns))


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
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
            table = _choose_table(connection)
            if isinstance(table, Problem):
                yield table
                return
            yield from row_pieces(_rows(connection, table), documents, hints)
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
