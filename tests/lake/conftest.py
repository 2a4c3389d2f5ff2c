"""A PostgreSQL of the system's packages and an S3 server, on loopback, for the tests of the lake."""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "warehouse"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "executors"))
from loopback_cluster import Cluster, free_port, start_cluster

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root
START_SECONDS = 60


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """Start a PostgreSQL that listens on a socket in a folder of its own. Gives the folder."""
    if not PROGRAMS:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    programs = PROGRAMS[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="seedbank-pg-", dir="/tmp"))  # short: a socket's path has 107 letters at most
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def run(program: str, *arguments: str) -> None:
        command = [programs / program, *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=START_SECONDS, **as_user)

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-U", "seedbank", "-A", "trust", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def conninfo(postgres: Path, request: pytest.FixtureRequest) -> str:
    """Make a database for one test. Gives its connection string."""
    import psycopg

    name = f"lake_{abs(hash(request.node.nodeid)):x}"
    with psycopg.connect(f"host={postgres} user=seedbank dbname=postgres", autocommit=True) as admin:
        admin.execute(f'create database "{name}"')
    return f"host={postgres} user=seedbank dbname={name}"


@pytest.fixture(scope="session")
def s3() -> Iterator[dict[str, str]]:
    """Start an S3 server with a bucket `seedbank`. Gives the variables that its clients read."""
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    program = Path(sys.executable).with_name("moto_server")
    with subprocess.Popen(
        [program, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            end = time.monotonic() + START_SECONDS
            while time.monotonic() < end:
                with contextlib.suppress(URLError, ConnectionError):
                    urlopen(Request(f"{endpoint}/seedbank", method="PUT"), timeout=5).close()  # noqa: S310 - loopback
                    break
                time.sleep(0.1)  # it says by answering that it is ready
            else:
                pytest.fail("the S3 server did not answer")
            yield {
                "AWS_ACCESS_KEY_ID": "key",
                "AWS_SECRET_ACCESS_KEY": "s3cret-of-the-test",
                "AWS_REGION": "us-east-1",
                "AWS_ENDPOINT_URL": endpoint,
            }
        finally:
            server.kill()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Give a Dask scheduler and two workers on loopback."""
    with start_cluster(tmp_path_factory.mktemp("dask")) as started:
        yield started
