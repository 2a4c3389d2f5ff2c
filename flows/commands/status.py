"""`seedbank status`: what the snapshot holds."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands import _options
from flows.records import Reason
from flows.runs.compiled_rooms import PLAIN, find_form
from flows.settings import read_settings
from flows.show import terminal

if TYPE_CHECKING:
    from warehouse.read.status import Status

MOST_PUBLISHERS = 10
PARTS = {
    "seeds": "Seeds",
    "existence": "Existence",
    "content": "Content",
    "issue": "Issues of the seeds",
    "publisher": "Publishers",
    "rejection": "Rejections",
    "set aside": "Articles set aside",
}


@click.command("status")
@_options.home_option
@_options.json_option
def command(*, home: Path | None, as_json: bool) -> None:
    """Say what the published snapshot holds, what was rejected, and how the newest run ended."""
    from warehouse.read.status import read_status  # noqa: PLC0415 - the same

    with _options.open_reader(read_settings(home=home)) as connection:
        status = read_status(connection, now=dt.datetime.now(dt.UTC))
    if as_json:
        terminal.say_json(asdict(status))
        return
    _show(status)


def _show(status: "Status") -> None:
    out = terminal.console()
    for part, title in PARTS.items():
        rows = [(name, f"{count:,}") for name, count in status.counts.get(part, {}).items()]
        if rows:
            out.print(terminal.table("", (title, "count"), rows[:MOST_PUBLISHERS]))
        if len(rows) > MOST_PUBLISHERS:
            out.print(f"… and {len(rows) - MOST_PUBLISHERS:,} more")
        if rows:
            out.print()
    form = find_form()
    if form != PLAIN:
        out.print(f"Form: text, reconcile and parse are {form}")
    for sentence in _health(status):
        out.print(sentence)


def _health(status: "Status") -> Iterator[str]:
    """Say what asks for attention, and how the newest run ended."""
    if status.due_count:
        yield f"Due: {status.due_count:,} articles; seedbank recheck checks them"
    if status.cut_off_count:
        yield f"Cut off: {status.cut_off_count:,} runs were killed or failed before their end"
    faults = status.counts.get("rejection", {}).get(Reason.INTERNAL_ERROR.value, 0)
    if faults:
        yield f"Faults of ours: {faults:,} pages met one; ops.rejection names them, the log has the tracebacks"
    for check, count in status.failed_checks.items():
        yield f"Check: {check} finds {count:,} rows; seedbank check says more"
    if status.newest_run is not None:
        run = status.newest_run
        ended = f"exit code {run.exit_code}" if run.finished_at else "not ended when this was published"
        yield f"Newest run: {run.command}, {run.started_at:%Y-%m-%d %H:%M:%S} UTC, {ended}"
