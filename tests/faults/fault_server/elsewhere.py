"""Where a lost article may be: another address of its site, or a web archive (F23)."""

import datetime as dt
import gzip
import json
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime

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
        dated = f"Memento-Datetime: {http_date(found[0].stamp)}"
        await exchange.send(found[0].status, found[0].body, dated, *coding)


def copies_of(exchange: Exchange, url: str) -> list[Memento]:
    return sorted((copy for copy in exchange.server.mementos if copy.url == url), key=lambda copy: copy.stamp)


def http_date(stamp: str) -> str:
    taken_at = dt.datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    return format_datetime(taken_at, usegmt=True)


def iso_date(stamp: str) -> str:
    return dt.datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC).isoformat()


def link_of(copy: Memento, prefix: str = "/web/") -> str:
    return f'<{prefix}{copy.stamp}/{copy.url}>; rel="memento"; datetime="{http_date(copy.stamp)}"'


@route("/timemap/link/*")
async def timemap(exchange: Exchange) -> None:
    """List all copies in link-format."""
    url = exchange.hit.path.removeprefix("/timemap/link/")
    links = [f'<{url}>; rel="original"', f'<{exchange.hit.path}>; rel="self"; type="application/link-format"']
    links += map(link_of, copies_of(exchange, url))
    await exchange.send(200, ",\n".join(links).encode(), content_type="application/link-format")


@route("/timemap/parts/*")
async def timemap_in_parts(exchange: Exchange) -> None:
    """List the first copy, and the TimeMap that has the others."""
    url = exchange.hit.path.removeprefix("/timemap/parts/")
    more = f'</timemap/link/{url}>; rel="timemap"; type="application/link-format"; from="{http_date("20100101000000")}"'
    links = [f'<{url}>;rel="original"', more, *map(link_of, copies_of(exchange, url)[:1])]
    await exchange.send(200, " , ".join(links).encode(), content_type="application/link-format")


@route("/timemap/json/*")
async def timemap_as_json(exchange: Exchange) -> None:
    """List all copies as aggregators do, in addresses that say nothing; 404 where there is none."""
    url = exchange.hit.path.removeprefix("/timemap/json/")
    listed = [{"datetime": iso_date(copy.stamp), "uri": f"/m/{copy.stamp}"} for copy in copies_of(exchange, url)]
    body = json.dumps({"original_uri": url, "mementos": {"list": listed}}).encode()
    await exchange.send(200 if listed else 404, body, content_type="application/json")


@route("/m/*")
async def shown_copy(exchange: Exchange) -> None:
    """Show a copy under an address that says nothing, as archives that are no Wayback Machine do."""
    stamp = exchange.hit.path.removeprefix("/m/")
    copy = next(copy for copy in exchange.server.mementos if copy.stamp == stamp)
    await exchange.send(copy.status, copy.body, f"Memento-Datetime: {http_date(stamp)}")


@route("/timegate/*")
async def timegate(exchange: Exchange) -> None:
    """Send to the copy nearest to the moment that is asked for, naming first and last beside it."""
    copies = copies_of(exchange, exchange.hit.path.removeprefix("/timegate/"))
    if not copies:
        await exchange.send(404, b"none")
        return
    asked = parsedate_to_datetime(exchange.hit.headers["accept-datetime"])
    nearest = min(copies, key=lambda copy: abs(parsedate_to_datetime(http_date(copy.stamp)) - asked))
    links = f"{link_of(copies[0])}, {link_of(copies[-1])}"
    await exchange.send(
        302, b"", f"Location: /web/{nearest.stamp}/{nearest.url}", "Vary: accept-datetime", f"Link: {links}"
    )


@route("/framed/*")
async def framing_timegate(exchange: Exchange) -> None:
    """Answer with a page that frames the copy, which only the header Link names, as pywb does."""
    copies = copies_of(exchange, exchange.hit.path.removeprefix("/framed/"))
    links = ", ".join(map(link_of, copies))
    await exchange.send(200, b"<html><body><iframe></iframe></body></html>", f"Link: {links}")


@route("/coll/cdx")
async def pywb_cdx(exchange: Exchange) -> None:
    """List copies as pywb does, one JSON object a line, without a status where the record has none."""
    wanted = exchange.argument("url")
    rows = [
        {"urlkey": "-", "timestamp": copy.stamp, "url": copy.url}
        | ({"status": str(copy.status)} if copy.status else {})
        for copy in exchange.server.mementos
        if copy.url.split("://", 1)[1].startswith(wanted) or copy.url == wanted
    ]
    await exchange.send(200, "\n".join(map(json.dumps, rows)).encode(), content_type="text/x-ndjson")


@route("/coll/*")
async def pywb_replay(exchange: Exchange) -> None:
    """Replay a copy as pywb does: what the site sent is left as it was, the address of a redirect too."""
    _, _, stamp, url = exchange.hit.path.split("/", 3)
    copy = next(
        (one for one in exchange.server.mementos if (one.stamp, one.url) == (stamp.removesuffix("id_"), url)), None
    )
    if copy is None:
        await exchange.send(404, b"not in this collection")
        return
    sent = [f"Location: {copy.location}"] if copy.location else []
    status = 301 if copy.location else copy.status or 200
    await exchange.send(status, copy.body, f"Memento-Datetime: {http_date(copy.stamp)}", *sent)
