import base64
import hashlib
import re
from pathlib import Path

import pytest
from show_corpus import HOSTILE_SENTENCE, Corpus
from show_html import Reader, style_addresses

from flows.cli import run


def write_page(corpus: Corpus, name: str, folder: Path) -> str:
    file = folder / f"{name}.html"
    assert run(["diff", corpus.ids[name], "--html", str(file), "--home", str(corpus.home)]) == 0
    return file.read_text("utf-8")


@pytest.mark.parametrize("name", ["edited", "same", "extended", "replaced", "gone", "blocked", "empty", "english"])
def test_every_kind_of_article_has_a_page(corpus: Corpus, tmp_path: Path, name: str):
    read = Reader(write_page(corpus, name, tmp_path))
    assert corpus.ids[name] in read.text
    assert {"main", "h1", "h2", "caption"} <= set(read.tags)


def test_the_page_shows_the_changed_words_the_facts_and_where_they_come_from(corpus: Corpus, tmp_path: Path):
    page = write_page(corpus, "edited", tmp_path)
    assert re.search(r"<del>42</del>", page)
    assert re.search(r"<ins>47</ins>", page)
    text = Reader(page).text
    assert "edited.jsonl, line 1" in text
    assert "as http://127.0.0.1" in text
    assert "Quang cảnh lễ thông xe." in text


def test_markup_from_outside_is_text(corpus: Corpus, tmp_path: Path):
    read = Reader(write_page(corpus, "hostile", tmp_path))
    assert "script" not in read.tags
    assert "img" not in read.tags
    assert not read.events
    assert "<script>document.title='owned'</script>" in read.text
    assert HOSTILE_SENTENCE.split("{{")[0] in read.text
    assert "{{ 7 * 7 }}" in read.text
    assert "\u202e" not in read.text


def test_the_page_fetches_nothing_and_allows_nothing_but_its_own_style(corpus: Corpus, tmp_path: Path):
    page = write_page(corpus, "edited", tmp_path)
    read = Reader(page)
    assert read.fetched == ["data:,"]
    assert not style_addresses(page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in page
    assert "default-src &#39;none&#39;" in page


def test_texts_carry_their_language(corpus: Corpus, tmp_path: Path):
    assert '<h1 class="text" lang="vi">' in write_page(corpus, "edited", tmp_path)
    assert '<h1 class="text" lang="en">' in write_page(corpus, "english", tmp_path)
