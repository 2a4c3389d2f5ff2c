"""Addresses as strangers write them are joined as browsers join them, and nothing raises."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.addresses.links import absolute, escape_raw, host_of, is_ancestor, join_address, netloc_of, split_address
from flows.addresses.moved import moved_candidates
from flows.addresses.urls import bare_host, canonicalise, identify, surt, url_date
from flows.records import Identity

BASE = "http://news.example/kultur/seite.html"
IDENTITY = Identity(
    article_id="0" * 16, article_key="k", publisher="news.example", article_number="12345", canonical_url=BASE
)
# What address readers have stumbled over, beside whatever else the generator thinks of.
PIECES = st.sampled_from(
    (
        "http://", "https:", "//", "/", "\\", "[", "]", "[::1", "[::1]", "@", ":", ":99999", ":x", "?", "#", "%", "%zz",
        "xn--", "xn--a", "．", "ß", "\u202e", "\ud800", "\x00", "\t", "\n", " ", "news.example", "127.1", "..",
        "a" * 70, "javascript:", "data:", "mailto:", "http:", "\u2100", "℀",
    )
)  # fmt: skip
ADDRESSES = st.lists(PIECES | st.text(max_size=8), max_size=8).map("".join)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/alt/neu.html", "http://news.example/alt/neu.html"),
        ("neu.html", "http://news.example/kultur/neu.html"),
        ("?seite=2", "http://news.example/kultur/seite.html?seite=2"),
        ("//andere.example/x", "http://andere.example/x"),
        ("\\alt\\neu.html", "http://news.example/alt/neu.html"),
        ("http:\\\\andere.example\\x", "http://andere.example/x"),
        ("/x?weg=a\\b", "http://news.example/x?weg=a\\b"),
        ("http:/neu.html", "http://news.example/neu.html"),
        ("http:neu.html", "http://news.example/kultur/neu.html"),
        ("https:/andere.example/x", "https://andere.example/x"),
        ("https:andere.example/x", "https://andere.example/x"),
        ("  \t/neu\n.html \r\n", "http://news.example/neu.html"),
        ("HTTP://andere.example/x", "http://andere.example/x"),
        ("http://[schlecht/", None),
        ("//[::1", None),
        ("http://", None),
        ("http:///andere.example/x", "http://andere.example/x"),
        ("http://news.example:99999/", None),
        ("javascript:alert(1)", None),
        ("mailto:a@news.example", None),
    ],
)
def test_a_link_is_joined_as_a_browser_does(link: str, expected: str | None) -> None:
    assert join_address(BASE, link) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"/caf\xe9.html", "/caf%E9.html"),
        ("/cầu".encode(), "/c%E1%BA%A7u"),
        (b"/a%20b", "/a%20b"),
    ],
)
def test_raw_bytes_of_a_link_are_sent_back_as_they_came(raw: bytes, expected: str) -> None:
    assert escape_raw(raw) == expected


@settings(max_examples=1500, deadline=None)
@given(ADDRESSES, ADDRESSES)
@example("\x00http://http://", "")
def test_nothing_that_is_written_as_an_address_raises(base: str, link: str) -> None:
    for url in (base, link):
        assert split_address(url).port is None or split_address(url).netloc
        assert host_of(url) == host_of(url).lower()
        netloc_of(url), bare_host(url), canonicalise(url), surt(url), url_date(url), identify(url)
        moved_candidates(url, IDENTITY, None)
    joined = join_address(base, link)
    assert joined is None or joined.lower().startswith(("http://", "https://"))
    assert absolute(link, base) is None or host_of(absolute(link, base)) != ""
    is_ancestor(base, link)
    escape_raw(link.encode("utf-8", "surrogatepass"))
