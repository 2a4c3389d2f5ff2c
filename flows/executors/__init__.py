"""Where the batch stage runs: threads or processes of this machine, or the workers of a Dask cluster.

An executor runs module-level functions of the line. They get all they need as arguments and leave their
results as batch files in the home folder, so none of them knows where it runs.
"""

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import ParamSpec, Protocol, Self, TypeVar

from flows.executors.sandbox import Crash
from flows.settings import ExecutorKind, Settings

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")
T_contra = TypeVar("T_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)

WORK_DEADLINE = 300.0  # seconds for one call; 1,000 seeds take about 1 s, so this is a hang


class WorkerLostError(RuntimeError):
    """Say that a worker died or was stopped at its deadline; the work may be tried again."""


class Guarded(Protocol[T_contra, R_co]):
    """A function that runs on items in killable children: a hang or a crash costs one item."""

    async def run(self, items: Sequence[T_contra]) -> Sequence[R_co | Crash]:
        """Give one result or crash for each item, in order."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None, /
    ) -> None: ...


class Executor(Protocol):
    """Runs functions of the line somewhere."""

    @property
    def count(self) -> int:
        """Count the calls that can run at the same time."""

    async def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a module-level function with positional arguments. Raises what it raises, or WorkerLostError."""

    def guard(self, function: Callable[[T], R], *, deadline_s: float, memory_bytes: int) -> Guarded[T, R]:
        """Have a module-level function run in killable children of the workers, `deadline_s` for each item."""

    async def stop(self) -> None:
        """End the workers, finished or not; those of a cluster are only let go."""


async def open_executor(settings: Settings) -> Executor:
    """Open the executor that the settings name. Raises EnvironmentBrokenError where a cluster cannot be used."""
    match settings.executor.kind:
        case ExecutorKind.THREADS:
            from flows.executors.threads import ThreadExecutor  # noqa: PLC0415 - imported when it is chosen

            return ThreadExecutor(settings.workers, deadline=WORK_DEADLINE)
        case ExecutorKind.DASK:
            from flows.executors.dask_cluster import connect_dask  # noqa: PLC0415 - an extra

            home = settings.home.absolute()
            return await connect_dask(settings.executor.address, home=home, deadline=WORK_DEADLINE)
        case ExecutorKind.PROCESSES:
            from flows.executors.processes import ProcessExecutor  # noqa: PLC0415 - imported when it is chosen

            return ProcessExecutor(settings.workers, deadline=WORK_DEADLINE)
