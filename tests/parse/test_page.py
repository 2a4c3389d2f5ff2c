"""Whole pages: which article, which kind, from which evidence."""

import datetime as dt
import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from flows.addresses.page_address import read_page_address
from flows.parse.page import parse_page
from flows.records import BlockKind, PageKind, ParsedPage, SeedArticle
from flows.seedfiles import read_seeds

DATA = Path(__file__).parents[3] / "shared" / "data" / "pages-vn"
URL = "https://bao.example/tin/ben-do-12345.html"
STORY = (
    "Bến đò Hạ Lục đóng cửa sau sáu mươi năm vì cây cầu mới đã thông xe từ đầu tuần này.",
    "Ông Tống Khang, người lái đò cuối cùng, chở chuyến cuối lúc năm giờ chiều hôm qua cùng con trai.",
    "Xã sẽ giữ con đò làm hiện vật của nhà truyền thống, nơi còn lưu ba quyển sổ ghi khách từ năm 1962.",
    "Theo ông, ngày đông nhất bến đưa 840 lượt người, phần lớn là học sinh và người đi chợ phiên.",
)
OTHER = (
    "Mùa măng năm nay đến muộn vì mưa ít, giá bán tại vườn tăng gấp rưỡi so với cùng kỳ năm ngoái.",
    "Hợp tác xã Cửa Mây thu mua mỗi ngày hai tấn, sấy khô rồi gửi xuống các chợ đầu mối miền xuôi.",
    "Người trồng măng mong có kho lạnh để không phải bán gấp trong tuần đầu của vụ thu hoạch.",
)
EMPTY_TEMPLATE = """<title>| Báo Mẫu</title><div class='article'></div>
<div class='sidebar'><ul><li><a href=/a>Một tin khác</a><p>Dòng tóm tắt của tin khác, dài vừa đủ.</p></li></ul></div>
<div class='box-comment'><p>Bình luận của bạn sẽ được biên tập trước khi đăng. Vui lòng viết có dấu.</p></div>
<footer><p>Cơ quan chủ quản: tòa soạn tưởng tượng. Giấy phép số 0. Mọi quyền được bảo lưu.</p></footer>"""


def paragraphs(story: tuple[str, ...], tag: str = "p") -> str:
    return "".join(f"<{tag}>{text}</{tag}>\n" for text in story)


def parse(body: str, head: str = "", url: str = URL) -> ParsedPage:
    markup = f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    return parse_page(markup.encode(), url=url, headers={"content-type": "text/html"})


def prose(page: ParsedPage) -> list[str]:
    return [block.text for block in page.blocks if block.kind is not BlockKind.CAPTION]


def linked_data(**fields: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def test_teasers_forms_and_footers_are_no_prose():
    page = parse(
        "<nav><a href=/>Trang chủ</a></nav><main><h1>Bến đò đóng cửa</h1><div class='entry'>"
        + paragraphs(STORY[:2])
        + "<div class='related-news'><a href=/x>Tin khác</a><p>Một dòng tóm tắt của tin khác, khá dài.</p></div>"
        + "<form class='newsletter'><p>Đăng ký nhận bản tin buổi sáng của chúng tôi ngay hôm nay.</p></form>"
        + paragraphs(STORY[2:])
        + "</div></main><footer><p>Giấy phép số 0. Mọi quyền được bảo lưu bởi tòa soạn tưởng tượng.</p></footer>"
    )
    assert prose(page) == list(STORY)
    assert page.title == "Bến đò đóng cửa"


def test_a_body_in_two_containers_is_read_whole():
    half = "<div class='story-body'>{}</div>"
    page = parse(
        "<article><h1>Bến đò</h1>"
        + half.format(paragraphs(STORY[:2]))
        + "<div class='ads'>Quảng cáo</div>"
        + half.format(paragraphs(STORY[2:]))
        + "</article>"
    )
    assert prose(page) == list(STORY)


def test_a_page_that_goes_on_with_another_article_is_read_to_the_end_of_the_first():
    one = "<article><h1>{}</h1><div class='body-copy'>{}</div></article>"
    page = parse(
        one.format("Bến đò", paragraphs(STORY)) + one.format("Mùa măng", paragraphs(OTHER * 3)),
        head="<title>Bến đò</title>",
    )
    assert prose(page) == list(STORY)


def test_text_between_breaks_is_read_as_paragraphs():
    page = parse("<h1>Bến đò</h1><div id=c>" + "<br><br>\n".join(STORY) + "</div>")
    assert prose(page) == list(STORY)


def test_the_lead_is_a_field_and_stands_once():
    page = parse(
        f"<article><h1>Bến đò</h1><p class='sapo'>{STORY[0]}</p><div class='article-body'>"
        + paragraphs(STORY[1:])
        + "</div></article>"
    )
    assert page.lead == STORY[0]
    assert prose(page) == list(STORY[1:])


def test_a_paragraph_that_stands_twice_is_kept_once():
    page = parse("<article><h1>Bến đò</h1>" + paragraphs((*STORY, STORY[1])) + "</article>")
    assert prose(page) == list(STORY)


def test_text_that_is_only_in_the_data_is_read_from_there():
    head = linked_data(headline="Bến đò", articleBody="\n\n".join(STORY), datePublished="2024-05-01T08:00:00+07:00")
    teasers = "".join(f"<li><a href=/x>Tin khác</a><p>{text}</p></li>" for text in OTHER)
    page = parse(f"<article><h1>Bến đò</h1><div class='loading'></div></article><ul>{teasers}</ul>", head=head)
    assert prose(page) == list(STORY)
    assert page.lead is None
    assert ("body", "jsonld") in page.provenance
    assert page.kind is PageKind.ARTICLE


def test_broken_and_doubly_escaped_data_is_still_evidence():
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bến &amp;quot;đò&amp;quot;",'
        '"datePublished":"2024-05-01T08:00:00+07:00","author":{"name":"Tống Khang"},}</script>'
    )
    page = parse("<article>" + paragraphs(STORY) + "</article>", head=head)
    assert page.title == 'Bến "đò"'
    assert page.published_at == dt.datetime(2024, 5, 1, 1, tzinfo=dt.UTC)
    assert page.authors == ("Tống Khang",)


def test_graphs_with_references_are_followed():
    graph = {
        "@graph": [
            {"@type": "WebPage", "@id": "#page", "name": "x"},
            {"@type": "NewsArticle", "headline": "Bến đò", "author": {"@id": "#me"}, "isAccessibleForFree": False},
            {"@type": "Person", "@id": "#me", "name": "Tống Khang"},
        ]
    }
    head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    page = parse("<article><h1>Bến đò</h1>" + paragraphs(STORY) + "</article>", head=head)
    assert page.authors == ("Tống Khang",)
    assert page.is_paywalled is True


def test_a_time_without_a_zone_is_vietnamese_on_a_vietnamese_page():
    head = '<meta property="article:published_time" content="2024-05-01T08:00:00">'
    page = parse("<article><h1>Bến đò</h1>" + paragraphs(STORY) + "</article>", head=head)
    assert page.published_at == dt.datetime(2024, 5, 1, 1, tzinfo=dt.UTC)
    assert dict(page.provenance)["published_at"].endswith("zone_assumed")


@pytest.mark.parametrize(
    "body",
    [
        "<div class='container error'><p class='title'>Không tìm thấy đường dẫn này</p><p>Mời về trang chủ.</p></div>",
        "<h1>Page not found</h1><p>Sorry, the page you are looking for does not exist or has been removed.</p>",
        "<div class='article'></div><ul><li><a href=/a>Một tin</a></li></ul>",
        EMPTY_TEMPLATE,
        "",
    ],
)
def test_a_page_that_says_it_is_lost_or_is_empty_is_an_error(body: str):
    assert parse(body).kind is PageKind.ERROR


def test_a_list_of_articles_is_an_index():
    stories = "".join(
        f"<article class='story'><h2><a href='/t{i}'>Tin số {i} của hôm nay</a></h2><div>{text}</div></article>"
        for i, text in enumerate(OTHER * 3)
    )
    assert parse(f"<div class='timeline'>{stories}</div>", url="https://bao.example/kinh-te").kind is PageKind.INDEX
    assert parse(f"<div class='timeline'>{stories}</div>", url="https://bao.example/").kind is PageKind.INDEX


def test_an_article_about_a_lost_page_is_an_article():
    page = parse("<article><h1>Vì sao trang 404 không tìm thấy</h1>" + paragraphs(STORY + OTHER) + "</article>")
    assert page.kind is PageKind.ARTICLE


def test_pictures_with_captions_and_little_text_are_a_gallery():
    figures = "".join(
        f"<figure><img src=/{i}.jpg><figcaption>Bến đò, ảnh số {i}.</figcaption></figure>" for i in range(6)
    )
    page = parse(f"<article><h1>Bến đò qua ảnh</h1><p>Sáu tấm ảnh.</p>{figures}</article>")
    assert page.kind is PageKind.GALLERY
    assert [item.caption for item in page.media] == [f"Bến đò, ảnh số {i}." for i in range(6)]
    assert page.media[0].url == "https://bao.example/0.jpg"


def test_a_page_that_says_so_is_a_live_blog():
    entries = "".join(
        f"<article class=entry><h2>0{hour}:00</h2><p>{text}</p></article>" for hour, text in enumerate(STORY)
    )
    head = linked_data(headline="Bến đò").replace("NewsArticle", "LiveBlogPosting")
    page = parse(f"<h1>Bến đò</h1><div class=entries>{entries}</div>", head=head)
    assert page.kind is PageKind.LIVE_BLOG
    assert set(STORY) <= set(prose(page))


def test_a_video_with_a_line_of_text_is_a_video():
    markup = "<h1>Chuyến đò cuối</h1><video src=/v.mp4></video><p>Xem chuyến đò cuối cùng.</p>"
    page = parse(markup, head="<meta property='og:title' content='Chuyến đò cuối'>")
    assert page.kind is PageKind.VIDEO
    assert [(item.kind.value, item.url) for item in page.media] == [("video", "https://bao.example/v.mp4")]


def test_the_seed_locates_the_body_where_prose_elsewhere_outweighs_it(tmp_path: Path):
    row = {"url": URL, "title": "Bến đò", "text": " ".join(STORY)}
    (tmp_path / "seeds.jsonl").write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    [seed] = read_seeds([tmp_path / "seeds.jsonl"])
    assert isinstance(seed, SeedArticle)
    body = f"<div class=c1>{paragraphs(OTHER * 6)}</div><div class=c2>{paragraphs(STORY)}</div>"
    markup = f"<!DOCTYPE html><html lang=vi><title>Bến đò</title><body>{body}</body></html>".encode()
    assert STORY[0] not in prose(parse_page(markup, url=URL, headers={}))
    page = parse_page(markup, url=URL, headers={}, seed=seed)
    assert prose(page) == list(STORY)
    assert page.used_seed
    assert dict(page.provenance)["body"] == "located_by_seed"


def test_a_publisher_whose_layout_finds_nothing_is_read_generically_and_that_is_said():
    page = parse(
        "<div class='article__body'></div><h1>Bến đò</h1><section>" + paragraphs(STORY) + "</section>",
        url="https://www.vietnamplus.vn/ben-do-post1.vnp",
    )
    assert page.layout == "generic"
    assert dict(page.provenance)["fallback"] == "vietnamplus.era_d"
    assert prose(page) == list(STORY)


def test_the_same_payload_is_the_same_page():
    one, two = (parse("<h1>Bến đò</h1>" + paragraphs(STORY)) for _ in range(2))
    assert one == two
    assert one.page_id != parse("<h1>Bến đò</h1>" + paragraphs(OTHER)).page_id


def test_a_time_at_the_edge_of_the_calendar_is_no_time():
    head = linked_data(headline="Bến đò", datePublished="0001-01-01T00:00:00+07:00")
    assert parse("<article>" + paragraphs(STORY) + "</article>", head=head).published_at is None


def test_class_names_in_another_case_without_a_doctype_do_no_harm():
    markup = f"<h1>Bến đò</h1><div class='CMS-Body'>{paragraphs(STORY)}</div>"
    page = parse_page(markup.encode(), url="http://[bad", headers={})
    assert prose(page) == list(STORY)


@pytest.mark.skipif(not DATA.exists(), reason="real pages are not here")
def test_a_real_fragment_has_the_sentences_of_its_seed(tmp_path: Path):
    stem = DATA / "fragments" / "2014-07-11_vietnamplus_270450"
    (tmp_path / "seed.txt").write_bytes(stem.with_suffix(".seed.txt").read_bytes())
    (seed,) = read_seeds([tmp_path])
    page = parse_page(stem.with_suffix(".fragment.html").read_bytes(), url=seed.url, headers={}, seed=seed)
    caption = "Tàu cá ĐNa 90152 bị tàu Trung Quốc tấn công đâm chìm trên vùng biển Việt Nam."
    assert page.title == seed.title
    assert [(item.caption, item.credit) for item in page.media] == [(caption, "Trần Lê Lâm/TTXVN")]
    assert " ".join(block.text for block in page.blocks) == " ".join((seed.body or "").split())
    assert page.published_at == dt.datetime(2014, 7, 11, 4, 35, tzinfo=dt.UTC)


@pytest.mark.skipif(not DATA.exists(), reason="real pages are not here")
@pytest.mark.parametrize("name", sorted(path.name for path in (DATA / "html").glob("*.html")))
def test_real_vietnamese_pages_have_every_field(name: str):
    expected = json.loads((DATA / "html" / "expected_by_selectors.json").read_text("utf-8"))[name]
    page = parse_page((DATA / "html" / name).read_bytes(), url=expected["url"], headers={})
    assert page.title == expected["title"].strip()
    assert page.lead
    assert page.lead in expected["sapo"]
    assert page.published_at
    assert page.authors
    assert len(page.blocks) >= 3
    assert page.layout != "generic"


@pytest.mark.parametrize("name", sorted(path.name for path in (DATA / "html").glob("*.html")) or ["absent"])
def test_real_vietnamese_pages_are_read_as_well_without_their_layout(name: str, monkeypatch: pytest.MonkeyPatch):
    if name == "absent":
        pytest.skip("the real pages (../shared/data/pages-vn) are not beside this checkout")
    payload = (DATA / "html" / name).read_bytes()
    host = name.split("_")[1].removesuffix(".html")
    known = parse_page(payload, url=f"https://{host}.vn/a-1.html", headers={})
    hidden = replace(read_page_address(f"https://{host}.vn/a-1.html"), publisher=None)
    monkeypatch.setattr("flows.parse.page.read_page_address", lambda _url: hidden)
    monkeypatch.setattr("flows.parse.page.match_layouts", lambda *_: ())
    page = parse_page(payload, url="https://bao.example.vn/a-1.html", headers={})
    assert page.layout == "generic"
    assert page.title == known.title
    assert page.published_at == known.published_at
    assert page.lead is not None
    assert known.lead is not None
    assert page.lead.endswith(known.lead)
    assert prose(page) == prose(known)
    assert {item.caption for item in known.media} <= {item.caption for item in page.media}


def test_a_page_served_in_decomposed_letters_says_so_and_reads_composed():
    html = "<article><h1>Hội nghị mở rộng</h1><p>Chiều nay, hội nghị khai mạc tại Hà Nội.</p></article>"
    page = parse_page(unicodedata.normalize("NFD", html).encode(), url="http://example.vn/a.html", headers={})
    assert ("unicode_form", "nfd") in page.provenance
    assert unicodedata.is_normalized("NFC", page.blocks[0].text)


def test_a_stray_mark_in_a_composed_page_is_not_its_form():
    html = "<article><h1>Hội nghị</h1><p>Chiều nay, hội nghị khai mạc tại Hà Nội, kho\u0302ng.</p></article>"
    page = parse_page(html.encode(), url="http://example.vn/a.html", headers={})
    assert ("unicode_form", "nfd") not in page.provenance


def test_a_family_is_not_looked_for_in_another_language_on_a_host_elsewhere():
    body = "<h1 class='article__title'>Bến đò</h1><div class='article__body cms-body'>" + paragraphs(STORY) + "</div>"
    assert parse(body).layout == "epi.current"
    elsewhere = f"<!DOCTYPE html><html lang='de'><title>Bến đò</title><body>{body}</body></html>".encode()
    assert parse_page(elsewhere, url=URL, headers={}).layout == "generic"
    assert parse_page(elsewhere, url="https://bao.example.vn/a-1.html", headers={}).layout == "epi.current"


HEADING = "Chuyến đò cuối"
GAP = f"<div class=offer><p>Đăng ký nhận bản tin mỗi sáng ở bến này nhé.</p><input name=mail></div><h2>{HEADING}</h2>"


@pytest.mark.parametrize("container", ["div class='entry-content'", "article class='fck_detail'"])
@pytest.mark.parametrize("cut", [1, 3])
def test_a_body_in_two_containers_is_one_and_a_form_between_is_not_of_it(container, cut):
    """The description repeats the first paragraph, so that may be called the lead; a heading between is the body's."""
    story, end = STORY + OTHER, f"</{container.split()[0]}>"
    page = parse(
        f"<div id=post><!-- post --><h1>Bến đò đóng cửa</h1><{container}>{paragraphs(story[:cut])}{end}{GAP}"
        f"<{container}>{paragraphs(story[cut:])}{end}</div>",
        head=f"<title>Bến đò đóng cửa</title><meta name=description content='{story[0][:60]}'>",
    )
    assert tuple(filter(None, (page.lead, *(block.text for block in page.blocks)))) == (
        *story[:cut],
        HEADING,
        *story[cut:],
    )


def test_the_body_of_a_next_article_beside_the_first_is_not_read():
    body = "<div class='entry-content'>{}</div>"
    next_one = f"<h1>Mùa măng</h1>{body.format(paragraphs(OTHER[:1]))}"
    page = parse(
        f"<h1>Bến đò đóng cửa</h1>{body.format(paragraphs(STORY))}{next_one}",
        head="<title>Bến đò đóng cửa</title>",
    )
    assert tuple(block.text for block in page.blocks) == STORY


def test_prose_between_a_lead_named_by_the_description_and_the_body_belongs_to_the_body():
    page = parse(
        f"<div id=post><h1>Bến đò đóng cửa</h1>{paragraphs((*STORY[:2], 'Vé là 2.000 đồng.'))}"
        f"<div class='entry-content'>{paragraphs(STORY[2:] + OTHER)}</div></div>",
        head=f"<title>Bến đò đóng cửa</title><meta name=description content='{STORY[0][:60]}'>",
    )
    assert page.lead == STORY[0]
    assert [block.text for block in page.blocks] == [STORY[1], "Vé là 2.000 đồng.", *STORY[2:], *OTHER]


def test_readers_comments_do_not_outvote_the_article():
    answers = "".join(f"<li><p>Bạn đọc {at}: {text}</p></li>" for at, text in enumerate(OTHER * 8))
    page = parse(f"<main><h1>Bến đò</h1><div>{paragraphs(STORY)}</div><ol class='comment-list'>{answers}</ol></main>")
    assert prose(page) == list(STORY)


def test_a_dialog_or_a_banner_element_is_never_the_article():
    lines = paragraphs(OTHER * 6)
    for banner in (
        f"<dialog open>{lines}</dialog>",
        f"<div role=alertdialog>{lines}</div>",
        f"<x-cookie-banner>{lines}</x-cookie-banner>",
    ):
        assert prose(parse(f"{banner}<main><h1>Bến đò</h1><div>{paragraphs(STORY)}</div></main>")) == list(STORY)


def test_a_summary_in_the_data_does_not_replace_what_is_shown():
    summary = "Tóm tắt do máy viết: bến đò nay không còn, người lái nghỉ, con thuyền đem trưng bày. " * 4
    page = parse(
        f"<main><h1>Bến đò</h1>{paragraphs(STORY)}</main>", head=linked_data(headline="Bến đò", articleBody=summary)
    )
    assert prose(page) == list(STORY)


def test_a_line_that_a_song_says_again_is_there_twice():
    page = parse("<main><h1>Bến đò</h1>" + paragraphs((STORY[0], STORY[1], STORY[2], STORY[1], STORY[3])) + "</main>")
    assert prose(page) == [STORY[0], STORY[1], STORY[2], STORY[1], STORY[3]]


def test_what_stands_inside_a_sentence_belongs_to_it():
    page = parse(
        "<main><h1>Bến đò</h1>"
        "<p>Ông nói: <q>Tôi nhớ bến cũ</q>, rồi im lặng nhìn dòng nước trôi qua chân cầu mới.</p>"
        "<p>Bãi rộng <math><mi>s</mi><mo>=</mo><mn>7</mn></math> mẫu, theo sổ của <button>cán bộ</button> xã.</p>"
        "<p><img alt='C' src='c.png'>on đò được kéo lên bờ lúc năm giờ chiều trước mặt cả làng.</p>"
        f"{paragraphs(STORY[:2])}<p><button>Chia sẻ</button></p></main>"
    )
    assert prose(page)[:3] == [
        "Ông nói: “Tôi nhớ bến cũ”, rồi im lặng nhìn dòng nước trôi qua chân cầu mới.",
        "Bãi rộng s=7 mẫu, theo sổ của cán bộ xã.",
        "Con đò được kéo lên bờ lúc năm giờ chiều trước mặt cả làng.",
    ]
    assert "Chia sẻ" not in " ".join(prose(page))


def test_a_box_with_much_of_the_prose_is_the_article_whatever_it_is_named():
    page = parse(
        f"<main><h1>Bến đò</h1><p>{STORY[0]}</p><div class='cmp text widget'>{paragraphs(STORY[1:])}</div></main>"
    )
    assert [*([page.lead] if page.lead else []), *prose(page)] == list(STORY)
