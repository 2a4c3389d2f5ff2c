"""What sitemaps list, and which of them hold a month."""

import datetime as dt
import gzip

import pytest

from flows.addresses.urls import identify
from flows.fetch.sitemap_files import read_sitemap
from flows.fetch.sitemaps import LostArticle, choose_shards, index_rows, months_of


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (dt.date(2016, 10, 15), ((2016, 10),)),
        (dt.date(2016, 10, 1), ((2016, 10), (2016, 9))),
        (dt.date(2016, 12, 31), ((2016, 12), (2017, 1))),
    ],
)
def test_month_beside_is_looked_at_near_its_edge(day: dt.date, months: tuple[tuple[int, int], ...]) -> None:
    assert months_of(day) == months


def test_files_of_the_month_are_chosen_from_an_index_by_their_names() -> None:
    names = (
        "/sitemaps/news-2016-1.xml",
        "/sitemaps/news-2016-10.xml",
        "/sitemaps/news-2016-01.xml",
        "/sitemaps/2016/1/article.xml",
        "/sitemap-201601.xml.gz",
        "/sitemaps/news-2017-1.xml",
        "/sitemaps/categories.xml",
        "/StaticSitemaps/sitemaps-2016-1-1-5.xml",
        "/StaticSitemaps/sitemaps-2016-1-16-20.xml",
    )
    chosen = choose_shards([f"https://a.vn{name}" for name in names], dt.date(2016, 1, 17), 2016, 1)
    assert [address.removeprefix("https://a.vn") for address in chosen] == [
        *(names[index] for index in (0, 2, 3, 4)),
        names[8],
    ]


def test_sitemap_is_read_in_any_wrapping_and_as_far_as_it_goes() -> None:
    body = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><urlset>'
        b"<url><loc> https://a.vn/cau-moi-12345.html?a=1&amp;b=2 </loc><news:title>"
        b"<![CDATA[C\xe1\xba\xa7u & m\xe1\xbb\x9bi]]>"
        b"</news:title></url>"
        b"<URL><LOC><![CDATA[https://a.vn/x]]></LOC><news:title>&b;</news:title></URL><url><loc>https://a.vn/cut"
    )
    expected = [["https://a.vn/cau-moi-12345.html?a=1&b=2", "Cầu & mới", "url"], ["https://a.vn/x", "&b;", "url"]]
    assert read_sitemap(body) == expected
    assert read_sitemap(gzip.compress(body)) == expected
    assert read_sitemap(gzip.compress(body)[:20]) == []
    assert read_sitemap(b"<html>404</html>") == []


@pytest.mark.parametrize(
    ("url", "title", "found"),
    [
        (
            "http://www.vietnamplus.vn/ten-cu/409435.vnp",
            "Tên khác hẳn",
            "https://www.vietnamplus.vn/moi-post409435.vnp",
        ),
        ("https://a.vn/cu/ten-cu-90210.html", None, "https://a.vn/tin/90210-ten-moi.html"),
        ("https://a.vn/cu/khanh-thanh-cau-moi.html", None, "https://a.vn/moi/khanh-thanh-cau-moi.html"),
        ("https://a.vn/cu/x.html", "Khánh thành cầu Mới qua sông!", "https://a.vn/moi/khanh-thanh-cau-moi.html"),
        ("https://a.vn/cu/cau-moi.html", "Cầu mới", None),
        ("https://a.vn/cu/20161005-cau.html", None, None),
    ],
)
def test_article_is_known_by_key_number_name_or_title(url: str, title: str | None, found: str | None) -> None:
    listed = index_rows(
        [
            ["https://www.vietnamplus.vn/moi-post409435.vnp", "", "url"],
            ["https://a.vn/tin/90210-ten-moi.html", "", "url"],
            ["https://a.vn/tin/20161005-x.html", "", "url"],
            ["https://a.vn/moi/khanh-thanh-cau-moi.html", "Khánh thành cầu mới qua sông", "url"],
            ["https://a.vn/moi/cau-moi.html", "Cầu mới", "url"],
            ["https://a.vn/sitemaps/2016.xml", "", "sitemap"],
        ]
    )
    identity = identify(url)
    assert identity is not None
    lost = LostArticle(url=url, identity=identity, title=title, day=dt.date(2016, 10, 5))
    assert list(dict.fromkeys(listed.find(lost))) == ([found] if found else [])
    assert listed.files == ["https://a.vn/sitemaps/2016.xml"]


def test_article_is_known_by_the_name_that_a_learned_rule_gives_it() -> None:
    url = "https://noviny.example/73211.html"
    identity = identify(url)
    assert identity is not None
    listed = index_rows([["https://noviny.example/krajina/mlyny-na-brehu-reky-990871/", "", "url"]])
    lost = LostArticle(url=url, identity=identity, title=None, day=dt.date(2012, 5, 6))
    named = LostArticle(
        url=url, identity=identity, title=None, day=lost.day, names=("mlyny-na-brehu-reky", "mlyny-reky")
    )
    assert list(listed.find(lost)) == []
    assert list(listed.find(named)) == ["https://noviny.example/krajina/mlyny-na-brehu-reky-990871/"]
