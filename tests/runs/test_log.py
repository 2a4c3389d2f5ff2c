import json
import logging
from pathlib import Path

import pytest

from flows.runs.log import FILE, FOLDER, hide_secrets, log_event, logging_to, secrets_of


def _lines(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (home / FOLDER / FILE).read_text("utf-8").splitlines()]


def test_an_event_is_one_line_of_json_with_its_ids(tmp_path: Path):
    with logging_to(tmp_path):
        log_event("batch_loaded", {"run_id": "r1", "batch_id": "b1", "seeds_loaded": 3})
    (line,) = _lines(tmp_path)
    assert (line["event"], line["run_id"], line["batch_id"], line["seeds_loaded"]) == ("batch_loaded", "r1", "b1", 3)
    assert str(line["at"]).endswith("+00:00")


def test_a_line_break_in_a_value_stays_inside_its_line(tmp_path: Path):
    with logging_to(tmp_path):
        log_event("run_ended", {"error": 'x\n{"event": "forged"}'}, level=logging.ERROR)
    (line,) = _lines(tmp_path)
    assert line["level"] == "ERROR"


def test_what_is_logged_outside_of_a_run_goes_nowhere(tmp_path: Path):
    with logging_to(tmp_path):
        pass
    log_event("stray", {})
    assert _lines(tmp_path) == []


@pytest.mark.parametrize(
    "text",
    [
        "host=db password=hunter22 dbname=lake",
        "host=db password='hunter22 x' dbname=lake",
        "http://someone:hunter22@example.vn/",
        "the key hunter22-of-the-store was refused",
        "Token: hunter22",
    ],
)
def test_a_secret_is_hidden_wherever_it_stands(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter22-of-the-store")
    with logging_to(tmp_path):
        log_event("run_ended", {"error": text})
    assert "hunter22" not in (tmp_path / FOLDER / FILE).read_text("utf-8")


def test_what_is_no_secret_is_left_as_it_is():
    text = "http://example.vn/bai?auth=1 and 3 passwords were found"
    assert hide_secrets(text, secrets_of({"HOME": "example", "MY_TOKEN": "abc"})) == text
