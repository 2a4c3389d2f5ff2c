"""A line is learned to be no prose from where and when it repeats, never from its number alone."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

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

from flows.records import Batch, Content, Relation, SentenceChange
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish

pytestmark = pytest.mark.usefixtures("defined")

PROMO = "Mời bạn đọc theo dõi trang của chúng tôi."
BACKGROUND = "Cây cầu được khởi công năm 2010 và đã nhiều lần lỡ hẹn."
MONTHS = [DAY.replace(year=2016) + dt.timedelta(days=31 * number) for number in range(12)]
DAYS = [DAY.replace(year=2016) + dt.timedelta(days=number) for number in range(12)]


def own(number: int) -> list[str]:
    return [f"Câu {place} của bài {number}." for place in range(1, 5)]


def articles(texts: Sequence[Sequence[str]], published: Sequence[dt.datetime | None]) -> Batch:
    seeds = [make_seed(number, body=" ".join(text)) for number, text in enumerate(texts)]
    found = tuple(
        make_reconciliation(seed, sentences=make_sentences(text), published_at=day, media=(), left_out=())
        for seed, text, day in zip(seeds, texts, published, strict=True)
    )
    return make_batch(*seeds, reconciliations=found)


def learned(home: Path, *batches: Batch) -> list[tuple[str, int, str]]:
    with open_writer(home) as connection:
        load_batches(connection, [write_batch(home / "batches", batch) for batch in batches])
        publish(connection, home)
        return connection.execute(
            "select text, article_count, evidence from marts.boilerplate where kind = 'learned' order by all"
        ).fetchall()


@pytest.mark.parametrize(
    ("texts", "published", "expected"),
    [
        pytest.param(
            [[*own(n), PROMO] for n in range(6)], MONTHS[:6], [(PROMO, 6, "common_end")], id="all end with it"
        ),
        pytest.param(
            [[*own(n), PROMO, f"Kết bài {n}."] for n in range(6)], MONTHS[:6], [(PROMO, 6, "common_end")],
            id="one before the last",
        ),
        pytest.param(
            [["Tin trong nước:", *own(n)] for n in range(3)], MONTHS[:3], [("Tin trong nước:", 3, "unfinished_end")],
            id="a label without a full stop",
        ),
        pytest.param(
            [["Tin trong nước:", *own(n)] for n in range(3)], [None] * 3, [("Tin trong nước:", 3, "unfinished_end")],
            id="undated",
        ),
        pytest.param([[*own(n), PROMO] for n in range(4)], MONTHS[:4], [], id="too few articles"),
        pytest.param([[*own(n), BACKGROUND] for n in range(6)], DAYS[:6], [], id="a story of some days"),
        pytest.param(
            [[*own(n)[:2], BACKGROUND, *own(n)[2:]] for n in range(6)], MONTHS[:6], [], id="inside the prose"
        ),
        pytest.param([[*own(1), BACKGROUND] for _ in range(6)], MONTHS[:6], [], id="one story, printed six times"),
        pytest.param(
            [[*own(n), BACKGROUND] if n % 8 == 0 else own(n) for n in range(48)],
            [MONTHS[n // 4] for n in range(48)], [], id="in an eighth of the articles only",
        ),
    ],
)  # fmt: skip
def test_lines_of_seeds(
    tmp_path: Path,
    texts: list[list[str]],
    published: list[dt.datetime | None],
    expected: list[tuple[str, int, str]],
) -> None:
    assert learned(tmp_path, articles(texts, published)) == expected


@pytest.mark.parametrize(
    ("relation", "count", "published", "expected"),
    [
        (Relation.ADDED, 5, MONTHS, [(PROMO, 5, "on_many_pages")]),
        (Relation.REMOVED, 5, MONTHS, [(PROMO, 5, "off_many_pages")]),
        (Relation.ADDED, 4, MONTHS, []),
        (Relation.ADDED, 5, DAYS, []),
    ],
)
def test_lines_that_pages_gained_or_lost(
    tmp_path: Path, relation: Relation, count: int, published: list[dt.datetime], expected: list[tuple[str, int, str]]
) -> None:
    seeds = [make_seed(number, body=" ".join(own(number))) for number in range(count)]
    looks = []
    for number, seed in enumerate(seeds):
        capture = make_capture(seed)
        page = make_page(seed, capture)
        is_added = relation is Relation.ADDED
        change = SentenceChange(
            relation=relation, seed_sentence_no=None if is_added else 5, page_sentence_no=5 if is_added else None,
            seed_text=None if is_added else PROMO, page_text=PROMO if is_added else None, similarity=0.0,
        )  # fmt: skip
        found = make_reconciliation(
            seed, page, capture, content=Content.EXTENDED, changes=(change,), published_at=published[number]
        )
        looks.append(make_page_batch(seed, capture, make_observation(capture), pages=(page,), reconciliations=(found,)))
    assert learned(tmp_path, make_batch(*seeds), *looks) == expected


def test_what_a_rule_left_out_of_several_articles_is_listed_with_its_count(tmp_path: Path) -> None:
    with open_writer(tmp_path) as connection:
        batch = make_batch(*(make_seed(number) for number in range(3)))
        load_batches(connection, [write_batch(tmp_path / "batches", batch)])
        publish(connection, tmp_path)
        rows = connection.execute("select kind, text, article_count, evidence from marts.boilerplate").fetchall()
    assert rows == [("end_mark", "./.", 3, "left_out")]
