"""What the commands share: the options every one of them has, and the warehouse they read or write."""

import contextlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

import click

from flows.runs.notices import say_aside
from flows.settings import Settings
from flows.show.language import LANGUAGES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SECONDS_BETWEEN_SIGNALS = 0.2
F = TypeVar("F", bound=Callable[..., object])


home_option = click.option(
    "--home", type=click.Path(path_type=Path), help="Folder of everything that a run writes.  [default: ./data]"
)


column_option = click.option(
    "--column", "columns", multiple=True, metavar="ROLE=NAME", help="Which column of the seeds is what: title=judul."
)
encoding_option = click.option("--encoding", help="Encoding of the seeds, such as windows-1251.  [default: detected]")
dates_option = click.option(
    "--dates", type=click.Choice(["dmy", "mdy"]), help="What comes first in the dates of the seeds.  [default: found]"
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object on standard output, nothing else."
)


def language_option(*, default: str | None, help_text: str) -> Callable[[F], F]:
    """Make the option that names the language of pages."""
    return click.option("--lang", type=click.Choice(list(LANGUAGES)), default=default, help=help_text)


@contextlib.contextmanager
def open_reader(settings: Settings) -> Iterator["DuckDBPyConnection"]:
    """Open what is published for reading, wherever the settings have the warehouse."""
    from flows.runs import open_warehouse as opening  # noqa: PLC0415 - DuckDB takes a while to import

    with opening.open_reader(settings, os.environ) as connection:
        yield connection


@contextlib.contextmanager
def open_warehouse(settings: Settings) -> Iterator["DuckDBPyConnection"]:
    """Open the warehouse as its one writer, wherever the settings have it."""
    from flows.runs import open_warehouse as opening  # noqa: PLC0415 - DuckDB takes a while to import

    with opening.open_warehouse(settings, os.environ, tell=say_aside) as opened:
        yield opened.connection


def run_interruptibly(connection: "DuckDBPyConnection", work: Callable[[], None]) -> None:
    """Run a query so that Ctrl-C and SIGTERM end it: the database itself listens to no signal while it works.

    They may come at any moment: while the thread is started, or between two statements, where DuckDB forgets an
    interrupt. So it is said again until the work has ended.
    """
    future: Future[None] = Future()

    def run() -> None:
        if future.set_running_or_notify_cancel():
            try:
                work()
                future.set_result(None)
            except BaseException as error:  # noqa: BLE001 - carried to the caller and raised there
                future.set_exception(error)

    try:
        Thread(target=run, daemon=True).start()  # who says so twice is not kept waiting
        while not wait([future], timeout=SECONDS_BETWEEN_SIGNALS).done:
            continue
    finally:
        while not (future.cancel() or future.done()):
            connection.interrupt()
            wait([future], timeout=SECONDS_BETWEEN_SIGNALS)
    future.result()
