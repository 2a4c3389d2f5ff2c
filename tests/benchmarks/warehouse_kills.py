"""Kill loads and publishes at random points, compare with an undisturbed run. Usage: warehouse_kills.py [KILLS].

The work, the kills and the comparison are those of tests/warehouse/load/test_kills.py, which runs a few of them.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

TEST = Path(__file__).resolve().parents[1] / "warehouse" / "test_kills.py"


def main() -> int:
    kills = sys.argv[1] if len(sys.argv) > 1 else "40"
    began = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", str(TEST)]
    ended = subprocess.run(command, env=os.environ | {"SEEDBANK_TEST_KILLS": kills}, check=False)
    said = "equal an undisturbed run" if ended.returncode == 0 else "FAILED"
    print(f"{kills} kills at random points of load and publish: {said}, {time.perf_counter() - began:.0f} s")
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
