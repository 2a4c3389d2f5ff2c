"""Which publishers have more to teach, which layouts count, and what is read again because of them."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import duckdb
import pytest
from factories import DAY, load_batch, make_batch, make_capture, make_observation, make_page, make_page_batch, make_seed

from flows.records import (
    Batch,
    BatchKind,
    DecidingVersions,
    LayoutLesson,
    LearnedLayout,
    Refetch,
    RefetchQuery,
    SelectorEvidence,
)
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.publish.publish import publish
from warehouse.read.layouts import articles_to_learn, publishers_to_learn, read_layouts, read_layouts_by_version
from warehouse.read.select import select_for_refetch, stored_captures

PUBLISHER = "bao-mau.example"
LEAST, MOST = 4, 40
NUMBERS = count(1)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an empty warehouse."""
    with open_writer(tmp_path) as connection:
        yield connection


def learned(body: str, *, support: int = 9, name: str = "learned_1") -> LearnedLayout:
    found = (SelectorEvidence(role="body", selector=body, support=support, contradicting=1),)
    return LearnedLayout(name=name, fingerprint=(body,), title_affixes=(), seed_count=support, evidence=found)


def load(connection: duckdb.DuckDBPyConnection, folder: Path, batch: Batch) -> None:
    load_batch(connection, write_batch(folder / "batches", batch))


def teach(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *layouts: LearnedLayout,
    read_count: int = 6,
    learner: str = "1",
) -> LayoutLesson:
    number = next(NUMBERS)
    lesson = LayoutLesson(
        lesson_id=f"lesson-{number}",
        publisher=PUBLISHER,
        learner_version=learner,
        stored_count=read_count,
        read_count=read_count,
        unreadable_count=0,
        layouts=layouts,
    )
    load(connection, folder, Batch(batch_id=f"taught-{number}", kind=BatchKind.LAYOUTS, run_id="r", lessons=(lesson,)))
    return lesson


def store(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    numbers: Sequence[int],
    *,
    layout: str = "generic",
) -> None:
    """Load articles with a stored page each, read by some layout."""
    for number in numbers:
        seed = make_seed(number)
        capture = make_capture(seed)
        page = make_page(seed, capture, layout=layout)
        load(connection, folder, make_batch(seed))
        load(connection, folder, make_page_batch(seed, capture, make_observation(capture), pages=(page,)))


def due(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return publishers_to_learn(
        connection, described=["baomau.own"], learner_version="1", least=LEAST, most=MOST, publishers=9
    )


def test_a_publisher_is_learned_once_enough_pages_are_there_that_no_file_describes(
    writer: duckdb.DuckDBPyConnection, tmp_path: Path
):
    store(writer, tmp_path, range(3))
    store(writer, tmp_path, range(10, 20), layout="baomau.own")
    assert due(writer) == []
    store(writer, tmp_path, [3])
    assert due(writer) == [PUBLISHER]


def test_it_is_learned_again_when_most_of_what_is_new_does_not_fit(writer: duckdb.DuckDBPyConnection, tmp_path: Path):
    store(writer, tmp_path, range(30))
    teach(writer, tmp_path, learned("div.a"), read_count=30)
    store(writer, tmp_path, range(30, 35), layout=f"{PUBLISHER}.learned_1")
    store(writer, tmp_path, range(35, 39))
    assert due(writer) == [], "four of nine"
    store(writer, tmp_path, [39])
    assert due(writer) == [PUBLISHER]
    teach(writer, tmp_path, learned("div.a"), read_count=35)
    assert due(writer) == []


def test_it_is_learned_again_when_as_much_came_as_it_was_learned_from_until_that_is_enough(
    writer: duckdb.DuckDBPyConnection, tmp_path: Path
):
    store(writer, tmp_path, range(6))
    teach(writer, tmp_path, learned("div.a"), read_count=6)
    store(writer, tmp_path, range(6, 11), layout=f"{PUBLISHER}.learned_1")
    assert due(writer) == []
    store(writer, tmp_path, [11], layout=f"{PUBLISHER}.learned_1")
    assert due(writer) == [PUBLISHER]
    teach(writer, tmp_path, learned("div.a"), read_count=MOST)
    store(writer, tmp_path, range(12, 12 + MOST), layout=f"{PUBLISHER}.learned_1")
    assert due(writer) == []


def test_another_learner_learns_anew(writer: duckdb.DuckDBPyConnection, tmp_path: Path):
    store(writer, tmp_path, range(6))
    teach(writer, tmp_path, learned("div.a"), learner="0")
    assert due(writer) == [PUBLISHER]


def test_the_newest_lesson_counts_and_earlier_ones_are_found_by_their_version(
    writer: duckdb.DuckDBPyConnection, tmp_path: Path
):
    assert read_layouts(writer) == {}
    teach(writer, tmp_path, learned("div.a"))
    first = read_layouts(writer)[PUBLISHER]
    two = (learned("div.b"), learned("div.a", name="learned_2"))
    teach(writer, tmp_path, *two)
    second = read_layouts(writer)[PUBLISHER]
    assert second.layouts == two
    assert read_layouts_by_version(writer, [first.version, "none"]) == {first.version: first}
    teach(writer, tmp_path, *(dataclasses.replace(item, seed_count=90) for item in two))
    assert read_layouts(writer)[PUBLISHER].version == second.version
    publish(writer, tmp_path)
    shown = writer.execute(
        "select layout, layouts_version, is_current, seed_count from marts.layout order by is_current, layout_no"
    ).fetchall()
    assert shown == [
        (f"{PUBLISHER}.learned_1", first.version, False, 9),
        (f"{PUBLISHER}.learned_1", second.version, True, 90),
        (f"{PUBLISHER}.learned_2", second.version, True, 90),
    ]
    teach(writer, tmp_path)
    assert read_layouts(writer) == {}, "the last lesson taught nothing"


def test_what_was_read_without_the_layouts_of_its_publisher_is_read_again_and_is_not_known(
    writer: duckdb.DuckDBPyConnection, tmp_path: Path
):
    store(writer, tmp_path, [1])
    other = make_seed(2, publisher="anderes.example")
    capture = make_capture(other)
    load(writer, tmp_path, make_batch(other))
    load(writer, tmp_path, make_page_batch(other, capture, make_observation(capture)))
    left = [item.seed for item in stored_captures(writer, not_parsed_by="1", learned={PUBLISHER: "1+a"})]
    assert left == [make_seed(1)]
    assert list(stored_captures(writer, not_parsed_by="1", learned={PUBLISHER: "1", "x.example": "1+b"})) == []

    def known(learned: dict[str, str]) -> dict[str, bool]:
        versions = DecidingVersions(parser="1", comparison="1", existence="1", learned=learned)
        query = RefetchQuery(refetch=Refetch.ALL, now=capture.captured_at, versions=versions)
        return {item.seed.identity.publisher: item.known is not None for item in select_for_refetch(writer, query)}

    assert known({}) == {PUBLISHER: True, "anderes.example": True}
    assert known({PUBLISHER: "1+a"}) == {PUBLISHER: False, "anderes.example": True}


def test_pages_of_seeds_with_text_are_learned_from_each_as_old_as_what_it_shows(
    writer: duckdb.DuckDBPyConnection, tmp_path: Path
):
    """A copy of ten years ago that was fetched today shows the design of then; other publishers' pages do not count."""
    shown = {
        1: {},
        2: {"memento_datetime": DAY - dt.timedelta(days=3650)},
        3: {"publisher": "anderes.example"},
        4: {"body": None},
    }
    for number, changes in shown.items():
        seed = make_seed(number, **{name: value for name, value in changes.items() if name != "memento_datetime"})
        when = changes.get("memento_datetime")
        capture = dataclasses.replace(make_capture(seed), memento_datetime=when)
        load(writer, tmp_path, make_batch(seed))
        load(writer, tmp_path, make_page_batch(seed, capture, make_observation(capture)))
    found = {item.article_id: item.seen_at for item in articles_to_learn(writer, PUBLISHER)}
    ids = {number: make_seed(number).identity.article_id for number in shown}
    assert found == {ids[1]: make_capture(make_seed(1)).captured_at, ids[2]: shown[2]["memento_datetime"]}
    assert [item.seed for item in stored_captures(writer, article_ids=[ids[2]])] == [make_seed(2)]
