"""CSV and TSV with a header line: comma, semicolon, tab or bar, quoted fields with line ends in them."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import (
    ColumnPlan,
    Role,
    find_plan,
    is_web_address,
    make_row_seed,
    missing_url_column,
    number_repeated,
    rank_of,
    read_plan,
    write_plan,
)
from flows.seedfiles.columns.plan import NO_PLAN, SAMPLE_BYTES, SAMPLE_ROWS
from flows.seedfiles.documents import (
    UTF8_BOM,
    Decoded,
    Piece,
    Pieces,
    Problem,
    RawDocument,
)
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._lines import whole_lines
from flows.seedfiles.hints import NO_HINTS, Hints
from flows.seedfiles.streams import BrokenSourceError, ByteStream

if TYPE_CHECKING:
    import _csv

_MAX_HEADER_BYTES = 10_000  # of a table that its content alone shows to be one
_DELIMITERS = (",", "\t", ";", "|")
_MOST_ABOVE = 10  # lines over a header: blank ones, sep=;, the name of an export
_QUOTED_HEADER = re.compile(r"'[^'\"]*'(?:[,\t;|]'[^'\"]*')+")  # MySQL and office programs quote so on demand
_PIECE_BYTES = 1 << 20
_MAX_RECORD_BYTES = 8 << 20  # the csv module takes four bytes a letter while it reads a field
# Columns that together only `seedbank export --format csv` has: there, an apostrophe in front of a cell keeps it from
# spreadsheets (warehouse/export/spreadsheet.py) and is no part of it.
_OWN_COLUMNS = frozenset({"article_id", "article_key", "existence", "content", "seed_path"})

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


def _header_names(text: str, delimiter: str, quote: str) -> list[str]:
    """Read a header line; one that is no line of a table has no names."""
    try:
        return next(csv.reader([text], delimiter=delimiter, quotechar=quote), [])
    except csv.Error:
        return []


class _Shape(NamedTuple):
    """How a table is written, and what its columns are."""

    delimiter: str
    names: tuple[str, ...]
    plan: ColumnPlan
    skipped: int = 0  # lines before the first row: the header and what stands above it
    has_escapes: bool = False  # a quote inside a cell is written \\" and not ""
    quote: str = '"'


def _sniff(head: bytes, hints: Hints = NO_HINTS) -> _Shape | None:
    """Find the shape of a table; its header may have lines above it, or be missing. None without addresses."""
    text = head.removeprefix(UTF8_BOM).decode("utf-8", "surrogateescape")
    at = 0
    for skipped in range(_MOST_ABOVE):
        if shape := _sniff_header(text[at:], skipped, hints):
            return shape
        at = text.find("\n", at) + 1
        if not at:
            break
    return None


def _sniff_header(text: str, above: int, hints: Hints) -> _Shape | None:
    """Find the delimiter that makes the most columns whose content is known, with the header in the first line."""
    best: _Shape | None = None
    header = text.partition("\n")[0].rstrip("\r")
    quote = "'" if _QUOTED_HEADER.fullmatch(header) else '"'
    for delimiter in _DELIMITERS:
        names = _header_names(header, delimiter, quote)
        if not names or (len(names) == 1 and delimiter != ","):
            continue
        is_headless = any(map(is_web_address, names))
        if is_headless and above:
            continue  # what stands above it has no place then
        if is_headless:
            names = [f"column_{place}" for place in range(1, len(names) + 1)]
        shape = _Shape(
            delimiter, tuple(number_repeated(names)), NO_PLAN, above if is_headless else above + 1, quote=quote
        )
        shape = shape._replace(has_escapes=_has_escapes(text, shape, above))
        shape = shape._replace(plan=find_plan(list(_sample_rows(text, shape, above)), shape.names, hints))
        if len(names) == 1 and not (is_headless or rank_of(names[0], Role.URL) is not None):
            continue  # a line above the header, and rows that begin with an address
        if shape.plan.of(Role.URL) and (best is None or len(shape.plan.columns) > len(best.plan.columns)):
            best = shape
    return best


def _reader(lines: Iterable[str], shape: _Shape, *, strict: bool = False) -> "_csv.Reader":
    """Make the csv module's reader for a shape."""
    escape = "\\" if shape.has_escapes else None
    return csv.reader(
        lines,
        delimiter=shape.delimiter,
        quotechar=shape.quote,
        strict=strict,
        escapechar=escape,
        doublequote=not escape,
    )


def _sample_rows(text: str, shape: _Shape, above: int) -> Iterator[dict[str, object]]:
    """Read the rows at a table's beginning that are whole."""
    for row in _whole_rows(text, shape, above, strict=False):
        if len(row) == len(shape.names):
            yield dict(zip(shape.names, row, strict=True))


def _whole_rows(text: str, shape: _Shape, above: int, *, strict: bool) -> Iterator[list[str]]:
    lines = (line + "\n" for line in text.split("\n")[shape.skipped - above :])
    try:
        yield from islice(_reader(lines, shape, strict=strict), SAMPLE_ROWS)
    except csv.Error:
        return


def _has_escapes(text: str, shape: _Shape, above: int) -> bool:
    """Tell whether quotes are escaped by a backslash: more rows can be read so than with doubled ones."""
    if '\\"' not in text:
        return False
    plain, escaped = (
        sum(
            len(row) == len(shape.names)
            for row in _whole_rows(text, shape._replace(has_escapes=has), above, strict=True)
        )
        for has in (False, True)
    )
    return escaped > plain


def _is_likely(head: bytes) -> bool:
    header, newline, _ = head.partition(b"\n")
    has_columns = bool(newline) and any(delimiter.encode() in header for delimiter in _DELIMITERS)
    return has_columns and len(header) <= _MAX_HEADER_BYTES and _sniff(head) is not None


def _split(stream: ByteStream, documents: int) -> Pieces:
    shape = _sniff(stream.peek(SAMPLE_BYTES), stream.hints)
    lines = _Lines(stream)
    if shape is None:
        try:
            header = next(lines, "").encode("latin-1")
        except _RecordTooLongError as error:
            yield error.problem._replace(line=1)
            return
        names = header.removeprefix(UTF8_BOM).decode("utf-8", "replace").strip()
        yield Problem(Reason.MISSING_COLUMN, missing_url_column(re.split(r"[,;\t|]", names)), 1)
        return
    if not shape.skipped and stream.peek(len(UTF8_BOM)) == UTF8_BOM:
        stream.read(len(UTF8_BOM))
    for _ in range(shape.skipped):
        next(lines)
    lines.forget()
    yield from _Records(lines, shape).pieces(_write_shape(shape), documents)


def _write_shape(shape: _Shape) -> bytes:
    return json.dumps(shape._asdict() | {"plan": write_plan(shape.plan).decode()}, ensure_ascii=True).encode()


@lru_cache(maxsize=64)
def _read_shape(data: bytes) -> _Shape:
    values = json.loads(data)
    return _Shape(**values | {"names": tuple(values["names"]), "plan": read_plan(values["plan"].encode())})


class _Records:
    """Whole records of a stream, gathered into pieces."""

    def __init__(self, lines: _Lines, shape: _Shape) -> None:
        self._lines = lines
        self._shape = shape
        self._width = len(shape.names)
        self._line = shape.skipped + 1

    def pieces(self, header: bytes, documents: int) -> Pieces:
        """Give pieces without a gap, and a Problem for each record that is none."""
        records: list[bytes] = []
        first, size = self._line, 0
        for item in self._whole_records():
            if isinstance(item, bytes):
                records.append(item)
                size += len(item)
                if len(records) < documents and size < _PIECE_BYTES:
                    continue
            if records:
                yield Piece(first, len(records), b"".join(records), header)
            if isinstance(item, Problem):
                yield item
            elif isinstance(item, BrokenSourceError):
                raise item
            records, size, first = [], 0, self._line
        if records:
            yield Piece(first, len(records), b"".join(records), header)

    def _whole_records(self) -> Iterator[bytes | Problem | BrokenSourceError]:
        """Give the records; what breaks the source off comes last, so that those before it are not lost."""
        try:
            yield from self._records()
        except BrokenSourceError as error:
            yield error

    def _records(self) -> Iterator[bytes | Problem]:
        reader = _reader(self._lines, self._shape, strict=True)
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
            reader = _reader(self._lines, self._shape, strict=True)
            yield fault

    def _fault(self, row: list[str]) -> Problem | None:
        if len(row) >= self._width and not any(row[self._width :]):
            return None
        detail = f"the row has {len(row)} columns, the header has {self._width}"
        return Problem(Reason.MALFORMED_SEED, detail, self._line)


def _decode(document: RawDocument) -> Decoded:
    shape = _read_shape(document.header)
    is_own_export = set(shape.names) >= _OWN_COLUMNS
    text = document.data.decode("utf-8", "surrogateescape")
    rows = _reader((line + "\n" for line in text.removesuffix("\n").split("\n")), shape)
    line = document.line or 1
    for row in rows:
        if row:
            cells = [value.removeprefix("'") for value in row] if is_own_export else row
            yield make_row_seed(document, shape.plan, _filled(shape.names, cells), line)
        line = (document.line or 1) + rows.line_num


def _filled(names: Sequence[str], cells: Sequence[str]) -> dict[str, object]:
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell}


READER = SeedReader(
    format=SeedFormat.CSV,
    suffixes=(".csv", ".tsv", ".tab"),
    is_likely=_is_likely,
    split=_split,
    decode=_decode,
    plan_of=lambda header: _read_shape(header).plan,
)
