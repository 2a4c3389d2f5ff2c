"""CSV and TSV with a header line: comma, semicolon, tab or bar, quoted fields with line ends in them."""

import csv
import re
from collections.abc import Iterator

from flows.records import Reason, Rejection, SeedArticle, SeedFormat
from flows.seedfiles.documents import (
    UTF8_BOM,
    Decoded,
    Piece,
    Pieces,
    Problem,
    RawDocument,
    make_seed,
    reject,
)
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._columns import Columns, find_columns, missing_url_column, to_json
from flows.seedfiles.formats._lines import whole_lines
from flows.seedfiles.streams import BrokenSourceError, ByteStream

_MAX_HEADER_BYTES = 10_000  # of a table that its content alone shows to be one
_DELIMITERS = (",", "\t", ";", "|")
_PIECE_BYTES = 1 << 20
_MAX_RECORD_BYTES = 8 << 20  # the csv module takes four bytes a letter while it reads a field
# Columns that together only `seedbank export --format csv` has: there, an apostrophe in front of a cell keeps it from
# spreadsheets (warehouse/export/spreadsheet.py) and is no part of it.
_OWN_COLUMNS = frozenset({"article_id", "article_key", "existence", "content", "seed_path"})
_UNDECODABLE = re.compile("[\udc80-\udcff]")

csv.field_size_limit(_MAX_RECORD_BYTES)


class _RecordTooLongError(Exception):
    """Leave the csv module in the middle of a record."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class _Lines:
    """Lines for the csv module, which remembers those of the record it is reading."""

    def __init__(self, stream: ByteStream) -> None:
        self._source = _single_lines(stream)
        self._returned: list[bytes] = []
        self.taken: list[bytes] = []
        self._taken_bytes = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else next(self._source)
        if isinstance(line, Problem):
            raise _RecordTooLongError(line)
        self.taken.append(line)
        self._taken_bytes += len(line)
        if self._taken_bytes > _MAX_RECORD_BYTES:
            detail = f"the record is larger than {_MAX_RECORD_BYTES >> 20} MB, or a quote in it is never closed"
            raise _RecordTooLongError(Problem(Reason.TOO_LARGE, detail))
        return line.decode("latin-1")  # delimiters and quotes are ASCII; the letters are decoded later

    def forget(self) -> list[bytes]:
        """Give the lines of the record that has been read."""
        taken, self.taken, self._taken_bytes = self.taken, [], 0
        return taken

    def give_back_all_but_first(self) -> None:
        """Read the lines after the first again."""
        self._returned += reversed(self.taken[1:])
        self.taken, self._taken_bytes = [], 0


def _single_lines(stream: ByteStream) -> Iterator[bytes | Problem]:
    for block in whole_lines(stream):
        if isinstance(block, Problem):
            yield block
        else:
            for line in block.removesuffix(b"\n").split(b"\n"):
                yield line + b"\n"


def _header_names(text: str, delimiter: str) -> list[str]:
    """Read a header line; one that is no line of a table has no names."""
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def _sniff(header: bytes) -> str | None:
    """Find the delimiter that makes the most known columns; None where there is no URL column."""
    text = header.removeprefix(UTF8_BOM).decode("utf-8", "replace").rstrip("\r\n")
    best: tuple[int, int, str] | None = None
    for rank, delimiter in enumerate(_DELIMITERS):
        names = _header_names(text, delimiter)
        columns = find_columns(names)
        if columns.url is not None:
            known = sum(column is not None for column in columns)
            best = max(best or (0, 0, ""), (known, -rank, delimiter))
    return best[2] if best else None


def _is_likely(head: bytes) -> bool:
    header, newline, _ = head.partition(b"\n")
    has_columns = bool(newline) and any(delimiter.encode() in header for delimiter in _DELIMITERS)
    return has_columns and len(header) <= _MAX_HEADER_BYTES and _sniff(header) is not None


def _split(stream: ByteStream, documents: int) -> Pieces:
    lines = _Lines(stream)
    try:
        header = next(lines, "").encode("latin-1")
    except _RecordTooLongError as error:
        yield error.problem._replace(line=1)
        return
    delimiter = _sniff(header)
    if delimiter is None:
        names = header.removeprefix(UTF8_BOM).decode("utf-8", "replace").strip()
        yield Problem(Reason.MISSING_COLUMN, missing_url_column(re.split(r"[,;\t|]", names)), 1)
        return
    lines.forget()
    width = len(next(csv.reader([header.decode("latin-1")], delimiter=delimiter)))
    yield from _Records(lines, delimiter, width).pieces(header, documents)


class _Records:
    """Whole records of a stream, gathered into pieces."""

    def __init__(self, lines: _Lines, delimiter: str, width: int) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._width = width
        self._line = 2

    def pieces(self, header: bytes, documents: int) -> Pieces:
        """Give pieces without a gap, and a Problem for each record that is none."""
        head = self._delimiter.encode() + header
        records: list[bytes] = []
        first, size = self._line, 0
        for item in self._whole_records():
            if isinstance(item, bytes):
                records.append(item)
                size += len(item)
                if len(records) < documents and size < _PIECE_BYTES:
                    continue
            if records:
                yield Piece(first, len(records), b"".join(records), head)
            if isinstance(item, Problem):
                yield item
            elif isinstance(item, BrokenSourceError):
                raise item
            records, size, first = [], 0, self._line
        if records:
            yield Piece(first, len(records), b"".join(records), head)

    def _whole_records(self) -> Iterator[bytes | Problem | BrokenSourceError]:
        """Give the records; what breaks the source off comes last, so that those before it are not lost."""
        try:
            yield from self._records()
        except BrokenSourceError as error:
            yield error

    def _records(self) -> Iterator[bytes | Problem]:
        reader = csv.reader(self._lines, delimiter=self._delimiter, strict=True)
        while True:
            try:
                row = next(reader, None)
                fault = self._fault(row) if row else None
            except csv.Error as error:
                row, fault = [], Problem(Reason.MALFORMED_SEED, f"the quotes do not match: {error}", self._line)
            except _RecordTooLongError as error:
                row, fault = [], error.problem._replace(line=self._line)
                self._line += not self._lines.taken
            if row is None:
                return
            if fault is None:
                taken = self._lines.forget()
                self._line += len(taken)
                yield b"".join(taken)
                continue
            self._line += bool(self._lines.taken)
            self._lines.give_back_all_but_first()
            reader = csv.reader(self._lines, delimiter=self._delimiter, strict=True)
            yield fault

    def _fault(self, row: list[str]) -> Problem | None:
        if len(row) >= self._width and not any(row[self._width :]):
            return None
        detail = f"the row has {len(row)} columns, the header has {self._width}"
        return Problem(Reason.MALFORMED_SEED, detail, self._line)


def _unique(names: list[str]) -> list[str]:
    """Number the columns that repeat a name, so that none is lost."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return unique


def _decode(document: RawDocument) -> Decoded:
    delimiter = document.header[:1].decode()
    header = document.header[1:].removeprefix(UTF8_BOM).decode("utf-8", "replace")
    names = _unique(next(csv.reader([header], delimiter=delimiter)))
    table = _Table(document, names, Columns(*find_columns(names)))
    text = document.data.decode("utf-8", "surrogateescape")
    rows = csv.reader((line + "\n" for line in text.removesuffix("\n").split("\n")), delimiter=delimiter)
    line = document.line or 1
    for row in rows:
        if row:
            yield table.seed(row, line)
        line = (document.line or 1) + rows.line_num


class _Table:
    """The rows of one piece."""

    def __init__(self, document: RawDocument, names: list[str], columns: Columns) -> None:
        self._document = document
        self._names = names
        self._columns = columns
        self._is_own_export = set(names) >= _OWN_COLUMNS

    def seed(self, row: list[str], line: int) -> SeedArticle | Rejection:
        for name, value in zip(self._names, row, strict=False):
            if not value.isascii() and (found := _UNDECODABLE.search(value)):
                byte = len(value[: found.start()].encode("utf-8", "surrogateescape")) + 1
                return reject(self._document, Reason.INVALID_UTF8, f"byte {byte} of column {name!r} is no UTF-8", line)
        if self._is_own_export:
            row = [value.removeprefix("'") for value in row]
        values = dict(zip(self._names, row, strict=False))
        url, title, body = (values.pop(column) if column is not None else None for column in self._columns)
        extra = to_json({name: value for name, value in values.items() if value})
        return make_seed(self._document, url=url, title=title, body=body, extra=extra, line=line)


READER = SeedReader(
    format=SeedFormat.CSV,
    suffixes=(".csv", ".tsv", ".tab"),
    is_likely=_is_likely,
    split=_split,
    decode=_decode,
)
