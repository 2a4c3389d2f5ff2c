import datetime as dt
from pathlib import Path

import pytest
from factories import DAY, load_batch, make_batch, make_capture, make_observation, make_page_batch, make_seed

from flows.records import BatchKind, Existence, Outcome, Reason, Refetch, RefetchQuery, Rejection, Stage
from warehouse.database.connect import open_published, open_writer
from warehouse.load.batch_files import batch_exists, write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish
from warehouse.read.select import select_for_refetch, stored_captures
from warehouse.upkeep.rebuild import rebuild

pytestmark = pytest.mark.usefixtures("defined")


def test_a_batch_is_loaded_once(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "batches", make_batch(make_seed(1), make_seed(2)))
    with open_writer(tmp_path) as connection:
        first = load_batch(connection, folder, run_id="run-1")
        again = load_batch(connection, folder, run_id="run-2")
        held = connection.execute("select count(*) from raw.seed").fetchone()
    assert first == again
    assert (first.seeds_read, first.seeds_loaded, first.reconciliations) == (2, 2, 2)
    assert held == (2,)


def test_publish_shows_what_was_loaded(tmp_path: Path) -> None:
    seed = make_seed(1)
    write_batch(tmp_path / "batches", make_batch(seed))
    assert batch_exists(tmp_path / "batches", make_batch(seed).batch_id)
    with open_writer(tmp_path) as connection:
        load_batch(connection, tmp_path / "batches" / make_batch(seed).batch_id, run_id="run-1")
        report = publish(connection, tmp_path)
        again = publish(connection, tmp_path)
    assert report.is_new
    assert not again.is_new
    with open_published(tmp_path) as published:
        row = published.execute("select title, text, existence, content, seed_path from marts.article").fetchone()
        assert published.execute("select caption, credit from marts.media").fetchall() == [
            ("Quang cảnh", "Người Chụp/Báo Mẫu")
        ]
    assert row == ("Tin số 1", "Câu một của tin 1. Câu hai của tin 1.", "unchecked", "not_compared", "seeds/1.txt")


def test_a_blocked_look_changes_existence_and_nothing_else(tmp_path: Path) -> None:
    seed = make_seed(1)
    live, blocked = make_capture(seed), make_capture(seed, day=3, outcome=Outcome.FORBIDDEN)
    batches = [
        make_batch(seed),
        make_page_batch(seed, live, make_observation(live)),
        make_page_batch(seed, blocked, make_observation(blocked, Existence.BLOCKED), pages=(), reconciliations=()),
    ]
    with open_writer(tmp_path) as connection:
        load_batches(connection, [write_batch(tmp_path / "batches", batch) for batch in batches], run_id="r")
        publish(connection, tmp_path)
        row = connection.execute(
            "select existence, content, content_capture_id, capture_id, checked_at from marts.article"
        ).fetchone()
    assert row == ("blocked", "identical", live.capture_id, blocked.capture_id, blocked.captured_at)


def test_rejections_count_as_read(tmp_path: Path) -> None:
    seed = make_seed(1)
    bad = Rejection(stage=Stage.READ, reason=Reason.MISSING_URL, detail="no address", source_path="b.txt", line=1)
    fetch = Rejection(stage=Stage.PARSE, reason=Reason.PARSE_CRASH, detail="x", source_path="seeds/1.txt", line=1)
    batch = make_batch(seed, seed, rejections=(bad, fetch))
    with open_writer(tmp_path) as connection:
        counts = load_batch(connection, write_batch(tmp_path / "batches", batch), run_id="r")
        publish(connection, tmp_path)
    assert (counts.seeds_read, counts.seeds_loaded, counts.seeds_duplicate, counts.seeds_rejected) == (3, 1, 1, 1)


def test_refetch_selects_what_was_never_looked_at_or_is_due(tmp_path: Path) -> None:
    seen, unseen = make_seed(1), make_seed(2, publisher="anderes.example")
    capture = make_capture(seen)
    with open_writer(tmp_path) as connection:
        folders = [
            write_batch(tmp_path / "batches", batch)
            for batch in (make_batch(seen, unseen), make_page_batch(seen, capture, make_observation(capture)))
        ]
        load_batches(connection, folders, run_id="r")
        missing = list(select_for_refetch(connection, RefetchQuery(refetch=Refetch.MISSING, now=DAY)))
        every = list(select_for_refetch(connection, RefetchQuery(refetch=Refetch.ALL, now=DAY)))
        due = list(select_for_refetch(connection, RefetchQuery(refetch=Refetch.DUE, now=DAY + dt.timedelta(days=200))))
        scoped = list(
            select_for_refetch(
                connection, RefetchQuery(refetch=Refetch.ALL, now=DAY, source_paths=frozenset(["seeds/1.txt"]))
            )
        )
        stored = list(stored_captures(connection))
        parsed = list(stored_captures(connection, not_parsed_by="1"))
    assert [item.seed for item in missing] == [unseen]
    assert [item.host for item in every] == ["anderes.example", "bao-mau.example"]
    assert [item.seed for item in due] == [unseen, seen]
    (again,) = [item for item in scoped if item.earlier is not None]
    assert (again.earlier.etag, again.earlier.payload_digest) == ('"a"', capture.payload_digest)
    assert (again.earlier.warc_file, again.earlier.warc_offset) == (capture.warc_file, capture.warc_offset)
    assert (again.earlier.target_uri, again.earlier.captured_at) == (capture.target_uri, capture.captured_at)
    assert (again.existence, again.has_archived) == (Existence.LIVE, False)
    assert [item.earlier for item in missing] == [None]
    assert [(item.seed, item.warc_offset, item.headers) for item in stored] == [(seen, 100, capture.headers)]
    assert parsed == []


def test_rebuild_gives_equal_marts(tmp_path: Path) -> None:
    seed = make_seed(1)
    capture = make_capture(seed)
    batches = [make_batch(seed), make_page_batch(seed, capture, make_observation(capture))]
    with open_writer(tmp_path) as connection:
        load_batches(connection, [write_batch(tmp_path / "batches", batch) for batch in batches], run_id="r")
        publish(connection, tmp_path)
        before = connection.execute("from marts.article").fetchall()
    report = rebuild(tmp_path)
    with open_published(tmp_path) as published:
        assert published.execute("from marts.article").fetchall() == before
    assert report.batch_count == 2
    assert report.kept_aside is not None
    assert batches[1].kind == BatchKind.PAGES
