"""Fixtures of the fault tests: the misbehaving server, and fetching from it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from fault_checking import Checking  # only known after the line above
from fault_fetching import Fetching  # the same
from fault_server import FaultServer  # the same


@pytest.fixture
def site() -> Iterator[FaultServer]:
    """Serve every misbehaviour for one test."""
    with FaultServer() as server:
        yield server


@pytest.fixture
def fetching(tmp_path: Path) -> Fetching:
    """Fetch into a home of its own."""
    return Fetching(home=tmp_path)


@pytest.fixture
def checking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checking:
    """Look at pages and load what they show into a home of its own."""
    return Checking(home=tmp_path / "home", monkeypatch=monkeypatch)
