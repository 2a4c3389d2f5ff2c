"""Connections for httpcore, to vetted addresses only, straight on asyncio.

httpcore's own backend asks the socket for all its names with every request, which costs more than the
request; this one keeps what it knew when it connected.
"""

import asyncio
import ipaddress
import ssl
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager

import httpcore

from flows.fetch.http.answer_heads import HeadTidier
from flows.fetch.http.gate import Address, Network, RefusedError, vet_addresses

Resolve = Callable[[str], Awaitable[tuple[Address, ...]]]
MAX_ADDRESSES = 3  # addresses of one name that are tried
BUFFER_BYTES = 1 << 18
# A host that sends crumbs is read slowly, so that it cannot keep the loop from the others: about 1 % of a processor.
SMALL_READ = 256  # bytes
READS_AT_ONCE = 100
PAUSE_S = 0.1


class UnresolvedNameError(Exception):
    """Say that a name has no address."""


@contextmanager
def _named(kind: type[Exception]) -> Iterator[None]:
    """Give an operating system's error the name that httpcore has for it."""
    try:
        yield
    except OSError as error:
        raise kind(str(error) or type(error).__name__) from error


class Stream(httpcore.AsyncNetworkStream):
    """One TCP or TLS connection. Time limits stand around the exchange, so those of single calls are not kept."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: str) -> None:
        self._reader = reader
        self._writer = writer
        self._peer = peer
        self._heads: HeadTidier | None = HeadTidier()  # None: HTTP/2, whose heads are no text
        self._small_reads = 0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109 # httpcore's
        while True:
            with _named(httpcore.ReadError):
                data = await self._reader.read(max_bytes)
            if self._heads is None:
                return data
            if not data:
                return self._heads.take_rest()
            await self._pace(len(data))
            if ready := self._heads.feed(data):
                return ready

    async def _pace(self, size: int) -> None:
        """Rest after many small reads."""
        self._small_reads += size < SMALL_READ
        if self._small_reads >= READS_AT_ONCE:
            self._small_reads = 0
            await asyncio.sleep(PAUSE_S)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109 # httpcore's
        if self._heads is not None:
            self._heads.expect_head()
        with _named(httpcore.WriteError):
            self._writer.write(buffer)
            await self._writer.drain()

    async def aclose(self) -> None:
        # Not waited for: a peer that never ends its side of a TLS connection would hold us here.
        self._writer.transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 # httpcore's signature
    ) -> httpcore.AsyncNetworkStream:
        try:
            with _named(httpcore.ConnectError):
                await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except BaseException:
            await self.aclose()
            raise
        tls = self._writer.get_extra_info("ssl_object")
        self._heads = None if tls is not None and tls.selected_alpn_protocol() == "h2" else HeadTidier()
        return self

    def get_extra_info(self, info: str) -> object:
        if info == "ssl_object":
            return self._writer.get_extra_info("ssl_object")
        if info == "server_addr":
            return (self._peer,)
        if info == "is_readable":  # of an idle connection: the other side has closed it
            return self._reader.at_eof() or self._writer.transport.is_closing()
        return None


class VettedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, vets every address, and connects to those and to nothing else."""

    def __init__(self, allowed: tuple[Network, ...], resolve: Resolve) -> None:
        self._allowed = allowed
        self._resolve = resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 # httpcore's; the deadline stands around it
        local_address: str | None = None,  # noqa: ARG002 # httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 # the same
    ) -> httpcore.AsyncNetworkStream:
        last: httpcore.ConnectError | None = None
        for address in (await self._vetted(host, port))[:MAX_ADDRESSES]:
            try:
                return await _connect(str(address), port)
            except httpcore.ConnectError as error:
                last = error
        raise last or UnresolvedNameError(f"{host} has no address")

    async def _vetted(self, host: str, port: int) -> tuple[Address, ...]:
        try:
            addresses: tuple[Address, ...] = (ipaddress.ip_address(host),)
        except ValueError:
            addresses = await self._resolve(host)
        refusal = vet_addresses(addresses, port, self._allowed)
        if refusal is not None:
            raise RefusedError(refusal)
        return addresses

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _connect(address: str, port: int) -> Stream:
    with _named(httpcore.ConnectError):
        reader, writer = await asyncio.open_connection(address, port, limit=BUFFER_BYTES)
    return Stream(reader, writer, address)
