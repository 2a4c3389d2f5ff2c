"""What the articles of a site that were found again teach of those that are lost, from one run to the next."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from factories import seed_at
from fault_checking import Checking

from flows.batches.rule_book import FIRST_TRIES
from flows.cli import run
from flows.evidence.verify import verify_evidence
from flows.records import SeedArticle
from warehouse.database.connect import open_writer
from warehouse.publish.publish import publish

HOST = "127.0.9.77"
PLACES = ("Žďár", "Třebíč", "Krnov", "Písek", "Louny", "Opava", "Beroun", "Kolín", "Náchod", "Tábor", "Jičín", "Most")
IN_ASCII = str.maketrans("žďářčíáéýůňěš ", "zdarciaeyunes-")
KEPT = range(6)  # articles with a redirect


def title_of(number: int) -> str:
    return f"Obec {PLACES[number % len(PLACES)]} otevřela opravený mlýn číslo {number} a zve školy"


def slug_of(number: int) -> str:
    return title_of(number).lower().translate(IN_ASCII)


def body_of(number: int) -> str:
    place = PLACES[number % len(PLACES)]
    return " ".join(
        f"V obci {place} vedl prohlídku číslo {n} mlynář z rodu {PLACES[n - 1]}, který tu mlel {n * 7 + number} let."
        for n in range(1, 9)
    )


def old_path(number: int) -> str:
    return f"/zpravy/{73_000 + 41 * number}.html"


def new_path(number: int) -> str:
    return f"/clanek/{slug_of(number)}-{73_000 + 41 * number}/"


@dataclass(slots=True)
class MovedSite:
    """A site that gave its articles new addresses, and kept redirects for half of them."""

    server: ThreadingHTTPServer
    lost: range = range(6, 11)  # articles without a redirect; any after them have no page
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.server.server_port}{path}"

    def seed(self, number: int) -> SeedArticle:
        return seed_at(self.url(old_path(number)), title=title_of(number), body=body_of(number))

    def answer(self, path: str) -> tuple[int, str, bytes]:
        for number in KEPT:
            if path == old_path(number):
                return 301, self.url(new_path(number)), b""
        for number in (*KEPT, *self.lost):
            if path == new_path(number):
                page = f"<title>{title_of(number)}</title><article><h1>{title_of(number)}</h1><p>{body_of(number)}</p>"
                return 200, "", f"<!doctype html><meta charset=utf-8>{page}</article>".encode()
        return 404, "", b"<h1>404 Not Found</h1>"


@pytest.fixture
def moved_site() -> Iterator[MovedSite]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            moved.asked.append(self.path)
            status, location, body = moved.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Say nothing on the terminal."""

    moved = MovedSite(server=ThreadingHTTPServer((HOST, 0), Handler))
    thread = threading.Thread(target=moved.server.serve_forever, daemon=True)
    thread.start()
    yield moved
    moved.server.shutdown()
    moved.server.server_close()
    thread.join()


VERDICTS = """
    select article_id, arg_max(existence, load_no)::varchar, arg_max(evidence, load_no)
    from core.observation join ops.batch using (batch_id) group by article_id
"""
RULES = "select template, support, counter_count, tried_count, found_count from address_rules()"


TEMPLATE = "{scheme}://{host}/clanek/{title ascii -}-{name}/"


def verdicts(checking: Checking) -> dict[object, tuple[object, object]]:
    return {article: (existence, evidence) for article, existence, evidence in checking.ask(VERDICTS)}


def test_lost_articles_are_found_where_the_others_went_and_what_is_not_there_is_asked_once(
    moved_site: MovedSite, checking: Checking, tmp_path: Path
) -> None:
    lost, gone = moved_site.lost, moved_site.lost.stop
    seeds = [moved_site.seed(number) for number in range(gone + 1)]
    ids = [seed.identity.article_id for seed in seeds]
    checking.add(*seeds)
    checking.check()
    first = verdicts(checking)
    assert [first[name][0] for name in ids] == ["moved"] * len(KEPT) + ["missing"] * (len(lost) + 1)
    assert checking.ask(RULES) == [(TEMPLATE, len(KEPT), 0, 0, 0)]

    moved_site.asked.clear()
    checking.check()
    second = verdicts(checking)
    assert [second[name][0] for name in ids] == ["moved"] * (len(KEPT) + len(lost)) + ["gone"]
    assert all(TEMPLATE in str(second[ids[number]][1]) for number in lost)
    assert [moved_site.asked.count(new_path(number)) for number in (*lost, gone)] == [1] * (len(lost) + 1)
    assert checking.ask(RULES) == [(TEMPLATE, len(KEPT) + len(lost), 0, len(lost) + 1, len(lost))]

    moved_site.asked.clear()
    checking.check()
    assert moved_site.asked.count(new_path(gone)) == 0
    assert verdicts(checking)[ids[gone]][0] == "gone"

    with open_writer(checking.home) as connection:
        publish(connection, checking.home)
        shown = connection.execute("select hit_rate, is_used from marts.address_rule").fetchall()
    assert shown == [(len(lost) / (len(lost) + 1), True)]
    bundle = tmp_path / "evidence.zip"
    assert run(["evidence", ids[lost[0]], "--output", str(bundle), "--home", str(checking.home)]) == 0
    assert verify_evidence(bundle).is_sound


def test_a_rule_that_finds_nothing_is_given_up_within_the_run(moved_site: MovedSite, checking: Checking) -> None:
    moved_site.lost = range(6, 6)
    gone = range(6, 30)
    checking.add(*(moved_site.seed(number) for number in (*KEPT, *gone)))
    checking.check()
    moved_site.asked.clear()
    checking.check()
    assert sum(moved_site.asked.count(new_path(number)) for number in gone) == FIRST_TRIES
    assert checking.ask("select tried_count, found_count, is_used from address_rules()") == [(FIRST_TRIES, 0, False)]
    moved_site.asked.clear()
    checking.check()
    assert not {new_path(number) for number in gone} & set(moved_site.asked)
