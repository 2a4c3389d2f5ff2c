"""The workers of a Dask cluster, on other machines too.

The run keeps one client of the scheduler and hands each batch over as one Dask task (2 ms; a Prefect task on the
remote side costs 125-150 ms and needs the Prefect API there). Workers need this version of Seedbank and the home
folder at the same path; they need no Prefect. When a worker dies, the scheduler gives its batch to another one:
a batch is there whole or not at all, and the same batch written twice is one batch.

Arguments and results cross the network as pickles, so scheduler and workers trust each other fully: keep them on
a network of their own, or use Dask's TLS.
"""

import asyncio
import contextlib
import multiprocessing
import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Generic, ParamSpec, Self, TypeVar, cast

from flows import __version__
from flows.errors import EnvironmentBrokenError, UsageError
from flows.executors import WorkerLostError
from flows.executors.sandbox import Crash, Sandbox

try:
    from distributed import Client
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker
except ImportError as error:
    raise UsageError("SEEDBANK_EXECUTOR names a Dask cluster: install the extra `dask` (seedbank[dask]).") from error

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")
CONNECT_SECONDS = 30.0
_making_sandbox = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Probe:
    """What a worker says of itself before it gets work."""

    version: str
    host: str
    sees_home: bool


def _probe(home: Path, marker: str) -> _Probe:
    sees_home = (home / marker).exists() and os.access(home, os.W_OK)
    return _Probe(version=__version__, host=socket.gethostname(), sees_home=sees_home)


@cache
def _sandbox(function: Callable[[T], R], deadline_s: float, memory_bytes: int) -> Sandbox[T, R]:
    """Keep one sandbox for each function, in the worker, for as long as the worker lives."""
    # Dask marks its workers as daemons, which may have no children. Ours end when their pipe closes.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined] # noqa: SLF001
    return Sandbox(function, workers=os.cpu_count() or 1, deadline_s=deadline_s, memory_bytes=memory_bytes)


def _run_guarded(
    function: Callable[[T], R], items: Sequence[T], deadline_s: float, memory_bytes: int
) -> list[R | Crash]:
    with _making_sandbox:
        sandbox = _sandbox(function, deadline_s, memory_bytes)
    return sandbox.run_blocking(items)


class DaskExecutor:
    """One client of a Dask scheduler. Made by `connect_dask`."""

    def __init__(self, client: Client, *, deadline: float, count: int) -> None:
        self._client = client
        self._deadline = deadline
        self.count = count

    async def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a function on a worker of the cluster. Raises what it raises, or WorkerLostError.

        WorkerLostError says that the function outlived its deadline or several workers died of it.
        """
        future = self._client.submit(function, *args, **kwargs, pure=False)
        try:
            return cast("R", await asyncio.wait_for(future, self._deadline))
        except KilledWorker as error:
            raise WorkerLostError(f"{function.__name__}: {error}") from error
        except TimeoutError as error:
            raise WorkerLostError(f"{function.__name__}: no result within {self._deadline:g} s") from error
        except FutureCancelledError as error:
            raise EnvironmentBrokenError(
                "The Dask scheduler is gone. What was loaded stays; run the same command again to go on."
            ) from error
        finally:
            future.release()

    def guard(self, function: Callable[[T], R], *, deadline_s: float, memory_bytes: int) -> "_DaskGuarded[T, R]":
        """Have the function run in killable children of the cluster's workers."""
        return _DaskGuarded(executor=self, function=function, deadline_s=deadline_s, memory_bytes=memory_bytes)

    async def stop(self) -> None:
        """Leave the cluster; its workers stay, and forget what this run had asked of them."""
        await self._client.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _DaskGuarded(Generic[T, R]):
    executor: DaskExecutor
    function: Callable[[T], R]
    deadline_s: float
    memory_bytes: int

    async def run(self, items: Sequence[T]) -> Sequence[R | Crash]:
        """Give one result or crash for each item, in order."""
        run = cast("Callable[..., list[R | Crash]]", _run_guarded)
        return await self.executor.call(run, self.function, items, self.deadline_s, self.memory_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leave the children to the workers: the next run finds them warm."""


async def connect_dask(address: str, *, home: Path, deadline: float) -> DaskExecutor:
    """Connect to a scheduler and ask each worker whether it can do this run's work.

    Raises EnvironmentBrokenError where the scheduler does not answer, has no worker, or a worker has another version
    of Seedbank or does not see the home folder.
    """
    try:
        client = await Client(address, asynchronous=True, timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError) as error:
        raise EnvironmentBrokenError(f"No Dask scheduler answers at {address}: {error}.") from error
    try:
        await client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        threads = await client.nthreads()
        await _ask_workers(client, home)
    except TimeoutError as error:
        await client.close()
        raise EnvironmentBrokenError(f"The Dask scheduler at {address} has no workers; start some first.") from error
    except BaseException:
        await client.close()
        raise
    return DaskExecutor(client, deadline=deadline, count=sum(threads.values()))


@contextlib.contextmanager
def _marked(home: Path) -> Iterator[str]:
    """Leave a file in the home folder for the length of the block, and give its name."""
    home.mkdir(parents=True, exist_ok=True)
    marker = home / f".shared-{uuid.uuid4().hex}"
    marker.touch()
    try:
        yield marker.name
    finally:
        marker.unlink(missing_ok=True)


async def _ask_workers(client: Client, home: Path) -> None:
    with _marked(home) as marker:
        answers: dict[str, _Probe] = await client.run(_probe, home, marker)
    for worker, probe in answers.items():
        if probe.version != __version__:
            raise EnvironmentBrokenError(
                f"The Dask worker {worker} on {probe.host} has Seedbank {probe.version}, this is {__version__}."
            )
        if not probe.sees_home:
            raise EnvironmentBrokenError(
                f"The Dask worker {worker} on {probe.host} does not see the home folder {home}, or cannot write in it: "
                "share it at the same path."
            )
