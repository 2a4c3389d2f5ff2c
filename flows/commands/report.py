"""`seedbank report`: what became of a corpus, as one HTML file."""

import datetime as dt
from pathlib import Path

import click

from flows.commands import _options
from flows.errors import UsageError
from flows.settings import read_settings
from flows.show import terminal
from flows.show.language import LANGUAGES


def _read_server(address: str | None) -> str | None:
    """Take the address of a server as it stands before a path; http and https only."""
    if address is None or address.startswith(("http://", "https://")):
        return address.rstrip("/") if address else None
    raise UsageError(f"{address!r} is no address of a server; write for example http://127.0.0.1:8021/.")


@click.command("report")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="HTML file to write.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only articles whose page was checked on this day or later."
)
@click.option("--publisher", help="Only articles of this publisher, such as vietnamplus.vn.")
@click.option(
    "--links",
    "server",
    metavar="ADDRESS",
    help="Let each figure lead to the list of its articles at this address of `seedbank browse`.",
)
@_options.language_option(default="en", help_text="Language of the report.")
@_options.home_option
@_options.json_option
def command(
    *,
    output: Path,
    since: dt.datetime | None,
    publisher: str | None,
    server: str | None,
    lang: str,
    home: Path | None,
    as_json: bool,
) -> None:
    """Write one HTML file that shows what became of the corpus; it opens offline and fetches nothing."""
    from flows.show.report import read_report, render_report  # noqa: PLC0415 - imported when the command needs it
    from warehouse.report.figures import Scope  # noqa: PLC0415 - the same

    scope = Scope(publisher=publisher, since=since.date() if since else None)
    with _options.open_reader(read_settings(home=home)) as connection:
        report = read_report(
            connection, scope, now=dt.datetime.now(dt.UTC), server=_read_server(server), language=LANGUAGES[lang]
        )
    output.write_text(render_report(report), "utf-8")
    articles, size = report.figures["headline"].only()["article_count"], output.stat().st_size
    if as_json:
        terminal.say_json({"file": str(output), "article_count": articles, "size_bytes": size})
        return
    terminal.console().print(f"{output}: {articles:,} articles, {size:,} bytes")
