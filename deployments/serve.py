#!/usr/bin/env python3
"""Run the deployments of prefect.yaml on their schedules from this one process.

    .venv/bin/python deployments/serve.py

Where PREFECT_API_URL names a server, its page shows and starts the runs; otherwise a server of our own lives on
loopback as long as this process, with its state in the home folder. One run at a time; Ctrl-C ends it.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from flows.prefect_api import start_prefect_api
from flows.settings import load_settings

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

PREFECT_FILE = Path(__file__).resolve().parent / "prefect.yaml"


def read_deployments(path: Path) -> "list[RunnerDeployment]":
    """Read the blocks of a prefect.yaml as deployments that this process can serve; pools play no part."""
    from prefect.flows import load_flow_from_entrypoint  # noqa: PLC0415 - prefect must find its API named
    from prefect.schedules import Cron  # noqa: PLC0415 - the same

    served = []
    for block in yaml.safe_load(path.read_text("utf-8"))["deployments"]:
        flow = load_flow_from_entrypoint(block["entrypoint"])
        served.append(
            flow.to_deployment(
                name=block["name"],
                description=block["description"],
                tags=block["tags"],
                parameters=block["parameters"],
                schedules=[
                    Cron(entry["cron"], timezone=entry["timezone"], slug=entry["slug"])
                    for entry in block.get("schedules", [])
                ],
                concurrency_limit=block["concurrency_limit"]["limit"],
            )
        )
    return served


def main() -> None:
    """Serve until interrupted."""
    start_prefect_api(load_settings(os.environ, folder=Path.cwd()).home, os.environ)
    from prefect import serve  # noqa: PLC0415 - prefect must find its API named

    deployments = read_deployments(PREFECT_FILE)
    names = ", ".join(deployment.name for deployment in deployments)
    sys.stdout.write(f"Serving {names}. Ctrl-C ends it.\n")
    sys.stdout.flush()
    serve(*deployments, limit=1, print_starting_message=False)


if __name__ == "__main__":
    main()
