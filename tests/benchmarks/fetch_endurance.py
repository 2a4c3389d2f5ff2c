"""Fetching that goes on for long: a slow host with nine tenths of the pages, and memory over 50,000 requests.

    python tests/benchmarks/fetch_endurance.py [--hosts 200] [--pages 5] [--rounds 3] [--requests 50000] [--json]

The slow host answers after 100 ms and has nine times as many pages as the fast hosts together (F24). The fast hosts
are timed alone and beside it, in turns: ratio_beside_slow is the median of the second to that of the first (to stay
below 1.2). The server notes when each request comes and when its answer is sent: ratio_of_gap is the smallest
pause that any host saw to the interval that was set (never below 1). Memory is that of the fetching process at the
end to that after a fifth of the requests (ratio_of_memory, to stay at about 1).
"""

import argparse
import asyncio
import contextlib
import datetime as dt
import ipaddress
import json
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fetch_throughput import PORT, host

from flows.fetch import FetchOptions, PageRequest, open_fetcher
from flows.records import Outcome

SLOW = "127.0.19.10"
SLOW_S = 0.1
INTERVAL_S = 0.05
SLOW_SHARE = 9  # pages of the slow host for each of the fast ones
PAGE = b"<!DOCTYPE html><html><head><title>Tin %d</title></head><body><article><h1>Tin</h1>%s</article></body></html>"
PROSE = "".join(f"<p>Câu chuyện số {n} của làng nghề bên sông được kể lại.</p>" for n in range(20)).encode()


# -- the server ---------------------------------------------------------------------------------


class Site:
    """Answers for all hosts; knows the smallest pause that each saw."""

    def __init__(self) -> None:
        self.count = 0
        self.answered: dict[str, float] = {}
        self.gaps: dict[str, float] = {}

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak HTTP/1.1 for as long as the other side does."""
        name = writer.get_extra_info("sockname")[0]
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if name in self.answered:
                    gap = time.monotonic() - self.answered[name]
                    self.gaps[name] = min(gap, self.gaps.get(name, gap))
                await asyncio.sleep(SLOW_S if name == SLOW else 0)
                writer.write(self.answer(head))
                await writer.drain()
                self.answered[name] = time.monotonic()
        writer.close()

    def answer(self, head: bytes) -> bytes:
        """Give a page that was never given before; there is no robots.txt."""
        if head.startswith(b"GET /robots.txt"):
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone"
        self.count += 1
        body = PAGE % (self.count, PROSE)
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b" % (
            len(body),
            body,
        )


async def serve(hosts: int) -> None:
    """Serve until a signal comes, then say the smallest pause of all hosts."""
    site, stop = Site(), asyncio.Event()
    for name in (SLOW, *(host(number) for number in range(hosts))):
        await asyncio.start_server(site.connect, name, PORT + 1, backlog=64)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await stop.wait()
    sys.stdout.write(json.dumps({"smallest_gap_s": min(site.gaps.values())}) + "\n")


@contextlib.contextmanager
def running_server(hosts: int) -> Iterator[dict[str, float]]:
    """Run the server in a process of its own; what it noted is there at the end."""
    command = [sys.executable, str(Path(__file__).resolve()), "--serve", "--hosts", str(hosts)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    noted: dict[str, float] = {}
    assert server.stdout is not None
    try:
        assert server.stdout.readline().startswith("ready")
        yield noted
    finally:
        server.terminate()
        noted |= json.loads(server.stdout.read().strip() or "{}")
        server.wait(10)


# -- the measurements ---------------------------------------------------------------------------


def requests_of(name: str, count: int) -> list[PageRequest]:
    """List pages of a host."""
    return [PageRequest(article_id=f"{name}/{n}", url=f"http://{name}:{PORT + 1}/bai-{n}.html") for n in range(count)]


def options(interval_s: float) -> FetchOptions:
    """Open the gate for loopback and keep an interval."""
    return FetchOptions(allow_private=(ipaddress.ip_network("127.0.0.0/8"),), host_interval_s=interval_s)


async def time_fast_hosts(folder: Path, hosts: int, pages: int, *, slow_pages: int) -> float:
    """Time until the pages of all fast hosts are there, beside a slow host with its pages."""
    fast = [request for number in range(hosts) for request in requests_of(host(number), pages)]
    wanted = {request.article_id for request in fast}
    started = time.perf_counter()
    async with open_fetcher(
        options(INTERVAL_S), home=folder, run_id="bench", now=lambda: dt.datetime.now(dt.UTC)
    ) as fetcher:
        async for page in fetcher.fetch_pages(requests_of(SLOW, slow_pages) + fast):
            assert page.capture.outcome is Outcome.OK, page.capture.outcome_detail
            wanted.discard(page.capture.article_id)
            if not wanted:
                return time.perf_counter() - started
    raise AssertionError(f"{len(wanted)} pages of fast hosts never came")


def resident_mb() -> float:
    """Give the memory that this process takes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


async def sample_memory(folder: Path, hosts: int, count: int) -> list[float]:
    """Fetch pages and give the process's memory in MB after each tenth."""
    each = count // hosts
    requests = [request for number in range(hosts) for request in requests_of(host(number), each)]
    samples, done = [], 0
    async with open_fetcher(options(0.0), home=folder, run_id="bench", now=lambda: dt.datetime.now(dt.UTC)) as fetcher:
        async for _ in fetcher.fetch_pages(requests):
            done += 1
            if done % (each * hosts // 10) == 0:
                samples.append(resident_mb())
    return samples


def measure(hosts: int, pages: int, rounds: int, count: int) -> dict[str, object]:
    """Measure all of it against one server."""
    folder = Path(tempfile.mkdtemp(prefix="fetch-endurance-"))
    slow_pages = SLOW_SHARE * hosts * pages
    alone, beside = [], []
    try:
        with running_server(hosts) as noted:
            for _ in range(rounds):
                alone.append(asyncio.run(time_fast_hosts(folder, hosts, pages, slow_pages=0)))
                beside.append(asyncio.run(time_fast_hosts(folder, hosts, pages, slow_pages=slow_pages)))
        with running_server(hosts):
            memory = asyncio.run(sample_memory(folder, hosts, count)) if count else []
    finally:
        shutil.rmtree(folder)
    found: dict[str, object] = {
        "alone_s": statistics.median(alone),
        "beside_slow_s": statistics.median(beside),
        "ratio_beside_slow": statistics.median(beside) / statistics.median(alone),
        "ratio_of_gap": noted["smallest_gap_s"] / INTERVAL_S,
    }
    return found | ({"memory_mb": memory, "ratio_of_memory": memory[-1] / memory[1]} if memory else {})


def main() -> None:
    """Read the command line and run a part or the whole."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--pages", type=int, default=5, help="pages of each fast host")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=50_000, help="over which memory is watched; 0 for none")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        asyncio.run(serve(args.hosts))
        return
    found = measure(args.hosts, args.pages, args.rounds, args.requests)
    sys.stdout.write(json.dumps(found, indent=None if args.json else 2) + "\n")


if __name__ == "__main__":
    main()
