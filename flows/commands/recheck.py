"""`seedbank recheck`: look again at what is due."""

import os
from dataclasses import asdict
from pathlib import Path

import click

from flows.commands import _options
from flows.errors import DONE_WITH_REJECTIONS
from flows.runs.prefect_server import run_flow, start_prefect_api
from flows.settings import read_settings
from flows.show import terminal


@click.command("recheck")
@click.option("--budget", type=click.IntRange(min=1), default=1000, show_default=True, help="Most requests to send.")
@_options.home_option
@_options.json_option
def command(*, budget: int, home: Path | None, as_json: bool) -> int:
    """Look again at the pages that are due, those first that can change most answers."""
    settings = read_settings(home=home)
    start_prefect_api(settings.home, os.environ)
    with terminal.progress_bar():
        from flows.recheck import recheck  # noqa: PLC0415 - imports prefect, which must find its API named

        summary = run_flow(recheck(budget=budget, home=str(settings.home)))
    code = DONE_WITH_REJECTIONS if summary.totals.has_rejections else 0
    if as_json:
        terminal.say_json(asdict(summary))
        return code
    out = terminal.console()
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in summary.reasons.items())
    out.print(f"Due        {summary.due_count:,} articles" + (f": {reasons}" if reasons else ""))
    out.print(f"Pages      {summary.totals.captures:,} asked for, {summary.totals.pages:,} parsed")
    if summary.totals.pages_rejected:
        out.print(f"           {summary.totals.pages_rejected:,} could not be read; they are in ops.rejection")
    out.print(f"Articles   {summary.article_count:,} in {summary.snapshot}")
    terminal.tell_set_aside(out, summary.totals.articles_set_aside)
    return code
