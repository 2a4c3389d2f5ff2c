"""Every library is pinned to a version and to the hashes of its files, and what is installed is what is pinned."""

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = (ROOT / "constraints.txt").read_text("utf-8")
NOT_PINNED = {"seedbank", "pip"}  # ourselves, and what Python brings to make an environment


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins() -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", CONSTRAINTS, re.MULTILINE)
    return {_canonical(name): version for name, version in found}


def test_every_pin_has_hashes():
    entries = re.split(r"\n(?=\S)", CONSTRAINTS.strip())
    assert len(entries) == len(_pins()) > 100
    assert [entry.splitlines()[0] for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []


def test_what_is_installed_is_what_is_pinned():
    pins = _pins()
    installed = {_canonical(found.metadata["Name"]): found.version for found in distributions()}
    others = {
        name: version for name, version in installed.items() if name not in NOT_PINNED and pins.get(name) != version
    }
    assert others == {}


def test_every_direct_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {_canonical(re.split(r"[\[<>=!~; ]", one, maxsplit=1)[0]) for one in asked}
    assert names - {"seedbank"} <= set(_pins())


def test_no_file_of_the_set_up_names_a_package_index():
    for name in ("constraints.txt", "pyproject.toml", "Makefile"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"--(?:extra-)?index-url|--find-links|https?://", text.replace("--no-emit-index-url", ""))
