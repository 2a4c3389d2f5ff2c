"""The whole of it: batches on two Dask workers, a catalog in PostgreSQL, Parquet in S3, killed and done again."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
from loopback_cluster import Cluster

SEEDBANK = Path(sys.executable).with_name("seedbank")
RULE = "-" * 17
SEEDS = 300
TOLD = "select * exclude (seed_path) from marts.article order by article_id"


def _write_seeds(path: Path) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for number in range(SEEDS):
            url = f"http://www.example.vn/tin-{number}.html"
            file.write(f"{url}\n{RULE}\nTin số {number}\n{RULE}\nBài {number}. Xã số {number} trồng rừng.\n{RULE}\n")
    return path


def _start(home: Path, environment: Mapping[str, str], *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [SEEDBANK, *arguments, "--home", home],
        env={"SEEDBANK_BATCH_SIZE": "30", "NO_COLOR": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _run(home: Path, environment: Mapping[str, str], *arguments: str | Path) -> str:
    with _start(home, environment, *arguments) as run:
        output, errors = run.communicate(timeout=110)
    assert run.returncode == 0, errors
    return output


def _told(home: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        return connection.execute(TOLD).fetchall()


def _kill_when_loading(home: Path, environment: Mapping[str, str], seeds: Path) -> None:
    """Kill an ingest some time after its first batch was written."""
    with _start(home, environment, "ingest", seeds) as run:
        end = time.monotonic() + 60
        while not any((home / "batches").glob("*/batch.parquet")) and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.3)  # somewhere between the first batch and the published snapshot
        run.send_signal(signal.SIGKILL)
        run.communicate()


@pytest.mark.timeout(240)
def test_many_workers_and_one_committer_give_the_tables_of_one_process(
    cluster: Cluster, conninfo: str, s3: dict[str, str], tmp_path: Path, reporting: dict[str, str]
):
    seeds = _write_seeds(tmp_path / "seeds.txt")
    _run(tmp_path / "file", reporting, "ingest", seeds)
    home = tmp_path / "lake"
    environment = (
        reporting
        | s3
        | {
            "SEEDBANK_EXECUTOR": f"dask:{cluster.address}",
            "SEEDBANK_WAREHOUSE": f"ducklake:postgres:{conninfo}",
            "SEEDBANK_LAKE_DATA": "s3://seedbank/corpus",
        }
    )
    _kill_when_loading(home, environment, seeds)
    _run(home, environment, "ingest", seeds)
    assert _told(home) == _told(tmp_path / "file")
    assert not (home / "warehouse.duckdb").exists()
    assert not (home / "lake").exists()
    (home / "published.duckdb").unlink()
    count = "select count(*) as articles from marts.article"
    assert str(SEEDS) in _run(home, environment, "sql", count)  # from the lake itself
    assert "files of" in _run(home, environment, "maintain")
    assert _told(home) == _told(tmp_path / "file")
