"""Answers of other containers, written down as WARC records, so that one reader reads them all."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.fetch.archive.warc import build_record, format_time
from flows.fetch.sources.containers.entries import Entry, Problem, key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One answer as a container has it, its codings undone."""

    url: str
    taken_at: dt.datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    dated_by: str = ""


def write_answers(answers: Iterable[Written | Problem], target: Path, member: str) -> Iterator[Entry | Problem]:
    """Write answers into a WARC file and give the entries of its records."""
    with target.open("wb") as file:
        for answer in answers:
            if isinstance(answer, Problem):
                yield answer
                continue
            key, offset = key_of(answer.url), file.tell()
            if key is None:
                continue
            file.write(_build(answer))
            yield Entry(
                key=key,
                taken_at=answer.taken_at.astimezone(dt.UTC),
                member=member,
                offset=offset,
                status=answer.status,
                dated_by=answer.dated_by,
            )


def _build(answer: Written) -> bytes:
    named = (f"{name}: {' '.join(value.split())}" for name, value in answer.headers)
    head = "\r\n".join((f"HTTP/1.1 {answer.status}", *named, "", "")).encode("utf-8", "replace")
    fields = (
        ("WARC-Type", "response"),
        ("WARC-Date", format_time(answer.taken_at)),
        ("WARC-Target-URI", answer.url),
        ("Content-Type", "application/http; msgtype=response"),
    )
    return build_record(fields, head + answer.body)
