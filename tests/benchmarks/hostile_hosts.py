"""Healthy hosts beside hostile ones, through the whole command: what becomes of the healthy ones must not change.

    python tests/benchmarks/hostile_hosts.py [--healthy 200] [--hostile 100] [--show]

Loopback hosts 127.0.24.x serve articles, edited articles and pages that are gone; hosts 127.0.25.x each answer in one
of forty hostile ways. `seedbank ingest --refetch all` is run on the healthy ones alone and on all of them. The run
ends with 0 or 3, every address has an outcome, no healthy page has another outcome than alone, and memory does not
grow with the hostile ones.
"""

import argparse
import asyncio
import gzip
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import brotli
import duckdb
import zstandard

PORT = 18_741
TITLE = "Ratusz otwiera nowy dom kultury"
SENTENCES = [f"W sali numer {n} odbędzie się wystawa prac uczniów miejscowej szkoły plastycznej." for n in range(1, 15)]
EDITED = [*SENTENCES[:5], "Burmistrz podał, że budowa kosztowała 14 milionów złotych.", *SENTENCES[6:]]
GROWTH_BYTES = 300_000_000  # that memory may differ by between two runs
Answer = Callable[[asyncio.StreamWriter, int], Awaitable[None]]
KINDS: dict[str, Answer] = {}
ROBOTS: dict[str, Answer] = {}  # of the kinds whose robots.txt is what is hostile


def page(sentences: list[str] = SENTENCES, head: str = "", after: str = "") -> bytes:
    """Write an article."""
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<!DOCTYPE html><html lang=pl><head><meta charset=utf-8><title>{TITLE}</title>{head}</head>"
        f"<body><article><h1>{TITLE}</h1>{body}</article>{after}</body></html>"
    ).encode()


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Write a proper answer."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join((*lines, "", "")).encode("latin-1") + body


def once(name: str, data: bytes) -> None:
    """Register a kind that always answers the same bytes."""

    async def send(writer: asyncio.StreamWriter, _visit: int) -> None:
        writer.write(data)
        await writer.drain()

    KINDS[name] = send


def kind(name: str, of: dict[str, Answer] = KINDS) -> Callable[[Answer], Answer]:
    """Register a kind that does more."""

    def register(send: Answer) -> Answer:
        of[name] = send
        return send

    return register


async def repeat(writer: asyncio.StreamWriter, head: bytes, piece: bytes, pause: float = 0.0) -> None:
    """Send a piece again and again."""
    writer.write(head)
    while True:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(pause)


PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
for _name, _location in {
    "location_bracket": "http://[bad/",
    "location_ipv6": "//[::1",
    "location_idna": "http://xn--a.example/",
    "location_port": "http://news.example:99999/x",
    "location_script": "javascript:alert(1)",
    "location_loopback": "http://127.0.0.1:22/",
}.items():
    once(_name, answer(b"", f"Location: {_location}", status="302 Found"))
for _name, _headers in {
    "retry_after_overflow": ("Retry-After: Mon, 01 Jan 99999 00:00:00 GMT",),
    "last_modified_overflow": ("Last-Modified: Fri, 31 Dec 9999 23:59:59 -1200", 'ETag: "x"'),
    "charset_undefined": ("Content-Type: text/html; charset=undefined",),
    "charset_idna": ("Content-Type: text/html; charset=idna",),
    "refresh_header": ("Refresh: 0; url=http://[bad/",),
    "cookie_flood": tuple(f"Set-Cookie: c{n}={'x' * 40}" for n in range(900)),
}.items():
    once(_name, answer(page(), *_headers, status="503 No" if "retry" in _name else "200 OK"))
for _name, _body in {
    "canonical_bracket": page(head="<link rel=canonical href='http://[bad/'><meta property=og:url content='//[::1'>"),
    "refresh_bracket": b"<meta http-equiv=refresh content='0; url=http://[bad/'>",
    "tags_without_end": page(after="<" * 400_000),
    "titles_without_end": b"<title>" * 60_000 + page(),
    "headings_without_end": page(after="<h1" * 100_000),
    "nested": page(after="<div>" * 100_000),
    "json_nested": page(head=f"<script type='application/ld+json'>{'[' * 100_000}</script>"),
    "zeros": b"\0" * 300_000,
    "random": bytes((n * 7919 + n * n) % 256 for n in range(200_000)),
    "surrogates": page(after="&#xD800;\ufffe" * 1000),
}.items():
    once(_name, answer(_body))
ZEROS = bytes(200_000_000)
for _name, _packed in {
    "gzip": gzip.compress(ZEROS),
    "deflate": zlib.compress(ZEROS),
    "br": brotli.compress(ZEROS, quality=4),
    "zstd": zstandard.compress(ZEROS),
}.items():
    once(f"bomb_{_name}", answer(_packed, f"Content-Encoding: {_name}"))
once("cut_gzip", answer(gzip.compress(page())[:150], "Content-Encoding: gzip"))
once("many_members", answer(gzip.compress(b"x") * 40_000, "Content-Encoding: gzip"))
once("stacked", answer(page(), "Content-Encoding: " + ", ".join(["gzip"] * 50)))
once("head_of_200_kb", PLAIN + b"X-A: " + b"a" * 200_000 + b"\r\n\r\n")
once("head_of_5000_lines", PLAIN + b"X-A: a\r\n" * 5_000 + b"Content-Length: 0\r\n\r\n")
once("lengths_differ", PLAIN + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef")
once("no_http", b"\x00\x01\x02 hello\r\n\r\n")
once("unasked_304", b"HTTP/1.1 304 Not Modified\r\n\r\n")
once("switching", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")
once("retry_for_ever", answer(b"", "Retry-After: 999999999", status="429 Too Many"))


@kind("crumbs")
async def crumbs(writer: asyncio.StreamWriter, _visit: int) -> None:
    await repeat(writer, PLAIN + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n" * 4_000)


@kind("interim_flood")
async def interim_flood(writer: asyncio.StreamWriter, _visit: int) -> None:
    await repeat(writer, b"", b"HTTP/1.1 102 Processing\r\n\r\n" * 1_000)


@kind("drip")
async def drip(writer: asyncio.StreamWriter, _visit: int) -> None:
    await repeat(writer, PLAIN + b"\r\n", b"a", 0.002)


@kind("drip_head")
async def drip_head(writer: asyncio.StreamWriter, _visit: int) -> None:
    await repeat(writer, b"HTTP/1.1 200 OK\r\n", b"X", 0.002)


@kind("endless")
async def endless(writer: asyncio.StreamWriter, _visit: int) -> None:
    await repeat(writer, PLAIN + b"\r\n", b"a" * 60_000)


@kind("silent")
async def silent(_writer: asyncio.StreamWriter, _visit: int) -> None:
    await asyncio.sleep(600)


@kind("close")
async def close(writer: asyncio.StreamWriter, _visit: int) -> None:
    writer.close()


@kind("half")
async def half(writer: asyncio.StreamWriter, _visit: int) -> None:
    writer.write(answer(page())[:900])
    await writer.drain()
    writer.close()


@kind("new_cookie_for_ever")
async def new_cookie_for_ever(writer: asyncio.StreamWriter, visit: int) -> None:
    writer.write(answer(b"", "Location: ?", f"Set-Cookie: n={visit}", status="302 Found"))
    await writer.drain()


@kind("redirects_for_ever")
async def redirects_for_ever(writer: asyncio.StreamWriter, visit: int) -> None:
    writer.write(answer(b"", f"Location: /{visit}", status="302 Found"))
    await writer.drain()


@kind("robots_crumbs", ROBOTS)
async def robots_crumbs(writer: asyncio.StreamWriter, _visit: int) -> None:
    await repeat(writer, PLAIN + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n" * 4_000)


@kind("robots_wildcards", ROBOTS)
async def robots_wildcards(writer: asyncio.StreamWriter, _visit: int) -> None:
    writer.write(answer(b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*a*b$\n" * 12_000))
    await writer.drain()


@kind("robots_bad_redirect", ROBOTS)
async def robots_bad_redirect(writer: asyncio.StreamWriter, _visit: int) -> None:
    writer.write(answer(b"", "Location: http://[bad/", status="301 Moved"))
    await writer.drain()


@kind("robots_bad_sitemaps", ROBOTS)
async def robots_bad_sitemaps(writer: asyncio.StreamWriter, _visit: int) -> None:
    writer.write(answer(b"Sitemap: http://[bad/\nSitemap: //[::1\nSitemap: /sitemap.xml\n"))
    await writer.drain()


once("robots_bad_sitemaps", answer(b"<url>" * 60_000, status="404 Gone"))
for _name in ("robots_crumbs", "robots_wildcards", "robots_bad_redirect"):
    once(_name, answer(page()))
NAMES = sorted(KINDS)


def healthy_host(number: int) -> str:
    """Give the address of a healthy host."""
    return f"127.0.24.{number + 1}"


def hostile_host(number: int) -> str:
    """Give the address of a hostile host."""
    return f"127.0.25.{number + 1}"


def healthy_answer(number: int, path: str) -> bytes:
    """Answer as a healthy host: most have the article, some have edited it, some no longer have it."""
    if path == "/robots.txt":
        return answer(b"none", status="404 Not Found")
    if number % 8 == 0:
        return answer(b"<title>404 Not Found</title><h1>404 Not Found</h1>", status="404 Not Found")
    marked = f"<!-- {number} {path} -->"
    return answer(page(EDITED if number % 8 == 1 else SENTENCES, after=marked))


async def serve(healthy: int, hostile: int) -> None:
    """Serve until told to stop."""

    def open_host(number: int, *, is_healthy: bool) -> Callable[..., Awaitable[None]]:
        visits = 0

        async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal visits
            try:
                while not writer.is_closing():
                    path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode("latin-1")
                    name = NAMES[number % len(NAMES)]
                    visits += 1
                    if is_healthy:
                        writer.write(healthy_answer(number, path))
                    elif path == "/robots.txt" and name not in ROBOTS:
                        writer.write(answer(b"none", status="404 Not Found"))
                    else:
                        await (ROBOTS if path == "/robots.txt" else KINDS)[name](writer, visits)
            except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, IndexError):
                pass
            finally:
                writer.close()

        return connect

    hosts = [(healthy_host(n), open_host(n, is_healthy=True)) for n in range(healthy)]
    hosts += [(hostile_host(n), open_host(n, is_healthy=False)) for n in range(hostile)]
    for address, connect in hosts:
        await asyncio.start_server(connect, address, PORT, backlog=64)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    os._exit(0)


def write_seeds(path: Path, hosts: list[str]) -> int:
    """Write two seeds a host."""
    rows = [
        {"url": f"http://{host}:{PORT}/dom-kultury-{n}00{n}.html", "title": TITLE, "text": " ".join(SENTENCES)}
        for host in hosts
        for n in (1, 2)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return len(rows)


def ingest(folder: Path, hosts: list[str]) -> tuple[dict[str, tuple[str, ...]], int, int, float]:
    """Run the command; gives what each address came to, exit code, greatest memory, and seconds."""
    folder.mkdir()
    count = write_seeds(folder / "seeds.jsonl", hosts)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SEEDBANK_", "PREFECT_"))}
    environment |= {
        "SEEDBANK_HOME": str(folder / "home"),
        "SEEDBANK_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
        "SEEDBANK_HOST_INTERVAL": "0s",
        "SEEDBANK_RETRY_WAIT": "200ms",
        "SEEDBANK_FETCH_DEADLINE": "6s",
    }
    program = Path(sys.executable).with_name("seedbank")
    command = [program, "ingest", folder / "seeds.jsonl", "--refetch", "all", "--json"]
    started = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if "Traceback" in done.stderr or done.returncode not in (0, 3):
        raise SystemExit(done.stderr[-3000:])
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    query = """
        select article.url, article.existence::varchar, article.content::varchar, capture.outcome::varchar
        from marts.article left join raw.capture using (capture_id)
    """
    with duckdb.connect(str(folder / "home" / "published.duckdb"), read_only=True) as connection:
        found = {row[0]: row[1:] for row in connection.execute(query).fetchall()}
    if len(found) != count:
        raise SystemExit(f"{count - len(found)} addresses are not accounted for")
    return found, done.returncode, memory, seconds


def main() -> int:
    """Run both and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--healthy", type=int, default=200)
    parser.add_argument("--hostile", type=int, default=100)
    parser.add_argument("--show", action="store_true", help="show what each hostile kind came to")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve(arguments.healthy, arguments.hostile))
        return 0
    command = [sys.executable, __file__, "--serve", "--healthy", arguments.healthy, "--hostile", arguments.hostile]
    healthy = [healthy_host(n) for n in range(arguments.healthy)]
    hostile = [hostile_host(n) for n in range(arguments.hostile)]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE) as server,
    ):
        try:
            assert server.stdout is not None
            server.stdout.readline()
            alone, first_code, first_memory, first_s = ingest(Path(folder, "alone"), healthy)
            beside, code, memory, seconds = ingest(Path(folder, "beside"), [*healthy, *hostile])
        finally:
            server.terminate()
    other = {url: (verdict, beside[url]) for url, verdict in alone.items() if beside[url] != verdict}
    if arguments.show:
        for number, name in enumerate(NAMES[: arguments.hostile]):
            verdicts = [verdict for url, verdict in beside.items() if f"//{hostile_host(number)}:" in url]
            print(f"{name:26} {' '.join(map(str, verdicts))}")
    print(f"kinds {min(len(NAMES), arguments.hostile)}, outcomes {Counter(verdict[-1] for verdict in beside.values())}")
    print(f"alone:  {len(alone)} addresses, exit {first_code}, {first_s:.0f} s, {first_memory / 1e6:.0f} MB")
    print(f"beside: {len(beside)} addresses, exit {code}, {seconds:.0f} s, {memory / 1e6:.0f} MB")
    print(f"healthy pages with another outcome than alone: {len(other)} {dict(list(other.items())[:5])}")
    return bool(other or memory > first_memory + GROWTH_BYTES)


if __name__ == "__main__":
    sys.exit(main())
