"""`seedbank doctor`: is this machine fit, and how to mend what is not."""

import datetime as dt
import importlib.metadata
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from flows import terminal
from flows.prefect_api import empty_database
from flows.settings import Settings

UNFIT = 1
LEAST_FREE_BYTES = 1_000_000_000  # about what 50,000 articles take with their batches and the snapshot
OLDEST_CLOCK = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
PINNED = {"duckdb": "1.5.5", "prefect": "3.8.8", "selectolax": "1.0.2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    name: str
    is_fit: bool
    detail: str
    remedy: str  # "" where nothing is to be done


def _check_python(_: Settings) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    fit = sys.version_info >= (3, 11)
    return Finding(name="python", is_fit=fit, detail=version, remedy="" if fit else "Use Python 3.11 or newer.")


def _check_versions(_: Settings) -> Finding:
    found = {name: importlib.metadata.version(name) for name in PINNED}
    fit = found == PINNED
    detail = ", ".join(f"{name} {version}" for name, version in found.items())
    remedy = "" if fit else "Install the versions of constraints.txt: make clean, then make run."
    return Finding(name="versions", is_fit=fit, detail=detail, remedy=remedy)


def _check_home(settings: Settings) -> Finding:
    home = settings.home
    nearest = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    fit = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
    detail = f"{home} can be written" if fit else f"{nearest} cannot be written"
    remedy = "" if fit else "Name another folder with --home, or change the rights of this one."
    return Finding(name="home", is_fit=fit, detail=detail, remedy=remedy)


def _check_disk(settings: Settings) -> Finding:
    nearest = next(folder for folder in (settings.home, *settings.home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(nearest).free
    fit = free >= LEAST_FREE_BYTES
    remedy = "" if fit else "Free some space, or name a home on another disk."
    return Finding(name="disk", is_fit=fit, detail=f"{free / 1e9:,.1f} GB free", remedy=remedy)


def _check_clock(_: Settings) -> Finding:
    now = dt.datetime.now(dt.UTC)
    fit = now > OLDEST_CLOCK
    remedy = "" if fit else "Set the clock: every capture carries its time."
    return Finding(name="clock", is_fit=fit, detail=f"{now:%Y-%m-%d %H:%M:%S} UTC", remedy=remedy)


def _check_lock(settings: Settings) -> Finding:
    from flows.errors import WarehouseLockedError  # noqa: PLC0415 - beside its use
    from warehouse.connect import WAREHOUSE_FILE, lock_home  # noqa: PLC0415 - imported when the command needs it

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
    if url:
        return Finding(name="prefect", is_fit=True, detail=f"the server at {url}", remedy="")
    made = empty_database().exists()
    detail = "a server for the length of a run" + ("" if made else "; its first start takes some seconds longer")
    return Finding(name="prefect", is_fit=True, detail=detail, remedy="")


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    _check_python,
    _check_versions,
    _check_home,
    _check_disk,
    _check_clock,
    _check_lock,
    _check_gate,
    _check_contact,
    _check_prefect,
)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything a run depends on, one finding each."""
    for check in CHECKS:
        yield check(settings)


@click.command("doctor")
@terminal.home_option
@terminal.json_option
def command(*, home: Path | None, as_json: bool) -> int:
    """Look at what a run depends on, and say how to mend what is not fit."""
    findings = list(examine(terminal.read_settings(home=home)))
    if as_json:
        terminal.say_json([asdict(finding) for finding in findings])
    else:
        rows = [(f.name, "fit" if f.is_fit else "NOT FIT", f.detail, f.remedy) for f in findings]
        terminal.console().print(terminal.table("", ("", "", "", "what to do"), rows))
    return 0 if all(finding.is_fit for finding in findings) else UNFIT
