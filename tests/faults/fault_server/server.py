"""The server itself: its hosts, what it has been asked, and whom it asks for an answer."""

import asyncio
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fault_server import bodies, connections, cuts, looks, manners, odd  # noqa: F401 # each registers its answers
from fault_server.elsewhere import Memento
from fault_server.no_articles import wall
from fault_server.threaded import ThreadedServer
from fault_server.wire import Exchange, Hit, find_route

ALLOWED = "127.0.9.0/24"
TCP_ESTABLISHED = 1  # of the state that TCP_INFO begins with: Linux, include/net/tcp_states.h
HOSTS = (
    "good",
    "other",
    "robots_404",
    "robots_503",
    "robots_429",
    "robots_slow",
    "robots_large",
    "robots_bom",
    "robots_utf16",
    "robots_redirect_5",
    "robots_redirect_6",
    "robots_delay",
    "robots_clamped",
    "robots_html",
    "robots_closed",
    "robots_reset",
    "sitemaps",
    "sitemaps_private",
    "walled",
    "refusing",
)


def is_walled(host: str, path: str) -> bool:
    """Tell the hosts that show one page for all addresses."""
    return path != "/robots.txt" and (host == "walled" or (host == "refusing" and path != "/"))


def is_established(writer: asyncio.StreamWriter) -> bool:
    """Ask the kernel whether neither side has closed, however long ago this server last looked."""
    connection = writer.get_extra_info("socket")
    if connection.fileno() < 0:
        return False
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == TCP_ESTABLISHED


@dataclass(slots=True)
class FaultServer(ThreadedServer):
    """Serves all routes on all hosts, in a thread of its own."""

    delay_s: float = 0.0  # before each answer, so that intervals and overlaps can be seen
    log: list[Hit] = field(default_factory=list)
    port: int = 0
    mementos: list[Memento] = field(default_factory=list)
    index_fault: int = 0
    _visits: dict[tuple[str, str], int] = field(default_factory=dict)
    _connections: int = 0
    _writers: dict[str, list[asyncio.StreamWriter]] = field(default_factory=dict)

    def url(self, path: str, host: str = "good") -> str:
        """Give the address of a route on a host."""
        return f"http://127.0.9.{HOSTS.index(host) + 1}:{self.port}{path}"

    def count_visit(self) -> int:
        """Count all requests so far."""
        return len(self.log)

    def hits(self, path: str, host: str | None = None) -> list[Hit]:
        """Give the requests of a path, in order."""
        return [hit for hit in self.log if hit.path == path and host in (None, hit.host)]

    def count_open(self, host: str) -> int:
        """Count the connections to a host that neither side has closed."""
        return sum(is_established(writer) for writer in self._writers.get(host, []))

    async def listen(self) -> list[asyncio.Server]:
        """Listen on every host, on one port."""
        servers = []
        for number in range(1, len(HOSTS) + 1):
            servers.append(await asyncio.start_server(self._connect, f"127.0.9.{number}", self.port, backlog=512))
            self.port = self.port or servers[0].sockets[0].getsockname()[1]
        return servers

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        host = HOSTS[int(writer.get_extra_info("sockname")[0].rsplit(".", 1)[1]) - 1]
        number = self._connections
        self._writers.setdefault(host, []).append(writer)
        try:
            while True:
                exchange = self._read(await reader.readuntil(b"\r\n\r\n"), host, number, writer)
                await asyncio.sleep(self.delay_s)
                answer = wall if is_walled(host, exchange.hit.path) else find_route(exchange.hit.path)
                await (answer(exchange) if answer else exchange.send(404, b"<h1>404</h1>"))
                if not exchange.is_open:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _read(self, head: bytes, host: str, connection: int, writer: asyncio.StreamWriter) -> Exchange:
        first, *lines = head.decode("latin-1").split("\r\n")
        parts = urlsplit(first.split(" ")[1])
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
        hit = Hit(
            host=host,
            path=parts.path,
            query=parts.query,
            headers=headers,
            at=time.monotonic(),
            connection=connection,
            open_beside=sum(is_established(other) for other in self._writers[host] if other is not writer),
        )
        self.log.append(hit)
        visit = self._visits.get((host, hit.path), 0)
        self._visits[host, hit.path] = visit + 1
        return Exchange(hit=hit, visit=visit, writer=writer, server=self)
