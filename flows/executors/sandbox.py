"""Run a function over items in killable children: a hang, a crash or a flood costs one item, never a batch.

A batch crosses the pipe at once; a warm child works through it and answers item by item, so that the
parent always knows which item a dead child was at. The deadline is an interval timer whose signal kills
the child even inside C code (measured: 100,000 nested <div> keep lexbor busy for 48 s); the memory limit
is the child's own address space. After a death a new child goes on with the items behind the culprit.

The module knows nothing of pages, and its import costs nothing.
"""

import asyncio
import multiprocessing
import queue
import resource
import signal
import threading
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import Final, Generic, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")

START_SECONDS: Final = 120.0  # a child imports its function's module; on a loaded machine that takes a while
MOST_TRACE: Final = 4000  # letters of a traceback: its end says where it came from
GRACE_SECONDS: Final = 5.0  # beyond the deadline, before the parent kills a child whose timer did not


class CrashKind(StrEnum):
    """What became of an item that has no result."""

    TIMEOUT = "timeout"
    CRASH = "crash"
    MEMORY = "memory"
    ERROR = "error"  # the function raised


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """An item that killed its child, or whose function raised."""

    kind: CrashKind
    detail: str  # for a person: the signal, the limit, or the exception
    signal: int | None = None
    trace: str = ""  # the traceback of what the function raised


class SandboxStartError(RuntimeError):
    """Say that a child did not even start: its function cannot be imported, or its initializer failed."""


def _serve(
    connection: Connection,
    function: Callable[[T], R],
    deadline_s: float,
    memory_bytes: int | None,
    initializer: Callable[[], None] | None,
) -> None:
    """Answer batches until the parent hangs up: the body of a child."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if initializer is not None:
        initializer()
    if memory_bytes is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    connection.send(None)
    while True:
        try:
            items: Sequence[T] = connection.recv()
        except (EOFError, OSError):
            return
        for item in items:
            connection.send(_answer(function, item, deadline_s))


def _answer(function: Callable[[T], R], item: T, deadline_s: float) -> R | Crash:
    """Run the function on one item under the timer."""
    signal.setitimer(signal.ITIMER_REAL, deadline_s)
    try:
        return function(item)
    except MemoryError:
        return Crash(kind=CrashKind.MEMORY, detail="out of memory")
    except Exception as error:  # noqa: BLE001 - whatever one item raises must not cost the others
        trace = "".join(traceback.format_exception(error))[-MOST_TRACE:]
        return Crash(kind=CrashKind.ERROR, detail=f"{type(error).__name__}: {error}", trace=trace)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class _Child(Generic[T, R]):
    """One child process and our end of its pipe; started when first needed."""

    def __init__(self, start: Callable[[Connection], multiprocessing.process.BaseProcess], deadline_s: float) -> None:
        self._start = start
        self._deadline_s = deadline_s
        self._is_closed = False
        self._lock = threading.Lock()  # `close` comes from another thread than `run`
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def run(self, items: Sequence[T]) -> list[R | Crash]:
        """Return one result or crash for each item, in order."""
        results: list[R | Crash] = []
        while len(results) < len(items):
            if self._is_closed:
                return results + [Crash(kind=CrashKind.CRASH, detail="the sandbox was closed")] * (
                    len(items) - len(results)
                )
            connection = self._ready()
            try:
                connection.send(items[len(results) :])
                self._collect(connection, results, len(items))
            except (EOFError, OSError):
                results.append(self._bury())
        return results

    def _ready(self) -> Connection:
        with self._lock:
            if self._connection is not None and self._process is not None and self._process.is_alive():
                return self._connection
        self.stop()
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        self._process = self._start(theirs)
        theirs.close()
        try:
            if not ours.poll(START_SECONDS):
                raise SandboxStartError(f"A parser process did not start within {START_SECONDS:.0f} s.")
            ours.recv()
        except (EOFError, OSError) as error:
            self.stop()
            raise SandboxStartError("A parser process ended while starting.") from error
        self._connection = ours
        return ours

    def _collect(self, connection: Connection, results: list[R | Crash], count: int) -> None:
        while len(results) < count:
            if not connection.poll(self._deadline_s + GRACE_SECONDS):
                raise EOFError
            results.append(connection.recv())

    def _bury(self) -> Crash:
        """Say how the child died, and forget it."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return Crash(kind=CrashKind.CRASH, detail="the child is gone")
        process.join(GRACE_SECONDS)
        code = process.exitcode
        process.kill()
        process.join()
        process.close()
        self.stop()
        if code is None or code == -signal.SIGALRM:
            limit = f"no result within {self._deadline_s:g} s"
            return Crash(kind=CrashKind.TIMEOUT, detail=limit, signal=signal.SIGALRM)
        if code >= 0:
            return Crash(kind=CrashKind.CRASH, detail=f"the child ended with status {code}")
        name = signal.Signals(-code).name
        kind = CrashKind.MEMORY if -code == signal.SIGKILL else CrashKind.CRASH
        return Crash(kind=kind, detail=f"the child was killed by {name}", signal=-code)

    def close(self) -> None:
        """End the child for good: a batch under way ends with crashes."""
        self._is_closed = True
        self.stop()

    def stop(self) -> None:
        """End the child, whatever it is doing; another thread may be doing the same."""
        with self._lock:
            connection, self._connection = self._connection, None
            process, self._process = self._process, None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.join()
            process.close()


class Sandbox(Generic[T, R]):
    """A few warm children that run one function; usable from many tasks and threads at once.

    `function` and `initializer` are module-level functions: a child imports them. `deadline_s` is for each
    item, in seconds of wall time; `memory_bytes` limits a child's address space.
    """

    def __init__(
        self,
        function: Callable[[T], R],
        *,
        workers: int = 1,
        deadline_s: float = 20.0,
        memory_bytes: int | None = None,
        initializer: Callable[[], None] | None = None,
    ) -> None:
        context = multiprocessing.get_context("spawn")

        def start(connection: Connection) -> multiprocessing.process.BaseProcess:
            arguments = (connection, function, deadline_s, memory_bytes, initializer)
            process = context.Process(target=_serve, args=arguments, name="seedbank-sandbox", daemon=True)
            process.start()
            return process

        self._children: list[_Child[T, R]] = [_Child(start, deadline_s) for _ in range(workers)]
        self._idle: queue.SimpleQueue[_Child[T, R]] = queue.SimpleQueue()
        self._closed = threading.Event()
        # Threads of its own: those of the loop are few, and waiting for a child would keep them from everybody else.
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="sandbox")
        for child in self._children:
            self._idle.put(child)

    def run_blocking(self, items: Sequence[T]) -> list[R | Crash]:
        """Run a batch in one child and wait; one result or crash for each item, in order."""
        if self._closed.is_set():
            raise SandboxStartError("The sandbox is closed.")
        child = self._idle.get()
        try:
            return child.run(items)
        finally:
            self._idle.put(child)

    async def run(self, items: Sequence[T]) -> list[R | Crash]:
        """Run a batch in one child without blocking the event loop."""
        if self._closed.is_set():
            raise SandboxStartError("The sandbox is closed.")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.run_blocking, items)

    def close(self) -> None:
        """End all children; a batch that is under way in another thread ends with crashes."""
        self._closed.set()
        self._threads.shutdown(wait=False)
        for child in self._children:
            child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()
