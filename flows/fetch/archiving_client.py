"""The client every request goes over: budget, manners, client, archive. Nothing is sent by another way."""

import asyncio
import datetime as dt
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from flows.fetch.archive.warc import (
    NOT_MODIFIED_PROFILE,
    REVISIT_PROFILE,
    RecordLocation,
    Revisited,
    WarcWriter,
    build_exchange,
    digest_of,
    store_body,
)
from flows.fetch.http.client import Client, Exchange, RawHeaders
from flows.fetch.http.content_coding import (
    ACCEPT_ENCODING,
    CodingError,
    CutOffError,
    TooLargeError,
    decode_body,
    read_codings,
)
from flows.fetch.http.gate import Target
from flows.fetch.options import FetchOptions, PageRequest
from flows.fetch.politeness.hosts import HostBook

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# Building a record hashes and compresses outside the interpreter lock; more threads only queue for it.
ARCHIVE_THREADS = 2
_TAIL_BYTES = 2048
_DOCUMENT_END = re.compile(rb"</html\s{0,99}>\s*+(?:<!--(?:[^-<]|-(?!->)|<(?!!--))*+-->\s*+)*+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """An exchange, where its response lies, and its body decoded as far as that went."""

    exchange: Exchange
    location: RecordLocation | None  # None where no answer came
    payload: bytes | None  # None where there is none, or it cannot be decoded
    digest: str | None  # of the payload
    is_too_large: bool = False
    coding_error: str = ""
    cut_off: str = ""  # what says that the body breaks off; there is no payload then


class ArchivingClient:
    """Sends one request at a time to a host and archives what comes back."""

    def __init__(
        self,
        options: FetchOptions,
        *,
        client: Client,
        hosts: HostBook,
        writer: WarcWriter,
        home: Path,
        now: Callable[[], dt.datetime],
    ) -> None:
        self.options = options
        self.home = home
        self.hosts = hosts
        self.writer = writer
        self.now = now
        self._client = client
        self._threads = ThreadPoolExecutor(ARCHIVE_THREADS, thread_name_prefix="archive")

    async def ask(
        self,
        target: Target,
        *,
        deadline_s: float,
        max_wire_bytes: int | None = None,
        extra: RawHeaders = (),
        earlier: RecordLocation | None = None,
    ) -> Archived:
        """Ask for one address once, in its host's turn. `earlier` is what a 304 repeats. Raises BudgetSpentError."""
        lane = self.hosts.lane(target.host)
        async with self.hosts.turn(lane):
            exchange = await self._client.get(
                target,
                headers=self._headers(target) + extra,
                deadline_s=deadline_s,
                max_wire_bytes=max_wire_bytes or self.options.max_wire_bytes,
            )
        if exchange.status is None:
            return Archived(exchange=exchange, location=None, payload=None, digest=None)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._archive, exchange, earlier)

    async def ask_part(self, target: Target, start: int, end: int) -> Exchange:
        """Ask for some bytes of a file, in its host's turn; they are not archived. Raises BudgetSpentError.

        The file is an archive itself: what is read of a page in it is archived as a copy.
        """
        lane = self.hosts.lane(target.host)
        plain = tuple(header for header in self._headers(target) if header[0] not in (b"Accept", b"Accept-Encoding"))
        wanted = (b"Range", f"bytes={start}-{end}".encode("ascii"))
        async with self.hosts.turn(lane):
            return await self._client.get(
                target, headers=(*plain, wanted), deadline_s=self.options.deadline_s, max_wire_bytes=end - start + 1
            )

    def _headers(self, target: Target) -> RawHeaders:
        return (
            (b"Host", target.authority.encode("ascii")),
            (b"User-Agent", self.options.user_agent.encode("ascii", "replace")),
            (b"Accept", ACCEPT.encode("ascii")),
            (b"Accept-Encoding", ACCEPT_ENCODING.encode("ascii")),
        )

    def _archive(self, exchange: Exchange, earlier: RecordLocation | None) -> Archived:
        """Decode, hash, compress and append, outside the event loop."""
        archived = self._decode(exchange)
        stored = store_body(exchange, archived.payload, archived.digest)
        revisited = self._find_revisited(exchange, stored.digest, earlier)
        data = build_exchange(exchange, stored, revisited)
        is_new = bool(exchange.body) and revisited is None and not exchange.truncated
        location = self.writer.append_exchange(exchange, data, stored.digest if is_new else None)
        return replace(archived, location=location)

    def _decode(self, exchange: Exchange) -> Archived:
        """Undo the content coding; what is cut off has a payload only where its document is there to the end."""
        codings = read_codings(exchange.header_values("content-encoding"))
        plain = Archived(exchange=exchange, location=None, payload=None, digest=None)
        if exchange.truncated == "length" and exchange.failure is None:
            return replace(plain, is_too_large=True)
        try:
            payload = decode_body(exchange.body, codings, self.options.max_decoded_bytes)
        except TooLargeError:
            return replace(plain, is_too_large=True)
        except CutOffError as error:
            return replace(plain, cut_off=str(error))
        except CodingError as error:
            return replace(plain, coding_error=str(error))
        if exchange.truncated and not ends_whole(payload):
            return replace(plain, cut_off=_say_cut(exchange))
        return replace(plain, payload=payload, digest=digest_of(payload))

    def _find_revisited(
        self, exchange: Exchange, stored_digest: str, earlier: RecordLocation | None
    ) -> Revisited | None:
        if exchange.status == 304:
            location = earlier
            return Revisited(location=location, profile=NOT_MODIFIED_PROFILE, payload_digest=None) if location else None
        location = self.writer.find_payload(stored_digest) if exchange.body and not exchange.truncated else None
        if location is None:
            return None
        return Revisited(location=location, profile=REVISIT_PROFILE, payload_digest=stored_digest)

    async def archive_copy(self, exchange: Exchange) -> Archived:
        """Archive an answer that was not asked for here but read from a file, with the date it bears."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._archive, exchange, None)

    def close(self) -> None:
        """Wait for what is being archived."""
        self._threads.shutdown(wait=True)


def ends_whole(payload: bytes) -> bool:
    """Tell a document that is there to its end, though the way it came says that more was to follow."""
    return bool(_DOCUMENT_END.search(payload[-_TAIL_BYTES:]))


def _say_cut(exchange: Exchange) -> str:
    reason = exchange.failure.detail if exchange.failure else exchange.truncated
    return f"the body breaks off behind {len(exchange.body):,} bytes: {reason}"


def earlier_location(request: PageRequest) -> RecordLocation | None:
    """Give where the payload of a request's previous capture lies."""
    if request.previous_warc_file is None or request.previous_warc_offset is None:
        return None
    return RecordLocation(
        warc_file=request.previous_warc_file,
        warc_offset=request.previous_warc_offset,
        url=request.url,
        captured_at=request.previous_captured_at,
    )
