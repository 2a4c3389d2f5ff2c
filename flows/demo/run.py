"""The demo: serve the demo site on loopback, ingest its seeds twice with refetching, say what changed.

The site is tests/site of a checkout; an installed package carries a copy. Nothing leaves the machine.
"""

import asyncio
import contextlib
import json
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path

from rich.console import Console

from flows.demo.report import print_report
from flows.errors import EnvironmentBrokenError, UsageError

_CARRIED = Path(__file__).with_name("site")  # in the wheel; see setup.py
SITE = _CARRIED if _CARRIED.exists() else Path(__file__).resolve().parents[2] / "tests" / "site"
SITE_FOLDER = "site"
MARKER = "seedbank-demo"  # a home that a demo made, and that the next one may empty
SECOND_LOOK_FILE = "second-pass"  # the file that turns the site to its second state; see tests/site/server.py
START_SECONDS = 30
PREFECT_FOLDER = "prefect"  # may be in use by this very process
LOOPBACK = {
    "SEEDBANK_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
    "SEEDBANK_HOST_INTERVAL": "0s",
    "SEEDBANK_RETRY_WAIT": "100ms",
    "SEEDBANK_FETCH_DEADLINE": "3s",
}
CONFIRM_AT_ONCE = {"SEEDBANK_GONE_CONFIRM_AFTER": "0s"}

Ingest = Callable[[Path, Mapping[str, str]], Awaitable[object]]


def _take_home(home: Path) -> None:
    """Make the home, or empty that of an earlier demo. Raises UsageError for a folder that holds anything else."""
    home.mkdir(parents=True, exist_ok=True)
    entries = [entry for entry in home.iterdir() if entry.name != PREFECT_FOLDER]
    if entries and not (home / MARKER).exists():
        raise UsageError(f"{home} holds something that is not a demo; name another folder with --home.")
    for entry in entries:
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    (home / MARKER).touch()


@contextlib.asynccontextmanager
async def serve_site(folder: Path) -> AsyncIterator[Path]:
    """Serve the demo site from a process of its own while the block runs; gives the folder of its seeds."""
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        str(SITE / "server.py"),
        "--dir",
        str(folder),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C goes to the demo, which then ends the server
    )
    assert server.stdin is not None  # noqa: S101 - both were asked for as pipes
    assert server.stdout is not None  # noqa: S101
    try:
        line = await asyncio.wait_for(server.stdout.readline(), START_SECONDS)
        if not line:
            raise EnvironmentBrokenError("The demo site did not start: no loopback address could be listened on.")
        yield Path(json.loads(line)["seeds"])
    finally:
        server.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            server.terminate()
        await server.wait()


async def run_demo(*, home: Path, console: Console, ingest: Ingest) -> None:
    """Ingest the demo site's seeds twice into `home` and print what changed.

    `ingest(seeds, environment)` is to run the main job on the folder `seeds` with every page refetched, into
    `home`, under the SEEDBANK_* variables of `environment`; it is awaited twice, the second time with nothing to
    wait for before what looked gone is called gone. `home` is emptied first if it holds an earlier demo.
    Raises UsageError where the site is not there, or where `home` holds something else.
    """
    if not (SITE / "server.py").exists():
        raise UsageError("The demo needs the demo site (tests/site), which a checkout and the wheel have.")
    _take_home(home)
    async with serve_site(home / SITE_FOLDER) as seeds:
        console.print("A small web of invented publishers is up on loopback. First look at every page …", style="dim")
        await ingest(seeds, LOOPBACK)
        (home / SITE_FOLDER / SECOND_LOOK_FILE).touch()
        console.print("Second look: what was missing and still is, is gone …", style="dim")
        await ingest(seeds, {**LOOPBACK, **CONFIRM_AT_ONCE})
    print_report(home, console, queries=SITE / "queries", truth=home / SITE_FOLDER / "truth.json")
