"""The Prefect API that a run reports to.

Where PREFECT_API_URL names a server, that one is used. Otherwise a server of our own lives as long as
the run: started in the background before Prefect is even imported (the two take about equally long),
bound to a free loopback port whose listening socket it inherits, so that no polling is needed, and
ended when the pipe to its parent closes, so it is not left behind when the parent is killed.
Its state is under the home folder; it sends nothing anywhere.
"""

import asyncio
import atexit
import contextlib
import gc
import importlib.metadata
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Coroutine, MutableMapping
from pathlib import Path
from typing import TypeVar

from flows.errors import EnvironmentBrokenError, OutOfDiskError
from flows.runs.interrupts import run_beside_signals
from flows.runs.notices import say_aside
from flows.settings import assert_usable

R = TypeVar("R")
DATABASE = "prefect.db"
# The database of a run's own server takes 1 MB when it is new, and its write-ahead log up to 4 MB.
LEAST_FREE_BYTES = 5_000_000
# Importing Prefect makes some hundred thousand objects that all stay; by default the cycle collector walks them again
# and again (measured: 20 % of the CPU that starting the server takes, 10 % of a run's own start).
WHILE_IMPORTING = (100_000, 10, 10)
AS_USUAL = (700, 10, 10)  # Python's own
OWN_API = "SEEDBANK_OWN_PREFECT_API"  # set in the environment of a run whose server is its own
ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # what ends a run is said by the command, in a sentence
    "PREFECT_LOGGING_ROOT_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}
# Runs that one process serves to a server of somebody's are looked at there: their log lines are shown on its page.
LOGS_THAT_ARE_SHOWN = {"PREFECT_LOGGING_LEVEL": "INFO", "PREFECT_LOGGING_TO_API_ENABLED": "true"}
# What a server does beside answering is for those who look at it, or for schedules: a run's own server has neither.
# Measured on 27,612 seeds: 0.6 s of CPU without, 1.5 s with them.
SERVICES_OF_LOOKERS = (
    "CANCELLATION_CLEANUP",
    "CLEANUP_RECONCILER",
    "EVENT_PERSISTER",
    "FOREMAN",
    "LATE_RUNS",
    "PAUSE_EXPIRATIONS",
    "REPOSSESSOR",
    "SCHEDULER",
    "TASK_RUN_RECORDER",
    "TRIGGERS",
)


def empty_database() -> Path:
    """Name the migrated, empty Prefect database that the set-up leaves in the environment.

    Migrating a new SQLite file takes Prefect about 7 s; copying this one takes none.
    """
    return Path(sys.prefix) / "share" / "seedbank" / f"prefect-{importlib.metadata.version('prefect')}.db"


def _require_room(folder: Path) -> None:
    """Raise OutOfDiskError where a server with its state in this folder cannot write it."""
    if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        raise OutOfDiskError(
            f"No space is left on the disk of {folder}; free some and run this again, nothing is lost."
        )


def _prepare_once(template: Path) -> None:
    """Make what `make run` makes at set-up, where Seedbank was installed without it: once, and said aside."""
    if not os.access(next(parent for parent in template.parents if parent.exists()), os.W_OK):
        return  # then the server migrates each new home's database, as it would any
    say_aside("The first run of this installation prepares Prefect's database, once; about ten seconds …")
    command = [sys.executable, "-m", "flows.runs.prefect_server", "prepare"]
    subprocess.run(command, check=False, capture_output=True, cwd=template.parents[2])  # noqa: S603 - our own module, no shell


def _copy_database(folder: Path) -> None:
    """Give the folder the empty database unless it has one."""
    folder.mkdir(parents=True, exist_ok=True)
    _require_room(folder)
    template = empty_database()
    if not template.exists() and not (folder / DATABASE).exists():
        _prepare_once(template)
    if template.exists() and not (folder / DATABASE).exists():
        part = folder / f"{DATABASE}.{os.getpid()}"
        shutil.copyfile(template, part)
        part.rename(folder / DATABASE)


def _schema(database: Path) -> str | None:
    """Read which migration a Prefect database is at; None for none."""
    with contextlib.closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            found = connection.execute("select version_num from alembic_version").fetchone()
        except sqlite3.DatabaseError:
            return None
    return found[0] if found else None


def needs_migration(folder: Path) -> bool:
    """Say whether the database of the folder is of another schema than the empty one of this Prefect."""
    template = empty_database()
    return not template.exists() or _schema(folder / DATABASE) != _schema(template)


def start_prefect_api(home: Path, environment: MutableMapping[str, str], *, has_schedules: bool = False) -> None:
    """Point `environment` at a Prefect API that lives as long as this process; call before importing prefect.

    A server of our own runs what is scheduled on it only where it is told that there are schedules.
    The server is ended by an exit handler: Prefect's own, registered later and so run earlier, sends it
    the last events first. Raises OutOfDiskError where a server of our own has no room.
    """
    assert_usable(environment)
    is_shown = has_schedules and bool(environment.get("PREFECT_API_URL"))
    for name, value in ((ENVIRONMENT | LOGS_THAT_ARE_SHOWN) if is_shown else ENVIRONMENT).items():
        environment.setdefault(name, value)
    gc.set_threshold(*WHILE_IMPORTING)
    if environment.get("PREFECT_API_URL"):
        return
    excluded = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    environment["no_proxy"] = f"{excluded},127.0.0.1".lstrip(",")  # a proxy is for the web, not for our own server
    serving: dict[str, str] = {}
    folder = (home / "prefect").resolve()
    is_ours = environment.setdefault("PREFECT_HOME", str(folder)) == str(folder)
    if is_ours and "PREFECT_API_DATABASE_CONNECTION_URL" not in environment:
        _copy_database(folder)
        # Migrating a database that is up to date takes the server 0.4 s.
        serving["PREFECT_API_DATABASE_MIGRATE_ON_START"] = str(needs_migration(folder)).lower()
        # By its name alone: in an address, a folder with ? or % in its name would be another one.
        serving["PREFECT_API_DATABASE_CONNECTION_URL"] = f"sqlite+aiosqlite:///{DATABASE}"
    if not has_schedules:
        serving |= {f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in SERVICES_OF_LOOKERS}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        environment[OWN_API] = "1"
        environment["PREFECT_API_URL"] = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        server = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "flows.runs.prefect_server", "serve", str(listener.fileno())],
            stdin=subprocess.PIPE,
            pass_fds=[listener.fileno()],
            cwd=folder if folder.is_dir() else None,
            env={name: value for name, value in environment.items() if name != "PREFECT_API_URL"} | serving,
            start_new_session=True,  # Ctrl-C goes to the run, which then ends the server
        )
    atexit.register(_stop, server)


def collect_as_usual() -> None:
    """Let the cycle collector look at what is made from now on, as usual, and no more at what was imported."""
    gc.freeze()
    gc.set_threshold(*AS_USUAL)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=5)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def run_flow(flow_run: Coroutine[object, object, R]) -> R:
    """Run a flow to its end; SIGINT and SIGTERM are answered as `flows.runs.interrupts` says.

    Raises EnvironmentBrokenError where Prefect's server does not answer, OutOfDiskError where our own has no room left.
    """
    from httpx import HTTPError  # noqa: PLC0415 - only after the API was named

    try:
        return run_beside_signals(flow_run)
    except (HTTPError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and not str(error).startswith("Failed to reach API"):
            raise
        if OWN_API in os.environ:
            _require_room(Path(os.environ["PREFECT_HOME"]))
        raise EnvironmentBrokenError(
            f"The Prefect server at {os.environ['PREFECT_API_URL']} does not answer ({error}). What was loaded stays; "
            "start the server, or unset PREFECT_API_URL so that a run brings its own, and run the same command again."
        ) from error


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def serve(descriptor: int) -> None:
    """Serve Prefect's API on an inherited listening socket until standard input closes or SIGTERM comes."""
    gc.set_threshold(*WHILE_IMPORTING)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn  # noqa: PLC0415 - only the child needs it

    config = uvicorn.Config(
        "prefect.server.api.server:create_app",
        factory=True,
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=1,
    )
    config.load()
    collect_as_usual()
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


def prepare() -> None:
    """Make the empty database that new homes are given."""
    path = empty_database()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")  # two first runs may prepare at the same time
    part.unlink(missing_ok=True)
    os.environ.update(ENVIRONMENT)
    os.environ["PREFECT_API_DATABASE_CONNECTION_URL"] = f"sqlite+aiosqlite:///{part}"
    from prefect.server.database import provide_database_interface  # noqa: PLC0415 - reads the environment

    asyncio.run(provide_database_interface().create_db())
    _fold_journal(part)
    part.rename(path)


def _fold_journal(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", number]:
            serve(int(number))
        case ["prepare"]:
            prepare()
        case _:
            sys.exit("usage: python -m flows.runs.prefect_server prepare | serve FD")
