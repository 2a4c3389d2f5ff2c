"""Answers that browsers read although they are odd, and hosts that send crumbs."""

from fault_server.articles import ARTICLE
from fault_server.wire import Exchange, route


@route("/cookie-wall")
async def cookie_wall(exchange: Exchange) -> None:
    """Send to the same address until the cookie comes back."""
    if "seen=1" in exchange.hit.headers.get("cookie", ""):
        await exchange.send(200, ARTICLE, content_type="text/html; charset=utf-8")
    else:
        await exchange.send(302, b"", "Location: /cookie-wall", "Set-Cookie: seen=1; Path=/", "Set-Cookie: x=\x01")


@route("/cookie-thief")
async def cookie_thief(exchange: Exchange) -> None:
    """Set a cookie and send to another host."""
    await exchange.send(302, b"", f"Location: {exchange.server.url('/page', 'other')}", "Set-Cookie: seen=1; Path=/")


@route("/raw-location/*")
async def raw_location(exchange: Exchange) -> None:
    """Send on by bytes that are in no URL."""
    links = {
        "latin": b"/odd-page/caf\xe9",
        "utf8": "/odd-page/cầu".encode(),
        "backslash": b"\\odd-page\\x",
        "slash": b"http:/odd-page/x",
    }
    link = links[exchange.hit.path.rsplit("/", 1)[1]]
    exchange.write(b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: " + link + b"\r\n\r\n")
    await exchange.writer.drain()


@route("/odd-page/*")
async def odd_page(exchange: Exchange) -> None:
    await exchange.send(200, ARTICLE, f"X-Path: {exchange.hit.path}", content_type="text/html; charset=utf-8")


@route("/bad-location")
async def bad_location(exchange: Exchange) -> None:
    await exchange.send(302, b"", f"Location: {exchange.argument('to')}")


@route("/crumbs")
async def crumbs(exchange: Exchange) -> None:
    """Send a body of one byte a chunk, without end."""
    exchange.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        exchange.write(b"1\r\na\r\n" * 2000)
        await exchange.writer.drain()


@route("/interim")
async def interim(exchange: Exchange) -> None:
    while True:
        exchange.write(b"HTTP/1.1 102 Processing\r\n\r\n" * 500)
        await exchange.writer.drain()
