"""Fetch throughput: Seedbank against Scrapy and against a bare httpx client, on one server in one run.

    python tests/benchmarks/fetch_throughput.py [--hosts 200] [--pages 10] [--rounds 3] [--json]

200 loopback hosts 127.0.20.x serve pages of 100 KB from a process of its own. Seedbank archives everything
as WARC with robots.txt asked; Scrapy has its HTTP cache (its archive of bodies) on, with the gzip it offers,
and the settings a broad crawl is told to use; bare httpx reads the bytes and throws them away. Each runs in a
process of its own, in turns, and the medians are compared. Pages per second of wall time and of processor
time are both given: on a busy machine the second is the steadier.
"""

import argparse
import asyncio
import contextlib
import datetime as dt
import ipaddress
import json
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import ClassVar

PORT = 18_731
PAGE_BYTES = 100_000
FIRST_HOST = 10
MARK = "0" * 32  # stands in each page where the server puts its count


def host(number: int) -> str:
    """Give the address of a host."""
    return f"127.0.{20 + number // 200}.{FIRST_HOST + number % 200}"


def urls(hosts: int, pages: int) -> list[str]:
    """List all pages, host after host."""
    return [f"http://{host(h)}:{PORT}/tin/bai-{p}.html" for p in range(pages) for h in range(hosts)]


def make_pages(count: int = 40) -> list[bytes]:
    """Make pages that compress like news: words of a fixed vocabulary in markup, about 5 to 1."""
    chance = random.Random(7)
    vocabulary = [
        "".join(chance.choices("abcdeghiklmnopqrstuvxyàáâãèéêìíòóôõùúăđĩũơưạảấầẩẫậ", k=chance.randint(2, 6)))
        for _ in range(4_000)
    ]
    pages = []
    for _ in range(count):
        parts, size = (
            ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>Tin" + MARK + "</title></head><body><article>"],
            0,
        )
        while size < PAGE_BYTES - 200:
            part = f"<p class='text-{chance.randint(1, 9)}'>{' '.join(chance.choices(vocabulary, k=40))}.</p>\n"
            parts.append(part)
            size += len(part.encode())
        pages.append(("".join(parts) + "</article></body></html>").encode())
    return pages


# -- the server ---------------------------------------------------------------------------------


class Site(asyncio.Protocol):
    """As little server as will do: it must not be what is measured."""

    answers: ClassVar[list[tuple[bytes, bytes]]] = []
    count = 0
    robots = b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nContent-Type: text/plain\r\n\r\nnone"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
            path = head.split(b" ", 2)[1]
            self.transport.write(self.robots if path == b"/robots.txt" else self.page())

    def page(self) -> bytes:
        """Give a page that was never given before, so that nobody can archive it as a repetition."""
        Site.count += 1
        head, tail = self.answers[self.count % len(self.answers)]
        return b"%b%032d%b" % (head, self.count, tail)


async def serve(hosts: int) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    for page in make_pages():
        start, rest = page.split(MARK.encode(), 1)
        Site.answers.append((head % len(page) + start, rest))
    loop = asyncio.get_running_loop()
    for number in range(hosts):
        await loop.create_server(Site, host(number), PORT, backlog=64)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()


# -- the contestants ----------------------------------------------------------------------------


async def run_seedbank(addresses: list[str], folder: Path) -> int:
    from flows.fetch import FetchOptions, PageRequest, open_fetcher
    from flows.records import Outcome

    options = FetchOptions(allow_private=(ipaddress.ip_network("127.0.0.0/8"),), host_interval_s=0.0)
    requests = [PageRequest(article_id=f"{n:016x}", url=url) for n, url in enumerate(addresses)]
    good = 0
    async with open_fetcher(options, home=folder, run_id="bench", now=lambda: dt.datetime.now(dt.UTC)) as fetcher:
        async for page in fetcher.fetch_pages(requests):
            good += page.capture.outcome is Outcome.OK
    return good


async def run_httpx(addresses: list[str], _folder: Path) -> int:
    """One client, a task for each host, bytes thrown away.

    Idle connections do not expire: httpx's default of 5 s also closes one that has just been given to the next
    request and waits for its turn, which on a busy machine ends the run with `ReadError` (its `ClosedResourceError`
    within; the server has closed nothing).
    """
    import httpx

    by_host: dict[str, list[str]] = {}
    for url in addresses:
        by_host.setdefault(url.split("/")[2], []).append(url)
    good = 0
    limits = httpx.Limits(max_connections=256, max_keepalive_connections=256, keepalive_expiry=None)
    async with httpx.AsyncClient(limits=limits, timeout=30, trust_env=False) as client:

        async def ask(pages: list[str]) -> None:
            nonlocal good
            for url in pages:
                response = await client.get(url)
                good += response.status_code == 200

        await asyncio.gather(*(ask(pages) for pages in by_host.values()))
    return good


def run_scrapy(addresses: list[str], folder: Path) -> int:
    import scrapy
    from scrapy.crawler import CrawlerProcess

    class Spider(scrapy.Spider):
        name = "bench"
        good = 0

        async def start(self):  # noqa: ANN202 # Scrapy's signature
            for url in addresses:
                yield scrapy.Request(url)

        def parse(self, response):  # noqa: ANN202 # the same
            type(self).good += response.status == 200

    process = CrawlerProcess(
        {
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "ROBOTSTXT_OBEY": True,
            "HTTPCACHE_ENABLED": True,
            "HTTPCACHE_DIR": str(folder / "cache"),
            "HTTPCACHE_GZIP": True,
            "CONCURRENT_REQUESTS": 256,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue",
            "REACTOR_THREADPOOL_MAXSIZE": 20,
            "COOKIES_ENABLED": False,
            "RETRY_ENABLED": False,
        }
    )
    process.crawl(Spider)
    process.start()
    return Spider.good


def run_contestant(name: str, hosts: int, pages: int) -> None:
    """Run one contestant in this process and print what it took."""
    addresses = urls(hosts, pages)
    folder = Path(tempfile.mkdtemp(prefix="fetch-bench-"))
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    try:
        if name == "scrapy":
            good = run_scrapy(addresses, folder)
        else:
            contestant = run_seedbank if name == "seedbank" else run_httpx
            good = asyncio.run(contestant(addresses, folder))
        wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        archive = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    finally:
        shutil.rmtree(folder)
    if good != len(addresses):
        sys.exit(f"{name}: {good} of {len(addresses)} pages")
    sys.stdout.write(
        json.dumps({"wall_s": wall, "cpu_s": cpu, "peak_mb": after.ru_maxrss / 1024, "archive_mb": archive / 1e6})
        + "\n"
    )


# -- the comparison -----------------------------------------------------------------------------

CONTESTANTS = ("httpx", "seedbank", "scrapy")


def measure(hosts: int, pages: int, rounds: int) -> dict[str, dict[str, float]]:
    """Let all run in turns against one server; give each one's medians."""
    me = [sys.executable, str(Path(__file__).resolve())]
    server = subprocess.Popen([*me, "--serve", "--hosts", str(hosts)], stdout=subprocess.PIPE, text=True)
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in CONTESTANTS}
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("ready")
        for _ in range(rounds):
            for name in CONTESTANTS:
                command = [*me, "--run", name, "--hosts", str(hosts), "--pages", str(pages)]
                done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
                runs[name].append(json.loads(done.stdout.splitlines()[-1]))
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
    return {name: {key: statistics.median(run[key] for run in rows) for key in rows[0]} for name, rows in runs.items()}


def summarise(found: dict[str, dict[str, float]], count: int) -> dict[str, object]:
    """Work out rates and ratios."""
    rates = {
        name: {"pages_per_s": count / row["wall_s"], "pages_per_cpu_s": count / row["cpu_s"], **row}
        for name, row in found.items()
    }
    ours = rates["seedbank"]
    return {
        "contestants": rates,
        "ratio_to_scrapy": ours["pages_per_s"] / rates["scrapy"]["pages_per_s"],
        "ratio_to_scrapy_cpu": ours["pages_per_cpu_s"] / rates["scrapy"]["pages_per_cpu_s"],
        "ratio_to_httpx": ours["pages_per_s"] / rates["httpx"]["pages_per_s"],
        "ratio_to_httpx_cpu": ours["pages_per_cpu_s"] / rates["httpx"]["pages_per_cpu_s"],
    }


def main() -> None:
    """Read the command line and run a part or the whole."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--pages", type=int, default=10, help="pages of each host")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--run", choices=CONTESTANTS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        asyncio.run(serve(args.hosts))
    elif args.run:
        run_contestant(args.run, args.hosts, args.pages)
    else:
        found = summarise(measure(args.hosts, args.pages, args.rounds), args.hosts * args.pages)
        sys.stdout.write(json.dumps(found, indent=None if args.json else 2) + "\n")


if __name__ == "__main__":
    main()
