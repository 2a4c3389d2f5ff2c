"""Fuzz the parser with generated markup for some seconds: `fuzz_markup.py SECONDS`. Exit code 1 on a finding.

Hypothesis makes the pages, of the tags and classes that the parser knows, and makes a finding small.
"""

import random
import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parse"))
from parser_fuzzing import labels, markup, read_and_check, urls

LIMIT = 2.0  # seconds of CPU for one page of a few kilobytes; more is a hang
ROUND = 2_000  # examples between two looks at the clock


def main() -> int:
    """Fuzz until the time is up or something is found."""
    end = time.monotonic() + float(sys.argv[1])
    rounds = pages = 0
    slowest = 0.0
    while time.monotonic() < end:

        @seed(random.randrange(1 << 62))
        @settings(
            max_examples=ROUND,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        @given(markup(), urls, labels)
        def look(text: str, url: str, label: str) -> None:
            nonlocal pages, slowest
            if time.monotonic() > end:
                return
            started = time.process_time()
            read_and_check(text.encode("utf-8", "surrogatepass"), url, label)
            spent = time.process_time() - started
            pages, slowest = pages + 1, max(slowest, spent)
            assert spent < LIMIT, f"{spent:.1f} s"

        try:
            look()
        except Exception as error:  # said with its count, and raised again
            print(f"found after {pages:,} pages: {type(error).__name__}: {error}")
            raise
        rounds += 1
    print(f"markup: {pages:,} pages in {rounds} rounds, slowest {slowest * 1000:.0f} ms of CPU, nothing found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
