"""Answers that are no article although they may look like one (F9)."""

from fault_server.articles import ARTICLE, write_page
from fault_server.wire import Exchange, route

NO_ARTICLES = {
    "epi": "<title>Báo</title><div class='x'></div><div class=\"container error\">"
    '<p class="title">Không tìm thấy đường dẫn này</p></div>',
    "english": "<title>Page not found - The Courier</title><p>Sorry, the page you are looking for does not exist.</p>",
    "german": "<title>Seite nicht gefunden | Bote</title><p>Die gesuchte Seite existiert nicht mehr.</p>",
    "chinese": "<title>页面不存在</title><p>您访问的页面不存在</p>",
    "login": "<title>Khánh thành cầu</title><h1>Khánh thành cầu</h1><form><p>Đăng nhập để đọc tiếp bài viết này.</p>"
    '<input name=mail><input type="password"></form>',
    "paywall": "<title>Bridge opens</title><h1>Bridge opens</h1><p>The bridge opened on Monday.</p>"
    "<div class=wall>Subscribe to continue reading. Already a subscriber? Log in.</div>",
    "consent": "<title>Before you continue</title><p>We value your privacy. We and our partners store data."
    " Accept all</p>",
    "captcha": "<title>Xác minh</title><p>Vui lòng xác nhận bạn không phải là robot</p><div class='g-recaptcha'></div>",
    "cloudflare": "<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'}</script><p>Checking</p>",
    "script": "<html><script>document.cookie='D1N=1';window.location.reload(true);</script></html>",
    "firewall": "<title>403 Forbidden</title><h1>403 Forbidden</h1>",
}


@route("/no-article/*")
async def no_article(exchange: Exchange) -> None:
    name = exchange.hit.path.rsplit("/", 1)[1]
    body = f"<!DOCTYPE html><html><head><meta charset=utf-8>{NO_ARTICLES[name]}</html>"
    await exchange.send(200, body.encode(), content_type="text/html; charset=utf-8")


@route("/mitigated")
async def mitigated(exchange: Exchange) -> None:
    await exchange.send(403, b"<p>wait</p>", "cf-mitigated: challenge", "Server: cloudflare")


@route("/gone-then-403")
async def gone_then_403(exchange: Exchange) -> None:
    await exchange.send(404 if exchange.visit == 0 else 403, b"no")


UNKNOWN_LOSS = "Þessi síða er því miður ekki til lengur, en hér eru nokkrar aðrar sem þú gætir haft gaman af"


@route("/unknown/*")
async def unknown(exchange: Exchange) -> None:
    """Say in words that no rule has that the page is lost; every answer has other bytes."""
    number = exchange.server.count_visit()
    others = "".join(f"<p>Frétt númer {n} um veðrið í bænum og nágrenni hans.</p>" for n in range(5))
    page = f"<title>Fréttablað</title><h1>Hvað nú?</h1><article><p>{UNKNOWN_LOSS} {number}</p>{others}</article>"
    await exchange.send(200, page.encode(), content_type="text/html; charset=utf-8")


@route("/unknown/real-*")
async def other_story(exchange: Exchange) -> None:
    """Serve another story at the address of the first."""
    story = tuple(f"Vở kịch số {n} được diễn tại nhà hát thành phố trước đông đảo khán giả." for n in range(9))
    await exchange.send(
        200, write_page(story, title="Nhà hát mở màn mùa diễn"), content_type="text/html; charset=utf-8"
    )


async def wall(exchange: Exchange) -> None:
    """Turn away whoever asks for whatever, in words that no rule has."""
    page = f"<title>Vefvörn</title><article><h1>Bíddu aðeins</h1><p>Við skoðum gestinn. {exchange.visit}</p></article>"
    await exchange.send(200, page.encode(), content_type="text/html; charset=utf-8")


@route("/empty")
async def empty(exchange: Exchange) -> None:
    await exchange.send(200, b"")


@route("/pdf")
async def pdf(exchange: Exchange) -> None:
    await exchange.send(200, b"%PDF-1.7 ...", content_type="application/pdf")


@route("/section/story-home")
async def to_home(exchange: Exchange) -> None:
    await exchange.send(301, b"", "Location: /")


@route("/section/story-section")
async def to_section(exchange: Exchange) -> None:
    await exchange.send(302, b"", "Location: /section/")


@route("/section/story-search")
async def to_search(exchange: Exchange) -> None:
    await exchange.send(302, b"", "Location: /tim-kiem.htm?keywords=story")


@route("/section/story-error")
async def to_error(exchange: Exchange) -> None:
    await exchange.send(302, b"", "Location: /404.html")


@route("/")
@route("/section/")
@route("/404.html")
@route("/tim-kiem.htm")
async def listing(exchange: Exchange) -> None:
    if exchange.hit.host == "refusing":
        await exchange.send(403, b"no")
        return
    await exchange.send(200, b"<title>Tin nhanh</title>" + b"<p>a list of stories</p>" * 200)


@route("/blocked-once")
async def blocked_once(exchange: Exchange) -> None:
    await (exchange.send(403, b"no") if exchange.visit == 0 else exchange.send(200, ARTICLE))
