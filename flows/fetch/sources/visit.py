"""What every source of pages gives: one visit for one request."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from flows.existence.outcome import Answer, Judgement
from flows.fetch.archiving_client import Archived
from flows.fetch.http.client import decode_header
from flows.fetch.options import PageRequest
from flows.fetch.reading import BodyReader, JudgeJob
from flows.records import Outcome, Redirect, Source

# What a 304 says of these is not about the payload that it repeats (RFC 9111 §3.2).
OF_THE_PAYLOAD = frozenset({"content-type", "content-encoding", "content-length", "content-range"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What became of one page: its name, the last answer, and the way to it."""

    outcome: Outcome
    detail: str
    final_url: str
    redirects: tuple[Redirect, ...] = ()
    last: Archived | None = None  # the last exchange; None where nothing was asked
    payload: bytes | None = None
    digest: str | None = None
    memento_datetime: dt.datetime | None = None  # when an archive saw the page
    archive: str = ""  # which of several web archives was asked
    earlier_headers: tuple[tuple[str, str], ...] = ()  # of the response that a 304 repeats, names lower-case
    request_count: int = 0
    elapsed_ms: int = 0


class PageSource(Protocol):
    """A place that pages come from: the live web, a web archive, a file or a folder."""

    @property
    def kind(self) -> Source:
        """Say what the captures of this source are of."""

    def visits(self, request: PageRequest) -> AsyncIterator[Visit]:
        """Ask for one page: one visit, from an archive one for each copy. What goes wrong is in the outcome."""


async def judge_archived(
    reader: BodyReader, archived: Archived, *, asked_url: str, final_url: str, was_redirected: bool
) -> Judgement:
    """Judge the answer of an exchange that has a payload. Raises UnreadBodyError."""
    exchange = archived.exchange
    headers = tuple((decode_header(name).lower(), decode_header(value)) for name, value in exchange.headers)
    return await reader.read(
        JudgeJob(
            answer=Answer(
                asked_url=asked_url,
                final_url=final_url,
                status=exchange.status or 0,
                headers=headers,
                payload=archived.payload or b"",
                was_redirected=was_redirected,
            )
        )
    )


def find_failure(archived: Archived) -> tuple[Outcome, str] | None:
    """Say why an exchange has no payload that can be judged; None where it has one."""
    failure, exchange = archived.exchange.failure, archived.exchange
    if archived.is_too_large:
        return Outcome.TOO_LARGE, "the body is larger than the cap"
    if archived.payload is not None:
        return None
    is_first = failure is not None and (failure.outcome is Outcome.TIMEOUT or not exchange.body)
    if failure is not None and (is_first or not archived.cut_off):
        return failure.outcome, failure.detail
    if archived.cut_off:
        return Outcome.TRUNCATED, archived.cut_off
    return Outcome.PROTOCOL_ERROR, archived.coding_error or "no body"
