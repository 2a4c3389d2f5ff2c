"""Run every benchmark of this folder, each in a process of its own: `make bench`, or `… tests/benchmarks NAME`."""

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
# Some of them share code with tests of other folders, by its name from the root of the repository.
ENVIRONMENT = os.environ | {"PYTHONPATH": str(FOLDER.parents[1])}


def main() -> int:
    """Run the named benchmarks, or all; 1 when one of them failed."""
    named = sys.argv[1:]
    failed = []
    for path in sorted(FOLDER.glob("[a-z]*.py")):
        if named and path.stem not in named:
            continue
        print(f"\n== {path.stem}", flush=True)
        if subprocess.run([sys.executable, str(path)], env=ENVIRONMENT, check=False).returncode:
            failed.append(path.stem)
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
