"""From source files to chunks of undecoded documents: the part that runs in one process and must be cheap."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flows.records import Reason, Rejection, SeedArticle, SeedFormat, Stage
from flows.seedfiles.archived_pages import ReadPage
from flows.seedfiles.archives import MemberProblem, Members, is_tar, open_file, tar_members, zip_members
from flows.seedfiles.columns.plan import describe_plan
from flows.seedfiles.databases import OpenForeign
from flows.seedfiles.decoding import decode_chunk
from flows.seedfiles.documents import Notice, Problem, RawDocument, Remark, SeedChunk, chunk_id_of
from flows.seedfiles.encoding import to_utf8, with_line_ends
from flows.seedfiles.formats import SeedReader, reader_of, recognise
from flows.seedfiles.hints import HintBook, Hints
from flows.seedfiles.sources import NOTE_HEAD, SourceFile, find_sources, is_ignored, is_note, printable
from flows.seedfiles.streams import BrokenSourceError, ByteStream, decompressed, find_compression

NO_BOOK = HintBook()
CHUNK_DOCUMENTS = 1000
CHUNK_BYTES = 4_000_000

_HEAD_BYTES = 4096
_MAX_DEPTH = 2  # archives: one, and one inside it
_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_SUFFIXES = frozenset({".zip", ""})
_TEXT_SUFFIX = ".txt"
_COMPRESSION_SUFFIXES = {".gz": "", ".xz": "", ".bz2": "", ".zst": "", ".tgz": ".tar", ".txz": ".tar", ".tbz2": ".tar"}


class _Place(NamedTuple):
    """Where a stream comes from: as shown, as named, and how deep inside archives."""

    source_path: str
    name: str
    number: int | None  # of the member inside its archive
    depth: int
    is_compressed: bool


Read = Iterator[RawDocument | Rejection | Notice]


def read_chunks(
    sources: Iterable[SourceFile],
    *,
    chunk_documents: int = CHUNK_DOCUMENTS,
    chunk_bytes: int = CHUNK_BYTES,
    hints: HintBook = NO_BOOK,
    open_duckdb: OpenForeign | None = None,
) -> Iterator[SeedChunk | Rejection | Notice]:
    """Read sources one after the other and gather their documents into chunks.

    A chunk is full with about so many documents or bytes; what lies in one follows from the
    sources alone. What cannot be read of a source is a Rejection; what lies before it is in a chunk.
    `open_duckdb` opens a DuckDB database; without it, one is rejected.
    """
    gathered = _Gathered()
    for source in sources:
        for item in _Walk(chunk_documents, hints.of(source.source_path), open_duckdb).read_source(source):
            if isinstance(item, Rejection | Notice):
                yield item
                continue
            if gathered.is_full(chunk_documents, chunk_bytes):
                yield gathered.take()
                gathered = _Gathered()
            gathered.add(source, item)
        gathered.complete(source)
    if gathered.documents:
        yield gathered.take()


def read_seeds(
    paths: Sequence[str | Path], *, open_duckdb: OpenForeign | None = None, read_page: ReadPage | None = None
) -> Iterator[SeedArticle | Rejection]:
    """Read every seed below some paths, in one process: each document is a SeedArticle or a Rejection, once.

    Raises MissingInputError when a path that was named is not there.
    """
    sources: list[SourceFile] = []
    for found in find_sources(paths):
        if isinstance(found, Rejection):
            yield found
        else:
            sources.append(found)
    for item in read_chunks(sources, open_duckdb=open_duckdb):
        if isinstance(item, Rejection):
            yield item
        elif isinstance(item, SeedChunk):
            seeds, rejections = decode_chunk(item, read_page)
            yield from seeds
            yield from rejections


class _Gathered:
    """The chunk that is being filled."""

    def __init__(self) -> None:
        self.documents: list[RawDocument] = []
        self._sources: list[SourceFile] = []
        self._completed: list[SourceFile] = []
        self._count = 0
        self._bytes = 0

    def is_full(self, documents: int, size: int) -> bool:
        return self._count >= documents or self._bytes >= size

    def add(self, source: SourceFile, document: RawDocument) -> None:
        if not self._sources or self._sources[-1] is not source:
            self._sources.append(source)
        self.documents.append(document)
        self._count += document.document_count
        self._bytes += len(document.data)

    def complete(self, source: SourceFile) -> None:
        if self._sources and self._sources[-1] is source:
            self._completed.append(source)

    def take(self) -> SeedChunk:
        documents = tuple(self.documents)
        return SeedChunk(
            chunk_id=chunk_id_of(documents),
            documents=documents,
            sources=tuple(self._sources),
            completed=tuple(self._completed),
        )


class _Walk:
    """The way from a source to its documents, through archives."""

    def __init__(self, chunk_documents: int, hints: Hints, open_duckdb: OpenForeign | None) -> None:
        self._chunk_documents = chunk_documents
        self._hints = hints
        self._open_duckdb = open_duckdb

    def read_source(self, source: SourceFile) -> Read:
        """Read a file."""
        place = _Place(source.source_path, source.path.name, None, 0, is_compressed=False)
        yield from self.read(place, open_file(source.path))

    def read(self, place: _Place, stream: ByteStream) -> Read:
        """Read whatever a stream holds; what breaks it off, or that it holds nothing, is a Rejection."""
        is_empty = True
        try:
            for item in self._read(place, stream):
                is_empty = False
                yield item
        except BrokenSourceError as error:
            yield _reject(place, error.reason, error.detail)
        else:
            if is_empty:
                yield _reject(place, Reason.EMPTY_FILE, "it holds no seeds")

    def _read(self, place: _Place, stream: ByteStream) -> Read:
        head = stream.peek(_HEAD_BYTES)
        if compression := find_compression(head):
            yield from self._read_compressed(place, stream, compression)
        elif head.startswith(_ZIP_MAGICS) and _suffix(place.name) in _ZIP_SUFFIXES:
            yield from self._read_members(place, zip_members(stream))
        elif is_tar(head):
            yield from self._read_members(place, tar_members(stream))
        else:
            yield from self._read_documents(place, stream, head)

    def _read_compressed(self, place: _Place, stream: ByteStream, compression: str) -> Read:
        if place.is_compressed:
            raise BrokenSourceError(Reason.UNKNOWN_FORMAT, "compressed twice; decompress it once")
        suffix = _suffix(place.name)
        inner = place.name
        if suffix in _COMPRESSION_SUFFIXES:
            inner = place.name[: -len(suffix)] + _COMPRESSION_SUFFIXES[suffix]
        within = place._replace(name=inner, is_compressed=True)
        yield from self._read(within, ByteStream(decompressed(stream, compression)))

    def _read_members(self, place: _Place, members: Members) -> Read:
        if place.depth == _MAX_DEPTH:
            raise BrokenSourceError(Reason.UNKNOWN_FORMAT, "an archive inside an archive inside an archive; unpack one")
        for member in members:
            parts = [part for part in member.name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
            if not parts or any(is_ignored(part) for part in parts):
                continue
            path = f"{place.source_path}::{printable('/'.join(parts))}"
            within = _Place(path, parts[-1], member.number, place.depth + 1, is_compressed=False)
            if isinstance(member, MemberProblem):
                yield _reject(within, member.problem.reason, member.problem.detail, member.problem.line)
            elif not is_note(parts[-1], partial(member.stream.peek, NOTE_HEAD)):
                yield from self.read(within, member.stream)

    def _read_documents(self, place: _Place, stream: ByteStream, head: bytes) -> Read:
        if not head:
            raise BrokenSourceError(Reason.EMPTY_FILE, "the file is empty")
        stream.hints = self._hints
        stream, encoding = to_utf8(stream)
        stream = with_line_ends(stream)
        if encoding.name != "utf-8" and not self._hints.encoding:
            confidence = f"{encoding.confidence:.0%} sure"
            yield Notice(place.source_path, f"read as {encoding.name} ({confidence}); --encoding says another")
        stream.open_duckdb = self._open_duckdb
        reader = _choose_reader(place, stream, stream.peek(_HEAD_BYTES))
        told = set[str]()
        for piece in reader.split(stream, self._chunk_documents):
            if isinstance(piece, Problem):
                yield _reject(place, piece.reason, piece.detail, piece.line)
            elif isinstance(piece, Remark):
                yield Notice(place.source_path, piece.text)
            else:
                found = piece.format or reader.format
                plan_of = reader_of(found).plan_of
                text = describe_plan(plan_of(piece.header)) if plan_of else ""
                if text and text not in told:
                    yield Notice(place.source_path, text)
                told.add(text)
                yield RawDocument(found, place.source_path, piece.line, piece.document_count, piece.data, piece.header)


def _choose_reader(place: _Place, stream: ByteStream, head: bytes) -> SeedReader:
    """Find the format of a file; raise BrokenSourceError where it has none."""
    suffix = _suffix(place.name)
    if suffix in _COMPRESSION_SUFFIXES or suffix in {".zip", ".tar"}:
        detail = f"the name ends with {suffix}, but the content is no such archive"
        raise BrokenSourceError(Reason.BROKEN_ARCHIVE, detail)
    if reader := recognise(suffix, head):
        return reader
    if head.isspace() and not stream.peek(_HEAD_BYTES + 1)[_HEAD_BYTES:]:
        raise BrokenSourceError(Reason.EMPTY_FILE, "the file holds nothing but blank lines")
    if suffix == _TEXT_SUFFIX:
        return reader_of(SeedFormat.DASHED_TEXT)  # which says what is wrong with it, line by line
    raise BrokenSourceError(
        Reason.UNKNOWN_FORMAT, f"no seed format is known by {suffix or 'this name'} or this content"
    )


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return (dot + suffix).lower() if stem else ""


def _reject(place: _Place, reason: Reason, detail: str, line: int | None = None) -> Rejection:
    return Rejection(stage=Stage.READ, reason=reason, detail=detail, source_path=place.source_path, line=line)
