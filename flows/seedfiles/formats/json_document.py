"""JSON of any other shape than lines: an array of objects, one object, objects in a list inside an envelope."""

import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice

import ijson

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import Role, find_plan, flatten, read_plan
from flows.seedfiles.columns.plan import SAMPLE_BYTES
from flows.seedfiles.documents import Pieces, Problem
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import decode_rows, row_pieces
from flows.seedfiles.streams import BrokenSourceError, ByteStream

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*[{\]]|\{\s*[\"}])")
KEYED = "{}"  # in place of a prefix: the document's values are rows
_SAMPLE_PAIRS = 200
_LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{[^\n]*\}\s*\r?\n\s*\{")


class _Bytes:
    """A stream as the file that ijson reads."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        if stream.peek(3) == b"\xef\xbb\xbf":
            stream.read(3)

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size if size >= 0 else SAMPLE_BYTES)


def _is_certain(head: bytes) -> bool:
    """Recognise an array of objects, and an object that goes on behind its first line; whole lines are JSON lines."""
    if not _START.match(head) or _LINES.match(head):
        return False
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    first, newline, _ = text.partition(b"\n")
    return text.startswith(b"[") or (bool(newline) and _is_open(first))


def _is_open(line: bytes) -> bool:
    """Tell whether the first line holds no whole object."""
    try:
        next(ijson.items(io.BytesIO(line), ""))
    except (ijson.JSONError, StopIteration):
        return True
    return False


def find_rows(head: bytes) -> str:
    """Give ijson's prefix of the objects that are rows: the first list of a document whose items have addresses.

    "" stands for the document itself, KEYED for rows that are its values.
    """
    starts: dict[str, int] = {}
    try:
        for prefix, event, _ in ijson.parse(io.BytesIO(head), multiple_values=True):
            if event == "start_map" and prefix.endswith("item"):
                starts.setdefault(prefix, len(starts))
    except ijson.JSONError:  # the head ends inside the document
        pass
    for prefix in sorted(starts, key=lambda found: (found.count("item"), starts[found])):
        if find_plan(list(_sample(head, prefix))).of(Role.URL):
            return prefix
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        return "item"
    return KEYED if _is_keyed(head) else ""


def _is_keyed(head: bytes) -> bool:
    """Tell an object of rows by their numbers or addresses from a row. Raises BrokenSourceError for one of columns."""
    pairs = list(islice(_pairs(head), _SAMPLE_PAIRS))
    if _holds_columns(dict(pairs)):
        detail = "the JSON holds columns, not rows; write it row by row (pandas: to_json with orient='records')"
        raise BrokenSourceError(Reason.MALFORMED_SEED, detail)
    rows = [_keyed_row(key, value) for key, value in pairs if isinstance(value, Mapping)]
    return bool(rows) and len(rows) == len(pairs) and bool(find_plan([flatten(row) for row in rows]).of(Role.URL))


def _holds_columns(document: Mapping[str, object]) -> bool:
    """Tell an object of columns: each by the numbers of its rows, lists of one length, or pandas' split."""
    values = list(document.values())
    lists = [len(value) for value in values if isinstance(value, list)]
    if document.keys() >= {"columns", "data"} or (len(lists) == len(values) > 1 and lists[0] > 1 == len(set(lists))):
        return True
    numbered = [value for value in values if isinstance(value, Mapping) and value and all(map(str.isdecimal, value))]
    return bool(values) and len(numbered) == len(values)


def _pairs(head: bytes) -> Iterator[tuple[str, object]]:
    try:
        yield from ijson.kvitems(io.BytesIO(head), "", use_float=True)
    except ijson.JSONError:  # the head ends inside the document
        return


def _keyed_row(key: str, row: Mapping[str, object]) -> dict[str, object]:
    return {"key": key, **row}


def _sample(head: bytes, prefix: str) -> Iterator[dict[str, object]]:
    try:
        for row in ijson.items(io.BytesIO(head), prefix, use_float=True, multiple_values=True):
            if isinstance(row, Mapping):
                yield flatten(row)
    except ijson.JSONError:
        return


def _items(stream: ByteStream, prefix: str) -> Iterator[object]:
    if prefix != KEYED:
        yield from ijson.items(_Bytes(stream), prefix, use_float=True, multiple_values=True)
        return
    for key, value in ijson.kvitems(_Bytes(stream), "", use_float=True, multiple_values=True):
        yield _keyed_row(key, value) if isinstance(value, Mapping) else value


def _rows(stream: ByteStream, prefix: str) -> Iterator[Mapping[str, object] | Problem]:
    try:
        for row in _items(stream, prefix):
            if isinstance(row, Mapping):
                yield row
            elif isinstance(row, str):
                yield {"url": row}  # an array of addresses
            else:
                yield Problem(Reason.MALFORMED_SEED, f"the item is a {type(row).__name__}, no object")
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise BrokenSourceError(Reason.MALFORMED_SEED, f"the JSON breaks off or is none: {str(error)[:200]}") from error


def _split(stream: ByteStream, documents: int) -> Pieces:
    prefix = find_rows(stream.peek(SAMPLE_BYTES))
    yield from row_pieces(_rows(stream, prefix), documents, stream.hints)


READER = SeedReader(
    format=SeedFormat.JSON,
    suffixes=(".json",),
    is_certain=_is_certain,
    split=_split,
    decode=decode_rows,
    plan_of=read_plan,
)
