"""Answers are named with precision first: an article is not taken for what it tells of."""

import pytest

from flows.fetch.answers import RULES, SUCCESS_RULES, Answer, classify_answer, is_ancestor
from flows.records import Outcome

PROSE = "<p>" + "Cây cầu mới bắc qua sông được khánh thành sáng nay, sau ba năm xây dựng. " * 60 + "</p>"


def answer(html: str, **changes: object) -> Answer:
    values: dict[str, object] = {
        "asked_url": "https://news.example/kinh-te/cau-moi-123.html",
        "final_url": "https://news.example/kinh-te/cau-moi-123.html",
        "status": 200,
        "headers": (("content-type", "text/html; charset=utf-8"),),
        "payload": html.encode(),
        "was_redirected": False,
    }
    return Answer(**(values | changes))


def page(title: str, body: str = PROSE, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"


@pytest.mark.parametrize(
    "html",
    [
        page("Page not found: how the web forgets"),
        page("404 ngày bên bờ sông"),
        page("Không tìm thấy đường dẫn này, phi công quay lại"),
        page("Access denied: the story of a closed archive"),
        page("Truy cập bị từ chối: người dân kể lại"),
        page("Are you a robot? What captchas do to us", "<p>Prove you are not a robot.</p>" + PROSE),
        page("Cầu mới", PROSE + "<footer>Already a subscriber? Subscribe to continue reading our newsletter</footer>"),
        page("Cầu mới", PROSE + "<form>Đăng nhập để bình luận <input type=password></form>"),
        page("Cầu mới", PROSE + "<div class='g-recaptcha'></div>"),
        page("Cầu mới", PROSE + "<script src='/cdn-cgi/challenge-platform/h/b/x.js'></script>"),
        page("Cầu mới", PROSE, "<style>" + ".x{color:red}" * 9_000 + "</style><div class='h-captcha'></div>"),
        page("Cầu mới", PROSE, "<script>document.cookie='a=b';window.location.reload()</script>" * 800),
        "<html><head><title>| Vietnam+ (VietnamPlus)</title></head><body><h1>Cầu mới</h1>" + PROSE,
        "<html><head><title></title></head><body><h1><span>Cầu mới</span></h1>" + PROSE,
        "<title>Cầu mới</title><p>Tin ngắn: cầu mới qua sông đã được khánh thành sáng nay.</p>",
    ],
)
def test_article_is_not_taken_for_what_it_tells_of(html: str) -> None:
    assert classify_answer(answer(html))[0] is Outcome.OK


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        ("<title>| Vietnam+ (VietnamPlus)</title><div class='article'></div>", Outcome.EMPTY),
        ("<title> – tinnhanh.example</title><h1></h1>" + PROSE, Outcome.EMPTY),
        ("<title></title><div class='article'></div>", Outcome.EMPTY),
        ("<title>404</title>", Outcome.SOFT_NOT_FOUND),
        ("<title>Error 404 - Not Found | News</title>", Outcome.SOFT_NOT_FOUND),
        ("<title>Trang bạn yêu cầu không tồn tại</title>", Outcome.SOFT_NOT_FOUND),
        ("<title>Báo</title><p>Bài viết bạn tìm kiếm không tồn tại hoặc đã bị xóa</p>", Outcome.SOFT_NOT_FOUND),
        ("<title>Access Denied</title><p>You don't have permission. Reference #18.2f</p>", Outcome.CHALLENGE),
        ("<title>Bạn đọc</title><p>Vui lòng xác nhận bạn không phải là robot</p>", Outcome.CHALLENGE),
        ("<p>Bài viết dành riêng cho thuê bao. Mua gói đọc báo để xem tiếp.</p>", Outcome.PAYWALL),
    ],
)
def test_page_that_is_no_article_is_named(html: str, outcome: Outcome) -> None:
    assert classify_answer(answer(html))[0] is outcome


def test_challenge_is_told_whatever_its_status() -> None:
    html = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    for status in (200, 403, 503):
        assert classify_answer(answer(html, status=status))[0] is Outcome.CHALLENGE


@pytest.mark.parametrize("charset", ["windows-1258", "utf-16", "x-nonsense"])
def test_page_in_any_charset_is_read_or_let_be(charset: str) -> None:
    payload = page("Cau moi qua song").encode("utf-8" if charset == "x-nonsense" else charset, "replace")
    headers = (("content-type", f"text/html; charset={charset}"),)
    assert classify_answer(answer("", payload=payload, headers=headers))[0] is Outcome.OK


@pytest.mark.parametrize(
    ("url", "below", "expected"),
    [
        ("https://a.vn/", "https://a.vn/x/y.html", True),
        ("https://a.vn/index.html", "https://a.vn/x/y.html", True),
        ("https://a.vn/x/", "https://a.vn/x/y.html", True),
        ("https://b.vn/", "https://a.vn/y.html", True),
        ("https://a.vn/?p=17", "https://a.vn/y.html", False),
        ("https://a.vn/x/y", "https://a.vn/x/y/", False),
        ("https://a.vn/x/y-post1.html", "https://a.vn/x/y.html", False),
        ("https://a.vn/", "https://a.vn/", False),
    ],
)
def test_home_and_folders_above_an_address_are_known(url: str, below: str, expected: bool) -> None:  # noqa: FBT001 # table
    assert is_ancestor(url, below) is expected


def test_every_rule_has_a_name_of_its_own_and_a_source() -> None:
    names = [rule.name for rule in RULES + SUCCESS_RULES]
    assert len(set(names)) == len(names)
    assert all(rule.source for rule in RULES + SUCCESS_RULES)
