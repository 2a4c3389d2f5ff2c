"""The records of WARC files that seeds are made of: plain texts of pages (WET), or pages as they were answered."""

import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from flows.errors import ARCHIVE_ERRORS
from flows.records import Reason, SeedFormat
from flows.seedfiles.archived_pages import ArchivedPage
from flows.seedfiles.documents import MAX_DOCUMENT_BYTES, Piece, Pieces, Problem, Remark
from flows.seedfiles.formats._rows import Row, row_pieces
from flows.seedfiles.streams import BLOCK_BYTES, BrokenSourceError, ByteStream

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

# warcio is imported where it is used: most collections hold no such file.
_TEXTS: Final = frozenset({"conversion"})
_PAGES: Final = frozenset({"response", "resource"})
_OK: Final = "200"
_NO_PAGES: Final = frozenset({"warcinfo", "request", "metadata"})  # what stands beside pages


class _File:
    """A stream as the file that warcio reads."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Read a block."""
        return self._stream.read(size if size >= 0 else BLOCK_BYTES)


class _Records:
    """The records of a file that hold what is read of it; others are counted."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self.others = 0

    def texts_or_pages(self) -> Iterator["ArcWarcRecord"]:
        """Give the texts, or the pages, whichever comes first: a file is made of the one or the other.

        Raises BrokenSourceError where the file is damaged.
        """
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415  see above
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415  see above

        wanted: frozenset[str] = _TEXTS | _PAGES
        try:
            for record in ArchiveIterator(_File(self._stream), no_record_parse=True):
                if record.rec_type in wanted:
                    wanted = _TEXTS if record.rec_type in _TEXTS else _PAGES
                    yield record
                elif record.rec_type not in _NO_PAGES:
                    self.others += 1
        except (*ARCHIVE_ERRORS, ArchiveLoadFailed) as error:
            raise BrokenSourceError(Reason.BROKEN_ARCHIVE, f"damaged WARC file: {_said(error)}") from error


def _said(error: Exception) -> str:
    return " ".join(str(error).partition(", first line")[0].split())[:200]  # warcio prints bytes that it cannot read


def _read_whole(record: "ArcWarcRecord") -> bytes | Problem:
    """Read a record. Raises BrokenSourceError where the file breaks off inside it."""
    length = str(record.rec_headers.get_header("Content-Length") or "").strip()
    data: bytes = record.raw_stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        return Problem(Reason.TOO_LARGE, f"the record is larger than {MAX_DOCUMENT_BYTES >> 20} MB")
    if length.isdecimal() and len(data) < int(length):
        raise BrokenSourceError(Reason.TRUNCATED_ARCHIVE, "the file breaks off inside a record")
    return data


def _address_of(record: "ArcWarcRecord") -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")


def _read_text(record: "ArcWarcRecord") -> Row | Problem:
    data = _read_whole(record)
    if isinstance(data, Problem):
        return data
    heads: Any = record.rec_headers
    return {
        "url": _address_of(record),
        "text": data.decode("utf-8", "surrogateescape"),
        "crawled": heads.get_header("WARC-Date"),
        "identified_languages": heads.get_header("WARC-Identified-Content-Language"),
    }


def _read_page(record: "ArcWarcRecord") -> ArchivedPage | Problem | None:
    """Read a record as a page; None where it is none: a picture, a redirect, an error."""
    data = _read_whole(record)
    if isinstance(data, Problem):
        return data
    heads: Any = record.rec_headers
    url, moment = _address_of(record), heads.get_header("WARC-Date")
    if record.rec_type == "resource":
        headers = {"content-type": str(heads.get_header("Content-Type") or "")}
        return ArchivedPage(url, headers, moment, data) if _is_html(headers) else None
    return _read_answer(record, data, url, moment)


def _read_answer(record: "ArcWarcRecord", data: bytes, url: str, moment: str | None) -> ArchivedPage | Problem | None:
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415  see above
    from warcio.statusandheaders import StatusAndHeadersParser  # noqa: PLC0415  see above

    record.raw_stream = io.BytesIO(data)
    try:
        record.http_headers = StatusAndHeadersParser([], verify=False).parse(record.raw_stream)
        headers = {name.lower(): value for name, value in record.http_headers.headers}
        if record.http_headers.get_statuscode() != _OK or not _is_html(headers):
            return None
        payload = record.content_stream().read(MAX_DOCUMENT_BYTES + 1)
    except (*ARCHIVE_ERRORS, ArchiveLoadFailed) as error:
        return Problem(Reason.BROKEN_ARCHIVE, f"the answer of {url} cannot be unpacked: {_said(error)}")
    if len(payload) > MAX_DOCUMENT_BYTES:
        return Problem(Reason.TOO_LARGE, f"the page is larger than {MAX_DOCUMENT_BYTES >> 20} MB")
    return ArchivedPage(url, headers, moment, payload)


def _is_html(headers: Mapping[str, str]) -> bool:
    return "html" in headers.get("content-type", "").lower()


def split_records(stream: ByteStream, documents: int) -> Pieces:
    """Cut a WARC file into its texts, or its pages."""
    records = _Records(stream)
    found = records.texts_or_pages()
    first = next(found, None)
    if first is not None:
        both = itertools.chain([first], found)
        if first.rec_type in _TEXTS:
            yield from row_pieces(map(_read_text, both), documents, stream.hints)
        else:
            yield from _split_pages(records, both)
    if records.others:
        yield Remark(f"{records.others:,} records of the WARC file are no texts of pages, and are not read")


def _split_pages(records: _Records, found: Iterable["ArcWarcRecord"]) -> Pieces:
    number = 0
    for record in found:
        page = _read_page(record)
        if page is None:
            records.others += 1
            continue
        number += 1
        if isinstance(page, Problem):
            yield page._replace(line=number)
        else:
            yield Piece(number, 1, page.payload, page.head(), SeedFormat.WARC)
