"""From undecoded documents to seeds: pure, and run in several processes at once."""

from flows.records import Rejection, SeedArticle
from flows.seedfiles.documents import SeedChunk
from flows.seedfiles.formats import reader_of


def decode_chunk(chunk: SeedChunk) -> tuple[list[SeedArticle], list[Rejection]]:
    """Decode every document of a chunk: each becomes a seed or a rejection, in order."""
    seeds: list[SeedArticle] = []
    rejections: list[Rejection] = []
    for document in chunk.documents:
        for item in reader_of(document.format).decode(document):
            if isinstance(item, SeedArticle):
                seeds.append(item)
            else:
                rejections.append(item)
    return seeds, rejections
