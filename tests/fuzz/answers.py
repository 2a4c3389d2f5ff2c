"""Generated answers of web servers: every header and every attribute that we read, filled with what breaks readers.

All is drawn from a `random.Random`, so a number names an answer for good.
"""

import gzip
import json
import random
import zlib

TITLE = "Trường làng có thư viện mới"
SENTENCES = [f"Ngăn sách thứ {n} được các em xếp lại theo tên tác giả và năm in." for n in range(1, 12)]
PIECES = (
    "http://", "https://", "http:/", "https:", "//", "/", "\\", "[", "]", "[bad/", "[::1", "[::1]:99999", "@", ":", "?",
    "#", "%", "%zz", "%00", "xn--", "xn--a", "．", "ß", "\u202e", "\x00", "\t", " ", "..", "127.0.0.1", "news.example",
    "a" * 300, "javascript:", "data:,", "é", "\x80", "\xff", "<", ">", '"', "'", "&amp;", "&#xD800;", "\ufeff",
)  # fmt: skip
WORDS = (
    "0", "-1", "1e9", "9" * 20, "NaN", "true", "null", "none", "identity", "gzip", "br", "zstd", "deflate",
    "x-gzip", "chunked", "utf-8", "utf-16", "idna", "punycode", "undefined", "unicode_escape", "mbcs", "windows-1258",
    "viscii", "text/html", "application/pdf", "image/*", ";", "charset=", "boundary=", "Mon, 01 Jan 99999 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 -1200", "Thu, 01 Jan 1970 00:00:00 GMT", "2024-02-30", "0000-00-00T00:00:00Z",
    "+9999-01-01", "12:61", "P", "W/\"x\"", '"', "*", "*/*", "5; url=", "0;url=",
)  # fmt: skip
HEADERS = (
    "Location", "Refresh", "Retry-After", "Last-Modified", "ETag", "Content-Type", "Content-Encoding", "Content-Length",
    "Transfer-Encoding", "Set-Cookie", "Date", "Content-Language", "Link", "Memento-Datetime", "X-Archive-Orig-Date",
    "cf-mitigated", "Content-Range", "X-Robots-Tag", "Connection", "Bad Name", "", "No-Colon",
)  # fmt: skip
STATUSES = (200, 200, 200, 200, 301, 302, 303, 304, 307, 308, 300, 404, 410, 403, 401, 429, 451, 500, 503, 999, 204)


def nasty(chance: random.Random) -> str:
    """Write a value that readers stumble over."""
    parts = [chance.choice(PIECES if chance.random() < 0.5 else WORDS) for _ in range(chance.randint(0, 4))]
    if chance.random() < 0.2:
        parts.append("".join(chr(chance.choice((chance.randrange(32, 127), chance.randrange(0x2000)))) for _ in "123"))
    return "".join(parts)


def markup(chance: random.Random) -> str:
    """Write a page whose attributes are filled with such values, around an article or around nothing."""

    def value() -> str:
        return nasty(chance).replace('"', "&quot;")

    head = chance.sample(
        (
            f'<meta charset="{value()}">',
            f'<meta http-equiv="refresh" content="0; url={value()}">',
            f'<meta http-equiv="Content-Type" content="text/html; charset={value()}">',
            f'<link rel="canonical" href="{value()}">',
            f'<link rel="amphtml" href="{value()}"><link rel="next" href="{value()}">',
            f'<base href="{value()}">',
            f'<meta property="og:url" content="{value()}"><meta property="og:title" content="{value()}">',
            f'<meta property="article:published_time" content="{value()}"><meta name="author" content="{value()}">',
            f'<meta name="keywords" content="{value()}"><html lang="{value()}">',
            f'<script type="application/ld+json">{linked_data(chance)}</script>',
            f"<script>var published = '{value()}'; window.location = '{value()}'</script>",
            f"<title>{value()}</title>",
        ),
        k=chance.randint(0, 6),
    )
    kept = SENTENCES[: chance.randint(0, len(SENTENCES))]
    images = f'<img src="{value()}" srcset="{value()} 1x" data-src="{value()}" width="{value()}">'
    after = f'{images}<time datetime="{value()}"><a href="{value()}">{value()}</a>'
    body = "".join(f"<p>{sentence}</p>" for sentence in kept) + after
    deep = "<div>" * chance.choice((0, 0, 0, 600)) + "<" * chance.choice((0, 0, 0, 3000))
    heading = f"<h1>{chance.choice((TITLE, value(), ''))}</h1>"
    shown = f"<body><article>{heading}{body}{deep}</article></body>"
    return f"<!DOCTYPE html><html><head>{''.join(head)}</head>{shown}</html>"


def linked_data(chance: random.Random) -> str:
    """Write JSON-LD whose values are such values."""
    names = ("datePublished", "dateModified", "author", "mainEntityOfPage", "isAccessibleForFree", "headline", "image")
    return json.dumps({"@type": "NewsArticle"} | {name: nasty(chance) for name in names})


def robots(chance: random.Random) -> str:
    """Write a robots.txt; most let everything be asked."""
    lines = [
        f"{chance.choice(('User-agent', 'Sitemap', 'Crawl-delay', 'Host', 'Request-rate', 'Allow', nasty(chance)))}"
        f": {nasty(chance)}"
        for _ in range(chance.randint(0, 6))
    ]
    return "\n".join(line for line in lines if "Crawl" not in line) + "\n"


def sitemap(chance: random.Random) -> str:
    """Write a sitemap or an index of sitemaps."""
    kind = chance.choice(("url", "sitemap", "URL"))
    entries = "".join(
        f"<{kind}><loc>{nasty(chance)}</loc><news:title>{nasty(chance)}</news:title>{chance.choice((f'</{kind}>', ''))}"
        for _ in range(chance.randint(0, 9))
    )
    return f"<urlset>{entries}</urlset>"


def body_for(chance: random.Random, path: str) -> bytes:
    """Write the body of an answer, in text or in something else."""
    if path == "/robots.txt":
        text = robots(chance)
    elif "sitemap" in path or path.endswith(".xml"):
        text = sitemap(chance)
    elif path.startswith("/cdx"):
        stamps = ("20170230000000", "20170401120000", nasty(chance))
        rows = [[chance.choice(stamps), nasty(chance), "200"] for _ in "12"]
        text = str([["timestamp", "original", "statuscode"], *rows]).replace("'", '"')
    else:
        text = markup(chance)
    data = text.encode(chance.choice(("utf-8", "utf-8", "utf-8", "utf-16", "cp1258", "gb18030")), "replace")
    if chance.random() < 0.05:
        data = chance.randbytes(chance.randint(0, 3000))
    return data


def make_answer(chance: random.Random, path: str) -> bytes:
    """Write one whole answer; the connection is closed behind it."""
    body = body_for(chance, path)
    lines = [f"HTTP/1.{chance.choice('0111')} {chance.choice(STATUSES if path != '/robots.txt' else (200, 404))} X"]
    packed = chance.choice(("", "", "", "gzip", "deflate"))
    if packed:
        body = gzip.compress(body) if packed == "gzip" else zlib.compress(body)
        lines.append(f"Content-Encoding: {packed}")
    if chance.random() < 0.1:
        body = body[: chance.randint(0, len(body))]
    for _ in range(chance.randint(0, 4)):
        value = nasty(chance).replace("\r", "").replace("\n", "")
        lines.append(f"{chance.choice(HEADERS)}{chance.choice((': ', ': ', ':', ' : ', ' '))}{value}")
    if chance.random() < 0.8:
        lines.append("Content-Type: text/html; charset=utf-8")
    if chance.random() < 0.3:
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
        lines.append("Transfer-Encoding: chunked")
    end = chance.choice(("\r\n", "\r\n", "\r\n", "\n"))
    return end.join((*lines, "", "")).encode("utf-8", "replace") + body
