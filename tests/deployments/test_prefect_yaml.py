"""Every block of deployments/prefect.yaml fits the flow that it names."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import yaml

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

ROOT = Path(__file__).resolve().parents[2]
PREFECT_FILE = ROOT / "deployments" / "prefect.yaml"
BLOCKS = yaml.safe_load(PREFECT_FILE.read_text("utf-8"))["deployments"]
NO_WRITER = {"prepare", "reread"}  # flows that leave batch files and open no warehouse for writing
each_block = pytest.mark.parametrize("block", BLOCKS, ids=[block["name"] for block in BLOCKS])


def _flow_of(block: dict[str, object]) -> str:
    return str(block["entrypoint"]).rpartition(".")[2]


@pytest.fixture(scope="module", autouse=True)
def _prefect_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        patch.setenv("DO_NOT_TRACK", "1")
        patch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
        yield


@pytest.fixture(scope="module")
def served() -> "dict[str, RunnerDeployment]":
    from flows.runs.prefect_deployments import read_deployments

    return {f"{each.flow_name}/{each.name}": each for each in read_deployments(PREFECT_FILE)}


@each_block
def test_the_parameters_are_those_of_the_flow_and_of_their_types(block: dict[str, object]):
    from prefect.flows import load_flow_from_entrypoint

    flow = load_flow_from_entrypoint(str(block["entrypoint"]))
    parameters = block["parameters"]
    assert isinstance(parameters, dict)
    assert set(parameters) == set(flow.parameters.properties)
    assert set(flow.validate_parameters(parameters)) == set(parameters)


@each_block
def test_a_parameter_of_a_wrong_type_is_refused_by_the_flow(block: dict[str, object]):
    from prefect.exceptions import ParameterTypeError
    from prefect.flows import load_flow_from_entrypoint

    flow = load_flow_from_entrypoint(str(block["entrypoint"]))
    with pytest.raises(ParameterTypeError):
        flow.validate_parameters({**block["parameters"], "home": ["no", "path"]})  # type: ignore[dict-item]


@each_block
def test_every_parameter_is_described_in_the_form(block: dict[str, object]):
    from prefect.flows import load_flow_from_entrypoint

    flow = load_flow_from_entrypoint(str(block["entrypoint"]))
    for name, shown in flow.parameters.properties.items():
        assert shown.get("description"), name


@each_block
def test_schedules_name_a_real_time_zone_and_a_valid_time(block: dict[str, object]):
    from prefect.client.schemas.schedules import CronSchedule

    for entry in block.get("schedules", []):  # type: ignore[attr-defined]
        ZoneInfo(entry["timezone"])
        assert CronSchedule(cron=entry["cron"], timezone=entry["timezone"]).timezone == entry["timezone"]


@each_block
def test_what_writes_runs_one_at_a_time_in_the_one_pool_and_what_does_not_is_kept_out_of_it(block: dict[str, object]):
    if _flow_of(block) in NO_WRITER:
        assert block["work_pool"] == {"name": "seedbank-prepare"}
        assert "concurrency_limit" not in block
    else:
        assert block["work_pool"] == {"name": "seedbank"}
        assert block["concurrency_limit"]["limit"] == 1  # type: ignore[index]


def test_names_are_given_once():
    names = [(block["entrypoint"], block["name"]) for block in BLOCKS]
    assert len(set(names)) == len(names)


@each_block
def test_the_one_process_serves_the_same_deployments(block: dict[str, object], served: "dict[str, RunnerDeployment]"):
    deployment = served[f"{_flow_of(block)}/{block['name']}"]
    assert deployment.parameters == block["parameters"]
    assert deployment.concurrency_limit == (1 if "concurrency_limit" in block else None)
    assert [(entry.schedule.cron, entry.schedule.timezone) for entry in deployment.schedules or []] == [
        (entry["cron"], entry["timezone"]) for entry in block.get("schedules", [])
    ]  # type: ignore[attr-defined]


def test_the_guide_lists_every_deployment():
    from prefect.flows import load_flow_from_entrypoint

    guide = (ROOT / "deployments" / "README.md").read_text("utf-8")
    for block in BLOCKS:
        assert f"`{load_flow_from_entrypoint(block['entrypoint']).name}/{block['name']}`" in guide
