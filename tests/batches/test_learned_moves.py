"""What the articles of a site that were found again teach of those that are lost, from one run to the next."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from factories import seed_at
from fault_checking import Checking

from flows.cli import run
from flows.evidence.verify import verify_evidence
from flows.records import SeedArticle
from warehouse.database.connect import open_writer
from warehouse.publish.publish import publish

HOST = "127.0.9.77"
PLACES = ("Žďár", "Třebíč", "Krnov", "Písek", "Louny", "Opava", "Beroun", "Kolín", "Náchod", "Tábor", "Jičín", "Most")
KEPT, LOST, GONE = range(6), range(6, 11), 11  # with a redirect; without one; without a page


def title_of(number: int) -> str:
    return f"Obec {PLACES[number]} otevřela opravený mlýn a zve školy"


def slug_of(number: int) -> str:
    place = PLACES[number].lower().translate(str.maketrans("žďářčíáé", "zdarciae", "")).replace("ř", "r")
    return f"obec-{place}-otevrela-opraveny-mlyn-a-zve-skoly"


def body_of(number: int) -> str:
    place = PLACES[number]
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
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.server.server_port}{path}"

    def seed(self, number: int) -> SeedArticle:
        return seed_at(self.url(old_path(number)), title=title_of(number), body=body_of(number))

    def answer(self, path: str) -> tuple[int, str, bytes]:
        for number in KEPT:
            if path == old_path(number):
                return 301, self.url(new_path(number)), b""
        for number in (*KEPT, *LOST):
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


def verdicts(checking: Checking) -> dict[object, tuple[object, object]]:
    return {article: (existence, evidence) for article, existence, evidence in checking.ask(VERDICTS)}


def test_lost_articles_are_found_where_the_others_went_and_what_is_not_there_is_asked_once(
    moved_site: MovedSite, checking: Checking, tmp_path: Path
) -> None:
    seeds = [moved_site.seed(number) for number in range(len(PLACES))]
    ids = [seed.identity.article_id for seed in seeds]
    checking.add(*seeds)
    checking.check()
    first = verdicts(checking)
    assert [first[name][0] for name in ids] == ["moved"] * len(KEPT) + ["missing"] * (len(LOST) + 1)
    template = "{scheme}://{host}/clanek/{title ascii -}-{name}/"
    assert checking.ask(RULES) == [(template, len(KEPT), 0, 0, 0)]

    moved_site.asked.clear()
    checking.check()
    second = verdicts(checking)
    assert [second[name][0] for name in ids] == ["moved"] * (len(KEPT) + len(LOST)) + ["gone"]
    assert all(template in str(second[ids[number]][1]) for number in LOST)
    assert [moved_site.asked.count(new_path(number)) for number in (*LOST, GONE)] == [1] * (len(LOST) + 1)
    assert checking.ask(RULES) == [(template, len(KEPT) + len(LOST), 0, len(LOST) + 1, len(LOST))]

    moved_site.asked.clear()
    checking.check()
    assert moved_site.asked.count(new_path(GONE)) == 0
    assert verdicts(checking)[ids[GONE]][0] == "gone"

    with open_writer(checking.home) as connection:
        publish(connection, checking.home)
        shown = connection.execute("select sentence, hit_rate, is_used from marts.address_rule").fetchall()
    assert [(hit_rate, is_used) for _, hit_rate, is_used in shown] == [(len(LOST) / (len(LOST) + 1), True)]
    bundle = tmp_path / "evidence.zip"
    assert run(["evidence", ids[LOST[0]], "--output", str(bundle), "--home", str(checking.home)]) == 0
    assert verify_evidence(bundle).is_sound
