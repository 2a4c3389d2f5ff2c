"""One misbehaving web server: one route for each misbehaviour, one loopback address for each kind of host.

    with FaultServer() as site:
        site.url("/drip")                       a route on the well-behaved host
        site.url("/page", host="robots_503")    the same on a host whose robots.txt misbehaves
        site.hits("/drip")                      the requests that came, as they came

Hosts live in 127.0.9.0/24, so that a gate which allows that network alone still refuses the rest of 127/8.
Everything is written to the socket by hand: what a proper HTTP library would prevent is what is tested.
"""

import asyncio
import email.utils
import gzip
import json
import socket
import threading
import time
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

ALLOWED = "127.0.9.0/24"
TCP_ESTABLISHED = 1  # of the state that TCP_INFO begins with: Linux, include/net/tcp_states.h
HOSTS = (
    "good",
    "other",
    "robots_404",
    "robots_503",
    "robots_429",
    "robots_slow",
    "robots_large",
    "robots_bom",
    "robots_utf16",
    "robots_redirect_5",
    "robots_redirect_6",
    "robots_delay",
    "robots_clamped",
    "robots_html",
    "robots_closed",
    "robots_reset",
    "sitemaps",
    "sitemaps_private",
    "walled",
    "refusing",
)
TITLE = "Khánh thành cầu mới qua sông"
PARAGRAPHS = tuple(f"Đoạn văn số {n} kể về cây cầu mới và những người đã xây nó trong ba năm." for n in range(1, 12))


def write_page(paragraphs: tuple[str, ...] = PARAGRAPHS, *, title: str = TITLE, head: str = "") -> bytes:
    """Write an article as a page."""
    return (
        f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><nav>Trang chủ Kinh tế</nav><article><h1>{title}</h1>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        + "</article></body></html>"
    ).encode()


ARTICLE = write_page()
EDITED = (*PARAGRAPHS[:4], "Cây cầu dài 1.250 mét, không phải 900 mét như tin đã đưa.", *PARAGRAPHS[5:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One request as it came."""

    host: str
    path: str
    query: str
    headers: dict[str, str]
    at: float  # monotonic, when its head had been read
    connection: int
    open_beside: int  # other connections to the host that the other side had not closed when it came


@dataclass(slots=True)
class Exchange:
    """One request and the wire to answer on."""

    hit: Hit
    visit: int  # how often this path was asked before
    writer: asyncio.StreamWriter
    server: "FaultServer"
    is_open: bool = True

    def write(self, data: bytes) -> None:
        self.writer.write(data)

    async def send(self, status: int, body: bytes = b"", *headers: str, content_type: str = "text/html") -> None:
        """Answer as a proper server would."""
        lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(body)}", f"Content-Type: {content_type}", *headers]
        self.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await self.writer.drain()

    def argument(self, name: str) -> str:
        return parse_qs(self.hit.query).get(name, [""])[0]


Route = Callable[[Exchange], Awaitable[None]]
ROUTES: dict[str, Route] = {}


def route(path: str) -> Callable[[Route], Route]:
    """Register the answer to a path; a path that ends in * answers for all below it."""

    def register(answer: Route) -> Route:
        ROUTES[path] = answer
        return answer

    return register


# -- well-behaved -------------------------------------------------------------------------------


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


# -- F1, F3: where a redirect points ------------------------------------------------------------


@route("/to")
async def to(exchange: Exchange) -> None:
    await exchange.send(302, b"", f"Location: {exchange.argument('url')}")


# -- F4: bodies that unfold ---------------------------------------------------------------------


def encode(data: bytes, name: str) -> bytes:
    """Apply one content coding."""
    if name == "gzip":
        return gzip.compress(data)
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


# -- F5: time -----------------------------------------------------------------------------------


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


# -- F6: redirects ------------------------------------------------------------------------------


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


# -- F9: 200 that is no article -----------------------------------------------------------------

NO_ARTICLES = {
    "epi": "<title>Báo</title><div class='x'></div><div class=\"container error\">"
    '<p class="title">Không tìm thấy đường dẫn này</p></div>',
    "english": "<title>Page not found - The Courier</title><p>Sorry, the page you are looking for does not exist.</p>",
    "german": "<title>Seite nicht gefunden | Bote</title><p>Die gesuchte Seite existiert nicht mehr.</p>",
    "chinese": "<title>页面不存在</title><p>您访问的页面不存在</p>",
    "login": "<title>Khánh thành cầu</title><h1>Khánh thành cầu</h1><form><p>Đăng nhập để đọc tiếp bài viết này.</p>"
    '<input name=mail><input type="password"></form>',
    "paywall": "<title>Bridge opens</title><h1>Bridge opens</h1><p>The bridge opened on Monday.</p>"
    "<div class=wall>Subscribe to continue reading. Already a subscriber? Log in.</div>",
    "consent": "<title>Before you continue</title><p>We value your privacy. We and our partners store data."
    " Accept all</p>",
    "captcha": "<title>Xác minh</title><p>Vui lòng xác nhận bạn không phải là robot</p><div class='g-recaptcha'></div>",
    "cloudflare": "<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'}</script><p>Checking</p>",
    "script": "<html><script>document.cookie='D1N=1';window.location.reload(true);</script></html>",
    "firewall": "<title>403 Forbidden</title><h1>403 Forbidden</h1>",
}


@route("/no-article/*")
async def no_article(exchange: Exchange) -> None:
    name = exchange.hit.path.rsplit("/", 1)[1]
    body = f"<!DOCTYPE html><html><head><meta charset=utf-8>{NO_ARTICLES[name]}</html>"
    await exchange.send(200, body.encode(), content_type="text/html; charset=utf-8")


@route("/mitigated")
async def mitigated(exchange: Exchange) -> None:
    await exchange.send(403, b"<p>wait</p>", "cf-mitigated: challenge", "Server: cloudflare")


@route("/gone-then-403")
async def gone_then_403(exchange: Exchange) -> None:
    await exchange.send(404 if exchange.visit == 0 else 403, b"no")


UNKNOWN_LOSS = "Þessi síða er því miður ekki til lengur, en hér eru nokkrar aðrar sem þú gætir haft gaman af"


@route("/unknown/*")
async def unknown(exchange: Exchange) -> None:
    """Say in words that no rule has that the page is lost; every answer has other bytes."""
    number = exchange.server.count_visit()
    others = "".join(f"<p>Frétt númer {n} um veðrið í bænum og nágrenni hans.</p>" for n in range(5))
    page = f"<title>Fréttablað</title><h1>Hvað nú?</h1><article><p>{UNKNOWN_LOSS} {number}</p>{others}</article>"
    await exchange.send(200, page.encode(), content_type="text/html; charset=utf-8")


@route("/unknown/real-*")
async def other_story(exchange: Exchange) -> None:
    """Serve another story at the address of the first."""
    story = tuple(f"Vở kịch số {n} được diễn tại nhà hát thành phố trước đông đảo khán giả." for n in range(9))
    await exchange.send(
        200, write_page(story, title="Nhà hát mở màn mùa diễn"), content_type="text/html; charset=utf-8"
    )


async def wall(exchange: Exchange) -> None:
    """Turn away whoever asks for whatever, in words that no rule has."""
    page = f"<title>Vefvörn</title><article><h1>Bíddu aðeins</h1><p>Við skoðum gestinn. {exchange.visit}</p></article>"
    await exchange.send(200, page.encode(), content_type="text/html; charset=utf-8")


@route("/empty")
async def empty(exchange: Exchange) -> None:
    await exchange.send(200, b"")


@route("/pdf")
async def pdf(exchange: Exchange) -> None:
    await exchange.send(200, b"%PDF-1.7 ...", content_type="application/pdf")


@route("/section/story-home")
async def to_home(exchange: Exchange) -> None:
    await exchange.send(301, b"", "Location: /")


@route("/section/story-section")
async def to_section(exchange: Exchange) -> None:
    await exchange.send(302, b"", "Location: /section/")


@route("/section/story-search")
async def to_search(exchange: Exchange) -> None:
    await exchange.send(302, b"", "Location: /tim-kiem.htm?keywords=story")


@route("/section/story-error")
async def to_error(exchange: Exchange) -> None:
    await exchange.send(302, b"", "Location: /404.html")


@route("/")
@route("/section/")
@route("/404.html")
@route("/tim-kiem.htm")
async def listing(exchange: Exchange) -> None:
    if exchange.hit.host == "refusing":
        await exchange.send(403, b"no")
        return
    await exchange.send(200, b"<title>Tin nhanh</title>" + b"<p>a list of stories</p>" * 200)


@route("/blocked-once")
async def blocked_once(exchange: Exchange) -> None:
    await (exchange.send(403, b"no") if exchange.visit == 0 else exchange.send(200, ARTICLE))


# -- F10: too many requests ---------------------------------------------------------------------


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


# -- F12: conditional requests ------------------------------------------------------------------


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


# -- F11: robots.txt ----------------------------------------------------------------------------

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


# -- moved articles ------------------------------------------------------------------------------


@route("/named/*")
async def named(exchange: Exchange) -> None:
    """Say that the page is not there, and name another address as its own."""
    target = exchange.server.url("/" + exchange.hit.path.split("/", 2)[2], exchange.hit.host)
    body = f"<html><head><title>404 Not Found</title><link rel='canonical' href='{target}'></head><p>404</p></html>"
    await exchange.send(404, body.encode(), content_type="text/html; charset=utf-8")


@route("/sitemap.xml")
async def sitemap_index(exchange: Exchange) -> None:
    if exchange.hit.host != "sitemaps":
        await exchange.send(404, b"none")
        return
    names = ("news-2016-1", "news-2016-10", "news-2017-3", "closed-2017-4")
    entries = "".join(
        f"<sitemap><loc>{exchange.server.url(f'/sitemaps/{n}.xml', 'sitemaps')}</loc></sitemap>" for n in names
    )
    await exchange.send(200, f"<sitemapindex>{entries}</sitemapindex>".encode(), content_type="application/xml")


@route("/sitemaps/*")
async def sitemap_shard(exchange: Exchange) -> None:
    listed = (
        ("/page-moi/cau-moi-90210.html", TITLE),
        ("/page-khac/ten-moi.html", TITLE),
        ("/edited/x-80123.html", "Tin khác"),
    )
    entries = "".join(
        f"<url><loc>{exchange.server.url(path, 'sitemaps')}</loc>"
        f"<news:news><news:title><![CDATA[{title}]]></news:title></news:news></url>"
        for path, title in listed
    )
    await exchange.send(200, gzip.compress(f"<urlset>{entries}</urlset>".encode()), content_type="application/x-gzip")


# -- F23: a web archive -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """One archived copy. A copy with a location redirects, as archives replay a redirect."""

    stamp: str
    url: str
    status: int = 200
    body: bytes = ARTICLE
    location: str = ""
    fault: int = 0  # status that the archive itself answers with instead


@route("/cdx/search/cdx")
async def cdx(exchange: Exchange) -> None:
    if exchange.server.index_fault:
        await exchange.send(exchange.server.index_fault, b"no", "Retry-After: 7")
        return
    wanted = exchange.argument("url")
    is_prefix = exchange.argument("matchType") == "prefix"
    rows = [["timestamp", "original", "statuscode"]]
    for copy in exchange.server.mementos:
        bare = copy.url.split("://", 1)[1]
        if bare.startswith(wanted) if is_prefix else copy.url == wanted:
            rows.append([copy.stamp, copy.url, str(copy.status)])
    await exchange.send(200, json.dumps(rows if rows[1:] else []).encode(), content_type="application/json")


@route("/web/*")
async def replay(exchange: Exchange) -> None:
    _, _, stamp, url = exchange.hit.path.split("/", 3)
    found = [copy for copy in exchange.server.mementos if (copy.stamp, copy.url) == (stamp.removesuffix("id_"), url)]
    if not found:
        await exchange.send(404, b"not archived")
    elif found[0].fault:
        await exchange.send(found[0].fault, b"the archive itself")
    elif found[0].location:
        await exchange.send(302, b"", f"Location: {found[0].location}", "Memento-Datetime: x")
    else:
        await exchange.send(found[0].status, found[0].body, "Memento-Datetime: Sat, 01 Apr 2017 00:00:00 GMT")


# -- the server ---------------------------------------------------------------------------------


def is_walled(host: str, path: str) -> bool:
    """Tell the hosts that show one page for all addresses."""
    return path != "/robots.txt" and (host == "walled" or (host == "refusing" and path != "/"))


def find_route(path: str) -> Route | None:
    """Find the answer to a path: the exact one, else the longest that ends in a star."""
    if path in ROUTES:
        return ROUTES[path]
    stars = [name for name in ROUTES if name.endswith("*") and path.startswith(name[:-1])]
    return ROUTES[max(stars, key=len)] if stars else None


def is_established(writer: asyncio.StreamWriter) -> bool:
    """Ask the kernel whether neither side has closed, however long ago this server last looked."""
    connection = writer.get_extra_info("socket")
    if connection.fileno() < 0:
        return False
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == TCP_ESTABLISHED


@dataclass(slots=True)
class FaultServer:
    """Serves all routes on all hosts, in a thread of its own."""

    delay_s: float = 0.0  # before each answer, so that intervals and overlaps can be seen
    log: list[Hit] = field(default_factory=list)
    port: int = 0
    mementos: list[Memento] = field(default_factory=list)
    index_fault: int = 0
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    _visits: dict[tuple[str, str], int] = field(default_factory=dict)
    _ready: threading.Event = field(default_factory=threading.Event)
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _connections: int = 0
    _writers: dict[str, list[asyncio.StreamWriter]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._loop is not None
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self.closing.set)
        self._thread.join(10)

    def url(self, path: str, host: str = "good") -> str:
        """Give the address of a route on a host."""
        return f"http://127.0.9.{HOSTS.index(host) + 1}:{self.port}{path}"

    def count_visit(self) -> int:
        """Count all requests so far."""
        return len(self.log)

    def hits(self, path: str, host: str | None = None) -> list[Hit]:
        """Give the requests of a path, in order."""
        return [hit for hit in self.log if hit.path == path and host in (None, hit.host)]

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        servers = []
        for number in range(1, len(HOSTS) + 1):
            server = await asyncio.start_server(self._connect, f"127.0.9.{number}", self.port, backlog=512)
            self.port = self.port or server.sockets[0].getsockname()[1]
            servers.append(server)
        self._ready.set()
        await self.closing.wait()
        for server in servers:
            server.close()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        host = HOSTS[int(writer.get_extra_info("sockname")[0].rsplit(".", 1)[1]) - 1]
        number = self._connections
        self._writers.setdefault(host, []).append(writer)
        try:
            while True:
                exchange = self._read(await reader.readuntil(b"\r\n\r\n"), host, number, writer)
                await asyncio.sleep(self.delay_s)
                answer = wall if is_walled(host, exchange.hit.path) else find_route(exchange.hit.path)
                await (answer(exchange) if answer else exchange.send(404, b"<h1>404</h1>"))
                if not exchange.is_open:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _read(self, head: bytes, host: str, connection: int, writer: asyncio.StreamWriter) -> Exchange:
        first, *lines = head.decode("latin-1").split("\r\n")
        parts = urlsplit(first.split(" ")[1])
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
        hit = Hit(
            host=host,
            path=parts.path,
            query=parts.query,
            headers=headers,
            at=time.monotonic(),
            connection=connection,
            open_beside=sum(is_established(other) for other in self._writers[host] if other is not writer),
        )
        self.log.append(hit)
        visit = self._visits.get((host, hit.path), 0)
        self._visits[host, hit.path] = visit + 1
        return Exchange(hit=hit, visit=visit, writer=writer, server=self)
