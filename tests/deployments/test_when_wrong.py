"""The page "When something is wrong": it names all that can be, and its commands run."""

import json
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from flows import errors
from flows.records import Existence
from warehouse.database.sql_files import list_sql

ROOT = Path(__file__).resolve().parents[2]
Command = Callable[..., subprocess.CompletedProcess[str]]
GUIDE = (ROOT / "deployments" / "README.md").read_text("utf-8")
PAGE = GUIDE.split("## When something is wrong\n", 1)[1].split("\n## ", 1)[0]
NAMED = set(re.findall(r"`([^`]+)`", PAGE))
COMMANDS = list(
    dict.fromkeys(
        [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
        + [span for span in re.findall(r"`([^`\n]+)`", PAGE) if span.startswith(".venv/bin/")]
    )
)
# What stands without its folder, as part of a sentence: the same program, run the same way.
MENTIONED = sorted({span for span in NAMED if span.startswith("seedbank ") and "ARTICLE" not in span})


def rows_of(heading: str) -> list[str]:
    """Give the first cells of one table."""
    part = PAGE.split(f"### {heading}\n", 1)[1].split("\n### ", 1)[0]
    return [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")][1:]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, command: Command) -> dict[str, str]:
    environment = {"SEEDBANK_HOME": str(tmp_path_factory.mktemp("wrong") / "home")}
    assert command("ingest", "seeds", environment=environment).returncode == 0
    return environment


@pytest.mark.parametrize("line", COMMANDS + MENTIONED)
def test_a_command_of_the_page_runs(environment: dict[str, str], line: str, command: Command):
    program, *arguments = shlex.split(line)
    assert Path(program).name == "seedbank"
    if arguments[0] in {"ingest", "inspect"} and "--help" not in arguments:
        arguments.append("--help")  # the one asks the network, the other wants a seed
    done = command(*arguments, environment=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_every_exit_code_is_explained():
    tree = [getattr(errors, name) for name in dir(errors) if name.endswith("Error")]
    codes = {0, errors.DONE_WITH_REJECTIONS} | {error.exit_code for error in tree}
    assert {int(code) for code in rows_of("An exit code")} == codes


def test_every_check_is_explained():
    named = {name for cell in rows_of("A check") for name in re.findall(r"`(\w+)`", cell)}
    assert named == set(list_sql("checks"))


def test_every_existence_is_explained():
    named = {name for cell in rows_of("An existence that looks odd") for name in re.findall(r"`(\w+)`", cell)}
    assert named >= {existence.value for existence in Existence}


def test_every_alert_and_automation_is_explained():
    alerts = GUIDE.split("Worth an alert:", 1)[1].split("\n", 1)[0]
    metrics = set(re.findall(r"seedbank_\w+", alerts)) - {"seedbank_last_run_end_timestamp_seconds"}
    automations = {
        entry["name"]
        for entry in yaml.safe_load((ROOT / "deployments" / "automations.yaml").read_text())["automations"]
    }
    cells = " ".join(rows_of("An alert"))
    assert all(name in cells for name in metrics | automations)
    assert "no ingest has ended for two days" in cells


def test_the_log_that_the_page_names_has_the_id_of_each_run(environment: dict[str, str]):
    log = Path(environment["SEEDBANK_HOME"]) / "logs" / "seedbank.jsonl"
    assert any("run_id" in json.loads(line) for line in log.read_text("utf-8").splitlines())
