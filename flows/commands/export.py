"""`seedbank export`: take the corpus elsewhere."""

import datetime as dt
from dataclasses import asdict
from pathlib import Path

import click

from flows.commands import _options
from flows.errors import UsageError
from flows.settings import read_settings
from flows.show import terminal

WACZ = "wacz"
FORMATS = ("parquet", "csv", "jsonl", "dataset", "atom", "dbt", WACZ)
COUNTED = {"atom": "entries", "dbt": "tables"}


@click.command("export")
@click.argument("articles", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="File or folder to write.")
@_options.home_option
@_options.json_option
def command(*, articles: tuple[str, ...], form: str, output: Path, home: Path | None, as_json: bool) -> None:
    """Write the published articles to a file, or to a folder for parquet and dataset.

    atom writes the newest edits; dbt writes sources.yml, which tells dbt what each table and column is, with tests;
    wacz packs the pages as they were fetched, of ARTICLES alone where some are named, for replay in a browser.
    """
    if form == WACZ:
        _pack_pages(articles, output, home, as_json=as_json)
        return
    if articles:
        raise UsageError(f"Only {WACZ} can be of some articles; {form} has all of them.")
    from warehouse.export.export import export  # noqa: PLC0415 - imported when the command needs it

    report = export(read_settings(home=home).home, form, output)
    if as_json:
        terminal.say_json(asdict(report))
        return
    rows = COUNTED.get(form, "articles")
    console = terminal.console()
    console.print(f"{report.target}: {report.row_count:,} {rows}, {report.size_bytes:,} bytes")
    if report.long_cell_count:
        console.print(f"{report.long_cell_count:,} texts are longer than a spreadsheet's cell; it would cut them off")


def _pack_pages(articles: tuple[str, ...], output: Path, home: Path | None, *, as_json: bool) -> None:
    from flows.evidence.wacz import pack_wacz  # noqa: PLC0415 - imported when the command needs it
    from flows.show.naming import find_article  # noqa: PLC0415 - the same

    settings = read_settings(home=home)
    with _options.open_reader(settings) as connection:
        chosen = [find_article(connection, name) for name in articles]
        packed = pack_wacz(connection, settings.home, chosen, output, now=dt.datetime.now(dt.UTC))
    if as_json:
        terminal.say_json(asdict(packed))
        return
    out = terminal.console()
    out.print(
        f"{packed.target}: {packed.capture_count:,} captures, {packed.page_count:,} pages, {packed.size_bytes:,} bytes"
    )
    for sentence in packed.missing:
        out.print(terminal.safe(sentence))
