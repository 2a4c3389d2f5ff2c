"""What tests of several parts share: the command as a user runs it, and the folder of real data."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
REAL_DATA = ROOT.parent / "shared" / "data"
OWN_VARIABLES = ("SEEDBANK_", "PREFECT_")

Seedbank = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def real_data() -> Path:
    """Give the folder of real seeds and pages; skip where it is not beside the checkout."""
    if not REAL_DATA.exists():
        pytest.skip("the real data (../shared/data) is not beside this checkout")
    return REAL_DATA


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home folder that is not there yet."""
    return tmp_path / "home"


@pytest.fixture
def seedbank(home: Path) -> Seedbank:
    """Run the command in a process of its own, as a user would, with a clean environment."""

    def run(
        *arguments: str | Path, environment: Mapping[str, str] | None = None, timeout: float = 100
    ) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(OWN_VARIABLES)}
        return subprocess.run(
            [Path(sys.executable).with_name("seedbank"), *map(str, arguments), "--home", str(home)],
            env={**clean, "NO_COLOR": "1", **(environment or {})},
            capture_output=True,
            text=True,
            timeout=timeout,
            cwd=ROOT,
            check=False,
        )

    return run
