"""A question to the database ends when the user says so, whenever that is said."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait

import duckdb
import pytest

from flows.commands import _options

ENDLESS = "select count(*) from range(100000000000) as a, range(1000) as b"


def ask(seconds: float = 0.0, begun: Callable[[], None] = lambda: None) -> None:
    """Ask what takes for ever, after so many seconds, and expect that it is ended."""

    def work() -> None:
        begun()
        time.sleep(seconds)
        connection.execute(ENDLESS)

    with duckdb.connect() as connection, pytest.raises(KeyboardInterrupt):
        _options.run_interruptibly(connection, work)


@pytest.mark.parametrize("seconds", [0.0, 1.0], ids=["while it works", "between two statements"])
def test_ctrl_c_ends_a_question_whenever_it_comes(seconds: float, monkeypatch: pytest.MonkeyPatch):
    calls: list[float] = []

    def interrupted_once(futures: Sequence[Future[None]], timeout: float) -> object:
        calls.append(timeout)
        found = wait(futures, timeout=timeout)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(_options, "wait", interrupted_once)
    ask(seconds)
    assert len(calls) >= 2


def test_ctrl_c_while_the_work_is_being_started_ends_it(monkeypatch: pytest.MonkeyPatch):
    begun = threading.Event()

    class Interrupted(threading.Thread):
        def start(self) -> None:
            super().start()
            begun.wait()
            raise KeyboardInterrupt

    monkeypatch.setattr(_options, "Thread", Interrupted)
    ask(begun=begun.set)


def test_ctrl_c_before_the_work_has_begun_starts_nothing(monkeypatch: pytest.MonkeyPatch):
    started: list[str] = []

    class Late(threading.Thread):
        def start(self) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(_options, "Thread", Late)
    ask(begun=lambda: started.append("work"))
    assert not started


def test_what_the_work_raises_is_raised():
    def work() -> None:
        connection.execute("select nothing")

    with duckdb.connect() as connection, pytest.raises(duckdb.BinderException):
        _options.run_interruptibly(connection, work)
