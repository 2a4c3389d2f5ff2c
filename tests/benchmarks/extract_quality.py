"""The parser on two sets of news pages with their truth, beside trafilatura and a bare lexbor parse.

The harness and the pages are not part of this repository: they are looked for beside it, and the benchmark
says so where they are missing. Trafilatura is measured where it is installed (`make bench` installs it).
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

from flows.parse.page import plain_text, read_document

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


def main() -> int:
    """Run the harness with this module's `extract` on all pages that are there."""
    if not HARNESS.exists() or not DATA.exists():
        print(f"skipped: no harness at {HARNESS} or no pages at {DATA}")
        return 0
    peer = [] if importlib.util.find_spec("trafilatura") else ["--no-peer"]
    command = [sys.executable, str(HARNESS), "extract_quality:extract", "--data", str(DATA), *peer]
    return subprocess.run([*command, *sys.argv[1:]], cwd=Path(__file__).parent, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
