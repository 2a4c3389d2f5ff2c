"""A question to the database ends when the user says so, whenever that is said."""

import time
from collections.abc import Sequence
from concurrent.futures import Future, wait

import duckdb
import pytest

from flows.commands import _options

ENDLESS = "select count(*) from range(100000000000) as a, range(1000) as b"


@pytest.mark.parametrize("seconds", [0.0, 1.0], ids=["while it works", "before it has begun"])
def test_ctrl_c_ends_a_question_whenever_it_comes(seconds: float, monkeypatch: pytest.MonkeyPatch):
    calls: list[float] = []

    def interrupted_once(futures: Sequence[Future[None]], timeout: float) -> object:
        calls.append(timeout)
        found = wait(futures, timeout=timeout)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return found

    def work() -> None:
        time.sleep(seconds)
        connection.execute(ENDLESS)

    monkeypatch.setattr(_options, "wait", interrupted_once)
    with duckdb.connect() as connection, pytest.raises(KeyboardInterrupt):
        _options.run_interruptibly(connection, work)
    assert len(calls) >= 2
