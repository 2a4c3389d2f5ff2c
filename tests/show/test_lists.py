"""Every number leads to the list of its articles, and a list can be narrowed, paged, shared and taken away."""

import csv
import datetime as dt
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import fields
from html import unescape
from pathlib import Path

import duckdb
import httpx
import pyarrow.parquet as pq
import pytest
from show_corpus import Corpus
from show_html import Reader
from show_server import serve

from flows.cli import run
from flows.records import Content, DifferenceOrigin, Existence, FactKind
from flows.show import browse
from flows.show.asked import read_asked
from flows.show.browse import OVERVIEW
from flows.show.figure_links import CHANGED, COUNTS, ROWS, FigureLinks
from warehouse.database.connect import PUBLISHED_FILE, open_published
from warehouse.read.browse import (
    Filters,
    Sorting,
    _narrow,
    _read_conditions,
    find_neighbours,
    list_articles,
)
from warehouse.report.figures import Scope, read_figure, set_scope

FACTS = {"fact_count"}  # counts facts, and its list has the articles that have them


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> Iterator[httpx.Client]:
    with serve(corpus.home) as address, httpx.Client(base_url=address, timeout=60) as made:
        yield made


def listed(page: str) -> list[str]:
    return re.findall(r'href="/article/([0-9a-f]{16})[?"]', page)


@pytest.mark.parametrize("scope", [Scope(), Scope(publisher="127.0.0.1")])
@pytest.mark.parametrize("name", sorted(ROWS))
def test_the_list_behind_a_number_has_that_many_articles(client: httpx.Client, corpus: Corpus, name: str, scope: Scope):
    links = FigureLinks("", scope)
    with open_published(corpus.home) as connection:
        set_scope(connection, scope)
        figure = read_figure(connection, name)
    for record in figure.records():
        for column in COUNTS.keys() & record.keys() - FACTS:
            address = links.of_cell(figure, record, column)
            if record[column]:
                assert address is not None
                assert len(listed(client.get(address).text)) == record[column], (record, column, address)
            else:
                assert address is None


def test_every_figure_of_the_overview_that_counts_articles_leads_to_lists():
    """What is left out counts no articles, or says so itself."""
    left_out = {"survival_undated", "snapshot", "estimated_parts", "estimate_trend"}
    assert set(OVERVIEW) - left_out <= set(ROWS)


def test_bars_and_cells_of_the_overview_are_links(client: httpx.Client):
    page = client.get("/").text
    address = "/articles?publisher=127.0.0.1&amp;existence=gone"
    assert page.count(f'href="{address}"') == 3  # the wide drawing, the narrow one, and the table


def test_the_report_leads_to_a_server_where_one_is_named_and_nowhere_without(corpus: Corpus, tmp_path: Path):
    plain, linked = tmp_path / "plain.html", tmp_path / "linked.html"
    assert run(["report", "-o", str(plain), "--home", str(corpus.home)]) == 0
    assert run(["report", "-o", str(linked), "--links", "http://127.0.0.1:8021/", "--home", str(corpus.home)]) == 0
    assert "/articles?" not in plain.read_text("utf-8")
    assert 'href="http://127.0.0.1:8021/en/articles?existence=' in linked.read_text("utf-8")
    assert run(["report", "-o", str(plain), "--links", "javascript:alert(1)", "--home", str(corpus.home)]) == 2


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("existence=gone,blocked", {"gone", "blocked"}),
        ("content=edited,extended", {"edited", "extended", "hostile", "english"}),
        ("age=0", set()),
    ],
)
def test_several_words_of_a_filter_mean_any_of_them(client: httpx.Client, corpus: Corpus, query: str, names: set[str]):
    assert set(listed(client.get(f"/articles?{query}").text)) == {corpus.ids[name] for name in names}


@pytest.mark.parametrize(
    "query",
    ["fact=colour", "existence=gone,dead", "month=soon", "age=-1", "dated=never", "since=2026-02-30", "issue=x"],
)
def test_a_filter_that_is_none_is_a_sentence(client: httpx.Client, query: str):
    answer = client.get(f"/articles?{query}")
    assert answer.status_code == 400
    assert "This cannot be shown" in answer.text


def test_the_address_of_a_list_says_all_that_it_asks_for():
    query = {
        "publisher": "a.example", "existence": "live,moved", "content": "edited", "issue": "any", "year": "unknown",
        "fact": "number", "month": "2020-05-01", "dated": "look", "age": "0", "rule": "not_found", "sampled": "yes",
        "sorting": "changed", "words": "bến cảng",
    }  # fmt: skip
    asked = read_asked(query)
    assert dict(httpx.URL(asked.address()).params) == query
    assert read_asked(dict(httpx.URL(asked.address()).params)) == asked
    assert asked.filters.existence == (Existence.LIVE, Existence.MOVED)
    assert (asked.filters.content, asked.filters.fact) == ((Content.EDITED,), FactKind.NUMBER)


def test_publishers_are_counted_and_lead_to_their_part_of_the_list(client: httpx.Client):
    page = client.get("/articles?content=edited&publisher=127.0.0.1").text
    counts = re.findall(r'<li><a href="([^"]+)"[^>]*>([^<]+)</a> ([\d,]+)</li>', page)
    assert counts
    for address, _, count in counts:
        assert len(listed(client.get(unescape(address)).text)) == int(count)


@pytest.mark.parametrize("query", ["", "?content=edited,extended&sorting=changed", "?words=thong+xe"])
def test_a_list_is_downloaded_as_it_stands(client: httpx.Client, query: str):
    shown = listed(client.get(f"/articles{query}").text)
    answer = client.get(f"/articles.csv{query}")
    assert answer.headers["content-disposition"] == 'attachment; filename="articles.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    table = pq.read_table(io.BytesIO(client.get(f"/articles.parquet{query}").content))
    assert sorted(shown) == sorted(row["article_id"].lstrip("'") for row in rows)
    assert table["article_id"].to_pylist() == [row["article_id"].lstrip("'") for row in rows]
    if "words" not in query:
        assert shown == table["article_id"].to_pylist()
    assert client.get(f"/articles.exe{query}").status_code == 404


@pytest.mark.parametrize("sorting", Sorting)
@pytest.mark.parametrize("filters", [Filters(), Filters(content=(Content.EDITED, Content.EXTENDED))])
def test_previous_and_next_walk_the_list(corpus: Corpus, sorting: Sorting, filters: Filters):
    with open_published(corpus.home) as connection:
        whole = [row.article_id for row in list_articles(connection, filters, sorting, None, most=100)]
        for place, article_id in enumerate(whole):
            before, after = find_neighbours(connection, filters, sorting, article_id)
            assert (before.article_id if before else None) == (whole[place - 1] if place else None)
            assert (after.article_id if after else None) == (whole[place + 1] if place + 1 < len(whole) else None)


def test_an_article_of_a_search_has_the_neighbours_that_were_found(client: httpx.Client):
    found = listed(client.get("/articles?words=thong+xe").text)
    assert len(found) > 1
    first = client.get(f"/article/{found[0]}?words=thong+xe").text
    assert re.findall(r'rel="(prev|next)" href="/article/([0-9a-f]{16})', first) == [("next", found[1])]
    assert "words=thong+xe" in unescape(first)


def test_what_the_articles_of_a_list_say_otherwise_stands_on_one_page(client: httpx.Client, corpus: Corpus):
    page = client.get("/changes?publisher=127.0.0.1").text
    shown = set(listed(page))
    assert shown == set(listed(client.get(f"/articles?content={','.join(CHANGED)}").text))
    assert {"del", "ins"} <= set(Reader(page).tags)
    with open_published(corpus.home) as connection:
        rows = connection.execute(
            "select coalesce(seed_text, page_text) from marts.sentence_change join marts.article using (article_id) "
            "where relation in ('removed', 'added') and content <> 'replaced' and existence in ('live', 'moved')"
        ).fetchall()
    assert rows
    assert all(" ".join(text.split()) in " ".join(Reader(page).text.split()) for (text,) in rows)
    assert 'href="/changes?content=edited"' in unescape(client.get("/articles?content=edited").text)
    assert client.get("/changes?words=xe").status_code == 400


def test_the_changes_of_a_list_are_paged(client: httpx.Client, monkeypatch: pytest.MonkeyPatch):
    whole = listed(client.get("/changes").text)
    monkeypatch.setattr(browse, "ARTICLES_OF_CHANGES", 2)
    address: str | None = "/changes"
    found = []
    while address:
        page = client.get(address).text
        found += listed(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(following[1]) if following else None
    assert found == whole


def test_a_snapshot_of_an_earlier_version_is_a_sentence(
    corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    shutil.copyfile(corpus.home / PUBLISHED_FILE, tmp_path / PUBLISHED_FILE)
    with duckdb.connect(str(tmp_path / PUBLISHED_FILE)) as snapshot:
        snapshot.execute("delete from ops.migration where version = (select max(version) from ops.migration)")
        snapshot.execute("drop table core.sampled_article")
    with serve(tmp_path) as site, httpx.Client(base_url=site, timeout=60) as client:
        answer = client.get("/articles")
    assert answer.status_code == 503
    assert "made by an earlier version" in answer.text
    assert run(["report", "-o", str(tmp_path / "report.html"), "--home", str(tmp_path)]) == 1
    assert "`seedbank publish` makes it anew" in capsys.readouterr().err


def test_every_filter_asks_for_a_condition_and_every_condition_is_asked_for():
    one = {"existence": (Existence.LIVE,), "content": (Content.EDITED,), "year": 2016, "month": dt.date(2016, 1, 1)}
    one |= {"since": dt.date(2016, 1, 1), "age": 0, "sampled": True}
    names = [field.name for field in fields(Filters)]
    asked = [_narrow(Filters(**{name: one.get(name, "x")}))[0] for name in names]
    asked += [_narrow(Filters(issue="any", fact="any", year="unknown", origin=DifferenceOrigin.UNKNOWN))[0]]
    assert all(condition in "".join(asked) for condition in _read_conditions().values())
    assert "true" not in asked


def test_removing_a_filter_keeps_the_others(client: httpx.Client):
    text = unescape(client.get("/articles?existence=live&rule=found&content=edited").text)
    assert 'href="/articles?existence=live&content=edited"' in text
    assert '<input type="hidden" name="rule" value="found">' in text
    assert "<script" not in Reader(client.get("/articles", params={"rule": "<script>"}).text).tags
