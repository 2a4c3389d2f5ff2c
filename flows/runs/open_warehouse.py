"""Where the warehouse is, from the settings: a file in the home folder, or a lake that many machines share."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import duckdb

from flows.settings import Settings
from warehouse.database.connect import PUBLISHED_FILE, open_published, open_writer
from warehouse.database.lake import LakeLocation, S3Access, open_lake, read_lake

Tell = Callable[[str], None]
LAKE_PREFIX = "ducklake:"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWarehouse:
    """A warehouse that this process alone may write."""

    connection: duckdb.DuckDBPyConnection
    assert_held: Callable[[], None]  # raises EnvironmentBrokenError where another one may be writing


def lake_of(settings: Settings, environment: Mapping[str, str]) -> LakeLocation | None:
    """Give the lake that the settings name; None where the warehouse is a file.

    The keys of an object store come from the variables that its other clients read too (AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL).
    """
    if not settings.warehouse:
        return None
    s3 = None
    if environment.get("AWS_ACCESS_KEY_ID"):
        s3 = S3Access(
            key_id=environment["AWS_ACCESS_KEY_ID"],
            secret=environment.get("AWS_SECRET_ACCESS_KEY", ""),
            session_token=environment.get("AWS_SESSION_TOKEN", ""),
            region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1",
            endpoint=environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL") or "",
        )
    return LakeLocation(catalog=settings.warehouse.removeprefix(LAKE_PREFIX), data=settings.lake_data, s3=s3)


@contextlib.contextmanager
def open_warehouse(settings: Settings, environment: Mapping[str, str], *, tell: Tell) -> Iterator[OpenWarehouse]:
    """Open the warehouse for writing. A file that another process writes is an error; a lake is waited for.

    `tell` gets a sentence when another run has to be waited for. Raises what `open_writer` and `open_lake` raise.
    """
    lake = lake_of(settings, environment)
    if lake is None:
        with open_writer(settings.home) as connection:
            yield OpenWarehouse(connection=connection, assert_held=_held)
        return
    with open_lake(lake, settings.home, wait_seconds=settings.lock_wait, tell=tell) as (connection, committer):
        yield OpenWarehouse(connection=connection, assert_held=committer.assert_held)


def _held() -> None:
    """Return: a file's lock cannot be lost while the process lives."""


@contextlib.contextmanager
def open_reader(settings: Settings, environment: Mapping[str, str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open what is published for reading: the snapshot of the home where there is one, else the lake.

    Raises MissingInputError where there is neither.
    """
    lake = lake_of(settings, environment)
    if lake is None or (settings.home / PUBLISHED_FILE).exists():
        with open_published(settings.home) as connection:
            yield connection
        return
    with read_lake(lake, settings.home) as connection:
        yield connection
