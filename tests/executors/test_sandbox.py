import asyncio
import ctypes
import itertools
import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from flows.executors.sandbox import Crash, CrashKind, Sandbox, SandboxStartError


def act(order: str) -> str:
    deeds: dict[str, Callable[[], object]] = {
        "hang": lambda: sum(itertools.repeat(0)),
        "sleep": lambda: time.sleep(60),
        "segfault": lambda: ctypes.string_at(0),
        "exit": lambda: os._exit(3),
        "flood": lambda: bytearray(4 << 30),
        "raise": lambda: int("x"),
        "pid": os.getpid,
    }
    return str(deeds[order]()) if order in deeds else order.upper()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox[str, str]]:
    with Sandbox(act, deadline_s=0.4, memory_bytes=2 << 30) as made:
        yield made


def kinds(results: list[str | Crash]) -> list[str]:
    return [result.kind.value if isinstance(result, Crash) else result for result in results]


def test_results_come_back_in_order(sandbox: Sandbox[str, str]):
    assert sandbox.run_blocking(["a", "b", "c"]) == ["A", "B", "C"]


def test_a_crash_costs_one_item_and_names_its_signal(sandbox: Sandbox[str, str]):
    results = sandbox.run_blocking(["a", "segfault", "b"])
    assert kinds(results) == ["A", "crash", "B"]
    assert isinstance(results[1], Crash)
    assert results[1].signal == signal.SIGSEGV
    assert "SIGSEGV" in results[1].detail


def test_the_deadline_holds_for_busy_and_for_sleeping_items(sandbox: Sandbox[str, str]):
    assert kinds(sandbox.run_blocking(["hang", "a", "sleep", "b"])) == ["timeout", "A", "timeout", "B"]


def test_a_flood_ends_at_the_memory_limit(sandbox: Sandbox[str, str]):
    assert kinds(sandbox.run_blocking(["flood", "a"])) == ["memory", "A"]


def test_an_exception_is_a_value_and_the_child_stays(sandbox: Sandbox[str, str]):
    before, failed, after = sandbox.run_blocking(["pid", "raise", "pid"])
    assert before == after
    assert isinstance(failed, Crash)
    assert failed.kind is CrashKind.ERROR
    assert failed.detail == "ValueError: invalid literal for int() with base 10: 'x'"
    assert failed.trace.startswith("Traceback")


def test_an_exit_in_the_last_item_loses_nothing_before_it(sandbox: Sandbox[str, str]):
    assert kinds(sandbox.run_blocking(["a", "b", "exit"])) == ["A", "B", "crash"]


def test_children_stay_warm_between_batches(sandbox: Sandbox[str, str]):
    assert sandbox.run_blocking(["pid"]) == sandbox.run_blocking(["pid"])


def test_batches_run_side_by_side_and_the_event_loop_stays_free():
    async def both() -> list[list[str | Crash]]:
        with Sandbox(act, workers=2, deadline_s=5) as sandbox:
            return await asyncio.gather(sandbox.run(["a"] * 50), sandbox.run(["b"] * 50))

    assert asyncio.run(both()) == [["A"] * 50, ["B"] * 50]


def test_a_closed_sandbox_says_so():
    sandbox = Sandbox(act)
    sandbox.close()
    with pytest.raises(SandboxStartError, match="closed"):
        sandbox.run_blocking(["a"])


def test_an_empty_batch_needs_no_child(sandbox: Sandbox[str, str]):
    assert sandbox.run_blocking([]) == []
