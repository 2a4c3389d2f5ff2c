"""`seedbank rebuild`: the warehouse again, from what was written before it."""

from pathlib import Path

import click

from flows import terminal


@click.command("rebuild")
@terminal.home_option
@terminal.json_option
def command(*, home: Path | None, as_json: bool) -> None:
    """Make the warehouse again from the batch files and publish it; the old file is kept aside."""
    from warehouse.rebuild import rebuild  # noqa: PLC0415 - imported when a command needs it

    report = rebuild(terminal.read_settings(home=home).home)
    if as_json:
        terminal.say_json({"batch_count": report.batch_count, "article_count": report.published.article_count})
        return
    out = terminal.console()
    out.print(f"{report.batch_count:,} batches loaded again, {report.published.article_count:,} articles published")
    if report.kept_aside is not None:
        out.print(f"The old warehouse is kept as {report.kept_aside}")
