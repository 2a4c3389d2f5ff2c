"""JSON of any other shape than lines: an array of objects, one object, objects in a list inside an envelope."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any, TypeVar

import ijson

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import Role, find_plan, flatten, read_plan
from flows.seedfiles.columns.plan import SAMPLE_BYTES
from flows.seedfiles.documents import Pieces, Problem, Remark
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._json_lists import KEYED, Places, find_places
from flows.seedfiles.formats._rows import decode_rows, table_pieces
from flows.seedfiles.streams import BrokenSourceError, ByteStream

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*[{\]]|\{\s*[\"}])")
_OUTSIDE_ESCAPES = (b" ", b",", b":", b"\n")
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)
_Item = TypeVar("_Item")
_LATE_ROWS = 200  # of a list that starts behind the document's head, that show whether it has addresses
_STARTS = frozenset({"start_map", "start_array"})
_ENDS = frozenset({"end_map", "end_array"})
_LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{[^\n]*\}\s*\r?\n\s*\{")


class _Bytes:
    """A stream as the file that ijson reads; half a surrogate pair, which is no letter, becomes the sign for one."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._held = b""
        self.half_pairs = 0
        if stream.peek(3) == b"\xef\xbb\xbf":
            stream.read(3)

    def read(self, size: int = -1) -> bytes:
        """Read up to a place that is inside no escape; nothing at the end alone."""
        while block := self._stream.read(size if size >= 0 else SAMPLE_BYTES):
            data = self._held + block
            cut = max(map(data.rfind, _OUTSIDE_ESCAPES)) + 1
            self._held = data[cut:]
            if cut:
                return self._mended(data[:cut])
        data, self._held = self._held, b""
        return self._mended(data)

    def _mended(self, data: bytes) -> bytes:
        return _ESCAPE.sub(self._mend, data) if b"\\ud" in data or b"\\uD" in data else data

    def _mend(self, escape: re.Match[bytes]) -> bytes:
        if escape["half"] is None:
            return escape[0]
        self.half_pairs += 1
        return b"\\ufffd"


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


def _keyed_row(key: str, row: Mapping[str, object]) -> dict[str, object]:
    return {"key": key, **row}


def _items(file: _Bytes, place: str) -> Iterator[object]:
    if place != KEYED:
        yield from ijson.items(file, place, use_float=True, multiple_values=True)
        return
    for key, value in ijson.kvitems(file, "", use_float=True, multiple_values=True):
        yield _keyed_row(key, value) if isinstance(value, Mapping) else value


def _placed_items(file: _Bytes, places: Places) -> Iterator[tuple[str, object]]:
    """Give the items of several lists as they come, each with its place."""
    key, place, start = "", "", ""
    builder: Any = None  # ijson ships no types
    is_keyed = next(iter(places.rows)).startswith(KEYED)
    for prefix, event, value in ijson.parse(file, use_float=True, multiple_values=True):
        if builder is not None:
            builder.event(event, value)
            if prefix == start and event in _ENDS:
                yield place, builder.value
                builder = None
        elif not prefix and event == "map_key":
            key = value
        elif prefix.endswith("item") and event not in _ENDS and event != "map_key":
            place = KEYED + prefix[len(key) :] if is_keyed else prefix
            if not places.holds(place):
                continue
            if event not in _STARTS:
                yield place, value
                continue
            builder, start = ijson.ObjectBuilder(), prefix
            builder.event(event, value)


def _unbroken(items: Iterable[_Item]) -> Iterator[_Item]:
    try:
        yield from items
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise BrokenSourceError(Reason.MALFORMED_SEED, f"the JSON breaks off or is none: {str(error)[:200]}") from error


def _row(item: object) -> Mapping[str, object] | Problem:
    if isinstance(item, Mapping):
        return item
    if isinstance(item, str):
        return {"url": item}  # an array of addresses
    return Problem(Reason.MALFORMED_SEED, f"the item is a {type(item).__name__}, no object")


def _tables(file: _Bytes, places: Places) -> Iterator[Iterator[Mapping[str, object] | Problem]]:
    """Give the rows of each place; of several lists each has columns of its own."""
    first = next(iter(places.rows))
    if len(places.rows) == 1 and not places.is_cut and (first == KEYED or not first.startswith(KEYED)):
        yield map(_row, _unbroken(_items(file, first)))
        return
    for place, group in groupby(_unbroken(_placed_items(file, places)), key=itemgetter(0)):
        rows = (_row(item) for _, item in group)
        if place in places.rows:
            yield rows
            continue
        sample = list(islice(rows, _LATE_ROWS))
        if find_plan([flatten(row) for row in sample if isinstance(row, Mapping)]).of(Role.URL):
            yield chain(sample, rows)


def _split(stream: ByteStream, documents: int) -> Pieces:
    places = find_places(stream.peek(SAMPLE_BYTES))
    if places.left:
        yield Remark(f"lists with addresses that are not read: {', '.join(places.left)[:300]}")
    file = _Bytes(stream)
    yield from table_pieces(_tables(file, places), documents, stream.hints)
    if file.half_pairs:
        yield Remark(f"{file.half_pairs} escapes are half a surrogate pair, which is no letter: read as U+FFFD")


READER = SeedReader(
    format=SeedFormat.JSON,
    suffixes=(".json",),
    is_certain=_is_certain,
    split=_split,
    decode=decode_rows,
    plan_of=read_plan,
)
