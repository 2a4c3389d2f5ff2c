"""Odd homes and environments: a sentence and the right exit code, and nothing written outside the home."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).with_name("seedbank")
Run = Callable[..., subprocess.CompletedProcess[str]]
SEED = {"url": "https://bao-mau.example/1.html", "title": "Cầu mới \U0001f309", "text": "Cầu mới nối hai bờ sông."}


def clean(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SEEDBANK_", "PREFECT_"))}
    return {**kept, "NO_COLOR": "1", **(environment or {})}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "seeds.jsonl").write_text(json.dumps(SEED), "utf-8")
    return tmp_path


def run(
    place: Path, *arguments: str, environment: Mapping[str, str] | None = None, limits: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=place,
        env=clean(environment),
        capture_output=True,
        encoding="utf-8",
        timeout=110,
        check=False,
        preexec_fn=limits,
    )


def assert_sentence(done: subprocess.CompletedProcess[str], exit_code: int, *words: str) -> None:
    assert done.returncode == exit_code, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_a_home_of_any_name_holds_all_that_is_written(place: Path):
    name = "a%20b\nc#d;e'f\"g"
    done = run(place, "ingest", "seeds.jsonl", "--home", name)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in place.iterdir()} == {name, "seeds.jsonl"}


def test_a_home_that_duckdb_cannot_work_in_is_a_sentence(place: Path):
    assert_sentence(run(place, "ingest", "seeds.jsonl", "--home", "a?b"), 2, "? in its name")
    assert {path.name for path in place.iterdir()} <= {"a?b", "seeds.jsonl"}


def test_a_name_that_no_file_system_takes_is_a_sentence(place: Path):
    assert_sentence(run(place, "ingest", "seeds.jsonl", "--home", "x" * 300), 1, "cannot be used", "too long")


def test_a_working_folder_that_is_gone_is_a_sentence(place: Path):
    gone = place / "gone"
    gone.mkdir()
    script = f"cd {gone} && rmdir {gone} && {PROGRAM} status"
    done = subprocess.run(["/bin/sh", "-c", script], env=clean(), capture_output=True, text=True, check=False)
    assert_sentence(done, 2, "working folder is not there")


def test_a_limit_on_the_size_of_files_is_a_sentence(place: Path):
    done = run(
        place,
        "ingest",
        "seeds.jsonl",
        "--home",
        "home",
        limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )
    assert_sentence(done, 5, "ulimit -f")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SSL_CERT_FILE", "/nonexistent.pem"),
        ("SSL_CERT_FILE", "seeds.jsonl"),
        ("http_proxy", "not a proxy"),
        ("https_proxy", "http://[bad/"),
        ("SEEDBANK_CONTACT", "a@b.example\nX-Y: z"),
    ],
)
def test_variables_that_cannot_be_used_are_named(place: Path, name: str, value: str):
    done = run(place, "ingest", "seeds.jsonl", "--home", "home", environment={name: value})
    assert_sentence(done, 2, name)


def test_prefects_own_settings_that_cannot_be_read_are_named(place: Path):
    (place / "prefect.toml").write_text("[server\n")
    assert_sentence(run(place, "ingest", "seeds.jsonl", "--home", "home"), 2, "Prefect", "prefect.toml")


def test_warnings_that_are_errors_end_no_run(place: Path):
    done = run(place, "ingest", "seeds.jsonl", "--home", "home", environment={"PYTHONWARNINGS": "error"})
    assert done.returncode == 0, done.stderr


def test_an_output_that_has_ascii_alone_shows_the_rest_escaped(place: Path, command: Run):
    assert command("ingest", "seeds.jsonl", "--home", "home", folder=place).returncode == 0
    environment = {"PYTHONIOENCODING": "ascii"}
    shown = run(place, "sql", "select title from marts.article", "--home", "home", environment=environment)
    assert "C\\u1ea7u m\\u1edbi" in shown.stdout
    query = ("sql", "--format", "json", "select title from marts.article", "--home", "home")
    assert json.loads(run(place, *query, environment=environment).stdout) == [{"title": SEED["title"]}]


def test_sigterm_ends_a_question_that_takes_long(place: Path, command: Run):
    assert command("ingest", "seeds.jsonl", "--home", "home", folder=place).returncode == 0
    query = "select count(*) from range(100000000000) a, range(1000) b"
    with subprocess.Popen([PROGRAM, "sql", query, "--home", "home"], cwd=place, env=clean()) as process:
        time.sleep(3)  # it is at work by then, or it is not yet and ends as well
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(60) == 130
        finally:
            process.kill()
