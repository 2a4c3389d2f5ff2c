"""What `pip install` of the wheel gives in an empty folder: the whole product, without the checkout."""

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
import yaml
from loopback_server import start_server

ROOT = Path(__file__).resolve().parents[2]
BUILT_FROM = (
    "flows",
    "warehouse",
    "deployments",
    "seedbank.py",
    "setup.py",
    "MANIFEST.in",
    "pyproject.toml",
    "README.md",
    "LICENSE",
)
BLOCKS = yaml.safe_load((ROOT / "deployments" / "prefect.yaml").read_text("utf-8"))["deployments"]
MOST_BYTES = 3_000_000
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, so that the checkout stays as it is."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in [*BUILT_FROM, "tests/site"]:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, source / name)
    script = f"from setuptools import build_meta; build_meta.build_wheel({str(target)!r})"
    subprocess.run([sys.executable, "-c", script], cwd=source, check=True, capture_output=True)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own; what it depends on is that of this one. Gives its bin."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place, with_pip=False, symlinks=True)
    uv = Path(sys.executable).with_name("uv")
    command = [uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", place / "bin/python", wheel]
    subprocess.run(command, check=True, capture_output=True)
    (packages,) = place.glob("lib/python*/site-packages")
    # at the end of the path, and without the files there that would put the checkout on it
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return place / "bin"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


def run(installed: Path, folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a folder."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "SEEDBANK", "PYTHONPATH"))
    }
    command = [str(installed / "seedbank"), *arguments]
    return subprocess.run(command, cwd=folder, env=environment | variables, capture_output=True, text=True, check=False)


def test_the_wheel_is_small(wheel: Path):
    assert wheel.stat().st_size <= MOST_BYTES


def test_the_command_is_that_of_the_wheel(installed: Path, empty: Path):
    script = "import flows, warehouse; print(flows.__file__, warehouse.__file__)"
    told = subprocess.run([installed / "python", "-c", script], cwd=empty, capture_output=True, text=True, check=True)
    assert told.stdout.count(str(installed.parent)) == 2


def test_the_demo_runs_with_its_site(installed: Path, empty: Path):
    done = run(installed, empty, "demo", "--home", "there")
    assert done.returncode == 0, done.stderr
    assert "All 38 verdicts agree" in done.stdout
    assert "prepares Prefect's database, once" in done.stderr


def test_it_ingests_and_what_was_prepared_is_not_prepared_again(installed: Path, empty: Path):
    (empty / "seeds").mkdir()
    (empty / "seeds" / "one.jsonl").write_text(
        json.dumps({"url": "https://bao.example/1", "title": "Tin", "text": "Một câu."}) + "\n"
    )
    done = run(installed, empty, "ingest", "seeds", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert "prepares" not in done.stderr


def test_deploy_without_a_server_is_wrong_usage(installed: Path, empty: Path):
    done = run(installed, empty, "deploy")
    assert done.returncode == 2
    assert "PREFECT_API_URL names no server" in done.stderr


def test_deploy_to_a_server_that_does_not_answer_is_a_sentence(installed: Path, empty: Path):
    done = run(
        installed, empty, "deploy", PREFECT_API_URL="http://127.0.0.1:9/api", PREFECT_HOME=str(empty / "prefect")
    )
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["deployments: 7", "[", "a: b", "deployments: [{name: x}]"])
def test_a_file_that_says_no_deployments_is_wrong_usage(installed: Path, tmp_path: Path, text: str):
    (tmp_path / "other.yaml").write_text(text)
    named = ("deploy", "--prefect-file", "other.yaml")
    done = run(installed, tmp_path, *named, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert done.returncode == 2
    assert "is no prefect.yaml" in done.stderr


@pytest.mark.parametrize("command", ["serve", "deploy"])
def test_a_package_of_the_same_name_where_runs_would_start_is_refused(installed: Path, tmp_path: Path, command: str):
    (tmp_path / "flows").mkdir()
    done = run(installed, tmp_path, command, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert done.returncode == 2
    assert "has the name of a package of Seedbank's" in done.stderr


def test_a_package_of_the_same_name_on_the_path_is_a_sentence(installed: Path, tmp_path: Path):
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "__init__.py").touch()
    done = run(installed, tmp_path, "status", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "comes before Seedbank's own package" in done.stderr


def test_deploy_applies_the_deployments_to_a_pool_without_schedules(installed: Path, empty: Path, tmp_path: Path):
    with start_server(tmp_path / "server") as server:
        named = ("deploy", "--pool", "news", "--no-schedules", "--home", str(tmp_path / "home"))
        for told in ("made, one run at a time", "there already"):  # again, and nothing is doubled
            done = run(installed, empty, *named, PREFECT_API_URL=server.url, PREFECT_HOME=str(tmp_path / "server"))
            assert done.returncode == 0, done.stderr
            assert f"work pool news: {told}" in done.stdout
        found = server.ask("deployments/filter", {})
        pools = {pool["name"]: pool["concurrency_limit"] for pool in server.ask("work_pools/filter", {})}  # type: ignore[attr-defined]
    assert pools == {"news": 1, "news-prepare": None}
    assert len(found) == len(BLOCKS)  # type: ignore[arg-type]
    for deployment in found:  # type: ignore[attr-defined]
        assert deployment["work_pool_name"] in pools
        assert deployment["schedules"] == []
        assert deployment["parameters"]["home"] == str(tmp_path / "home")


def test_serve_takes_the_deployments_that_came_with_it(installed: Path, empty: Path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "SEEDBANK"))}
    command = [installed / "seedbank", "serve", "--home", "served"]
    with subprocess.Popen(command, cwd=empty, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.wait()
    assert line.startswith("Serving ingest/nightly, ")
    assert all(f"/{block['name']}" in line for block in BLOCKS)
