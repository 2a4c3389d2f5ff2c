"""A sample is drawn by a random order alone, from strata that only the seeds decide."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from factories import (
    load_batch,
    make_batch,
    make_capture,
    make_observation,
    make_page_batch,
    make_reconciliation,
    make_seed,
)

from flows.records import Content, Existence, FactKind
from warehouse.database.connect import connect_file
from warehouse.load.batch_files import write_batch
from warehouse.read.estimates import draw_frame, read_known_pages, read_sample

SEEDS = [make_seed(number, publisher=f"tin-{number % 2}.example") for number in range(40)]
IN_2016, IN_2020 = dt.datetime(2016, 5, 1, tzinfo=dt.UTC), dt.datetime(2020, 5, 1, tzinfo=dt.UTC)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    opened = connect_file(tmp_path / "warehouse.duckdb")
    found = [make_reconciliation(seed, published_at=IN_2016) for seed in SEEDS]
    load_batch(opened, write_batch(tmp_path, make_batch(*SEEDS, reconciliations=tuple(found))))
    yield opened
    opened.close()


def take(connection: duckdb.DuckDBPyConnection, taken: dict[str, int], *, draw: str = "1") -> set[str]:
    cells = draw_frame(connection, draw=draw, source_paths=None)
    return set(read_sample(connection, {cell: cell[0] for cell in cells}, taken))


def test_a_larger_sample_contains_the_smaller_and_another_number_draws_others(connection: duckdb.DuckDBPyConnection):
    small = take(connection, {"tin-0.example": 3, "tin-1.example": 5})
    large = take(connection, {"tin-0.example": 9, "tin-1.example": 5})
    assert len(small) == 8
    assert small < large
    assert take(connection, {"tin-0.example": 3, "tin-1.example": 5}) == small
    assert take(connection, {"tin-0.example": 3, "tin-1.example": 5}, draw="2") != small


def test_what_a_page_says_of_its_day_moves_no_article_to_another_stratum(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
):
    before = draw_frame(connection, draw="1", source_paths=None)
    seed = SEEDS[0]
    capture = make_capture(seed)
    found = make_reconciliation(seed, None, capture, published_at=IN_2020)
    batch = make_page_batch(seed, capture, make_observation(capture), reconciliations=(found,))
    load_batch(connection, write_batch(tmp_path, batch))
    assert before == {("tin-0.example", 2016): 20, ("tin-1.example", 2016): 20}
    assert draw_frame(connection, draw="1", source_paths=None) == before


def test_only_the_articles_of_the_files_that_are_named(connection: duckdb.DuckDBPyConnection):
    assert draw_frame(connection, draw="1", source_paths=["seeds/3.txt", "seeds/4.txt"]) == {
        ("tin-0.example", 2016): 1,
        ("tin-1.example", 2016): 1,
    }


def test_what_is_known_is_read_without_a_publish_and_leaves_nothing_behind(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
):
    seed = SEEDS[0]
    capture = make_capture(seed)
    observation = make_observation(capture, Existence.MISSING)
    load_batch(connection, write_batch(tmp_path, make_page_batch(seed, capture, observation)))
    for _ in range(2):
        looked, other = sorted(
            read_known_pages(connection, [seed.identity.article_id, SEEDS[1].identity.article_id]),
            key=lambda page: page.article_id != seed.identity.article_id,
        )
        assert (looked.existence, looked.checked_at) == (Existence.MISSING, observation.observed_at)
        assert (other.existence, other.content, other.checked_at) == (Existence.UNCHECKED, Content.NOT_COMPARED, None)
        assert FactKind.NUMBER not in looked.fact_kinds
    assert connection.execute("select count(*) from ops.mart").fetchone() == (0,)
