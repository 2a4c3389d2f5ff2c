"""F15: the disk fills up while batches are written, loaded and published. Needs root, for a small disk of its own."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import make_batch, make_seed

from flows.errors import OutOfDiskError
from flows.records import Batch
from warehouse.database.connect import open_published, open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.ledger import loaded_batch_ids
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish
from warehouse.upkeep.full_check import fingerprints

BATCHES = 12
SEEDS = 6


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount an empty disk of 1 MB; `resize` changes it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=False, capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def resize(disk: Path, megabytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={megabytes}m", disk], check=True)


def make_text(name: str) -> str:
    """Make 40,000 characters that no compression halves twice."""
    return f"Bài {name}. {hashlib.shake_256(name.encode()).hexdigest(20_000)}."


def make_work() -> list[Batch]:
    return [
        make_batch(*(make_seed(number, body=make_text(str(number))) for number in range(start, start + SEEDS)))
        for start in range(0, BATCHES * SEEDS, SEEDS)
    ]


def run(home: Path, acknowledged: set[str] | None = None) -> None:
    """Do what is missing, as an ingest does; note each batch whose load was confirmed."""
    noted = acknowledged if acknowledged is not None else set()
    with open_writer(home) as connection:
        done = loaded_batch_ids(connection)
        for number, batch in enumerate(make_work()):
            if batch.batch_id not in done:
                load_batches(connection, [write_batch(home / "batches", batch)])
                noted.add(batch.batch_id)
            if number % 4 == 3:
                publish(connection, home)


def spill(home: Path) -> None:
    with open_writer(home, memory_limit="40MB") as connection:
        connection.execute("create temp table wide as select md5(range::varchar) as a, range as b from range(2000000)")
        connection.execute("select a from wide order by a offset 1999999").fetchall()


def marts_of(home: Path) -> dict[str, tuple[object, ...]]:
    with open_published(home) as published:
        return fingerprints(published)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Do all the work where there is room for it."""
    home = tmp_path_factory.mktemp("whole")
    run(home)
    return home


@pytest.fixture(scope="module")
def undisturbed(whole: Path) -> dict[str, tuple[object, ...]]:
    return marts_of(whole)


# From a disk that holds not one batch to one that holds all but the last snapshot.
@pytest.mark.parametrize("megabytes", [1, 6, 12])
def test_a_full_disk_is_named_and_loses_nothing(
    small_disk: Path, megabytes: int, undisturbed: dict[str, tuple[object, ...]]
) -> None:
    resize(small_disk, megabytes)
    acknowledged: set[str] = set()
    with pytest.raises(OutOfDiskError, match="No space is left") as stopped:
        run(small_disk / "home", acknowledged)
    assert stopped.value.exit_code == 5
    resize(small_disk, 200)
    with open_writer(small_disk / "home") as connection:
        assert acknowledged <= loaded_batch_ids(connection)
    run(small_disk / "home")
    assert marts_of(small_disk / "home") == undisturbed


def test_a_full_disk_for_batch_files_alone_stops_before_anything_is_loaded(
    small_disk: Path, tmp_path: Path, undisturbed: dict[str, tuple[object, ...]]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "batches").symlink_to(small_disk)
    acknowledged: set[str] = set()
    with pytest.raises(OutOfDiskError):
        run(home, acknowledged)
    assert [path for path in small_disk.iterdir() if path.name.startswith(".")] == []
    resize(small_disk, 200)
    run(home)
    assert len(acknowledged) < BATCHES
    assert marts_of(home) == undisturbed


def test_a_full_disk_for_spilling_stops_the_statement_alone(
    small_disk: Path, tmp_path: Path, whole: Path, undisturbed: dict[str, tuple[object, ...]]
) -> None:
    home = shutil.copytree(whole, tmp_path / "home", ignore=shutil.ignore_patterns("tmp"))
    (home / "tmp").symlink_to(small_disk)
    with pytest.raises(OutOfDiskError):
        spill(home)
    assert marts_of(home) == undisturbed
    run(home)
    assert marts_of(home) == undisturbed


def ingest(seeds: Path, home: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("seedbank"), "ingest", seeds, "--home", home]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_command_names_a_full_disk_and_goes_on_once_there_is_room(
    small_disk: Path, tmp_path: Path, reporting: dict[str, str]
) -> None:
    seeds, home = tmp_path / "seeds.txt", small_disk / "home"
    rule = "-" * 17
    entries = [
        f"http://example.org/tin-{n}.html\n{rule}\nTin {n}\n{rule}\n{make_text(str(n))}\n{rule}\n" for n in range(300)
    ]
    seeds.write_text("".join(entries), "utf-8")
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("SEEDBANK_", "PREFECT_"))}
    for megabytes, environment in ((1, alone), (8, reporting)):
        resize(small_disk, megabytes)
        stopped = ingest(seeds, home, environment)
        assert stopped.returncode == 5
        assert stopped.stderr.startswith(f"seedbank: No space is left on the disk of {home}")
        assert stopped.stderr.count("\n") == 1
    resize(small_disk, 300)
    done = ingest(seeds, home, reporting)
    assert done.returncode == 0, done.stderr
    with open_published(home) as published:
        assert published.execute("select count(*), count(distinct article_id) from marts.article").fetchall() == [
            (300, 300)
        ]
