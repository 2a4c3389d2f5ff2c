"""DuckDB databases: the rows of the tables that hold articles. What opens them is brought by who reads."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import read_plan
from flows.seedfiles.databases import ForeignTables, OpenForeign
from flows.seedfiles.documents import Pieces, Problem
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import Row, decode_rows
from flows.seedfiles.formats._tables import TABLE, VIEW, read_tables
from flows.seedfiles.formats.parquet import rows_of
from flows.seedfiles.hints import Hints
from flows.seedfiles.streams import ByteStream

_MAGIC: Final = b"DUCK"
_PLACE: Final = 8  # behind a checksum of eight bytes
_UNOPENED: Final = "a DuckDB database, which is not read here; write its table as Parquet: copy articles to 'a.parquet'"


class _Tables:
    """The tables of an open database, their rows as those of Parquet files."""

    def __init__(self, opened: ForeignTables) -> None:
        self._opened = opened

    def names(self) -> list[tuple[int, str]]:
        """List tables and views."""
        return [(VIEW if is_view else TABLE, name) for is_view, name in self._opened.names()]

    def rows(self, table: str) -> Iterator[Row]:
        """Give the rows of a table or view."""
        import pyarrow as pa  # noqa: PLC0415 - it takes 0.2 s, and most collections hold no such file

        for batch in self._opened.batches(table):
            yield from rows_of(pa.Table.from_batches([batch]))


def _is_certain(head: bytes) -> bool:
    return head[_PLACE:].startswith(_MAGIC) and b"\0" in head


def _split(stream: ByteStream, documents: int) -> Pieces:
    if stream.open_duckdb is None:
        yield Problem(Reason.UNKNOWN_FORMAT, _UNOPENED)
    elif stream.path is not None:
        yield from _read(stream.path, stream.open_duckdb, documents, stream.hints)
    else:
        with TemporaryDirectory() as folder:  # a member of an archive: DuckDB reads files alone
            copy = Path(folder) / "copy.duckdb"
            with copy.open("wb") as file:
                file.writelines(stream.blocks())
            yield from _read(copy, stream.open_duckdb, documents, stream.hints)


def _read(path: Path, open_duckdb: OpenForeign, documents: int, hints: Hints) -> Pieces:
    with open_duckdb(path) as opened:
        yield from read_tables(_Tables(opened), documents, hints)


READER = SeedReader(
    format=SeedFormat.DUCKDB,
    suffixes=(".duckdb", ".ddb"),
    is_certain=_is_certain,
    split=_split,
    decode=decode_rows,
    plan_of=read_plan,
)
