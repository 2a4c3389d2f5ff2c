"""What a Prefect server shows of a run: name, progress, outcomes, what changed, and events that automations act on."""

import datetime as dt
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from loopback_server import ROOT, Server

from flows.runs.prefect_reports import write_markdown
from warehouse.read.run_changes import ChangedArticle, FailingLayout, RunChanges

AUTOMATIONS = ROOT / "deployments" / "automations.yaml"
EVENT_SECONDS = 30
pytestmark = pytest.mark.timeout(300)  # servers and workers take their time to start on a busy machine


def _run(server: Server, *command: str | Path) -> None:
    ended = subprocess.run(
        list(map(str, command)), cwd=ROOT, env=server.environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def told(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Run the demo, which finds edited and vanished articles, with an automation that acts on the first of them."""
    folder = tmp_path_factory.mktemp("demo")
    made = yaml.safe_load(AUTOMATIONS.read_text("utf-8"))
    made["automations"][1]["trigger"]["threshold"] = 1
    (folder / "automations.yaml").write_text(yaml.safe_dump(made), "utf-8")
    programs = Path(sys.executable).parent
    _run(server, programs / "prefect", "automation", "create", "--from-file", folder / "automations.yaml")
    _run(server, programs / "seedbank", "demo", "--home", folder)
    return server


def _events(server: Server, prefix: str) -> list[dict[str, object]]:
    """Ask for the events whose names begin with `prefix`; they arrive some seconds after they were sent."""
    wanted = {"filter": {"event": {"prefix": [prefix]}}, "limit": 50}
    end = time.monotonic() + EVENT_SECONDS
    while time.monotonic() < end:
        answer = server.ask("events/filter", wanted)
        assert isinstance(answer, dict)
        if answer["events"]:
            return answer["events"]
        time.sleep(0.5)  # the server takes events in from a queue
    return []


def _artifacts(server: Server, key: str) -> list[dict[str, str]]:
    answer = server.ask("artifacts/filter", {"artifacts": {"key": {"any_": [key]}}, "sort": "CREATED_DESC"})
    assert isinstance(answer, list)
    return answer


def _own_runs(server: Server) -> list[dict[str, Any]]:
    """List the runs of commands: tests of deployments share the server."""
    runs = server.ask("flow_runs/filter", {"sort": "START_TIME_DESC"})
    assert isinstance(runs, list)
    return [run for run in runs if run["deployment_id"] is None]


def test_the_name_of_a_run_says_what_it_does(told: Server):
    runs = told.ask("flow_runs/filter", {})
    assert isinstance(runs, list)
    assert any(run["name"].startswith("ingest ") and run["name"].endswith("refetch all") for run in runs)


def test_the_state_of_a_run_says_what_it_came_to(told: Server):
    messages = [run["state"]["message"] for run in _own_runs(told) if run["name"].startswith("ingest ")]
    assert any(" duplicates" in said and " pages asked: " in said and " live" in said for said in messages)
    assert all(said.endswith((" articles published", "what is published stays")) for said in messages)


def test_a_users_mistake_is_a_failed_state_with_its_sentence_and_no_traceback(told: Server, tmp_path: Path):
    (tmp_path / "seeds.jsonl").write_text('{"url": "http://127.0.0.1/a-1.html", "title": "A"}\n', "utf-8")
    command = [
        "ingest",
        tmp_path / "seeds.jsonl",
        "--refetch",
        "all",
        "--from",
        tmp_path / "nothing",
        "--home",
        tmp_path,
    ]
    ended = subprocess.run(
        [str(part) for part in (Path(sys.executable).parent / "seedbank", *command)],
        cwd=ROOT,
        env=told.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    sentence = f"There is no {tmp_path / 'nothing'} to read pages from (neither file nor folder)."
    assert (ended.returncode, ended.stderr.strip().splitlines()[-1]) == (2, f"seedbank: {sentence}")
    assert "Traceback" not in ended.stderr
    runs = told.ask("flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})
    assert isinstance(runs, list)
    assert (runs[0]["state"]["type"], runs[0]["state"]["message"]) == ("FAILED", sentence)
    logs = told.ask("logs/filter", {"logs": {"flow_run_id": {"any_": [runs[0]["id"]]}}})
    assert isinstance(logs, list)
    assert not any("Traceback" in line["message"] for line in logs)


def test_progress_ends_at_the_number_of_articles(told: Server):
    own = {run["id"] for run in _own_runs(told)}
    artifacts = [artifact for artifact in _artifacts(told, "progress-pages") if artifact["flow_run_id"] in own]
    assert [artifact["data"] for artifact in artifacts] == [100.0, 100.0]
    assert artifacts[0]["description"].startswith("pages: ")


def test_outcomes_are_a_table(told: Server):
    (second, _) = _artifacts(told, "outcomes")
    assert '"of": "existence", "outcome": "gone", "count": 4' in second["data"]
    (_, first) = _artifacts(told, "outcomes")
    assert '"of": "seed", "outcome": "loaded"' in first["data"]


def test_what_changed_is_listed_with_links(told: Server):
    (second, first) = _artifacts(told, "changes")
    assert "## Edited since the seed: " in first["data"]
    assert "](<http://127.0.0." in first["data"]
    assert "## Gone: 4" in second["data"]


def test_an_edit_and_a_loss_are_events(told: Server):
    assert len(_events(told, "seedbank.article.gone")) == 4
    edited = _events(told, "seedbank.article.edited")
    assert edited
    assert str(edited[0]["resource"]["prefect.resource.id"]).startswith("seedbank.article.")  # type: ignore[index]


def test_an_automation_acts_on_an_event(told: Server):
    (triggered, *_) = _events(told, "prefect.automation.triggered")
    assert triggered["resource"]["prefect.resource.name"] == "seedbank-many-gone"  # type: ignore[index]


def test_text_from_outside_is_no_markup():
    article = ChangedArticle(
        event="gone",
        article_id="0123456789abcdef",
        publisher="a.example",
        title="<script>alert(1)</script> [x](javascript:y) **b**\x1b[31m\n# h",
        url="http://a.example/1",
        current_url="javascript:alert(1)",
        capture_id=None,
        content=None,
        changed_share=None,
    )
    text = write_markdown(RunChanges(outcomes=[], articles=[article], losses=[]))
    (line,) = [line for line in text.splitlines() if line.startswith("- ")]
    assert "<script>" not in line
    assert "](javascript:" not in line
    assert "\x1b" not in line
    assert "](<about:blank>)" in line


def test_a_layout_that_fits_no_more_is_told_with_the_day():
    day = dt.datetime(2026, 4, 7, 9, tzinfo=dt.UTC)
    name = "bao-mau.example.learned_1"
    failing = FailingLayout(publisher="bao-mau", layout=name, failing_since=day, last_fit_at=day, page_count=40)
    text = write_markdown(RunChanges(outcomes=[], articles=[], losses=[], failing=[failing]))
    assert "bao-mau.example.learned\\_1 since 2026-04-07" in text
