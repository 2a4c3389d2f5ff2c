"""How a run is told to stop: the first signal finishes what is under way, the second ends the process at once.

Either way nothing is lost: a batch is there whole or not at all, and the same command run again goes on.
"""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from flows.errors import StoppedError

SIGNALS = (signal.SIGINT, signal.SIGTERM)
SECONDS_TO_END = 1.0  # after the second signal; what cleans up until then may, what does not is cut off
SENTENCE = "interrupted; what is under way is being finished. Once more, and it stops at once."


class Stop:
    """Whether the run was asked to stop."""

    def __init__(self) -> None:
        self.is_requested = False


current_stop: ContextVar[Stop] = ContextVar("current_stop", default=Stop())  # noqa: B039 - that one is never asked


def is_stopping() -> bool:
    """Say whether the run is to begin nothing new."""
    return current_stop.get().is_requested


def end_if_stopped() -> None:
    """End the run where it was told to stop and has finished what was under way. Raises StoppedError."""
    if is_stopping():
        raise StoppedError("interrupted. What was under way is finished; run the same command again to go on.")


def _end_at_once() -> None:
    """Give the process a moment to clean up as after Ctrl-C, then end it whatever it is doing."""
    watchdog = threading.Timer(SECONDS_TO_END, os._exit, (StoppedError.exit_code,))
    watchdog.daemon = True
    watchdog.start()
    raise KeyboardInterrupt


@contextlib.contextmanager
def listening_for_stop(tell: Callable[[str], None]) -> Iterator[Stop]:
    """Answer SIGINT and SIGTERM in this block; outside of the main thread none come and nothing changes."""
    stop = Stop()
    token = current_stop.set(stop)
    if threading.current_thread() is not threading.main_thread():
        try:
            yield stop
        finally:
            current_stop.reset(token)
        return

    def answer() -> None:
        if stop.is_requested:
            _end_at_once()
        stop.is_requested = True
        tell(SENTENCE)

    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number in SIGNALS:
        loop.add_signal_handler(number, answer)
    try:
        yield stop
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
            signal.signal(number, before[number])
        current_stop.reset(token)
