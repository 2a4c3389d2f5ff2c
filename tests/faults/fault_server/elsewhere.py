"""Where a lost article may be: another address of its site, or a web archive (F23)."""

import gzip
import json
from dataclasses import dataclass

from fault_server.articles import ARTICLE, TITLE
from fault_server.wire import Exchange, route


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """One archived copy. A copy with a location redirects, as archives replay a redirect."""

    stamp: str
    url: str
    status: int = 200
    body: bytes = ARTICLE
    location: str = ""
    coding: str = ""  # Content-Encoding of the body
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
        coding = [f"Content-Encoding: {found[0].coding}"] if found[0].coding else []
        dated = "Memento-Datetime: Sat, 01 Apr 2017 00:00:00 GMT"
        await exchange.send(found[0].status, found[0].body, dated, *coding)
