"""`seedbank reparse`: stored pages, read by the parser as it is now."""

import os
from dataclasses import asdict
from pathlib import Path

import click

from flows.commands import _options
from flows.errors import DONE_WITH_REJECTIONS
from flows.runs.prefect_server import run_flow, start_prefect_api
from flows.settings import read_settings
from flows.show import terminal


@click.command("reparse")
@click.option("--parser-only", metavar="PUBLISHER", help="Read one publisher and its editions, such as vietnamplus.vn.")
@_options.home_option
@_options.json_option
def command(*, parser_only: str | None, home: Path | None, as_json: bool) -> int:
    """Read stored pages again where the parser has changed since; asks no site."""
    settings = read_settings(home=home)
    start_prefect_api(settings.home, os.environ)
    with terminal.progress_bar():
        from flows.reparse import reparse  # noqa: PLC0415 - imports prefect, which must find its API named

        summary = run_flow(reparse(parser_only=parser_only, home=str(settings.home)))
    if as_json:
        terminal.say_json(asdict(summary))
    else:
        out = terminal.console()
        out.print(f"Pages      {summary.totals.pages:,} read again by parser {summary.parser_version}")
        if summary.unreadable_count:
            out.print(f"           {summary.unreadable_count:,} could not be read; they are in ops.rejection")
        out.print(f"Articles   {summary.article_count:,} in {summary.snapshot}")
        terminal.tell_set_aside(out, summary.totals.articles_set_aside)
        out.print("\nLook next: seedbank sql 'from marts.parser_change'")
    return DONE_WITH_REJECTIONS if summary.totals.has_rejections else 0
