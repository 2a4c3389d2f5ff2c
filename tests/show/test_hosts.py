"""The page of a publisher: its articles in figures, the layouts of its pages, the rules of its addresses."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from show_corpus import Corpus
from show_html import Reader
from show_marked import MARKED, Unmarked, mark_messages
from show_server import serve
from show_taught import LAYOUT, PUBLISHER, publish_taught, seed_of


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_taught(tmp_path_factory.mktemp("taught"))


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[httpx.Client]:
    with serve(home) as address, httpx.Client(base_url=address, timeout=60) as made:
        yield made


def test_publishers_are_listed_with_numbers_that_lead_to_their_articles(client: httpx.Client):
    page = client.get("/hosts").text
    assert f'<a href="/host/{PUBLISHER}" translate="no">' in page
    assert f'<a href="/articles?publisher={PUBLISHER}">3</a>' in page
    assert f'<a href="/host/{PUBLISHER}#layouts">1</a>' in page
    assert f'<a href="/host/{PUBLISHER}#rules">1</a>' in page


def test_a_layout_is_shown_with_its_selectors_and_the_pages_for_and_against_each(client: httpx.Client):
    page = client.get(f"/host/{PUBLISHER}").text
    text = " ".join(Reader(page).text.split())
    assert "from 21 pages, of 40 that were stored" in text
    assert text.index(LAYOUT) < text.index("learned_0 · earlier version")
    row = re.search(r"<tr>(?:(?!</tr>).)*div\.artikel &gt; p.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert re.findall(r'class="number">(\d+)<', row[0]) == ["19", "2"]


def test_a_layout_leads_to_the_articles_whose_pages_it_read(client: httpx.Client):
    page = unescape(client.get(f"/host/{PUBLISHER}").text)
    address = f"/articles?publisher={PUBLISHER}&layout={PUBLISHER}.{LAYOUT}"
    assert f'href="{address}"' in page
    shown = client.get(address).text
    assert len(re.findall(r'href="/article/[0-9a-f]{16}\?', shown)) == 2
    assert f"{PUBLISHER}.{LAYOUT}" in Reader(shown).text


def test_a_rule_is_shown_with_examples_that_lead_to_their_article(client: httpx.Client):
    page = client.get(f"/host/{PUBLISHER}").text
    assert "For it: 12 articles, found where it says. Against it: 1, found elsewhere." in Reader(page).text
    assert f'<a href="/article/{seed_of(1).identity.article_id}">{seed_of(1).url}</a>' in page
    assert re.search(r'<td class="wide">http://bao-mau\.example/x</td>', page)  # of no article of the snapshot
    assert "https://bao-mau.example/y" in page
    assert "noticias" in page


def test_a_publisher_of_whom_nothing_was_learned_has_a_page_too(corpus: Corpus):
    with serve(corpus.home) as site, httpx.Client(base_url=site, timeout=60) as client:
        text = Reader(client.get("/host/127.0.0.1").text).text
        assert "None. Twenty stored pages" in text
        assert "None was learned" in text
        assert client.get("/host/nobody.example").status_code == 404


def test_every_word_of_the_pages_is_in_a_message(home: Path, monkeypatch: pytest.MonkeyPatch):
    with (
        mark_messages(monkeypatch), serve(home, MARKED) as site, httpx.Client(base_url=site, timeout=60) as client
    ):  # fmt: skip
        assert Unmarked(client.get(f"/host/{PUBLISHER}").text).words == []
        assert Unmarked(client.get("/hosts").text).words == []
