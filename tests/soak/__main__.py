"""One run that fetches for an hour: does memory grow, do files stay open, is every address accounted for?

    python tests/soak [SECONDS] [REQUESTS_A_SECOND]        # 3600 and 20 unless told otherwise

Fails when the memory of the run grows by more than MOST_GROWTH_SHARE of itself in the time that is measured, when its
open files grow, or when an address has no answer or a wrong one. The first fifth is warming up and not measured.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import linear_regression, mean

import duckdb
import psutil
from web import fate_of, text_of

ROOT = Path(__file__).resolve().parents[2]
HOSTS_AT_ONCE = (
    32  # flows.batches.pages.BATCHES_AT_ONCE: a host is at most one batch, so that so many are asked at once
)
PAGES_OF_A_HOST = 200  # flows.batches.pages.PAGES_IN_BATCH
REQUESTS_OF_A_SEED = 1.1  # with robots.txt and second tries, seen in a short run
LOOK_SECONDS = 10.0
WARM_UP_SHARE = 0.2
MOST_GROWTH_SHARE = 0.05  # of the memory, in the measured time: what a collector leaves from one look to the next
RULE = "-" * 17
EXPECTED = {"gone": "missing", "fails": "unreachable"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the run took at one moment."""

    seconds: float
    own_mb: float  # memory of the process itself
    tree_mb: float  # and of everything it started
    files: int  # open in the process itself


def write_seeds(path: Path, port: int, count: int) -> None:
    """Write seeds on so many hosts that each has the pages of one batch at most."""
    hosts = HOSTS_AT_ONCE * ceil(count / (HOSTS_AT_ONCE * PAGES_OF_A_HOST))
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            host = number % hosts
            url = f"http://127.0.{1 + host // 250}.{1 + host % 250}:{port}/tin-{number}.html"
            file.write(f"{url}\n{RULE}\nTin số {number}\n{RULE}\n{text_of(number)}\n{RULE}\n")


def look(process: psutil.Process, started: float) -> Look | None:
    """Look at a process and what it started; None once it has ended."""
    try:
        own = process.memory_full_info().pss
        below = sum(child.memory_full_info().pss for child in process.children(recursive=True))
        return Look(
            seconds=time.monotonic() - started,
            own_mb=own / 1e6,
            tree_mb=(own + below) / 1e6,
            files=process.num_fds(),
        )
    except psutil.Error:
        return None


def watch(command: Sequence[str], environment: dict[str, str]) -> list[Look]:
    """Run a command to its end, looking at it now and then."""
    looks: list[Look] = []
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
        process, started = psutil.Process(run.pid), time.monotonic()
        while run.poll() is None:
            if (seen := look(process, started)) is not None:
                looks.append(seen)
            with_deadline(run, LOOK_SECONDS)
        print(run.stdout.read() if run.stdout else "")
    if run.returncode != 0:
        raise SystemExit(f"the ingest ended with {run.returncode}")
    return looks


def with_deadline(run: subprocess.Popen[str], seconds: float) -> None:
    """Wait for the end, but not longer than the next look."""
    try:
        run.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return


def unaccounted(home: Path, count: int) -> tuple[int, int, int]:
    """Count requests, addresses without an answer, and answers that are not what the page's fate is."""
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        rows = connection.execute("select url, existence::varchar from marts.article").fetchall()
        (requests,) = connection.execute("select sum(request_count)::bigint from marts.capture").fetchone() or (0,)
    told = {int(url.rsplit("-", 1)[1].removesuffix(".html")): existence for url, existence in rows}
    missing = sum(told.get(number, "unchecked") == "unchecked" for number in range(count))
    wrong = sum(told.get(number) != EXPECTED.get(fate_of(number), "live") for number in range(count))
    return requests, missing, wrong


def slope(looks: Sequence[Look], values: Sequence[float]) -> float:
    """Fit a line through the values; its rise from the first look to the last."""
    seconds = [seen.seconds for seen in looks]
    return linear_regression(seconds, values).slope * (seconds[-1] - seconds[0])


def report(looks: Sequence[Look], home: Path, count: int) -> int:
    """Print what was seen; 1 where something grew or is missing."""
    whole = looks[-1].seconds
    steady = [seen for seen in looks[:-1] if seen.seconds > WARM_UP_SHARE * whole]
    own, tree, files = ([getattr(seen, name) for seen in steady] for name in ("own_mb", "tree_mb", "files"))
    requests, missing, wrong = unaccounted(home, count)
    print(f"ran for                         {whole:10,.0f} s, {requests:,} requests, {requests / whole:.1f} a second")
    print(f"memory of the run, mean         {mean(own):10,.1f} MB, risen by {slope(steady, own):+.1f} MB")
    print(f"memory of the tree, mean        {mean(tree):10,.1f} MB, risen by {slope(steady, tree):+.1f} MB")
    print(f"open files, least and most      {min(files):10,} {max(files):,}, rise {slope(steady, files):+.1f}")
    print(f"addresses without an answer     {missing:10,} of {count:,}")
    print(f"answers that are wrong          {wrong:10,}")
    (home / "looks.json").write_text(json.dumps([[s.seconds, s.own_mb, s.tree_mb, s.files] for s in looks]))
    has_grown = slope(steady, own) > MOST_GROWTH_SHARE * mean(own) or slope(steady, files) > 1
    return int(has_grown or missing > 0 or wrong > 0)


def main() -> int:
    """Run the soak."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3600.0
    rate = float(sys.argv[2]) if len(sys.argv) > 2 else 20.0
    count = int(seconds * rate / REQUESTS_OF_A_SEED)
    folder = Path(tempfile.mkdtemp(prefix="seedbank-soak-"))
    web = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("web.py"))], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert web.stdout is not None
        write_seeds(folder / "seeds.txt", int(web.stdout.readline()), count)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SEEDBANK_")} | {
            "SEEDBANK_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
            "SEEDBANK_HOST_INTERVAL": f"{HOSTS_AT_ONCE / rate:.3f}s",
            "SEEDBANK_RETRY_WAIT": "100ms",
        }
        seedbank = str(Path(sys.executable).with_name("seedbank"))
        seeds, home = str(folder / "seeds.txt"), folder / "home"
        command = [seedbank, "ingest", seeds, "--refetch", "missing", "--home", str(home)]
        return report(watch(command, environment), home, count)
    finally:
        web.kill()
        web.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
