import random
from collections.abc import Iterator
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
    make_sentences,
)

from flows.records import Batch, Content, SeedArticle, TextSource
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.marts.duplicate_functions import join_pairs
from warehouse.publish.publish import publish
from warehouse.upkeep.full_check import check_full

pytestmark = pytest.mark.usefixtures("defined")

_TEXT = "hội nghị trung ương kinh tế tăng trưởng xuất khẩu thủ tướng nước dân lúa gạo mưa bão"
SYLLABLES = _TEXT.split()


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_writer(tmp_path) as opened:
        yield opened


def make_story(number: int, size: int = 12) -> list[str]:
    rng = random.Random(number)
    return [" ".join(rng.choices(SYLLABLES, k=14)).capitalize() for _ in range(size)]


def story_seed(number: int, story: list[str], publisher: str = "bao-mau.example") -> SeedArticle:
    return make_seed(number, publisher=publisher, body=". ".join(story) + ".")


def load(connection: duckdb.DuckDBPyConnection, home: Path, *batches: Batch) -> None:
    load_batches(connection, [write_batch(home / "batches", batch) for batch in batches], run_id="r")
    publish(connection, home)


def found_pairs(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute("from derived.duplicate_pair order by all").fetchall()


def clusters(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute("select cluster_id, article_id, jaccard from marts.duplicate order by all").fetchall()


def rewrite(seed: SeedArticle, text: str) -> Batch:
    """Build a batch of a page that gives the article another text."""
    capture = make_capture(seed, day=1)
    page = make_page(seed, capture)
    sentences = make_sentences([text], TextSource.PAGE)
    found = make_reconciliation(seed, page, capture, content=Content.REWRITTEN, sentences=sentences)
    return make_page_batch(seed, capture, make_observation(capture), pages=(page,), reconciliations=(found,))


def test_a_wire_story_at_two_publishers_is_one_cluster(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    wire = make_story(1)
    first = story_seed(1, wire)
    second = story_seed(2, [*wire[:11], "Một câu riêng của tờ báo này"], publisher="anderes.example")
    other = story_seed(3, make_story(2))
    load(connection, tmp_path, make_batch(first, second, other))
    ids = sorted([first.identity.article_id, second.identity.article_id])
    rows = clusters(connection)
    assert [row[:2] for row in rows] == [(ids[0], ids[0]), (ids[0], ids[1])]
    # 12 sentences of 14 words are 166 shingles; 11 of them and 7 words 159, 152 of these are shared
    assert rows[0][2] == pytest.approx(152 / (166 + 159 - 152), abs=0.01)


def test_a_story_told_anew_is_no_duplicate(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    background = make_story(1, 8)
    seeds = [story_seed(number, [*background, *make_story(number, 6)]) for number in (2, 3)]
    load(connection, tmp_path, make_batch(*seeds))
    assert clusters(connection) == []


def test_many_copies_are_one_cluster_and_few_pairs(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    story = make_story(1)
    seeds = [story_seed(number, [*story, f"Bản số {number}"]) for number in range(60)]
    load(connection, tmp_path, make_batch(*seeds))
    assert len({row[0] for row in clusters(connection)}) == 1
    assert len(clusters(connection)) == 60
    assert len(found_pairs(connection)) < 60 * 59 / 2


def test_what_a_publish_adds_is_what_a_publish_of_all_finds(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Copies come, change their text and leave a crowded bucket; the pairs stay those of a build from nothing."""
    story = make_story(1)
    crowd = [story_seed(number, [*story, f"Bản số {number}"]) for number in range(30)]
    others = [story_seed(number, make_story(number)) for number in range(100, 200)]
    load(connection, tmp_path, make_batch(*crowd[:25], *others))
    load(connection, tmp_path, make_batch(*crowd[25:]))
    load(connection, tmp_path, rewrite(crowd[7], "Một bài khác hẳn."), rewrite(crowd[28], "Lại một bài khác."))
    load(connection, tmp_path, rewrite(others[3], crowd[0].body or ""))
    little = found_pairs(connection), clusters(connection)
    assert len(little[1]) == 29
    connection.execute("delete from ops.mart")
    publish(connection, tmp_path)
    assert (found_pairs(connection), clusters(connection)) == little


def test_facts_without_a_sketch_are_sketched_by_publish(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Batches of older versions hold none, and those of another version do not compare."""
    story = make_story(1)
    load(connection, tmp_path, make_batch(*(story_seed(number, story) for number in range(3))))
    before = clusters(connection)
    assert len(before) == 3
    for change in ("update core.sketch set sketch_version = '0', band_keys = [1]", "delete from core.sketch"):
        connection.execute(change)
        connection.execute("delete from ops.mart")
        publish(connection, tmp_path)
        assert clusters(connection) == before


def test_articles_of_another_version_of_the_sketch_are_found_again(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = make_story(1)
    with monkeypatch.context() as older:
        for module in ("load.batch_files", "marts.duplicate_functions", "marts.build"):
            older.setattr(f"warehouse.{module}.SKETCH_VERSION", "0")
        others = [story_seed(number, make_story(number)) for number in range(2, 9)]
        load(connection, tmp_path, make_batch(story_seed(0, story), *others))
        connection.execute("update core.sketch set band_keys = [1]")
        connection.execute("update derived.article_sketch set band_keys = [1]")
    load(connection, tmp_path, make_batch(story_seed(1, story)))
    assert len(clusters(connection)) == 2


def test_a_rebuild_finds_the_same(tmp_path: Path) -> None:
    story = make_story(1)
    with open_writer(tmp_path) as connection:
        load(connection, tmp_path, make_batch(*(story_seed(number, story) for number in range(3))))
        load(connection, tmp_path, make_batch(story_seed(4, story), story_seed(5, make_story(2))))
        assert len(clusters(connection)) == 4
    report = check_full(tmp_path)
    assert report.differing == ()
    assert report.is_sound


def test_pairs_that_lead_to_each_other_are_one_component():
    assert join_pairs([(5, 3), (9, 8), (3, 4), (8, 7)]) == {3: 3, 4: 3, 5: 3, 7: 7, 8: 7, 9: 7}
    long = [(number, number + 1) for number in range(20_000)]
    assert set(join_pairs(long[::-1]).values()) == {0}
