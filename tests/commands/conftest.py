"""One warehouse of the first seed, for the tests that only read."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def first_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ingest the folder `seeds` once, as a user does: a process that brings its own server. Gives the home."""
    home = tmp_path_factory.mktemp("first") / "home"
    program = Path(sys.executable).with_name("seedbank")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SEEDBANK_", "PREFECT_"))}
    done = subprocess.run(
        [program, "ingest", "seeds", "--home", home], cwd=ROOT, env=kept, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "1 read = 1 loaded + 0 duplicates + 0 rejected" in done.stdout
    assert done.stderr == ""
    return home


@pytest.fixture
def ask(first_seed: Path, command: Command) -> Command:
    """Run a command on the warehouse of the first seed."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return command(*arguments, "--home", first_seed)

    return run
