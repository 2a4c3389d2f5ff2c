import asyncio
import os
import signal
import time

import pytest

from flows.executors import WorkerLostError
from flows.executors.processes import ProcessExecutor


def end_with(number: int) -> None:
    os.kill(os.getpid(), number)


def fail(sentence: str) -> None:
    raise OSError(28, sentence)


@pytest.fixture
def workers():
    made = ProcessExecutor(1, deadline=1.0)
    yield made
    asyncio.run(made.stop())


async def call_all(workers: ProcessExecutor) -> tuple[int, int]:
    first = await workers.call(abs, -1)
    with pytest.raises(WorkerLostError, match="SIGKILL"):
        await workers.call(end_with, signal.SIGKILL)
    return first, await workers.call(abs, -2)


def test_a_dead_worker_is_an_error_of_its_call_and_is_replaced(workers: ProcessExecutor):
    assert asyncio.run(call_all(workers)) == (1, 2)


def test_a_call_past_its_deadline_is_stopped(workers: ProcessExecutor):
    with pytest.raises(WorkerLostError, match="1 s"):
        asyncio.run(workers.call(time.sleep, 60))


def test_what_a_function_raises_is_raised_here_with_its_type(workers: ProcessExecutor):
    with pytest.raises(OSError, match="no space"):
        asyncio.run(workers.call(fail, "no space"))
