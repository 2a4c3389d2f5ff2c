"""Seeds from pages as they were answered: what our parser reads of an archived page is its version 0."""

from flows.records import BlockKind, PageKind, ParsedPage, Rejection, SeedArticle
from flows.seedfiles import SeedChunk, decode_chunk
from flows.seedfiles.archived_pages import ArchivedPage, NoArticleError, Row

_NO_ARTICLES = frozenset({PageKind.INDEX, PageKind.ERROR})


def decode_seeds(chunk: SeedChunk) -> tuple[list[SeedArticle], list[Rejection]]:
    """Decode every document of a chunk, pages as they were answered included."""
    return decode_chunk(chunk, read_page)


def read_page(archived: ArchivedPage) -> Row:
    """Read an archived page as a row of a table: the text is lead and paragraphs, without captions and credits.

    Raises NoArticleError for an index or a page of errors, and for one without a text.
    """
    from flows.fetch.archive.replay import read_warc_date  # noqa: PLC0415 - most seeds are no pages
    from flows.parse.page import parse_page  # noqa: PLC0415 - the same

    seen_at = read_warc_date(archived.captured_at)
    page = parse_page(archived.payload, url=archived.url, headers=archived.headers, seen_at=seen_at)
    body = text_of(page)
    if page.kind in _NO_ARTICLES or not body:
        raise NoArticleError(f"a page without an article (read as: {page.kind.value})")
    return {
        "title": page.title,
        "text": body,
        "published": page.published_at.isoformat() if page.published_at else None,
        "authors": list(page.authors) or None,
        "section": page.section,
        "tags": list(page.tags) or None,
        "language": page.language,
        "parser_version": page.parser_version,
    }


def text_of(page: ParsedPage) -> str:
    """Write a page's text as a seed has it: a line a paragraph."""
    lines = [page.lead, *(block.text for block in page.blocks if block.kind is not BlockKind.CAPTION)]
    return "\n".join(line for line in lines if line)
