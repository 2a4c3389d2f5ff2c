"""The command `seedbank`, and `python -m seedbank`.

It is installed as the packages `flows` and `warehouse`, names that a project may have too. Where such a one comes
first on Python's path, this says so, instead of failing somewhere inside of it.
"""

import importlib.util
import sys
from pathlib import Path
from typing import NoReturn

PACKAGES = ("flows", "warehouse")


def find_namesake() -> Path | None:
    """Find a package that Python would import in place of one of ours; None where there is none."""
    ours = Path(__file__).resolve().parent
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        places = [*(spec.submodule_search_locations or []), *filter(None, [spec.origin])] if spec else []
        if places and not Path(places[0]).resolve().is_relative_to(ours / name):
            return Path(places[0])
    return None


def main() -> NoReturn:
    """Run the command line of this process."""
    namesake = find_namesake()
    if namesake is not None:
        sys.stderr.write(
            f"seedbank: {namesake} comes before Seedbank's own package of that name on Python's path. Leave its folder "
            "out of PYTHONPATH, and start Seedbank elsewhere.\n"
        )
        sys.exit(1)
    from flows.cli import main as run  # noqa: PLC0415 - only where it is ours

    run()


if __name__ == "__main__":
    main()
