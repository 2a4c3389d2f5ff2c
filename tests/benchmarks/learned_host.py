"""Learn a host of many pages through the product: CPU and memory of `seedbank layout HOST`, start-up included.

The pages of a generated template stand in a WARC file; `seedbank ingest --from` stores them. CPU must stay under half
a minute, and memory must be the same for few pages and for many. `learned_host.py 10000` takes some minutes.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from learned_layouts import print_generated
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGES = 2_000
FEW = 500
MOST_SECONDS = 30.0  # of CPU
FLAT = 1.08  # times the memory for few pages: the database keeps more of its blocks
TEMPLATE = 4
HOST = "quay.example"


def write_host(folder: Path, count: int) -> None:
    """Write the seeds of a host and the WARC file of its pages."""
    with (folder / "pages.warc.gz").open("wb") as file, (folder / "seeds.jsonl").open("w") as seeds:
        writer = WARCWriter(file, gzip=True)
        for number in range(count):
            page = print_generated(TEMPLATE, number)
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], "HTTP/1.1")
            payload = io.BytesIO(page.markup.encode())
            headers = {"WARC-Date": "2024-05-01T00:00:00Z"}
            writer.write_record(
                writer.create_warc_record(page.url, "response", payload, http_headers=head, warc_headers_dict=headers)
            )
            row = {"url": page.url, "title": page.title, "text": " ".join((*page.printed, *page.lines))}
            seeds.write(json.dumps(row) + "\n")


def run(*arguments: str) -> tuple[float, float, str]:
    """Run the command; gives seconds of CPU, MB of memory, and what it said."""
    seedbank = Path(sys.executable).with_name("seedbank")
    process = subprocess.Popen([seedbank, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(said)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said


def learn(folder: Path, count: int) -> tuple[float, float]:
    """Store the pages of a host, and learn it."""
    folder.mkdir()
    write_host(folder, count)
    home = ("--home", str(folder / "home"))
    pages = str(folder / "pages.warc.gz")
    ingest = run("ingest", str(folder / "seeds.jsonl"), "--refetch", "missing", "--from", pages, *home)
    seconds, memory, said = run("layout", HOST, *home)
    print(f"{count:,} pages: ingest {ingest[0]:.0f} s of CPU; learning {seconds:.1f} s, {memory:.0f} MB")
    print(said.splitlines()[0])
    return seconds, memory


def main() -> int:
    """Learn a small host and a large one; 1 where a figure is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as name:
        _, small = learn(Path(name) / "few", FEW)
        seconds, large = learn(Path(name) / "many", count)
    return int(seconds > MOST_SECONDS or large > FLAT * small)


if __name__ == "__main__":
    sys.exit(main())
