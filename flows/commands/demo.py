"""`seedbank demo`: the whole line against a site that is served for it."""

import os
from collections.abc import Mapping
from pathlib import Path

import click

from flows.commands import _options
from flows.records import Refetch
from flows.runs.prefect_server import run_flow, start_prefect_api
from flows.settings import read_settings
from flows.show import terminal

DEMO_HOME = "demo"  # below the home folder, so that the demo never mixes with a person's own articles


@click.command("demo")
@_options.home_option
def command(*, home: Path | None) -> None:
    """Serve the demo site on loopback, ingest its seeds twice with refetching, and say what changed.

    Needs no network. Everything it writes is below HOME/demo.
    """
    folder = read_settings(home=home).home / DEMO_HOME
    start_prefect_api(folder, os.environ)
    from flows.demo.run import run_demo  # noqa: PLC0415 - imported when the command needs it
    from flows.ingest import ingest  # noqa: PLC0415 - imports prefect, which must find its API named

    async def ingest_demo(seeds: Path, environment: Mapping[str, str]) -> None:
        os.environ.update(environment)
        await ingest(seeds=[str(seeds)], refetch=Refetch.ALL, home=str(folder))

    run_flow(run_demo(home=folder, console=terminal.console(), ingest=ingest_demo))
