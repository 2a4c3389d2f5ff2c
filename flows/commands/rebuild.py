"""`seedbank rebuild`: the warehouse again, from what was written before it."""

from pathlib import Path

import click

from flows.commands import _options
from flows.errors import DONE_WITH_REJECTIONS
from flows.settings import read_settings
from flows.show import terminal


@click.command("rebuild")
@_options.home_option
@_options.json_option
def command(*, home: Path | None, as_json: bool) -> int:
    """Make the warehouse again from the batch files and publish it; the old file is kept aside.

    A lake is filled with the batches that it does not hold: name a new one to make an old one again.
    """
    from warehouse.upkeep.rebuild import fill, rebuild  # noqa: PLC0415 - imported when a command needs it

    settings = read_settings(home=home)
    if settings.warehouse:
        with _options.open_warehouse(settings) as connection:
            report = fill(connection, settings.home)
    else:
        report = rebuild(settings.home)
    code = DONE_WITH_REJECTIONS if report.published.set_aside_count else 0
    if as_json:
        terminal.say_json({"batch_count": report.batch_count, "article_count": report.published.article_count})
        return code
    out = terminal.console()
    out.print(f"{report.batch_count:,} batches loaded again, {report.published.article_count:,} articles published")
    terminal.tell_set_aside(out, report.published.set_aside_count)
    if report.kept_aside is not None:
        out.print(f"The old warehouse is kept as {report.kept_aside}")
    return code
