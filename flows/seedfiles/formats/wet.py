"""WET files, as Common Crawl makes them: WARC records of type conversion, each the plain text of a page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from flows.errors import ARCHIVE_ERRORS
from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import read_plan
from flows.seedfiles.documents import MAX_DOCUMENT_BYTES, Pieces, Problem, Remark
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import Row, decode_rows, row_pieces
from flows.seedfiles.streams import BLOCK_BYTES, BrokenSourceError, ByteStream

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

# warcio is imported where it is used: most collections hold no WET file.
_START: Final = b"WARC/"
_TEXT: Final = "conversion"
_NO_PAGES: Final = frozenset({"warcinfo", "request", "metadata"})  # what stands beside pages


class _File:
    """A stream as the file that warcio reads."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Read a block."""
        return self._stream.read(size if size >= 0 else BLOCK_BYTES)


class _Records:
    """The records of a file as rows; those that are no texts are counted."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self.texts = 0
        self.others = 0

    def rows(self) -> Iterator[Row | Problem]:
        """Give a row for each text. Raises BrokenSourceError where the file breaks off or is damaged."""
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415  see above
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415  see above

        try:
            for record in ArchiveIterator(_File(self._stream), no_record_parse=True):
                if record.rec_type == _TEXT:
                    self.texts += 1
                    yield _read_text(record)
                elif record.rec_type not in _NO_PAGES:
                    self.others += 1
        except (*ARCHIVE_ERRORS, ArchiveLoadFailed) as error:
            raise BrokenSourceError(Reason.BROKEN_ARCHIVE, f"damaged WARC file: {_said(error)}") from error


def _said(error: Exception) -> str:
    return " ".join(str(error).partition(", first line")[0].split())[:200]  # warcio prints bytes that it cannot read


def _read_text(record: "ArcWarcRecord") -> Row | Problem:
    heads: Any = record.rec_headers
    length = str(heads.get_header("Content-Length") or "").strip()
    data = record.content_stream().read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        return Problem(Reason.TOO_LARGE, f"the record is larger than {MAX_DOCUMENT_BYTES >> 20} MB")
    if length.isdecimal() and len(data) < int(length):
        raise BrokenSourceError(Reason.TRUNCATED_ARCHIVE, "the file breaks off inside a record")
    return {
        "url": (heads.get_header("WARC-Target-URI") or "").strip("<> "),
        "text": data.decode("utf-8", "surrogateescape"),
        "crawled": heads.get_header("WARC-Date"),
        "identified_languages": heads.get_header("WARC-Identified-Content-Language"),
    }


def _is_certain(head: bytes) -> bool:
    return head.startswith(_START)


def _split(stream: ByteStream, documents: int) -> Pieces:
    records = _Records(stream)
    yield from row_pieces(records.rows(), documents, stream.hints)
    if records.others and not records.texts:
        detail = "the WARC file holds pages as they were answered and no texts; make seeds of it as a WET file"
        yield Problem(Reason.UNKNOWN_FORMAT, detail)
    elif records.others:
        yield Remark(f"{records.others:,} records of the WARC file are no plain texts, and are not read")


READER = SeedReader(
    format=SeedFormat.WET,
    suffixes=(".wet", ".warc"),
    is_certain=_is_certain,
    split=_split,
    decode=decode_rows,
    plan_of=read_plan,
)
