"""Load the same batches into the file and into a lake: articles a second, and the ratio of the two.

    python tests/benchmarks/lake_load.py [SEEDS]        # the real seeds unless told otherwise

The lake has its catalog in a file and its Parquet files in a folder; both are loaded by the same code with the same
bounds on memory and threads, in turns, so that a busy machine slows both.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from warehouse.batch_folders import list_batches
from warehouse.connect import open_writer
from warehouse.lake import LakeLocation, open_lake
from warehouse.load import load_batches

ROOT = Path(__file__).resolve().parents[2]
REAL_SEEDS = ROOT.parent / "shared" / "data" / "seeds" / "vietnamplus-open.tar.xz"
BATCHES_IN_A_COMMIT = 6  # as in flows.run


def main() -> None:
    """Run the benchmark."""
    seeds = Path(sys.argv[1]) if len(sys.argv) > 1 else REAL_SEEDS
    if not seeds.exists():
        print(f"skipped: {seeds} is not there")
        return
    folder = Path(tempfile.mkdtemp(prefix="lake-load-"))
    try:
        seedbank = Path(sys.executable).with_name("seedbank")
        command = [seedbank, "ingest", seeds, "--home", folder / "made", "--json"]
        subprocess.run(command, check=False, capture_output=True)
        batches = list_batches(folder / "made" / "batches")
        seconds, articles = {"file": 0.0, "lake": 0.0}, 0
        with ExitStack() as stack:
            location = LakeLocation(catalog=str(folder / "lake" / "catalog.ducklake"), data=f"{folder / 'lake'}/files/")
            lake, _ = stack.enter_context(open_lake(location, folder / "lake", wait_seconds=0, tell=print))
            places = {"file": stack.enter_context(open_writer(folder / "file")), "lake": lake}
            for start in range(0, len(batches), BATCHES_IN_A_COMMIT):
                for name, connection in places.items():
                    began = time.monotonic()
                    counts = load_batches(connection, batches[start : start + BATCHES_IN_A_COMMIT])
                    seconds[name] += time.monotonic() - began
                articles += sum(one.seeds_loaded for one in counts)
        for name, taken in seconds.items():
            print(f"load into the {name:5} {articles:8,} articles {taken:8.1f} s {articles / taken:8,.0f} a second")
        print(f"lake against file            {seconds['file'] / seconds['lake']:8.2f}          goal >= 0.50")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
