"""Load the same batches into the file and into lakes: articles a second, and the ratios to the file.

    python tests/benchmarks/lake_load.py [SEEDS]        # the real seeds unless told otherwise

One lake has its catalog in a file, the other in a PostgreSQL on this machine, where that is installed; both have their
Parquet files in a folder. All are loaded by the same code with the same bounds on memory and threads, in turns, so
that a busy machine slows all.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import duckdb

from warehouse.database.connect import open_writer
from warehouse.database.lake import LakeLocation, open_lake
from warehouse.load.batch_folders import list_batches
from warehouse.load.load import load_batches

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "lake"))
from loopback_postgres import PROGRAMS, make_database, start_postgres  # noqa: E402 - found there

REAL_SEEDS = ROOT.parent / "shared" / "data" / "seeds" / "vietnamplus-open.tar.xz"
BATCHES_IN_A_COMMIT = 6  # as in flows.runs.run


def load_in_turns(
    places: dict[str, duckdb.DuckDBPyConnection], batches: Sequence[Path]
) -> tuple[dict[str, float], int]:
    """Load a commit into each place after the other; gives the seconds of each, and the articles."""
    seconds, articles = dict.fromkeys(places, 0.0), 0
    for start in range(0, len(batches), BATCHES_IN_A_COMMIT):
        for name, connection in places.items():
            began = time.monotonic()
            counts = load_batches(connection, batches[start : start + BATCHES_IN_A_COMMIT])
            seconds[name] += time.monotonic() - began
        articles += sum(one.seeds_loaded for one in counts)
    return seconds, articles


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
        with ExitStack() as stack:
            catalogs = {"lake": str(folder / "lake" / "catalog.ducklake")}
            if PROGRAMS:
                catalogs["PostgreSQL lake"] = f"postgres:{make_database(stack.enter_context(start_postgres()), 'lake')}"
            places = {"file": stack.enter_context(open_writer(folder / "file"))}
            for name, catalog in catalogs.items():
                location = LakeLocation(catalog=catalog, data=f"{folder / name}/files/")
                lake = open_lake(location, folder / name, wait_seconds=0, tell=print)
                places[name], _ = stack.enter_context(lake)
            seconds, articles = load_in_turns(places, batches)
        for name, taken in seconds.items():
            share = f"{seconds['file'] / taken:5.2f} of the file's rate, goal >= 0.50" if name != "file" else ""
            print(
                f"{name:16} {articles:8,} articles {taken:8.1f} s {articles / taken:8,.0f} a second  {share}".rstrip()
            )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
