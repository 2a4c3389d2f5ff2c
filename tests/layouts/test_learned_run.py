"""What the pages of one run teach reads those of the next, is in the evidence, and follows a redesign."""

import json
import random
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest
from forging import change_json, differing, forge

from flows.evidence.verify import verify_evidence

HOME = "127.0.0.1"
ENVIRONMENT = {
    "SEEDBANK_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
    "SEEDBANK_HOST_INTERVAL": "0s",
    "SEEDBANK_RETRY_WAIT": "100ms",
    "SEEDBANK_FETCH_DEADLINE": "5s",
}
WORDS = (
    "puerto", "puente", "concejo", "río", "mañana", "granja", "mercado", "escuela", "invierno", "motor", "escalera",
    "huerto", "ventana", "señal", "cobre", "prado", "molino", "tejado", "camino", "harina",
)  # fmt: skip


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(9, 16))).capitalize() + "."


class Story:
    """An invented article: what its seed says, and how the site prints it before and after a redesign."""

    def __init__(self, number: int) -> None:
        chance = random.Random(number)
        self.path = f"/noticias/{number}.html"
        self.title = sentence(chance)[:-1]
        self.lines = [f"{sentence(chance)} {sentence(chance)}" for _ in range(6)]
        self.promotion = [sentence(chance) for _ in range(2)]  # in the middle of the text, another on each page

    def page(self, design: str) -> str:
        wrap, body, box = (("c9", "t41", "k2"), ("zq", "r77", "m5"))[design == "second"]
        promoted = f'<p class="{box}">{" ".join(self.promotion)}</p>'
        lines = [f"<p>{line}</p>" for line in self.lines]
        lines.insert(3, promoted)
        return (
            f"<html lang=es><head><title>{self.title}</title></head><body><ul><li>Portada</li></ul><div class={wrap}>"
            f"<h1>{self.title}</h1><div class={body}>{''.join(lines)}</div></div><p>Todos los derechos.</p></body>"
        )

    def seed(self, origin: str) -> str:
        return json.dumps({"url": origin + self.path, "title": self.title, "body": "\n".join(self.lines)})


class Site:
    """A site of invented articles on loopback, whose design can change."""

    def __init__(self, folder: Path) -> None:
        self.stories = {story.path: story for story in map(Story, range(30))}
        self.design = "first"
        self.folder = folder
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                story = site.stories.get(self.path)
                data = story.page(site.design).encode() if story else b"<h1>No hay nada</h1>"
                self.send_response(200 if story else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer((HOME, 0), Handler)
        self.origin = f"http://{HOME}:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def write_seeds(self, name: str, first: int, last: int) -> Path:
        file = self.folder / f"{name}.jsonl"
        chosen = list(self.stories.values())[first:last]
        file.write_text("".join(f"{story.seed(self.origin)}\n" for story in chosen), "utf-8")
        return file


@pytest.fixture
def news(tmp_path: Path) -> Iterator[Site]:
    """Serve the site for one test."""
    site = Site(tmp_path)
    yield site
    site.server.shutdown()
    site.server.server_close()


def ask(home: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def run(seedbank: Callable) -> Callable[..., dict]:
    """Run a command on the site, to its end."""

    def run(*arguments: str | Path) -> dict:
        done = seedbank(*arguments, "--json", environment=ENVIRONMENT)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


READERS = "select layout, count(*)::int from core.page group by all order by all"
ADDED = "select count(*)::int from marts.sentence_change where relation = 'added'"


@pytest.mark.timeout(300)
def test_pages_are_read_with_what_earlier_pages_taught(news: Site, run: Callable[..., dict], home: Path):
    run("ingest", news.write_seeds("first", 0, 24), "--refetch", "all")
    assert ask(home, READERS) == [("generic", 24)]
    assert ask(home, ADDED)[0][0] > 0, "the generic reader would do: this test shows nothing"
    assert ask(home, "select publisher, layout, seed_count, body from marts.layout") == [
        (HOME, f"{HOME}.learned_1", 24, ["div.t41"])
    ]

    run("ingest", news.write_seeds("more", 24, 28), "--refetch", "missing")
    assert ask(home, READERS) == [(f"{HOME}.learned_1", 4), ("generic", 24)]

    run("reparse")
    assert ask(home, READERS) == [(f"{HOME}.learned_1", 28), ("generic", 24)]
    assert ask(home, ADDED) == [(0,)]
    assert ask(home, "select content, count(*)::int from marts.article group by all") == [("identical", 28)]
    assert ask(home, "select distinct layout_before, layout from marts.parser_change") == [
        ("generic", f"{HOME}.learned_1")
    ]
    facts = "select (select count(*) from core.page), (select count(*) from core.layout_lesson)"
    before = ask(home, facts)
    run("reparse")
    run("ingest", news.folder / "first.jsonl", "--refetch", "all")  # the same bytes again: every page is known
    assert ask(home, facts) == before
    (article,) = ask(home, "select article_id from marts.article order by all limit 1")
    bundle = home / "bundle.zip"
    run("evidence", article[0], "-o", bundle)
    told = run("evidence", "--verify", bundle)
    assert told["is_sound"], told
    assert f"learned layout {HOME}.learned_1" in json.dumps(told)
    place = ("data/parse/layouts.json", 0, "layouts", 0)
    for forged, said in (
        ((*place, "evidence", 0, "selector", "ul"), "are not in it"),  # the hash is another one
        ((*place, "evidence", 0, "support", 1), "rests on one page alone"),
        ((*place, "evidence", []), "are not in it"),
    ):
        file = forge(bundle, forged[0], change_json(*forged[1:-1], value=forged[-1]))
        assert said in differing(verify_evidence(file))


@pytest.mark.timeout(300)
def test_a_redesign_is_learned_anew_and_says_since_when(news: Site, run: Callable[..., dict], home: Path):
    seeds = news.write_seeds("first", 0, 24)
    run("ingest", seeds, "--refetch", "all")
    run("reparse")
    health = "select layout, failing_since is not null from marts.layout_health order by all"
    assert (f"{HOME}.learned_1", False) in ask(home, health)
    news.design = "second"
    run("ingest", seeds, "--refetch", "all")
    assert (f"{HOME}.learned_1", True) in ask(home, health)
    assert sorted(ask(home, "select body from marts.layout where is_current")) == [(["div.r77"],), (["div.t41"],)]
    run("reparse")
    assert ask(home, ADDED) == [(0,)]
