"""What is due is chosen by what a look can change; pages are asked again, and stored ones read again."""

import asyncio
import datetime as dt
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.demo.run import LOOPBACK, serve_site
from flows.recheck import cut_rounds
from flows.records import DueArticle

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
VERSION_BEFORE = "2000.01.0"
Run = Callable[..., None]


def due(count: int, turn: int) -> list[DueArticle]:
    return [DueArticle(article_id=f"{turn}-{n}", reason="unchanged", due_at=NOW, turn=turn) for n in range(count)]


def test_what_is_sure_to_tell_comes_in_a_round_of_its_own_and_the_rest_in_quarters():
    sure, likely, rest = due(300, 0), due(1, 1), due(1_000, 2)
    rounds = list(cut_rounds([*sure, *likely, *rest]))
    assert [len(items) for items in rounds] == [300, 1, 250, 250, 250, 250]
    assert [item for items in rounds for item in items] == [*sure, *likely, *rest]
    assert [len(items) for items in cut_rounds(due(250, 2))] == [200, 50]
    assert list(cut_rounds([])) == []


@pytest.fixture(scope="module")
def run(command: Callable[..., subprocess.CompletedProcess[str]]) -> Run:
    """Run a command on the demo site, to its end."""

    def run(home: Path, *arguments: str) -> None:
        done = command(*arguments, "--home", home, environment=LOOPBACK)
        assert done.returncode in {0, 3}, done.stderr

    return run


def ask(home: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, run: Run) -> tuple[Path, int]:
    """Ingest the demo site's seeds, recheck with a small budget; gives the home and the captures of the recheck."""
    home = tmp_path_factory.mktemp("recheck") / "home"

    async def look() -> None:
        async with serve_site(home.parent / "site") as seeds:
            await asyncio.to_thread(run, home, "ingest", str(seeds))
            await asyncio.to_thread(run, home, "recheck", "--budget", "12")

    asyncio.run(look())
    ((requests,),) = ask(home, "select sum(request_count) from marts.capture")
    return home, int(str(requests))


def test_a_recheck_stays_within_its_budget_and_is_published(checked: tuple[Path, int]):
    home, requests = checked
    assert 0 < requests <= 12
    assert ask(home, "select count(*) > 0 from marts.article where existence = 'live'") == [(True,)]


def test_reading_again_by_the_same_parser_adds_no_rows(checked: tuple[Path, int], run: Run):
    home, _ = checked
    run(home, "reparse")
    facts = "select (select count(*) from core.page), (select count(*) from core.reconciliation)"
    before = ask(home, facts)
    run(home, "reparse")
    assert ask(home, facts) == before


def test_what_another_parser_reads_otherwise_is_listed_and_is_no_edit(checked: tuple[Path, int], run: Run):
    home, _ = checked
    versions = "select article_id, count(*) from marts.article_version group by all order by all"
    before = ask(home, versions)
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute(
            "update core.page set parser_version = $old, page_id = 'old' || page_id, text_key = 'old' || text_key",
            {"old": VERSION_BEFORE},
        )
        connection.execute(
            "update core.reconciliation set page_id = 'old' || page_id, reconciliation_id = 'old' || reconciliation_id "
            "where page_id is not null"
        )
    run(home, "reparse")
    changed = ask(home, "select distinct parser_version_before from marts.parser_change")
    assert changed == [(VERSION_BEFORE,)]
    assert ask(home, versions) == before
