"""`seedbank publish`: a new snapshot of what is loaded."""

from pathlib import Path

import click

from flows.commands import _options
from flows.errors import DONE_WITH_REJECTIONS
from flows.settings import read_settings
from flows.show import terminal


@click.command("publish")
@_options.home_option
@_options.json_option
def command(*, home: Path | None, as_json: bool) -> int:
    """Check the facts, bring the marts up to date, and replace the published snapshot."""
    from warehouse.publish.publish import publish  # noqa: PLC0415 - imported when the command needs it

    settings = read_settings(home=home)
    with _options.open_warehouse(settings) as connection:
        report = publish(connection, settings.home)
    if as_json:
        terminal.say_json(
            {
                "is_new": report.is_new,
                "article_count": report.article_count,
                "set_aside_count": report.set_aside_count,
                "snapshot": str(report.snapshot),
            }
        )
    else:
        out = terminal.console()
        state = "published" if report.is_new else "unchanged since the last publish"
        out.print(f"{report.snapshot}: {state}, {report.article_count:,} articles")
        terminal.tell_set_aside(out, report.set_aside_count)
    return DONE_WITH_REJECTIONS if report.set_aside_count else 0
