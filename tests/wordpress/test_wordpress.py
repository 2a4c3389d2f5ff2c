"""A real WordPress, its posts edited, renamed, locked, split and trashed: each verdict is what a reader sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import seed_at
from fault_checking import Checking
from wordpress_blog import Blog, missing, running

from warehouse.database.connect import open_writer
from warehouse.publish.publish import publish

# Of the second the first heading is the name of the site, and no page of a split post leads to its next one.
THEMES = ("twentytwentyone", "twentytwentytwo")
OPENINGS = (
    "Kommunen fik i går den nye plan for åen mellem Lillemose og havnen.",
    "Planen koster 14 millioner kroner og skal være færdig om to år.",
    "Formanden sagde, at ingen huse ved åen skal rives ned.",
    "Naboerne mødtes om aftenen på skolen for at høre om arbejdet.",
    "Mølleren ved slusen håber, at vandet igen kan drive hans hjul.",
    "Byrådet stemmer om planen på sit møde i den sidste uge af måneden.",
)
TOPICS = (
    "broen",
    "møllen",
    "skolen",
    "havnen",
    "torvet",
    "slusen",
    "kirken",
    "parken",
    "stien",
    "banen",
    "færgen",
    "tårnet",
)


def lines_of(number: int) -> list[str]:
    topic = TOPICS[number]
    return [
        f"{line[:-1]}, fortæller folkene bag {topic} i brev {number * 7 + place}."
        for place, line in enumerate(OPENINGS)
    ]


def markup(lines: list[str]) -> str:
    return "\n".join(f"<!-- wp:paragraph --><p>{line}</p><!-- /wp:paragraph -->" for line in lines)


def title_of(number: int) -> str:
    return f"Ny plan for {TOPICS[number]} ved åen"


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blog]:
    if absent := missing():
        pytest.skip(absent)
    with running(tmp_path_factory.mktemp("blog")) as found:
        found.act({"do": "options", "values": {"permalink_structure": "/%year%/%postname%/"}})
        yield found


TYPED = [
    'Møllen måler 9x6 meter -- "som altid", siger mølleren ...',
    "Hjulet er 12' højt og 3\" tykt, og det drejer rundt hver dag :-)",
]
# What an editor does to a post, and what a reader then sees: existence, content.
CHANGES = {
    "untouched": ("live", "identical"),
    "typed": ("live", "cosmetic"),
    "edited": ("live", "edited"),
    "extended": ("live", "extended"),
    "shortened": ("live", "shortened"),
    "renamed": ("moved", "identical"),
    "locked": ("blocked", "not_compared"),
    "split": ("live", "not_compared"),
    "trashed": ("gone", "not_compared"),
    "deleted": ("gone", "not_compared"),
    "private": ("gone", "not_compared"),
    "draft": ("gone", "not_compared"),
}


def change(name: str, post: int, lines: list[str]) -> dict[str, object]:
    """Say what an editor does to a post."""
    rewritten = {
        "edited": [*lines[:2], lines[2].replace("ingen huse", "fire huse"), *lines[3:]],
        "extended": [*lines, "Redaktionen tilføjer, at sagen behandles igen efter sommeren."],
        "shortened": [*lines[:3], *lines[4:]],
        "split": [*lines[:3], "<!--nextpage-->", *lines[3:]],
    }
    if name in rewritten:
        return {"do": "change", "post": {"ID": post, "post_content": markup(rewritten[name])}}
    fields = {
        "renamed": {"post_name": f"den-store-plan-{post}"},
        "locked": {"post_password": "aaen"},
        "private": {"post_status": "private"},
        "draft": {"post_status": "draft"},
    }
    if name in fields:
        return {"do": "change", "post": {"ID": post, **fields[name]}}
    return {"do": {"trashed": "trash", "deleted": "delete"}[name], "id": post}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("theme", THEMES)
def test_each_verdict_is_what_a_reader_sees(blog: Blog, theme: str, tmp_path: Path):
    texts = {name: TYPED + lines_of(at)[2:] if name == "typed" else lines_of(at) for at, name in enumerate(CHANGES)}
    written = blog.act(
        {"do": "theme", "name": theme},
        *(
            {"do": "write", "post": {"post_title": title_of(at), "post_content": markup(texts[name])}}
            for at, name in enumerate(CHANGES)
        ),
    )[1:]
    posts = dict(zip(CHANGES, written, strict=True))
    checking = Checking(tmp_path / "home")
    seeds = {
        name: seed_at(posts[name]["url"], title=title_of(at), body="\n".join(texts[name]))
        for at, name in enumerate(CHANGES)
    }
    checking.add(*seeds.values())
    blog.act(*(change(name, posts[name]["id"], texts[name]) for name in CHANGES if name not in ("untouched", "typed")))
    checking.check()
    checking.check()
    with open_writer(checking.home) as connection:
        publish(connection, checking.home)
        told = connection.execute("select url, existence::varchar, content::varchar from marts.article").fetchall()
    found = {url: tuple(verdict) for url, *verdict in told}
    expected = CHANGES | ({"split": ("live", "shortened")} if theme == "twentytwentytwo" else {})
    assert {name: found[seeds[name].url] for name in CHANGES} == expected
