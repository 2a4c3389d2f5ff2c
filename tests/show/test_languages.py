"""The pages in two languages: every message has its translation, and no page has words of another one."""

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from show_corpus import DAY, Corpus
from show_html import Reader
from show_marked import MARKED, Unmarked, mark_messages
from show_messages import PLACEHOLDER, catalogue, looked_up, tables, written
from show_server import serve

from flows.cli import run
from flows.show.diff_page import render_diff
from flows.show.language import ENGLISH, LANGUAGES, VIETNAMESE, Language, choose_language
from flows.show.report import read_report, render_report
from warehouse.database.connect import open_published
from warehouse.read.dossier import read_dossier
from warehouse.report.figures import Scope, read_figure

OTHERS = [language for language in LANGUAGES.values() if language is not ENGLISH]


@pytest.fixture(scope="module")
def asked(corpus: Corpus) -> set[tuple[str | None, str]]:
    """Every message that a page may ask for."""
    with open_published(corpus.home) as connection:
        columns = {column for name in tables() for column in read_figure(connection, name).columns}
    return {*written(), *looked_up(columns)}


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_and_none_is_left_over(language: Language, asked: set[tuple[str | None, str]]):
    found = {
        (item.context, item.id if isinstance(item.id, str) else item.id[0])
        for item in catalogue(language.code)
        if item.id and item.string and not item.fuzzy
    }
    assert sorted(asked - found, key=str) == []
    assert sorted(found - asked, key=str) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_placeholders_of_its_message(language: Language):
    for item in catalogue(language.code):
        if not item.id or item.context is not None:
            continue
        forms = [item.string] if isinstance(item.string, str) else item.string
        message = item.id if isinstance(item.id, str) else item.id[-1]
        for form in forms:
            assert set(PLACEHOLDER.findall(form)) == set(PLACEHOLDER.findall(message)), message
            assert re.findall(r"%(?!\(\w+\)s|%)", form.replace("%%", "")) == [], form


# -- no page has words of another language ------------------------------------------------------

NARROW = "existence=live,moved&issue=any&rule=x&month=2016-01-01&dated=page&age=3&origin=both&layout=x&sampled=yes"


def pages_of(corpus: Corpus) -> list[str]:
    """List an address of every kind of page."""
    return [
        "/", "/articles", f"/articles?{NARROW}", "/articles?words=xe", "/changes?year=2016",
        *(f"/article/{article_id}" for article_id in corpus.ids.values()),
        f"/article/{corpus.ids['edited']}/compare", "/hosts", "/host/127.0.0.1", "/article/none", "/articles?year=x",
        "/articles.exe", "/nope",
    ]  # fmt: skip


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mark every message."""
    with mark_messages(monkeypatch):
        yield


@pytest.mark.usefixtures("marked")
def test_every_word_of_a_page_is_in_a_message(corpus: Corpus):
    with serve(corpus.home, MARKED) as site, httpx.Client(base_url=site, timeout=60) as client:
        found = {address: Unmarked(client.get(address).text).words for address in pages_of(corpus)}
    assert {address: words for address, words in found.items() if words} == {}


@pytest.mark.usefixtures("marked")
def test_every_word_of_the_files_is_in_a_message(corpus: Corpus):
    with open_published(corpus.home) as connection:
        report = render_report(read_report(connection, Scope(publisher="127.0.0.1"), now=DAY, language=MARKED))
        dossiers = [read_dossier(connection, article_id) for article_id in corpus.ids.values()]
    pages = [report, *(render_diff(dossier, MARKED) for dossier in dossiers if dossier)]
    assert [words for page in pages if (words := Unmarked(page).words)] == []


# -- which language, and how it writes ----------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "code"),
    [(None, "en"), ("", "en"), ("vi", "vi"), ("vi-VN,vi;q=0.9,en-US;q=0.8", "vi"), ("en-GB, vi;q=0.9", "en"),
     ("fr-FR,fr;q=0.9,vi;q=0.3,en;q=0.2", "vi"), ("vi;q=0, en;q=0.1", "en"), ("zh,*;q=0.5", "en"),
     ("VI", "vi"), ("vi;q=abc,;;,", "en")],
)  # fmt: skip
def test_the_language_is_the_one_that_the_browser_wishes_most(wish: str | None, code: str):
    assert choose_language(wish).code == code


def test_vietnamese_writes_numbers_shares_and_days_as_newsrooms_do():
    moment = dt.datetime(2026, 3, 1, 9, 5, tzinfo=dt.UTC)
    shown = VIETNAMESE.count(1234567), VIETNAMESE.share(0.125), VIETNAMESE.share(0.0001), VIETNAMESE.cell(0.5)
    assert shown == ("1.234.567", "12,5%", "< 0,1%", "0,5")
    assert (VIETNAMESE.day(moment), VIETNAMESE.moment(moment)) == ("01/03/2026", "01/03/2026 09:05 UTC")
    assert (ENGLISH.count(1234567), ENGLISH.share(0.125), ENGLISH.day(moment)) == ("1,234,567", "12.5 %", "2026-03-01")


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> Iterator[httpx.Client]:
    with serve(corpus.home) as address, httpx.Client(base_url=address, timeout=60) as made:
        yield made


def test_an_address_without_a_language_is_shown_as_the_browser_wishes(client: httpx.Client):
    answer = client.get("/articles", headers={"accept-language": "vi-VN,vi;q=0.9"})
    assert '<html lang="vi">' in answer.text
    assert (answer.headers["content-language"], answer.headers["vary"]) == ("vi", "accept-language")
    assert "9 bài" in Reader(answer.text).text
    assert '<html lang="en">' in client.get("/articles").text
    assert '<html lang="en">' in client.get("/en/articles", headers={"accept-language": "vi"}).text


def test_a_language_that_was_set_goes_before_the_browsers_wish(corpus: Corpus):
    with serve(corpus.home, VIETNAMESE) as site, httpx.Client(base_url=site, timeout=60) as client:
        assert '<html lang="vi">' in client.get("/articles", headers={"accept-language": "en"}).text


def test_every_page_leads_to_itself_in_the_other_language(client: httpx.Client, corpus: Corpus):
    for address in pages_of(corpus):
        path = address.replace("&", "&amp;")
        for page in (client.get(address).text, client.get(f"/vi{address}").text):
            assert f'href="/en{path}" hreflang="en" lang="en"' in page, address
            assert f'href="/vi{path}" hreflang="vi" lang="vi"' in page, address


def test_the_links_of_a_page_stay_in_the_language_of_its_address(client: httpx.Client, corpus: Corpus):
    for address in pages_of(corpus):
        links = re.findall(r'(?:href|action)="(/[^"]*)"', client.get(f"/vi{address}").text)
        assert {link for link in links if not link.startswith(("/vi/", "/en/"))} == set(), address


def test_the_text_of_an_article_keeps_its_own_language(client: httpx.Client, corpus: Corpus):
    page = client.get(f"/vi/article/{corpus.ids['english']}").text
    assert '<html lang="vi">' in page
    assert '<h1 class="text" lang="en">Council votes' in page


def test_verdicts_stay_in_the_words_that_sql_uses(client: httpx.Client, corpus: Corpus):
    page = client.get(f"/vi/article/{corpus.ids['gone']}").text
    assert '<code translate="no">gone</code> đã mất' in page
    assert "Không còn ở hai lần kiểm tra" in page


@pytest.mark.parametrize("status", ["/vi/article/none", "/vi/articles?year=x"])
def test_what_is_wrong_is_said_in_the_readers_language(client: httpx.Client, status: str):
    text = Reader(client.get(status).text).text
    assert "Không hiển thị được trang này" in text
    assert "Bản dữ liệu không có bài none." in text or "“x” không phải là năm." in text


def test_a_report_and_a_page_of_an_article_are_written_in_vietnamese(corpus: Corpus, tmp_path: Path):
    report, page = tmp_path / "bao-cao.html", tmp_path / "bai.html"
    assert (
        run(["report", "-o", str(report), "--lang", "vi", "--links", "http://127.0.0.1:1", "--home", str(corpus.home)])
        == 0
    )
    assert run(["diff", corpus.ids["edited"], "--html", str(page), "--lang", "vi", "--home", str(corpus.home)]) == 0
    for file in (report, page):
        written = file.read_text("utf-8")
        assert '<html lang="vi">' in written
        style = re.search(r"<style>(.*?)</style>", written, re.DOTALL)
        assert style is not None
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        assert f"sha256-{digest}" in written
        assert "chỉ có trên trang" in style[1]
    assert 'href="http://127.0.0.1:1/vi/articles?' in report.read_text("utf-8")
    assert "Kho bài này nay ra sao" in Reader(report.read_text("utf-8")).text
