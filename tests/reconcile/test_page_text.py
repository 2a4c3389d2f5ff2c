"""A block that is a stretch of the seed is cut as the seed is: the rules would make the same of the block alone."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flows.reconcile.page_text import PageText, read_page
from flows.reconcile.partition import partition_body
from flows.reconcile.reconcile import reconcile
from flows.records import BlockKind, Content, Relation
from tests.factories import make_seed, page_of

PIECES = [
    "Most w Krakowie zamknięto w maju.", "Kto za to zapłaci?", "„Nie my”, mówi burmistrz.", "3. Remont dachu szkoły.",
    "4. Nowy plac zabaw.", "Cena 12 zł. za bilet.", "W 1998 r. było inaczej.", "2024 był rokiem suszy.",
    "Ks. Jan Nowak.", "(Zdj. miasto)", "Adres: www.Krakow.Com jest znany.", "Dom stoi.Nikt w nim nie mieszka.", "A.",
    "…", "./.", "Koniec", "Cổng số 5 mở cửa.", "GS. Hà nói.", "Bridge\u00a0shut.", "He said: “No.”",
]  # fmt: skip


@given(
    pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=14),
    joint=st.sampled_from([" ", "\n", "  "]),
    cuts=st.sets(st.integers(1, 13)),
    language=st.sampled_from(["pl", "vi", "en", "de"]),
)
def test_a_stretch_of_the_seed_is_cut_as_it_would_be_alone(
    pieces: list[str], joint: str, cuts: set[int], language: str
):
    body = joint.join(pieces)
    parts = partition_body(body, language)
    edges = [0, *sorted(cut for cut in cuts if cut < len(pieces)), len(pieces)]
    page = page_of([joint.join(pieces[a:b]) for a, b in pairwise(edges)])

    def read(*, knows_seed: bool) -> PageText:
        return read_page(page, language, parts._replace(is_clean=parts.is_clean and knows_seed), body)

    assert read(knows_seed=True) == read(knows_seed=False)


def test_blocks_of_the_seed_in_another_order_with_one_between_are_found():
    first, second = "Il ponte è chiuso. Nessuno passa.", "La scuola riapre lunedì. Tutti contenti."
    page = page_of([second, (BlockKind.HEADING, "Una notizia nuova"), first])
    found = reconcile(make_seed(body=f"{first} {second}"), page)
    assert found.content is Content.EDITED
    assert sorted(change.relation for change in found.changes) == [Relation.ADDED, Relation.MOVED, Relation.MOVED]
    assert [sentence.text for sentence in found.sentences] == [
        "La scuola riapre lunedì.", "Tutti contenti.", "Il ponte è chiuso.", "Nessuno passa.",
    ]  # fmt: skip
