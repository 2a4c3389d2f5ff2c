#!/usr/bin/env python3
"""Compile the rooms that decide (text, reconcile, parse) with mypyc, beside their sources: `make compiled`.

    python deployments/compile_rooms.py [ROOT]     # this checkout unless told otherwise

For large corpora; everything works without it, with the same results. Needs a C compiler and Python's headers, and
takes some minutes. What was compiled is what Python then imports, whatever the source says since: do it again after a
change, or take it away (`--remove`, or `make clean`). `seedbank doctor` says which form is in use.
"""

import os
import sys
from pathlib import Path

from mypyc.build import mypycify  # the pinned mypy brings it
from setuptools import Distribution

from flows.runs.compiled_rooms import GROUP, modules_of, remove_compiled


def compile_rooms(root: Path) -> None:
    """Build the extension modules in place. Raises what setuptools raises where there is no C compiler."""
    os.chdir(root)  # mypy reads its settings there, and names modules from there
    modules = [str(path.relative_to(root)) for path in modules_of(root / "flows")]
    extensions = mypycify(["--config-file=pyproject.toml", *modules], opt_level="3", group_name=GROUP)
    built = Distribution({"name": "seedbank-compiled", "packages": [], "ext_modules": extensions})
    command = built.get_command_obj("build_ext")
    command.inplace, command.force, command.parallel = True, True, os.cpu_count()
    built.run_command("build_ext")


if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name != "--remove"]
    folder = Path(names[0] if names else Path(__file__).parents[1]).resolve()
    remove_compiled(folder / "flows")
    if "--remove" not in sys.argv:
        compile_rooms(folder)
