"""Faults of ours that one page met: named in its outcome, written to the log with their traceback."""

import logging
import traceback

from flows.fetch.reading import UnreadBodyError

LOGGER = logging.getLogger("seedbank")  # of flows.runs.log, which writes it down for the length of a run
MOST_LETTERS = 4000  # of a traceback: its end says where it came from


def name_fault(error: Exception) -> str:
    """Name an unexpected exception in a line."""
    return f"{type(error).__name__}: {error}"[:300]


def log_fault(what: str, url: str, error: Exception, *, trace: str = "") -> None:
    """Write an unexpected exception to the log; `trace` is that of another process, where it came from there."""
    trace = trace or (error.trace if isinstance(error, UnreadBodyError) else "") or _trace(error)
    fields = {"what": what, "url": url, "error": name_fault(error), "traceback": trace[-MOST_LETTERS:]}
    LOGGER.error("internal_error", extra={"fields": fields})


def _trace(error: Exception) -> str:
    return "".join(traceback.format_exception(error))
