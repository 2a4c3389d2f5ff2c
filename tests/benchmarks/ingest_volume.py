"""The main job on 27,612 real seeds: articles a second, a second run, memory, and where the time goes.

    python tests/benchmarks/ingest_volume.py [SEEDS]

Times are of the whole command, from the start of the process to the published snapshot. The start-up is the
same command on one seed, so `after start-up` is what the articles themselves cost. Machines are noisy: the
ratios between rows of one run are what holds.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REAL_SEEDS = ROOT.parent / "shared" / "data" / "seeds" / "vietnamplus-open.tar.xz"
ONE_SEED = ROOT / "seeds" / "000_cae9e78c2830405e.txt"
STAGE_SEEDS = 5_000  # seeds that the stages are timed on, one after the other, in this process
SECONDS_BETWEEN_LOOKS = 0.25


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command."""

    seconds: float
    peak_mb: float  # proportional set size of the whole process tree; 0 where it was not watched
    totals: dict[str, int]


def tree(pid: int) -> Iterator[int]:
    """Name a process and everything below it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(folder.name))
    left = [pid]
    while left:
        one = left.pop()
        yield one
        left += parents.get(one, [])


def proportional_kb(pid: int) -> int:
    """Read the memory of a process, shared pages divided among those that share them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def ingest(home: Path, *arguments: str, watch: bool = False) -> Run:
    """Run `seedbank ingest` and read its summary."""
    command = [Path(sys.executable).with_name("seedbank"), "ingest", *arguments, "--home", str(home), "--json"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SEEDBANK_")}
    started, peak = time.monotonic(), 0
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        reader = ReadAll(process)
        while watch and process.poll() is None:
            peak = max(peak, sum(map(proportional_kb, tree(process.pid))))
            time.sleep(SECONDS_BETWEEN_LOOKS)
        output = reader.text()
    seconds = time.monotonic() - started
    if process.returncode not in (0, 3):
        raise SystemExit(f"the ingest failed with {process.returncode}")
    return Run(seconds, peak / 1024, json.loads(output)["totals"])


class ReadAll:
    """Read a process's output in the background, so that it never waits for us."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._parts: list[str] = []
        self._thread = threading.Thread(target=lambda: self._parts.append(process.communicate()[0]))
        self._thread.start()

    def text(self) -> str:
        """Wait for the end and give what was written."""
        self._thread.join()
        return self._parts[0]


def timed(function: Callable[[], object]) -> tuple[float, object]:
    """Give the CPU seconds of this process for a call, and its result."""
    started = time.process_time()
    result = function()
    return time.process_time() - started, result


def print_stages(seeds: Path, folder: Path) -> None:
    """Time each stage alone, one after the other, in CPU time for a thousand articles."""
    from flows.reconcile.reconcile import reconcile
    from flows.records import Batch, BatchKind
    from flows.seedfiles import decode_chunk, find_sources, read_chunks
    from warehouse.database.connect import open_writer
    from warehouse.load.batch_files import write_batch
    from warehouse.load.load import load_batches
    from warehouse.publish.publish import publish

    chunks_wanted = STAGE_SEEDS // 1000
    read_s, chunks = timed(lambda: list(islice(read_chunks(find_sources([seeds])), chunks_wanted)))
    decode_s, decoded = timed(lambda: [seed for chunk in chunks for seed in decode_chunk(chunk)[0]])
    clean_s, cleaned = timed(lambda: [reconcile(seed, None) for seed in decoded])
    step = len(decoded) // chunks_wanted

    def batch(number: int) -> Batch:
        part = slice(number * step, (number + 1) * step)
        return Batch(
            batch_id=f"{number:016x}",
            kind=BatchKind.SEEDS,
            run_id="bench",
            seeds=tuple(decoded[part]),
            reconciliations=tuple(cleaned[part]),
        )

    write_s, paths = timed(lambda: [write_batch(folder / "batches", batch(n)) for n in range(chunks_wanted)])
    with open_writer(folder) as connection:
        load_s, _ = timed(lambda: load_batches(connection, paths))
        publish_s, _ = timed(lambda: publish(connection, folder))
    print("\nWhere the time goes: CPU ms for 1,000 articles, each stage alone")
    total = read_s + decode_s + clean_s + write_s + load_s + publish_s
    for name, seconds in (
        ("read (decompress, cut)", read_s),
        ("decode", decode_s),
        ("clean and segment", clean_s),
        ("write batch files", write_s),
        ("load", load_s),
        ("publish", publish_s),
    ):
        print(f"  {name:24} {1000 * seconds / (len(decoded) / 1000):8.1f}  {seconds / total:6.1%}")


def main() -> None:
    """Run the benchmark and print its table."""
    seeds = Path(sys.argv[1]) if len(sys.argv) > 1 else REAL_SEEDS
    if not seeds.exists():
        print(f"skipped: {seeds} is not there")
        return
    folder = Path(tempfile.mkdtemp(prefix="ingest-volume-"))
    try:
        starts = sorted(ingest(folder / f"one{number}", str(ONE_SEED)).seconds for number in range(3))
        start = starts[1]
        first = ingest(folder / "full", str(seeds))
        again = ingest(folder / "full", str(seeds))
        count = first.totals["seeds_read"]
        whole = ingest(folder / "watched", str(seeds), watch=True)
        half = ingest(folder / "half", str(seeds), "--limit", str(count // 2), watch=True)
        print(f"start-up (one seed, median of 3)    {start:8.1f} s        goal <= 10")
        print(f"first run, {count:,} seeds          {first.seconds:8.1f} s")
        print(f"  articles a second, cold           {count / first.seconds:8,.0f}          goal >= 1,000")
        after = first.seconds - start
        print(f"  articles a second after start-up  {count / after:8,.0f}          goal >= 2,500")
        print(f"second run                          {again.seconds:8.1f} s")
        print(
            f"  share of the first after start-up {max(0.0, again.seconds - start) / after:8.1%}          goal <= 10 %"
        )
        print(f"peak memory of the process tree     {whole.peak_mb:8,.0f} MB       goal <= 1,500")
        print(f"  against half the seeds            {whole.peak_mb / half.peak_mb:8.2f}          goal <= 1.20")
        print_stages(seeds, folder / "stages")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
