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
    from flows.records import LayoutLesson


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
        file.write_text(write_publisher_file(learned.publisher, learned.layouts), "utf-8")
    if as_json:
        terminal.say_json(_document(learned))
        return
    _show(learned)
    if file is not None and learned.layouts:
        terminal.console().print(terminal.safe(f"\n{file}: review it, then put it into flows/publishers"))


def _document(learned: "LayoutLesson") -> dict[str, object]:
    from flows.parse.layouts.learned import layout_of  # noqa: PLC0415 - imported when the command needs it

    layouts = [
        {
            "layout": asdict(layout_of(item)),
            "seed_count": item.seed_count,
            "evidence": [asdict(found) for found in item.evidence],
        }
        for item in learned.layouts
    ]
    counts = {name: getattr(learned, name) for name in ("stored_count", "read_count", "unreadable_count")}
    return {"host": learned.publisher, **counts, "layouts": layouts}


async def _learn(settings: Settings, name: str) -> "LayoutLesson":
    from flows.batches.layouts import learn_publisher  # noqa: PLC0415 - imported when the command needs it
    from flows.batches.stored_pages import find_publisher_here  # noqa: PLC0415 - the same
    from flows.runs.context import open_context  # noqa: PLC0415 - the same

    with _options.open_reader(settings) as connection:
        host = find_publisher_here(connection, name) or name
        async with open_context(settings) as context:
            return await learn_publisher(context, connection, host)


def _show(learned: "LayoutLesson") -> None:
    out = terminal.console()
    out.print(
        terminal.safe(
            f"{learned.publisher}: {learned.stored_count:,} articles with a stored page, {learned.read_count:,} read, "
            f"{learned.unreadable_count:,} unreadable"
        )
    )
    if not learned.layouts:
        out.print("No layout was learned: it takes three pages that show most of what their seeds say.")
    for item in learned.layouts:
        out.print(terminal.safe(f"\n{item.name}: {item.seed_count} pages, told by {item.fingerprint[0]}"))
        out.print("  role       for  against  selector")
        for found in item.evidence:
            out.print(terminal.safe(f"  {found.role:9} {found.support:4}  {found.contradicting:7}  {found.selector}"))
