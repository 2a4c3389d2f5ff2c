"""A seed as a reader makes it, for the tests of several parts."""

from flows.addresses.urls import identify
from flows.records import SeedArticle, SeedFormat, content_id


def make_seed(
    url: str,
    *,
    title: str | None,
    body: str | None,
    extra: str | None = None,
    source_path: str = "seeds.jsonl",
    line: int | None = None,
) -> SeedArticle:
    """Make the seed of an article at an address."""
    identity = identify(url)
    assert identity is not None
    return SeedArticle(
        seed_id=content_id(url, title or "", body or ""),
        identity=identity,
        url=url,
        title=title,
        body=body,
        extra=extra,
        format=SeedFormat.JSONL,
        source_path=source_path,
        line=line,
    )
