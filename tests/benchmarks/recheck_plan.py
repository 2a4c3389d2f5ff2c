"""What a budget of requests finds out: the plan of rechecks beside the one before it, on generated histories.

    python tests/benchmarks/recheck_plan.py [ARTICLES] [WEEKS]      # 6,000 articles, 60 weeks unless told otherwise

Pages change and are lost at rates that differ by host and page, one in ten a year on the average (link rot of news is
7 to 11 % a year: SalahEldeen and Nelson 2012, Pew 2024; rates of pages differ by orders of magnitude: Cho and
Garcia-Molina 2000, Fetterly and others 2003). Besides, hosts are rebuilt or close sections, which changes a share of
their pages in one week. Every page was looked at once in the month before. Each week either plan, as the migrations of
the warehouse have them, spends its budget; a look finds whether the page changed since the look before.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import numpy as np

MIGRATIONS: Final = Path(__file__).resolve().parents[2] / "warehouse" / "migrations"
PLANS: Final = {"before": "*_recheck_plan.sql", "now": "*_recheck_by_chance.sql"}
HOSTS: Final = 40
A_YEAR: Final = 0.10  # changes of a page
REBUILT: Final = 0.7  # times a year that something happens to a host
LOST: Final = 0.5  # of the changes that take the page away
SHARES: Final = (0.01, 0.03, 0.10)  # of the articles that a week's budget can ask
GOAL: Final = 1.5
TABLES: Final = """
create schema raw; create schema ops; create schema core;
create table raw.seed (article_id integer, publisher varchar, batch_id varchar);
create table ops.batch (batch_id varchar, load_no bigint, written_at timestamptz);
create table core.reconciliation (
    article_id integer, page_id integer, capture_id integer, content varchar, published_at timestamptz, batch_id varchar
);
create table core.page (page_id integer, text_key varchar);
create table core.address_try (article_id integer, capture_id integer, batch_id varchar);
create table core.observation (
    capture_id integer, article_id integer, observed_at timestamptz, existence varchar, rules_version varchar,
    rule varchar, batch_id varchar
);
insert into ops.batch values ('b', 1, '2020-01-01');
"""
DUE: Final = """
select article_id from recheck_plan(interval 1 day)
where next_check_at <= $now
order by turn, epoch($now - checked_at) / greatest(wait_seconds, 1) desc, article_id
limit $most
"""
LOOK: Final = """
insert into core.observation
select capture_id, article_id, $now - to_seconds(age), existence, '1', 'r', 'b' from look;
insert into core.reconciliation
select article_id, capture_id, capture_id, 'edited', null, 'b' from look where existence = 'live';
insert into core.page select capture_id, text from look where existence = 'live';
"""


@dataclass(frozen=True, slots=True)
class World:
    """What becomes of the pages. Shapes: (articles,), (articles, weeks)."""

    host: np.ndarray
    changes: np.ndarray  # how often each page has changed by the end of each week
    lost: np.ndarray  # the week in which it is taken away; a large number for never


def make_world(articles: int, weeks: int, seed: int) -> World:
    """Draw the histories of all pages."""
    chance = np.random.default_rng(seed)
    host = chance.choice(HOSTS, articles, p=chance.dirichlet(np.full(HOSTS, 0.7)))
    rate = A_YEAR / 52 * chance.lognormal(-0.72, 1.2, HOSTS)[host] * chance.gamma(0.3, 1 / 0.3, articles)
    changed = chance.random((articles, weeks)) < rate[:, None]
    for name in range(HOSTS):
        own = np.flatnonzero(host == name)
        for _ in range(chance.poisson(REBUILT * weeks / 52)):
            hit = own[chance.random(len(own)) < chance.beta(0.6, 0.6)]
            changed[hit, chance.integers(weeks)] = True
    takes = changed & (chance.random((articles, weeks)) < LOST)
    lost = np.where(takes.any(axis=1), takes.argmax(axis=1), weeks + 1)
    changed &= np.arange(weeks)[None, :] <= lost[:, None]
    return World(host, np.cumsum(changed, axis=1), lost)


def spend(world: World, pattern: str, budget: int) -> tuple[int, int]:
    """Follow a plan week by week. Returns the looks that found a change, and all looks."""
    articles, weeks = world.changes.shape
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute(TABLES)
    statement = re.search(r"create macro.*from timed;", max(MIGRATIONS.glob(pattern)).read_text("utf-8"), re.DOTALL)
    assert statement is not None
    connection.execute(statement.group())
    everyone = np.arange(articles)
    hosts = [f"host{number}" for number in world.host]
    connection.register("seed", {"article_id": everyone, "publisher": np.array(hosts)})
    connection.execute("insert into raw.seed select article_id, publisher, 'b' from seed")
    seen = np.zeros(articles, dtype=int)
    ages = np.random.default_rng(1).random(articles) * 30 * 86400
    _look(connection, 0, _Looks(everyone, seen, np.full(articles, "live"), ages))
    found = looks = 0
    for week in range(weeks):
        rows = connection.execute(DUE, {"now": _moment(week), "most": budget}).fetchall()
        asked = np.array([row[0] for row in rows], dtype=int)
        if not len(asked):
            continue
        now = world.changes[asked, week]
        found += int((now > seen[asked]).sum())
        looks += len(asked)
        seen[asked] = now
        existence = np.where(world.lost[asked] <= week, "gone", "live")
        _look(connection, week, _Looks(asked, now, existence, np.zeros(len(asked))))
    return found, looks


def _moment(week: int) -> np.datetime64:
    return np.datetime64("2021-01-01") + np.timedelta64(7 * week, "D")


@dataclass(frozen=True, slots=True)
class _Looks:
    """What some looks saw. Shapes: (looks,)."""

    articles: np.ndarray
    changes: np.ndarray
    existence: np.ndarray
    ages: np.ndarray  # seconds before the week's moment


def _look(connection: duckdb.DuckDBPyConnection, week: int, looks: _Looks) -> None:
    """Write looks."""
    (count,) = connection.execute("select count(*) from core.observation").fetchone() or (0,)
    columns = {
        "capture_id": count + np.arange(len(looks.articles)),
        "article_id": looks.articles,
        "age": looks.ages,
        "existence": looks.existence,
        "text": np.array([f"text {number}" for number in looks.changes]),
    }
    connection.register("look", columns)
    for part in LOOK.split(";")[:-1]:
        connection.execute(part, {"now": _moment(week)} if "$now" in part else None)


def main() -> int:
    """Print what either plan found with each budget, over three worlds; 1 where the goal is missed."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 6_000
    weeks = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    ratios = []
    for share in SHARES:
        for seed in (7, 8, 9):
            world = make_world(articles, weeks, seed)
            result = {name: spend(world, pattern, int(share * articles)) for name, pattern in PLANS.items()}
            yields = {name: found / looks for name, (found, looks) in result.items()}
            ratios.append(yields["now"] / yields["before"])
            said = "; ".join(f"{name}: {found:,} changes in {looks:,} looks" for name, (found, looks) in result.items())
            print(f"{share:.0%} of the articles a week, world {seed}: {said}; {ratios[-1]:.2f} x a look", flush=True)
    worst, mean = min(ratios), sum(ratios) / len(ratios)
    print(f"changes found for each look, now against before: {mean:.2f} x on the average, {worst:.2f} x at the least")
    return mean < GOAL


if __name__ == "__main__":
    sys.exit(main())
