"""The doctor finds what is not fit and says how to mend it; a monitor reads the state as JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb

SEEDBANK = Path(sys.executable).with_name("seedbank")


def _examine(home: Path, **environment: str) -> dict[str, dict[str, object]]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SEEDBANK_", "PREFECT_"))}
    command = [SEEDBANK, "doctor", "--json", "--home", home]
    done = subprocess.run(command, env=clean | environment, capture_output=True, text=True, check=False)
    findings = {finding["name"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == int(not all(finding["is_fit"] for finding in findings.values()))
    return findings


def test_everything_a_run_depends_on_is_looked_at(home: Path):
    findings = _examine(home)
    assert set(findings) == {
        "python", "form", "versions", "home", "disk", "clock", "warehouse", "address gate", "contact", "prefect",
        "executor", "extensions", "lake",
    }  # fmt: skip
    assert all(finding["is_fit"] for finding in findings.values())


def test_what_does_not_answer_is_not_fit_and_can_be_mended(home: Path):
    findings = _examine(
        home,
        PREFECT_API_URL="http://user:secret-word@127.0.0.1:9/api",
        SEEDBANK_WAREHOUSE="ducklake:postgres:host=/nowhere password=secret-word",
    )
    unfit = {name for name, finding in findings.items() if not finding["is_fit"]}
    assert unfit == {"prefect", "lake"}
    assert all(findings[name]["remedy"] for name in unfit)
    assert "secret-word" not in json.dumps(findings)


def test_a_home_that_is_a_file_cannot_be_written(tmp_path: Path):
    (tmp_path / "file").touch()
    finding = _examine(tmp_path / "file" / "home")["home"]
    assert not finding["is_fit"]
    assert "--home" in str(finding["remedy"])


def test_a_clock_behind_the_newest_run_is_told(first_seed: Path, tmp_path: Path):
    (tmp_path / "published.duckdb").write_bytes((first_seed / "published.duckdb").read_bytes())
    with duckdb.connect(str(tmp_path / "published.duckdb")) as connection:
        connection.execute("update ops.run set started_at = started_at + interval 1 hour")
    finding = _examine(tmp_path)["clock"]
    assert not finding["is_fit"]
    assert "NTP" in str(finding["remedy"])


def test_the_state_is_json_for_a_monitor(ask):
    state = json.loads(ask("status", "--json").stdout)
    assert set(state) == {"counts", "newest_run", "published_at", "due_count", "cut_off_count", "failed_checks"}
    assert state["due_count"] == 1
