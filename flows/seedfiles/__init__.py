"""Reading seeds: files and archives of any size → `SeedArticle` or `Rejection`.

    find_sources(paths) ──▶ read_chunks(sources) ──▶ decode_chunk(chunk) ──▶ seeds, rejections
         the tree            one process, cheap        any process, pure

`read_seeds(paths)` is all three in one process. The formats are in `formats/`, one file each.
"""

from flows.seedfiles.decoding import decode_chunk
from flows.seedfiles.documents import Notice, RawDocument, SeedChunk
from flows.seedfiles.hints import HintBook, read_hint_tables, read_hints
from flows.seedfiles.reading import read_chunks, read_seeds
from flows.seedfiles.sources import SourceFile, find_sources

__all__ = [
    "HintBook",
    "Notice",
    "RawDocument",
    "SeedChunk",
    "SourceFile",
    "decode_chunk",
    "find_sources",
    "read_chunks",
    "read_hint_tables",
    "read_hints",
    "read_seeds",
]
