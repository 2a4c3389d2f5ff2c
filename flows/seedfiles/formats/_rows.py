"""Rows of any source, written as JSON lines with the plan of their columns in front."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice

from flows.records import Reason, Rejection, SeedArticle
from flows.seedfiles.columns import ColumnPlan, find_plan, flatten, make_row_seed, read_plan, write_plan
from flows.seedfiles.columns.plan import SAMPLE_BYTES, SAMPLE_ROWS
from flows.seedfiles.columns.rows import TOO_DEEP
from flows.seedfiles.columns.rows_text import text_of
from flows.seedfiles.documents import Decoded, Piece, Pieces, Problem, RawDocument, Remark, reject
from flows.seedfiles.hints import Hints
from flows.seedfiles.streams import BrokenSourceError

Row = Mapping[str, object]
_Item = Row | Problem | BrokenSourceError
_PIECE_BYTES = 1 << 20
_WRITE = partial(json.dumps, ensure_ascii=False, default=text_of)


def table_pieces(tables: Iterable[Iterable[Row | Problem]], documents: int, hints: Hints) -> Pieces:
    """Write the rows of several tables of one source, each with its own plan; their numbers go on."""
    first = 1
    for rows in tables:
        for piece in row_pieces(rows, documents, hints, first=first):
            yield piece
            if not isinstance(piece, Remark) and piece.line is not None:
                first = piece.line + (piece.document_count if isinstance(piece, Piece) else 1)


def row_pieces(rows: Iterable[Row | Problem], documents: int, hints: Hints, *, first: int = 1) -> Pieces:
    """Write rows as pieces of JSON lines; the first of them decide which columns are what."""
    left = _until_broken(rows)
    sample = list(_first_of(left))
    plan = find_plan([flatten(row) for row in sample if isinstance(row, Mapping)], hints=hints)
    header, lines, size = write_plan(plan), list[bytes](), 0
    for number, row in enumerate(map(_write, _chain(sample, left)), start=first):
        if not isinstance(row, bytes):
            if lines:
                yield Piece(first, len(lines), b"".join(lines), header)
            if isinstance(row, BrokenSourceError):
                raise row
            lines, size, first = [], 0, number + 1
            yield row._replace(line=number)
            continue
        lines.append(row)
        size += len(row)
        if len(lines) >= documents or size >= _PIECE_BYTES:
            yield Piece(first, len(lines), b"".join(lines), header)
            lines, size, first = [], 0, number + 1
    if lines:
        yield Piece(first, len(lines), b"".join(lines), header)


def _first_of(rows: Iterator[_Item]) -> Iterator[_Item]:
    """Give the rows that a plan is made of: so many, and of so many letters."""
    size = 0
    for row in islice(rows, SAMPLE_ROWS):
        yield row
        size += sum(len(value) for value in row.values() if isinstance(value, str)) if isinstance(row, Mapping) else 0
        if size > SAMPLE_BYTES:
            return


def _write(row: _Item) -> bytes | Problem | BrokenSourceError:
    if isinstance(row, Problem | BrokenSourceError):
        return row
    try:
        return _WRITE(row).encode("utf-8", "surrogatepass") + b"\n"
    except RecursionError:
        return Problem(Reason.MALFORMED_SEED, TOO_DEEP)


def _until_broken(rows: Iterable[Row | Problem]) -> Iterator[_Item]:
    """Give the rows; what breaks the source off comes last, so that those before it are not lost."""
    try:
        yield from rows
    except BrokenSourceError as error:
        yield error


def _chain(sample: list[_Item], rest: Iterator[_Item]) -> Iterator[_Item]:
    yield from sample
    sample.clear()
    yield from rest


def decode_rows(document: RawDocument) -> Decoded:
    """Make seeds of the rows that `row_pieces` wrote."""
    plan = read_plan(document.header)
    for number, line in enumerate(document.data.splitlines(), start=document.line or 1):
        try:
            row = json.loads(line.decode("utf-8", "surrogatepass"))
        except RecursionError:
            yield reject(document, Reason.MALFORMED_SEED, TOO_DEEP, number)
            continue
        yield decode_row(document, plan, row, number)


def decode_row(document: RawDocument, plan: ColumnPlan, row: object, line: int) -> SeedArticle | Rejection:
    """Make a seed of one row."""
    if not isinstance(row, dict):
        return reject(document, Reason.MALFORMED_SEED, "the row holds no object", line)
    return make_row_seed(document, plan, row, line)
