"""Answers are named with precision first: an article is not taken for what it tells of."""

import gzip
import random
import zlib

import brotli
import pytest
import zstandard

from flows.addresses.links import is_ancestor
from flows.existence.outcome import Answer, is_binary, judge_answer
from flows.existence.outcome_rules import RULES, SUCCESS_RULES
from flows.records import Outcome

PROSE = "<p>" + "Cây cầu mới bắc qua sông được khánh thành sáng nay, sau ba năm xây dựng. " * 60 + "</p>"


BRIEF = "<p>Cây cầu mới bắc qua sông được khánh thành sáng nay, sau ba năm xây dựng.</p>" * 7


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
        page("Cầu mới", BRIEF + "<p>Vui lòng đăng nhập để gửi bình luận.</p><input type=password>"),
        page("Cầu mới", BRIEF + "<p>Chúng tôi sử dụng cookie. Đồng ý</p><p>We use cookies. Accept all</p>"),
        page("Bridge opens", BRIEF + "<nav>Subscribe Log in Already a subscriber? Log in</nav>"),
        page("Bridge opens", BRIEF + "<p>Related: Man blocked from flight; domain names for sale online</p>"),
        page("Website của bộ bảo trì xong", PROSE),
        page("Hundreds of accounts suspended", BRIEF + "<p>The network said accounts were suspended on Monday.</p>"),
        page("Thủ tướng: không còn tình trạng thiếu điện", BRIEF),
        page("Bài viết gây tranh cãi", BRIEF + "<p>Bài viết của ông gây tranh cãi và không được in lại.</p>"),
    ],
)
def test_article_is_not_taken_for_what_it_tells_of(html: str) -> None:
    assert judge_answer(answer(html)).outcome is Outcome.OK


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
    assert judge_answer(answer(html)).outcome is outcome


LOST = (
    ("Lỗi 404", "Rất tiếc, trang bạn đang tìm kiếm hiện không còn tồn tại hoặc đã được di chuyển."),
    ("Báo Mới", "Xin lỗi, chúng tôi không tìm thấy nội dung bạn yêu cầu."),
    ("Tin", "Nội dung bạn đang xem đã bị ẩn hoặc xóa khỏi hệ thống."),
    ("Tin", "Đường dẫn bạn truy cập đã hết hạn."),
    ("Oops! That page can’t be found.", "It looks like nothing was found at this location. Maybe try a search?"),
    (
        "404 - File or directory not found.",
        "The resource you are looking for might have been removed, had its name changed.",
    ),
    ("The Herald", "Sorry, we couldn't find that page. Try our homepage."),
    ("The Herald", "This article is no longer available."),
    ("The Herald", "The story you requested has been removed."),
    ("Article Unavailable", "Back to home"),
    ("Not Found", "The requested resource was not found on this server."),
    ("HTTP Status 404 – Not Found", "Type Status Report"),
    ("Tagblatt", "Dieser Artikel ist leider nicht mehr verfügbar."),
    ("Le Quotidien", "Cet article n'est plus disponible."),
    ("El Diario", "Este artículo ya no está disponible."),
    ("Il Giornale", "Questa pagina non esiste."),
    ("De Krant", "Deze pagina bestaat niet."),
    ("Газета", "Материал был удалён."),
    ("新闻网", "文章已被删除"),
    ("example.vn", "The domain name example.vn is for sale. Buy this domain."),
)
WALLS = (
    (Outcome.CHALLENGE, "Request Rejected", "The requested URL was rejected. Please consult with your administrator."),
    (Outcome.CHALLENGE, "Attention Required!", "Sorry, you have been blocked. Cloudflare Ray ID: 8a1b2c3d4e5f6a7b"),
    (Outcome.CHALLENGE, "Báo", "Địa chỉ IP của bạn đã bị chặn do có dấu hiệu bất thường."),
    (Outcome.CHALLENGE, "Báo", "Hệ thống phát hiện lưu lượng truy cập bất thường từ mạng của bạn."),
    (Outcome.CHALLENGE, "Your access is limited", "Your access to this site has been limited by the site owner"),
    (Outcome.CHALLENGE, "Web Page Blocked!", "Web Page Blocked! The page cannot be displayed. Attack ID: 20000051"),
    (Outcome.CHALLENGE, "Not Acceptable!", "Not Acceptable! An appropriate representation was not found. Mod_Security"),
    (Outcome.CHALLENGE, "", "The request is blocked. 0x2sEYgAAAAD"),
    (Outcome.CHALLENGE, "Making sure you're not a bot!", "Loading..."),
    (Outcome.CHALLENGE, "One moment, please...", "Please wait while we verify your request."),
    (Outcome.CHALLENGE, "Robot Challenge Screen", "Checking"),
    (Outcome.CHALLENGE, "Pardon Our Interruption", "As you were browsing something made us think you were a bot."),
    (Outcome.CHALLENGE, "405", "您的请求已被拦截"),
    (Outcome.FORBIDDEN, "Sorry", "This content is not available in your region."),
    (Outcome.FORBIDDEN, "Unavailable", "Our website is currently unavailable in most European countries."),
    (Outcome.FORBIDDEN, "Xác nhận tuổi", "Vui lòng xác nhận bạn đã đủ 18 tuổi."),
    (Outcome.PAYWALL, "Cầu mới", "Để đọc tiếp toàn bộ bài viết, mời bạn đăng ký gói thành viên."),
    (Outcome.PAYWALL, "Cầu mới", "Nội dung tính phí. Chọn gói phù hợp."),
    (Outcome.PAYWALL, "Brücke", "Weiterlesen mit einem Probeabo"),
    (Outcome.PAYWALL, "Pont", "Abonnez-vous pour lire la suite"),
    (Outcome.PAYWALL, "Bridge", "To read the full story, subscribe today."),
    (Outcome.PAYWALL, "Мост", "Оформите подписку, чтобы читать дальше"),
    (Outcome.LOGIN_WALL, "Bridge", "Create a free account to continue reading."),
    (Outcome.LOGIN_WALL, "Cầu mới", "Bạn cần đăng nhập tài khoản để xem tiếp nội dung."),
    (Outcome.LOGIN_WALL, "新桥", "登录后查看全文"),
    (Outcome.CONSENT_WALL, "Datenschutz", "Wir benötigen Ihre Zustimmung, um fortzufahren"),
    (Outcome.CONSENT_WALL, "Vie privée", "Nous respectons votre vie privée. Continuer sans accepter"),
    (Outcome.SERVER_ERROR, "Bảo trì", "Website đang được bảo trì, vui lòng quay lại sau."),
    (Outcome.SERVER_ERROR, "Maintenance", "Briefly unavailable for scheduled maintenance. Check back in a minute."),
    (Outcome.SERVER_ERROR, "Account Suspended", "This account has been suspended. Contact your hosting provider."),
    (Outcome.SERVER_ERROR, "Error", "Error establishing a database connection"),
    (Outcome.SERVER_ERROR, "Welcome to nginx!", "If you see this page, the nginx web server is installed."),
)


@pytest.mark.parametrize(("title", "text"), LOST)
def test_error_pages_of_content_systems_are_told_by_their_words(title: str, text: str) -> None:
    assert judge_answer(answer(page(title, f"<p>{text}</p>"))).outcome is Outcome.SOFT_NOT_FOUND


@pytest.mark.parametrize(("outcome", "title", "text"), WALLS)
def test_walls_and_sites_out_of_service_are_told_by_their_words(outcome: Outcome, title: str, text: str) -> None:
    assert judge_answer(answer(page(title, f"<p>{text}</p>"))).outcome is outcome


@pytest.mark.parametrize(("title", "text"), [wall[1:] for wall in WALLS] + list(LOST))
def test_the_same_words_in_an_article_are_no_wall(title: str, text: str) -> None:
    assert judge_answer(answer(page(f"Phóng sự: {title}", f"{PROSE}<p>{text}</p>"))).outcome is Outcome.OK


def test_challenge_is_told_whatever_its_status() -> None:
    html = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    for status in (200, 403, 503):
        assert judge_answer(answer(html, status=status)).outcome is Outcome.CHALLENGE


@pytest.mark.parametrize("charset", ["windows-1258", "utf-16", "x-nonsense"])
def test_page_in_any_charset_is_read_or_let_be(charset: str) -> None:
    payload = page("Cau moi qua song").encode("utf-8" if charset == "x-nonsense" else charset, "replace")
    headers = (("content-type", f"text/html; charset={charset}"),)
    assert judge_answer(answer("", payload=payload, headers=headers)).outcome is Outcome.OK


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


def _pages() -> list[bytes]:
    """Write pages of some kilobytes in which nothing repeats."""
    chance = random.Random(11)
    letters = "abcdefghijklmnoprstuvyzáčďéěíňóřšťúůýž "
    return ["".join(["<p>", *chance.choices(letters, k=9_000), "</p>"]).encode() for _ in range(60)]


def test_what_is_compressed_is_no_text_whatever_its_bytes_are_by_chance() -> None:
    for number, page in enumerate(_pages()):
        packed = (gzip.compress(page, mtime=number), zlib.compress(page), brotli.compress(page, quality=4))
        assert [is_binary(body) for body in (*packed, zstandard.compress(page))] == [True] * 4


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-16", "windows-1250", "gb18030"])
def test_text_in_any_charset_is_text(codec: str) -> None:
    assert not is_binary("<!doctype html><p>Most przez Wisłę zamknięto</p>".encode(codec, "replace"))
    assert not is_binary("\n <html lang=pl><body>Most</body>".encode(codec))
