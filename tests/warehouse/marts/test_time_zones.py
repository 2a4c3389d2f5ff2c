"""A reader's time zone moves how an instant is shown, never a year, a day or a count."""

import dataclasses
import datetime as dt
from pathlib import Path

import duckdb
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

from flows.records import Content, Relation, SentenceChange, Source
from warehouse.database.connect import PUBLISHED_FILE, open_writer
from warehouse.database.sql_files import list_sql
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish

ZONES = ("UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles")
NEW_YEARS_EVE = dt.datetime(2018, 12, 31, 20, tzinfo=dt.UTC)  # 2019 in Hanoi


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("zones")
    seeds = [make_seed(number) for number in range(1, 4)]
    batches = [make_batch(*seeds, reconciliations=tuple(_dated(make_reconciliation(seed)) for seed in seeds))]
    for source, seed in zip((Source.LIVE, Source.WAYBACK), seeds, strict=False):
        moment = None if source is Source.LIVE else NEW_YEARS_EVE
        capture = make_capture(seed, source=source, memento_datetime=moment, captured_at=NEW_YEARS_EVE)
        page = make_page(seed, capture, published_at=NEW_YEARS_EVE, modified_at=NEW_YEARS_EVE)
        change = SentenceChange(
            relation=Relation.EDITED,
            seed_sentence_no=1,
            page_sentence_no=1,
            seed_text="a",
            page_text="b",
            similarity=0.5,
        )
        found = _dated(make_reconciliation(seed, page, capture, content=Content.EDITED, changes=(change,)))
        batches.append(
            make_page_batch(seed, capture, make_observation(capture), pages=(page,), reconciliations=(found,))
        )
    with open_writer(home) as connection:
        load_batches(connection, [write_batch(home / "batches", batch) for batch in batches])
        publish(connection, home)
    return home / PUBLISHED_FILE


def _dated(reconciliation: object) -> object:
    return dataclasses.replace(reconciliation, published_at=NEW_YEARS_EVE)


def _read(file: Path, query: str, zone: str) -> list[tuple[object, ...]]:
    """Read a query's rows with instants as microseconds, sorted."""
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute(f"set timezone = '{zone}'")
        described = connection.execute(f"describe {query}").fetchall()
        columns = ", ".join(
            f'epoch_us("{name}")' if kind == "TIMESTAMP WITH TIME ZONE" else f'"{name}"::varchar'
            for name, kind, *_ in described
        )
        return sorted(connection.execute(f"select {columns} from ({query})").fetchall(), key=repr)  # noqa: S608 - our own names


def _marts(file: Path) -> list[str]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return [
            row[0]
            for row in connection.execute(
                "select table_name from information_schema.tables where table_schema = 'marts' order by 1"
            ).fetchall()
        ]


def test_every_mart_says_the_same_in_every_zone(published: Path):
    for mart in _marts(published):
        answers = [_read(published, f"select * from marts.{mart}", zone) for zone in ZONES]  # noqa: S608 - our own names
        assert answers[0] == answers[1] == answers[2], mart


@pytest.mark.parametrize("name", sorted(list_sql("queries")))
def test_every_question_has_one_answer_in_every_zone(published: Path, name: str):
    query = list_sql("queries")[name].read_text("utf-8").rstrip().removesuffix(";")
    answers = [_read(published, query, zone) for zone in ZONES]
    assert answers[0] == answers[1] == answers[2]


def test_a_year_is_that_of_utc(published: Path):
    (rows,) = {tuple(_read(published, "select published_year from marts.drift", zone)) for zone in ZONES}
    assert set(rows) == {("2018",)}
