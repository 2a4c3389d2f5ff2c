"""Worker processes of this machine: warm, replaced when they die."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar, cast

from flows.executors import WorkerLostError
from flows.executors.sandbox import Crash, Sandbox

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    function: Callable[..., object]
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raised:
    error: Exception


def _answer(call: _Call) -> object:
    try:
        return call.function(*call.arguments)
    except Exception as error:  # noqa: BLE001 - carried to the caller and raised there
        return _Raised(error=error)


class ProcessExecutor:
    """A pool of processes; each call goes to an idle one."""

    def __init__(self, count: int, *, deadline: float) -> None:
        self.count = count
        self._sandbox: Sandbox[_Call, object] = Sandbox(_answer, workers=count, deadline_s=deadline)

    async def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a module-level function in a worker. Raises what it raises, or WorkerLostError."""
        assert not kwargs  # noqa: S101 - positional arguments alone cross the pipe
        (outcome,) = await self._sandbox.run([_Call(function=function, arguments=args)])
        match outcome:
            case _Raised():
                raise outcome.error
            case Crash():
                raise WorkerLostError(f"{function.__name__}: {outcome.detail}")
        return cast("R", outcome)

    def guard(self, function: Callable[[T], R], *, deadline_s: float, memory_bytes: int) -> Sandbox[T, R]:
        """Start children of their own for the function, as many as there are workers."""
        return Sandbox(function, workers=self.count, deadline_s=deadline_s, memory_bytes=memory_bytes)

    async def stop(self) -> None:
        """End the workers, finished or not."""
        self._sandbox.close()
