"""`seedbank layout`: the layout of a host, learned from its stored pages and their seeds."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands import _options
from flows.settings import Settings, read_settings
from flows.show import terminal

if TYPE_CHECKING:
    from flows.batches.layouts import LearnedHost


@click.command("layout")
@click.argument("host")
@click.option(
    "--export", "file", type=click.Path(path_type=Path), help="Write a publisher file, to be reviewed and committed."
)
@_options.home_option
@_options.json_option
def command(*, host: str, file: Path | None, home: Path | None, as_json: bool) -> None:
    """Learn where on the pages of HOST body, headline, captions and furniture stand; asks no site, changes nothing."""
    from flows.layouts import write_publisher_file  # noqa: PLC0415 - imported when the command needs it

    learned = asyncio.run(_learn(read_settings(home=home), host))
    if file is not None and learned.layouts:
        file.write_text(write_publisher_file(learned.host, learned.layouts), "utf-8")
    if as_json:
        terminal.say_json(asdict(learned))
        return
    _show(learned)
    if file is not None and learned.layouts:
        terminal.console().print(terminal.safe(f"\n{file}: review it, then put it into flows/publishers"))


async def _learn(settings: Settings, name: str) -> "LearnedHost":
    from flows.batches.layouts import learn_host  # noqa: PLC0415 - imported when the command needs it
    from flows.batches.stored_pages import find_publisher_here  # noqa: PLC0415 - the same
    from flows.runs.context import open_context  # noqa: PLC0415 - the same

    with _options.open_reader(settings) as connection:
        host = find_publisher_here(connection, name) or name
        async with open_context(settings) as context:
            return await learn_host(context, connection, host)


def _show(learned: "LearnedHost") -> None:
    out = terminal.console()
    out.print(
        terminal.safe(
            f"{learned.host}: {learned.stored_count:,} articles with a stored page, {learned.read_count:,} read, "
            f"{learned.unreadable_count:,} unreadable"
        )
    )
    if not learned.layouts:
        out.print("No layout was learned: it takes three pages that show most of what their seeds say.")
    for item in learned.layouts:
        out.print(terminal.safe(f"\n{item.layout.name}: {item.seed_count} pages, told by {item.layout.fingerprint[0]}"))
        out.print("  role       for  against  selector")
        for found in item.evidence:
            out.print(terminal.safe(f"  {found.role:9} {found.support:4}  {found.contradicting:7}  {found.selector}"))
