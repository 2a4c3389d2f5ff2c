"""Connections: what never ends or breaks off (F5), redirects that never arrive (F6)."""

import asyncio

from fault_server.articles import ARTICLE
from fault_server.wire import Exchange, route


async def _drip(exchange: Exchange, data: bytes) -> None:
    for byte in data:
        if exchange.writer.is_closing():
            return
        exchange.write(bytes([byte]))
        await exchange.writer.drain()
        await asyncio.sleep(0.05)


@route("/drip")
async def drip(exchange: Exchange) -> None:
    exchange.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    await _drip(exchange, bytes(100_000))


@route("/drip-headers")
async def drip_headers(exchange: Exchange) -> None:
    await _drip(exchange, b"HTTP/1.1 200 OK\r\n" + b"X-Filler: 1\r\n" * 10_000)


@route("/silent")
async def silent(exchange: Exchange) -> None:
    await exchange.server.closing.wait()


@route("/half")
async def half(exchange: Exchange) -> None:
    exchange.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 2500)
    exchange.is_open = False


@route("/short-length")
async def short_length(exchange: Exchange) -> None:
    exchange.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\n" + ARTICLE)
    exchange.is_open = False


@route("/endless")
async def endless(exchange: Exchange) -> None:
    exchange.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not exchange.writer.is_closing():
        exchange.write(b"10\r\n0123456789abcdef\r\n")
        await exchange.writer.drain()
        await asyncio.sleep(0.01)


@route("/reset")
async def reset(exchange: Exchange) -> None:
    exchange.writer.transport.abort()
    exchange.is_open = False


@route("/garbage")
async def garbage(exchange: Exchange) -> None:
    exchange.write(b"\x00\x01\x02 this is no HTTP\r\n\r\n")
    exchange.is_open = False


@route("/huge-headers")
async def huge_headers(exchange: Exchange) -> None:
    exchange.write(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: " + b"a" * 300_000 + b"\r\nContent-Length: 0\r\n\r\n")
    exchange.is_open = False


@route("/loop-a")
async def loop_a(exchange: Exchange) -> None:
    await exchange.send(302, b"", "Location: /loop-b")


@route("/loop-b")
async def loop_b(exchange: Exchange) -> None:
    await exchange.send(302, b"", "Location: /loop-a")


@route("/chain/*")
async def chain(exchange: Exchange) -> None:
    left = int(exchange.hit.path.rsplit("/", 1)[1])
    await exchange.send(301, b"", f"Location: /chain/{left - 1}" if left > 1 else "Location: /page-at-the-end")


@route("/session")
async def session(exchange: Exchange) -> None:
    await exchange.send(302, b"", f"Location: /session?id={exchange.visit + 1}")


@route("/refresh-a")
async def refresh_a(exchange: Exchange) -> None:
    await exchange.send(200, b"<meta http-equiv='refresh' content='0; url=/refresh-b'>")


@route("/refresh-b")
async def refresh_b(exchange: Exchange) -> None:
    await exchange.send(200, b'<META HTTP-EQUIV="Refresh" CONTENT="0;URL=/refresh-a">')


@route("/refresh-page")
async def refresh_page(exchange: Exchange) -> None:
    await exchange.send(200, b"<meta http-equiv=refresh content='0; url=/page-behind'>")
