"""When an article is looked at again, and which looks come first."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from factories import (
    make_batch,
    make_capture,
    make_observation,
    make_page,
    make_page_batch,
    make_reconciliation,
    make_seed,
)

from flows.records import (
    Batch,
    Block,
    BlockKind,
    Content,
    DueArticle,
    Existence,
    Outcome,
    Refetch,
    RefetchQuery,
    SeedArticle,
)
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.load.load import load_batches
from warehouse.publish.publish import publish
from warehouse.read.select import select_due, select_for_refetch

pytestmark = pytest.mark.usefixtures("defined")

DAY = dt.timedelta(days=1)
OLD_STORY = dt.datetime(2016, 1, 10, tzinfo=dt.UTC)
Look = Existence | str  # an existence, or "live" with another text than before


class Plan:
    """Articles with their looks, one a day unless said, and what is planned for them."""

    def __init__(self, home: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.home = home
        self.connection = connection
        self.count = 0

    def add(
        self,
        *looks: Look,
        days: int = 1,
        published_at: dt.datetime | None = OLD_STORY,
        publisher: str = "bao-mau.example",
    ) -> str:
        """Load an article that was looked at every so many days; returns its id."""
        self.count += 1
        seed = make_seed(self.count, publisher=publisher)
        batches = [make_batch(seed, reconciliations=(make_reconciliation(seed, published_at=published_at),))]
        batches += [self._look(seed, number * days, look, published_at) for number, look in enumerate(looks)]
        load_batches(self.connection, [write_batch(self.home / "batches", batch) for batch in batches], run_id="r")
        return seed.identity.article_id

    def _look(self, seed: SeedArticle, day: int, look: Look, published_at: dt.datetime | None) -> Batch:
        is_text = not isinstance(look, Existence)
        existence = Existence.LIVE if is_text else look
        is_read = existence in (Existence.LIVE, Existence.MOVED)
        capture = make_capture(seed, day=day, outcome=Outcome.OK if is_read else Outcome.NOT_FOUND)
        observation = make_observation(capture, existence)
        if not is_read:
            return make_page_batch(seed, capture, observation, pages=(), reconciliations=())
        blocks = (Block(kind=BlockKind.PARAGRAPH, text=look if is_text else seed.body or ""),)
        page = make_page(seed, capture, blocks=blocks)
        content = Content.EDITED if is_text else Content.IDENTICAL
        found = make_reconciliation(seed, page, capture, content=content, published_at=published_at)
        return make_page_batch(seed, capture, observation, pages=(page,), reconciliations=(found,))

    def next_wait(self, article: str, confirm_after: dt.timedelta = DAY) -> tuple[float, str]:
        """Give the days from the last look to the next, and the reason."""
        query = """
            select epoch(next_check_at - checked_at) / 86400, reason from recheck_plan($confirm_after)
            where article_id = $article
        """
        (row,) = self.connection.execute(query, {"article": article, "confirm_after": confirm_after}).fetchall()
        return round(row[0], 3), row[1]

    def due(self, now: dt.datetime, most: int = 100) -> list[DueArticle]:
        return select_due(self.connection, now=now, confirm_after=DAY, most=most)


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    with open_writer(tmp_path) as connection:
        yield Plan(tmp_path, connection)


LIVE, MISSING, GONE = Existence.LIVE, Existence.MISSING, Existence.GONE
UNREACHABLE, BLOCKED, REFUSED = Existence.UNREACHABLE, Existence.BLOCKED, Existence.REFUSED
LOOKED_AT = make_capture(make_seed(1)).captured_at


def test_article_that_was_never_looked_at_is_due_at_once(plan: Plan) -> None:
    article = plan.add()
    (found,) = plan.due(dt.datetime.now(dt.UTC) + DAY)
    assert (found.article_id, found.reason) == (article, "never_checked")


def test_missing_article_is_looked_at_again_when_the_confirmation_may_count(plan: Plan) -> None:
    article = plan.add(LIVE, MISSING)
    assert plan.next_wait(article) == (1.0, "confirm_missing")
    assert plan.next_wait(article, dt.timedelta(hours=6)) == (0.25, "confirm_missing")


@pytest.mark.parametrize(
    ("look", "reason", "first", "third"),
    [
        (UNREACHABLE, "unreachable", 0.25, 2.25),
        (BLOCKED, "blocked", 1.0, 3.0),
        (GONE, "gone", 30.0, 32.0),
        (REFUSED, "refused", 90.0, 92.0),
    ],
)
def test_waits_grow_by_how_long_it_has_stood_so(
    plan: Plan, look: Existence, reason: str, first: float, third: float
) -> None:
    assert plan.next_wait(plan.add(look)) == (first, reason)
    assert plan.next_wait(plan.add(look, look, look)) == (third, reason)


def test_waits_have_an_upper_end(plan: Plan) -> None:
    assert plan.next_wait(plan.add(BLOCKED, BLOCKED, BLOCKED, days=30)) == (30.0, "blocked")
    assert plan.next_wait(plan.add(UNREACHABLE, UNREACHABLE, days=30)) == (14.0, "unreachable")
    assert plan.next_wait(plan.add(LIVE, LIVE, LIVE, days=1200)) == (365.0, "unchanged")


def test_page_that_stands_is_asked_again_when_the_chance_of_a_change_is_five_percent(plan: Plan) -> None:
    # one change in ten years: 1 - exp(-187.3 / 3652.5) = 0.05
    assert plan.next_wait(plan.add(LIVE)) == (187.349, "unchanged")


def test_wait_grows_while_a_page_stands_unchanged(plan: Plan) -> None:
    steady = plan.add(LIVE, LIVE, days=300)
    assert plan.next_wait(steady) > (230.0, "unchanged")


def test_what_happens_to_a_host_brings_its_other_pages_forward(plan: Plan) -> None:
    steady = [plan.add(LIVE, LIVE, days=30, publisher=name) for name in ("a.example", "b.example")]
    before = [plan.next_wait(article)[0] for article in steady]
    assert before[0] == before[1] > 180
    for _ in range(12):
        plan.add(LIVE, GONE, days=30, publisher="a.example")
    here, elsewhere = (plan.next_wait(article)[0] for article in steady)
    assert here < before[0] / 4
    assert here < elsewhere / 2  # what happens anywhere counts a little for every host


def test_what_happened_to_a_host_long_ago_is_forgotten(plan: Plan) -> None:
    young, old = plan.add(LIVE, publisher="a.example"), plan.add(LIVE, publisher="b.example")
    for _ in range(6):
        plan.add(LIVE, GONE, days=30, publisher="a.example")
        plan.add(LIVE, GONE, LIVE, LIVE, days=30, publisher="b.example")
        plan.add(*[LIVE] * 13, days=30, publisher="b.example")
    assert plan.next_wait(old)[0] > plan.next_wait(young)[0]


def test_fresh_story_is_looked_at_sooner_than_an_old_one(plan: Plan) -> None:
    assert plan.next_wait(plan.add(LIVE, published_at=LOOKED_AT - dt.timedelta(hours=3))) == (0.25, "fresh")
    assert plan.next_wait(plan.add(LIVE, published_at=LOOKED_AT - 5 * DAY)) == (1.0, "fresh")
    assert plan.next_wait(plan.add(LIVE, published_at=LOOKED_AT - 20 * DAY)) == (7.0, "unchanged")
    assert plan.next_wait(plan.add(LIVE, published_at=None)) == (187.349, "unchanged")


def test_young_story_that_changed_is_looked_at_soon_again(plan: Plan) -> None:
    young = LOOKED_AT + 5 * DAY
    assert plan.next_wait(plan.add(LIVE, "Một câu khác.", days=15, published_at=young)) == (2.0, "changed")
    assert plan.next_wait(plan.add(MISSING, LIVE, days=15, published_at=young)) == (2.0, "changed")


def test_old_story_that_changed_is_looked_at_sooner_than_one_that_never_did(plan: Plan) -> None:
    changed, steady = plan.add(LIVE, "Một câu khác.", days=60), plan.add(LIVE, LIVE, days=60)
    (soon, reason), (late, _) = plan.next_wait(changed), plan.next_wait(steady)
    assert (reason, soon < late / 2) == ("changed", True)


def test_page_that_changes_often_is_looked_at_more_often_than_one_that_never_did(plan: Plan) -> None:
    never = plan.add("a", "a", "a", "a", "a", "a", days=20)
    once = plan.add("a", "a", "b", "b", "b", "b", days=20)
    often = plan.add("a", "b", "c", "d", "e", "e", days=20)
    waits = [plan.next_wait(article) for article in (never, once, often)]
    assert [reason for _, reason in waits] == ["unchanged"] * 3
    days = [wait for wait, _ in waits]
    assert days[0] == pytest.approx(3 * days[1], rel=0.01)
    assert days[0] == pytest.approx(9 * days[2], rel=0.01)


def test_a_failed_look_between_is_no_change_of_the_page(plan: Plan) -> None:
    with_failures, without = plan.add("a", UNREACHABLE, "a", BLOCKED, "a", days=10), plan.add("a", "a", "a", days=20)
    assert plan.next_wait(with_failures) == plan.next_wait(without)


def test_budget_goes_to_what_a_look_decides_then_by_how_many_waits_have_passed(plan: Plan) -> None:
    unchanged, unreachable, blocked, changed, missing, never = (
        plan.add(LIVE),
        plan.add(UNREACHABLE),
        plan.add(BLOCKED),
        plan.add(LIVE, "Một câu khác."),
        plan.add(MISSING),
        plan.add(),
    )
    not_due = plan.add(LIVE, LIVE, days=30)
    now = dt.datetime.now(dt.UTC) + DAY  # loaded by then; the looks were long before
    assert now > LOOKED_AT + 40 * DAY
    found = [item.article_id for item in plan.due(now)]
    assert found[:5] == [missing, never, unreachable, blocked, changed]
    assert found[5:] == [unchanged, not_due]
    assert [item.article_id for item in plan.due(now, most=2)] == [missing, never]
    assert not_due not in [item.article_id for item in plan.due(LOOKED_AT + 80 * DAY)]


def test_mart_gives_every_article_its_day_and_reason_and_refetch_due_goes_by_it(plan: Plan) -> None:
    articles = [plan.add(), plan.add(LIVE), plan.add(LIVE, "b", "c"), plan.add(MISSING), plan.add(BLOCKED)]
    publish(plan.connection, plan.home)
    query = "select article_id, reason, next_check_at, explanation from marts.recheck"
    found = {row[0]: row[1:] for row in plan.connection.execute(query).fetchall()}
    assert set(found) == set(articles)
    assert all(next_check_at is not None and explanation for _, next_check_at, explanation in found.values())
    said = "changed when last seen; 3 looks, 2 of them found a change; 2."
    assert found[articles[2]][2].startswith(said)
    assert found[articles[2]][2].endswith(" changes a year are expected")
    now = LOOKED_AT + 3 * DAY
    due = {
        item.seed.identity.article_id
        for item in select_for_refetch(plan.connection, RefetchQuery(refetch=Refetch.DUE, now=now))
    }
    assert due == {articles[0], *(article for article, row in found.items() if row[1] <= now)}
    assert articles[1] not in due


def test_mart_goes_by_the_confirmation_that_the_newest_run_was_told(plan: Plan) -> None:
    plan.add(MISSING)
    plan.connection.execute(
        """
        insert into ops.run (run_id, command, version, parameters, started_at)
        values ('r', 'ingest', '1', '{"gone_confirm_after": "7200.0"}', now())
        """
    )
    publish(plan.connection, plan.home)
    waits = plan.connection.execute("select epoch(next_check_at - checked_at) from marts.recheck").fetchall()
    assert waits == [(7200.0,)]
