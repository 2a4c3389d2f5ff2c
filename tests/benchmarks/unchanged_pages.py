"""From stored payload to verdict: pages whose bytes are known, beside the same pages read and compared again.

    python tests/benchmarks/unchanged_pages.py [PAGES]      # 1,000 unless told otherwise

A site on loopback is asked once; then its pages, as the archive holds them, are examined by both ways in turn, three
times each, in this process. CPU time, the best of three; choosing what to ask, which reads what is known of each page
from the warehouse, is counted in both.
"""

import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT.parent), str(ROOT / "faults"), str(ROOT)]
from fault_checking import Checking, make_seed  # noqa: E402 - found there
from fault_server import FaultServer  # noqa: E402 - the same

from flows.batches.pages import deciding_versions  # noqa: E402 - the same
from flows.batches.worker.pages import examine_page  # noqa: E402 - the same
from flows.existence.selection import recognise_page  # noqa: E402 - the same
from flows.existence.verdict import ExistenceCase, judge_existence  # noqa: E402 - the same
from flows.fetch.archive.replay import iter_captures, read_payload  # noqa: E402 - the same
from flows.records import Capture, PageJob, Refetch, RefetchCandidate, RefetchQuery  # noqa: E402 - the same
from warehouse.database.connect import open_writer  # noqa: E402 - the same
from warehouse.read.select import select_for_refetch  # noqa: E402 - the same

TURNS = 3


def read_again(candidate: RefetchCandidate, capture: Capture, payload: bytes) -> str:
    """Read the page, compare it, and judge."""
    found = examine_page(PageJob(seed=candidate.seed, capture=capture, payload=payload))
    case = ExistenceCase(
        capture=capture,
        page=found.page,
        seed=candidate.seed,
        reconciliation=found.reconciliation,
        missing_since=None,
        confirm_after=dt.timedelta(days=1),
    )
    return judge_existence(case).existence


def recognise(candidate: RefetchCandidate, capture: Capture, _: bytes) -> str:
    """Recognise the page."""
    known = recognise_page(candidate, capture)
    assert known is not None
    return known.observation.existence


def measure(home: Path, *, is_known: bool) -> float:
    """Examine every stored page once; gives seconds of CPU."""
    captures = {capture.article_id: capture for capture in iter_captures((home / "warc").glob("*.warc.gz"))}
    payloads = {
        article: read_payload(home, capture.warc_file or "", capture.warc_offset or 0)
        for article, capture in captures.items()
    }
    examine = recognise if is_known else read_again
    with open_writer(home) as connection:
        versions = deciding_versions(connection) if is_known else None
        query = RefetchQuery(refetch=Refetch.ALL, now=dt.datetime.now(dt.UTC), versions=versions)
        began = time.process_time()
        verdicts = [
            examine(candidate, captures[article], payloads[article])
            for candidate in select_for_refetch(connection, query)
            if (article := candidate.seed.identity.article_id)
        ]
        spent = time.process_time() - began
    assert verdicts == ["live"] * len(captures)
    return spent


def main() -> None:
    """Run the benchmark."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="seedbank-unchanged-") as folder, FaultServer() as site:
        checking = Checking(home=Path(folder))
        checking.add(*(make_seed(site.url(f"/page/{number}")) for number in range(count)))
        checking.check()
        turns = [(measure(checking.home, is_known=False), measure(checking.home, is_known=True)) for _ in range(TURNS)]
    again, known = min(turn[0] for turn in turns), min(turn[1] for turn in turns)
    print(f"read and compared: {1000 * again / count:.2f} ms a page; recognised: {1000 * known / count:.3f} ms")
    print(f"recognised / read: {again / known:.1f} x (goal 10)")


if __name__ == "__main__":
    main()
