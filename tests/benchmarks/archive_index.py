"""Index a WARC file of another program: the peer is FastWARC, which reads the same records and keeps nothing.

CPU time, interleaved in one process, so that other work on the machine meets both; what is written of the index is
part of ours. `archive_index.py 500000` makes a file of that many pages (some gigabytes) in place of 20,000.
"""

import itertools
import random
import resource
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from flows.fetch.archive.warc import build_record
from flows.fetch.sources.local_index import build_index, files_of, hosts_in

PAGES = 20_000
ROUNDS = 3
GOAL = 0.8  # of FastWARC's speed
SYLLABLES = ("bel", "kor", "tam", "sil", "ruv", "nim", "a", "eno", "istu", "ork", "pe", "ula", "ost", "vi")
WORDS = ["".join(parts) for parts in itertools.product(SYLLABLES, repeat=3)]
FURNITURE = "<div class='teaser teaser--small'><a href='/uutiset/{word}' class='link'><span>{word}</span></a></div>\n"
ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: nginx\r\nContent-Length: {size}\r\n\r\n"


def write_archive(path: Path, count: int) -> None:
    """Write pages with their requests, one gzip member a record: 10 KB a record, as in Common Crawl's CC-NEWS."""
    draw = random.Random(7)
    pages = [
        "".join(f"<p>{' '.join(draw.choices(WORDS, k=60))}</p>\n" for _ in range(70))
        + "".join(FURNITURE.format(word=draw.choice(WORDS)) for _ in range(500))
        for _ in range(50)
    ]
    with path.open("wb") as file:
        for number in range(count):
            body = pages[number % len(pages)].encode()
            url = f"https://www.paper{number % 40}.example/{draw.choice(WORDS)}/{draw.choice(WORDS)}-{number}.html"
            for kind, block in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", ANSWER.encode() + body)):
                fields = {
                    "WARC-Type": kind,
                    "WARC-Record-ID": f"<urn:uuid:{uuid.UUID(int=draw.getrandbits(128), version=4)}>",
                    "WARC-Date": "2018-01-01T00:00:00Z",
                    "WARC-Target-URI": url,
                    "WARC-Payload-Digest": "sha1:" + "".join(draw.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=32)),
                    "Content-Type": f"application/http; msgtype={kind}",
                }
                file.write(build_record(fields.items(), block))


def spend(work: Callable[[], object]) -> float:
    """Give the seconds of CPU that some work took."""
    before = time.process_time()
    work()
    return time.process_time() - before


def iterate(archive: Path) -> int:
    """Read all records as FastWARC does."""
    with archive.open("rb") as file:
        return sum(1 for _ in ArchiveIterator(file, parse_http=False))


def index(archive: Path, home: Path) -> Path:
    """Index an archive anew."""
    shutil.rmtree(home, ignore_errors=True)
    return build_index(archive, home, files_of(archive))


def main() -> int:
    """Measure and print; 1 when the goal was missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as folder:
        archive, home = Path(folder) / "a.warc.gz", Path(folder) / "home"
        write_archive(archive, count)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(spend(lambda: index(archive, home)))
            theirs.append(spend(lambda: iterate(archive)))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
        again = spend(lambda: build_index(archive, home, files_of(archive)))
        hosts = len(hosts_in(build_index(archive, home, files_of(archive))))
        size = archive.stat().st_size / 1_000_000
    share = min(theirs) / min(ours)
    print(f"{count:,} pages, {size:,.0f} MB: index {min(ours):.2f} s of CPU, FastWARC's iteration {min(theirs):.2f} s")
    print(f"{share:.2f} of its speed (goal {GOAL}); memory grew by {grown:.0f} MB; second run {again * 1000:.1f} ms")
    return int(share < GOAL or not hosts)


if __name__ == "__main__":
    sys.exit(main())
