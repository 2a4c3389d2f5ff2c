"""The command run inside the process of the tests, for what it does and says; with children that stay warm.

A process of its own costs 3.5 s of CPU: the imports, the workers and their imports. Tests whose point is a process,
its signals, its streams or its death start one; the others run the same command line here.
"""

import contextlib
import io
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from flows.cli import run
from flows.executors.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[1]
# Whose sandboxes are lent.
LENDERS = ("flows.executors.processes", "flows.batches.reading", "flows.evidence.derive")


class _KeptSandbox(Sandbox):
    """Children that outlive their block, for the next one that asks for the same; they end with this process."""

    def close(self) -> None:
        """Leave them."""


_kept: dict[tuple[object, ...], _KeptSandbox] = {}


def lend_sandbox(function: Callable[..., object], **limits: float) -> _KeptSandbox:
    """Give the children that run a function within these limits; starting one costs 0.4 s of CPU."""
    key = (function, *sorted(limits.items()))
    if key not in _kept:
        _kept[key] = _KeptSandbox(function, **limits)
    return _kept[key]


def _name_prefects_server() -> None:
    """Have Prefect read its settings again. They stay: its threads outlive a flow and go on asking."""
    from prefect import context
    from prefect.settings import Settings

    profile = context.get_settings_context().profile
    context.GLOBAL_SETTINGS_CONTEXT = context.SettingsContext(profile=profile, settings=Settings())


@contextlib.contextmanager
def _world(environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    """Be in a folder with an environment."""
    before, at = dict(os.environ), Path.cwd()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    try:
        if "PREFECT_API_URL" in environment:
            _name_prefects_server()
        yield
    finally:
        os.chdir(at)
        os.environ.clear()
        os.environ.update(before)


def run_here(
    *arguments: str | Path, environment: Mapping[str, str], folder: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run a command line in this process; gives what a process of its own would have given."""
    line = [str(argument) for argument in arguments]
    output, errors = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with _world(environment, folder), contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        code = run(line)
    said = [stream.buffer.getvalue().decode("utf-8") for stream in (output, errors)]  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(line, code, *said)
