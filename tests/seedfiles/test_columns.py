"""Which columns are what: by names in many languages, by what is in them, never by a name against what is in it."""

import json

import pytest

from flows.records import SeedArticle
from flows.seedfiles.columns import ColumnPlan, Role, find_plan, flatten, make_row_seed, number_repeated
from flows.seedfiles.columns.content import looks_like_day
from flows.seedfiles.columns.plan import describe_plan
from flows.seedfiles.documents import RawDocument, SeedFormat
from flows.seedfiles.hints import Hints

SITE = "https://www.example.dk/nyt"
PROSE = "Byrådet mødtes tirsdag for at tale om den gamle bro, som skal være lukket hele foråret, sagde borgmesteren."


def plan_of(*rows: dict[str, object], hints: Hints | None = None) -> ColumnPlan:
    flat = [flatten(row) for row in rows]
    return find_plan(flat, hints=hints) if hints else find_plan(flat)


def seed_of(plan: ColumnPlan, row: dict[str, object]) -> SeedArticle:
    seed = make_row_seed(RawDocument(SeedFormat.JSONL, "a.jsonl", 1, 1, b"", b""), plan, row, 1)
    assert isinstance(seed, SeedArticle)
    return seed


def known(seed: SeedArticle) -> dict[str, object]:
    found = json.loads(seed.extra or "{}").get("@seed", {})
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("url", "title", "text", "published", "authors"),
    [
        ("Adresse", "Überschrift", "Inhalt", "Veröffentlicht am", "Verfasser"),
        ("enlace", "titular", "cuerpo", "fecha_publicacion", "autor"),
        ("Odkaz", "Nadpis", "Obsah", "Datum vydání", "Autor"),
        ("tautan", "judul", "isi", "tanggal", "penulis"),
        ("Đường dẫn", "Tiêu đề", "Nội dung", "Ngày đăng", "Tác giả"),
        ("ссылка", "Заголовок", "Текст статьи", "Дата публикации", "Автор"),
        ("رابط", "عنوان", "متن", "تاريخ", "كاتب"),
        ("लिंक", "शीर्षक", "पाठ", "तारीख", "लेखक"),
        ("リンク", "見出し", "本文", "公開日", "著者"),
        ("postUrl", "post_title", "POST_BODY", "datePublished", "post.author.name"),
    ],
)
def test_columns_are_known_by_their_names(url: str, title: str, text: str, published: str, authors: str):
    rows = [
        {published: f"2020-03-{day:02}", authors: "Ane Holm", url: f"{SITE}/{day}", text: PROSE, title: f"Broen {day}"}
        for day in (3, 14)
    ]
    plan = plan_of(*rows)
    names = {Role.URL: url, Role.TITLE: title, Role.TEXT: text, Role.PUBLISHED: published, Role.AUTHORS: authors}
    assert {role: plan.of(role) for role in names} == {role: (name,) for role, name in names.items()}


def test_a_column_that_is_named_url_and_holds_no_addresses_is_none():
    plan = plan_of(*({"url": "Byen", "kilde": f"{SITE}/{n}", "title": f"Broen {n}"} for n in range(4)))
    assert plan.of(Role.URL) == ("kilde",)
    assert plan.reasons["url"] == "by what is in it"


def test_a_column_that_is_named_text_and_holds_addresses_or_days_is_none():
    plan = plan_of(*({"link": f"{SITE}/{n}", "text": f"{SITE}/{n}.txt", "artikel": PROSE} for n in range(4)))
    assert plan.of(Role.TEXT) == ("artikel",)
    assert "2020-03-04" not in str(plan_of({"link": f"{SITE}/1", "body": "2020-03-04"}).of(Role.TEXT))


def test_of_several_columns_of_addresses_the_one_whose_values_differ_is_taken():
    rows = [
        {"url": "https://www.example.dk/", "side": f"{SITE}/{n}", "image_link": f"{SITE}/{n}.jpg"} for n in range(4)
    ]
    assert plan_of(*rows).of(Role.URL) == ("side",)
    assert plan_of(*({"url": "https://www.example.dk/", "image": f"{SITE}/{n}.jpg"} for n in range(4))).of(
        Role.URL
    ) == ("url",)


def test_rows_that_share_an_article_keep_its_address():
    rows = [
        {"url": f"{SITE}/{n // 3}", "comment_link": f"{SITE}/{n // 3}/{n}", "referrer": f"{SITE}?r={n}"}
        for n in range(9)
    ]
    assert plan_of(*rows).of(Role.URL)[0] == "url"


def test_an_empty_preferred_column_hides_no_filled_one():
    rows: list[dict[str, object]] = [
        {"url": "", "link": f"{SITE}/1", "title": "null", "headline": "Broen", "text": " ", "body": PROSE},
        {"url": f"{SITE}/2", "link": "", "title": "Tårnet", "headline": "", "text": PROSE, "body": ""},
    ]
    plan = plan_of(*rows)
    read = [seed_of(plan, row) for row in rows]
    assert [(seed.url, seed.title, seed.body) for seed in read] == [
        (f"{SITE}/1", "Broen", PROSE),
        (f"{SITE}/2", "Tårnet", PROSE),
    ]


def test_keys_inside_keys_wrapped_values_and_lists_are_read():
    row: dict[str, object] = {
        "_id": {"$oid": "5f0"},
        "artikel": {"link": [f"{SITE}/1"], "headline": {"main": "Broen"}, "byline": {"original": "Af Ane Holm"}},
        "content": {"rendered": ["Første afsnit.", "Andet afsnit."]},
        "date": {"$date": {"$numberLong": "1583280000000"}},
        "source": {"name": "Nyt", "url": "https://www.example.dk"},
        "keywords": ["bro", "by"],
    }
    seed = seed_of(plan_of(row), row)
    assert (seed.url, seed.title, seed.body) == (f"{SITE}/1", "Broen", "Første afsnit.\nAndet afsnit.")
    assert known(seed)["published"] == "1583280000000"
    assert known(seed)["tags"] == ["bro", "by"]
    assert json.loads(seed.extra or "")["source.name"] == "Nyt"


def test_the_name_of_a_part_counts_before_that_of_the_whole():
    row: dict[str, object] = {"article": {"url": f"{SITE}/1", "byline": {"original": "Af Ane Holm"}, "title": "Broen"}}
    assert plan_of(row).of(Role.TEXT) == ()  # a byline is no text, though it is the article's


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Holm, Ane", ["Ane Holm"]),
        ("Ane Holm, Bo Lund", ["Ane Holm", "Bo Lund"]),
        ("Ane Holm og Bo Lund", ["Ane Holm", "Bo Lund"]),
        ("By Ane Holm; Bo Lund", ["Ane Holm", "Bo Lund"]),
        ("Maria da Silva, Bo Lund", ["Maria da Silva", "Bo Lund"]),
        ("di Maria Rossi", ["Maria Rossi"]),
        ("['Ane Holm', 'Bo Lund']", ["Ane Holm", "Bo Lund"]),
        (["Ane Holm", {"name": "Bo Lund"}], ["Ane Holm", "Bo Lund"]),
        ([], []),
    ],
)
def test_people_are_parted_as_their_column_writes_them(written: object, people: list[str]):
    row: dict[str, object] = {"link": f"{SITE}/1", "authors": written}
    assert known(seed_of(plan_of(row), row)).get("authors", []) == people


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["03/04/2020", "14/04/2020"], "dmy"),
        (["03/04/2020", "04/14/2020"], "mdy"),
        (["03.04.2020", "05.06.2020"], "ambiguous"),
        (["2020-04-03", "2020-04-14"], ""),
    ],
)
def test_one_day_above_twelve_decides_for_the_whole_column(days: list[str], order: str):
    rows = [{"link": f"{SITE}/{n}", "dato": day} for n, day in enumerate(days)]
    plan = plan_of(*rows)
    assert plan.date_order == order
    assert ("--dates" in describe_plan(plan)) == (order == "ambiguous")


def test_what_the_owner_says_comes_first():
    rows = [{"a": f"{SITE}/{n}", "title": "Rubrik", "b": f"Broen {n}", "d": f"0{n}/04/2020"} for n in range(1, 4)]
    said = Hints(columns=(("title", "b"), ("url", "a"), ("published", "d")), dates="mdy")
    plan = plan_of(*rows, hints=said)
    assert (plan.of(Role.TITLE), plan.of(Role.URL), plan.date_order) == (("b",), ("a",), "mdy")


def test_when_something_was_scraped_is_not_when_it_appeared():
    rows = [{"link": f"{SITE}/{n}", "date_download": "2020-03-04", "date_modify": "2020-03-04"} for n in range(3)]
    assert plan_of(*rows).of(Role.PUBLISHED) == ()


def test_what_is_of_a_site_or_a_picture_takes_the_place_of_nothing_that_is_missing():
    whole: dict[str, object] = {
        "url": f"{SITE}/1", "title": "Broen", "image_title": "En hund", "author": "Ane Holm",
        "photo_author": "Bo Lund", "site_url": "https://www.example.dk/",
    }  # fmt: skip
    plan = plan_of(whole, whole)
    assert [plan.of(role) for role in (Role.URL, Role.TITLE, Role.AUTHORS)] == [("url",), ("title",), ("author",)]
    pictures: dict[str, object] = {"url": f"{SITE}/1", "image_title": "En hund", "photo_author": "Bo Lund"}
    assert (plan_of(pictures).of(Role.TITLE), plan_of(pictures).of(Role.AUTHORS)) == ((), ())
    assert plan_of({"source_url": f"{SITE}/1", "scraped_title": "Broen"}).of(Role.TITLE) == ("scraped_title",)


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("AFP, Reuters", ["AFP", "Reuters"]),
        ("William E Lund", ["William E Lund"]),
        ("Vega y Soler", ["Vega y Soler"]),
        ("Von Lund", ["Von Lund"]),
        ("Ane Holm, PhD", ["Ane Holm"]),
        ("Ane Holm, Ritzau", ["Ane Holm"]),
    ],
)
def test_a_name_is_parted_nowhere_but_between_people(written: str, people: list[str]):
    row: dict[str, object] = {"link": f"{SITE}/1", "authors": written}
    assert known(seed_of(plan_of(row), row))["authors"] == people


def test_what_stands_beside_a_wrapped_value_and_in_a_list_of_parts_is_kept():
    row: dict[str, object] = {
        "link": f"{SITE}/1",
        "title": {"rendered": "Broen", "lang": "da"},
        "pris": {"value": 5, "currency": "DKK"},
        "text": [{"type": "p", "text": PROSE}, {"type": "img", "src": "bro.jpg", "alt": "En hund"}],
    }
    seed = seed_of(plan_of(row), row)
    assert (seed.title, seed.body) == ("Broen", PROSE)
    assert json.loads(seed.extra or "") == {
        "title.lang": "da",
        "pris": 5,
        "pris.currency": "DKK",
        "text": row["text"],
        "@seed": {"language": "da"},
    }


def test_a_text_of_pictures_alone_is_no_text_and_is_kept():
    rows: list[dict[str, object]] = [
        {"link": f"{SITE}/1", "text": PROSE},
        {"link": f"{SITE}/2", "text": [{"src": "bro.jpg"}, {"src": "hund.jpg"}]},
    ]
    seed = seed_of(plan_of(*rows), rows[1])
    assert (seed.body, json.loads(seed.extra or "")) == (None, {"text": rows[1]["text"]})


def test_what_stands_beside_a_title_is_no_title_of_a_row_without_one():
    rows: list[dict[str, object]] = [
        {"link": f"{SITE}/1", "title": {"value": "Broen", "format": "plain"}},
        {"link": f"{SITE}/2", "title": {"format": "plain"}},
    ]
    assert seed_of(plan_of(*rows), rows[1]).title is None


def test_columns_of_one_name_are_numbered_past_the_numbers_that_are_taken():
    assert number_repeated(["a", "a", "a_2", "a"]) == ["a", "a_3", "a_2", "a_4"]


def test_a_column_of_numbers_that_nobody_calls_a_time_is_no_time():
    rows: list[dict[str, object]] = [{"url": f"{SITE}/{n}", "nr": str(1_234_567_890 + n)} for n in range(3)]
    assert plan_of(*rows).of(Role.PUBLISHED) == ()
    assert plan_of(*({"url": row["url"], "dato": row["nr"]} for row in rows)).of(Role.PUBLISHED) == ("dato",)


def test_a_hint_that_names_no_column_is_said_and_hides_nothing():
    row: dict[str, object] = {"link": f"{SITE}/1", "overskrift": "Broen", "tekst": PROSE, "dato": "2020-03-04"}
    hints = Hints(columns=(("title", "rubrik"), ("url", "webside")))
    plan = plan_of(row, hints=hints)
    assert seed_of(plan, row).title == "Broen"
    assert describe_plan(plan).startswith("no column is called 'rubrik', as its owner says")
    late: dict[str, object] = {"link": f"{SITE}/2", "rubrik": "Tårnet"}
    assert seed_of(plan, late).title == "Tårnet"
    assert find_plan([], list(row), hints).of(Role.TITLE) == ("overskrift",)


@pytest.mark.parametrize(
    ("text", "is_day"),
    [
        ("0000A0", False),
        ("2019AB12", False),
        ("AB2019-7c", False),
        ("order 0412 of 9", False),
        ("5 October 2016", True),
        ("ngày 5 tháng 10 năm 2016", True),
        ("5 ตุลาคม 2559", True),
        ("۵ مهر ۱۳۹۵", True),
        ("2016년 10월 5일", True),
        ("Wed, 05 Oct 2016 14:30:00 +0700", True),
    ],
)
def test_a_day_has_a_year_that_stands_by_itself(text: str, is_day: bool) -> None:  # noqa: FBT001 - a table
    assert looks_like_day(text) is is_day


@pytest.mark.parametrize("names", [("a", "b", "c"), ("kol1", "kol2", "kol3"), ("ბმული", "სათაური", "ტექსტი")])
def test_a_column_of_short_texts_beside_prose_is_the_title_whatever_it_is_called(names: tuple[str, str, str]):
    titles = ["Tuljan se vratio u luku", "Staro kino opet radi", "Most je zatvoren do ljeta"]
    rows = [dict(zip(names, [f"{SITE}/{at}", title, f"{PROSE} {at}"], strict=True)) for at, title in enumerate(titles)]
    plan = plan_of(*rows)
    assert (plan.of(Role.URL), plan.of(Role.TITLE), plan.of(Role.TEXT)) == ((names[0],), (names[1],), (names[2],))
    assert f"title: {names[1]!r}, by what is in it" in describe_plan(plan)


def test_two_columns_of_short_texts_decide_nothing():
    plan = plan_of(
        *({"a": f"{SITE}/{at}", "b": f"De brug {at} dicht", "c": f"Uit de stad {at}", "d": PROSE} for at in "12")
    )
    assert plan.of(Role.TITLE) == ()


@pytest.mark.parametrize("written", ["article_id", "articleSection", "Story Code", "artigo_tags"])
def test_what_is_of_an_article_is_not_its_text(written: str):
    row: dict[str, object] = {"url": f"{SITE}/1", "title": "Bro", "text": "", written: "kultur-77"}
    assert seed_of(plan_of(row), row).body is None


def test_of_an_object_its_name_is_said_and_not_its_kind():
    row: dict[str, object] = {
        "url": f"{SITE}/1",
        "text": PROSE,
        "author": {"@type": "Person", "name": "Rasa Jonė"},
        "section": {"id": 7, "name": "Miestas"},
        "keywords": [{"name": "subject", "value": "Uostas", "rank": 1}, {"name": "place", "value": "Kinas", "rank": 2}],
    }
    assert known(seed_of(plan_of(row), row)) == {
        "authors": ["Rasa Jonė"],
        "section": "Miestas",
        "tags": ["Uostas", "Kinas"],
    }


def test_a_bibliography_s_names_and_days_in_parts_are_read():
    row: dict[str, object] = {
        "URL": f"{SITE}/1",
        "title": "Broen",
        "author": [{"family": "Lund", "given": "Eva"}, {"family": "Holm", "given": "Bo"}],
        "issued": {"date-parts": [[2019, 3, 4]]},
    }
    assert known(seed_of(plan_of(row), row)) == {"published": "2019-03-04", "authors": ["Eva Lund", "Bo Holm"]}


def test_an_object_around_the_whole_article_says_nothing_of_its_columns():
    row: dict[str, object] = {
        "_index": "nyt",
        "_source": {"link": f"{SITE}/1", "headline": "Broen", "body": PROSE, "pub_date": "2019-03-04", "@type": "x"},
    }
    seed = seed_of(plan_of(row), row)
    assert (seed.url, seed.title, seed.body) == (f"{SITE}/1", "Broen", PROSE)
    assert known(seed)["published"] == "2019-03-04"


@pytest.mark.parametrize("written", ["nan", "NaN", "None", "NULL", "<NA>", "undefined"])
def test_what_programs_write_for_nothing_is_no_author_and_no_day(written: str):
    row: dict[str, object] = {"url": f"{SITE}/1", "text": PROSE, "author": written, "tags": written, "date": written}
    assert known(seed_of(plan_of({**row, "date": "2019-03-04"}, row), row)) == {}


def test_the_time_of_a_reading_list_is_that_of_saving():
    row: dict[str, object] = {"URL": f"{SITE}/1", "Title": "Broen", "Folder": "Arkiv", "Timestamp": "1552424700"}
    assert plan_of(row).of(Role.PUBLISHED) == ()
    assert plan_of({name: row[name] for name in row if name != "Folder"}).of(Role.PUBLISHED) == ("Timestamp",)


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["17-03-04", "17-03-17", "99-12-31"], "ymd"),
        (["2017-04-03", "2017-17-03"], "ydm"),
        (["2017-04-03", "2017-03-17"], ""),
    ],
)
def test_a_day_that_no_month_has_and_a_month_that_no_year_has_tell_the_order(days: list[str], order: str):
    assert plan_of(*({"url": f"{SITE}/{day}", "date": day} for day in days)).date_order == order


def test_the_address_of_another_form_of_the_page_comes_behind_its_own():
    rows = [{"amp_url": f"https://a.example/amp/{at}", "canonical": f"{SITE}/{at}", "text": PROSE} for at in "123"]
    assert plan_of(*rows).of(Role.URL)[0] == "canonical"
