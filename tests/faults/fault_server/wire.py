"""A request, the wire to answer it on, and the table of answers."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from fault_server.server import FaultServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One request as it came."""

    host: str
    path: str
    query: str
    headers: dict[str, str]
    at: float  # monotonic, when its head had been read
    connection: int
    open_beside: int  # other connections to the host that the other side had not closed when it came


@dataclass(slots=True)
class Exchange:
    """One request and the wire to answer on."""

    hit: Hit
    visit: int  # how often this path was asked before
    writer: asyncio.StreamWriter
    server: "FaultServer"
    is_open: bool = True

    def write(self, data: bytes) -> None:
        self.writer.write(data)

    async def send(self, status: int, body: bytes = b"", *headers: str, content_type: str = "text/html") -> None:
        """Answer as a proper server would."""
        lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(body)}", f"Content-Type: {content_type}", *headers]
        self.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await self.writer.drain()

    def argument(self, name: str) -> str:
        return parse_qs(self.hit.query).get(name, [""])[0]


Route = Callable[[Exchange], Awaitable[None]]
ROUTES: dict[str, Route] = {}


def route(path: str) -> Callable[[Route], Route]:
    """Register the answer to a path; a path that ends in * answers for all below it."""

    def register(answer: Route) -> Route:
        ROUTES[path] = answer
        return answer

    return register


def find_route(path: str) -> Route | None:
    """Find the answer to a path: the exact one, else the longest that ends in a star."""
    if path in ROUTES:
        return ROUTES[path]
    stars = [name for name in ROUTES if name.endswith("*") and path.startswith(name[:-1])]
    return ROUTES[max(stars, key=len)] if stars else None
