"""JSON lines: one object a line, with url, title and text."""

import json
import re
from collections.abc import Iterator

from flows.records import Reason, Rejection, SeedArticle, SeedFormat
from flows.seedfiles.columns import find_plan, flatten, make_row_seed, read_plan, write_plan
from flows.seedfiles.columns.plan import SAMPLE_BYTES, SAMPLE_ROWS
from flows.seedfiles.columns.rows import TOO_DEEP
from flows.seedfiles.documents import UTF8_BOM, Decoded, Piece, Pieces, RawDocument, reject
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._lines import line_pieces
from flows.seedfiles.streams import ByteStream

_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*(?:\"|\})")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def _to_none(_constant: str) -> None:
    """Read NaN and Infinity, which are no JSON, as null."""


_DECODER = json.JSONDecoder(parse_constant=_to_none)


def _is_likely(head: bytes) -> bool:
    return _OBJECT.match(head) is not None


def _decode(document: RawDocument) -> Decoded:
    for line, data in numbered_lines(document):
        yield _decode_line(document, line, data)


def numbered_lines(document: RawDocument) -> Iterator[tuple[int, bytes]]:
    """Give the lines of a piece that are not blank, with their numbers in the source."""
    first = document.line or 1
    data = document.data.removeprefix(UTF8_BOM) if first == 1 else document.data
    for line, text in enumerate(data.split(b"\n"), start=first):
        if text and not text.isspace():
            yield line, text


def _decode_line(document: RawDocument, line: int, data: bytes) -> SeedArticle | Rejection:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return reject(document, Reason.INVALID_UTF8, f"byte {error.start + 1} of the line is no UTF-8", line)
    try:
        row = _DECODER.decode(text)
        has_half_pair = ("\\ud" in text or "\\uD" in text) and _has_half_pair(row)
    except ValueError as error:
        is_nul = "\0" in text
        reason = Reason.CONTROL_CHARACTERS if is_nul else Reason.MALFORMED_SEED
        return reject(document, reason, f"the line is no JSON: {str(error)[:200]}", line)
    except RecursionError:
        return reject(document, Reason.MALFORMED_SEED, TOO_DEEP, line)
    if not isinstance(row, dict):
        return reject(document, Reason.MALFORMED_SEED, "the line holds no JSON object", line)
    if has_half_pair:
        return reject(document, Reason.INVALID_UTF8, "the line escapes half a surrogate pair", line)
    return make_row_seed(document, read_plan(document.header), row, line)


def _has_half_pair(row: object) -> bool:
    return _HALF_PAIR.search(json.dumps(row, ensure_ascii=False)) is not None


def _sample(data: bytes) -> Iterator[dict[str, object]]:
    """Give the rows of the whole lines at a stream's beginning that can be read."""
    for line in data.removeprefix(UTF8_BOM).split(b"\n")[:SAMPLE_ROWS]:
        try:
            row = _DECODER.decode(line.decode("utf-8"))
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict):
            yield flatten(row)


def _split(stream: ByteStream, documents: int) -> Pieces:
    rows = list(_sample(stream.peek(SAMPLE_BYTES)))
    header = write_plan(find_plan(rows, hints=stream.hints))
    for piece in line_pieces(stream, documents):
        if isinstance(piece, Piece) and not rows:  # the first lines are longer than what was looked at, or no JSON
            rows = list(_sample(piece.data))
            header = write_plan(find_plan(rows, hints=stream.hints))
        yield piece._replace(header=header) if isinstance(piece, Piece) else piece


READER = SeedReader(
    format=SeedFormat.JSONL,
    suffixes=(".jsonl", ".ndjson", ".jsonlines"),
    is_likely=_is_likely,
    split=_split,
    decode=_decode,
    plan_of=read_plan,
)
