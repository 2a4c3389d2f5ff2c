"""The source itself: no shell, no pickle or code from disk, no unpacking of archives to a folder."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for part in ("flows", "warehouse", "deployments") for path in (ROOT / part).rglob("*.py"))
BANNED_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
BANNED_CALLS = {"eval", "exec", "system", "popen", "extractall", "getoutput", "create_subprocess_shell", "unsafe_load"}


def _found(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & BANNED_MODULES
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} & BANNED_MODULES
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found |= {name} & BANNED_CALLS
            found |= {"shell=True" for keyword in node.keywords if keyword.arg == "shell"}
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_starts_no_shell_and_runs_nothing_from_disk(path: Path):
    assert _found(ast.parse(path.read_text("utf-8"))) == set()


@pytest.mark.parametrize(
    "code", ["import pickle", "from marshal import loads", "eval(x)", "os.system(x)", "run(x, shell=True)"]
)
def test_what_is_banned_would_be_found(code: str):
    assert _found(ast.parse(code))


ADDRESS_READERS = {
    "flows/addresses/links.py",  # the one place where the addresses of strangers are taken apart and joined
    "flows/fetch/options.py",  # the user's own proxy
    "flows/settings.py",  # the same
    "flows/commands/doctor.py",  # the user's own server
    "warehouse/database/lake.py",  # the user's own store
}
DATE_READERS = {"flows/text/http_dates.py"}


@pytest.mark.parametrize(
    ("names", "readers"),
    [
        ({"urlsplit", "urljoin", "urlparse"}, ADDRESS_READERS),
        ({"parsedate_to_datetime", "parsedate", "parsedate_tz"}, DATE_READERS),
    ],
)
def test_addresses_and_http_dates_of_strangers_are_read_in_one_place(names: set[str], readers: set[str]):
    found = {str(path.relative_to(ROOT)) for path in SOURCES if names & _used_names(path)}
    assert found == readers


def _used_names(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    return imported | {node.attr for node in nodes if isinstance(node, ast.Attribute)}
