"""A worker that dies costs its call; the batch is done again, and nothing is doubled."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

RULE = "-" * 17
SEEDS = 800
ROOT = Path(__file__).parents[2]


def write_seeds(path: Path) -> None:
    """Write seeds that take the workers a second, and none of which is nearly another."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(SEEDS):
            body = " ".join(f"Xã {number}-{day} trồng {number + day} ha rừng ngày {day}/10." for day in range(1, 29))
            url = f"http://www.example.vn/tin-{number}.html"
            file.write(f"{url}\n{RULE}\nTin số {number}\n{RULE}\nBài {number}. {body}\n{RULE}\n")


def children(pid: int) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == pid and b"spawn_main" in command:
            yield int(folder.name)


def kill_one_worker(run: subprocess.Popen[str], batches: Path) -> bool:
    """Kill a worker once the first batch is written; False where the run was over before."""
    while run.poll() is None:
        if batches.exists() and any(batches.iterdir()):
            for pid in children(run.pid):
                os.kill(pid, signal.SIGKILL)
                return True
        time.sleep(0.01)
    return False


def test_an_ingest_survives_the_death_of_a_worker(home: Path, tmp_path: Path, reporting: dict[str, str]):
    write_seeds(tmp_path / "seeds.txt")
    command = [Path(sys.executable).with_name("seedbank"), "ingest", str(tmp_path / "seeds.txt"), "--home", str(home)]
    environment = {**reporting, "SEEDBANK_BATCH_SIZE": "40"}
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert kill_one_worker(run, home / "batches")
        output, _ = run.communicate(timeout=100)
    assert run.returncode == 0
    assert f"{SEEDS:,} read = {SEEDS:,} loaded + 0 duplicates + 0 rejected" in output
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        counts = connection.execute("select count(*), count(distinct article_id) from marts.article").fetchone()
        seeds = connection.execute("select count(*), count(distinct seed_id) from raw.seed").fetchone()
    assert counts == seeds == (SEEDS, SEEDS)
