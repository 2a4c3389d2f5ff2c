"""How a layout is found, and what becomes of a page that has one and does not fill it."""

import datetime as dt

import pytest

from flows.parse.page import parse_page
from flows.records import BlockKind, PageKind, ParsedPage

TEXT = "".join(f"<p>Câu thứ {n} của bài nói về con đò, bến nước và những người qua lại mỗi sáng.</p>" for n in range(6))
URL = "https://www.vietnamplus.vn/con-do-ben-nuoc-post1006275.vnp"


def parse(body: str, url: str = URL) -> ParsedPage:
    return parse_page(f"<!doctype html><html lang=vi><body>{body}".encode(), url=url, headers={})


def prose(page: ParsedPage) -> list[str]:
    return [block.text for block in page.blocks if block.kind is not BlockKind.CAPTION]


def test_a_layout_without_a_body_falls_back_to_the_generic_reader_and_says_so():
    page = parse(
        f"<h1 class='article__title'>Con đò</h1><div class='article__body'></div><article><h2>x</h2>{TEXT}</article>"
    )
    assert page.layout == "generic"
    assert ("fallback", "vietnamplus.era_d") in page.provenance
    assert len([line for line in prose(page) if line.startswith("Câu thứ")]) == 6


def test_the_wrapper_of_the_lead_photo_is_not_taken_for_the_body():
    caption = (
        "Bến đò buổi sớm, khi những người đi chợ xã bên đã xuống thuyền và chờ con nước lên để qua sông. Ảnh: Lê An"
    )
    page = parse(
        f"<h1 class='cms-title'>Con đò</h1><div class='cms-body'><img src='/a.jpg'><p class=caption>{caption}</p></div>"
        f"<section><div class='cms-body'>{TEXT}</div></section>",
        url="https://bao.example/con-do-1.html",
    )
    assert page.layout == "epi.shared"
    assert len(prose(page)) == 6


def test_a_second_article_below_the_first_is_not_read():
    article = (
        "<div class=article><h1 class='article__title cms-title'>{t}</h1><div class='article__body'>{b}</div></div>"
    )
    page = parse(article.format(t="Con đò", b=TEXT) + article.format(t="Khác", b="<p>Bài sau đó dài hơn.</p>" * 80))
    assert page.title == "Con đò"
    assert len(prose(page)) == 6


def test_lead_and_authors_of_a_second_article_are_not_lent_to_the_first():
    article = (
        "<div class=article><h1 class='article__title cms-title'>{t}</h1>{m}<div class='article__body'>{b}</div></div>"
    )
    lead = "<span class='author cms-author'>Lê An</span><div class='article__sapo cms-desc'>Chuyện của ngày sau.</div>"
    alone = parse(article.format(t="Con đò", m=lead, b=TEXT))
    assert (alone.lead, alone.authors) == ("Chuyện của ngày sau.", ("Lê An",))
    before = parse(article.format(t="Con đò", m="", b=TEXT) + article.format(t="Khác", m=lead, b=TEXT))
    assert (before.lead, before.authors) == (None, ())
    twice = "<h1 class='article__title cms-title'>Con đò</h1>"
    assert parse(twice + article.format(t="Con đò", m=lead, b=TEXT)).lead == "Chuyện của ngày sau."


def test_a_named_photo_inside_the_body_is_read_once():
    photo = (
        "<figure class='article__avatar'><img src='https://a.example/1.jpg'><figcaption>Bến đò.</figcaption></figure>"
    )
    page = parse(f"<h1 class='article__title'>Con đò</h1><div class='article__body'>{photo}{TEXT}</div>")
    assert [block.text for block in page.blocks if block.kind is BlockKind.CAPTION] == ["Bến đò."]
    assert len(page.media) == 1


def test_the_lead_photo_of_another_article_is_left_alone():
    teaser = "<div><div><div><div><div class='article__avatar'><img src='https://a.example/2.jpg'></div></div></div></div></div>"
    page = parse(
        f"<main>{teaser}<div><div><div><div><div class='article__body'>{TEXT}</div></div></div></div></div></main>"
    )
    assert page.media == ()


def test_an_article_younger_than_its_layout_is_noted():
    page = parse(
        "<header class='article-header'><h1>Con đò</h1><p class=meta><time>04/12/2022 07:23</time></p></header>"
        f"<div class='article-body cms-body'>{TEXT}</div>",
        url="https://www.vietnamplus.vn/con-do/831000.vnp",
    )
    assert page.layout == "vietnamplus.era_b"
    assert ("layout", "younger_than_layout") in page.provenance


@pytest.mark.parametrize("host", ["bao.example", "news.example.com"])
def test_a_body_class_of_the_wide_web_is_no_mark_of_a_family(host: str):
    page = parse(f"<h1>Ferry</h1><div class='article__body article-body'>{TEXT}</div>", url=f"https://{host}/ferry-1")
    assert page.layout == "generic"


def test_a_time_in_an_attribute_counts_where_the_text_says_how_long_ago():
    page = parse(
        "<h1 class='kbwc-title'>Con đò</h1><span class='kbwcm-time' title='2020-06-14T10:05:00'>2 giờ trước</span>"
        f"<div class='knc-content'>{TEXT}</div>",
        url="https://kenh.example/con-do-1.chn",
    )
    assert page.published_at == dt.datetime(2020, 6, 14, 3, 5, tzinfo=dt.UTC)


PICTURES = "<figure><img src='https://a.example/1.jpg'><figcaption>Bến đò. (Ảnh: An/TTXVN)</figcaption></figure>"
VIDEO = "<figure class=video><video src='https://a.example/1.mp4'></video></figure>"
IMPRINT = "<footer><p>Tòa soạn tưởng tượng, giấy phép số 0.</p></footer>"


@pytest.mark.parametrize("content", [PICTURES, VIDEO, "<img src='https://a.example/1.png'>"])
def test_a_page_of_pictures_or_a_video_is_read_by_its_layout(content: str):
    page = parse(f"<h1 class='article__title'>[Photo] Con đò</h1><div class='article__body'>{content}</div>{IMPRINT}")
    assert page.layout == "vietnamplus.era_d"
    assert page.kind in {PageKind.GALLERY, PageKind.VIDEO}
    assert page.media
    assert not any(block.text.startswith("Tòa soạn") for block in page.blocks)


def test_a_body_of_pictures_beside_a_text_elsewhere_is_no_body():
    story = "".join(f"<p>{'Câu dài kể về con đò và bến nước. ' * 12}</p>" for _ in range(4))
    page = parse(
        f"<h1 class='article__title'>Con đò</h1><div class='article__body'>{PICTURES}</div><article>{story}</article>"
    )
    assert ("fallback", "vietnamplus.era_d") in page.provenance
    assert prose(page)


def test_a_body_in_two_containers_is_read_whole_though_the_first_is_short_and_has_a_photo():
    photo = "<div class='article-photo'><img src='/a.jpg'><span>Bến đò. (Ảnh: Lê An)</span></div>"
    first = "<p>Bến đò Hạ Lục đóng cửa sau sáu mươi năm vì cây cầu mới đã thông xe từ đầu tuần này, xã cho biết.</p>"
    page = parse(
        f"<h1 class='details__headline cms-title'>Con đò</h1><div class='article-body cms-body'>{photo}{first}</div>"
        f"<form class=newsletter><p>Đăng ký.</p></form><div class='article-body cms-body'>{TEXT}</div>",
    )
    assert [line[:6] for line in prose(page)] == ["Bến đò", *["Câu th"] * 6]
