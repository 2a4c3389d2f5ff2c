"""Whose doing it is that seed and page differ: each case is three texts, held against each other by the rules."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from factories import DAY, make_batch, make_capture, make_observation, make_page, make_page_batch, make_seed

from flows.reconcile.reconcile import reconcile
from flows.records import Batch, Block, BlockKind, PageKind, SeedArticle, Source, TextSource
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish

pytestmark = pytest.mark.usefixtures("defined")

STORY = [
    "Sáng 12/3, tại thị xã Hòa Lạc, Hội Làm vườn tổ chức phiên chợ cây giống đầu tiên trong năm.",
    "Ông Trần Văn Thụy, Chủ tịch Hội, cho biết có 45 gian hàng của nông dân trong vùng.",
    "Mỗi gian hàng được hỗ trợ 1.200.000 đồng tiền vận chuyển và dựng mái che.",
    "Giá cây giống năm nay rẻ hơn mọi năm, theo bà Lê Thị Mận, người trồng hoa ở xã Đồng Tâm.",
    "Nhiều khách từ thành phố đã đặt mua cây ăn quả với số lượng lớn.",
    "Lượng khách tăng khoảng 15% so với phiên chợ cuối năm ngoái.",
    "Chính quyền thị xã cam kết bố trí bãi đỗ xe miễn phí cho người bán và người mua.",
]
CORRECTED = [*STORY[:5], STORY[5].replace("15%", "16%"), *STORY[6:]]
WITHOUT_PRICES = [*STORY[:3], *STORY[4:]]
OTHER_STORY = ["Bão số 5 đổ bộ vào bờ trong đêm.", "Hàng nghìn hộ dân phải sơ tán khẩn cấp.", "Mưa còn kéo dài."]
NEAR, LATE = dt.timedelta(days=3), dt.timedelta(days=4 * 365)


def look(seed: SeedArticle, text: Sequence[str], taken_at: dt.datetime | None, day: int, **changes: object) -> Batch:
    """Read a page with `text`: a copy that an archive took then, or today's page."""
    source = Source.LIVE if taken_at is None else Source.WAYBACK
    capture = make_capture(seed, day=day, source=source, memento_datetime=taken_at)
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=sentence) for sentence in text)
    page = make_page(seed, capture, blocks=blocks, **changes)
    found = reconcile(seed, page, capture=capture, source=TextSource.PAGE if taken_at is None else TextSource.ARCHIVE)
    observations = (make_observation(capture),) if taken_at is None else ()
    return make_page_batch(
        seed, capture, make_observation(capture), observations=observations, pages=(page,), reconciliations=(found,)
    )


def settle(
    home: Path, seed: SeedArticle, *batches: Batch, between: bool = False
) -> tuple[str | None, str | None, list[tuple[str, str]]]:
    """Load and publish, `between` any two batches too; give the article's origin with evidence, and its sentences'."""
    with open_writer(home) as connection:
        for batch in (make_batch(seed), *batches):
            load_batches(connection, [write_batch(home / "batches", batch)])
            if between:
                publish(connection, home)
        publish(connection, home)
        row = connection.execute("select difference_origin, difference_origin_evidence from marts.article").fetchone()
        sentences = connection.execute(
            "select relation::varchar, origin::varchar from marts.sentence_change"
            " where relation not in ('cosmetic', 'apparatus') order by relation, origin"
        ).fetchall()
    assert row is not None
    return row[0], row[1], sentences


@pytest.mark.parametrize(
    ("texts", "origin", "sentences"),  # texts: seed, copy, page
    [
        pytest.param((STORY, STORY, CORRECTED), "publisher", [("edited", "publisher")], id="corrected since"),
        pytest.param((STORY, STORY, WITHOUT_PRICES), "publisher", [("removed", "publisher")], id="cut since"),
        pytest.param((WITHOUT_PRICES, STORY, STORY), "scraper", [("added", "scraper")], id="lost in scraping"),
        pytest.param((CORRECTED, STORY, STORY), "scraper", [("edited", "scraper")], id="misread"),
        pytest.param(
            ([*STORY, "Bản tin thời tiết đêm nay báo có mưa."], STORY, STORY), "scraper",
            [("removed", "scraper")], id="foreign line scraped",
        ),
        pytest.param(
            ([*STORY[:4], STORY[4][:30]], STORY, STORY), "scraper",
            [("edited", "scraper"), ("added", "scraper"), ("added", "scraper")], id="broken off",
        ),
        pytest.param(
            (WITHOUT_PRICES, STORY, CORRECTED), "both", [("edited", "publisher"), ("added", "scraper")],
            id="lost in scraping, and corrected since",
        ),
        pytest.param(
            ([*STORY[:5], STORY[5].replace("15%", "51%"), *STORY[6:]], STORY, CORRECTED), "both",
            [("edited", "both")], id="one sentence, three forms",
        ),
        pytest.param(
            (STORY, [*STORY[:5], STORY[5].replace("15%", "15 %"), STORY[6]], CORRECTED), "publisher",
            [("edited", "publisher")], id="form alone differs in the copy",
        ),
    ],
)  # fmt: skip
def test_copy_near_the_seed_says_whose_doing_it_is(
    tmp_path: Path, texts: tuple[list[str], list[str], list[str]], origin: str, sentences: list[tuple[str, str]]
) -> None:
    seed, copy, page = texts
    made = make_seed(1, body=" ".join(seed), extra='{"date": "2016-01-10"}')
    near = DAY.replace(year=2016) + NEAR
    found = settle(tmp_path, made, look(made, page, None, 1), look(made, copy, near, 2))
    assert (found[0], found[2]) == (origin, sentences)


def test_another_story_in_the_place_of_an_archived_one_is_the_publishers(tmp_path: Path) -> None:
    seed = make_seed(1, body=" ".join(STORY), extra='{"date": "2016-01-10"}')
    copy = look(seed, STORY, DAY.replace(year=2016) + NEAR, 1)
    origin, evidence, _ = settle(tmp_path, seed, copy, look(seed, OTHER_STORY, None, 2, title="Bão số 5 vào bờ"))
    assert (origin, evidence) == ("publisher", "copy of 2016-01-13, 3 days after publication: it has the seed's story")


def test_late_copy_proves_an_edit_after_it_but_no_fault_of_the_scraper(tmp_path: Path) -> None:
    seed = make_seed(1, body=" ".join(WITHOUT_PRICES), extra='{"date": "2016-01-10"}')
    late = DAY.replace(year=2016) + LATE
    origin, evidence, sentences = settle(tmp_path, seed, look(seed, STORY, late, 1), look(seed, CORRECTED, None, 2))
    assert origin == "publisher"
    assert sentences == [("edited", "publisher"), ("added", "unknown")]
    assert evidence == (
        "copy of 2020-01-09, 1460 days after publication: of 2 changed sentences it has 1 as the seed,"
        " 1 as the page, 0 as neither; too late to show what the scraper saw"
    )


def test_of_several_copies_the_one_nearest_to_the_seed_counts(tmp_path: Path) -> None:
    seed = make_seed(1, body=" ".join(STORY), extra='{"date": "2016-01-10"}')
    day = DAY.replace(year=2016)
    copies = [look(seed, text, day + age, at) for at, (text, age) in enumerate([(CORRECTED, LATE), (STORY, NEAR)])]
    assert settle(tmp_path, seed, *copies, look(seed, CORRECTED, None, 3), between=True)[0] == "publisher"


@pytest.mark.parametrize(
    ("copy", "page", "origin"),
    [
        (CORRECTED, STORY, "none"),  # page and seed agree
        (None, CORRECTED, "unknown"),  # nobody archived it
        (OTHER_STORY, CORRECTED, "unknown"),  # the copy is another story
        (STORY, None, "none"),  # nobody looked at the page
        (CORRECTED, None, "unknown"),
    ],
)
def test_nothing_is_settled_without_three_texts(
    tmp_path: Path, copy: list[str] | None, page: list[str] | None, origin: str
) -> None:
    seed = make_seed(1, body=" ".join(STORY), extra='{"date": "2016-01-10"}')
    looks = [look(seed, copy, DAY.replace(year=2016) + NEAR, 1)] if copy else []
    looks += [look(seed, page, None, 2)] if page else []
    assert settle(tmp_path, seed, *looks)[0] == origin


def test_nothing_is_said_of_what_was_not_compared(tmp_path: Path) -> None:
    seed = make_seed(1, body=" ".join(STORY))
    assert settle(tmp_path, seed)[:2] == (None, None)
    error = look(seed, STORY, None, 1, kind=PageKind.ERROR)
    assert settle(tmp_path, seed, error)[:2] == (None, None)
