import ipaddress
from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.settings import (
    ExecutorChoice,
    ExecutorKind,
    known_settings,
    load_settings,
    parse_duration,
    parse_executor,
    parse_size,
)


def test_a_flag_beats_a_variable_and_a_variable_beats_the_file(tmp_path: Path):
    (tmp_path / "seedbank.toml").write_text('home = "a"\nworkers = 3\nretry_wait = "1s"\n')
    settings = load_settings({"SEEDBANK_WORKERS": "4", "SEEDBANK_HOME": "b"}, folder=tmp_path, home=Path("c"))
    assert (settings.home, settings.workers, settings.retry_wait) == (Path("c"), 4, 1.0)


def test_a_flag_that_was_not_given_changes_nothing(tmp_path: Path):
    assert load_settings({"SEEDBANK_HOME": "b"}, folder=tmp_path, home=None).home == Path("b")


def test_networks_are_read_from_a_list(tmp_path: Path):
    (tmp_path / "seedbank.toml").write_text('allow_private_addresses = ["127.0.0.0/8", "10.1.0.0/16"]\n')
    networks = load_settings({}, folder=tmp_path).allow_private_addresses
    assert networks == (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("10.1.0.0/16"))


@pytest.mark.parametrize(
    ("text", "seconds"), [("2s", 2.0), ("500ms", 0.5), ("10m", 600.0), ("24h", 86400.0), ("7d", 604800.0), ("0", 0.0)]
)
def test_durations_have_units(text: str, seconds: float):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("text", "size"), [("50MB", 50_000_000), ("1 GB", 1_000_000_000), ("12", 12), ("500kb", 500_000)]
)
def test_sizes_have_units(text: str, size: int):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "soon", "-2s", "2 weeks"])
def test_what_is_no_duration_is_refused(text: str):
    with pytest.raises(ValueError, match="no duration"):
        parse_duration(text)


@pytest.mark.parametrize(("name", "value"), [("WORKERS", "0"), ("WORKERS", "two"), ("ALLOW_PRIVATE_ADDRESSES", "all")])
def test_a_wrong_value_names_its_variable(tmp_path: Path, name: str, value: str):
    with pytest.raises(UsageError, match=f"SEEDBANK_{name}"):
        load_settings({f"SEEDBANK_{name}": value}, folder=tmp_path)


def test_an_unknown_setting_in_the_file_is_named(tmp_path: Path):
    (tmp_path / "seedbank.toml").write_text("hoem = 'x'\n")
    with pytest.raises(UsageError, match="hoem"):
        load_settings({}, folder=tmp_path)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path):
    (tmp_path / "seedbank.toml").write_text("home = \n")
    with pytest.raises(UsageError, match=r"seedbank\.toml"):
        load_settings({}, folder=tmp_path)


def test_every_setting_is_explained():
    assert all(setting.description for setting in known_settings().values())


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("processes", ExecutorChoice(kind=ExecutorKind.PROCESSES)),
        ("dask:tcp://10.0.0.5:8786", ExecutorChoice(kind=ExecutorKind.DASK, address="tcp://10.0.0.5:8786")),
    ],
)
def test_an_executor_is_named_with_its_place(text: str, choice: ExecutorChoice):
    assert parse_executor(text) == choice


@pytest.mark.parametrize("text", ["", "ray", "dask", "dask:localhost", "threads:2"])
def test_what_is_no_executor_is_refused(text: str):
    with pytest.raises(ValueError, match="no executor"):
        parse_executor(text)
