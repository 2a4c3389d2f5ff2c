"""From undecoded documents to seeds: pure, and run in several processes at once."""

from flows.records import Rejection, SeedArticle
from flows.seedfiles.archived_pages import ReadPage
from flows.seedfiles.documents import Decoded, RawDocument, SeedChunk
from flows.seedfiles.formats import reader_of


def decode_chunk(chunk: SeedChunk, read_page: ReadPage | None = None) -> tuple[list[SeedArticle], list[Rejection]]:
    """Decode every document of a chunk: each becomes a seed or a rejection, in order.

    `read_page` reads pages as they were answered; without it, one is rejected.
    """
    seeds: list[SeedArticle] = []
    rejections: list[Rejection] = []
    for document in chunk.documents:
        for item in _decode(document, read_page):
            if isinstance(item, SeedArticle):
                seeds.append(item)
            else:
                rejections.append(item)
    return seeds, rejections


def _decode(document: RawDocument, read_page: ReadPage | None) -> Decoded:
    reader = reader_of(document.format)
    if reader.decode_page is None or read_page is None:
        return reader.decode(document)
    return reader.decode_page(document, read_page)
