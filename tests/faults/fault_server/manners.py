"""Manners: too many requests (F10), robots.txt (F11), conditional requests (F12)."""

import email.utils
import time
from urllib.parse import unquote

from fault_server.articles import ARTICLE
from fault_server.connections import reset
from fault_server.wire import Exchange, route


@route("/retry/*")
async def retry(exchange: Exchange) -> None:
    """Answer 429 once, with the Retry-After that the path names, then the page."""
    value = unquote(exchange.hit.path.rsplit("/", 1)[1])
    if exchange.visit:
        await exchange.send(200, ARTICLE)
        return
    if value == "date":
        value = email.utils.formatdate(time.time() + 1, usegmt=True)
    await exchange.send(429, b"slow down", *([] if value == "absent" else [f"Retry-After: {value}"]))


@route("/always-429*")
async def always_429(exchange: Exchange) -> None:
    await exchange.send(429, b"slow down")


@route("/storm*")
async def storm(exchange: Exchange) -> None:
    await exchange.send(503, b"down")


@route("/flaky")
async def flaky(exchange: Exchange) -> None:
    await (exchange.send(503, b"down") if exchange.visit < 2 else exchange.send(200, ARTICLE))


CLOSED = b"User-agent: *\nDisallow: /page-closed\n"
ROBOTS: dict[str, bytes] = {
    "robots_bom": b"\xef\xbb\xbf" + CLOSED,
    "robots_utf16": CLOSED.decode().encode("utf-16"),
    "robots_delay": b"User-agent: *\nCrawl-delay: 0.3\n",
    "robots_clamped": b"User-agent: *\nCrawl-delay: 86400\n",
    "sitemaps": b"User-agent: *\nDisallow: /sitemaps/closed\nSitemap: ORIGIN/sitemap.xml\n",
    "sitemaps_private": b"Sitemap: http://127.0.0.1:9/sitemap.xml\n",
    "robots_html": b"<!DOCTYPE html><html><body>Not here</body></html>",
    "robots_closed": b"User-agent: *\nDisallow: /\nAllow: /page-open\nUser-agent: Seedbank\nDisallow: /page-closed\n",
    "robots_large": CLOSED
    + b"Disallow: /filler-"
    + b"x" * 80
    + b"\n"
    + b"#" * 10_000_000
    + b"\nDisallow: /page-late\n",
}


@route("/robots.txt")
async def robots(exchange: Exchange) -> None:
    host = exchange.hit.host
    if host == "robots_503":
        await exchange.send(503, b"down")
    elif host == "robots_429":
        await exchange.send(429, b"slow down")
    elif host == "robots_slow":
        await exchange.server.closing.wait()
    elif host == "robots_reset":
        await reset(exchange)
    elif host.startswith("robots_redirect_"):
        await exchange.send(301, b"", f"Location: /robots-hop/{int(host[-1]) - 1}")
    elif host in ROBOTS:
        body = ROBOTS[host].replace(b"ORIGIN", exchange.server.url("", host).encode())
        await exchange.send(200, body, content_type="text/plain")
    else:
        await exchange.send(404, b"none")


@route("/robots-hop/*")
async def robots_hop(exchange: Exchange) -> None:
    left = int(exchange.hit.path.rsplit("/", 1)[1])
    if left:
        await exchange.send(301, b"", f"Location: /robots-hop/{left - 1}")
    else:
        await exchange.send(200, CLOSED, content_type="text/plain")


@route("/khanh-thanh-cau-post409435.vnp")
@route("/etag")
async def etag(exchange: Exchange) -> None:
    """Behave: 304 to its own ETag, the page otherwise."""
    if exchange.hit.headers.get("if-none-match") == '"v1"':
        await exchange.send(304, b"", 'ETag: "v1"')
    else:
        dated = "Last-Modified: Tue, 05 Mar 2024 08:00:00 GMT"
        await exchange.send(200, ARTICLE, 'ETag: "v1"', dated, content_type="text/html; charset=utf-8")


@route("/etag-other")
async def etag_other(exchange: Exchange) -> None:
    """Answer 304 with another ETag than the one it was asked for; the page has changed."""
    if "if-none-match" in exchange.hit.headers:
        await exchange.send(304, b"", 'ETag: "v2"')
    else:
        await exchange.send(200, ARTICLE + b"<!-- v2 -->", 'ETag: "v2"')


@route("/etag-always")
async def etag_always(exchange: Exchange) -> None:
    await exchange.send(304, b"")


@route("/etag-reused")
async def etag_reused(exchange: Exchange) -> None:
    await exchange.send(200, ARTICLE + f"<!-- {exchange.visit} -->".encode(), 'ETag: "v1"')
