"""A command pays for what it uses: what a process imports is a third of the cost of a run of one seed."""

import json
import subprocess
import sys

import pytest

LIST_IMPORTED = "import importlib, json, sys; importlib.import_module(sys.argv[1]); print(json.dumps([*sys.modules]))"


@pytest.mark.parametrize(
    ("module", "spared"),
    [
        ("flows.ingest", ("flows.parse.page", "flows.fetch", "flows.batches.pages")),  # only where pages are asked for
        ("flows.batches.worker.seeds", ("flows.parse.page", "prefect")),
        ("flows.commands.status", ("prefect", "pyarrow", "flows.parse", "flows.reconcile", "flows.batches")),
        ("flows.commands.sql", ("prefect", "flows.parse", "flows.reconcile", "flows.batches")),
        ("flows.commands.search", ("prefect", "flows.parse", "flows.reconcile", "flows.batches")),
        ("flows.commands.diff", ("prefect", "flows.parse", "flows.batches")),
    ],
)
def test_what_a_process_does_not_use_is_not_imported(module: str, spared: tuple[str, ...]):
    command = [sys.executable, "-c", LIST_IMPORTED, module]
    imported = set(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    assert module in imported
    assert imported.isdisjoint(spared)
