"""Derive one article's verdicts again from the bytes of its bundle: parse, reconcile, judge; no network."""

import asyncio
import datetime as dt
import io
import zlib
from collections.abc import Mapping, Sequence

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from flows.addresses.wrappers import read_address
from flows.batches.worker.pages import examine_page
from flows.evidence.bundle import StoredLook
from flows.executors.sandbox import Crash, Sandbox
from flows.existence.kinds import GONE, OFF_THE_WEB, ON_THE_WEB
from flows.existence.verdict import PROBE_RULES, SHOWN_EVERYWHERE, ExistenceCase, ProbedHost, judge_existence
from flows.fetch.archive.replay import read_response
from flows.fetch.archive.warc import digest_of
from flows.fetch.http.content_coding import CodingError, TooLargeError
from flows.reconcile.reconcile import reconcile
from flows.records import (
    Capture,
    Observation,
    Outcome,
    PageFinding,
    PageJob,
    ParsedPage,
    Reconciliation,
    SeedArticle,
)

PAGE_DEADLINE = 30.0  # seconds for one page; a bundle may hold a page that was made to hang a parser
PAGE_MEMORY = 4_000_000_000  # bytes of address space, as for the pages of an ingest
DAMAGED = (OSError, ValueError, AttributeError, TypeError, EOFError, zlib.error)  # what records that are none raise


class PayloadProblemError(ValueError):
    """Say why the payload of a capture cannot be read from the bundle."""


def read_payload(warc: bytes, offset: int, capture: Capture) -> bytes:
    """Read the payload of a capture from the bundled records. Raises PayloadProblemError."""
    if not 0 <= offset < len(warc):
        raise PayloadProblemError("the record lies outside the WARC file")
    stream = io.BytesIO(warc)
    stream.seek(offset)
    try:
        payload = read_response(next(iter(ArchiveIterator(stream)))).decode()
    except (StopIteration, ArchiveLoadFailed, CodingError, TooLargeError, *DAMAGED) as error:
        raise PayloadProblemError(f"the record cannot be read ({type(error).__name__}: {error})") from error
    if digest_of(payload) != capture.payload_digest:
        raise PayloadProblemError(f"the payload is {digest_of(payload)}, not {capture.payload_digest}")
    return payload


def examine(jobs: Sequence[PageJob]) -> dict[str, PageFinding | Crash]:
    """Parse each payload and compare it with the seed, in a process that may die; by capture_id."""
    pages = [job for job in jobs if job.payload and job.capture.outcome is not Outcome.WRONG_CONTENT_TYPE]
    if not pages:
        return {}
    with Sandbox(examine_page, workers=1, deadline_s=PAGE_DEADLINE, memory_bytes=PAGE_MEMORY) as sandbox:
        results = asyncio.run(sandbox.run(pages))
    return {job.capture.capture_id: result for job, result in zip(pages, results, strict=True)}


def clean_alone(seed: SeedArticle) -> Reconciliation:
    """Clean the seed without a page, as an ingest does first."""
    return reconcile(seed, None)


def judge_looks(
    seed: SeedArticle,
    looks: Sequence[StoredLook],
    captures: Mapping[str, Capture],
    findings: Mapping[str, PageFinding | Crash],
) -> list[Observation | None]:
    """Judge existence again, check by check; None where the capture of a check is not in the bundle.

    How long `missing` must last before it is `gone` is a setting of its owner, so the time between the checks is
    taken as it was; the report says it.
    """
    judged: list[Observation | None] = []
    missing_since: dt.datetime | None = None
    for look in looks:
        capture = captures.get(look.capture_id)
        if capture is None:
            judged.append(None)
            continue
        judged.append(_judge(seed, look, capture, findings.get(look.capture_id), missing_since))
        if look.existence in ON_THE_WEB:
            missing_since = None
        elif look.existence in OFF_THE_WEB:
            missing_since = missing_since or look.observed_at
    return judged


def _judge(
    seed: SeedArticle,
    look: StoredLook,
    capture: Capture,
    finding: PageFinding | Crash | None,
    missing_since: dt.datetime | None,
) -> Observation:
    read = finding if isinstance(finding, PageFinding) else None
    between = look.observed_at - missing_since if missing_since else dt.timedelta()
    is_confirmed = look.existence in GONE
    was_elsewhere = look.rule.startswith("candidate") and capture.target_uri != read_address(seed.url)
    return judge_existence(
        ExistenceCase(
            capture=capture,
            page=read.page if read else None,
            seed=seed,
            reconciliation=read.reconciliation if read else None,
            missing_since=missing_since,
            confirm_after=between if is_confirmed else between + dt.timedelta(microseconds=1),
            candidate_of=seed.url if was_elsewhere else None,
            probed=_suppose_probes(look, read.page) if read else None,
        )
    )


def _suppose_probes(look: StoredLook, page: ParsedPage) -> ProbedHost | None:
    """Suppose that a host showed the same page where a rule says so: what it showed there is kept nowhere."""
    if look.rule not in PROBE_RULES:
        return None
    is_home = look.rule == SHOWN_EVERYWHERE
    return ProbedHost(invented=None if is_home else page, home=page if is_home else None, is_turned_away=False)
