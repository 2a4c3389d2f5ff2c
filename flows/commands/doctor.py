"""`seedbank doctor`: is this machine fit, and how to mend what is not."""

import asyncio
import contextlib
import datetime as dt
import importlib.metadata
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import click

from flows.commands import _options
from flows.runs.compiled_rooms import STALE, find_form
from flows.runs.prefect_server import empty_database
from flows.settings import ExecutorKind, Settings, read_settings
from flows.show import terminal

UNFIT = 1
LEAST_FREE_BYTES = 1_000_000_000  # about what 50,000 articles take with their batches and the snapshot
MOST_CLOCK_LAG = dt.timedelta(minutes=5)  # between machines that share a home
ANSWER_SECONDS = 5.0
LAKE_EXTENSIONS = ("ducklake", "httpfs", "postgres_scanner")
OLDEST_CLOCK = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
PINNED = {"duckdb": "1.5.5", "prefect": "3.9.1", "selectolax": "1.0.2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was examined."""

    name: str
    is_fit: bool
    detail: str
    remedy: str  # "" where nothing is to be done


def _check_python(_: Settings) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    fit = sys.version_info >= (3, 11)
    return Finding(name="python", is_fit=fit, detail=version, remedy="" if fit else "Use Python 3.11 or newer.")


def _check_form(_: Settings) -> Finding:
    """Say in which form the rooms that decide run."""
    form = find_form()
    is_fit = form != STALE
    remedy = "" if is_fit else "Compile again (make compiled), or go back to plain Python (make clean, make run)."
    return Finding(name="form", is_fit=is_fit, detail=f"text, reconcile, parse: {form}", remedy=remedy)


def _check_versions(_: Settings) -> Finding:
    found = {name: importlib.metadata.version(name) for name in PINNED}
    fit = found == PINNED
    detail = ", ".join(f"{name} {version}" for name, version in found.items())
    remedy = "" if fit else "Install the versions of constraints.txt: make clean, then make run."
    return Finding(name="versions", is_fit=fit, detail=detail, remedy=remedy)


def _nearest_folder(settings: Settings) -> Path:
    """Give the home, or what is there of the way to it."""
    return next(folder for folder in (settings.home, *settings.home.absolute().parents) if folder.exists())


def _check_home(settings: Settings) -> Finding:
    """Write a file and take it away: rights alone do not tell of a read-only or full disk."""
    nearest, trouble = _nearest_folder(settings), ""
    try:
        with tempfile.NamedTemporaryFile(dir=nearest, prefix=".seedbank-doctor-") as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        trouble = error.strerror or str(error)
    detail = f"{nearest} cannot be written: {trouble}" if trouble else f"{settings.home} can be written"
    remedy = "Name another folder with --home, or change the rights of this one." if trouble else ""
    return Finding(name="home", is_fit=not trouble, detail=detail, remedy=remedy)


def _check_disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(_nearest_folder(settings)).free
    fit = free >= LEAST_FREE_BYTES
    remedy = "" if fit else "Free some space, or name a home on another disk."
    return Finding(name="disk", is_fit=fit, detail=f"{free / 1e9:,.1f} GB free", remedy=remedy)


def _newest_moment(settings: Settings) -> dt.datetime | None:
    """Give the newest time that the published snapshot knows of; None where there is none to read."""
    from flows.errors import SeedbankError  # noqa: PLC0415 - beside its use
    from warehouse.database.connect import PUBLISHED_FILE, open_published  # noqa: PLC0415 - imported when the command needs it

    if not (settings.home / PUBLISHED_FILE).exists():
        return None
    try:
        with open_published(settings.home) as connection:
            row = connection.execute("select max(started_at) from ops.run").fetchone()
    except SeedbankError:
        return None
    return row[0] if row else None


def _check_clock(settings: Settings) -> Finding:
    now, newest = dt.datetime.now(dt.UTC), _newest_moment(settings)
    is_behind = newest is not None and newest > now + MOST_CLOCK_LAG
    fit = now > OLDEST_CLOCK and not is_behind
    detail = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if is_behind:
        detail += f", but the newest run began at {newest:%Y-%m-%d %H:%M:%S} UTC"
    remedy = "" if fit else "Set the clock (better: keep it by NTP): every capture carries its time."
    return Finding(name="clock", is_fit=fit, detail=detail, remedy=remedy)


def _check_lock(settings: Settings) -> Finding:
    from flows.errors import WarehouseLockedError  # noqa: PLC0415 - beside its use
    from warehouse.database.connect import WAREHOUSE_FILE, lock_home  # noqa: PLC0415 - imported when the command needs it

    if not (settings.home / WAREHOUSE_FILE).exists():
        return Finding(name="warehouse", is_fit=True, detail="none yet", remedy="")
    try:
        with lock_home(settings.home):
            return Finding(name="warehouse", is_fit=True, detail="nobody is writing", remedy="")
    except WarehouseLockedError as error:
        return Finding(name="warehouse", is_fit=True, detail=str(error), remedy="")


def _check_gate(settings: Settings) -> Finding:
    opened = ", ".join(map(str, settings.allow_private_addresses))
    detail = f"open for {opened}" if opened else "private addresses are refused"
    remedy = "Unset SEEDBANK_ALLOW_PRIVATE_ADDRESSES outside of tests and intranets." if opened else ""
    return Finding(name="address gate", is_fit=True, detail=detail, remedy=remedy)


def _check_contact(settings: Settings) -> Finding:
    detail = settings.contact or "not set"
    remedy = "" if settings.contact else "Set SEEDBANK_CONTACT before refetching, so that site owners can write to you."
    return Finding(name="contact", is_fit=True, detail=detail, remedy=remedy)


def _check_prefect(_: Settings) -> Finding:
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        made = empty_database().exists()
        detail = "a server for the length of a run" + ("" if made else "; its first start takes some seconds longer")
        return Finding(name="prefect", is_fit=True, detail=detail, remedy="")
    place = urlsplit(url)
    shown = f"{place.scheme}://{place.hostname}:{place.port or ''}{place.path}"
    kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
    try:
        with contextlib.closing(kind(place.hostname or "", place.port, timeout=ANSWER_SECONDS)) as connection:
            connection.request("GET", f"{place.path.rstrip('/')}/health")
            status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        remedy = "Start the server, or unset PREFECT_API_URL: a run then brings its own."
        return Finding(name="prefect", is_fit=False, detail=f"no answer from {shown}: {error}", remedy=remedy)
    fit = status == HTTPStatus.OK
    remedy = "" if fit else "Look at the server's log."
    return Finding(name="prefect", is_fit=fit, detail=f"the server at {shown} answers with {status}", remedy=remedy)


def _check_extensions(settings: Settings) -> Finding:
    from warehouse.database.extensions import find_extension  # noqa: PLC0415 - imported when the command needs it

    found = [name for name in LAKE_EXTENSIONS if find_extension(name) is not None]
    missing = [name for name in LAKE_EXTENSIONS if name not in found]
    is_needed = bool(settings.warehouse)
    detail = f"{', '.join(found) or 'none'} installed" + (f"; {', '.join(missing)} not" if missing else "")
    remedy = "Install the extra `lake` (seedbank[lake])." if missing and is_needed else ""
    return Finding(name="extensions", is_fit=not (missing and is_needed), detail=detail, remedy=remedy)


def _check_lake(settings: Settings) -> Finding:
    from flows.errors import MissingInputError, SeedbankError  # noqa: PLC0415 - beside its use
    from flows.runs.open_warehouse import lake_of  # noqa: PLC0415 - imported when the command needs it
    from warehouse.database.lake import read_lake  # noqa: PLC0415 - the same

    lake = lake_of(settings, os.environ)
    if lake is None:
        return Finding(name="lake", is_fit=True, detail="not used: the warehouse is a file", remedy="")
    try:
        with read_lake(lake, settings.home) as connection:
            row = connection.execute("select count(*) from ops.batch").fetchone()
    except MissingInputError:
        return Finding(name="lake", is_fit=True, detail="reachable, and new: the first run makes it", remedy="")
    except SeedbankError as error:
        remedy = "Check SEEDBANK_WAREHOUSE, the database, and the keys of the object store."
        return Finding(name="lake", is_fit=False, detail=str(error), remedy=remedy)
    return Finding(name="lake", is_fit=True, detail=f"reachable, {row[0] if row else 0:,} batches", remedy="")


def _check_executor(settings: Settings) -> Finding:
    choice = settings.executor
    if choice.kind is not ExecutorKind.DASK:
        return Finding(name="executor", is_fit=True, detail=f"{choice.kind}, {settings.workers} workers", remedy="")
    from flows.errors import SeedbankError  # noqa: PLC0415 - beside its use

    try:
        count = asyncio.run(_count_dask_workers(settings))
    except SeedbankError as error:
        remedy = "Start the scheduler and its workers, with the home folder shared at the same path."
        return Finding(name="executor", is_fit=False, detail=str(error), remedy=remedy)
    return Finding(name="executor", is_fit=True, detail=f"Dask at {choice.address}, {count} threads", remedy="")


async def _count_dask_workers(settings: Settings) -> int:
    from flows.executors import open_executor  # noqa: PLC0415 - imported when the command needs it

    executor = await open_executor(settings)
    try:
        return executor.count
    finally:
        await executor.stop()


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    _check_python,
    _check_form,
    _check_versions,
    _check_home,
    _check_disk,
    _check_clock,
    _check_lock,
    _check_gate,
    _check_contact,
    _check_prefect,
    _check_executor,
    _check_extensions,
    _check_lake,
)


def examine(settings: Settings) -> Iterator[Finding]:
    """Examine everything a run depends on, one finding each."""
    for check in CHECKS:
        yield check(settings)


@click.command("doctor")
@_options.home_option
@_options.json_option
def command(*, home: Path | None, as_json: bool) -> int:
    """Look at what a run depends on, and say how to mend what is not fit."""
    findings = list(examine(read_settings(home=home)))
    if as_json:
        terminal.say_json([asdict(finding) for finding in findings])
    else:
        rows = [(f.name, "fit" if f.is_fit else "NOT FIT", f.detail, f.remedy) for f in findings]
        terminal.console().print(terminal.table("", ("", "", "", "what to do"), rows))
    return 0 if all(finding.is_fit for finding in findings) else UNFIT
