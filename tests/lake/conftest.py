"""A PostgreSQL of the system's packages and an S3 server, on loopback, for the tests of the lake."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback_objects import serve_objects
from loopback_postgres import MISSING, PROGRAMS, make_database, start_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """Start a PostgreSQL. Gives the folder of its socket."""
    if not PROGRAMS:
        pytest.skip(MISSING)
    with start_postgres() as folder:
        yield folder


@pytest.fixture
def conninfo(postgres: Path, request: pytest.FixtureRequest) -> str:
    """Make a database for one test. Gives its connection string."""
    return make_database(postgres, f"lake_{abs(hash(request.node.nodeid)):x}")


@pytest.fixture(scope="session")
def s3() -> Iterator[dict[str, str]]:
    """Start an S3 server with a bucket `seedbank`. Gives the variables that its clients read."""
    with serve_objects() as variables:
        yield variables
