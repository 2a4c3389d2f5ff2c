"""Addresses that answer one thing at the first look and another, or 304, at the second."""

from fault_server.articles import ARTICLE, EDITED, TITLE, write_page
from fault_server.no_articles import NO_ARTICLES
from fault_server.wire import Exchange, route

HEAD = "<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'>"
LOOKS: dict[str, tuple[int, bytes]] = {
    "article": (200, ARTICLE),
    "edited": (200, write_page(EDITED)),
    "empty-part": (200, f"{HEAD}<title>{TITLE}</title></head><body><article></article></body></html>".encode()),
    "no-heading": (200, f"{HEAD}<title></title></head><body><article></article></body></html>".encode()),
    "nothing": (200, b""),
    "lost": (404, b"<h1>404</h1>"),
    "closed": (403, b"<h1>403</h1>"),
    "down": (503, b"<h1>503</h1>"),
    "document": (200, b"%PDF-1.4 words"),
} | {name: (200, f"{HEAD}{markup}</html>".encode()) for name, markup in NO_ARTICLES.items()}
REPEATED = "304"


@route("/looks/*")
async def looks(exchange: Exchange) -> None:
    """Answer /looks/FIRST/SECOND; each address has bytes of its own."""
    _, _, first, second = exchange.hit.path.split("/")
    name = first if exchange.visit == 0 or second == REPEATED else second
    tag = f'ETag: "{first}-{second}-{name}"'
    if second == REPEATED and exchange.visit and "if-none-match" in exchange.hit.headers:
        await exchange.send(304, b"", tag)
        return
    status, body = LOOKS[name]
    marked = body + f"<!-- {exchange.hit.path} -->".encode() if body else body
    content_type = "application/pdf" if name == "document" else "text/html; charset=utf-8"
    await exchange.send(status, marked, tag, content_type=content_type)
