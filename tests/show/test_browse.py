import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from show_corpus import PLAIN, Corpus, publish_batches, seed_batch
from show_html import Reader
from show_pages import hold_against
from show_server import serve

from flows.show import browse, snapshot
from warehouse.database.connect import open_published


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> Iterator[httpx.Client]:
    with serve(corpus.home) as address, httpx.Client(base_url=address, timeout=60) as made:
        yield made


def listed(page: str) -> list[str]:
    return re.findall(r'href="/article/([0-9a-f]{16})[?"]', page)


def test_the_overview_shows_the_figures(client: httpx.Client):
    text = Reader(client.get("/").text).text
    assert "What became of this corpus" in text
    assert "Wilson" in text


def test_the_list_shows_every_article(client: httpx.Client, corpus: Corpus):
    page = client.get("/articles").text
    assert sorted(listed(page)) == sorted(corpus.ids.values())
    assert "9 articles" in Reader(page).text


@pytest.mark.parametrize("sorting", ["newest", "oldest", "changed", "checked"])
def test_the_pages_of_a_list_show_every_article_once(
    client: httpx.Client, corpus: Corpus, sorting: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(browse, "ROWS_OF_A_PAGE", 2)
    address: str | None = f"/articles?sorting={sorting}"
    found = []
    while address:
        page = client.get(address).text
        found += listed(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else None
    assert sorted(found) == sorted(corpus.ids.values())


def test_the_most_changed_come_first(client: httpx.Client, corpus: Corpus):
    with open_published(corpus.home) as connection:
        rows = connection.execute(
            "select article_id from marts.article order by changed_share desc nulls last, article_id"
        ).fetchall()
    assert listed(client.get("/articles?sorting=changed").text) == [row[0] for row in rows]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("existence=gone", {"gone"}),
        ("content=edited", {"edited", "hostile", "english"}),
        ("issue=no_text", {"empty"}),
        ("issue=caption_in_text", {"edited"}),
        ("publisher=nobody.example", set()),
        ("year=2016&content=replaced", set()),
        ("existence=blocked&year=", {"blocked"}),
    ],
)
def test_filters_leave_what_fits(client: httpx.Client, corpus: Corpus, query: str, names: set[str]):
    assert set(listed(client.get(f"/articles?{query}").text)) == {corpus.ids[name] for name in names}


def test_words_are_found_with_and_without_diacritics_and_with_filters(client: httpx.Client, corpus: Corpus):
    assert corpus.ids["english"] in listed(client.get("/articles?words=new+ferry").text)
    found = listed(client.get("/articles?words=thong+xe").text)
    assert found[0] == corpus.ids["edited"]
    assert listed(client.get("/articles?words=thong+xe&content=extended").text) == [corpus.ids["extended"]]
    assert "No article has all these words" in client.get("/articles?words=khongcotunay").text


def test_a_search_during_the_making_of_the_index_says_so(corpus: Corpus, monkeypatch: pytest.MonkeyPatch):
    made = threading.Event()

    class SlowSearcher:
        def __init__(self, *_: object) -> None:
            made.wait(30)

        def find(self, *_: object) -> list[tuple[str, float]]:
            return [(corpus.ids["gone"], 1.0)]

    monkeypatch.setattr(snapshot, "Searcher", SlowSearcher)
    monkeypatch.setattr(snapshot, "INDEX_PATIENCE", 0.01)
    with serve(corpus.home) as site, httpx.Client(base_url=site, timeout=60) as client:
        assert "is being made" in client.get("/articles?words=xe").text
        assert "9 articles" in client.get("/articles").text
        made.set()
        while "is being made" in (page := client.get("/articles?words=xe").text):
            pass
    assert listed(page) == [corpus.ids["gone"]]


def test_the_words_that_were_asked_are_text(client: httpx.Client):
    read = Reader(client.get("/articles", params={"words": '"><script>alert(1)</script>'}).text)
    assert "script" not in read.tags


def test_an_article_shows_its_versions_diff_captures_and_provenance(client: httpx.Client, corpus: Corpus):
    text = Reader(client.get(f"/article/{corpus.ids['edited']}").text).text
    for part in ("Seed and page, side by side", "Versions", "Captures", "Changed facts", "edited.jsonl", "sha256:"):
        assert part in text


@pytest.mark.parametrize(
    ("address", "status"),
    [("/article/nope", 404), ("/nope", 404), ("/articles?existence=dead", 400), ("/articles?year=x", 400),
     ("/articles?year=9999", 400),
     ("/articles?after=a~b", 400), ("/articles?after=x", 400), ("/articles?sorting=changed&after=2016-01-01~b", 400),
     ("/articles?words=xe&after=x~b", 400)],
)  # fmt: skip
def test_a_wrong_address_is_a_sentence(client: httpx.Client, address: str, status: int):
    answer = client.get(address)
    assert answer.status_code == status
    assert "This cannot be shown" in answer.text


@pytest.mark.parametrize("address", ["/", "/articles", "/style.css", "/nope"])
def test_every_answer_keeps_to_itself(client: httpx.Client, address: str):
    headers = client.get(address).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5:8021"])
def test_another_hosts_name_is_refused(client: httpx.Client, host: str):
    assert client.get("/articles", headers={"host": host}).status_code == 400


def test_nothing_can_be_written(client: httpx.Client):
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)("/articles").status_code == 405


def test_a_newly_published_snapshot_is_shown(tmp_path: Path):
    seed, batch = hold_against(PLAIN, PLAIN)
    publish_batches(tmp_path, [seed_batch([seed])])
    with serve(tmp_path) as site, httpx.Client(base_url=site, timeout=60) as client:
        address = f"/article/{seed.identity.article_id}"
        assert "badge not_compared" in client.get(address).text
        assert listed(client.get("/articles?words=thong+xe").text) == [seed.identity.article_id]
        publish_batches(tmp_path, [batch])
        assert "badge identical" in client.get(address).text
        assert listed(client.get("/articles?content=identical").text) == [seed.identity.article_id]


def test_who_reads_the_address_is_answered_at_once(corpus: Corpus):
    command = [Path(sys.executable).with_name("seedbank"), "browse", "--port", "0", "--home", corpus.home]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            assert httpx.get(server.stdout.readline().split()[0] + "style.css", timeout=60).status_code == 200
        finally:
            server.terminate()


def test_a_home_without_a_snapshot_is_a_sentence(tmp_path: Path):
    with serve(tmp_path) as site, httpx.Client(base_url=site, timeout=60) as client:
        answer = client.get("/articles")
    assert answer.status_code == 503
    assert "Nothing is published" in answer.text
