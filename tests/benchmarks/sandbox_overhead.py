"""What the sandbox costs a page: payloads go to a warm child in batches, parsed pages come back.

The floor is the same function on the same pages in this process; the difference is pickling, the pipe and the timer.
CPU of both processes and wall time are shown: other work on the machine makes the one wait and the other's caches cold.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from flows.executors.sandbox import Crash, Sandbox
from flows.parse.page import parse_page
from flows.records import ParsedPage

PAGES = Path(__file__).resolve().parents[1] / "fixtures" / "parse" / "publishers"
PADDING = b"<script>" + b"var a = 1; " * 9_000 + b"</script>"  # a page of the web has about 100 KB
BATCH = 8  # as in flows.batches.pages
COUNT = 400
ROUNDS = 12
GOAL_MS = 0.3


def read(payload: bytes) -> ParsedPage | float:
    """Parse one page, or tell the CPU spent so far where there is none; the child imports this."""
    if not payload:
        return time.process_time()
    return parse_page(payload, url="https://bao.example/con-do-1.html", headers={})


def spent_in(sandbox: Sandbox[bytes, ParsedPage | float]) -> float:
    """Return the seconds of CPU that this process and the child have spent."""
    (child,) = sandbox.run_blocking([b""])
    assert isinstance(child, float)
    return time.process_time() + child


def least(run: Callable[[], object], spent: Callable[[], float]) -> tuple[float, float]:
    """Return the least CPU and the least wall time that one of some runs took, in ms a page."""
    cpu, wall = [], []
    for _ in range(ROUNDS):
        before, started = spent(), time.perf_counter()
        run()
        wall.append(time.perf_counter() - started)
        cpu.append(spent() - before)
    return min(cpu) / COUNT * 1000, min(wall) / COUNT * 1000


def main() -> int:
    """Measure and print; 1 when a page failed or the goal was missed."""
    pages = [path.read_bytes() + PADDING for path in sorted(PAGES.glob("*.html"))]
    pages = (pages * (COUNT // len(pages) + 1))[:COUNT]
    batches = [pages[at : at + BATCH] for at in range(0, COUNT, BATCH)]
    with Sandbox(read, deadline_s=60, memory_bytes=4_000_000_000) as sandbox:
        results = [result for batch in batches for result in sandbox.run_blocking(batch)]
        failed = sum(isinstance(result, Crash) for result in results)
        there = least(lambda: [sandbox.run_blocking(batch) for batch in batches], lambda: spent_in(sandbox))
    here = least(lambda: [read(page) for page in pages], time.process_time)
    cpu, wall = there[0] - here[0], there[1] - here[1]
    print(f"{COUNT} pages of {sum(map(len, pages)) // COUNT // 1000} KB in batches of {BATCH}, {failed} failed")
    print(f"in this process {here[0]:.3f} ms of CPU a page, with a child {there[0]:.3f} ms of both")
    print(f"overhead a page: {cpu:.3f} ms of CPU, {wall:.3f} ms of wall time (goal: CPU < {GOAL_MS} ms)")
    return int(failed > 0 or cpu >= GOAL_MS)


if __name__ == "__main__":
    sys.exit(main())
