"""Fixtures of the fault tests: the misbehaving server, and fetching from it."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


def _load(name: str, file: str) -> None:
    """Make a module of this folder importable: test folders are no packages."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(file))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


_load("fault_server", "server.py")
_load("fault_fetching", "fetching.py")
_load("fault_checking", "checking.py")
_load("fault_tls", "tls_server.py")
from fault_checking import Checking  # noqa: E402 # only known after the lines above
from fault_fetching import Fetching  # noqa: E402 # the same
from fault_server import FaultServer  # noqa: E402 # the same


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
