"""A layout that finds no body any more, or times that contradict their address, shows in the numbers."""

import dataclasses
from pathlib import Path

import pytest
from factories import load_batch, make_batch, make_capture, make_observation, make_page, make_page_batch, make_seed

from flows.records import Batch, BatchKind
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.publish.publish import publish

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
