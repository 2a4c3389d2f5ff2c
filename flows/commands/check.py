"""`seedbank check`: does the warehouse keep its promises?"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands import _options
from flows.errors import UsageError
from flows.settings import Settings, read_settings
from flows.show import terminal

if TYPE_CHECKING:
    from warehouse.checks.run import CheckResult

FAILED = 1


@click.command("check")
@click.option("--full", is_flag=True, help="Also make the warehouse again beside the old one, and compare.")
@_options.home_option
@_options.json_option
def command(*, full: bool, home: Path | None, as_json: bool) -> int:
    """Run the quality checks on the warehouse and say what they found."""
    settings = read_settings(home=home)
    return _check_full(settings, as_json=as_json) if full else _check(settings, as_json=as_json)


def _check(settings: Settings, *, as_json: bool) -> int:
    from warehouse.checks.run import run_checks  # noqa: PLC0415 - imported when a command needs it
    from warehouse.marts.build import ensure_marts  # noqa: PLC0415 - the same

    with _options.open_warehouse(settings) as connection:
        ensure_marts(connection)
        results = run_checks(connection)
    if as_json:
        terminal.say_json({result.name: result.offending_count for result in results})
    else:
        _show(results)
    return FAILED if any(result.is_failed for result in results) else 0


def _check_full(settings: Settings, *, as_json: bool) -> int:
    from warehouse.upkeep.full_check import check_full  # noqa: PLC0415 - imported when a command needs it

    if settings.warehouse:
        raise UsageError("check --full compares a file with its batches; a lake is checked without --full.")
    report = check_full(settings.home)
    if as_json:
        terminal.say_json({**asdict(report), "is_sound": report.is_sound})
        return 0 if report.is_sound else FAILED
    _show(report.checks)
    out = terminal.console()
    out.print(f"\n{report.batch_count:,} batches made into a second warehouse, which is compared with this one")
    for found, sentence in (
        (report.differing, "tables that a rebuild would give otherwise"),
        (report.lost_batches, "batches that are loaded, but whose files are gone: a rebuild would miss them"),
        (report.waiting_batches, "batches that are not loaded yet: the next ingest loads them"),
    ):
        out.print(f"{len(found):,} {sentence}" + (f": {', '.join(found)}" if found else ""))
    return 0 if report.is_sound else FAILED


def _show(results: "Sequence[CheckResult]") -> None:
    rows = [(r.name, r.severity, r.offending_count, r.rule, r.example) for r in results]
    columns = ("check", "severity", "offending", "what must hold", "example")
    terminal.console().print(terminal.table("Checks", columns, rows))
