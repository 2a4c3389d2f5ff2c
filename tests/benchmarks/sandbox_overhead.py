"""What the sandbox costs a page: payloads go to a warm child in batches, parsed pages come back.

The floor is the same function on the same pages in this process; the difference is pickling, the pipe and the timer.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from flows.parse.page import parse_page
from flows.parse.sandbox import Crash, Sandbox
from flows.records import ParsedPage

PAGES = Path(__file__).resolve().parents[1] / "fixtures" / "parse" / "publishers"
PADDING = b"<script>" + b"var a = 1; " * 9_000 + b"</script>"  # a page of the web has about 100 KB
BATCH = 8  # as in flows.page_batches
COUNT = 800
ROUNDS = 5
GOAL_MS = 0.3


def read(payload: bytes) -> ParsedPage:
    """Parse one page; the child imports this."""
    return parse_page(payload, url="https://bao.example/con-do-1.html", headers={})


def best(run: Callable[[], object]) -> float:
    """Return the shortest of some runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> int:
    """Measure and print; 1 when a page failed or the goal was missed."""
    pages = [path.read_bytes() + PADDING for path in sorted(PAGES.glob("*.html"))]
    pages = (pages * (COUNT // len(pages) + 1))[:COUNT]
    batches = [pages[at : at + BATCH] for at in range(0, COUNT, BATCH)]
    with Sandbox(read, deadline_s=20, memory_bytes=4_000_000_000) as sandbox:
        results = [result for batch in batches for result in sandbox.run_blocking(batch)]
        failed = sum(isinstance(result, Crash) for result in results)
        there = best(lambda: [sandbox.run_blocking(batch) for batch in batches])
    here = best(lambda: [read(page) for page in pages])
    overhead = (there - here) / COUNT * 1000
    print(f"{COUNT} pages of {sum(map(len, pages)) // COUNT // 1000} KB in batches of {BATCH}, {failed} failed")
    print(f"in this process {here / COUNT * 1000:.3f} ms a page, in a child {there / COUNT * 1000:.3f} ms")
    print(f"overhead {overhead:.3f} ms a page (goal < {GOAL_MS} ms)")
    return int(failed > 0 or overhead >= GOAL_MS)


if __name__ == "__main__":
    sys.exit(main())
