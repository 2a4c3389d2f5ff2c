"""Which objects of a JSON document are articles: never what is inside one, and all lists of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SITE = "https://www.example.fi/uutiset/"
PROSE = (
    "Kunta kokoontui tiistaina puhumaan vanhasta sillasta, jonka on oltava suljettuna koko kevään, sanottiin siellä."
)


def row(number: int, **more: object) -> dict[str, object]:
    return {"url": f"{SITE}{number}", "title": f"Silta {number}", **more}


@pytest.fixture
def addresses(tmp_path: Path, read: Callable[..., Any]) -> Callable[..., list[str]]:
    def read_document(document: object) -> list[str]:
        path = tmp_path / "siemen.json"
        path.write_text(json.dumps(document))
        found = read(path)
        assert found.rejections == []
        assert [seed.title for seed in found.seeds] == [f"Silta {seed.url.removeprefix(SITE)}" for seed in found.seeds]
        return [seed.url.removeprefix(SITE) for seed in found.seeds]

    return read_document


def test_a_key_without_an_object_costs_only_itself(tmp_path: Path, read: Callable[..., Any]):
    path = tmp_path / "siemen.json"
    path.write_text(json.dumps({"a1": ARTICLE, "a2": None, "a3": row(3)}))
    found = read(path)
    assert [seed.title for seed in found.seeds] == ["Silta 1", "Silta 3"]
    assert [(item.line, item.reason) for item in found.rejections] == [(2, "malformed_seed")]


ARTICLE = row(1, text=PROSE)
LINKS = [row(8), row(9)]


@pytest.mark.parametrize(
    ("document", "read_as"),
    [
        (ARTICLE | {"related": LINKS}, ["1"]),
        (ARTICLE | {"comments": [{"url": f"{SITE}1#a", "author": "Aino", "text": PROSE, "date": "2020-03-04"}]}, ["1"]),
        ([ARTICLE | {"related": LINKS}, row(2, text=PROSE, related=LINKS)], ["1", "2"]),
        ({f"a{n}": row(n, text=PROSE, links=LINKS) for n in range(3)}, ["0", "1", "2"]),
        ({"data": {"articles": [ARTICLE | {"related": LINKS}]}}, ["1"]),
        ({"version": "1", "title": "Uutiset", "home_page_url": SITE, "items": [ARTICLE]}, ["1"]),
        ({"title": "Uutiset", "link": "https://www.example.fi/", "about": "Kunnasta.", "items": LINKS}, ["8", "9"]),
        ({"link": f"{SITE}kaikki", "title": "Kaikki", "items": [ARTICLE]}, ["1"]),
        ({"query": {"url": f"{SITE}haku", "title": "Haku"}, "total": 2, "docs": LINKS}, ["8", "9"]),
        ([{"url": f"{SITE}s1", "articles": [ARTICLE]}, {"articles": [row(2, text=PROSE)]}], ["1", "2"]),
    ],
)  # fmt: skip
def test_the_outermost_objects_that_are_articles_are_the_rows(
    addresses: Callable[..., list[str]], document: object, read_as: list[str]
):
    found = addresses(document)
    assert (sorted(found), len(found)) == (read_as, len(read_as))


@pytest.mark.parametrize(
    "document",
    [
        {"v2019": [row(1)], "v2020": [row(2)]},
        {"v2019": [row(1), row(2)], "v2020": [row(3), row(4)]},
        {"2019": {"items": [row(1)]}, "2020": {"items": [row(2)]}},
        {"https://a.example/x.y": {"items": [row(1)]}, "b": {"items": [row(2), row(3)]}},
    ],
)
def test_lists_beside_each_other_are_all_read(addresses: Callable[..., list[str]], document: dict[str, object]):
    lists = [value["items"] if isinstance(value, dict) else value for value in document.values()]
    assert addresses(document) == [str(item["url"]).removeprefix(SITE) for rows in lists for item in rows]  # type: ignore[index]


def test_each_list_has_its_own_columns_and_the_lines_go_on(tmp_path: Path, read: Callable[..., Any]):
    path = tmp_path / "siemen.json"
    path.write_text(json.dumps({"a": [row(1)], "b": [{"linkki": f"{SITE}2", "otsikko": "Torni"}]}))
    found = read(path)
    assert [(seed.url, seed.title, seed.line) for seed in found.seeds] == [
        (f"{SITE}1", "Silta 1", 1),
        (f"{SITE}2", "Torni", 2),
    ]


def test_a_list_of_links_beside_the_articles_is_named_and_not_read(
    tmp_path: Path, addresses: Callable[..., list[str]], notices: Callable[..., list[str]]
):
    assert addresses({"articles": [ARTICLE], "sponsors": LINKS}) == ["1"]
    assert any("sponsors.item" in said for said in notices(tmp_path))


def test_a_list_that_comes_behind_what_is_looked_at_is_read(addresses: Callable[..., list[str]]):
    long = [row(number, text=PROSE * 1000) for number in range(50)]
    late = {"old": long, "new": [row(60, text=PROSE)], "people": [{"name": "Aino"}]}
    assert addresses(late) == [*map(str, range(50)), "60"]


def test_an_object_with_thousands_of_keys_is_looked_at_once(addresses: Callable[..., list[str]]):
    days = {f"day{number}": [row(number)] for number in range(2000)}
    assert len(addresses(days)) == 2000
