"""Run the deployments of a prefect.yaml on their schedules from this one process.

Where PREFECT_API_URL names a server, its page shows and starts the runs; otherwise a server of our own lives on
loopback as long as this process, with its state in the home folder. One run at a time; Ctrl-C ends it.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import yaml

from flows.runs.prefect_server import collect_as_usual

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.deployments.runner import RunnerDeployment


def read_deployments(path: Path) -> "list[RunnerDeployment]":
    """Read the blocks of a prefect.yaml as deployments that this process can serve; pools play no part.

    Called outside of an event loop.
    """
    from prefect.flows import load_flow_from_entrypoint  # noqa: PLC0415 - prefect must find its API named
    from prefect.schedules import Cron  # noqa: PLC0415 - the same

    served = []
    for block in yaml.safe_load(path.read_text("utf-8"))["deployments"]:
        flow: Flow[..., object] = load_flow_from_entrypoint(block["entrypoint"])
        made = flow.to_deployment(
            name=block["name"],
            description=block["description"],
            tags=block["tags"],
            parameters=block["parameters"],
            schedules=[
                Cron(entry["cron"], timezone=entry["timezone"], slug=entry["slug"])
                for entry in block.get("schedules", [])
            ],
            concurrency_limit=block["concurrency_limit"]["limit"] if "concurrency_limit" in block else None,
        )
        served.append(cast("RunnerDeployment", made))  # a coroutine only inside an event loop
    return served


async def serve(deployments: "list[RunnerDeployment]") -> None:
    """Register the deployments, say where, and run what is due, one run at a time, until the process is ended.

    Schedules are not paused at the end: a run that fell due in the meantime is made up for at the next start.
    """
    from prefect.runner import Runner  # noqa: PLC0415 - prefect must find its API named

    collect_as_usual()
    runner = Runner(limit=1, pause_on_shutdown=False)
    for deployment in deployments:
        await runner.aadd_deployment(deployment)
    names = ", ".join(f"{deployment.flow_name}/{deployment.name}" for deployment in deployments)
    sys.stdout.write(f"Serving {names} with the Prefect API at {os.environ['PREFECT_API_URL']}. Ctrl-C ends it.\n")
    sys.stdout.flush()
    await runner.start()
