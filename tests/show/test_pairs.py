from pathlib import Path

import pytest
from show_corpus import STORIES, Corpus

from flows.show.pairs import make_pairs, shorten
from warehouse.database.connect import open_published
from warehouse.read.dossier import Dossier, read_dossier


def read(corpus: Corpus, name: str) -> Dossier:
    with open_published(corpus.home) as connection:
        dossier = read_dossier(connection, corpus.ids[name])
    assert dossier is not None
    return dossier


@pytest.mark.parametrize("name", ["edited", "same", "hostile", "extended", "english"])
def test_each_side_reads_as_its_text_in_order(corpus: Corpus, name: str):
    """Nothing of seed or page is left out of the rows, and nothing stands twice."""
    rows = [row for row in make_pairs(read(corpus, name)) if row.relation != "apparatus"]
    story = next(story for story in STORIES if story.name == name)
    for side, sentences in (("seed", story.seed), ("page", story.page)):
        shown = ["".join(run.text for run in getattr(row, side)) for row in rows]
        assert [text for text in shown if text] == list(sentences or ())


def test_the_numbers_of_a_row_are_the_sentences_places(corpus: Corpus):
    rows = make_pairs(read(corpus, "extended"))
    assert [(row.seed_no, row.page_no) for row in rows] == [(n, n) for n in range(1, 6)] + [(None, 6), (None, 7)]


def test_the_span_of_a_row_is_where_its_words_stand_in_the_seed(corpus: Corpus):
    dossier = read(corpus, "edited")
    body = dossier.seed.body or ""
    for row in make_pairs(dossier):
        if row.seed_span is not None:
            assert body[slice(*row.seed_span)] == "".join(run.text for run in row.seed)


@pytest.mark.parametrize("name", ["replaced", "gone", "empty"])
def test_what_was_not_compared_has_no_rows(corpus: Corpus, name: str):
    assert make_pairs(read(corpus, name)) == []


def test_a_short_list_keeps_what_differs_and_counts_what_it_leaves_out(corpus: Corpus):
    rows = make_pairs(read(corpus, "extended"))
    short = shorten(rows, around=1, most=10)
    assert [row.relation for row in short] == ["same", "same", "added", "added"]
    assert [row.skipped_count for row in short] == [4, 0, 0, 0]
    cut = shorten(rows, around=1, most=2)
    assert sum(row.skipped_count or 1 for row in cut) == len(rows)


def test_what_only_the_page_has_stands_where_the_page_has_it(real_site_pair: Dossier):
    places = [row.page_no for row in make_pairs(real_site_pair) if row.page_no is not None]
    assert places == sorted(places)


@pytest.fixture
def real_site_pair(tmp_path: Path) -> Dossier:
    """Give an article whose page has a new first sentence, one in the middle, and a lost one between them."""
    from show_corpus import PLAIN, publish_batches, seed_batch
    from show_pages import hold_against

    page = ("Tin mới nhận.", PLAIN[0], *PLAIN[2:4], "Một câu thêm vào giữa bài viết này.", PLAIN[4])
    seed, batch = hold_against(PLAIN, page)
    publish_batches(tmp_path, [seed_batch([seed]), batch])
    with open_published(tmp_path) as connection:
        dossier = read_dossier(connection, seed.identity.article_id)
    assert dossier is not None
    return dossier
