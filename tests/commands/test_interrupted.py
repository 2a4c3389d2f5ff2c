"""An ingest that is told to stop says so, leaves nothing running, and goes on where it was."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

RULE = "-" * 17
SEEDS = 3000


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_was_stopped_is_completed_by_the_next(number: signal.Signals, home: Path, tmp_path: Path):
    body = " ".join(
        f"Ngày {day}/10, tỉnh Sông Giang trồng thêm {day * 7} ha rừng ở xã số {day}." for day in range(1, 29)
    )
    with (tmp_path / "seeds.txt").open("w", encoding="utf-8") as file:
        for seed in range(SEEDS):
            url = f"http://www.example.vn/tin-{seed}.html"
            file.write(f"{url}\n{RULE}\nTin số {seed}\n{RULE}\nBài {seed}. {body}\n{RULE}\n")
    command = [Path(sys.executable).with_name("seedbank"), "ingest", str(tmp_path / "seeds.txt"), "--home", str(home)]
    environment = {**os.environ, "SEEDBANK_BATCH_SIZE": "100"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        while run.poll() is None and not any((home / "batches").glob("*/batch.parquet")):
            time.sleep(0.01)
        run.send_signal(number)
        _, errors = run.communicate(timeout=60)
    if number is signal.SIGKILL:
        assert run.returncode == -signal.SIGKILL
    else:
        assert run.returncode == 130, errors
        assert errors.strip().startswith("seedbank: interrupted")
        assert "Traceback" not in errors
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        counts = connection.execute("select count(*), count(distinct seed_id) from raw.seed").fetchone()
        assert connection.execute("select count(*) from marts.article").fetchone() == (SEEDS,)
    assert counts == (SEEDS, SEEDS)
