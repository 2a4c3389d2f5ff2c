"""An ingest that is told to stop says so, leaves nothing running, and goes on where it was."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pytest

from warehouse.load.batch_folders import list_batches

RULE = "-" * 17
SEEDS = 800
SEEDS_IN_FILE = 20


def _write_seeds(folder: Path) -> None:
    """Write seeds, none of which is nearly another."""
    folder.mkdir()
    for start in range(0, SEEDS, SEEDS_IN_FILE):
        with (folder / f"{start}.txt").open("w", encoding="utf-8") as file:
            for seed in range(start, start + SEEDS_IN_FILE):
                body = " ".join(f"Xã {seed}-{day} trồng {seed + day} ha rừng ngày {day}/10." for day in range(1, 29))
                url = f"http://www.example.vn/tin-{seed}.html"
                file.write(f"{url}\n{RULE}\nTin số {seed}\n{RULE}\nBài {seed}. {body}\n{RULE}\n")


def _stop(command: Sequence[str], environment: Mapping[str, str], home: Path, number: signal.Signals) -> None:
    """Start a run, send it the signal once it has made a batch, and see how it ends."""
    before = len(list_batches(home / "batches"))
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        while run.poll() is None and len(list_batches(home / "batches")) == before:
            time.sleep(0.01)
        run.send_signal(number)
        _, errors = run.communicate(timeout=100)
    if number is signal.SIGKILL:
        assert run.returncode == -signal.SIGKILL
    else:
        assert run.returncode == 130, errors
        assert "\nseedbank: interrupted" in f"\n{errors}"
        assert "Traceback" not in errors


@pytest.mark.timeout(400)  # four runs, on a machine that may be busy
def test_a_run_that_was_stopped_again_and_again_is_completed_by_the_next(
    home: Path, tmp_path: Path, reporting: dict[str, str]
):
    _write_seeds(tmp_path / "seeds")
    command = [str(Path(sys.executable).with_name("seedbank")), "ingest", f"{tmp_path / 'seeds'}", "--home", str(home)]
    environment = {**reporting, "SEEDBANK_BATCH_SIZE": str(SEEDS_IN_FILE)}
    for number in (signal.SIGKILL, signal.SIGINT, signal.SIGTERM):
        _stop(command, environment, home, number)
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        counts = connection.execute("select count(*), count(distinct seed_id) from raw.seed").fetchone()
        assert connection.execute("select count(*) from marts.article").fetchone() == (SEEDS,)
    assert counts == (SEEDS, SEEDS)
