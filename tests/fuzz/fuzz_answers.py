"""Fuzz the whole command with generated answers of servers and archives, in batches: no traceback, no fault of ours.

    python tests/fuzz/fuzz_answers.py [SECONDS] [FIRST]

Each batch asks 40 loopback hosts for 25 pages each; some ask a web archive too, or read from a WARC file instead. The
command ends with 0 or 3, shows no traceback, loses no address, and its log has no `internal_error`. A batch has a
number; give it as FIRST to see it again.
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
from pathlib import Path

import duckdb
from answers import SENTENCES, TITLE, make_answer, nasty

from flows.fetch.archive.warc import build_record

PORT = 18_751
HOSTS, PAGES = 40, 25
ARCHIVE_EVERY = 8  # batches; one of so many asks a web archive too, and one reads a file
FEW_PAGES = 20  # of such a batch: an archive is asked no more than 24 times a minute
BATCH_SECONDS = 300.0


def host(number: int) -> str:
    """Give the address of a host."""
    return f"127.0.26.{number + 1}"


class Site:
    """Answers every request with the next answer of the batch, in a thread of its own."""

    def __init__(self) -> None:
        self.batch = ""
        self.answer_count = 0
        ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True).start()
        ready.wait()

    async def _serve(self, ready: threading.Event) -> None:
        for number in range(HOSTS):
            await asyncio.start_server(self._connect, host(number), PORT, backlog=256)
        ready.set()
        await asyncio.Event().wait()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode("latin-1")
            # By host and path, so that an order of arrival changes nothing.
            name = f"{self.batch} {writer.get_extra_info('sockname')[0]} {path}"
            writer.write(make_answer(random.Random(name), path))
            self.answer_count += 1
            await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, IndexError):
            pass
        finally:
            writer.close()


def is_warc(number: int) -> bool:
    """Tell the batches that are read from a file."""
    return number % ARCHIVE_EVERY == 2


def write_seeds(path: Path, count: int) -> int:
    """Write a seed for each page."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            url = f"http://{host(number % HOSTS)}:{PORT}/sach/thu-vien-moi-{10_000 + number}.html"
            row = {"url": url, "title": TITLE, "text": " ".join(SENTENCES), "date": "2017-03-28"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return count


def write_warc(path: Path, chance: random.Random) -> None:
    """Write an archive with an answer for each page, some records damaged."""
    with path.open("wb") as file:
        for number in range(HOSTS * PAGES):
            url = f"http://{host(number % HOSTS)}:{PORT}/sach/thu-vien-moi-{10_000 + number}.html"
            date = chance.choice(("2017-04-01T00:00:00Z", "2017-04-01T00:00:00Z", "2017", "2017-13", nasty(chance)))
            fields = [
                ("WARC-Type", chance.choice(("response", "response", "resource", "revisit", "metadata"))),
                ("WARC-Target-URI", url if chance.random() < 0.9 else nasty(chance)),
                ("WARC-Date", date),
                ("Content-Type", "application/http; msgtype=response"),
                *([("WARC-Truncated", nasty(chance))] if chance.random() < 0.1 else []),
            ]
            clean = [(name, value.replace("\r", "").replace("\n", "")) for name, value in fields]
            start = file.tell()
            file.write(build_record(clean, make_answer(chance, "/page")))
            if chance.random() < 0.02:
                file.seek(start + chance.randint(1, 40))
                file.write(chance.randbytes(4))
                file.seek(0, os.SEEK_END)


def run_batch(number: int, site: Site, folder: Path) -> str:
    """Run one batch; gives what is wrong with it, or an empty string."""
    site.batch = f"batch {number}"
    is_archive = number % ARCHIVE_EVERY == ARCHIVE_EVERY - 1
    count = write_seeds(folder / "seeds.jsonl", FEW_PAGES if is_archive else HOSTS * PAGES)
    sources = ["--from", "live", *(["--from", "wayback"] if is_archive else [])]
    if is_warc(number):
        write_warc(folder / "crawl.warc.gz", random.Random(number))
        sources = ["--from", str(folder / "crawl.warc.gz")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SEEDBANK_", "PREFECT_"))}
    environment |= {
        "SEEDBANK_HOME": str(folder / "home"),
        "SEEDBANK_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
        "SEEDBANK_HOST_INTERVAL": "0s",
        "SEEDBANK_RETRY_WAIT": "10ms",
        "SEEDBANK_FETCH_DEADLINE": "4s",
        "SEEDBANK_WAYBACK_URL": f"http://{host(0)}:{PORT}",
    }
    command = [Path(sys.executable).with_name("seedbank"), "ingest", folder / "seeds.jsonl", "--refetch", "all"]
    done = subprocess.run(
        [*command, *sources], env=environment, capture_output=True, text=True, check=False, timeout=BATCH_SECONDS
    )
    log = (folder / "home" / "logs" / "seedbank.jsonl").read_text("utf-8")
    faults = [line for line in log.splitlines() if '"internal_error"' in line]
    with duckdb.connect(str(folder / "home" / "published.duckdb"), read_only=True) as connection:
        shown = connection.execute("select count(*) from marts.article").fetchone()
    problems = [
        f"exit code {done.returncode}\n{done.stderr[-2000:]}" if done.returncode not in (0, 3) else "",
        done.stderr[-3000:] if "Traceback" in done.stderr else "",
        f"{len(faults)} faults, first {faults[0][:3000]}" if faults else "",
        "" if shown == (count,) else f"{shown} of {count} articles are shown",
    ]
    return "\n".join(filter(None, problems))


def main() -> int:
    """Run batches for so many seconds."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    site, end, failed = Site(), time.monotonic() + seconds, 0
    answers = 0
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as folder:
            before, started = site.answer_count, time.monotonic()
            problem = run_batch(number, site, Path(folder))
            answers += site.answer_count - before + (HOSTS * PAGES if is_warc(number) else 0)
        print(f"batch {number}: {answers:,} answers so far, {time.monotonic() - started:.0f} s {problem}", flush=True)
        failed += bool(problem)
        number += 1
    print(f"{answers:,} answers, {failed} of the batches with a fault")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
