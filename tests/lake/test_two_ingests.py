"""Two ingests of different corpora into one lake at the same time: both are whole, one after the other commits."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from lake_corpus import write_corpus

SEEDBANK = Path(sys.executable).with_name("seedbank")
SEEDS = 60
HOSTS = ("gazette.example", "dagbladet.example")
OVERLAPS = """
    select count(*) from ops.run as one join ops.run as other
    on one.run_id < other.run_id and one.started_at < other.finished_at and other.started_at < one.finished_at
"""


@pytest.mark.timeout(300)  # two whole runs, on a machine that may be busy
def test_both_corpora_are_whole_and_one_run_commits_at_a_time(conninfo: str, tmp_path: Path, reporting: dict[str, str]):
    environment = {
        **reporting,
        "SEEDBANK_WAREHOUSE": f"ducklake:postgres:{conninfo}",
        "SEEDBANK_LAKE_DATA": str(tmp_path / "files"),
        "SEEDBANK_LOCK_WAIT": "250s",
        "SEEDBANK_BATCH_SIZE": "20",
    }
    runs = [
        subprocess.Popen(
            [SEEDBANK, "ingest", write_corpus(tmp_path, host, SEEDS), "--json", "--home", tmp_path / host],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for host in HOSTS
    ]
    ended = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], ended
    assert [json.loads(output)["totals"]["seeds_loaded"] for output, _ in ended] == [SEEDS, SEEDS]
    newest = max((tmp_path / host / "published.duckdb" for host in HOSTS), key=lambda path: path.stat().st_mtime_ns)
    with duckdb.connect(str(newest), read_only=True) as connection:
        counts = connection.execute(
            "select publisher, count(*), count(distinct article_id) from marts.article group by all order by all"
        ).fetchall()
        assert counts == [(host, SEEDS, SEEDS) for host in sorted(HOSTS)]
        assert connection.execute("select count(*), count(finished_at) from ops.run").fetchone() == (2, 2)
        assert connection.execute(OVERLAPS).fetchone() == (0,)
