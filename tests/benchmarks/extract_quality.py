"""The parser on two sets of news pages with their truth, beside trafilatura and a bare lexbor parse.

The harness and the pages are not part of this repository: they are looked for beside it, and the benchmark
says so where they are missing. Trafilatura is measured where it is installed (`make bench` installs it).
"""

import gzip
import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from flows.parse.body.generic import plain_text
from flows.parse.page import parse_page, read_document

SHARED = Path(__file__).resolve().parents[3] / "shared"
HARNESS = SHARED / "bench" / "extract" / "bench.py"
DATA = SHARED / "data" / "extract"


def extract(html: str, url: str | None = None) -> dict[str, object]:
    """Return title, text, published_at (ISO) and authors of one page: what the harness asks for."""
    reading = read_document(html, url)
    metadata = reading.metadata
    return {
        "title": metadata.title,
        "text": plain_text(reading.body),
        "published_at": metadata.published_at.isoformat() if metadata.published_at else None,
        "authors": list(metadata.authors),
    }


ROUNDS = 3  # of which each page's best counts


HEADERS = {"content-type": "text/html; charset=utf-8"}


def cpu_ms(call: Callable[[], object]) -> float:
    """Time one call in milliseconds of CPU, best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        call()
        best = min(best, (time.process_time() - started) * 1000)
    return best


def measure_page(payload: bytes) -> tuple[float, float]:
    """Return milliseconds of the bare parse of a decoded page, and of `parse_page` from its bytes."""
    text = payload.decode("utf-8")
    return (
        cpu_ms(lambda: LexborHTMLParser(text)),
        cpu_ms(lambda: parse_page(payload, url="https://news.example/a", headers=HEADERS)),
    )


def measure_product() -> None:
    """Print what `parse_page`, from bytes to record, costs beside the bare parse of the decoded page."""
    files = sorted(DATA.glob("*/html/*.gz"))[::2]
    times = [measure_page(gzip.decompress(file.read_bytes())) for file in files]
    floor, product = (sum(column) for column in zip(*times, strict=True))
    print(f"\n## parse_page, bytes to record: {len(files)} pages\n")
    print(f"{product / floor:.2f} x the bare lexbor parse, {product / len(files):.2f} ms a page")


def main() -> int:
    """Run the harness with this module's `extract` on all pages that are there."""
    if not HARNESS.exists() or not DATA.exists():
        print(f"skipped: no harness at {HARNESS} or no pages at {DATA}")
        return 0
    peer = [] if importlib.util.find_spec("trafilatura") else ["--no-peer"]
    command = [sys.executable, str(HARNESS), "extract_quality:extract", "--data", str(DATA), *peer]
    status = subprocess.run([*command, *sys.argv[1:]], cwd=Path(__file__).parent, check=False).returncode
    measure_product()
    return status


if __name__ == "__main__":
    sys.exit(main())
