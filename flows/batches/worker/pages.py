"""What a worker process does with a page: it parses the payload and compares what it says with the seed."""

from flows.parse.page import parse_page
from flows.reconcile.reconcile import reconcile
from flows.records import PageFinding, PageJob, Source, TextSource

WORKER_MEMORY = 4_000_000_000  # bytes of address space to examine a page in; the libraries alone take about 1 GB


def examine_page(job: PageJob) -> PageFinding:
    """Parse one payload and compare it with its seed."""
    capture = job.capture
    page = parse_page(
        job.payload,
        url=capture.final_uri,
        headers=dict(capture.headers),
        seed=job.seed,
        seen_at=capture.memento_datetime or capture.captured_at,
        layouts=job.layouts,
    )
    source = TextSource.PAGE if job.capture.source is Source.LIVE else TextSource.ARCHIVE
    return PageFinding(page=page, reconciliation=reconcile(job.seed, page, capture=job.capture, source=source))
