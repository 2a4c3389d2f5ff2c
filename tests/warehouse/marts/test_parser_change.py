"""What a newer parser reads otherwise is the parser's doing, never an edit of the page."""

import dataclasses
from pathlib import Path

import pytest
from factories import (
    load_batch,
    make_batch,
    make_capture,
    make_observation,
    make_page,
    make_page_batch,
    make_reconciliation,
    make_seed,
)

from flows.records import Batch, BatchKind, Block, BlockKind, Content
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.publish.publish import publish
from warehouse.read.run_changes import last_load_no, read_run_changes
from warehouse.read.select import stored_captures

pytestmark = pytest.mark.usefixtures("defined")


def test_a_publisher_that_is_read_worse_is_named_with_how_much(tmp_path: Path):
    seed = make_seed()
    capture = make_capture(seed)
    old = make_page(seed, capture)
    new = dataclasses.replace(old, page_id="f" * 16, parser_version="2", blocks=())
    worse = make_reconciliation(seed, new, capture, content=Content.SHORTENED, similarity=0.25)
    again = Batch(batch_id="e" * 16, kind=BatchKind.REPARSE, run_id="r", pages=(new,), reconciliations=(worse,))
    with open_writer(tmp_path) as connection:
        for batch in (make_batch(seed), make_page_batch(seed, capture, make_observation(capture))):
            load_batch(connection, write_batch(tmp_path / "batches", batch))
        publish(connection, tmp_path)
        since = last_load_no(connection)
        assert read_run_changes(connection, since_load_no=since).losses == []
        load_batch(connection, write_batch(tmp_path / "batches", again))
        publish(connection, tmp_path)
        changes = read_run_changes(connection, since_load_no=since)
    (loss,) = changes.losses
    assert (loss.publisher, loss.page_count, loss.worse_count, loss.parser_version) == ("bao-mau.example", 1, 1, "2")
    assert loss.worst_gain < 0
    assert [(article.event, article.content) for article in changes.articles] == [("edited", "shortened")]


def test_a_payload_that_was_seen_twice_and_read_again_once_is_one_version(tmp_path: Path):
    seed = make_seed()
    first = make_capture(seed)
    second = make_capture(seed, day=1, payload_digest=first.payload_digest, revisit_of=first.capture_id)
    old = make_page(seed, first, blocks=(Block(kind=BlockKind.PARAGRAPH, text="Một câu khác."),))
    new = dataclasses.replace(
        old, page_id="f" * 16, parser_version="2", blocks=(*old.blocks, Block(kind=BlockKind.PARAGRAPH, text="Thêm."))
    )
    batches = [make_batch(seed)] + [
        make_page_batch(
            seed,
            capture,
            make_observation(capture),
            pages=(old,),
            reconciliations=(make_reconciliation(seed, old, capture, content=Content.EDITED),),
        )
        for capture in (first, second)
    ]
    again = make_reconciliation(seed, new, first, content=Content.EDITED)
    batches.append(Batch(batch_id="e" * 16, kind=BatchKind.REPARSE, run_id="r", pages=(new,), reconciliations=(again,)))
    with open_writer(tmp_path) as connection:
        for batch in batches:
            load_batch(connection, write_batch(tmp_path / "batches", batch))
        publish(connection, tmp_path)
        versions = connection.execute("select origin::varchar from marts.article_version order by all desc").fetchall()
        changes = connection.execute("select parser_version_before, parser_version from marts.parser_change").fetchall()
    assert versions == [("seed",), ("page",)]
    assert changes == [("1", "2")]


def test_a_payload_that_was_seen_twice_is_read_again_as_the_newest_look_so_that_its_reading_counts(tmp_path: Path):
    seed = make_seed()
    first = make_capture(seed)
    second = make_capture(seed, day=1, payload_digest=first.payload_digest, revisit_of=first.capture_id)
    old = make_page(seed, first)
    with open_writer(tmp_path) as connection:
        for batch in (
            make_batch(seed),
            *(
                make_page_batch(
                    seed,
                    capture,
                    make_observation(capture),
                    pages=(old,),
                    reconciliations=(make_reconciliation(seed, old, capture, content=Content.SHORTENED),),
                )
                for capture in (first, second)
            ),
        ):
            load_batch(connection, write_batch(tmp_path / "batches", batch))
        (stored,) = stored_captures(connection, not_parsed_by="2")
        assert stored.capture_id == second.capture_id
        assert (stored.warc_file, stored.warc_offset) == (first.warc_file, first.warc_offset)
        new = dataclasses.replace(old, page_id="f" * 16, parser_version="2")
        again = make_reconciliation(seed, new, second, content=Content.IDENTICAL)
        reparse = Batch(batch_id="e" * 16, kind=BatchKind.REPARSE, run_id="r", pages=(new,), reconciliations=(again,))
        load_batch(connection, write_batch(tmp_path / "batches", reparse))
        publish(connection, tmp_path)
        contents = connection.execute("select content::varchar from marts.article").fetchall()
        changes = connection.execute("select content_before::varchar, content::varchar from marts.parser_change")
        assert contents == [("identical",)]
        assert changes.fetchall() == [("shortened", "identical")]
