"""Digests of the code behind each version: all that decides a result, found by following imports.

`python tests/version_digests.py` writes the digests of today into fixtures/versions.json. Raise the version itself
first where a result can differ.
"""

import ast
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from flows.addresses.moves import MOVES_VERSION
from flows.existence.verdict import RULES_VERSION as EXISTENCE_VERSION
from flows.layouts.learn import LEARNER_VERSION
from flows.parse.version import PARSER_VERSION
from flows.reconcile.reconcile import RULES_VERSION

ROOT = Path(__file__).resolve().parents[1]
KNOWN = ROOT / "tests" / "fixtures" / "versions.json"
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
VERSIONS = {
    "flows.parse.version.PARSER_VERSION": (PARSER_VERSION, ("flows.parse.page",)),
    "flows.reconcile.reconcile.RULES_VERSION": (RULES_VERSION, ("flows.reconcile.reconcile",)),
    "flows.existence.verdict.RULES_VERSION": (
        EXISTENCE_VERSION,
        ("flows.existence.outcome", "flows.existence.verdict", "flows.existence.selection"),
    ),
    "flows.addresses.moves.learn.MOVES_VERSION": (
        MOVES_VERSION,
        ("flows.addresses.moves.learn", "flows.addresses.moves.use"),
    ),
    "flows.layouts.learn.LEARNER_VERSION": (LEARNER_VERSION, ("flows.layouts.learn",)),
}
NAMES = {name.rpartition(".")[2] for name in VERSIONS}
# Each module of this room is imported by name at run time.
FOUND_BY_NAME = "flows.publishers"


def _path_of(module: str) -> Path | None:
    path = ROOT / module.replace(".", "/")
    return next((found for found in (path.with_suffix(".py"), path / "__init__.py") if found.exists()), None)


def _imports_of(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def closure_of(roots: tuple[str, ...]) -> dict[str, ast.Module]:
    """Map each of our modules that these import, and they themselves, to its code."""
    waiting, found = [*roots], {}
    while waiting:
        module = waiting.pop()
        path = _path_of(module)
        if module in found or not module.startswith("flows.") or path is None:
            continue
        found[module] = ast.parse(path.read_text("utf-8"))
        waiting += [*_imports_of(found[module]), *_folders_of(module)]
        if module == FOUND_BY_NAME:
            waiting += [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in path.parent.glob("*.py")]
    return found


def _folders_of(module: str) -> Iterator[str]:
    """Name the packages that a module lies in: their `__init__` runs with it."""
    parts = module.split(".")
    yield from (".".join(parts[:size]) for size in range(2, len(parts)))


def digest_of(roots: tuple[str, ...]) -> str:
    """Hash a closure without comments, docstrings and the version numbers themselves."""
    digest = hashlib.sha256()
    for module, tree in sorted(closure_of(roots).items()):
        for node in ast.walk(tree):
            if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
                node.body.pop(0)
        tree.body = [node for node in tree.body if not _is_version(node)]
        digest.update(f"{module}:{ast.dump(tree)}".encode())
    return digest.hexdigest()[:16]


def _is_version(node: ast.stmt) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return any(isinstance(item, ast.Name) and item.id in NAMES for item in targets)


def versions_of_today() -> dict[str, dict[str, str]]:
    """Give each version with the digest of what decides under it."""
    return {name: {"version": version, "digest": digest_of(roots)} for name, (version, roots) in VERSIONS.items()}


if __name__ == "__main__":
    KNOWN.write_text(json.dumps(versions_of_today(), indent=1) + "\n", "utf-8")
