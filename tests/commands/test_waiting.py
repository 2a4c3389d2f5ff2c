"""What a person sees while waiting, and how long it is said to have taken."""

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.show import terminal
from flows.show.terminal import STARTING, progress_bar

ROOT = Path(__file__).resolve().parents[2]
SEEDBANK = Path(sys.executable).with_name("seedbank")


def test_the_time_is_counted_from_the_start_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "STARTED_AT", time.monotonic() - 100)
    assert terminal.seconds_waited() >= 100


def test_the_summary_says_how_long_the_user_waited(tmp_path: Path, reporting: dict[str, str]) -> None:
    began = time.monotonic()
    command = [SEEDBANK, "ingest", "seeds", "--json", "--home", tmp_path]
    done = subprocess.run(command, cwd=ROOT, env=reporting, capture_output=True, text=True, check=True)
    assert (time.monotonic() - began) / 2 < json.loads(done.stdout)["seconds"] < time.monotonic() - began


def test_a_terminal_shows_from_the_first_moment_that_something_goes_on(
    tmp_path: Path, reporting: dict[str, str]
) -> None:
    ours, theirs = pty.openpty()
    command = [SEEDBANK, "ingest", "seeds", "--home", tmp_path]
    with subprocess.Popen(
        command, cwd=ROOT, stderr=theirs, stdout=subprocess.DEVNULL, env=reporting | {"TERM": "xterm"}
    ) as process:
        os.close(theirs)
        shown = b""
        while STARTING.encode() not in shown:
            shown += os.read(ours, 1000)
        assert b"seeds" not in shown  # no phase has begun
        try:
            while os.read(ours, 1000):
                pass
        except OSError:  # the other end is closed: it has ended
            pass
    os.close(ours)
    assert process.returncode == 0


def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar():
        pass
    assert capsys.readouterr() == ("", "")
