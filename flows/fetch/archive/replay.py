"""Read back what was archived: the payload of a capture, and the captures of WARC files."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from flows.errors import EnvironmentBrokenError
from flows.fetch.archive.warc import CAPTURE_FIELD, FIELDS_TYPE, FOLDER, OLD_CAPTURE_TYPE
from flows.fetch.http.chunks import join_chunks
from flows.fetch.http.content_coding import CodingError, TooLargeError, decode_body, read_codings
from flows.records import Capture, Outcome, Redirect, Source
from flows.text.http_dates import read_http_date

_CAPTURE_FIELDS = tuple(field.name for field in fields(Capture))
MAX_PAYLOAD_BYTES = 100_000_000
_PIECE = 1 << 20
FILE_RECORDS = frozenset({"resource", "conversion"})  # a file that stands for itself, as no server answered it
_CLOCK = r"[T ]\d\d(?::\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?(?: ?Z| ?[+-]\d\d(?::?\d\d)?)?"
_WARC_DATE = re.compile(rf"(\d{{4}})(?:[-/](\d\d)(?:[-/](\d\d)({_CLOCK})?)?)?", re.ASCII)
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T?(\d{6}Z?)", re.ASCII)
MAX_HOPS = 8  # revisits of revisits that are followed


class PayloadMissingError(EnvironmentBrokenError):
    """Say that an archived payload cannot be read back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResponse:
    """One response or revisit record."""

    url: str
    captured_at: dt.datetime
    status: int
    headers: tuple[tuple[str, str], ...]  # names lower-case
    body: bytes  # in its content coding; empty for a revisit
    payload_digest: str | None  # of the body as stored
    is_revisit: bool
    refers_to: tuple[str, int] | None  # file name and offset of the record that holds the payload
    refers_to_uri: str | None
    truncated: str  # what says that the body breaks off; empty where it is whole

    def decode(self, cap: int = MAX_PAYLOAD_BYTES) -> bytes:
        """Undo the content coding. Raises CodingError and TooLargeError."""
        values = [value for name, value in self.headers if name == "content-encoding"]
        return decode_body(self.body, read_codings(values), cap)


def is_page_record(record: ArcWarcRecord) -> bool:
    """Tell a record that may hold a page: what a server answered, or a file of markup that stands for itself."""
    if record.rec_type in FILE_RECORDS:
        return "html" in (record.rec_headers.get_header("Content-Type") or "").lower()
    return record.rec_type == "response" and record.http_headers is not None


def read_warc_date(text: str | None) -> dt.datetime | None:
    """Read WARC-Date as the standard allows it, from the year alone to the nanosecond, and as other tools write it.

    These are 14 digits, blanks and lower case in it, and the dates of HTTP. None for anything else.
    """
    plain = (text or "").strip()
    found = _WARC_DATE.fullmatch(plain.upper()) or _STAMP.fullmatch(plain)
    if found is None:
        moment = read_http_date(plain)
        return moment.astimezone(dt.UTC) if moment else None
    year, month, day, rest = found.groups()
    clock = "T" + (rest or "00:00:00Z").lstrip("T ").replace(" ", "")
    try:
        moment = dt.datetime.fromisoformat(f"{year}-{month or '01'}-{day or '01'}{clock}")
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def read_response(
    record: ArcWarcRecord, cap: int = MAX_PAYLOAD_BYTES, *, undated: dt.datetime | None = None
) -> StoredResponse:
    """Read one response or revisit record of warcio's; `undated` is its moment where it names none that can be read."""
    heads = record.rec_headers
    body, cut_off = _read_body(record, cap)
    name, offset = heads.get_header("WARC-Refers-To-Filename"), heads.get_header("WARC-Refers-To-File-Offset")
    status = record.http_headers.get_statuscode() if record.http_headers else ""
    http_headers = record.http_headers.headers if record.http_headers else []
    if record.rec_type in FILE_RECORDS:
        http_headers = [("Content-Type", heads.get_header("Content-Type") or "")]
    captured_at = read_warc_date(heads.get_header("WARC-Date")) or undated
    if captured_at is None:
        raise ArchiveLoadFailed(f"a record of no time that can be read: {heads.get_header('WARC-Date')}")
    return StoredResponse(
        url=heads.get_header("WARC-Target-URI").strip("<> "),  # wget before 1.20 puts it into angle brackets
        captured_at=captured_at,
        status=200 if record.rec_type in FILE_RECORDS else int(status) if status.isdigit() else 0,
        headers=tuple((key.lower(), value) for key, value in http_headers if key.lower() != "transfer-encoding"),
        body=body,
        payload_digest=heads.get_header("WARC-Payload-Digest"),
        is_revisit=record.rec_type == "revisit",
        refers_to=(name, int(offset)) if name and offset else None,
        refers_to_uri=heads.get_header("WARC-Refers-To-Target-URI"),
        truncated=_name_truncation(heads.get_header("WARC-Truncated")) or cut_off,
    )


def _name_truncation(mark: str | None) -> str:
    return f"WARC-Truncated: {mark}"[:100] if mark is not None else ""


def _read_body(record: ArcWarcRecord, cap: int) -> tuple[bytes, str]:
    """Read a body up to one byte past the cap, and say whether it breaks off.

    Files of other programs may hold it in chunks, and may end inside a record.
    """
    pieces, size = [], 0
    while size <= cap and (piece := record.raw_stream.read(min(_PIECE, cap + 1 - size))):
        pieces.append(piece)
        size += len(piece)
    body = b"".join(pieces)
    if size > cap:
        return body, ""
    cut_off = "the file ends inside the record" if getattr(record.raw_stream, "limit", 0) else ""
    coding = record.http_headers.get_header("transfer-encoding") if record.http_headers else None
    is_chunked = "chunked" in [name.strip().lower() for name in (coding or "").split(",")]
    joined = join_chunks(body) if is_chunked else None
    if joined is not None:
        return joined[0], cut_off or ("" if joined[1] else "the last chunk is missing")
    return body, cut_off or _find_missing(record, size)


def _find_missing(record: ArcWarcRecord, size: int) -> str:
    """Compare with the length that the server named; writers that undo a coding leave it as it was."""
    http = record.http_headers
    length = http.get_header("content-length") if http else None
    if record.rec_type != "response" or not length or not length.isdigit() or http.get_header("content-encoding"):
        return ""
    return f"{size:,} of {int(length[:15]):,} bytes" if size < int(length[:15]) else ""


def read_stored(home: Path, warc_file: str, warc_offset: int) -> StoredResponse:
    """Read the response record at an offset. Raises PayloadMissingError."""
    path = home / warc_file
    try:
        with path.open("rb") as file:
            file.seek(warc_offset)
            record = next(ArchiveIterator(file))
            if record.rec_type not in ("response", "revisit"):
                raise PayloadMissingError(f"{path} holds no response at {warc_offset}.")
            return read_response(record)
    except (OSError, StopIteration, ArchiveLoadFailed) as error:
        raise PayloadMissingError(f"{path} cannot be read at {warc_offset}: {error}.") from error


def read_payload(home: Path, warc_file: str, warc_offset: int) -> bytes:
    """Read the decoded payload of a capture, following revisit records. Raises PayloadMissingError."""
    return read_whole(home, warc_file, warc_offset)[1]


def read_whole(home: Path, warc_file: str, warc_offset: int) -> tuple[StoredResponse, bytes]:
    """Read the response that holds a capture's payload, and that payload, decoded. Raises PayloadMissingError."""
    stored = read_stored(home, warc_file, warc_offset)
    for _ in range(MAX_HOPS):
        if not stored.is_revisit:
            break
        if stored.refers_to is None:
            raise PayloadMissingError(f"{warc_file} at {warc_offset} repeats a payload that is not here.")
        stored = read_stored(home, f"{FOLDER}/{Path(stored.refers_to[0]).name}", stored.refers_to[1])
    try:
        return stored, stored.decode()
    except (CodingError, TooLargeError) as error:
        raise PayloadMissingError(f"{warc_file} at {warc_offset}: {error}.") from error


def write_capture_json(capture: Capture) -> bytes:
    """Write a capture as the JSON of its metadata record."""
    values = {name: getattr(capture, name) for name in _CAPTURE_FIELDS}
    values["redirects"] = [asdict(hop) for hop in capture.redirects]
    return json.dumps(values, ensure_ascii=False, default=_write_time).encode("utf-8", "surrogatepass")


def _write_time(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong into a capture")


def read_capture_json(data: bytes) -> Capture:
    """Read what write_capture_json wrote."""
    values = json.loads(data.decode("utf-8", "surrogatepass"))
    memento = values["memento_datetime"]
    values |= {
        "redirects": tuple(Redirect(**hop) for hop in values["redirects"]),
        "headers": tuple((name, value) for name, value in values["headers"]),
        "captured_at": dt.datetime.fromisoformat(values["captured_at"]),
        "memento_datetime": dt.datetime.fromisoformat(memento) if memento else None,
        "source": Source(values["source"]),
        "outcome": Outcome(values["outcome"]),
    }
    return Capture(**values)


def read_capture(record: ArcWarcRecord) -> Capture | None:
    """Read the capture that a record of ours holds; None for any other record."""
    kind, mark = record.rec_headers.get_header("Content-Type"), f"{CAPTURE_FIELD}: ".encode()
    if kind == OLD_CAPTURE_TYPE:
        return read_capture_json(record.raw_stream.read())
    block = record.raw_stream.read() if record.rec_type == "metadata" and kind == FIELDS_TYPE else b""
    return read_capture_json(block.removeprefix(mark)) if block.startswith(mark) else None


def may_hold_capture(head: bytes) -> bool:
    """Tell from its first bytes whether a record may hold a capture."""
    return f"{CAPTURE_FIELD}: ".encode() in head or OLD_CAPTURE_TYPE.encode() in head


def iter_captures(files: Iterable[Path]) -> Iterator[Capture]:
    """Yield every capture in our own WARC files, in the order it was made. Raises PayloadMissingError."""
    for path in files:
        try:
            with path.open("rb") as file:
                for record in ArchiveIterator(file):
                    capture = read_capture(record)
                    if capture is not None:
                        yield capture
        except (OSError, ArchiveLoadFailed) as error:
            raise PayloadMissingError(f"{path} cannot be read: {error}.") from error
