"""Pages that a publisher's layout reads, against the bare lexbor parse of the same text: body and metadata together.

Real pages are used where they are at hand beside the repository; else the fixtures, which are short, so that the
fixed costs of a page weigh more.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from flows.parse.markup.charset import decode
from flows.parse.page import read_document

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "pages-vn" / "html"
FIXTURES = ROOT / "tests" / "fixtures" / "parse" / "publishers"
HOSTS = {
    "tuoitre": "https://tuoitre.vn/a-b-20260307075519174.htm",
    "dantri": "https://dantri.com.vn/x/a-b-20260307080054340.htm",
    "vnexpress": "https://vnexpress.net/a-b-4414000.html",
    "baodautu": "https://baodautu.vn/a-b-d500000.html",
    "cafef": "https://cafef.vn/a-b-188260307093000123.chn",
    "zing": "https://znews.vn/a-b-post861659.html",
}
ROUNDS = 15
GOAL = 2.2  # times the bare parse


def load() -> list[tuple[str, str, str]]:
    """List (name, text, address) of the pages at hand."""
    pages = sorted(REAL.glob("*.html")) or sorted(FIXTURES.glob("vietnamplus*.html"))
    found = []
    for path in pages:
        url = next((url for name, url in HOSTS.items() if name in path.name), "https://www.vietnamplus.vn/a-post1.vnp")
        found.append((path.name, decode(path.read_bytes(), {})[0], url))
    return found


def best(run: Callable[[], object]) -> float:
    """Return the shortest of some runs, in ms of CPU."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return min(times) * 1000


def main() -> int:
    """Print the ratio of each page and of all; the goal is said, not enforced (short pages miss it)."""
    whole = floor = 0.0
    for name, text, url in load():
        bare = best(lambda text=text: LexborHTMLParser(text))
        read = best(lambda text=text, url=url: read_document(text, url))
        print(f"{name:34} {len(text) // 1000:5} KB  bare {bare:7.2f} ms  read {read:7.2f} ms  x {read / bare:.2f}")
        whole, floor = whole + read, floor + bare
    print(f"all together: {whole / floor:.2f} x the bare parse (goal {GOAL})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
