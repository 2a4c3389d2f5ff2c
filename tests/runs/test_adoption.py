"""What an earlier run finished and did not load is loaded first by the next run of any command."""

import asyncio
import shutil
from pathlib import Path

import pytest
from factories import (
    make_batch,
    make_capture,
    make_observation,
    make_page,
    make_page_batch,
    make_reconciliation,
    make_seed,
)

from flows.errors import EnvironmentBrokenError, OutOfDiskError
from flows.records import Content
from flows.runs.run import open_run
from flows.settings import Settings
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.read.run_changes import ChangedArticle, read_run_changes


def run_nothing(settings: Settings) -> dict[str, int]:
    async def run() -> dict[str, int]:
        async with open_run(settings, command="check", parameters={}) as opened:
            return {"seeds": opened.totals.seeds_loaded}

    return asyncio.run(run())


def test_a_whole_batch_that_no_ledger_names_is_loaded_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    settings = Settings(home=tmp_path / "home", workers=1)
    write_batch(settings.batches, make_batch(make_seed(1), make_seed(2)))
    assert run_nothing(settings) == {"seeds": 2}
    assert "1 batches that an earlier run had finished" in capsys.readouterr().err
    assert run_nothing(settings) == {"seeds": 0}
    with open_writer(settings.home) as connection:
        assert connection.execute("select count(*) from raw.seed").fetchone() == (2,)


def test_a_batch_that_does_not_fit_is_named_and_costs_only_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    settings = Settings(home=tmp_path / "home", workers=1)
    broken = write_batch(settings.batches, make_batch(make_seed(1)))
    write_batch(settings.batches, make_batch(make_seed(2)))
    shutil.copyfile(broken / "batch.parquet", broken / "seed.parquet")
    assert run_nothing(settings) == {"seeds": 1}
    assert "is not loaded" in capsys.readouterr().err


def test_a_machine_that_cannot_go_on_ends_the_run_and_loses_no_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home", workers=1)
    folder = write_batch(settings.batches, make_batch(make_seed(1)))

    def fail(*_: object) -> None:
        raise EnvironmentBrokenError("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr("flows.runs.run.load_batches", fail)
        with pytest.raises(EnvironmentBrokenError):
            run_nothing(settings)
    assert folder.exists()
    assert run_nothing(settings) == {"seeds": 1}


def test_a_run_whose_publish_failed_has_no_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=tmp_path / "home", workers=1)
    write_batch(settings.batches, make_batch(make_seed(1)))

    async def run() -> None:
        async with open_run(settings, command="check", parameters={}) as opened:
            await opened.publish()

    def fail(*_: object, **__: object) -> None:
        raise OutOfDiskError("no space")

    with monkeypatch.context() as patched:
        patched.setattr("warehouse.publish.publish.run_checks", fail)
        with pytest.raises(OutOfDiskError):
            asyncio.run(run())
    ends = "select count(*) filter (finished_at is null), count(finished_at) from ops.run"
    with open_writer(settings.home) as connection:
        assert connection.execute(ends).fetchone() == (1, 0)
    asyncio.run(run())
    with open_writer(settings.home) as connection:
        assert connection.execute(ends).fetchone() == (1, 1)


def test_what_a_stopped_run_found_is_told_by_the_run_that_publishes_it(tmp_path: Path) -> None:
    settings, seed = Settings(home=tmp_path / "home", workers=1), make_seed(1)
    capture = make_capture(seed)
    edited = make_reconciliation(seed, make_page(seed, capture), capture, content=Content.EDITED)
    looked = make_page_batch(seed, capture, make_observation(capture), reconciliations=(edited,))
    for batch in (make_batch(seed), looked):
        write_batch(settings.batches, batch)
    assert run_nothing(settings) == {"seeds": 1}  # loaded, and stopped before it was published

    async def run() -> list[ChangedArticle]:
        async with open_run(settings, command="check", parameters={}) as opened:
            await opened.publish()
            return read_run_changes(opened.connection, since_load_no=opened.published_load_no).articles

    assert [(found.event, found.article_id) for found in asyncio.run(run())] == [("edited", seed.identity.article_id)]
    assert asyncio.run(run()) == []
