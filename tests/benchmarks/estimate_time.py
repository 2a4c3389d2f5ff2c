"""How long an estimate from 400 pages of 50 hosts takes, beside the time that manners alone need.

The hosts are addresses of 127.0.1.0/24, served by one process. Manners alone need, for the host with the most requests,
the interval between two of them as often as there is one; wanted: no more than 1.2 times that.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path

HOSTS, ARTICLES_OF_HOST, SAMPLE = 50, 40, 400
INTERVAL_S = 2.0  # the default
WANTED = 1.2


def write_body(host: str, number: int) -> list[str]:
    """Write an article of a few sentences that no other has."""
    rng = random.Random(f"{host}/{number}")
    words = ["".join(rng.choices("bcdghklmnprstvx", k=1) + rng.choices("aeiouy", k=2)) for _ in range(200)]
    return [f"{' '.join(words[start : start + 20]).capitalize()}." for start in range(0, 200, 20)]


class Server:
    """Serves the articles of every host, and keeps the times of its requests."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}
        self.port = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests on one connection until it is closed."""
        while line := await reader.readline():
            headers = {}
            while (header := await reader.readline()) not in {b"\r\n", b""}:
                name, _, value = header.decode().partition(":")
                headers[name.lower()] = value.strip()
            host, path = headers["host"].partition(":")[0], line.split()[1].decode()
            self.times.setdefault(host, []).append(time.monotonic())
            status, body = self.page(host, path)
            head = f"HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
        writer.close()

    def page(self, host: str, path: str) -> tuple[str, bytes]:
        """Show an article, one in ten of them as gone."""
        number = int("".join(filter(str.isdigit, path)) or 0)
        if "tin" not in path or number % 10 == 0:
            return "404 Not Found", b"<html><body>Not found</body></html>"
        paragraphs = "".join(f"<p>{sentence}</p>" for sentence in write_body(host, number))
        title = f"Tin số {number} của {host}"
        head = f"<html lang=vi><head><title>{title}</title></head>"
        return "200 OK", f"{head}<body><article><h1>{title}</h1>{paragraphs}</article></body></html>".encode()

    async def serve(self, is_up: threading.Event) -> None:
        """Serve until the process ends."""
        server = await asyncio.start_server(self.answer, "0.0.0.0", 0)  # noqa: S104 - all of loopback, for a benchmark
        self.port = server.sockets[0].getsockname()[1]
        is_up.set()
        await server.serve_forever()


def write_seeds(file: Path, port: int) -> None:
    """Write the seeds of all hosts."""
    with file.open("w", encoding="utf-8") as out:
        for host in (f"127.0.1.{place}" for place in range(1, HOSTS + 1)):
            for number in range(1, ARTICLES_OF_HOST + 1):
                url, text = f"http://{host}:{port}/tin-{number}.html", " ".join(write_body(host, number))
                row = {"url": url, "title": f"Tin số {number} của {host}", "text": text}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


def run(*arguments: str) -> dict[str, object]:
    """Run a command and give its summary."""
    environment = os.environ | {
        "SEEDBANK_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
        "SEEDBANK_HOST_INTERVAL": f"{INTERVAL_S}s",
    }
    command = [str(Path(sys.executable).with_name("seedbank")), *arguments, "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    summary: dict[str, object] = json.loads(done.stdout)
    return summary


def main() -> int:
    """Serve, ingest, estimate, and print."""
    server, is_up = Server(), threading.Event()
    threading.Thread(target=lambda: asyncio.run(server.serve(is_up)), daemon=True).start()
    is_up.wait()
    with tempfile.TemporaryDirectory() as folder:
        home = str(Path(folder) / "home")
        write_seeds(Path(folder) / "seeds.jsonl", server.port)
        run("ingest", str(Path(folder) / "seeds.jsonl"), "--home", home)
        started = time.monotonic()
        summary = run("estimate", "--sample", str(SAMPLE), "--home", home)
        whole = time.monotonic() - started
    times = list(server.times.values())
    gaps = [after - before for own in times for before, after in pairwise(own)]
    most = max(map(len, times))
    manners = max(own[-1] - own[0] for own in times)
    asking = max(own[-1] for own in times) - min(own[0] for own in times)
    print(f"{sum(map(len, times)):,} requests to {len(times)} hosts, at most {most} to one")
    print(f"between two to a host {min(gaps):.2f} to {max(gaps):.2f} s: {INTERVAL_S} s, and up to a quarter more")
    print(f"manners alone {manners:6.1f} s")
    print(f"asking        {asking:6.1f} s  {asking / manners:.2f} times as long")
    print(f"the flow      {summary['seconds']:6.1f} s  {float(str(summary['seconds'])) / manners:.2f}")
    print(f"the command   {whole:6.1f} s  {whole / manners:.2f}")
    return int(float(str(summary["seconds"])) > WANTED * manners)


if __name__ == "__main__":
    sys.exit(main())
