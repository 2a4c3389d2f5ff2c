"""Each publisher file against a page of our own making: every field of its expected JSON."""

import json
from pathlib import Path

import pytest

from flows.parse.page import parse_page
from flows.publishers import all_publishers, find_publisher
from flows.publishers.families import FAMILIES
from flows.records import BlockKind

FOLDER = Path(__file__).parents[1] / "fixtures" / "parse" / "publishers"
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_page_reads_as_expected(name: str):
    want = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    page = parse_page((FOLDER / f"{name}.html").read_bytes(), url=want["url"], headers={})
    got = {
        "url": page.url,
        "layout": page.layout,
        "kind": page.kind.value,
        "title": page.title,
        "lead": page.lead,
        "body": [[block.kind.value, block.text] for block in page.blocks if block.kind is not BlockKind.CAPTION],
        "captions": [[item.caption, item.credit] for item in page.media],
        "published_at": page.published_at.isoformat() if page.published_at else None,
        "authors": list(page.authors),
        "section": page.section,
        "tags": list(page.tags),
    }
    assert got == want


def test_every_layout_of_every_publisher_has_a_fixture():
    covered = {json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["layout"] for name in NAMES}
    described = {
        f"{publisher.name.split('.')[0]}.{layout.name}"
        for publisher in all_publishers()
        for layout in publisher.layouts
    }
    described |= {f"{family}.{layout.name}" for family, _, layouts in FAMILIES for layout in layouts}
    assert described - covered == set()


def test_every_edition_of_vietnamplus_has_a_fixture():
    hosts = {json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["url"].split("/")[2] for name in NAMES}
    publisher = find_publisher("vietnamplus.vn")
    assert publisher is not None
    assert set(publisher.hosts) <= {host.removeprefix("www.") for host in hosts}


def test_no_host_belongs_to_two_publishers():
    hosts = [host for publisher in all_publishers() for host in (*publisher.hosts, *publisher.former_hosts)]
    assert len(hosts) == len(set(hosts))
