"""Programs of others that read archives, in the environment that `make test` sets up for them."""

import os
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / ".venv-pywb" / "bin"
are_there = pytest.mark.skipif(
    not (TOOLS / "wacz").exists(), reason="tools of archives are not set up: make .venv-pywb/.installed"
)


def run_tool(*command: object, folder: Path | None = None) -> str:
    """Run one of the tools to its good end, and give all that it said."""
    name, *arguments = map(str, command)
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}  # some warn of what they are made of
    done = subprocess.run(
        [str(TOOLS / name), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said
