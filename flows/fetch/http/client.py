"""The HTTP client: one exchange, one connection at a time to each origin, bounded in time and bytes.

httpcore is used without httpx around it: addresses are the gate's, and no cookies, redirects or credentials come
between. It has no deadline for an exchange as a whole and no cap on a body (encode/httpx#1450): both are here, with
a bound on the pieces that a body comes in. Each origin has a connection pool of its own, because one pool for all is
searched from end to end for each request.
"""

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from types import TracebackType
from typing import Self

import certifi
import httpcore

from flows.fetch.http.connections import PAUSE_S, Resolve, UnresolvedNameError, VettedBackend
from flows.fetch.http.fair_time import FairClock
from flows.fetch.http.gate import Address, RefusedError, Target, vet_unresolved
from flows.fetch.options import FetchOptions
from flows.records import Outcome

MAX_IDLE_ORIGINS = 512  # connections kept open for hosts that may be asked again soon
LEAST_KEEP_S = 15.0  # a connection that nobody has used for so long, or two intervals of its host, is closed
LOOKED_AT = 8  # idle origins at least that each request looks at: more are closed than opened
RESOLVER_THREADS = 16  # a name server that hangs blocks a thread; the others go on
# Each piece of a body costs about as much as a request's head, so pieces are counted as bytes are.
CRUMB_BYTES = 64  # a smaller piece is a crumb
CRUMBS_AT_ONCE = 100
MOST_CRUMBS = 20_000
REDIRECTS = frozenset({301, 302, 303, 307, 308})
RawHeaders = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an exchange did not end as HTTP says it should."""

    outcome: Outcome
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came back, as it was on the wire but for transfer coding."""

    url: str
    request_headers: RawHeaders
    started_at: dt.datetime
    elapsed_ms: int
    status: int | None = None
    reason: str = ""
    protocol: str = "HTTP/1.1"
    headers: RawHeaders = ()
    body: bytes = b""
    truncated: str = ""  # WARC-Truncated: length, time or disconnect
    failure: Failure | None = None
    peer: str | None = None  # address that answered

    @property
    def sent_conditions(self) -> bool:
        """Tell whether the request named a validator."""
        return any(name.lower() in (b"if-none-match", b"if-modified-since") for name, _ in self.request_headers)

    def header(self, name: str) -> str | None:
        """Give the first header of a lower-case name."""
        return next(iter(self.header_values(name)), None)

    def raw_header(self, name: str) -> bytes | None:
        """Give the first header of a lower-case name as bytes, blanks around it off."""
        wanted = name.encode("ascii")
        return next((value.strip() for key, value in self.headers if key.lower() == wanted), None)

    def header_values(self, name: str) -> tuple[str, ...]:
        """Give all headers of a lower-case name."""
        wanted = name.encode("ascii")
        return tuple(decode_header(value) for key, value in self.headers if key.lower() == wanted)


def decode_header(value: bytes) -> str:
    """Read a header as UTF-8 where it is that, else as Latin-1, as browsers do."""
    try:
        return value.decode("utf-8").strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()


async def resolve_name(host: str, executor: ThreadPoolExecutor) -> tuple[Address, ...]:
    """Ask the system for all addresses of a name. Raises UnresolvedNameError."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.run_in_executor(executor, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:
        raise UnresolvedNameError(f"{host}: {error}") from error
    return tuple(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))


@dataclass(slots=True, kw_only=True)
class _Origin:
    """One origin: its pool of one connection, and when it was last used."""

    pool: httpcore.AsyncConnectionPool
    used_at: float  # monotonic
    is_busy: bool = False  # an exchange is under way: a host has one at a time


class _Origins:
    """One pool of one connection for each origin; those that nobody uses any more are closed, the oldest first."""

    def __init__(self, options: FetchOptions, backend: httpcore.AsyncNetworkBackend) -> None:
        self._options = options
        self._backend = backend
        self._tls = ssl.create_default_context(cafile=options.ca_file or certifi.where())
        self._origins: OrderedDict[str, _Origin] = OrderedDict()  # the one that was used last is the last
        self._keep_s = max(LEAST_KEEP_S, 2 * options.host_interval_s)

    @asynccontextmanager
    async def send(self, target: Target, headers: RawHeaders) -> AsyncIterator[httpcore.Response]:
        """Ask a target; its connection is free again when the block ends."""
        origin = self._take(target.origin, target.scheme, target.host)
        try:
            await self._close_unused()
            address = httpcore.URL(
                scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
            )
            async with origin.pool.stream("GET", address, headers=list(headers)) as response:
                yield response
        finally:
            self._give_back(target.origin, origin)

    def _take(self, key: str, scheme: str, host: str) -> _Origin:
        origin = self._origins.get(key)
        if origin is None:
            pool = self._open_pool(choose_proxy(self._options, scheme, host))
            origin = self._origins[key] = _Origin(pool=pool, used_at=time.monotonic())
        origin.is_busy = True
        self._origins.move_to_end(key)
        return origin

    def _give_back(self, key: str, origin: _Origin) -> None:
        origin.is_busy, origin.used_at = False, time.monotonic()
        if key in self._origins:
            self._origins.move_to_end(key)

    def _open_pool(self, proxy: str | None) -> httpcore.AsyncConnectionPool:
        # A proxy is named by the person who runs this, so it may be anywhere: it is not vetted.
        return httpcore.AsyncConnectionPool(
            ssl_context=self._tls,
            proxy=httpcore.Proxy(proxy) if proxy else None,
            max_connections=1,
            max_keepalive_connections=1,
            keepalive_expiry=self._keep_s,
            http1=True,
            http2=True,
            network_backend=None if proxy else self._backend,
        )

    async def _close_unused(self) -> None:
        """Close what has been idle too long: a pool looks at its own connection only when it is asked."""
        end = time.monotonic() - self._keep_s
        crowd = len(self._origins) - MAX_IDLE_ORIGINS - self._options.max_connections
        looked_at = islice(self._origins.items(), self._options.max_connections + LOOKED_AT)
        idle = [(key, origin) for key, origin in looked_at if not origin.is_busy]
        unused = [found for number, found in enumerate(idle) if found[1].used_at < end or number < crowd]
        for key, _ in unused:
            del self._origins[key]
        for _, origin in unused:
            await origin.pool.aclose()

    async def aclose(self) -> None:
        for origin in self._origins.values():
            await origin.pool.aclose()
        self._origins.clear()


def choose_proxy(options: FetchOptions, scheme: str, host: str) -> str | None:
    """Give the proxy that an address is asked through, or None."""
    if any(part in ("*", host) or host.endswith("." + part) for part in options.no_proxy):
        return None
    return dict(options.proxies).get(scheme)


@dataclass(slots=True)
class _Arrival:
    """What has come in of an answer so far; it stays when the deadline cuts the rest off."""

    status: int | None = None
    reason: str = ""
    protocol: str = "HTTP/1.1"
    headers: RawHeaders = ()
    body: bytearray = field(default_factory=bytearray)
    truncated: str = ""
    peer: str | None = None


_EXCEPTION_OUTCOMES: tuple[tuple[type[Exception], Outcome], ...] = (
    (UnresolvedNameError, Outcome.DNS_ERROR),
    (httpcore.TimeoutException, Outcome.TIMEOUT),
    (httpcore.ProxyError, Outcome.CONNECT_ERROR),
    (httpcore.ConnectError, Outcome.CONNECT_ERROR),
    (httpcore.NetworkError, Outcome.CONNECT_ERROR),
    (httpcore.ProtocolError, Outcome.PROTOCOL_ERROR),
    (ssl.SSLError, Outcome.TLS_ERROR),
)
_CAUGHT: tuple[type[Exception], ...] = (RefusedError, *(kind for kind, _ in _EXCEPTION_OUTCOMES))


_CLOSED_UNANSWERED = "disconnected without sending a response"  # httpcore calls this a protocol error


def _name_failure(error: Exception, arrival: _Arrival) -> Failure:
    detail = f"{type(error).__name__}: {error}".removesuffix(": ")[:300]
    if isinstance(error, RefusedError):
        return Failure(outcome=Outcome.REFUSED_ADDRESS, detail=f"{error.refusal.rule}: {error.refusal.detail}")
    if isinstance(error.__cause__, ssl.SSLError) or isinstance(error.__context__, ssl.SSLError):
        return Failure(outcome=Outcome.TLS_ERROR, detail=detail)
    outcome = next(outcome for kind, outcome in _EXCEPTION_OUTCOMES if isinstance(error, kind))
    if outcome is Outcome.CONNECT_ERROR and arrival.status is not None:
        outcome = Outcome.PROTOCOL_ERROR  # the connection broke inside the body
    elif _CLOSED_UNANSWERED in detail:
        outcome = Outcome.CONNECT_ERROR
    return Failure(outcome=outcome, detail=detail)


class Client:
    """Sends GET requests through the gate. Close it with `async with`."""

    def __init__(self, options: FetchOptions, *, now: Callable[[], dt.datetime], resolve: Resolve | None) -> None:
        self._options = options
        self._now = now
        self._threads = ThreadPoolExecutor(RESOLVER_THREADS, thread_name_prefix="resolve")
        backend = VettedBackend(options.allow_private, resolve or (lambda host: resolve_name(host, self._threads)))
        self._origins = _Origins(options, backend)
        self._clock = FairClock()

    async def __aenter__(self) -> Self:
        await self._clock.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._clock.__aexit__()
        await self._origins.aclose()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def get(self, target: Target, *, headers: RawHeaders, deadline_s: float, max_wire_bytes: int) -> Exchange:
        """Ask for one address once. What goes wrong with it is in `failure`, never raised."""
        arrival = _Arrival()
        started_at, started, late_s = self._now(), time.perf_counter(), self._clock.late_s
        failure: Failure | None = None
        try:
            async with self._clock.deadline(deadline_s):
                await self._receive(target, headers, max_wire_bytes, arrival)
        except TimeoutError:
            failure = Failure(outcome=Outcome.TIMEOUT, detail=f"not done after {deadline_s:g} s")
            arrival.truncated = "time"
        except _CAUGHT as error:
            failure = _name_failure(error, arrival)
            arrival.truncated = "disconnect"
        return Exchange(
            url=target.url,
            request_headers=headers,
            started_at=started_at,
            elapsed_ms=max(0, round(1000 * (time.perf_counter() - started - self._clock.late_s + late_s))),
            status=arrival.status,
            reason=arrival.reason,
            protocol=arrival.protocol,
            headers=arrival.headers,
            body=bytes(arrival.body),
            truncated=arrival.truncated if arrival.status is not None else "",
            failure=failure,
            peer=arrival.peer,
        )

    async def _receive(self, target: Target, headers: RawHeaders, cap: int, arrival: _Arrival) -> None:
        if choose_proxy(self._options, target.scheme, target.host):
            refusal = vet_unresolved(target)
            if refusal is not None:
                raise RefusedError(refusal)
        async with self._origins.send(target, headers) as response:
            arrival.status = response.status
            arrival.reason = response.extensions.get("reason_phrase", b"").decode("latin-1")
            arrival.protocol = response.extensions.get("http_version", b"HTTP/1.1").decode("latin-1")
            arrival.headers = tuple(response.headers)
            arrival.peer = _read_peer(response)
            await _read_body(response, cap, arrival)


async def _read_body(response: httpcore.Response, cap: int, arrival: _Arrival) -> None:
    """Take in a body up to the cap; one in crumbs slowly, and not for ever."""
    crumbs = 0
    async for piece in response.aiter_stream():
        room = cap - len(arrival.body)
        arrival.body += piece[:room]
        if len(piece) > room:
            arrival.truncated = "length"
            return
        crumbs += len(piece) < CRUMB_BYTES
        if crumbs > MOST_CRUMBS:
            raise httpcore.RemoteProtocolError(f"a body in more than {MOST_CRUMBS:,} pieces of a few bytes")
        if crumbs and crumbs % CRUMBS_AT_ONCE == 0:
            await asyncio.sleep(PAUSE_S)


def _read_peer(response: httpcore.Response) -> str | None:
    stream = response.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream is not None else None
    return str(address[0]) if address else None
