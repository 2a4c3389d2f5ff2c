"""How a run is told to stop: the first signal finishes what is under way, the second ends the process at once.

Either way nothing is lost: a batch is there whole or not at all, and the same command run again goes on.
"""

import asyncio
import contextlib
import contextvars
import os
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextvars import ContextVar
from typing import TypeVar

from flows.errors import StoppedError

R = TypeVar("R")
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


def _begin_to_end() -> None:
    """Give the process a moment to clean up as after Ctrl-C, then end it whatever it is doing."""
    watchdog = threading.Timer(SECONDS_TO_END, os._exit, (StoppedError.exit_code,))
    watchdog.daemon = True
    watchdog.start()


class _Waiting:
    """What signals are answered with while the main thread does nothing but wait for them."""

    def __init__(self) -> None:
        self.run: Callable[[], None] | None = None  # answers for the run that is open
        self.is_ending = False
        self._cancel: Callable[[], None] | None = None

    def answer(self, *_: object) -> None:
        """Answer one signal. Raises nothing: it comes between any two lines."""
        (self.run or self.end)()

    def end(self) -> None:
        """Cut the work off where it stands; asked again, end the process."""
        if self.is_ending:
            _begin_to_end()
        self.is_ending = True
        if self._cancel is not None:
            self._cancel()

    async def guard(self, work: Coroutine[object, object, R]) -> R:
        """Do some work that can be cut off."""
        task, loop = asyncio.ensure_future(work), asyncio.get_running_loop()

        def cancel() -> None:
            with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile: the work is done
                loop.call_soon_threadsafe(task.cancel)

        self._cancel = cancel
        if self.is_ending:
            task.cancel()
        return await task


_waiting: _Waiting | None = None


def run_beside_signals(work: Coroutine[object, object, R]) -> R:
    """Run work on an event loop in a thread of its own, while the main thread waits and answers SIGINT and SIGTERM.

    Prefect answers SIGTERM by raising in the main thread, wherever that is: between two lines of an import the lock of
    all imports is then held for good and the next thread that imports waits for ever; in a callback of an event loop
    the exception is swallowed, and the run goes on (prefect 3.8.8, CPython 3.11). It does so only for flows of the main
    thread. Raises KeyboardInterrupt where a signal cut the work off.
    """
    if threading.current_thread() is not threading.main_thread():
        return asyncio.run(work)
    global _waiting  # noqa: PLW0603 - signals are of the process, and so is this
    _waiting = waiting = _Waiting()
    outcome: Future[R] = Future()

    def run() -> None:
        try:
            outcome.set_result(asyncio.run(waiting.guard(work)))
        except BaseException as error:  # noqa: BLE001 - it is raised again in the main thread
            outcome.set_exception(error)

    before = {number: signal.signal(number, waiting.answer) for number in SIGNALS}
    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), name="run")
    try:
        thread.start()
        thread.join()
        return outcome.result()
    except asyncio.CancelledError as error:
        raise KeyboardInterrupt from error
    finally:
        _waiting = None
        for number in SIGNALS:
            signal.signal(number, before[number])


@contextlib.contextmanager
def listening_for_stop(tell: Callable[[str], None]) -> Iterator[Stop]:
    """Answer SIGINT and SIGTERM in this block: those that the main thread waits for, else those of this event loop.

    Where there are neither, as in a thread of somebody else's, none come and nothing changes.
    """
    stop = Stop()
    token = current_stop.set(stop)

    def answer(end_at_once: Callable[[], None]) -> None:
        if stop.is_requested:
            end_at_once()
        else:
            stop.is_requested = True
            tell(SENTENCE)

    try:
        if _waiting is not None:
            with _told_by(_waiting, answer):
                yield stop
        elif threading.current_thread() is threading.main_thread():
            with _told_by_loop(lambda: answer(_end_as_after_ctrl_c)):
                yield stop
        else:
            yield stop
    finally:
        current_stop.reset(token)


def _end_as_after_ctrl_c() -> None:
    _begin_to_end()
    raise KeyboardInterrupt


@contextlib.contextmanager
def _told_by(waiting: _Waiting, answer: Callable[[Callable[[], None]], None]) -> Iterator[None]:
    def end_at_once() -> None:
        waiting.end()
        _begin_to_end()

    waiting.run = lambda: answer(end_at_once)
    try:
        yield
    finally:
        waiting.run = None


@contextlib.contextmanager
def _told_by_loop(answer: Callable[[], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number in SIGNALS:
        loop.add_signal_handler(number, answer)
    try:
        yield
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
            signal.signal(number, before[number])
