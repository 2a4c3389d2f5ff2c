"""Apply the deployments of a prefect.yaml to the Prefect server that PREFECT_API_URL names."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from flows.errors import EnvironmentBrokenError
from flows.runs.prefect_file import list_pools


def apply_deployments(text: str) -> list[str]:
    """Make the work pools that are not there yet and apply the deployments; return lines that say what was done.

    Raises EnvironmentBrokenError where the server does not answer or refuses.
    """
    done = asyncio.run(_make_pools(list_pools(text)))
    with tempfile.TemporaryDirectory(prefix="seedbank-deploy-") as folder:
        file = Path(folder) / "prefect.yaml"
        file.write_text(text, "utf-8")
        command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(file)]
        told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter, no shell
    if told.returncode:
        said = " ".join((told.stderr or told.stdout).split())
        raise EnvironmentBrokenError(f"Prefect did not take the deployments: {said[-500:]}")
    return done


async def _make_pools(limits: Mapping[str, int | None]) -> list[str]:
    from httpx import HTTPError  # noqa: PLC0415 - only this command needs them
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.client.schemas.actions import WorkPoolCreate  # noqa: PLC0415
    from prefect.exceptions import ObjectAlreadyExists  # noqa: PLC0415

    done = []
    try:
        async with get_client() as client:
            for name, limit in limits.items():
                at_a_time = "any number of runs" if limit is None else "one run"
                try:
                    await client.create_work_pool(WorkPoolCreate(name=name, type="process", concurrency_limit=limit))
                    done.append(f"work pool {name}: made, {at_a_time} at a time")
                except ObjectAlreadyExists:
                    done.append(
                        f"work pool {name}: there already, left as it is (it should allow {at_a_time} at a time)"
                    )
    except (HTTPError, RuntimeError) as error:
        raise EnvironmentBrokenError(
            f"The Prefect server at {os.environ['PREFECT_API_URL']} does not answer ({error or type(error).__name__}). "
            "Start it, and run this again."
        ) from error
    return done
