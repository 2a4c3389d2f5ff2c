"""`seedbank export`: take the corpus elsewhere."""

from dataclasses import asdict
from pathlib import Path

import click

from flows.commands import _options
from flows.settings import read_settings
from flows.show import terminal

FORMATS = ("parquet", "csv", "jsonl", "dataset", "atom", "dbt")
COUNTED = {"atom": "entries", "dbt": "tables"}


@click.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="File or folder to write.")
@_options.home_option
@_options.json_option
def command(*, form: str, output: Path, home: Path | None, as_json: bool) -> None:
    """Write the published articles to a file, or to a folder for parquet and dataset.

    atom writes the newest edits; dbt writes sources.yml, which tells dbt what each table and column is, with tests.
    """
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
