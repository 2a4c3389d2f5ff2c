"""Name the tests of the rooms that differ from the last commit, for `make check`.

A module of `flows/fetch/` is tested in `tests/fetch/`, one of `warehouse/load/` in `tests/warehouse/load/`, one at the
top in the test module of its name; a changed test is run itself.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ALWAYS = ("tests/test_versions.py",)


def changed_paths() -> list[Path]:
    """List what differs from HEAD, files that git does not know yet included."""
    commands = (["git", "diff", "--name-only", "HEAD"], ["git", "ls-files", "--others", "--exclude-standard"])
    listed = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for command in commands]
    return [Path(line) for done in listed for line in done.stdout.splitlines()]


def tests_of(path: Path) -> Iterator[str]:
    """Give where the tests of one file may stand."""
    top, *rooms = path.parts[:-1] or ("",)
    if top == "tests" and path.name.startswith("test_"):
        yield str(path)
    elif top == "tests" and rooms:
        yield str(path.parent)
    elif top in ("flows", "warehouse"):
        mirror = Path("tests", *((top,) if top == "warehouse" else ()), *rooms[:1])
        yield str(mirror if rooms else mirror / f"test_{path.stem}.py")


def main() -> None:
    """Print the paths of tests, one a line."""
    wanted = {*ALWAYS, *(test for path in changed_paths() for test in tests_of(path))}
    print("\n".join(sorted(test for test in wanted if (ROOT / test).exists())))  # noqa: T201 - read by make


if __name__ == "__main__":
    main()
