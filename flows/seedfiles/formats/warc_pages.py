"""Pages of WARC files as they were answered: each is a document, read by the parser that the reader of seeds brings."""

from collections.abc import Iterator
from typing import Final

from flows.records import Reason, Rejection, SeedArticle, SeedFormat
from flows.seedfiles.archived_pages import NoArticleError, ReadPage, read_head
from flows.seedfiles.columns import ColumnPlan, Role, make_row_seed
from flows.seedfiles.documents import Decoded, RawDocument, reject
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._warc_records import split_records

_PLAN: Final = ColumnPlan(columns={role.value: (role.value,) for role in Role}, reasons={})
_UNREAD: Final = "a page as it was answered, which is not read here"


def _decode(document: RawDocument) -> Iterator[Rejection]:
    yield reject(document, Reason.UNKNOWN_FORMAT, _UNREAD, document.line)


def _decode_page(document: RawDocument, read_page: ReadPage) -> Decoded:
    yield _read(document, read_page)


def _read(document: RawDocument, read_page: ReadPage) -> SeedArticle | Rejection:
    page = read_head(document.header, document.data)
    try:
        row = read_page(page)
    except NoArticleError as error:
        return reject(document, Reason.MALFORMED_SEED, str(error), document.line, page.url)
    return make_row_seed(document, _PLAN, {"url": page.url, "crawled": page.captured_at, **row}, document.line or 1)


READER = SeedReader(
    format=SeedFormat.WARC,
    suffixes=(".warc",),
    split=split_records,
    decode=_decode,
    decode_page=_decode_page,
)
