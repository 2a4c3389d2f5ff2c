"""MHTML files (RFC 2557): a page and what it shows, as a mail."""

import datetime as dt
import email
from collections.abc import Iterator
from email.message import Message
from typing import IO

from flows.fetch.sources.containers.entries import BY_FILE, Problem
from flows.fetch.sources.containers.written import Written
from flows.text.http_dates import read_http_date


def read_mhtml(opened: IO[bytes], saved_at: dt.datetime, member: str) -> Iterator[Written | Problem]:
    """Read the page of an MHTML file: its first part of markup, or the one that it names as its root."""
    mail = email.message_from_binary_file(opened)
    page = _find_root(mail)
    url = (
        mail.get("Snapshot-Content-Location") or (page and page.get("Content-Location")) or mail.get("Content-Location")
    )
    body = page.get_payload(decode=True) if page is not None else None
    if page is None or not url or not isinstance(body, bytes):
        yield Problem(member=member, detail="an MHTML file that names no page or no address of it")
        return
    taken_at = read_http_date(str(mail.get("Date") or ""))
    yield Written(
        url="".join(str(url).split()),
        taken_at=taken_at or saved_at,
        dated_by="" if taken_at else BY_FILE,
        status=200,
        headers=(("Content-Type", " ".join(str(page.get("Content-Type", "text/html")).split())),),
        body=body,
    )


def _find_root(mail: Message) -> Message | None:
    parts = [part for part in mail.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = mail.get_param("start")
    named = [part for part in parts if start and part.get("Content-ID") == start]
    return next(iter([*named, *parts]), None)
