from collections.abc import Sequence
from pathlib import Path

import pytest
from factories import load_batch, make_batch, make_reconciliation, make_seed

from flows.errors import MissingInputError
from warehouse.database.connect import open_published, open_writer
from warehouse.load.batch_files import write_batch
from warehouse.publish.publish import publish
from warehouse.read.search import refresh_index, register_search, search
from warehouse.upkeep.rebuild import rebuild

pytestmark = pytest.mark.usefixtures("defined")

TEXTS = [
    "Hội nghị Trung ương khai mạc sáng nay ở Hà Nội.",
    "Hoi nghi trung uong khai mac, bai khong dau.",
    "Trung ương họp. Nghị quyết của hội được thông qua.",
    "Đường đai biên giới dài 2,5 km.",
    "北京会议今天开幕。",
]


def fill(home: Path, texts: Sequence[str], *, first: int = 1) -> None:
    seeds = [make_seed(first + number, body=text, title="Tin") for number, text in enumerate(texts)]
    with open_writer(home) as connection:
        load_batch(connection, write_batch(home / "batches", make_batch(*seeds)))
        publish(connection, home)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    fill(folder, TEXTS)
    return folder


def numbers(home: Path, query: str) -> list[int]:
    """Search, and name the texts found by their number."""
    return [int(hit.url.removesuffix(".html").rsplit("-", 1)[1]) for hit in search(home, query)]


QUERIES = pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hội nghị trung ương", [1, 2, 3]),
        ("hoi nghi trung uong", [2, 1, 3]),
        ("HỘI NGHỊ", [1, 2, 3]),
        ("ho\u0323\u0302i nghi\u0323", [1, 2, 3]),
        ('"hội nghị"', [1, 2]),
        ('"nghị trung" hà', [1]),
        ("duong", [4]),
        ("đuong", [4]),
        ("2,5", [4]),
        ("会议", [5]),
        ("议会", []),
        ("tin", [1, 2, 3, 4, 5]),
        ("không có gì", []),
        ("", []),
        ('" - "', []),
        ("unbalanced \" '; drop table", []),
    ],
)


@QUERIES
def test_words_are_found_with_and_without_diacritics(home: Path, query: str, found: list[int]) -> None:
    result = numbers(home, query)
    assert result[:1] == found[:1] or len(set(found)) == 5
    assert sorted(result) == sorted(found)


@QUERIES
def test_the_file_by_itself_finds_the_same(home: Path, query: str, found: list[int]) -> None:
    with open_published(home) as connection:
        rows = connection.execute("select url, score from marts.search($words)", {"words": query}).fetchall()
    result = [int(url.removesuffix(".html").rsplit("-", 1)[1]) for url, _ in rows]
    assert result[:1] == found[:1] or len(set(found)) == 5
    assert sorted(result) == sorted(found)


def test_letters_with_a_stroke_are_found_without_it(tmp_path: Path) -> None:
    fill(tmp_path, ["Gęś Łódź straße œuvre Ærø, ఆంధ్ర"])
    with open_published(tmp_path) as connection:
        for words in ("lodz", "strasse", "oeuvre", "aero", "ges", "ఆంధ్ర"):
            found = connection.execute("select count(*) from marts.search($words)", {"words": words}).fetchone()
            assert (words, found) == (words, (1,))
            assert len(search(tmp_path, words)) == 1


def test_search_answers_in_sql(home: Path) -> None:
    with open_published(home) as connection:
        register_search(connection, home)
        rows = connection.execute(
            "select url, title, publisher from marts.search('hội nghị trung ương') order by score desc limit 1"
        ).fetchall()
        joined = connection.execute(
            "select count(*) from marts.search('hội nghị') join marts.sentence using (article_id)"
        ).fetchone()
    assert rows == [("http://bao-mau.example/tin-1.html", "Tin", "bao-mau.example")]
    assert joined == (4,)


def test_the_index_follows_the_snapshot(tmp_path: Path) -> None:
    fill(tmp_path, TEXTS[:2])
    assert numbers(tmp_path, "ương") == [1, 2]
    fill(tmp_path, ["Một bài mới về Trung ương."], first=7)
    with open_published(tmp_path) as connection:
        assert refresh_index(connection, tmp_path) == 1
        assert refresh_index(connection, tmp_path) == 0
    assert sorted(numbers(tmp_path, "ương")) == [1, 2, 7]


def test_an_article_with_a_new_text_is_found_by_that_text_alone(tmp_path: Path) -> None:
    seed, longer = make_seed(1, body="Bản cũ."), make_seed(1, body="Bản khác, viết lại và dài hơn.")
    with open_writer(tmp_path) as connection:
        load_batch(connection, write_batch(tmp_path / "batches", make_batch(seed)))
        publish(connection, tmp_path)
        assert numbers(tmp_path, "cũ") == [1]
        batch = make_batch(longer, reconciliations=(make_reconciliation(longer),))
        load_batch(connection, write_batch(tmp_path / "batches", batch))
        publish(connection, tmp_path)
    assert numbers(tmp_path, "cũ") == []
    assert numbers(tmp_path, "viết lại") == [1]


def test_a_rebuilt_warehouse_gets_an_index_of_its_own(tmp_path: Path) -> None:
    fill(tmp_path, TEXTS[:1])
    assert numbers(tmp_path, "hội nghị") == [1]
    rebuild(tmp_path)
    assert numbers(tmp_path, "hội nghị") == [1]


def test_a_broken_index_is_made_again(tmp_path: Path) -> None:
    fill(tmp_path, TEXTS[:1])
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "seedbank.json").write_text("{}")
    (tmp_path / "search" / "meta.json").write_text("broken")
    assert numbers(tmp_path, "hội nghị") == [1]


def test_searching_nothing_published_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError):
        search(tmp_path, "gì")
