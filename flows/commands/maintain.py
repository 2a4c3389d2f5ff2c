"""`seedbank maintain`: keep the home folder small and sound."""

import os
from dataclasses import asdict
from pathlib import Path

import click

from flows.commands import _options
from flows.errors import DONE_WITH_REJECTIONS
from flows.runs.prefect_server import run_flow, start_prefect_api
from flows.settings import read_settings
from flows.show import terminal


@click.command("maintain")
@_options.home_option
@_options.json_option
def command(*, home: Path | None, as_json: bool) -> int:
    """Check, publish, drop superseded batches and old copies, and say what takes the space."""
    settings = read_settings(home=home)
    start_prefect_api(settings.home, os.environ)
    with terminal.progress_bar():
        from flows.maintain import maintain  # noqa: PLC0415 - imports prefect, which must find its API named

        summary = run_flow(maintain(home=str(settings.home)))
    code = DONE_WITH_REJECTIONS if summary.totals.articles_set_aside else 0
    if as_json:
        terminal.say_json(asdict(summary))
        return code
    report, out = summary.report, terminal.console()
    out.print(
        f"Dropped    {report.dropped_batches:,} superseded batches, {report.dropped_copies:,} old copies; "
        f"{report.freed_bytes:,} bytes freed"
    )
    if summary.lake is not None:
        lake = summary.lake
        out.print(
            f"Lake       {lake.merged_files + lake.rewritten_files:,} files merged, {lake.deleted_files:,} deleted, "
            f"{lake.expired_snapshots:,} snapshots expired; {lake.file_count:,} files of {lake.size_bytes:,} bytes left"
        )
    terminal.tell_set_aside(out, summary.totals.articles_set_aside)
    rows = [
        (size.part, f"{size.size_bytes:,}", "" if size.bytes_per_article is None else f"{size.bytes_per_article:,.0f}")
        for size in report.sizes
    ]
    out.print(terminal.table("", ("part", "bytes", "an article"), rows))
    return code
