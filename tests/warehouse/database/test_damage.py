"""F16: the warehouse file is damaged. A sentence says so, a rebuild restores it, and the old file is kept."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import make_batch, make_capture, make_observation, make_page_batch, make_seed

from flows.errors import EnvironmentBrokenError, WarehouseDamagedError, WarehouseTooNewError
from flows.records import Batch
from warehouse.database.connect import explain_errors, open_published, open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish
from warehouse.upkeep.full_check import check_full, fingerprints
from warehouse.upkeep.rebuild import rebuild

pytestmark = pytest.mark.usefixtures("defined")

BLOCKS_BEGIN, BLOCK_BYTES = 12_288, 262_144
READ_ALL = "select sum(length(body)) from raw.seed", "select max(sentences) from core.reconciliation"


def read_all(home: Path) -> None:
    with open_writer(home) as connection:
        for query in READ_ALL:
            connection.execute(query).fetchall()


def make_work() -> list[Batch]:
    seeds = [make_seed(number) for number in range(20)]
    capture = make_capture(seeds[0])
    return [make_batch(*seeds), make_page_batch(seeds[0], capture, make_observation(capture))]


def marts_of(home: Path) -> dict[str, tuple[object, ...]]:
    with open_published(home) as published:
        return fingerprints(published)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[object, ...]]]:
    """Fill one warehouse for all tests, and read its marts."""
    home = tmp_path_factory.mktemp("filled")
    with open_writer(home) as connection:
        load_batches(connection, [write_batch(home / "batches", batch) for batch in make_work()])
        publish(connection, home)
    return home, marts_of(home)


@pytest.fixture
def home(filled: tuple[Path, dict[str, tuple[object, ...]]], tmp_path: Path) -> Path:
    """Copy the filled warehouse, to be damaged."""
    return shutil.copytree(filled[0], tmp_path / "home")


@pytest.fixture
def before(filled: tuple[Path, dict[str, tuple[object, ...]]]) -> dict[str, tuple[object, ...]]:
    return filled[1]


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip_a_byte_of_each_block(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(BLOCKS_BEGIN + 1_000, len(data), BLOCK_BYTES):
        data[place] ^= 0x01
    path.write_bytes(data)


def flip_a_byte_of_the_header(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[9] ^= 0xFF
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def make_newer(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[12:20] = (999).to_bytes(8, "little")
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (truncate, WarehouseDamagedError),
        (flip_a_byte_of_each_block, WarehouseDamagedError),
        (flip_a_byte_of_the_header, WarehouseDamagedError),
        (empty, WarehouseDamagedError),
        (make_newer, (WarehouseTooNewError, WarehouseDamagedError)),
    ],
)
def test_damage_is_named_and_a_rebuild_restores(
    home: Path,
    before: dict[str, tuple[object, ...]],
    damage: Callable[[Path], None],
    error: type[EnvironmentBrokenError],
) -> None:
    path = home / "warehouse.duckdb"
    damage(path)
    damaged = path.read_bytes()
    with pytest.raises(error, match=str(path)) as told:
        read_all(home)
    assert "\n" not in str(told.value)
    assert marts_of(home) == before  # readers have their snapshot all the while
    report = rebuild(home)
    assert report.kept_aside is not None
    assert report.kept_aside.read_bytes() == damaged
    assert marts_of(home) == before


def test_what_a_rebuild_restored_passes_the_full_check(home: Path) -> None:
    truncate(home / "warehouse.duckdb")
    rebuild(home)
    assert check_full(home).is_sound


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_deleted_log_loses_loads_that_the_next_run_does_again(home: Path) -> None:
    batch = make_batch(make_seed(99))
    child = os.fork()
    if child == 0:  # killed after the commit: what it loaded is in the log alone
        with open_writer(home) as connection:
            load_batches(connection, [write_batch(home / "batches", batch)])
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    log = home / "warehouse.duckdb.wal"
    assert log.stat().st_size > 0
    log.unlink()
    assert check_full(home).waiting_batches == (batch.batch_id,)
    with open_writer(home) as connection:
        load_batches(connection, [home / "batches" / batch.batch_id])
        publish(connection, home)
    assert check_full(home).is_sound
    with open_published(home) as published:
        assert published.execute("select count(*) from marts.article").fetchone() == (21,)


def test_a_damaged_snapshot_is_named_and_replaced_by_the_next_publish(
    home: Path, before: dict[str, tuple[object, ...]]
) -> None:
    snapshot = home / "published.duckdb"
    truncate(snapshot)
    with pytest.raises(WarehouseDamagedError, match=r"published\.duckdb"), explain_errors(snapshot):
        marts_of(home)
    with open_writer(home) as connection:
        assert publish(connection, home).is_new
    assert marts_of(home) == before
