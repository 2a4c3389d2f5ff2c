"""A PostgreSQL of the system's packages that listens on a socket in a folder of its own."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
MISSING = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root
START_SECONDS = 60


@contextlib.contextmanager
def start_postgres() -> Iterator[Path]:
    """Run a PostgreSQL for the length of the block; gives the folder of its socket. There must be PROGRAMS."""
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


def make_database(postgres: Path, name: str) -> str:
    """Make a database; gives its connection string."""
    import psycopg

    with psycopg.connect(f"host={postgres} user=seedbank dbname=postgres", autocommit=True) as admin:
        admin.execute(f'create database "{name}"')
    return f"host={postgres} user=seedbank dbname={name}"
