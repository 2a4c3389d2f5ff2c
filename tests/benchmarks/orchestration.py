"""What Prefect costs a run: the same ingest with its flow, tasks and server, and driven by hand without them.

    python tests/benchmarks/orchestration.py [ROUNDS] [SEEDS]       # 1 round of the real seeds unless told otherwise

Each arm is a process of its own, in turns. CPU is that of the process with its workers and, in the flow's arm, its
Prefect server. Both arms import Prefect, as the code does; that share is printed by itself. The arms with one and
two workers tell what a second one brings; the process that reads and loads works beside them, so that two cores
are nearly full with one worker: the most that the machine can give is printed with it.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.runs.run import Totals
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
REAL_SEEDS = ROOT.parent / "shared" / "data" / "seeds" / "vietnamplus-open.tar.xz"
ONE_SEED = ROOT / "seeds"
ARMS = {"flow": 2, "by hand": 2, "by hand, one worker": 1}  # worker processes
SEEDS_OF_THE_GOAL = 100_000
GOAL_SHARE = 0.02
GOAL_RATIO = 1.8


async def _ingest_without_tasks(seeds: str, home: Path) -> "Totals":
    """Do what the flow does, with the functions that its tasks call."""
    from flows.batches.seeds import clean_batch, load_seeds
    from flows.runs.run import open_run
    from flows.settings import read_settings

    async with open_run(read_settings(home=home), command="ingest", parameters={}) as run:
        await load_seeds(run, [Path(seeds)], limit=None, clean=clean_batch)
        await run.publish()
    return run.totals


def run_arm(arm: str, seeds: str, home: Path) -> None:
    """Run one ingest in this process and print what it took."""
    began = time.process_time()
    from flows.runs.prefect_server import run_flow, start_prefect_api

    if arm == "flow":
        start_prefect_api(home, os.environ)
    from flows.ingest import ingest

    imported, started = time.process_time() - began, time.monotonic()
    if arm == "flow":
        totals = run_flow(ingest(seeds=[seeds], home=str(home))).totals
    else:
        totals = asyncio.run(_ingest_without_tasks(seeds, home))
    print(json.dumps({"import_cpu": imported, "wall": time.monotonic() - started, "articles": totals.seeds_loaded}))


def measure(arm: str, workers: int, seeds: Path, folder: Path) -> dict[str, float]:
    """Run one arm in a process of its own; gives seconds, and CPU with all that it started."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SEEDBANK_", "PREFECT_"))}
    home = folder / "home"
    command = [sys.executable, __file__, "--arm", arm, seeds, home]
    with subprocess.Popen(
        list(map(str, command)), env=environment | {"SEEDBANK_WORKERS": str(workers)}, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        said = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    shutil.rmtree(home, ignore_errors=True)
    if child.returncode != 0:
        raise SystemExit(f"the arm {arm} ended with {child.returncode}")
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    return found | {"cpu": usage.ru_utime + usage.ru_stime}


def middle_of(rounds: list[dict[str, float]]) -> dict[str, float]:
    """Take the median of each figure."""
    return {name: median(found[name] for found in rounds) for name in rounds[0]}


def report(large: dict[str, dict[str, float]], small: dict[str, dict[str, float]]) -> None:
    """Print medians and ratios; what the runs of one seed cost is the part that does not grow."""
    for arm, found in large.items():
        print(
            f"{arm:20} {found['wall']:7.1f} s after imports, {found['cpu']:7.1f} s of CPU, "
            f"{found['import_cpu']:4.1f} s of it imports, {found['articles']:,.0f} seeds; "
            f"one seed: {small[arm]['wall']:.1f} s, {small[arm]['cpu']:.1f} s of CPU"
        )
    flow, hand, one = (large[arm] for arm in ARMS)
    print(f"Prefect's part: {1 - hand['cpu'] / flow['cpu']:.1%} of CPU, {1 - hand['wall'] / flow['wall']:.1%} of time")
    fixed, slope, whole = {}, {}, {}
    for arm in ("flow", "by hand"):
        fixed[arm] = small[arm]["cpu"]
        slope[arm] = (large[arm]["cpu"] - fixed[arm]) / large[arm]["articles"]
        whole[arm] = fixed[arm] + slope[arm] * SEEDS_OF_THE_GOAL
    print(
        f"it starts with {fixed['flow'] - fixed['by hand']:.1f} s of CPU, and takes "
        f"{(slope['flow'] - slope['by hand']) * 1e6:.0f} ms for 1,000 seeds of {slope['flow'] * 1e6:.0f}; "
        f"by these slopes {1 - whole['by hand'] / whole['flow']:.1%} of {SEEDS_OF_THE_GOAL:,} seeds, "
        f"{1 - slope['by hand'] / slope['flow']:.1%} without the start (goal {GOAL_SHARE:.0%})"
    )
    cores = len(os.sched_getaffinity(0))
    print(
        f"two workers against one: {one['wall'] / hand['wall']:.2f} x (goal {GOAL_RATIO} where cores allow); with one "
        f"worker {one['cpu'] / one['wall']:.2f} cores of {cores} are busy, with two {hand['cpu'] / hand['wall']:.2f}, "
        f"so that {one['wall'] / (hand['cpu'] / cores):.2f} x is the most that these cores can give"
    )


def main() -> None:
    """Run the benchmark."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    seeds = Path(sys.argv[2]) if len(sys.argv) > 2 else REAL_SEEDS
    if not seeds.exists():
        print(f"skipped: {seeds} is not there")
        return
    folder = Path(tempfile.mkdtemp(prefix="orchestration-"))
    try:
        sets = {"large": seeds, "small": ONE_SEED}
        rounds: dict[tuple[str, str], list[dict[str, float]]] = {(size, arm): [] for size in sets for arm in ARMS}
        for _ in range(count):
            for (size, arm), found in rounds.items():
                found.append(measure(arm, ARMS[arm], sets[size], folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    large, small = ({arm: middle_of(rounds[size, arm]) for arm in ARMS} for size in sets)
    report(large, small)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--arm"]:
        run_arm(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    else:
        main()
