"""Bodies that break off, in every coding: /cut/CODING/BYTES of the end are missing."""

from fault_server.articles import ARTICLE
from fault_server.bodies import encode
from fault_server.wire import Exchange, route

CODINGS = ("identity", "chunked", "gzip", "deflate", "br", "zstd")
CUTS = ("1", "20", "half")


def cut_body(coding: str, cut: str) -> tuple[bytes, int]:
    """Give the article in a coding without its end, and the length of the whole."""
    body = ARTICLE if coding in ("identity", "chunked") else encode(ARTICLE, coding)
    missing = len(body) // 2 if cut == "half" else int(cut)
    return body[: len(body) - missing], len(body)


def head_of(coding: str, length: int) -> bytes:
    """Write the head of the answer whose body has that length in full."""
    framing = "Transfer-Encoding: chunked" if coding == "chunked" else f"Content-Length: {length}"
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", framing]
    if coding not in ("identity", "chunked"):
        lines.append(f"Content-Encoding: {coding}")
    return "\r\n".join((*lines, "", "")).encode()


@route("/cut/*")
async def cut(exchange: Exchange) -> None:
    """Close the connection before the end."""
    _, _, coding, missing = exchange.hit.path.split("/")
    body, length = cut_body(coding, missing)
    exchange.write(head_of(coding, length))
    exchange.write(b"%x\r\n%b" % (length, body) if coding == "chunked" else body)
    await exchange.writer.drain()
    exchange.is_open = False


@route("/cut-coding/*")
async def cut_coding(exchange: Exchange) -> None:
    """Send all that was announced; it is the coding that breaks off, as where a proxy stored half a body."""
    _, _, coding, missing = exchange.hit.path.split("/")
    body, _ = cut_body(coding, missing)
    exchange.write(head_of(coding, len(body)) + body)
    await exchange.writer.drain()


@route("/no-end/*")
async def no_end(exchange: Exchange) -> None:
    """Send the whole document, and close where more was announced."""
    if exchange.hit.path.endswith("chunked"):
        exchange.write(head_of("chunked", 0) + b"%x\r\n%b\r\n" % (len(ARTICLE), ARTICLE))
    else:
        exchange.write(head_of("identity", len(ARTICLE) + 500) + ARTICLE)
    await exchange.writer.drain()
    exchange.is_open = False
