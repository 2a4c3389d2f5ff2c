"""What passes from the one process that reads to the processes that decode."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flows.addresses.urls import identify
from flows.records import Reason, Rejection, SeedArticle, SeedFormat, Stage, content_id
from flows.seedfiles.sources import SourceFile

MAX_DOCUMENT_BYTES = 32 << 20  # a line, a record or a dashed seed; the longest of 40,162 real seeds has 48,352 letters
MAX_SKIPPED_BYTES = 1 << 30  # of one document that is too large, before the rest of its source is given up

UTF8_BOM = b"\xef\xbb\xbf"


class RawDocument(NamedTuple):
    """Undecoded bytes of one document, or of some that lie one after the other in one source.

    A tuple and no dataclass, because it is pickled by the ten thousand.
    """

    format: SeedFormat
    source_path: str
    line: int | None  # 1-based line, row or member number where `data` starts
    document_count: int  # as far as it is known without decoding
    data: bytes
    header: bytes = b""  # what the format needs to read `data`: the header line of a CSV file


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedChunk:
    """A share of the work of decoding: some documents of one or more sources."""

    chunk_id: str  # content_id of all documents with their places: the same input has the same id
    documents: tuple[RawDocument, ...]
    sources: tuple[SourceFile, ...]  # that have a document here, in order
    completed: tuple[SourceFile, ...]  # those of them whose last document is here

    @property
    def document_count(self) -> int:
        """Count the documents, as far as it is known without decoding."""
        return sum(document.document_count for document in self.documents)


class Piece(NamedTuple):
    """What a format cuts off a stream: undecoded documents, before their source is written on them."""

    line: int | None
    document_count: int
    data: bytes
    header: bytes = b""
    format: SeedFormat | None = None  # where it is not that of its file


class Notice(NamedTuple):
    """What the owner of a source should know of how it is read."""

    source_path: str
    text: str


class Problem(NamedTuple):
    """A document, or the rest of a source, that cannot be read, before its source is written on it."""

    reason: Reason
    detail: str
    line: int | None = None


class Remark(NamedTuple):
    """What a format says of how it reads a source, before its source is written on it."""

    text: str


Pieces = Iterator[Piece | Problem | Remark]
Decoded = Iterator[SeedArticle | Rejection]


def chunk_id_of(documents: tuple[RawDocument, ...]) -> str:
    """Derive the id of a chunk from its documents."""
    parts: list[str | bytes] = []
    for document in documents:
        parts += (document.format, document.source_path, str(document.line), document.header, document.data)
    return content_id(*parts)


def reject(document: RawDocument, reason: Reason, detail: str, line: int | None, uri: str | None = None) -> Rejection:
    """Reject one document of a raw document."""
    return Rejection(
        stage=Stage.READ,
        reason=reason,
        detail=detail,
        source_path=document.source_path,
        line=line,
        target_uri=uri,
    )


def make_seed(
    document: RawDocument,
    *,
    url: str | None,
    title: str | None,
    body: str | None,
    extra: str | None,
    line: int | None,
) -> SeedArticle | Rejection:
    """Make a seed from its decoded texts, or say why it is none. The word `null` and nothing but space are no text."""
    address = _text_or_none(url)
    if address is None:
        return reject(document, Reason.MISSING_URL, "the seed has no URL", line)
    address = address.strip()
    for name, text in (("URL", address), ("title", title), ("text", body), ("other columns", extra)):
        if text and "\0" in text:
            detail = f"the {name} holds a NUL character at position {text.index(chr(0)) + 1}"
            return reject(document, Reason.CONTROL_CHARACTERS, detail, line)
    identity = identify(address)
    if identity is None:
        detail = f"no http(s) URL with a host: {address[:200]!r}"
        return reject(document, Reason.INVALID_URL, detail, line, address[:2000])
    title, body = _text_or_none(title), _text_or_none(body)
    return SeedArticle(
        seed_id=content_id(address, title or "", body or ""),
        identity=identity,
        url=address,
        title=title,
        body=body,
        extra=extra,
        format=document.format,
        source_path=document.source_path,
        line=line,
    )


def _text_or_none(text: str | None) -> str | None:
    """Tell text from none: 700 of 40,162 real seeds hold the word `null`, 8 nothing."""
    if not text or text == "null" or text.isspace():
        return None
    return text
