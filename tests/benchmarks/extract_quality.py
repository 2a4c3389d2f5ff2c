"""The parser as the article-extraction benchmark calls it: markup and address in, plain fields out."""

from flows.parse.page import plain_text, read_document


def extract(html: str, url: str | None = None) -> dict[str, object]:
    """Return title, text, published_at (ISO) and authors of one page."""
    reading = read_document(html, url)
    metadata = reading.metadata
    return {
        "title": metadata.title,
        "text": plain_text(reading.body),
        "published_at": metadata.published_at.isoformat() if metadata.published_at else None,
        "authors": list(metadata.authors),
    }
