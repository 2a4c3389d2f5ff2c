"""The boundary around what is done for one page or one host: an unexpected exception costs only that.

What concerns the machine or the whole run (a SeedbankError, a child that cannot be started) goes through.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from flows.errors import SeedbankError
from flows.executors.sandbox import Crash, CrashKind, SandboxStartError
from flows.existence.verdict import RULES_VERSION
from flows.fetch.faults import log_fault, name_fault
from flows.fetch.sources.containers.entries import Problem
from flows.records import Capture, Existence, Observation, Outcome, Reason, Rejection, Stage

R = TypeVar("R")
_FOR_ALL = (SeedbankError, SandboxStartError)


async def or_else(nothing: R, work: Awaitable[R], *, what: str, url: str) -> R:
    """Give what some work gives; where it raises what nobody expected, `nothing`, and the log has the traceback."""
    try:
        return await work
    except _FOR_ALL:
        raise
    except Exception as error:  # noqa: BLE001 - the boundary that this module is about
        log_fault(what, url, error)
        return nothing


def judge_guarded(capture: Capture, judge: Callable[[], Observation]) -> Observation:
    """Judge one capture; where that raises, nothing is said of its article."""
    try:
        return judge()
    except Exception as error:  # noqa: BLE001 - the boundary that this module is about
        log_fault("verdict", capture.target_uri, error)
        return Observation(
            capture_id=capture.capture_id,
            article_id=capture.article_id,
            observed_at=capture.captured_at,
            existence=Existence.UNREACHABLE,
            rule=Outcome.INTERNAL_ERROR.value,
            evidence=name_fault(error),
            current_url=None,
            rules_version=RULES_VERSION,
        )


def reject_page(capture: Capture, crash: Crash) -> Rejection:
    """Name what a page did to the child that read it."""
    if crash.kind is CrashKind.TIMEOUT:
        reason = Reason.PARSE_TIMEOUT
    elif crash.kind is CrashKind.ERROR:
        reason = Reason.INTERNAL_ERROR
        log_fault("reading", capture.target_uri, RuntimeError(crash.detail), trace=crash.trace)
    else:
        reason = Reason.PARSE_CRASH
    return Rejection(
        stage=Stage.PARSE,
        reason=reason,
        detail=f"{crash.kind}: {crash.detail}",
        source_path=capture.warc_file,
        target_uri=capture.target_uri,
    )


def reject_fault(capture: Capture) -> Rejection:
    """Name a page that could not even be asked for, through a fault of ours: so it is counted and told."""
    return Rejection(
        stage=Stage.FETCH, reason=Reason.INTERNAL_ERROR, detail=capture.outcome_detail, target_uri=capture.target_uri
    )


def reject_unread(problem: Problem) -> Rejection:
    """Name a file that pages were asked of, or a record in it, that could not be read."""
    return Rejection(
        stage=Stage.FETCH,
        reason=Reason.BROKEN_ARCHIVE,
        detail=f"{Path(problem.member).name} {' '.join(problem.detail.split())}",
        source_path=problem.member,
    )
