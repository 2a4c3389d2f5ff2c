"""`seedbank deploy`: the deployments on a Prefect server."""

import os
from pathlib import Path

import click

from flows.commands import _options
from flows.errors import UsageError
from flows.runs.prefect_file import adapt, find_prefect_file, list_pools, refuse_namesake
from flows.show import terminal


@click.command("deploy")
@click.option("--pool", help="Another work pool for the runs than the file names; made where there is none.")
@click.option(
    "--schedules/--no-schedules", "has_schedules", default=True, show_default=True, help="With their schedules or not."
)
@click.option("--prefect-file", type=click.Path(path_type=Path), help="Another file than the one that came with this.")
@_options.home_option
@_options.json_option
def command(
    *, pool: str | None, has_schedules: bool, prefect_file: Path | None, home: Path | None, as_json: bool
) -> None:
    """Apply the deployments to the Prefect server in PREFECT_API_URL.

    Run it in the folder that the runs are to start in: relative paths, such as seeds, begin there. A home that is
    named here is the home of all runs; otherwise each worker's SEEDBANK_HOME is.
    """
    address = os.environ.get("PREFECT_API_URL")
    if not address:
        raise UsageError(
            "PREFECT_API_URL names no server; set it first, such as export PREFECT_API_URL=http://127.0.0.1:4200/api"
        )
    refuse_namesake(Path.cwd())
    text = adapt(find_prefect_file(prefect_file), pool=pool, has_schedules=has_schedules, home=home)
    console = terminal.console()
    if not as_json:
        console.print(f"Applying the deployments to {address}, which takes some seconds …", style="dim")
    from flows.runs.prefect_deploy import apply_deployments  # noqa: PLC0415 - imports prefect

    done, pools = apply_deployments(text), list(list_pools(text))
    if as_json:
        terminal.say_json({"server": address, "pools": pools, "has_schedules": has_schedules, "done": done})
        return
    for line in done:
        console.print(line)
    console.print(f"The deployments are applied{'' if has_schedules else ', without schedules'}. Start a worker with:")
    console.print(f"  prefect worker start --pool {pools[0]} --limit 1 --no-create-pool-if-not-found", style="cyan")
