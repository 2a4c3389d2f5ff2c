"""Bodies: what a proper server sends, redirects anywhere (F1, F3), and bodies that unfold (F4)."""

import gzip
import zlib
from functools import cache

from fault_server.articles import ARTICLE, EDITED, write_page
from fault_server.wire import Exchange, route


@route("/page*")
async def page(exchange: Exchange) -> None:
    body = ARTICLE.replace(b"</h1>", exchange.hit.path.encode() + b"</h1>")
    await exchange.send(200, body, content_type="text/html; charset=utf-8")


@route("/edited*")
async def edited(exchange: Exchange) -> None:
    await exchange.send(200, write_page(EDITED), content_type="text/html; charset=utf-8")


@route("/coded/*")
async def coded(exchange: Exchange) -> None:
    name = exchange.hit.path.rsplit("/", 1)[1]
    await exchange.send(200, encode(ARTICLE, name), f"Content-Encoding: {name}")


@route("/chunked")
async def chunked(exchange: Exchange) -> None:
    exchange.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    for start in range(0, len(ARTICLE), 100):
        piece = ARTICLE[start : start + 100]
        exchange.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    exchange.write(b"0\r\n\r\n")
    await exchange.writer.drain()


@route("/status/*")
async def status(exchange: Exchange) -> None:
    await exchange.send(int(exchange.hit.path.rsplit("/", 1)[1]), b"<h1>as asked</h1>")


@route("/to")
async def to(exchange: Exchange) -> None:
    await exchange.send(302, b"", f"Location: {exchange.argument('url')}")


def encode(data: bytes, name: str) -> bytes:
    """Apply one content coding."""
    if name == "gzip":
        return gzip.compress(data, mtime=ord("<"))  # a moment whose bytes look like a tag in UTF-16
    if name == "deflate":
        return zlib.compress(data)
    if name == "br":
        import brotli

        return bytes(brotli.compress(data, quality=4))
    import zstandard

    return zstandard.ZstdCompressor().compress(data)


@cache
def bomb(name: str, megabytes: int = 1024) -> bytes:
    """Pack a gigabyte of zeros; deflate blocks are made once and repeated."""
    block = bytes(1 << 20)
    if name in ("gzip", "deflate"):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31 if name == "gzip" else 15)
        head = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
        piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
        return head + piece * (megabytes - 1)
    if name == "br":
        import brotli

        compressor = brotli.Compressor(quality=1)
        return b"".join(compressor.process(block) for _ in range(megabytes)) + compressor.finish()
    import zstandard

    packed = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join(packed.compress(block) for _ in range(megabytes)) + packed.flush()


@route("/bomb/*")
async def serve_bomb(exchange: Exchange) -> None:
    name = exchange.hit.path.rsplit("/", 1)[1]
    await exchange.send(200, bomb(name, 256), f"Content-Encoding: {name}")


@route("/stacked")
async def stacked(exchange: Exchange) -> None:
    body = b"x"
    for _ in range(50):
        body = gzip.compress(body)
    await exchange.send(200, body, "Content-Encoding: " + ", ".join(["gzip"] * 50))


@route("/large")
async def large(exchange: Exchange) -> None:
    exchange.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000000\r\n\r\n")
    while not exchange.writer.is_closing():
        exchange.write(bytes(1 << 16))
        await exchange.writer.drain()


@route("/broken-gzip")
async def broken_gzip(exchange: Exchange) -> None:
    await exchange.send(200, gzip.compress(ARTICLE)[:-100], "Content-Encoding: gzip")
