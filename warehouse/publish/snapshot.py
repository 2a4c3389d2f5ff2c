"""The file that readers open: made beside the one they have, and put in its place by a rename.

Copying a warehouse of a million articles costs most of a publish, although little of it has changed. So the snapshot
before the newest is kept as a spare: the next publish brings it up to date by writing the blocks that differ.
A spare that is still being read, or that has a second name, is left as it is, and the whole file is copied.
"""

import fcntl
import os
import shutil
from pathlib import Path

import duckdb

from warehouse.database.connect import PUBLISHED_FILE, WAREHOUSE_FILE
from warehouse.database.files import sync_path

SPARE_FILE = f".spare.{PUBLISHED_FILE}"
NEW_FILE = f".new.{PUBLISHED_FILE}"
_CHUNK_BYTES = 1 << 20  # a few of DuckDB's blocks of 256 KiB: a smaller one compares no faster


def replace_snapshot(connection: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Put the warehouse as it is on disk in the readers' place; whatever is killed when, they see a whole one."""
    connection.execute("checkpoint")
    published, spare, new = home / PUBLISHED_FILE, home / SPARE_FILE, home / NEW_FILE
    if _is_ours_alone(spare):
        spare.replace(new)
    if _is_ours_alone(new):  # also where a publish was killed half-way: each chunk is compared
        write_differences(home / WAREHOUSE_FILE, new)
    else:
        for leftover in (spare, new):
            leftover.unlink(missing_ok=True)
        shutil.copyfile(home / WAREHOUSE_FILE, new)
        sync_path(new)
    _keep_spare(published, spare)
    new.replace(published)
    sync_path(home)


def write_differences(source: Path, target: Path) -> int:
    """Make `target` equal to `source`, byte for byte, and return how many bytes had to be written."""
    written = 0
    with source.open("rb") as old, target.open("rb+") as new:
        while chunk := old.read(_CHUNK_BYTES):
            place = new.tell()
            if new.read(len(chunk)) != chunk:
                new.seek(place)
                new.write(chunk)
                written += len(chunk)
        new.truncate()
        new.flush()
        os.fsync(new.fileno())
    return written


def _is_ours_alone(path: Path) -> bool:
    """Say whether the file is there, has no second name, and is open nowhere.

    The system grants a lease for writing only while no other process, and nothing else in this one, has the file
    open. Where it grants none, as network file systems may not, the file counts as in use.
    """
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        return os.fstat(descriptor).st_nlink == 1
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _keep_spare(published: Path, spare: Path) -> None:
    """Give the snapshot that is about to be replaced a second name, where the disk has room for all of it again."""
    spare.unlink(missing_ok=True)
    if not published.exists() or shutil.disk_usage(published.parent).free < published.stat().st_size:
        return
    try:
        spare.hardlink_to(published)
    except OSError:  # a file system without hard links: every publish copies the whole file there
        return
