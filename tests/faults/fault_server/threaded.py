"""A server on loopback that lives in a thread of its own as long as a block."""

import asyncio
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

START_SECONDS = 20
STOP_SECONDS = 10


@dataclass(slots=True, kw_only=True)
class ThreadedServer(ABC):
    """What listens is told by `listen`; `closing` is set when the block ends."""

    port: int = 0
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    _ready: threading.Event = field(default_factory=threading.Event)
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(START_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._loop is not None
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self.closing.set)
        self._thread.join(STOP_SECONDS)

    @abstractmethod
    async def listen(self) -> list[asyncio.Server]:
        """Listen on every host of the server; sets the port."""

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        servers = await self.listen()
        self._ready.set()
        await self.closing.wait()
        for server in servers:
            server.close()
