"""One warehouse of the first seed, for the tests that only read."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run_seedbank(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in the root of the checkout."""
    command = [Path(sys.executable).with_name("seedbank"), *map(str, arguments), "--home", str(home)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def first_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ingest the folder `seeds` once. Gives the home."""
    home = tmp_path_factory.mktemp("first") / "home"
    done = run_seedbank("ingest", "seeds", home=home)
    assert done.returncode == 0, done.stderr
    assert "1 read = 1 loaded + 0 duplicates + 0 rejected" in done.stdout
    assert done.stderr == ""
    return home


@pytest.fixture
def ask(first_seed: Path):
    """Run a command on the warehouse of the first seed."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return run_seedbank(*arguments, home=first_seed)

    return run
