"""What tests of several parts share: the command as a user runs it, and the folder of real data."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from fault_checking import Checking
    from fault_fetching import Fetching
    from fault_server import FaultServer
    from loopback_cluster import Cluster
    from loopback_server import Server
    from show_corpus import Corpus

ROOT = Path(__file__).resolve().parents[1]
# Test folders are no packages; what several rooms share stands in these.
SUPPORT = (
    "", "addresses/moves", "deployments", "estimates", "evidence", "executors", "faults", "fetch", "lake", "parse",
    "reconcile", "show", "warehouse", "wordpress",
)  # fmt: skip
sys.path[:0] = [str(ROOT / "tests" / room) for room in SUPPORT]
from in_process import LENDERS, lend_sandbox, run_here  # noqa: E402 - from a folder that the line above names

REAL_DATA = ROOT.parent / "shared" / "data"
OWN_VARIABLES = ("SEEDBANK_", "PREFECT_")
FLOWS = ("ingest", "recheck", "reparse", "estimate")  # commands that report to Prefect
# Modules that share what takes seconds to make: a cluster, a corpus, a home.
TOGETHER = {
    "cluster": ("lake/", "executors/test_dask.py"),
    "corpus": ("show/", "evidence/", "layouts/test_layout_command.py"),
    "first seed": ("commands/test_first_seed.py", "commands/test_reading_commands.py", "commands/test_doctor.py"),
}
SHARED_REPORTING = "TESTS_REPORTING"  # the environment of commands, where parallel workers share a server

# A busy machine is no fault of the code: how long one example takes fails no test. The examples are the same
# everywhere; `make fuzz` draws new ones.
hypothesis.settings.register_profile("any machine", deadline=None, derandomize=True)
hypothesis.settings.load_profile("any machine")

Command = Callable[..., subprocess.CompletedProcess[str]]


def _start_reporting(folder: Path) -> dict[str, str]:
    """Start a Prefect server that lives as long as this process; gives the environment of its clients."""
    from flows.runs.prefect_server import start_prefect_api

    environment = {name: value for name, value in os.environ.items() if not name.startswith(OWN_VARIABLES)}
    start_prefect_api(folder, environment)
    return environment


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make check` leave out the tests that are given more time than others."""
    parser.addoption("--quick", action="store_true", help="leave out tests with a time limit of their own")


def pytest_configure(config: pytest.Config) -> None:
    """Start the one Prefect server of a parallel run, before its workers, which inherit its name."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        return
    folder = Path(tempfile.mkdtemp(prefix="seedbank-prefect-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # run after the server's own, which is registered later
    os.environ[SHARED_REPORTING] = json.dumps(_start_reporting(folder))


def _group_of(nodeid: str) -> str:
    """Name what is kept on one worker: a module, or the modules that share a costly fixture of the session."""
    path = nodeid.partition("::")[0].removeprefix("tests/")
    return next((group for group, places in TOGETHER.items() if path.startswith(places)), path)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Give each worker whole groups, so that what a module makes once is made once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group_of(nodeid)

    return ByGroup(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the groups whose tests are given more time than others, so that none is the tail."""
    if config.getoption("quick"):
        items[:] = [item for item in items if item.get_closest_marker("timeout") is None]
    usual = float(config.getini("timeout"))
    longest: dict[str, float] = {}
    for item in items:
        marker = item.get_closest_marker("timeout")
        group = _group_of(item.nodeid)
        longest[group] = max(longest.get(group, usual), marker.args[0] if marker else usual)
    items.sort(key=lambda item: -longest[_group_of(item.nodeid)])


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


@pytest.fixture(scope="session")
def reporting(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the environment of commands that report to one Prefect server, not each to one of its own.

    A server of its own costs a run 3 s of CPU. It lives as long as the tests, with its state in a folder of its own.
    """
    if shared := os.environ.get(SHARED_REPORTING):
        return dict(json.loads(shared))
    return _start_reporting(tmp_path_factory.mktemp("prefect"))


@pytest.fixture(scope="session", autouse=True)
def _warm_children() -> Iterator[None]:
    """Let runs inside the tests' process use children that stay."""
    with pytest.MonkeyPatch.context() as patch:
        for module in LENDERS:
            patch.setattr(f"{module}.Sandbox", lend_sandbox)
        yield


@pytest.fixture(scope="session")
def command(request: pytest.FixtureRequest) -> Command:
    """Run a command line in this process, with a clean environment."""

    def run(
        *arguments: str | Path, environment: Mapping[str, str] | None = None, folder: Path = ROOT
    ) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(OWN_VARIABLES)}
        if arguments[0] in FLOWS:
            clean = request.getfixturevalue("reporting")
        return run_here(*arguments, environment={**clean, "NO_COLOR": "1", **(environment or {})}, folder=folder)

    return run


@pytest.fixture
def seedbank(home: Path, command: Command) -> Command:
    """Run a command line on the home of this test."""

    def run(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return command(*arguments, "--home", home, environment=environment)

    return run


@pytest.fixture
def site() -> Iterator["FaultServer"]:
    """Serve every misbehaviour for one test."""
    from fault_server import FaultServer

    with FaultServer() as server:
        yield server


@pytest.fixture
def fetching(tmp_path: Path) -> "Fetching":
    """Fetch into a home of its own."""
    from fault_fetching import Fetching

    return Fetching(home=tmp_path)


@pytest.fixture
def checking(tmp_path: Path) -> "Checking":
    """Check pages and load what they show into a home of its own."""
    from fault_checking import Checking

    return Checking(home=tmp_path / "home")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> "Corpus":
    """Fetch, read, reconcile and publish the small corpus once; tests only read it."""
    from show_corpus import make_corpus

    return make_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Cluster"]:
    """Give a Dask scheduler and two workers on loopback."""
    from loopback_cluster import start_cluster

    with start_cluster(tmp_path_factory.mktemp("dask")) as started:
        yield started


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Server"]:
    """Give a Prefect server on loopback."""
    from loopback_server import start_server

    with start_server(tmp_path_factory.mktemp("prefect")) as started:
        yield started
