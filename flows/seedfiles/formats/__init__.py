"""How seeds are written down: one file for each format, found without registration (see README.md beside).

A format cuts a stream into pieces, cheaply, in the process that reads (`split`), and makes seeds of
the pieces in the processes that work (`decode`).
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from flows.records import SeedFormat
from flows.seedfiles.archived_pages import ReadPage
from flows.seedfiles.columns.plan import ColumnPlan
from flows.seedfiles.documents import Decoded, Pieces, RawDocument
from flows.seedfiles.streams import ByteStream


def never(_head: bytes) -> bool:
    """Recognise nothing: for a format that its content does not show."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedReader:
    """One format."""

    format: SeedFormat
    suffixes: tuple[str, ...]  # lower-case, with the dot; decide where the content leaves doubt
    is_certain: Callable[[bytes], bool] = never  # the first bytes can be nothing else, whatever the file is called
    is_likely: Callable[[bytes], bool] = never  # the first bytes look like it, and the name says nothing
    split: Callable[[ByteStream, int], Pieces]  # at most so many documents a piece where they are small
    decode: Callable[[RawDocument], Decoded]
    decode_page: Callable[[RawDocument, ReadPage], Decoded] | None = None  # of pages as they were answered
    plan_of: Callable[[bytes], ColumnPlan] | None = None  # of a piece's header, for formats with columns


@cache
def all_readers() -> tuple[SeedReader, ...]:
    """Import every file of this folder and collect its `READER`, sorted by format."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").READER
        for module in pkgutil.iter_modules(__path__)
        if not module.name.startswith("_")
    ]
    return tuple(sorted(found, key=lambda reader: reader.format))


@cache
def reader_of(format_: SeedFormat) -> SeedReader:
    """Find the reader of a format."""
    return next(reader for reader in all_readers() if reader.format is format_)


@cache
def _by_suffix() -> dict[str, SeedReader]:
    return {suffix: reader for reader in all_readers() for suffix in reader.suffixes}


def recognise(suffix: str, head: bytes) -> SeedReader | None:
    """Choose the reader of a file by its first bytes and its suffix; None for an unknown format."""
    readers = all_readers()
    for reader in readers:
        if reader.is_certain(head):
            return reader
    if named := _by_suffix().get(suffix):
        return named
    return next((reader for reader in readers if reader.is_likely(head)), None)
