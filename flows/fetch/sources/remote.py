"""A WARC file elsewhere, read in parts: `https://…` and `s3://…`.

Every part goes through the gate and takes its host's turn. What is at the address is held to one state by its length
and its ETag or date: a file that changes while it is read is no source.
"""

import asyncio
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from flows.addresses.links import escape_raw, join_address, split_address
from flows.errors import UsageError
from flows.fetch.archive.replay import StoredResponse
from flows.fetch.archiving_client import ArchivingClient
from flows.fetch.http.client import REDIRECTS, Exchange
from flows.fetch.http.gate import Refusal, check_url
from flows.fetch.politeness.hosts import BudgetSpentError
from flows.fetch.sources.containers.entries import Entry, Problem
from flows.fetch.sources.containers.kinds import HEAD_BYTES, Kind, find_kind_of
from flows.fetch.sources.containers.warc_files import OneMemberError, index_records
from flows.fetch.sources.holdings import HoldingError
from flows.fetch.sources.local_index import make_index
from flows.records import Source
from flows.text.http_dates import read_http_date

REMOTE = re.compile(r"(?:https?|s3)://", re.IGNORECASE)
LEAST_PART = 1 << 18  # bytes asked for at once: a page with its head
MOST_PART = 1 << 23  # where a file is read from end to end, parts double up to this
MOST_HOPS = 5
TRIES = 3  # for one part
PASSING = frozenset({429, 500, 502, 503, 504})
_CONTENT_RANGE = re.compile(r"bytes (\d{1,19})-(\d{1,19})/(\d{1,19})", re.ASCII)
Sign = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is at an address: enough to tell that it is still the same."""

    size: int
    mark: str  # ETag, else Last-Modified; empty where the server names neither
    changed_at: str


class RemoteFile:
    """Asks for parts of one address."""

    def __init__(self, client: ArchivingClient, address: str, sign: Sign) -> None:
        self._client = client
        self._address = address
        self._sign = sign
        self._state: State | None = None

    async def look(self) -> State:
        """Ask what is there. Raises HoldingError."""
        await self.read(0, 1)
        assert self._state is not None  # noqa: S101 - reading a part has learned it
        return self._state

    async def read(self, start: int, size: int) -> bytes:
        """Read some bytes, fewer at the end of the file. Raises HoldingError."""
        end = start + size - 1 if self._state is None else min(start + size, self._state.size) - 1
        if end < start:
            return b""
        exchange = await self._ask(start, end)
        found = _CONTENT_RANGE.fullmatch(exchange.header("content-range") or "")
        if exchange.status != 206 or found is None or int(found[1]) != start:
            detail = f"{self._address} answers {exchange.status} to a request for a part"
            raise HoldingError(detail, may_pass=exchange.status in PASSING)
        mark = exchange.header("etag") or exchange.header("last-modified") or ""
        state = State(size=int(found[3]), mark=mark, changed_at=exchange.header("last-modified") or "")
        if self._state is not None and state != self._state:
            raise HoldingError(f"{self._address} was changed while it was read")
        self._state = state
        if len(exchange.body) != int(found[2]) - start + 1:
            raise HoldingError(f"{self._address} sends {len(exchange.body):,} bytes of {end - start + 1:,}")
        return exchange.body

    async def _ask(self, start: int, end: int) -> Exchange:
        """Ask for a part, again where the failure may pass."""
        wait = self._client.options.retry_wait_s
        for _ in range(TRIES - 1):
            exchange = await self._follow(start, end)
            if exchange.failure is None and exchange.status not in PASSING:
                return exchange
            await asyncio.sleep(wait)
            wait *= 2
        exchange = await self._follow(start, end)
        if exchange.failure is not None:
            raise HoldingError(f"{self._address}: {exchange.failure.detail}", may_pass=True)
        return exchange

    async def _follow(self, start: int, end: int) -> Exchange:
        url = self._sign(self._address)
        for _ in range(MOST_HOPS):
            target = check_url(url, self._client.options.allow_private)
            if isinstance(target, Refusal):
                raise HoldingError(f"{target.rule}: {target.detail}")
            try:
                exchange = await self._client.ask_part(target, start, end)
            except BudgetSpentError as error:
                raise HoldingError(str(error), may_pass=True) from error
            location = exchange.raw_header("location")
            following = join_address(url, escape_raw(location)) if location else None
            if exchange.status not in REDIRECTS or following is None:
                return exchange
            url = following
        raise HoldingError(f"{self._address} sends on and on")


class PartsReader(io.RawIOBase):
    """A file elsewhere as a file of this thread; the parts are asked for in the loop that the run has."""

    def __init__(self, remote: RemoteFile, size: int, loop: asyncio.AbstractEventLoop) -> None:
        self._remote = remote
        self._size = size
        self._loop = loop
        self._at = 0
        self._start, self._part, self._next_size = 0, b"", LEAST_PART

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        wanted = self._size - self._at if size < 0 else size
        if not self._start <= self._at < self._start + len(self._part):
            self._load(wanted)
        at = self._at - self._start
        found = self._part[at : at + wanted]
        self._at += len(found)
        return found

    def _load(self, wanted: int) -> None:
        """Load the part that begins here; a larger one each time that reading goes on where the last part ended."""
        goes_on = bool(self._part) and self._at == self._start + len(self._part)
        self._next_size = min(2 * self._next_size, MOST_PART) if goes_on else LEAST_PART
        asked = self._remote.read(self._at, max(self._next_size, min(wanted, MOST_PART)))
        self._start, self._part = self._at, asyncio.run_coroutine_threadsafe(asked, self._loop).result()


class RemoteHolding:
    """One WARC file elsewhere."""

    kind = Source.WARC

    def __init__(self, client: ArchivingClient, address: str, loop: asyncio.AbstractEventLoop) -> None:
        self.name = address
        self._client = client
        self._loop = loop
        self._remote = RemoteFile(client, address, signer_of(address))
        self._member = split_address(address).path.rpartition("/")[2] or "archive"
        self._size = 0

    def build_index(self) -> Path:
        """Read the file once from end to end, or find the index made of it earlier. Raises as the protocol says."""
        try:
            state = asyncio.run_coroutine_threadsafe(self._remote.look(), self._loop).result()
            self._size = state.size
            marks = ("remote", self.name, str(state.size), state.mark)
            return make_index(
                self._client.home, marks, {"WARC file elsewhere": 1}, lambda _: self._find(state), name=self.name
            )
        except HoldingError as error:
            if error.may_pass:
                raise
            raise UsageError(f"{self.name} cannot be read as a source of pages: {error}.") from error

    def _find(self, state: State) -> Iterator[Entry | Problem]:
        opened = self._open()
        if find_kind_of(opened.read(HEAD_BYTES), self._member) is not Kind.WARC:
            raise UsageError(f"{self.name} is no WARC file that can be read in parts; fetch it and name the file.")
        saved_at = read_http_date(state.changed_at) or self._client.now()
        try:
            yield from index_records(opened, self._member, saved_at)
        except OneMemberError:
            raise UsageError(f"{self.name} is compressed as a whole; fetch it and name the file.") from None

    def _open(self) -> IO[bytes]:
        return cast("IO[bytes]", PartsReader(self._remote, self._size, self._loop))

    @contextmanager
    def open_member(self, index: Path, member: str) -> Iterator[IO[bytes]]:  # noqa: ARG002 - it is one file
        """Open the file."""
        yield self._open()

    def read_page(self, entry: Entry, cap: int) -> StoredResponse:  # noqa: ARG002 - it has none
        """A WARC file holds no saved pages."""
        raise HoldingError(f"{self.name} holds no saved pages")

    def path_of(self, member: str) -> str:  # noqa: ARG002 - it is one file
        """Give its address."""
        return self.name


def signer_of(address: str) -> Sign:
    """Give what makes an address that can be asked of the one that was named.

    Objects of S3 are asked under an address signed with the credentials that the environment has, as botocore finds
    them; where it has none, or without botocore, as the public does.
    """
    if not address.lower().startswith("s3://"):
        return lambda url: url
    parts = split_address(address)
    bucket, key = parts.netloc, parts.path.lstrip("/")
    try:
        import botocore.session  # noqa: PLC0415 - an extra
    except ImportError:
        return lambda _: f"https://{bucket}.s3.amazonaws.com/{key}"
    session = botocore.session.get_session()
    if session.get_credentials() is None:
        return lambda _: f"https://{bucket}.s3.amazonaws.com/{key}"
    client = session.create_client("s3")
    return lambda _: str(client.generate_presigned_url("get_object", {"Bucket": bucket, "Key": key}, ExpiresIn=3600))
