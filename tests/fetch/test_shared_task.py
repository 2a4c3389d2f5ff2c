"""An answer that is kept for all does not keep what the first who asked was working on."""

import asyncio
import gc
import weakref
from contextvars import ContextVar

from flows.fetch.shared_task import start_shared


class Batch:
    """What a batch holds."""


at_work: ContextVar[Batch] = ContextVar("at_work")


def test_a_kept_task_keeps_nothing_of_the_batch_that_asked_first():
    async def ask() -> tuple[asyncio.Task[str], "weakref.ref[Batch]"]:
        batch = Batch()
        at_work.set(batch)
        task = start_shared(asyncio.sleep(0, "rules"))
        assert await task == "rules"
        return task, weakref.ref(batch)

    async def run() -> tuple[str, object]:
        task, held = await asyncio.create_task(ask())
        await asyncio.sleep(0)  # the loop lets go of what it has just run
        gc.collect()
        return task.result(), held()

    assert asyncio.run(run()) == ("rules", None)
