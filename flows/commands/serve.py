"""`seedbank serve`: the deployments on their schedules, from one process."""

import asyncio
import contextlib
import os
from pathlib import Path

import click

from flows.commands import _options
from flows.runs.prefect_file import find_prefect_file, refuse_namesake
from flows.runs.prefect_server import start_prefect_api
from flows.settings import read_settings


@click.command("serve")
@click.option(
    "--prefect-file",
    type=click.Path(path_type=Path),
    help="Deployments and schedules.  [default: deployments/prefect.yaml, else the one that came with this]",
)
@_options.home_option
def command(*, prefect_file: Path | None, home: Path | None) -> None:
    """Run the deployments on their schedules until Ctrl-C, one run at a time; no Prefect server is needed."""
    settings = read_settings(home=home)
    refuse_namesake(Path.cwd())
    file = find_prefect_file(prefect_file)
    os.environ["SEEDBANK_HOME"] = str(settings.home)  # each run is a process of its own and reads it there
    start_prefect_api(settings.home, os.environ, has_schedules=True)
    from flows.runs.prefect_deployments import read_deployments, serve  # noqa: PLC0415 - imports prefect, which must find its API named

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(read_deployments(file)))
