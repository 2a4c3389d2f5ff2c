"""In which form the rooms that decide run: as plain Python, or compiled by mypyc (`make compiled`)."""

import sysconfig
from collections.abc import Iterator
from pathlib import Path

FLOWS = Path(__file__).parents[1]
ROOMS = ("text", "reconcile", "parse")  # pure: no network, no files, no warehouse
GROUP = "flows.rooms"  # what the compiled modules share is the extension module flows.rooms__mypyc
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX") or ".so"
PLAIN = "plain Python"
COMPILED = "compiled"
STALE = "compiled before their sources changed"


def modules_of(flows: Path = FLOWS) -> list[Path]:
    """List the modules that are compiled; packages themselves stay as they are."""
    return sorted(path for room in ROOMS for path in (flows / room).rglob("*.py") if path.name != "__init__.py")


def _compiled_of(flows: Path) -> Iterator[Path]:
    for folder in (flows, *(flows / room for room in ROOMS)):
        yield from folder.rglob(f"*{SUFFIX}") if folder != flows else folder.glob(f"*__mypyc{SUFFIX}")


def remove_compiled(flows: Path) -> None:
    """Take away what was compiled, so that the sources are imported again."""
    for path in _compiled_of(flows):
        path.unlink()


def find_form(flows: Path = FLOWS) -> str:
    """Say which form is imported: PLAIN, COMPILED, or STALE where a source is newer than what was compiled of it."""
    modules = modules_of(flows)
    built = [path.with_suffix(SUFFIX) for path in modules]
    if not any(path.exists() for path in built):
        return PLAIN
    is_whole = all(
        path.exists() and path.stat().st_mtime >= module.stat().st_mtime
        for module, path in zip(modules, built, strict=True)
    )
    return COMPILED if is_whole else STALE
