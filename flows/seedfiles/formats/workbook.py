"""Excel workbooks (XLSX): every sheet with addresses is read; one of its first rows names its columns, or none."""

import contextlib
import errno
from collections.abc import Iterator, Mapping
from itertools import count, islice
from typing import Any, NamedTuple

from flows.records import Reason, SeedFormat
from flows.seedfiles.archives import seekable
from flows.seedfiles.columns import Role, find_plan, is_web_address, number_repeated, read_plan
from flows.seedfiles.documents import Pieces, Remark
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import decode_rows, table_pieces
from flows.seedfiles.formats._shared_strings import SharedStrings, open_book, read_escapes
from flows.seedfiles.hints import Hints
from flows.seedfiles.streams import BrokenSourceError, ByteStream

_SAMPLE_ROWS = 50
_MOST_ABOVE = 10  # rows over the names of the columns: a title, the names of groups of columns


class _Sheet(NamedTuple):
    """A sheet, how many rows stand above the first that is an article's, and whether the last of them names columns."""

    sheet: Any  # openpyxl ships no types
    above: int
    is_named: bool = True


def _named_rows(chosen: _Sheet) -> Iterator[Mapping[str, object]]:
    rows = _rows(chosen.sheet)
    above = list(islice(rows, chosen.above))
    header = above[-1] if above and chosen.is_named else ()
    names = number_repeated(map(_column_name, count(1), header))
    for row in rows:
        if any(cell is not None for cell in row):
            if len(row) > len(names):  # a column that has no name, or whose name came too late
                names = number_repeated(
                    [*names, *(_column_name(place) for place in range(len(names) + 1, len(row) + 1))]
                )
            yield {name: cell for name, cell in zip(names, row, strict=False) if cell is not None}


def _column_name(place: int, cell: object = None) -> str:
    return f"column_{place}" if cell is None else str(cell)


def _find_rows(sheet: Any) -> _Sheet | None:  # noqa: ANN401  openpyxl ships no types
    """Find the row of the first ones that names the most columns; None for a sheet without addresses."""
    best, most = None, 0
    for above, row in enumerate(_rows(sheet, _MOST_ABOVE), start=1):
        if all(cell is None for cell in row):
            continue
        is_named = not any(is_web_address(str(cell)) for cell in row)
        if not is_named and best is not None:
            continue  # an article, below the names or below another one
        chosen = _Sheet(sheet, above if is_named else above - 1, is_named)
        plan = find_plan(list(islice(_named_rows(chosen), _SAMPLE_ROWS)))
        if plan.of(Role.URL) and len(plan.columns) > most:
            best, most = chosen, len(plan.columns)
    return best


def _split(stream: ByteStream, documents: int) -> Pieces:
    with seekable(stream) as file, contextlib.closing(SharedStrings()) as strings:
        with _telling_damage():
            book = open_book(file, strings)
        yield from _read(book, documents, stream.hints)


@contextlib.contextmanager
def _telling_damage() -> Iterator[None]:
    """Name what openpyxl raises in this block, in which nothing of ours is done but to write texts to the disk."""
    try:
        yield
    except Exception as error:  # openpyxl lets through whatever zlib, expat and its own look-ups raise
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise
        raise BrokenSourceError(Reason.BROKEN_ARCHIVE, f"damaged workbook: {str(error)[:200]}") from error


def _rows(sheet: Any, most: int | None = None) -> Iterator[tuple[object, ...]]:  # noqa: ANN401  openpyxl ships no types
    """Give the values of the first `most` rows of a sheet, or of all. Raises BrokenSourceError."""
    rows = sheet.iter_rows(values_only=True, max_row=most)
    while True:
        with _telling_damage():
            row = next(rows, None)
        if row is None:
            return
        yield tuple(read_escapes(cell) if isinstance(cell, str) else cell for cell in row)


def _read(book: Any, documents: int, hints: Hints) -> Pieces:  # noqa: ANN401  openpyxl ships no types
    """Read every sheet with addresses, each with columns of its own; the others are named where they hold anything."""
    found = {sheet.title: _find_rows(sheet) for sheet in book.worksheets}
    sheets = [sheet for sheet in found.values() if sheet is not None]
    left = [sheet.title for sheet in book.worksheets if found[sheet.title] is None and _holds_rows(sheet)]
    if sheets and left:
        yield Remark(f"sheets without addresses, which are not read: {', '.join(left)[:300]}")
    sheets = sheets or [_Sheet(sheet, 1) for sheet in book.worksheets[:1]]
    yield from table_pieces(map(_named_rows, sheets), documents, hints)


def _holds_rows(sheet: Any) -> bool:  # noqa: ANN401  openpyxl ships no types
    return any(cell is not None for row in _rows(sheet, _MOST_ABOVE) for cell in row)


READER = SeedReader(
    format=SeedFormat.XLSX, suffixes=(".xlsx", ".xlsm"), split=_split, decode=decode_rows, plan_of=read_plan
)
