from dataclasses import astuple
from pathlib import Path

from show_corpus import PLAIN, Corpus, publish_batches, seed_batch
from show_pages import hold_against, make_seed

from warehouse.database.connect import open_published
from warehouse.read.dossier import read_dossier

VERSIONS = """
    select
        version_no, origin::varchar, title, "text", text_sha256, valid_from, valid_to, is_current, seed_id, capture_id
    from marts.article_version where article_id = ? order by version_no
"""


def both_versions(home: Path, article_id: str) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    with open_published(home) as connection:
        whole = connection.execute(VERSIONS, [article_id]).fetchall()
        dossier = read_dossier(connection, article_id)
    assert dossier is not None
    return whole, [astuple(version) for version in dossier.versions]


def test_the_versions_of_one_article_are_those_of_the_mart(corpus: Corpus):
    for name, article_id in corpus.ids.items():
        whole, one = both_versions(corpus.home, article_id)
        assert one == whole, name
        assert one, name


def test_an_article_with_several_seeds_has_the_versions_of_the_mart(tmp_path: Path):
    first, batch = hold_against(PLAIN, [*PLAIN[:4], "Bến phà cũ đã ngừng chạy."])
    others = [make_seed(PLAIN[:3]), make_seed([f"{text} " for text in PLAIN])]
    publish_batches(tmp_path, [seed_batch([first, *others]), batch])
    whole, one = both_versions(tmp_path, first.identity.article_id)
    assert one == whole
    assert len(one) == 3


def test_an_article_that_is_not_there_has_no_dossier(corpus: Corpus):
    with open_published(corpus.home) as connection:
        assert read_dossier(connection, "0" * 16) is None
