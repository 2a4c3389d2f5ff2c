"""What a person sees: one console on standard error, tables, and text that cannot steer the terminal."""

import contextlib
import json
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

import click
from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.table import Table
from rich.text import Text

from flows import STARTED_AT
from flows.runs.progress import current_progress

STARTING = "starting"
PIPE_WIDTH = 2_000  # columns of a table that goes into a pipe or a file
_NUMBER = re.compile(r"-?[\d,.]*(?:e[+-]?\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def safe(text: object) -> Text:
    """Show text from outside: control and direction characters become U+FFFD, markup stays text."""
    return Text(_CONTROL.sub("\ufffd", str(text)))


def say_json(record: object) -> None:
    """Print one JSON object on standard output."""
    click.echo(json.dumps(record, ensure_ascii=False, default=str))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Make a table of text from outside; columns of numbers are set to the right."""
    shown = [[_write_cell(cell) for cell in row] for row in rows]
    heading = title or None
    made = Table(title=heading, title_justify="left", title_style="bold", box=None, pad_edge=False, show_edge=False)
    for number, column in enumerate(columns):
        is_numeric = bool(shown) and all(_NUMBER.fullmatch(row[number]) for row in shown)
        made.add_column(safe(column), justify="right" if is_numeric else "left", overflow="fold")
    for row in shown:
        made.add_row(*map(safe, row))
    return made


def _write_cell(cell: object) -> str:
    if cell is None:
        return ""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


def tell_set_aside(out: Console, count: int) -> None:
    """Say how many articles a publish set aside."""
    if count:
        out.print(f"Set aside  {count:,} articles fail a check and are in no mart; ops.quarantine says which and why")


def console(out: TextIO | None = None) -> Console:
    """Make the console for people: standard output, or a file. Text is never read as markup.

    Off a terminal, lines are as long as they are: a pipe has no width.
    """
    made = Console(file=out, markup=False, highlight=False, soft_wrap=True)
    return (
        made if made.is_terminal else Console(file=out, markup=False, highlight=False, soft_wrap=True, width=PIPE_WIDTH)
    )


class _Bar:
    """Progress as bars on a terminal."""

    def __init__(self, shown: RichProgress) -> None:
        self._shown = shown
        self._phases: dict[str, TaskID] = {}
        self._start = shown.add_task(STARTING, total=None)  # until there is a phase: importing Prefect takes seconds

    def begin(self, phase: str, total: int | None) -> None:
        """Open a bar; without a total it only counts."""
        self._shown.update(self._start, visible=False)
        self._phases[phase] = self._shown.add_task(phase, total=total)

    def advance(self, phase: str, count: int) -> None:
        """Move a bar."""
        self._shown.advance(self._phases[phase], count)


def seconds_waited() -> float:
    """Give how long this command has run, from the start of its process."""
    return time.monotonic() - STARTED_AT


@contextlib.contextmanager
def progress_bar() -> Iterator[None]:
    """Show progress on standard error for the length of the block, where that is a terminal, from its first moment."""
    console_ = Console(stderr=True, markup=False, highlight=False)
    if not console_.is_terminal:
        yield
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"), TimeElapsedColumn())
    with RichProgress(*columns, console=console_, transient=True) as shown:
        token = current_progress.set(_Bar(shown))
        try:
            yield
        finally:
            current_progress.reset(token)
