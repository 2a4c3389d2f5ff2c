"""A question to the database ends when the user says so, whenever that is said."""

import _thread
import threading
import time

import duckdb
import pytest

from flows.commands._options import run_interruptibly

ENDLESS = "select count(*) from range(100000000000) as a, range(1000) as b"


@pytest.mark.parametrize("seconds", [0.0, 1.0], ids=["while it works", "before it has begun"])
def test_ctrl_c_ends_a_question_whenever_it_comes(seconds: float):
    begun = threading.Event()

    def work() -> None:
        begun.set()
        time.sleep(seconds)
        connection.execute(ENDLESS)

    def say_so() -> None:
        begun.wait()
        time.sleep(0.3)
        _thread.interrupt_main()

    with duckdb.connect() as connection:
        threading.Thread(target=say_so).start()
        with pytest.raises(KeyboardInterrupt):
            run_interruptibly(connection, work)
