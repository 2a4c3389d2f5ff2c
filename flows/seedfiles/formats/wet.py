"""WET files, as Common Crawl makes them: WARC records of type conversion, each the plain text of a page."""

from typing import Final

from flows.records import SeedFormat
from flows.seedfiles.columns import read_plan
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import decode_rows
from flows.seedfiles.formats._warc_records import split_records

_START: Final = b"WARC/"


def _is_certain(head: bytes) -> bool:
    return head.startswith(_START)


READER = SeedReader(
    format=SeedFormat.WET,
    suffixes=(".wet",),
    is_certain=_is_certain,
    split=split_records,
    decode=decode_rows,
    plan_of=read_plan,
)
