"""Parquet files with url, title and text columns; a piece is a record batch as an Arrow stream."""

from typing import Any

from flows.records import Reason, Rejection, SeedArticle, SeedFormat
from flows.seedfiles.archives import seekable
from flows.seedfiles.documents import Decoded, Piece, Pieces, Problem, RawDocument, make_seed, reject
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._columns import find_columns, missing_url_column, to_json
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
            table = pq.ParquetFile(file)
            if fault := _column_fault(table.schema_arrow):
                yield Problem(Reason.MISSING_COLUMN, fault)
                return
            line = 1
            for batch in table.iter_batches(batch_size=documents):
                yield Piece(line, batch.num_rows, _serialise(batch))
                line += batch.num_rows
        except (pa.ArrowException, OSError, ValueError) as error:  # ValueError: a name that is no UTF-8
            detail = f"damaged or cut off Parquet file: {str(error)[:200]}"
            raise BrokenSourceError(Reason.BROKEN_ARCHIVE, detail) from error


def _column_fault(schema: Any) -> str | None:  # noqa: ANN401  pyarrow ships no types
    """Say what keeps the columns from being read as URL, title and text."""
    columns = find_columns(schema.names)
    if columns.url is None:
        return missing_url_column(schema.names)
    for name in columns:
        kind = str(schema.field(schema.names.index(name)).type) if name is not None else "string"
        if not any(word in kind for word in ("string", "binary", "null")) or "<item" in kind or "struct" in kind:
            return f"column {name!r} holds {kind}, no text"
    return None


def _serialise(batch: Any) -> bytes:  # noqa: ANN401  pyarrow ships no types
    import pyarrow as pa  # noqa: PLC0415  see above

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue().to_pybytes())


def _decode(document: RawDocument) -> Decoded:
    import pyarrow as pa  # noqa: PLC0415  see above

    with pa.ipc.open_stream(document.data) as reader:
        table = reader.read_all()
    names = table.schema.names
    places = [names.index(column) if column is not None else None for column in find_columns(names)]
    texts = [_bytes(table.column(place)) if place is not None else [None] * table.num_rows for place in places]
    others = {name: _values(table.column(place)) for place, name in enumerate(names) if place not in places}
    for number, row in enumerate(zip(*texts, strict=True)):
        line = (document.line or 1) + number
        extra = to_json({name: values[number] for name, values in others.items()})
        yield _seed(document, row, extra, line)


def _bytes(column: Any) -> list[bytes | None]:  # noqa: ANN401  pyarrow ships no types
    """Read a text column undecoded: Parquet does not promise that its strings are UTF-8."""
    import pyarrow as pa  # noqa: PLC0415  see above

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not _is_text(column.type):
        return [None if value is None else _write_value(value).encode() for value in column.to_pylist()]
    values: list[bytes | None] = column.cast(pa.large_binary()).to_pylist()
    return values


def _is_text(column_type: Any) -> bool:  # noqa: ANN401  pyarrow ships no types
    import pyarrow as pa  # noqa: PLC0415  see above

    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    return any(test(column_type) for test in tests)


def _write_value(value: object) -> str:
    """Write what is no text as one: a list of texts as paragraphs, a number by its digits, a structure as JSON."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return to_json({"value": value}) or "" if isinstance(value, dict | list) else str(value)


def _values(column: Any) -> list[object]:  # noqa: ANN401  pyarrow ships no types
    try:
        values: list[object] = column.to_pylist()
    except UnicodeDecodeError:
        values = [None if value is None else value.decode("utf-8", "backslashreplace") for value in _bytes(column)]
    return values


def _seed(
    document: RawDocument, row: tuple[bytes | None, ...], extra: str | None, line: int
) -> SeedArticle | Rejection:
    texts: list[str | None] = []
    for name, value in zip(("URL", "title", "text"), row, strict=True):
        try:
            texts.append(None if value is None else value.decode("utf-8"))
        except UnicodeDecodeError as error:
            detail = f"byte {error.start + 1} of the {name} is no UTF-8"
            return reject(document, Reason.INVALID_UTF8, detail, line)
    url, title, body = texts
    if url and "\n" in url.strip():
        detail = f"the URL column holds {len(url.split())} addresses, not one"
        return reject(document, Reason.INVALID_URL, detail, line, url.split()[0])
    return make_seed(document, url=url, title=title, body=body, extra=extra, line=line)


READER = SeedReader(
    format=SeedFormat.PARQUET,
    suffixes=(".parquet", ".pq"),
    is_certain=_is_certain,
    split=_split,
    decode=_decode,
)
