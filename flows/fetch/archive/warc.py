"""Write WARC 1.1: gzip per record, one file at a time, rotated, and repaired after a kill.

An exchange is a response (or revisit) record followed by its request record; an attempt to fetch a page
ends with a metadata record that holds the capture itself as JSON, so that every table about captures can
be made again from these files. Bodies are kept in their content coding where readers know it. Transfer
coding is undone, as in Common Crawl's files, and its header renamed so that no reader undoes it again.

A file that is being written has an empty `<name>.open` beside it, locked as long as its writer lives. A
marker that can be locked was left by a kill: the file is then cut behind its last whole record.
"""

import base64
import datetime as dt
import errno
import fcntl
import hashlib
import os
import random
import threading
import uuid
import zlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flows.errors import EnvironmentBrokenError, OutOfDiskError
from flows.fetch.http.client import Exchange, RawHeaders
from flows.fetch.http.content_coding import ARCHIVED_CODINGS, read_codings

FOLDER = "warc"
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# No index lists metadata of this type, so that replay shows the page and not what is written down about it.
FIELDS_TYPE = "application/warc-fields"
CAPTURE_FIELD = "seedbank-capture"
OLD_CAPTURE_TYPE = "application/vnd.seedbank.capture+json"  # of files until 2026: the block is the JSON itself
# Level 3 takes a third of the time of level 6 for 5-7 % more bytes on news pages (tests/benchmarks).
GZIP_LEVEL = 3
STORED_LEVEL = 0  # of bodies that are compressed already
REMEMBERED_DIGESTS = 5_000  # payloads of this run that a revisit can point to
_BLOCK = 1 << 20
_LINE_ENDS = str.maketrans("\r\n", "  ")  # an address of a stranger's must not become a line of the record's head


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLocation:
    """Where a record lies, and what a revisit record says of it."""

    warc_file: str  # relative to the home folder
    warc_offset: int
    url: str = ""
    captured_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisited:
    """The earlier record that an exchange repeats."""

    location: RecordLocation
    profile: str
    payload_digest: str | None


def format_time(moment: dt.datetime) -> str:
    """Write a time as WARC 1.1 does, to the microsecond."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest_of(data: bytes) -> str:
    """Label a SHA-256 as in Capture.payload_digest."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def format_digest(label: str) -> str:
    """Write a digest as the examples of WARC 1.1 have it, in base32: warcat 2.2.5 takes base16 for another digest."""
    algorithm, _, digits = label.partition(":")
    return f"{algorithm}:{base64.b32encode(bytes.fromhex(digits)).decode()}"


_record_ids = random.Random()  # noqa: S311 # names, not secrets; the system's source is slow from many threads


def _record_id() -> str:
    return f"<urn:uuid:{uuid.UUID(int=_record_ids.getrandbits(128), version=4)}>"


def _compress(data: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def build_record(fields: Iterable[tuple[str, str]], block: bytes, level: int = GZIP_LEVEL) -> bytes:
    """Build one record as one gzip member."""
    named = (f"{name}: {value.translate(_LINE_ENDS)}" for name, value in fields)
    lines = ["WARC/1.1", *named, f"Content-Length: {len(block)}"]
    head = "\r\n".join(lines).encode("utf-8", "replace")
    return _compress(b"".join((head, b"\r\n\r\n", block, b"\r\n\r\n")), level)


def _http_head(first_line: str, headers: RawHeaders) -> bytes:
    lines = [first_line.encode("latin-1", "replace"), *(name + b": " + value for name, value in headers)]
    return b"\r\n".join((*lines, b"", b""))


def _request_target(url: str) -> str:
    return "/" + url.split("://", 1)[1].partition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The body of a response as it is archived, and the headers that are true of it."""

    body: bytes
    headers: RawHeaders
    digest: str
    is_coded: bool


def store_body(exchange: Exchange, payload: bytes | None, payload_digest: str | None) -> Stored:
    """Keep the body as it came but for transfer coding, and for content codings that WARC readers cannot undo."""
    codings = read_codings(exchange.header_values("content-encoding"))
    renamed = {b"transfer-encoding"}
    body, digest = exchange.body, payload_digest
    if payload is None or codings:
        digest = None
    if payload is not None and not ARCHIVED_CODINGS.issuperset(codings):
        renamed |= {b"content-encoding", b"content-length"}
        body, codings, digest = payload, (), payload_digest
    headers = tuple(
        (b"X-Archive-Orig-" + name if name.lower() in renamed else name, value) for name, value in exchange.headers
    )
    return Stored(body=body, headers=headers, digest=digest or digest_of(body), is_coded=bool(codings))


def build_exchange(exchange: Exchange, stored: Stored, revisited: Revisited | None) -> bytes:
    """Build the response (or revisit) and the request record of an exchange that got an answer."""
    response_id, moment = _record_id(), format_time(exchange.started_at)
    head = _http_head(f"HTTP/1.1 {exchange.status} {exchange.reason}".rstrip(), stored.headers)
    payload_digest = revisited.payload_digest if revisited else stored.digest
    fields = [
        ("WARC-Type", "revisit" if revisited else "response"),
        ("WARC-Record-ID", response_id),
        ("WARC-Date", moment),
        ("WARC-Target-URI", exchange.url),
        ("Content-Type", "application/http; msgtype=response"),
        ("WARC-Protocol", exchange.protocol.lower()),
    ]
    fields += [("WARC-IP-Address", exchange.peer)] if exchange.peer else []
    fields += [("WARC-Truncated", exchange.truncated)] if exchange.truncated else []
    fields += _revisit_fields(revisited) if revisited else []
    fields += [("WARC-Payload-Digest", format_digest(payload_digest))] if payload_digest else []
    block = head if revisited else head + stored.body
    request = _http_head(f"GET {_request_target(exchange.url)} HTTP/1.1", exchange.request_headers)
    request_fields = (
        ("WARC-Type", "request"),
        ("WARC-Record-ID", _record_id()),
        ("WARC-Date", moment),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Concurrent-To", response_id),
        ("Content-Type", "application/http; msgtype=request"),
    )
    return build_record(fields, block, STORED_LEVEL if stored.is_coded else GZIP_LEVEL) + build_record(
        request_fields, request
    )


def _revisit_fields(revisited: Revisited) -> list[tuple[str, str]]:
    location = revisited.location
    fields = [("WARC-Profile", revisited.profile)]
    if location.url and location.captured_at:
        fields += [
            ("WARC-Refers-To-Target-URI", location.url),
            ("WARC-Refers-To-Date", format_time(location.captured_at)),
        ]
    # Where the payload lies, as Heritrix writes it: no index is needed to follow it.
    return [
        *fields,
        ("WARC-Refers-To-Filename", Path(location.warc_file).name),
        ("WARC-Refers-To-File-Offset", str(location.warc_offset)),
    ]


def build_capture(url: str, moment: dt.datetime, capture_json: bytes) -> bytes:
    """Build the metadata record that ends an attempt to fetch a page: one field, the capture as JSON in a line."""
    block = f"{CAPTURE_FIELD}: ".encode() + capture_json + b"\r\n"
    fields = (
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", _record_id()),
        ("WARC-Date", format_time(moment)),
        ("WARC-Target-URI", url),
        ("WARC-Block-Digest", format_digest(digest_of(block))),
        ("Content-Type", FIELDS_TYPE),
    )
    return build_record(fields, block)


class WarcWriter:
    """Appends to the WARC files of one run. Safe to call from several threads. Raises OutOfDiskError."""

    def __init__(self, home: Path, *, run_id: str, max_bytes: int, software: str) -> None:
        self._folder = home / FOLDER
        self._run_id = run_id
        self._max_bytes = max_bytes
        self._software = software
        self._lock = threading.Lock()
        self._file: int | None = None
        self._marker: int | None = None
        self._path = self._folder
        self._size = 0
        self._known: OrderedDict[str, RecordLocation] = OrderedDict()

    def find_payload(self, digest: str) -> RecordLocation | None:
        """Find the record of this run that holds a payload of this digest, as it was on the wire."""
        with self._lock:
            return self._known.get(digest)

    def append_exchange(self, exchange: Exchange, data: bytes, stored_digest: str | None) -> RecordLocation:
        """Append the records of an exchange and say where its response lies."""
        with self._lock:
            offset = self._append(data)
            location = RecordLocation(
                warc_file=f"{FOLDER}/{self._path.name}",
                warc_offset=offset,
                url=exchange.url,
                captured_at=exchange.started_at,
            )
            if stored_digest is not None:
                self._known[stored_digest] = location
                if len(self._known) > REMEMBERED_DIGESTS:
                    self._known.popitem(last=False)
            return location

    def append(self, data: bytes) -> RecordLocation:
        """Append finished records and say where the first lies."""
        with self._lock:
            offset = self._append(data)
            return RecordLocation(warc_file=f"{FOLDER}/{self._path.name}", warc_offset=offset)

    def _append(self, data: bytes) -> int:
        try:
            if self._file is None or self._size > self._max_bytes:
                self._rotate()
            offset = self._size
            self._write(data)
        except OSError as error:
            raise _name_disk_error(error, self._folder) from error
        return offset

    def _write(self, data: bytes) -> None:
        assert self._file is not None  # noqa: S101 # narrows the type: _append has opened it
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError:
            os.ftruncate(self._file, self._size)  # no torn record in front of later ones
            raise
        self._size += len(data)

    def _rotate(self) -> None:
        self._close_file()
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"seedbank-{self._run_id}-{os.getpid()}-{uuid.uuid4().hex[:8]}.warc.gz"
        self._path = self._folder / name
        self._marker = os.open(f"{self._path}.open", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        fcntl.flock(self._marker, fcntl.LOCK_EX)
        self._file = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o644)
        self._size = 0
        info = f"software: {self._software}\r\nformat: WARC File Format 1.1\r\n".encode()
        fields = (
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", _record_id()),
            ("WARC-Date", format_time(dt.datetime.now(dt.UTC))),
            ("WARC-Filename", name),
            ("Content-Type", "application/warc-fields"),
        )
        self._write(build_record(fields, info))

    def sync(self) -> None:
        """Make everything appended so far survive a loss of power."""
        with self._lock:
            if self._file is None:
                return
            try:
                os.fsync(self._file)
                _sync_folder(self._folder)
            except OSError as error:
                raise _name_disk_error(error, self._folder) from error

    def _close_file(self) -> None:
        if self._file is None or self._marker is None:
            return
        os.fsync(self._file)
        os.close(self._file)
        Path(f"{self._path}.open").unlink()
        os.close(self._marker)
        _sync_folder(self._folder)
        self._file = self._marker = None

    def close(self) -> None:
        """Sync and close the current file."""
        with self._lock:
            self._close_file()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _name_disk_error(error: OSError, folder: Path) -> OutOfDiskError | EnvironmentBrokenError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutOfDiskError(f"No space is left in {folder} for what was fetched. Free some and run the same again.")
    return EnvironmentBrokenError(f"{folder} cannot be written: {error.strerror}.")


def repair_torn_files(home: Path) -> tuple[Path, ...]:
    """Cut the files that a kill left open behind their last whole record; give those that were cut."""
    repaired = []
    for marker in sorted((home / FOLDER).glob("*.warc.gz.open")):
        with marker.open("rb") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # its writer lives
            path = marker.with_suffix("")
            if path.exists() and _cut_torn_tail(path):
                repaired.append(path)
            marker.unlink(missing_ok=True)
    return tuple(repaired)


def _cut_torn_tail(path: Path) -> bool:
    whole = find_whole_length(path)
    if whole == path.stat().st_size:
        return False
    with path.open("r+b") as file:
        file.truncate(whole)
        os.fsync(file.fileno())
    return True


def find_whole_length(path: Path) -> int:
    """Count the bytes up to the end of the last whole gzip member."""
    whole = position = 0
    inflate = zlib.decompressobj(31)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            position += len(block)
            while block:
                try:
                    inflate.decompress(block)
                except zlib.error:
                    return whole
                block = inflate.unused_data
                if inflate.eof:
                    whole = position - len(block)
                    inflate = zlib.decompressobj(31)
    return whole
