"""Settings: flags first, then SEEDBANK_* variables, then seedbank.toml, then the defaults below.

Read once at the edge by `load_settings`; everything after it gets the frozen `Settings`.
A setting's name in the file is its field name, in the environment SEEDBANK_ and the field name in capitals.
"""

import ipaddress
import json
import os
import re
import ssl
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, get_type_hints
from urllib.parse import urlsplit

from flows.errors import UsageError

CONFIG_FILE = "seedbank.toml"
PREFIX = "SEEDBANK_"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?")
_UNIT_SECONDS = {"ms": 0.001, "s": 1.0, None: 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]?)b?", re.IGNORECASE)
_SIZE_BYTES = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


class ExecutorKind(StrEnum):
    """Where the batch stage runs."""

    PROCESSES = "processes"  # of this machine
    THREADS = "threads"  # of this process
    DASK = "dask"  # the workers of a Dask cluster


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutorChoice:
    """Which executor, and where it is."""

    kind: ExecutorKind
    address: str = ""  # of the Dask scheduler


class ArchiveKind(StrEnum):
    """How a web archive is asked what it holds."""

    WAYBACK = "wayback"  # a CDX server as the Internet Archive's, and replay, below one address
    PYWB = "pywb"  # a collection of pywb: its CDX server, and replay
    TIMEMAP = "timemap"  # Memento (RFC 7089): all copies of a page, at this address with the page's behind it
    TIMEGATE = "timegate"  # Memento: the copy nearest to a moment, in the same way


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveChoice:
    """One web archive."""

    kind: ArchiveKind
    url: str = ""  # empty for the one of the setting `wayback_url`


def parse_line(text: str) -> str:
    """Read a text of one line, as a header may hold it."""
    if not text.isprintable() or not text.isascii():
        raise ValueError(f"{text!r} has characters that no header may hold; write one line of ASCII")
    return text.strip()


def parse_seed_tables(text: str) -> Mapping[str, object]:
    """Read the tables of seeds as JSON, as the environment has them; the file has them as tables."""
    return dict(json.loads(text))


def parse_executor(text: str) -> ExecutorChoice:
    """Read `processes`, `threads` or `dask:tcp://host:8786`."""
    name, _, rest = text.strip().partition(":")
    match name, rest:
        case (("processes" | "threads"), ""):
            return ExecutorChoice(kind=ExecutorKind(name))
        case "dask", address if re.match(r"\w+://", address):
            return ExecutorChoice(kind=ExecutorKind.DASK, address=address)
    raise ValueError(f"{text!r} is no executor; write processes, threads or dask:tcp://host:8786")


def parse_archives(text: str) -> tuple[ArchiveChoice, ...]:
    """Read web archives separated by commas or spaces: `wayback`, and `KIND:ADDRESS` for each other one."""
    found = []
    for part in re.split(r"[,\s]+", text.strip()):
        name, _, url = part.partition(":")
        if name not in set(ArchiveKind) or not (re.match(r"https?://[^/]", url) or part == ArchiveKind.WAYBACK):
            kinds = ", ".join(f"{kind}:https://…" for kind in ArchiveKind)
            raise ValueError(f"{part!r} is no web archive; write wayback, or one of {kinds}")
        found.append(ArchiveChoice(kind=ArchiveKind(name), url=url.rstrip("/")))
    return tuple(found)


def parse_warehouse(text: str) -> str:
    """Read `file`, or a lake as DuckDB names it: `ducklake:postgres:dbname=… host=…`, `ducklake:PATH`."""
    if text.strip() == "file":
        return ""
    if not re.match(r"ducklake:.", text):
        raise ValueError(f"{text!r} is no warehouse; write file, ducklake:postgres:dbname=… host=…, or ducklake:PATH")
    return text.strip()


def parse_duration(text: str) -> float:
    """Read `2s`, `500ms`, `10m`, `24h`, `7d` or a bare number of seconds as seconds."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no duration; write for example 500ms, 2s, 10m, 24h or 7d")
    return float(match[1]) * _UNIT_SECONDS[match[2]]


def parse_size(text: str) -> int:
    """Read `50MB`, `1 GB` or a bare number of bytes as bytes."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no size; write for example 500kB, 50MB or 1GB")
    return int(float(match[1]) * _SIZE_BYTES[match[2].lower()])


def parse_networks(text: str) -> tuple[Network, ...]:
    """Read networks separated by commas or spaces, such as `127.0.0.0/8, 10.1.0.0/16`."""
    return tuple(ipaddress.ip_network(part) for part in re.split(r"[,\s]+", text.strip()) if part)


def parse_count(text: str) -> int:
    """Read a whole number that is at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError(f"{text} is less than 1")
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a setting is read from text, and what it means."""

    read: Callable[[str], object]
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that a person can set. Durations are in seconds, sizes in bytes."""

    home: Annotated[Path, Setting(read=Path, description="folder of everything that a run writes")] = Path("data")
    contact: Annotated[
        str, Setting(read=parse_line, description="mail address or page that the User-Agent names, for site owners")
    ] = ""
    workers: Annotated[
        int, Setting(read=parse_count, description="worker processes that read, parse and reconcile")
    ] = 2
    executor: Annotated[
        ExecutorChoice,
        Setting(
            read=parse_executor,
            description="where batches are made: processes, threads or dask:tcp://host:8786",
        ),
    ] = ExecutorChoice(kind=ExecutorKind.PROCESSES)
    warehouse: Annotated[
        str, Setting(read=parse_warehouse, description="file, or a lake: ducklake:postgres:dbname=… host=…")
    ] = ""
    lake_data: Annotated[
        str, Setting(read=str, description="folder or s3://bucket/prefix of a new lake's Parquet files")
    ] = ""
    lake_history: Annotated[
        float, Setting(read=parse_duration, description="how far back a lake's snapshots are kept by maintain")
    ] = 7 * 86400.0
    lock_wait: Annotated[
        float, Setting(read=parse_duration, description="most time to wait for another run that writes the lake")
    ] = 3600.0
    batch_size: Annotated[int, Setting(read=parse_count, description="articles in a batch")] = 1000
    host_interval: Annotated[
        float, Setting(read=parse_duration, description="least time between two requests to one host")
    ] = 2.0
    fetch_deadline: Annotated[
        float, Setting(read=parse_duration, description="most time for one page, redirects and body included")
    ] = 60.0
    retry_wait: Annotated[
        float, Setting(read=parse_duration, description="wait before the first retry; doubles with each")
    ] = 5.0
    page_deadline: Annotated[
        float, Setting(read=parse_duration, description="most time for parsing and reconciling one page")
    ] = 10.0
    max_page_size: Annotated[int, Setting(read=parse_size, description="most decoded bytes of one page")] = 20_000_000
    request_budget: Annotated[int, Setting(read=parse_count, description="most requests of one run")] = 1_000_000
    gone_confirm_after: Annotated[
        float, Setting(read=parse_duration, description="least time between two looks before missing is gone")
    ] = 86400.0
    allow_private_addresses: Annotated[
        tuple[Network, ...], Setting(read=parse_networks, description="networks that the address gate lets through")
    ] = ()
    seeds: Annotated[
        Mapping[str, object],
        Setting(read=parse_seed_tables, description='what is said of seed files: tables [seeds."PATTERN"]'),
    ] = field(default_factory=dict)
    wayback_url: Annotated[str, Setting(read=str, description="web archive with CDX and replay")] = (
        "https://web.archive.org"
    )
    archives: Annotated[
        tuple[ArchiveChoice, ...],
        Setting(
            read=parse_archives,
            description="web archives that `--from wayback` asks in turn: wayback, or wayback:URL, pywb:URL, "
            "timemap:URL, timegate:URL",
        ),
    ] = (ArchiveChoice(kind=ArchiveKind.WAYBACK),)

    @property
    def batches(self) -> Path:
        """Folder of the batch Parquet files, as workers elsewhere name it too."""
        return (self.home / "batches").absolute()


def known_settings() -> dict[str, Setting]:
    """Map each field of Settings to how it is read and what it means."""
    return {name: hint.__metadata__[0] for name, hint in get_type_hints(Settings, include_extras=True).items()}


def _read_value(name: str, text: str, origin: str) -> object:
    try:
        return known_settings()[name].read(text)
    except ValueError as error:
        raise UsageError(f"{origin}: {name} = {text!r} cannot be read: {error}.") from error


def _from_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{path} cannot be read as TOML: {error}.") from error
    known = set(known_settings())
    unknown = sorted(set(table) - known)
    if unknown:
        raise UsageError(f"{path}: unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}.")
    return {
        name: value if isinstance(value, dict) else _read_value(name, _as_text(value), str(path))
        for name, value in table.items()
    }


def _as_text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for setting in known_settings():
        name = PREFIX + setting.upper()
        if environment.get(name):
            values[setting] = _read_value(setting, environment[name], name)
    return values


def load_settings(environment: Mapping[str, str], *, folder: Path, **flags: object) -> Settings:
    """Merge flags, environment and `folder`/seedbank.toml; a flag that is None was not given. Raises UsageError."""
    values = _from_file(folder / CONFIG_FILE) | _from_environment(environment)
    values |= {name: value for name, value in flags.items() if value is not None}
    return Settings(**values)  # type: ignore[arg-type] # each value went through the reader of its field


def read_settings(**flags: object) -> Settings:
    """Read the settings of this process: flags, environment, seedbank.toml in the working folder. Raises UsageError."""
    try:
        folder = Path.cwd()
    except FileNotFoundError:
        raise UsageError("The working folder is not there any more; go to another one and run this again.") from None
    return load_settings(os.environ, folder=folder, **flags)


def assert_usable(environment: Mapping[str, str]) -> None:
    """Refuse variables that every HTTP client of this process would end on. Raises UsageError."""
    certificates = environment.get("SSL_CERT_FILE")
    if certificates:
        try:
            ssl.create_default_context(cafile=certificates)
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
            raise UsageError(f"SSL_CERT_FILE names {certificates}, which holds no certificates: {reason}.") from None
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        value = environment.get(name)
        if value and not _is_proxy(value):
            raise UsageError(
                f"{name} is {value!r}, which is no address of a proxy; write http://host:port or unset it."
            )


def _is_proxy(value: str) -> bool:
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        return bool(parts.hostname) and " " not in value and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def settings_of_flow(home: str | None) -> Settings:
    """Read the settings of a flow, whose parameter `home` is text, or empty for the setting. Raises UsageError."""
    return read_settings(home=Path(home) if home else None)
