"""Parquet files with url, title and text columns; a piece is a record batch as an Arrow stream."""

from collections.abc import Iterator
from typing import Any

from flows.records import Reason, SeedFormat
from flows.seedfiles.archives import seekable
from flows.seedfiles.columns import (
    Role,
    find_plan,
    flatten,
    make_row_seed,
    missing_url_column,
    number_repeated,
    read_plan,
    write_plan,
)
from flows.seedfiles.documents import Decoded, Piece, Pieces, Problem, RawDocument
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.streams import BrokenSourceError, ByteStream

# pyarrow is imported where it is used: it takes 0.2 s, and most collections hold no Parquet file.

_MAGIC = b"PAR1"


def _is_certain(head: bytes) -> bool:
    return head.startswith(_MAGIC)


def _split(stream: ByteStream, documents: int) -> Pieces:
    import pyarrow as pa  # noqa: PLC0415  see above
    import pyarrow.parquet as pq  # noqa: PLC0415  see above

    with seekable(stream) as file:
        try:
            line, header = 1, b""
            for batch in pq.ParquetFile(file).iter_batches(batch_size=documents):
                if not header:
                    rows = [flatten(row) for row in rows_of(pa.Table.from_batches([batch]))]
                    names = list(rows[0]) if rows else number_repeated(batch.schema.names)
                    plan = find_plan(rows, names, stream.hints)
                    header = write_plan(plan)
                    if not plan.of(Role.URL):
                        yield Problem(Reason.MISSING_COLUMN, missing_url_column(plan.names))
                        return
                yield Piece(line, batch.num_rows, _serialise(batch), header)
                line += batch.num_rows
        except (pa.ArrowException, OSError, ValueError) as error:  # ValueError: a name that is no UTF-8
            detail = f"damaged or cut off Parquet file: {str(error)[:200]}"
            raise BrokenSourceError(Reason.BROKEN_ARCHIVE, detail) from error


def _serialise(batch: Any) -> bytes:  # noqa: ANN401  pyarrow ships no types
    import pyarrow as pa  # noqa: PLC0415  see above

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue().to_pybytes())


def _decode(document: RawDocument) -> Decoded:
    plan = read_plan(document.header)
    for number, row in enumerate(rows_of(_read(document.data)), start=document.line or 1):
        yield make_row_seed(document, plan, row, number)


def _read(data: bytes) -> Any:  # noqa: ANN401  pyarrow ships no types
    import pyarrow as pa  # noqa: PLC0415  see above

    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()


def rows_of(table: Any) -> Iterator[dict[str, object]]:  # noqa: ANN401  pyarrow ships no types
    """Give the rows of an Arrow table."""
    names = number_repeated(table.schema.names)
    columns = [_values(table.column(place)) for place in range(len(names))]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _values(column: Any) -> list[object]:  # noqa: ANN401  pyarrow ships no types
    """Give the values of a column; bytes that are no UTF-8, which Parquet does not rule out, stay recognisable."""
    import pyarrow as pa  # noqa: PLC0415  see above

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    if any(test(column.type) for test in tests):
        found = column.cast(pa.large_binary()).to_pylist()
        return [None if value is None else value.decode("utf-8", "surrogateescape") for value in found]
    values: list[object] = column.to_pylist()
    return values


READER = SeedReader(
    format=SeedFormat.PARQUET,
    suffixes=(".parquet", ".pq"),
    is_certain=_is_certain,
    split=_split,
    decode=_decode,
    plan_of=read_plan,
)
