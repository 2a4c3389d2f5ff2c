"""Find the article that a person names: by id, by the beginning of its id, or by URL."""

import duckdb

from flows.addresses.urls import identify
from flows.errors import UsageError
from warehouse.read.status import find_articles


def find_article(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """Find an article by id, by the beginning of its id, or by URL. Raises UsageError where it is none or several."""
    identity = identify(name)
    found = find_articles(connection, identity.article_id if identity else name)
    if len(found) == 1:
        return found[0][0]
    if not found:
        raise UsageError(
            f"No article {name} in the published snapshot. Name it by id, by the start of its id, or by URL."
        )
    listed = ", ".join(f"{article_id} ({url})" for article_id, url in found)
    raise UsageError(f"{name} is the beginning of several ids: {listed}, …")
