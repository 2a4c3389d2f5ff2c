"""A layout that finds no body any more, or times that contradict their address, shows in the numbers."""

import dataclasses
import datetime as dt
from pathlib import Path

import duckdb
import pytest
from factories import DAY, load_batch, make_batch, make_capture, make_observation, make_page, make_page_batch, make_seed

from flows.records import Batch, BatchKind, LayoutLesson
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.publish.publish import publish
from warehouse.read.run_changes import last_load_no, read_run_changes

pytestmark = pytest.mark.usefixtures("defined")

READ = (("title", "layout"), ("url_clock", "agrees"))
MISSED = (("fallback", "baomau.detail"), ("title", "h1"), ("url_clock", "page_before_url"))


def test_pages_that_a_layout_did_not_fill_are_counted_under_it_by_their_newest_reading(tmp_path: Path):
    batches: list[Batch] = []
    for number in range(1, 5):
        seed = make_seed(number)
        capture = make_capture(seed)
        page = make_page(seed, capture, url=f"https://www.bao-mau.example/tin-{number}.html")
        is_read = number > 1
        page = dataclasses.replace(
            page, layout="baomau.detail" if is_read else "generic", provenance=READ if is_read else MISSED
        )
        batches += [make_batch(seed), make_page_batch(seed, capture, make_observation(capture), pages=(page,))]
        if number == 2:  # a newer parser misses it
            again = dataclasses.replace(
                page,
                page_id="f" * 16,
                parser_version="9",
                layout="generic",
                provenance=(("fallback", "baomau.detail"),),
            )
            batches.append(Batch(batch_id="e" * 16, kind=BatchKind.REPARSE, run_id="r", pages=(again,)))
    with open_writer(tmp_path) as connection:
        for batch in batches:
            load_batch(connection, write_batch(tmp_path / "batches", batch))
        publish(connection, tmp_path)
        rows = connection.execute(
            "select publisher, layout, page_count, fallback_count, fallback_share, clock_conflict_count"
            " from marts.layout_health"
        ).fetchall()
    assert rows == [("bao-mau.example", "baomau.detail", 4, 2, 0.5, 1)]


def look(number: int, layout: str, *, day: int) -> list[Batch]:
    """Give the batches of an article and of a look at its page, which some layout read."""
    seed = make_seed(number)
    capture = make_capture(seed, day=day)
    page = make_page(seed, capture, layout=layout)
    return [make_batch(seed), make_page_batch(seed, capture, make_observation(capture), pages=(page,))]


def health_of(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[dt.datetime | None, dt.datetime | None]]:
    rows = connection.execute("select layout, last_fit_at, failing_since from marts.layout_health").fetchall()
    return {layout: (last_fit_at, failing_since) for layout, last_fit_at, failing_since in rows}


def test_a_layout_that_no_page_has_any_more_says_since_when(tmp_path: Path):
    """One page in eight has the other layout: that it is not among the last twelve is no sign."""
    with open_writer(tmp_path) as connection:
        for number in range(32):
            layout = "baomau.video" if number % 8 == 0 else "baomau.detail"
            for batch in look(number, layout, day=number):
                load_batch(connection, write_batch(tmp_path / "batches", batch))
        for number in range(32, 41):
            for batch in look(number, "generic", day=number):
                load_batch(connection, write_batch(tmp_path / "batches", batch))
        publish(connection, tmp_path)
        assert [since for _, since in health_of(connection).values()] == [None, None, None], "nine pages are too few"
        for batch in look(41, "generic", day=41):
            load_batch(connection, write_batch(tmp_path / "batches", batch))
        publish(connection, tmp_path)
        found = health_of(connection)
        assert found["baomau.detail"] == (DAY + dt.timedelta(days=31), DAY + dt.timedelta(days=32))
        assert found["baomau.video"] == (DAY + dt.timedelta(days=24), None)
        assert found["generic"] == (None, None)


def test_a_run_tells_of_a_layout_once_when_it_learns_its_publisher_anew(tmp_path: Path):
    lessons = iter("ab")

    def teach(connection: duckdb.DuckDBPyConnection) -> None:
        name = next(lessons)
        lesson = LayoutLesson(
            lesson_id=name, publisher="bao-mau.example", learner_version="1", stored_count=9, read_count=9,
            unreadable_count=0, layouts=(),
        )  # fmt: skip
        batch = Batch(batch_id=name * 16, kind=BatchKind.LAYOUTS, run_id="r", lessons=(lesson,))
        load_batch(connection, write_batch(tmp_path / "batches", batch))

    def told(connection: duckdb.DuckDBPyConnection, since: int) -> list[str]:
        publish(connection, tmp_path)
        return [found.layout for found in read_run_changes(connection, since_load_no=since).failing]

    with open_writer(tmp_path) as connection:
        for number in range(30):
            for batch in look(number, "baomau.detail" if number < 15 else "generic", day=number):
                load_batch(connection, write_batch(tmp_path / "batches", batch))
        assert told(connection, 0) == []
        before = last_load_no(connection)
        teach(connection)
        assert told(connection, before) == ["baomau.detail"]
        before = last_load_no(connection)
        teach(connection)
        assert told(connection, before) == []
