"""Real pages and design pages of Vietnamese publishers, where they are at hand beside the repository."""

import json
from pathlib import Path

import pytest

from flows.parse.markup.plain import clean_text, fold_text
from flows.parse.page import parse_page
from flows.records import BlockKind, PageKind, ParsedPage

PAGES = Path(__file__).resolve().parents[3] / "shared" / "data" / "pages-vn"
needs_pages = pytest.mark.skipif(not PAGES.is_dir(), reason="the real pages are not part of the repository")
BASELINE = PAGES / "html" / "expected_by_selectors.json"  # made with selectors alone: it knows less than we read
WANTED = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
LAYOUTS = {
    "2015-03_tuoitre.html": "tuoitre.fck",
    "2018-09_vnexpress.html": "vnexpress.fck_detail",
    "2018_zing.html": "znews.the_article",
    "2022-01_vnexpress.html": "vnexpress.fck_detail",
    "2026-03_baodautu_article.html": "baodautu.detail_news",
    "2026-03_cafef_article.html": "cafef.detail",
    "2026-03_dantri_article.html": "dantri.slots",
    "2026-03_tuoitre_article.html": "tuoitre.detail",
}
EXTRA_LINES = {  # in the baseline, but links to other articles or a place run into the lead
    "2022-01_vnexpress.html": ("Chủ tịch nước:", "TP HCM chi 700 tỷ", "TP HCMNếu"),
}


def read(folder: str, name: str, url: str) -> ParsedPage:
    return parse_page((PAGES / folder / name).read_bytes(), url=url, headers={})


@needs_pages
@pytest.mark.parametrize("name", sorted(WANTED))
def test_a_real_page_gives_all_its_fields(name: str):
    want = WANTED[name]
    page = read("html", name, want["url"])
    assert page.layout == LAYOUTS[name]
    assert page.kind is PageKind.ARTICLE
    assert fold_text(page.title or "") == fold_text(want["title"])
    assert page.authors
    assert page.section
    assert page.tags
    assert page.published_at is not None
    read_text = fold_text(" ".join([page.lead or "", *(block.text for block in page.blocks)]))
    for line in [want["sapo"], *want["paragraphs"], *want["captions"]]:
        if not line.startswith(EXTRA_LINES.get(name, ("\0",))):
            assert fold_text(clean_text(line)) in read_text, line


@needs_pages
@pytest.mark.parametrize(
    ("name", "title", "layout"),
    [
        ("tuyengiao_2022_desktop_article", "Ngược dòng ký ức", "epi.current"),
        ("tuyengiao_2022_mobile_article", "Ngược dòng ký ức", "epi.current"),
        ("lecourrier_2022_desktop_article-full", "Overseas Vietnamese", "epi.current"),
        ("lecourrier_2022_mobile_article", "Overseas Vietnamese", "epi.current"),
        ("vietnamlaw_2022_desktop_article", "Overseas Vietnamese", "epi.current"),
        ("vietnamlaw_2022_mobile_article", "Overseas Vietnamese", "epi.current"),
        ("laocai_2023_desktop_detail", "Viện Vi sinh vật biển", "epi.current"),
        ("laocai_2023_mobile_detail", "Viện Vi sinh vật biển", "epi.current"),
        ("kynguyenso_2021_desktop_article", "Lộ diện mẫu tivi", "epi.current"),
        ("kynguyenso_2021_desktop_article-oldstyle", "Khoảnh khắc", "epi.current"),
        ("kynguyenso_2021_desktop_live", "Khoảnh khắc", "epi.current"),
    ],
)
def test_a_site_that_nobody_described_is_read_by_its_family(name: str, title: str, layout: str):
    page = read("mockups", f"{name}.html", "https://bao.example/a-b-post12345.html")
    assert page.layout == layout
    assert (page.title or "").startswith(title)
    assert page.lead
    assert page.published_at
    assert page.authors
    assert page.tags
    assert any(item.caption for item in page.media)
    assert any(block.kind is BlockKind.PARAGRAPH and len(block.text) > 200 for block in page.blocks)


@needs_pages
def test_the_error_page_of_the_family_is_an_error():
    page = read("mockups", "laocai_2023_desktop_error.html", "https://bao.example/a-b-post12345.html")
    assert page.kind is PageKind.ERROR
