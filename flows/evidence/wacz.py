"""`seedbank export --format wacz`: the captures of some articles as one file that browsers and archives replay.

A WACZ (version 1.1.1) is a zip: a WARC file with the records as they were archived, an index of it in blocks, the list
of pages, and a data package with the hash of each. Records go through memory one capture at a time.
"""

import datetime as dt
import gzip
import hashlib
import json
import re
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
from warcio.recordloader import ArcWarcRecord

from flows import __version__
from flows.addresses.urls import surt
from flows.errors import MissingInputError, UsageError
from flows.evidence.warc_records import UNREADABLE, CopiedRecord, RecordCopier
from flows.fetch.archive.members import parse_member
from flows.fetch.archive.replay import read_warc_date
from flows.fetch.archive.warc import build_record, format_time
from flows.records import Outcome
from warehouse.database.connect import explain_errors
from warehouse.export.replacing import replacing
from warehouse.read.archived import ArchivedCapture, archived_captures

WACZ_VERSION = "1.1.1"
WARC_NAME = "captures.warc.gz"
LINES_IN_BLOCK = 3_000  # of the index, as py-wacz has it
SHOWN = frozenset({Outcome.OK, Outcome.NOT_MODIFIED})  # captures of a page that a reader would look for
_IPV4 = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}(?=[:)])", re.ASCII)
_IN_MEMORY = 1 << 24  # bytes of one file before it goes to the disk
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedPages:
    """What was packed."""

    target: Path
    capture_count: int
    page_count: int
    size_bytes: int
    missing: tuple[str, ...]  # sentences on what is not in it, and why


class _Packer:
    """A WACZ file that is being written."""

    def __init__(self, bundle: zipfile.ZipFile, folder: Path) -> None:
        self._bundle = bundle
        self._folder = folder
        self._resources: list[dict[str, object]] = []

    def add(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write one file, and note its hash for the data package.

        The zip gets it when its size is known: of a file whose size is not, zipfile writes a larger local head than
        the directory says, and replayweb.page, which goes by the directory, reads at the wrong place.
        """
        entry, digest = zipfile.ZipInfo(path, _EPOCH), hashlib.sha256()
        entry.compress_type = zipfile.ZIP_STORED if path.endswith(".gz") else zipfile.ZIP_DEFLATED
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(self._folder)) as spool:
            for piece in pieces:
                spool.write(piece)
                digest.update(piece)
            entry.file_size = spool.tell()
            spool.seek(0)
            with self._bundle.open(entry, "w") as opened:
                shutil.copyfileobj(spool, opened)
        self._resources.append(
            {
                "name": path.rpartition("/")[2],
                "path": path,
                "hash": f"sha256:{digest.hexdigest()}",
                "bytes": entry.file_size,
            }
        )

    def finish(self, now: dt.datetime) -> None:
        """Write the data package, and the hash of it."""
        package = {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            "created": now.astimezone(dt.UTC).isoformat(),
            "software": f"Seedbank {__version__}",
            "resources": self._resources,
        }
        data = json.dumps(package, indent=2, ensure_ascii=False).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        for path, content in (("datapackage.json", data), ("datapackage-digest.json", json.dumps(digest).encode())):
            self._bundle.writestr(zipfile.ZipInfo(path, _EPOCH), content, zipfile.ZIP_DEFLATED)


class _Collection:
    """The records of some captures, and what the index and the list of pages say of them."""

    def __init__(self, home: Path, captures: Iterable[ArchivedCapture]) -> None:
        self._copier = RecordCopier(home)
        self._captures = captures
        self.index: list[str] = []
        self.pages: list[str] = []
        self.missing: list[str] = []
        self.count = 0

    def records(self, now: dt.datetime) -> Iterator[bytes]:
        """Give the members of the WARC file, and fill index and pages as they go by."""
        head = build_record(
            (
                ("WARC-Type", "warcinfo"),
                ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
                ("WARC-Date", format_time(now)),
                ("WARC-Filename", WARC_NAME),
                ("Content-Type", "application/warc-fields"),
            ),
            f"software: Seedbank {__version__}\r\nformat: WARC File Format 1.1\r\n".encode(),
        )
        yield head
        for capture in self._captures:
            try:
                for record in self._copier.copy(capture.capture_id, capture.warc_file, capture.warc_offset):
                    self._note(capture, record, len(head) + record.offset)
                    yield record.member
                self.count += 1
            except UNREADABLE:
                self.missing.append(f"The answer of capture {capture.capture_id} is not in it: it cannot be read.")

    def _note(self, capture: ArchivedCapture, copied: CopiedRecord, offset: int) -> None:
        record = parse_member(copied.member)
        if record.rec_type not in ("response", "revisit"):
            return
        url = record.rec_headers.get_header("WARC-Target-URI")
        key, moment = _index_key(url), read_warc_date(record.rec_headers.get_header("WARC-Date"))
        if key is None or moment is None:
            return
        self.index.append(_index_line(record, url, f"{key} {moment:%Y%m%d%H%M%S}", len(copied.member), offset))
        if capture.outcome in SHOWN:
            page = {"id": capture.capture_id, "url": url, "ts": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
            page |= {"title": capture.title} if capture.title else {}
            self.pages.append(json.dumps(page | {"article_id": capture.article_id}, ensure_ascii=False) + "\n")


def _index_key(url: str) -> str | None:
    """Give the key of an address; unlike ours, those of indexes have the numbers of a bare address reversed too."""
    key = surt(url)
    return _IPV4.sub(lambda found: ",".join(reversed(found[0].split("."))), key) if key else None


def _index_line(record: ArcWarcRecord, url: str, key: str, length: int, offset: int) -> str:
    """Write a line of CDXJ as cdxj-indexer does."""
    http = record.http_headers
    mime = "warc/revisit" if record.rec_type == "revisit" else http.get_header("content-type", "").partition(";")[0]
    fields = {
        "url": url,
        "mime": mime.strip(),
        "status": http.get_statuscode() if http else "",
        "digest": record.rec_headers.get_header("WARC-Payload-Digest"),
        "length": str(length),
        "offset": str(offset),
        "filename": WARC_NAME,
    }
    return f"{key} {json.dumps({name: value for name, value in fields.items() if value})}\n"


def pack_wacz(
    connection: duckdb.DuckDBPyConnection, home: Path, articles: Sequence[str], target: Path, *, now: dt.datetime
) -> PackedPages:
    """Pack the archived captures of some articles, of all where none is named.

    Raises MissingInputError where nothing of them is archived, UsageError where the target is a folder,
    OutOfDiskError, EnvironmentBrokenError.
    """
    if target.is_dir():
        raise UsageError(f"{target} is a folder; name a file.")
    found = _Collection(home, archived_captures(connection, articles))
    with explain_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as fresh, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as bundle:
            packer = _Packer(bundle, target.parent)
            packer.add(f"archive/{WARC_NAME}", found.records(now))
            if not found.count:
                raise MissingInputError("No archived answer is there to be packed: ask for pages first (--refetch).")
            _add_index(packer, sorted(found.index))
            title = json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}) + "\n"
            packer.add("pages/pages.jsonl", (line.encode() for line in (title, *found.pages)))
            packer.finish(now)
    return PackedPages(
        target=target,
        capture_count=found.count,
        page_count=len(found.pages),
        size_bytes=target.stat().st_size,
        missing=tuple(found.missing),
    )


def _add_index(packer: _Packer, lines: list[str]) -> None:
    """Write the index in blocks of gzip, and where each begins."""
    left, blocks, starts, at = iter(lines), [], [], 0
    while block := list(islice(left, LINES_IN_BLOCK)):
        data = gzip.compress("".join(block).encode(), mtime=0)
        place = {"offset": at, "length": len(data), "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        key = " ".join(block[0].split(" ", 2)[:2])
        starts.append(f"{key} {json.dumps(place | {'filename': 'index.cdx.gz'})}\n")
        blocks.append(data)
        at += len(data)
    packer.add("indexes/index.cdx.gz", blocks)
    head = f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': 'index.cdx.gz'})}\n"
    packer.add("indexes/index.idx", (line.encode() for line in (head, *starts)))
