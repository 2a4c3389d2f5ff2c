"""Excel workbooks (XLSX): the first row of the first sheet with addresses names the columns."""

import zipfile
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from flows.records import Reason, SeedFormat
from flows.seedfiles.archives import seekable
from flows.seedfiles.columns import Role, find_plan, read_plan
from flows.seedfiles.documents import Pieces
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import decode_rows, row_pieces
from flows.seedfiles.streams import BrokenSourceError, ByteStream

# openpyxl is imported where it is used: most collections hold no workbook.
_SAMPLE_ROWS = 50


def _named_rows(sheet: Any) -> Iterator[Mapping[str, object]]:  # noqa: ANN401  openpyxl ships no types
    rows = sheet.iter_rows(values_only=True)
    header = next((row for row in rows if sum(cell is not None for cell in row) > 1), ())
    names = [str(cell) if cell is not None else f"column_{place}" for place, cell in enumerate(header, start=1)]
    for row in rows:
        if any(cell is not None for cell in row):
            yield {name: cell for name, cell in zip(names, row, strict=False) if cell is not None}


def _choose_sheet(book: Any) -> Any:  # noqa: ANN401  openpyxl ships no types
    for sheet in book.worksheets:
        if find_plan(list(islice(_named_rows(sheet), _SAMPLE_ROWS))).of(Role.URL):
            return sheet
    return book.worksheets[0]


def _split(stream: ByteStream, documents: int) -> Pieces:
    import openpyxl  # noqa: PLC0415  see above
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  see above

    with seekable(stream) as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            yield from row_pieces(_named_rows(_choose_sheet(book)), documents, stream.hints)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
            raise BrokenSourceError(Reason.BROKEN_ARCHIVE, f"damaged workbook: {str(error)[:200]}") from error


READER = SeedReader(
    format=SeedFormat.XLSX, suffixes=(".xlsx", ".xlsm"), split=_split, decode=decode_rows, plan_of=read_plan
)
