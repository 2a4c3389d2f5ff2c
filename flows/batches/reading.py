"""Bodies that fetching must know something of, read in killable children of this machine."""

from typing import TypeVar, cast

from flows.executors.sandbox import Crash, Sandbox
from flows.fetch.reading import BodyJob, UnreadBodyError, read_body

R = TypeVar("R")
LEAST_CHILDREN = 2  # one that hangs until its deadline must not hold up the others


class SandboxReader:
    """Reads each body in a child, with the deadline of a page. Use it in a `with` block of its sandbox."""

    def __init__(self, workers: int, *, deadline_s: float, memory_bytes: int) -> None:
        self.sandbox: Sandbox[BodyJob[object], object] = Sandbox(
            read_body, workers=max(LEAST_CHILDREN, workers), deadline_s=deadline_s, memory_bytes=memory_bytes
        )

    async def read(self, job: BodyJob[R]) -> R:
        """Give what a job reads. Raises UnreadBodyError."""
        (result,) = await self.sandbox.run([job])
        if isinstance(result, Crash):
            raise UnreadBodyError(f"{result.kind}: {result.detail}", result.trace)
        return cast("R", result)
