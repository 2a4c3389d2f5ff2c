"""Learned rules in the warehouse: stored as they are, the newest in force, with what became of their addresses."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from factories import (
    load_batch,
    make_batch,
    make_capture,
    make_observation,
    make_page_batch,
    make_reconciliation,
    make_seed,
)

from flows.records import (
    AddressPair,
    AddressRule,
    AddressTry,
    Batch,
    BatchKind,
    DatePrecision,
    Existence,
    Outcome,
    Refetch,
    RefetchQuery,
    Renaming,
)
from warehouse.database.connect import open_writer
from warehouse.load.batch_files import write_batch
from warehouse.marts.build import define_marts
from warehouse.read.moves import find_moving, read_given, read_moves, read_rules
from warehouse.read.select import select_due, select_for_refetch

pytestmark = pytest.mark.usefixtures("defined")

DAY = dt.timedelta(days=1)
RULE = AddressRule(
    rule_id="0123456789abcdef",
    publisher="bao-mau.example",
    host="bao-mau.example",
    folder_count=1,
    parameters=("id",),
    template="https://{host}/{map folder 1}/{name}",
    only_piece="kind",
    only_values=("number", "words"),
    renamings=(Renaming(piece="folder 1", before="tin", after="thời-sự", support=4),),
    support=12,
    counter_count=1,
    examples=(AddressPair(before="http://bao-mau.example/tin/1?id=2", after="https://bao-mau.example/thời-sự/1"),),
    counter_examples=(),
    version="moves-test",
)


class Home:
    """A warehouse that batches are loaded into, one after another."""

    def __init__(self, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.folder = folder
        self.connection = connection
        self.count = 0

    def load(self, batch: Batch) -> None:
        load_batch(self.connection, write_batch(self.folder / "batches", batch))

    def learn(self, *rules: AddressRule, tries: tuple[AddressTry, ...] = ()) -> None:
        self.count += 1
        batch_id = f"{self.count:016x}"
        self.load(Batch(batch_id=batch_id, kind=BatchKind.MOVES, run_id="r", address_rules=rules, address_tries=tries))

    def ask_for(self, number: int, outcome: Outcome, existence: Existence | None) -> None:
        """Load what came of an address that RULE gave for an article."""
        seed = make_seed(number)
        address = f"https://bao-mau.example/x/{number}"
        capture = make_capture(seed, day=number, outcome=outcome, target_uri=address, final_uri=address)
        observation = make_observation(capture, existence or Existence.LIVE, current_url=address)
        item = AddressTry(
            rule_id=RULE.rule_id, article_id=capture.article_id, address=address, capture_id=capture.capture_id
        )
        batch = make_page_batch(seed, capture, observation, address_tries=(item,), pages=(), reconciliations=())
        self.load(make_batch(seed))
        self.load(batch if existence else dataclasses.replace(batch, observations=()))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with open_writer(tmp_path) as connection:
        yield Home(tmp_path, connection)


def test_a_rule_is_read_back_as_it_was_learned_and_the_newest_of_a_publisher_are_in_force(home: Home) -> None:
    other = dataclasses.replace(RULE, publisher="khac.example", rule_id="f" * 16)
    home.learn(RULE, other)
    newer = dataclasses.replace(RULE, rule_id="e" * 16, support=30, only_piece="", only_values=(), renamings=())
    home.learn(newer, dataclasses.replace(newer, rule_id="d" * 16, support=3, counter_count=3))
    known = read_rules(home.connection)
    assert [item.rule for item in known["khac.example"]] == [other]
    assert [item.rule.rule_id for item in known["bao-mau.example"]] == ["e" * 16, "d" * 16]  # the surest first
    assert known["bao-mau.example"][0].rule == newer


def test_what_was_asked_and_found_is_counted_and_failures_count_as_not_asked(home: Home) -> None:
    home.learn(RULE)
    home.ask_for(1, Outcome.OK, Existence.MOVED)
    home.ask_for(2, Outcome.NOT_FOUND, None)
    home.ask_for(3, Outcome.TIMEOUT, None)
    home.ask_for(4, Outcome.BUDGET_SPENT, None)
    shown = "select tried_count, found_count, hit_rate, is_used, only_piece from marts.address_rule"
    assert home.connection.execute(shown).fetchall() == [(2, 1, 0.5, True, "kind")]
    query = RefetchQuery(refetch=Refetch.ALL, now=make_capture(make_seed(1)).captured_at)
    tried = {item.seed.url: item.tried_addresses for item in select_for_refetch(home.connection, query)}
    assert sorted(map(len, tried.values())) == [0, 0, 1, 1]


def test_a_rule_that_finds_next_to_nothing_is_used_no_more(home: Home) -> None:
    home.learn(RULE)
    for number in range(1, 11):
        home.ask_for(number, Outcome.NOT_FOUND, None)
    shown = "select tried_count, hit_rate, is_used from marts.address_rule"
    assert home.connection.execute(shown).fetchall() == [(10, 0.0, False)]


def test_articles_that_went_elsewhere_are_read_with_what_a_new_address_is_made_of(home: Home) -> None:
    for number, existence in enumerate((Existence.MOVED, Existence.GONE, Existence.LIVE, Existence.BLOCKED), start=1):
        seed = make_seed(number)
        capture = make_capture(seed, outcome=Outcome.OK)
        places = {Existence.MOVED: f"https://moi.example/{number}", Existence.LIVE: capture.final_uri}
        observation = make_observation(capture, existence, current_url=places.get(existence))
        precision = DatePrecision.SEED if number == 1 else DatePrecision.ID_CLOCK
        story = make_reconciliation(seed, published_at_precision=precision)
        home.load(make_batch(seed, reconciliations=(story,)))
        home.load(make_page_batch(seed, capture, observation, pages=(), reconciliations=()))
    assert find_moving(home.connection, since_load_no=0) == ("bao-mau.example",)
    assert find_moving(home.connection, since_load_no=8) == ()
    again = make_capture(make_seed(3), day=1)
    home.load(make_page_batch(make_seed(3), again, make_observation(again), pages=(), reconciliations=()))
    assert find_moving(home.connection, since_load_no=8) == ()  # it is where it was
    (found,) = read_moves(home.connection, ["bao-mau.example"], most=10)
    assert [(item.old.url, item.new_url) for item in found.moved] == [(make_seed(1).url, "https://moi.example/1")]
    assert found.moved[0].old.published_at is not None
    assert [(old.url, old.published_at) for old in found.gone] == [(make_seed(2).url, None)]  # no day is sure


@pytest.mark.parametrize(
    ("existence", "reason"), [(Existence.GONE, "address_rule"), (Existence.MISSING, "confirm_missing")]
)
def test_an_article_that_is_gone_is_due_once_a_new_rule_has_an_address_for_it(
    home: Home, existence: Existence, reason: str
) -> None:
    seed = make_seed(1)
    capture = make_capture(seed, outcome=Outcome.NOT_FOUND)
    home.load(make_batch(seed))
    home.load(make_page_batch(seed, capture, make_observation(capture, existence), pages=(), reconciliations=()))
    promise = AddressTry(
        rule_id=RULE.rule_id, article_id=seed.identity.article_id, address="https://a.example/1", capture_id=None
    )
    later = make_capture(seed, day=1, outcome=Outcome.NOT_FOUND)
    assert select_due(home.connection, now=later.captured_at, confirm_after=2 * DAY, most=9) == []
    home.learn(RULE, tries=(promise,))
    assert read_given(home.connection, [seed.identity.article_id]) == {(seed.identity.article_id, promise.address)}
    now = dt.datetime.now(dt.UTC)  # the rule is learned by the wall clock
    (due,) = select_due(home.connection, now=now, confirm_after=2 * DAY, most=9)
    assert due.reason == reason
    home.load(make_page_batch(seed, later, make_observation(later, existence), pages=(), reconciliations=()))
    (again,) = home.connection.execute("select reason from recheck_plan(interval 2 day)").fetchall()
    assert again[0] != "address_rule"


def test_marts_are_defined_with_no_rule_at_all(home: Home) -> None:
    define_marts(home.connection)
    assert home.connection.execute("select count(*) from marts.address_rule").fetchall() == [(0,)]
