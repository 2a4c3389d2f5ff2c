"""Any two versions of an article are shown side by side."""

import re
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from show_corpus import Corpus
from show_html import Reader
from show_server import serve

from flows.show.pairs import PairRow
from flows.show.versions import compare_versions

OLD = "Die Fähre fährt um acht. Der Hafen bleibt offen. Am Kai liegen zwei Boote.\n\nEs regnet seit dem Morgen."
NEW = "Die Fähre fährt um neun. Der Hafen bleibt offen. Am Kai liegen zwei Boote.\n\nEin Sturm zog nachts vorbei."


def text_of(rows: list[PairRow], side: str) -> list[str]:
    return ["".join(run.text for run in getattr(row, side)) for row in rows if getattr(row, side)]


def test_sentences_are_the_same_edited_removed_or_added():
    rows = compare_versions(OLD, NEW, "de")
    assert [row.relation for row in rows] == ["edited", "same", "same", "removed", "added"]
    assert [(run.side.value, run.text) for run in rows[0].seed if run.side != "both"] == [("seed", "acht.")]


def test_a_sentence_that_stands_elsewhere_is_moved_and_neither_removed_nor_added():
    rows = compare_versions("Erstens kam der Wind. Dann fiel Regen. Zuletzt schien Licht.",
                            "Dann fiel Regen. Zuletzt schien Licht. Erstens kam der Wind.", "de")  # fmt: skip
    assert [row.relation for row in rows] == ["moved", "same", "same", "moved"]


def test_a_sentence_that_a_caption_ran_into_is_edited_whatever_stands_before_it():
    older = "Das alte Boot legt ab. (Foto: A. Kroll) Der Rat stimmte am Dienstag für eine neue Fähre."
    rows = compare_versions(older, "Der Rat stimmte am Dienstag für eine neue Fähre.", "de")
    assert [row.relation for row in rows] == ["removed", "edited"]


def test_two_versions_that_differ_in_form_alone_are_not_edited():
    rows = compare_versions("Er sagte: “Ja”. Dann ging er.", 'Er sagte: "Ja". Dann ging er.', "de")
    assert [row.relation for row in rows] == ["cosmetic", "same"]


def test_a_version_without_text_is_all_added_or_all_removed():
    assert {row.relation for row in compare_versions(None, NEW, "de")} == {"added"}
    assert {row.relation for row in compare_versions(OLD, None, "de")} == {"removed"}
    assert compare_versions(None, "", "de") == []


SENTENCES = ["Một câu.", "Câu hai dài hơn.", "第三句。", "A fourth one!", "Số 12 đã đổi."]
texts = st.lists(st.sampled_from(SENTENCES), max_size=7).map(" ".join)


@given(texts, texts)
def test_each_side_has_every_word_of_its_version(older: str, newer: str):
    rows = compare_versions(older, newer, None)
    assert "".join(" ".join(text_of(rows, "seed")).split()) == "".join(older.split())
    assert "".join(" ".join(text_of(rows, "page")).split()) == "".join(newer.split())


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> Iterator[httpx.Client]:
    with serve(corpus.home) as address, httpx.Client(base_url=address, timeout=60) as made:
        yield made


def test_an_article_leads_to_its_versions_side_by_side(client: httpx.Client, corpus: Corpus):
    page = client.get(f"/article/{corpus.ids['edited']}").text
    (address,) = re.findall(r'href="(/article/[0-9a-f]{16}/compare)"', page)
    read = Reader(client.get(address).text)
    assert "Version 0" in read.text
    assert {"del", "ins"} <= set(read.tags)
    assert "removed" not in read.text.replace("what was removed", "")  # it may stand on the page outside of its text
    same = Reader(client.get(f"{address}?older=0&newer=0").text)
    assert not {"del", "ins"} & set(same.tags)


@pytest.mark.parametrize("query", ["?older=99", "?newer=x"])
def test_a_version_that_is_none_is_a_sentence(client: httpx.Client, corpus: Corpus, query: str):
    answer = client.get(f"/article/{corpus.ids['edited']}/compare{query}")
    assert answer.status_code == 404
    assert "has no version" in answer.text
