"""`seedbank check`: does the warehouse keep its promises?"""

from pathlib import Path

import click

from flows import terminal

FAILED = 1


@click.command("check")
@terminal.home_option
@terminal.json_option
def command(*, home: Path | None, as_json: bool) -> int:
    """Run the quality checks on the warehouse and say what they found."""
    from warehouse.checks import run_checks  # noqa: PLC0415 - imported when a command needs it
    from warehouse.connect import open_writer  # noqa: PLC0415 - the same

    with open_writer(terminal.read_settings(home=home).home) as connection:
        results = run_checks(connection)
    broken = [result for result in results if result.offending_count and result.severity == "error"]
    if as_json:
        terminal.say_json({result.name: result.offending_count for result in results})
    else:
        rows = [(r.name, r.severity, r.offending_count, r.rule, r.example) for r in results]
        columns = ("check", "severity", "offending", "what must hold", "example")
        terminal.console().print(terminal.table("Checks", columns, rows))
    return FAILED if broken else 0
