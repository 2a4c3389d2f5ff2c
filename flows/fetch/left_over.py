"""What a run that was cut off had asked for: archived already, and in no batch, so that it is not asked again.

A run writes down each page behind its answers as it comes, and a batch of pages when all of them are there. A kill
between the two loses no page: the next run that wants one of them takes it from the archive, as it was then.
"""

import datetime as dt
import logging
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

from warcio.exceptions import ArchiveLoadFailed

from flows.fetch.archive.members import inflate_head, parse_member, read_members
from flows.fetch.archive.replay import PayloadMissingError, may_hold_capture, read_capture, read_payload
from flows.fetch.archive.warc import FOLDER, digest_of
from flows.fetch.options import PageRequest
from flows.fetch.sources.live import RETRIES
from flows.records import Capture, FetchedPage, Source

KEPT = dt.timedelta(days=1)  # a page that was seen earlier than this is asked again: the web has moved on
_log = logging.getLogger(__name__)


def find_left_over(home: Path, run_ids: Collection[str], now: dt.datetime) -> tuple[Capture, ...]:
    """Find what these runs saw of the live web within the last day and wrote down, in the order it was seen.

    That is each page whose answer was read to its end; a failure may have passed and is asked again.
    """
    found = (
        capture
        for path in sorted((home / FOLDER).glob("seedbank-*.warc.gz"))
        if path.name.split("-")[1] in run_ids and now.timestamp() - path.stat().st_mtime < KEPT.total_seconds()
        for capture in _read_captures(path)
        if _is_final(capture) and now - capture.captured_at < KEPT
    )
    return tuple(sorted(found, key=lambda capture: capture.captured_at))


def _is_final(capture: Capture) -> bool:
    return capture.source is Source.LIVE and capture.payload_digest is not None and capture.outcome not in RETRIES


def _read_captures(path: Path) -> Iterator[Capture]:
    """Read the captures of one file up to where it breaks off."""
    try:
        with path.open("rb") as file:
            for member in read_members(file):
                capture = read_capture(parse_member(member)) if may_hold_capture(inflate_head(member)) else None
                if capture is not None:
                    yield capture
    except (OSError, zlib.error, ArchiveLoadFailed, ValueError) as error:
        _log.warning("%s is not read further for pages that need not be asked again: %s", path, error)


class LeftOver:
    """The pages that need not be asked again; each is given once."""

    def __init__(self, home: Path, captures: Collection[Capture] = ()) -> None:
        """Take captures that no table holds, in the order they were seen: the last of an address counts."""
        self._home = home
        self._captures = {(capture.article_id, capture.target_uri): capture for capture in captures}

    def has(self, request: PageRequest) -> bool:
        """Tell whether the page of a request was seen."""
        return (request.article_id, request.url) in self._captures

    def take(self, request: PageRequest) -> FetchedPage | None:
        """Give the page of a request with its payload as archived; None where it is to be asked."""
        capture = self._captures.pop((request.article_id, request.url), None)
        if capture is None or capture.warc_file is None or capture.warc_offset is None:
            return None
        try:
            payload = read_payload(self._home, capture.warc_file, capture.warc_offset)
        except PayloadMissingError:
            return None
        return FetchedPage(capture=capture, payload=payload) if digest_of(payload) == capture.payload_digest else None
