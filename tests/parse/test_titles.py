"""Which of a page's titles is the title."""

import json
from pathlib import Path

import pytest

from flows.parse.page import parse_page
from flows.records import ParsedPage, SeedArticle
from flows.seedfiles import read_seeds

HEADING = "Ferry at Lower Halk closes after sixty years"
SHARED = "The last ferryman of Lower Halk rows home"


def parse(seed: SeedArticle | None = None, *, h1: str = HEADING, data: str = HEADING, **head: str) -> ParsedPage:
    """Parse a page with these titles; `head` has those of the window, of OpenGraph (og) and of Twitter."""
    linked = json.dumps({"@type": "NewsArticle", "headline": data})
    markup = f"""<html><head><title>{head.get("window", "")}</title>
        <meta property="og:site_name" content="Halk Post"><meta property="og:title" content="{head.get("og", "")}">
        <meta name="twitter:title" content="{head.get("twitter", "")}">
        <script type="application/ld+json">{linked}</script></head><body><main><h1>{h1}</h1>
        <p>{"The new bridge opened to traffic this week, and the ferry closed. " * 4}</p></main>"""
    return parse_page(markup.encode(), url="https://halk.example/a/1", headers={}, seed=seed)


@pytest.mark.parametrize(
    "suffixed",
    [
        f"{HEADING} | Halk Post",
        f"{HEADING} * Halk Post * by Ann Lee",
        f"{HEADING}：ハルク新聞",
        f"{HEADING} - Local news",
    ],
)
def test_what_follows_the_headline_is_the_name_of_the_site(suffixed: str):
    assert parse(h1="", og=suffixed, twitter=suffixed, window=suffixed).title == HEADING


def test_a_title_written_for_sharing_alone_is_the_title_and_the_shown_one_is_named():
    page = parse(og=SHARED, window=f"{HEADING} | Halk Post")
    assert page.title == SHARED
    assert dict(page.provenance)["title"] == "meta:og:title"
    assert dict(page.provenance)["shown_title"] == "h1"


@pytest.mark.parametrize("og", [f"{SHARED} | Halk Post", "The last ferryman of Lower…", "Halk Post", ""])
def test_a_title_for_search_engines_a_cut_one_and_the_site_s_name_are_not_it(og: str):
    page = parse(og=og, twitter=og if "|" in og else "", window=HEADING)
    assert page.title == HEADING


def test_the_headline_of_the_seed_is_taken_where_the_page_shows_it(tmp_path: Path):
    row = {"url": "https://halk.example/a/1", "title": HEADING.title(), "text": "The ferry closed this week."}
    (tmp_path / "seeds.jsonl").write_text(json.dumps(row), "utf-8")
    [seed] = read_seeds([tmp_path / "seeds.jsonl"])
    assert isinstance(seed, SeedArticle)
    page = parse(seed, og=SHARED)
    assert page.title == HEADING
    assert dict(page.provenance)["title"] == "shown:located_by_seed"
