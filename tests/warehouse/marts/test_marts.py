import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from factories import (
    DAY,
    make_batch,
    make_capture,
    make_observation,
    make_page,
    make_page_batch,
    make_reconciliation,
    make_seed,
    make_sentences,
)

from flows.errors import CheckFailedError
from flows.records import (
    Batch,
    Block,
    BlockKind,
    Content,
    Existence,
    FactChange,
    FactKind,
    Outcome,
    Relation,
    SeedArticle,
    SentenceChange,
    Source,
    TextSource,
)
from warehouse.database.connect import open_published, open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.marts.build import read_marts
from warehouse.publish.publish import PublishReport, publish

pytestmark = pytest.mark.usefixtures("defined")

MART_NAMES = [mart.name for mart in read_marts() if mart.kind == "view"]
Row = tuple[object, ...]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_writer(tmp_path) as opened:
        yield opened


def load(connection: duckdb.DuckDBPyConnection, home: Path, *batches: Batch) -> PublishReport:
    load_batches(connection, [write_batch(home / "batches", batch) for batch in batches], run_id="r")
    return publish(connection, home)


def edited_batch(seed: SeedArticle, *, day: int, text: str) -> Batch:
    """Build a batch in which the page says something else than the seed."""
    capture = make_capture(seed, day=day)
    page = make_page(seed, capture, blocks=(Block(kind=BlockKind.PARAGRAPH, text=text),), title="Tin mới")
    found = make_reconciliation(
        seed,
        page,
        capture,
        content=Content.EDITED,
        similarity=0.8,
        title="Tin mới",
        sentences=make_sentences([text], TextSource.PAGE),
        changes=(
            SentenceChange(
                relation=Relation.EDITED, seed_sentence_no=1, page_sentence_no=1, seed_text="cũ", page_text=text,
                similarity=0.8,
            ),
        ),
        facts=(FactChange(kind=FactKind.NUMBER, before="1", after="2", seed_sentence_no=1, page_sentence_no=1),),
    )  # fmt: skip
    return make_page_batch(seed, capture, make_observation(capture), pages=(page,), reconciliations=(found,))


def empty_look(seed: SeedArticle, *, day: int, outcome: Outcome, existence: Existence) -> Batch:
    """Build a batch of a look that gave no page."""
    capture = make_capture(seed, day=day, outcome=outcome)
    return make_page_batch(seed, capture, make_observation(capture, existence), pages=(), reconciliations=())


def every_mart(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    return {name: sorted(connection.execute(f'from marts."{name}"').fetchall(), key=repr) for name in MART_NAMES}


def test_the_newest_comparison_gives_the_text(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    seed = make_seed(1)
    load(connection, tmp_path, make_batch(seed), edited_batch(seed, day=5, text="Câu mới."))
    older = make_capture(seed, day=1)
    load(connection, tmp_path, make_page_batch(seed, older, make_observation(older)))
    row = connection.execute("select title, text, content, compared_at from marts.article").fetchone()
    assert row == ("Tin mới", "Câu mới.", "edited", DAY + dt.timedelta(days=5))
    assert connection.execute("select text, source, capture_id from marts.sentence").fetchall() == [
        ("Câu mới.", "page", make_capture(seed, day=5).capture_id)
    ]
    assert connection.execute('select kind, "before", "after" from marts.fact_change').fetchall() == [
        ("number", "1", "2")
    ]
    assert connection.execute("select relation, page_text from marts.sentence_change").fetchall() == [
        ("edited", "Câu mới.")
    ]


@pytest.mark.parametrize(
    ("outcome", "existence"),
    [
        (Outcome.FORBIDDEN, Existence.BLOCKED),
        (Outcome.TIMEOUT, Existence.UNREACHABLE),
        (Outcome.NOT_FOUND, Existence.MISSING),
        (Outcome.REFUSED_ADDRESS, Existence.REFUSED),
    ],
)
def test_a_later_look_without_a_page_keeps_text_and_content(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, outcome: Outcome, existence: Existence
) -> None:
    seed = make_seed(1)
    load(connection, tmp_path, make_batch(seed), edited_batch(seed, day=1, text="Câu mới."))
    load(connection, tmp_path, empty_look(seed, day=2, outcome=outcome, existence=existence))
    row = connection.execute("select existence, content, text from marts.article").fetchone()
    assert row == (existence.value, "edited", "Câu mới.")


def test_missing_since_is_the_first_of_an_unbroken_row(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    seed = make_seed(1)
    looks = [
        empty_look(seed, day=0, outcome=Outcome.NOT_FOUND, existence=Existence.MISSING),
        empty_look(seed, day=1, outcome=Outcome.OK, existence=Existence.LIVE),
        empty_look(seed, day=2, outcome=Outcome.NOT_FOUND, existence=Existence.MISSING),
        empty_look(seed, day=3, outcome=Outcome.TIMEOUT, existence=Existence.UNREACHABLE),
        empty_look(seed, day=4, outcome=Outcome.NOT_FOUND, existence=Existence.GONE),
    ]
    load(connection, tmp_path, make_batch(seed), *looks)
    row = connection.execute("select existence, missing_since, checked_at from marts.article").fetchone()
    assert row == ("gone", DAY + dt.timedelta(days=2), DAY + dt.timedelta(days=4))


def test_a_clock_that_went_back_does_not_bring_an_old_look_to_the_front(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    seed = make_seed(1)
    load(connection, tmp_path, make_batch(seed))
    load(connection, tmp_path, empty_look(seed, day=2, outcome=Outcome.OK, existence=Existence.LIVE))
    load(connection, tmp_path, empty_look(seed, day=1, outcome=Outcome.NOT_FOUND, existence=Existence.MISSING))
    assert connection.execute("select existence from marts.article").fetchone() == ("missing",)


def test_two_texts_of_one_article_are_one_row_and_two_versions(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    short, long = make_seed(1, body="Ngắn."), make_seed(1, body="Dài hơn nhiều.")
    nothing = make_seed(1, body=None)
    load(connection, tmp_path, make_batch(short, long, nothing))
    assert connection.execute("select text, seed_count from marts.article").fetchall() == [("Dài hơn nhiều.", 3)]
    versions = connection.execute(
        "select version_no, text, is_current from marts.article_version order by 1"
    ).fetchall()
    assert versions == [(0, None, False), (1, "Ngắn.", False), (2, "Dài hơn nhiều.", True)]
    assert connection.execute("select text from marts.as_of(now())").fetchall() == [("Dài hơn nhiều.",)]


def test_the_same_seed_in_two_files_is_a_duplicate(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    first, second = make_seed(1, source_path="b.txt"), make_seed(1, source_path="a.txt")
    load(connection, tmp_path, make_batch(first))
    load(connection, tmp_path, make_batch(second))
    assert connection.execute("select source_path, kind from ops.duplicate").fetchall() == [("a.txt", "same_seed")]
    assert connection.execute("select seed_path from marts.article").fetchall() == [("a.txt",)]
    assert connection.execute("select count(*) from marts.sentence").fetchone() == (2,)


def test_versions_follow_what_was_seen(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    seed = make_seed(1)
    same = make_capture(seed, day=0)
    load(
        connection,
        tmp_path,
        make_batch(seed),
        make_page_batch(seed, same, make_observation(same)),
        edited_batch(seed, day=2, text="Câu mới."),
        edited_batch(seed, day=3, text="Câu mới."),
        edited_batch(seed, day=4, text="Câu khác."),
    )
    rows = connection.execute(
        "select version_no, origin, text, valid_from, valid_to, is_current from marts.article_version order by 1"
    ).fetchall()
    published, second, fourth = DAY.replace(year=2016), DAY + dt.timedelta(days=2), DAY + dt.timedelta(days=4)
    assert rows == [
        (0, "seed", seed.body, published, second, False),
        (1, "page", "Câu mới.", second, fourth, False),
        (2, "page", "Câu khác.", fourth, None, True),
    ]
    moments = {
        published - dt.timedelta(days=1): [],
        DAY: [(seed.body,)],
        second: [("Câu mới.",)],
        fourth: [("Câu khác.",)],
    }
    for moment, texts in moments.items():
        assert connection.execute("select text from marts.as_of($1)", [moment]).fetchall() == texts


def test_an_archived_copy_is_a_version_of_its_own_time(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    seed = make_seed(1)
    capture = make_capture(seed, source=Source.WAYBACK, memento_datetime=DAY.replace(year=2018))
    page = make_page(seed, capture, blocks=(Block(kind=BlockKind.PARAGRAPH, text="Bản lưu."),))
    found = make_reconciliation(seed, page, capture, content=Content.EDITED)
    look = make_observation(capture, Existence.ARCHIVED_ONLY)
    load(
        connection,
        tmp_path,
        make_batch(seed),
        make_page_batch(seed, capture, look, pages=(page,), reconciliations=(found,)),
    )
    row = connection.execute("select origin, valid_from from marts.article_version where is_current").fetchone()
    assert row == ("archive", DAY.replace(year=2018))


def test_only_confirmed_losses_are_rot(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    ends = {
        1: (Outcome.OK, Existence.LIVE),
        2: (Outcome.NOT_FOUND, Existence.GONE),
        3: (Outcome.FORBIDDEN, Existence.BLOCKED),
        4: (Outcome.TIMEOUT, Existence.UNREACHABLE),
        5: (Outcome.NOT_FOUND, Existence.MISSING),
    }
    seeds = {number: make_seed(number) for number in ends}
    looks = [
        empty_look(seeds[number], day=number, outcome=outcome, existence=existence)
        for number, (outcome, existence) in ends.items()
    ]
    load(connection, tmp_path, make_batch(*seeds.values()), *looks)
    row = connection.execute(
        "select checked_count, gone_count, rot_share, pew_rot_share from marts.link_rot"
    ).fetchone()
    assert row == (5, 1, 1 / 3, 3 / 4)


def test_a_publish_of_little_gives_what_a_publish_of_all_gives(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    seeds = [make_seed(number) for number in range(1, 21)]
    load(connection, tmp_path, make_batch(*seeds))
    little = load(
        connection,
        tmp_path,
        edited_batch(seeds[2], day=1, text="Câu mới."),
        empty_look(seeds[3], day=1, outcome=Outcome.FORBIDDEN, existence=Existence.BLOCKED),
        make_batch(make_seed(3, body="Một bản khác dài hơn hẳn bản cũ, và khác lời.")),
    )
    assert little.refreshed_count == 2
    incremental = every_mart(connection)
    connection.execute("delete from ops.mart")
    full = publish(connection, tmp_path)
    assert full.refreshed_count == 20
    assert every_mart(connection) == incremental


def test_a_failed_check_keeps_the_old_snapshot_and_is_recorded(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    load(connection, tmp_path, make_batch(make_seed(1)))
    connection.execute("update ops.batch set seeds_read = 7")
    with pytest.raises(CheckFailedError, match="seeds_accounted_for: 1 rows"):
        load(connection, tmp_path, make_batch(make_seed(2)))
    failed = connection.execute("select check_name from ops.check_result where offending_count > 0").fetchall()
    assert failed == [("seeds_accounted_for",)]
    with open_published(tmp_path) as published:
        assert published.execute("select count(*) from marts.article").fetchone() == (1,)
    connection.execute("update ops.batch set seeds_read = seeds_loaded")
    assert publish(connection, tmp_path).article_count == 2


def test_a_publish_that_was_killed_before_the_rename_is_done_again(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    load(connection, tmp_path, make_batch(make_seed(1)))
    old = (tmp_path / "published.duckdb").read_bytes()
    load(connection, tmp_path, make_batch(make_seed(2)))
    (tmp_path / "published.duckdb").write_bytes(old)
    assert publish(connection, tmp_path).is_new
    with open_published(tmp_path) as published:
        assert published.execute("select count(*) from marts.article").fetchone() == (2,)
