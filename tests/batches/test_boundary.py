"""An exception that nobody expected is the outcome of its page: named, counted, in the log; the others go on."""

import json
from typing import NoReturn

import pytest
from fault_checking import Checking, make_seed
from fault_fetching import Fetching
from fault_server import FaultServer

from flows.batches import pages as page_batches
from flows.fetch.sources.live import LiveSource
from flows.records import Outcome


def fail(*_: object, **__: object) -> NoReturn:
    raise ZeroDivisionError("a fault of ours")


def log_of(checking: Checking) -> list[dict[str, str]]:
    lines = (checking.home / "logs" / "seedbank.jsonl").read_text("utf-8").splitlines()
    return [found for line in lines if (found := json.loads(line))["event"] == "internal_error"]


def test_a_fault_while_asking_costs_its_page(
    site: FaultServer, fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = LiveSource.ask

    async def ask_but_one(self: LiveSource, request: object) -> object:
        return fail() if request.url.endswith("/page-1") else await ask(self, request)

    monkeypatch.setattr(LiveSource, "ask", ask_but_one)
    bad, good = fetching.pages(site.url("/page-1"), site.url("/page-2"))
    assert (bad.capture.outcome, good.capture.outcome) == (Outcome.INTERNAL_ERROR, Outcome.OK)
    assert bad.capture.outcome_detail == "ZeroDivisionError: a fault of ours"


def test_a_fault_is_counted_told_and_logged(
    site: FaultServer, checking: Checking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LiveSource, "ask", fail)
    checking.add(make_seed(site.url("/page-1")))
    checking.check()
    assert checking.ask("select outcome::varchar from raw.capture") == [("internal_error",)]
    assert checking.ask("select existence::varchar, rule from core.observation") == [("unreachable", "internal_error")]
    assert checking.ask("select stage::varchar, reason::varchar, detail from ops.rejection") == [
        ("fetch", "internal_error", "ZeroDivisionError: a fault of ours")
    ]
    (line,) = log_of(checking)
    assert line["url"] == site.url("/page-1")
    assert "ZeroDivisionError" in line["traceback"]


def test_a_fault_in_the_verdict_says_nothing_of_the_article(
    site: FaultServer, checking: Checking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_batches, "judge_existence", fail)
    checking.add(make_seed(site.url("/page-1")), make_seed(site.url("/status/404")))
    checking.check()
    assert set(checking.ask("select existence::varchar, rule from core.observation")) == {
        ("unreachable", "internal_error")
    }
    assert len(log_of(checking)) == 2
