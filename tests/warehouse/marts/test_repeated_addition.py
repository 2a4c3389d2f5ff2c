"""What stands on the pages of several stories of a host was added to none of them, from the second page on."""

from collections import Counter
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import duckdb
import pytest
from factories import (
    DAY,
    make_batch,
    make_capture,
    make_observation,
    make_page,
    make_page_batch,
    make_seed,
    page_of,
    read_derived,
)

from flows.reconcile.reconcile import reconcile
from flows.reconcile.verdict import judge_without_repeated
from flows.records import Batch, Block, BlockKind, Content, Evidence, Relation, SeedArticle, SentenceChange, content_id
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish
from warehouse.read.dossier import read_dossier
from warehouse.read.evidence import read_verdict
from warehouse.upkeep.full_check import check_full

pytestmark = pytest.mark.usefixtures("defined")

NOTICE = "Les abonnés reçoivent chaque matin la lettre de la rédaction."
STORIES = {
    1: ["Le pont de la rivière a été fermé lundi.", "Les ingénieurs ont trouvé une fissure dans un pilier."],
    2: ["Une exposition sur les moulins ouvre samedi au musée.", "Elle montre cent dessins anciens du pays."],
    3: ["Le marché aux fleurs revient sur la grande place.", "Quarante marchands y sont attendus dès l'aube."],
}


def seed_of(number: int, texts: Sequence[str] | None = None, publisher: str = "journal.example") -> SeedArticle:
    story = texts or STORIES[number]
    return make_seed(number, publisher=publisher, title=story[0][:-1], body="\n\n".join(story))


def look_at(seed: SeedArticle, *added: str) -> Batch:
    """Fetch the page of a seed: its text, and lines below it."""
    capture = make_capture(seed)
    texts = [*(seed.body or "").split("\n\n"), *added]
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts)
    page = make_page(seed, capture, blocks=blocks, published_at=DAY, language="fr")
    found = reconcile(seed, page, capture=capture)
    return make_page_batch(seed, capture, make_observation(capture), pages=(page,), reconciliations=(found,))


def load(connection: duckdb.DuckDBPyConnection, home: Path, *batches: Batch) -> None:
    load_batches(connection, [write_batch(home / "batches", batch) for batch in batches])
    publish(connection, home)


def verdicts(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, int, int]]:
    return connection.execute(
        "select article_number, content::varchar, content_rule, added_count, apparatus_count from marts.article "
        "where content <> 'not_compared' order by all"
    ).fetchall()


def test_a_line_of_one_page_is_added_and_of_two_is_not(tmp_path: Path):
    first, second, third = (seed_of(number) for number in STORIES)
    with open_writer(tmp_path) as connection:
        load(connection, tmp_path, make_batch(first, second, third), look_at(first, NOTICE))
        assert verdicts(connection) == [("1", "extended", "only_added", 1, 0)]
        own = "Le musée reste ouvert jusqu'à la nuit."
        load(connection, tmp_path, look_at(second, own, NOTICE), look_at(third))
        assert verdicts(connection) == [
            ("1", "cosmetic", "only_apparatus", 0, 1),
            ("2", "extended", "only_added", 1, 1),
            ("3", "identical", "nothing_differs", 0, 0),
        ]
        changes = connection.execute(
            "select page_text, relation::varchar, is_repeated from marts.sentence_change order by all"
        ).fetchall()
        versions = connection.execute(
            "select article.article_number, count(*) from marts.article_version join marts.article using (article_id) "
            "group by all order by all"
        ).fetchall()
    assert changes == [(own, "added", False), (NOTICE, "apparatus", True), (NOTICE, "apparatus", True)]
    # The first page says what its seed says: it is no new version.
    assert versions == [("1", 1), ("2", 2), ("3", 1)]


@pytest.mark.parametrize("kind", ["another host", "one story under two addresses", "two looks at one page"])
def test_a_line_that_one_story_alone_has_is_added(kind: str, tmp_path: Path):
    first = seed_of(1)
    looks = [look_at(first, NOTICE)]
    seeds = [first]
    if kind == "another host":
        seeds.append(seed_of(2, publisher="gazette.example"))
        looks.append(look_at(seeds[-1], NOTICE))
    if kind == "one story under two addresses":
        seeds.append(seed_of(2, STORIES[1]))
        looks.append(look_at(seeds[-1], NOTICE))
    if kind == "two looks at one page":
        capture = make_capture(first, day=3)
        blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in [*STORIES[1], NOTICE])
        page = make_page(first, capture, blocks=blocks, page_id=content_id("later"))
        found = reconcile(first, page, capture=capture)
        looks.append(
            make_page_batch(first, capture, make_observation(capture), pages=(page,), reconciliations=(found,))
        )
    with open_writer(tmp_path) as connection:
        load(connection, tmp_path, make_batch(*seeds), *looks)
        assert {(content, added) for _, content, _, added, _ in verdicts(connection)} == {("extended", 1)}


@pytest.mark.parametrize(
    ("line", "count", "relation"),
    [
        ("À lire aussi : la rivière monte encore", 2, "apparatus"),
        ("Le maire a promis un rapport pour l'automne.", 2, "added"),
        ("Le maire a promis un rapport pour l'automne.", 3, "apparatus"),
    ],
)
def test_a_sentence_among_the_seeds_takes_a_third_page(line: str, count: int, relation: str, tmp_path: Path):
    """Two stories may well be given the same background; a line that is no sentence is a link."""
    seeds = [seed_of(number) for number in STORIES][:count]
    looks = []
    for seed in seeds:
        capture = make_capture(seed)
        first, second = (seed.body or "").split("\n\n")
        blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in (first, line, second))
        page = make_page(seed, capture, blocks=blocks, published_at=DAY, language="fr")
        found = reconcile(seed, page, capture=capture)
        looks.append(make_page_batch(seed, capture, make_observation(capture), pages=(page,), reconciliations=(found,)))
    with open_writer(tmp_path) as connection:
        load(connection, tmp_path, make_batch(*seeds), *looks)
        rows = connection.execute("select distinct relation::varchar from marts.sentence_change").fetchall()
    assert rows == [(relation,)]


def test_the_order_of_loading_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("warehouse.marts.build.FULL_REFRESH_SHARE", 2.0)  # always only what was touched
    seeds = [seed_of(number) for number in STORIES]
    looks = [look_at(seed, NOTICE, f"Fin de la page {seed.identity.article_number}.") for seed in seeds]
    states = []
    for name, order in {"rising": looks, "falling": looks[::-1]}.items():
        home = tmp_path / name
        home.mkdir()
        with open_writer(home) as connection:
            load(connection, home, make_batch(*seeds))
            for look in order:
                load(connection, home, look)
            states.append(read_derived(connection))
        assert check_full(home).is_sound
    assert states[0] == states[1]


def test_a_bundle_of_evidence_names_the_lines_that_repeat(tmp_path: Path):
    seeds = [seed_of(1), seed_of(2)]
    with open_writer(tmp_path) as connection:
        load(connection, tmp_path, make_batch(*seeds), *(look_at(seed, NOTICE) for seed in seeds))
        dossier = read_dossier(connection, seeds[0].identity.article_id)
        assert dossier is not None
        document = read_verdict(connection, dossier)
    assert document["repeated_additions"] == [{"change_no": 1, "article_count": 2}]
    assert [change.relation for change in dossier.changes] == ["apparatus"]


def counts_of(row: tuple[int, ...]) -> Counter[Relation]:
    names = (Relation.SAME, Relation.COSMETIC, Relation.EDITED, Relation.MOVED, Relation.ADDED, Relation.REMOVED)
    return Counter(dict(zip(names, row, strict=True)))


def test_the_marts_judge_as_the_rules_do(tmp_path: Path):
    """Every mix of relations, with one of the added sentences repeated: SQL and Python come to the same."""
    mixes = [(same, *rest) for same in (1, 9) for rest in product((0, 2), (0, 1), (0, 1), (1, 3), (0, 4))]
    content = Content.EDITED
    seeds, looks, expected = [], [], {}
    for number, mix in enumerate(mixes, start=1):
        texts = [f"Récit {number} du {word}." for word in ("matin", "soir")]
        seed = seed_of(number, texts)
        counts = counts_of(mix)
        capture = make_capture(seed)
        page = make_page(seed, capture)
        change = SentenceChange(
            relation=Relation.ADDED, seed_sentence_no=None, page_sentence_no=9, seed_text=None, page_text=NOTICE,
            similarity=0.0,
        )  # fmt: skip
        evidence = Evidence(
            rule="some_changed",
            **{f"{relation.value}_count": counts[relation] for relation in counts},
        )
        found = reconcile(seed, page_of(texts), capture=capture)
        made = {name: getattr(found, name) for name in found.__dataclass_fields__}
        made |= {"content": content, "evidence": evidence, "changes": (change,), "page_id": page.page_id}
        looks.append(
            make_page_batch(
                seed, capture, make_observation(capture), pages=(page,), reconciliations=(type(found)(**made),)
            )
        )
        seeds.append(seed)
        expected[str(number)] = judge_without_repeated(counts, content=content, rule="some_changed", repeated=1)
    with open_writer(tmp_path) as connection:
        load(connection, tmp_path, make_batch(*seeds), *looks)
        judged = {number: (content, rule) for number, content, rule, *_ in verdicts(connection)}
    assert judged == {number: (verdict.value, rule) for number, (verdict, rule) in expected.items()}
