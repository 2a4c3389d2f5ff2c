"""Whatever is loaded in whatever order, publishing bit by bit gives what building everything anew gives."""

import os
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
    make_reconciliation,
    make_seed,
    make_sentences,
)
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows.records import (
    Batch,
    Block,
    BlockKind,
    Content,
    DatePrecision,
    Existence,
    Outcome,
    SeedArticle,
    Source,
    TextSource,
    content_id,
)
from warehouse.database.connect import open_published, open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.marts.build import read_marts
from warehouse.publish.publish import publish
from warehouse.upkeep.full_check import check_full

pytestmark = pytest.mark.usefixtures("defined")

EXAMPLES = int(os.environ.get("SEEDBANK_TEST_EXAMPLES", "1"))  # 200 take about five minutes
ARTICLES = 6
TEXTS = [
    "Câu một của bản tin. Câu hai của bản tin.",
    "Câu  một của bản tin. Câu hai của bản tin.",
    "Một bản tin dài hơn hẳn, kể lại từ đầu chuyện đã xảy ra ở hội nghị hôm qua, có thêm lời của nhiều người dự họp.",
    None,
]
LOOKS = {
    Outcome.NOT_FOUND: Existence.MISSING,
    Outcome.FORBIDDEN: Existence.BLOCKED,
    Outcome.TIMEOUT: Existence.UNREACHABLE,
}


def seed_step(number: int, text: int, place: int) -> Batch:
    """Read a seed: new, read again, from another file, or with another text."""
    return make_batch(make_seed(number, body=TEXTS[text], source_path=f"{place}.txt"))


def look_step(seed: SeedArticle, day: int, outcome: Outcome) -> Batch:
    capture = make_capture(seed, day=day, outcome=outcome)
    return make_page_batch(seed, capture, make_observation(capture, LOOKS[outcome]), pages=(), reconciliations=())


def page_step(seed: SeedArticle, day: int, text: int, parser: int, *, is_archived: bool) -> Batch:
    """Fetch a page, or read a stored one again with another parser."""
    place = {"source": Source.WAYBACK, "memento_datetime": DAY.replace(year=2015 + day)} if is_archived else {}
    capture = make_capture(seed, day=day, **place)
    body = TEXTS[text] or ""
    page = make_page(
        seed, capture,
        page_id=content_id(capture.capture_id, str(parser)), parser_version=str(parser),
        blocks=(Block(kind=BlockKind.PARAGRAPH, text=body),),
    )  # fmt: skip
    is_same = body == seed.body
    found = make_reconciliation(
        seed, page, capture,
        rules_version=str(parser), content=Content.IDENTICAL if is_same else Content.EDITED,
        sentences=make_sentences([body], TextSource.PAGE), published_at=DAY.replace(year=2010 + parser),
        published_at_precision=DatePrecision.PAGE,
    )  # fmt: skip
    look = make_observation(capture)
    batch_id = content_id("pages", page.page_id)
    return make_page_batch(seed, capture, look, pages=(page,), reconciliations=(found,), batch_id=batch_id)


numbers = st.integers(0, ARTICLES - 1)
days = st.integers(0, 5)
texts = st.integers(0, len(TEXTS) - 1)
steps = st.one_of(
    st.builds(seed_step, numbers, texts, st.integers(0, 2)),
    st.builds(look_step, st.builds(make_seed, numbers), days, st.sampled_from(list(LOOKS))),
    st.builds(page_step, st.builds(make_seed, numbers), days, texts, st.integers(1, 3), is_archived=st.booleans()),
)


def tables_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Read every derived table and every mart whole, in an order that does not depend on how it was built."""
    names = [
        f'{"marts" if mart.kind == "view" else "derived"}."{mart.name}"'
        for mart in read_marts()
        if mart.kind in {"view", "table"}
    ]
    return {name: sorted(map(repr, connection.execute(f"from {name}").fetchall())) for name in names}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # an example takes seconds: shrinking one would take an hour
    suppress_health_check=list(HealthCheck),
)
@given(work=st.lists(st.lists(steps, min_size=1, max_size=3), min_size=2, max_size=4))
def test_publishing_bit_by_bit_equals_building_anew(
    work: list[list[Batch]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("bits")
    with pytest.MonkeyPatch.context() as patch, open_writer(home) as connection:
        patch.setattr("warehouse.marts.build.FULL_REFRESH_SHARE", 2.0)  # always only what was touched
        first = make_batch(*(make_seed(number) for number in range(ARTICLES)))
        for batches in [[first], *work]:
            load_batches(connection, [write_batch(home / "batches", batch) for batch in batches])
            publish(connection, home)
        bit_by_bit = tables_of(connection)
        connection.execute("delete from ops.mart")
        publish(connection, home)
        assert tables_of(connection) == bit_by_bit
    with open_published(home) as published:
        assert tables_of(published) == bit_by_bit
    assert check_full(home).is_sound


def test_the_rebuild_is_compared_too(tmp_path: Path) -> None:
    """One long sequence of all kinds, so that each kind is met whatever the random ones are."""
    seed = make_seed(1)
    work = [
        seed_step(1, 2, 0), seed_step(1, 2, 1), look_step(seed, 1, Outcome.NOT_FOUND),
        page_step(seed, 2, 1, 1, is_archived=False), page_step(seed, 2, 2, 2, is_archived=False),
        page_step(seed, 0, 2, 1, is_archived=True), look_step(seed, 3, Outcome.FORBIDDEN),
    ]  # fmt: skip
    with open_writer(tmp_path) as connection:
        for batch in [make_batch(*(make_seed(number) for number in range(ARTICLES))), *work]:
            load_batches(connection, [write_batch(tmp_path / "batches", batch)])
            publish(connection, tmp_path)
    assert check_full(tmp_path).is_sound
