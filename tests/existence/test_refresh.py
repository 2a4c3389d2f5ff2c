"""A page sends on where a browser would be sent on, and nowhere else."""

import pytest

from flows.existence.outcome import Answer, judge_answer
from flows.existence.refresh import find_refresh
from flows.records import Outcome

URL = "http://journal.example/archives/page.html"
NEW = "http://journal.example/neuf.html"


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        ("<meta http-equiv=refresh content='0; url=/neuf.html'>", NEW),
        ("<meta content='0;URL=/neuf.html' http-equiv='Refresh'>", NEW),
        ('<META HTTP-EQUIV=REFRESH CONTENT="1, /neuf.html">', NEW),
        ("<meta http-equiv=refresh content=\"0; url='/neuf.html' rest\">", NEW),
        ("<meta http-equiv=refresh content='0 url=/neuf.html'>", NEW),
        ("<meta http-equiv=refresh content='0; url=\n/neuf.html'>", NEW),
        ("<meta http-equiv=refresh content='0;url=/neuf.html?a=1&amp;b=2'>", NEW + "?a=1&b=2"),
        ("<base href='http://journal.example/'><meta http-equiv=refresh content='0;url=neuf.html'>", NEW),
        ("<meta http-equiv=refresh content='0;url=http://[mal/'>", None),
        ("<meta http-equiv=refresh content='0;url=javascript:a()'>", None),
        ("<meta http-equiv=refresh content='600; url=/neuf.html'>", None),
        ("<meta http-equiv=refresh content='5'>", None),
        ("<meta http-equiv=refresh content='0;url=page.html#haut'>", None),
        ("<!-- <meta http-equiv=refresh content='0;url=/neuf.html'> -->", None),
        ("<noscript><meta http-equiv=refresh content='0;url=/neuf.html'></noscript>", None),
        ("<template><meta http-equiv=refresh content='0;url=/neuf.html'></template>", None),
        ("<textarea><meta http-equiv=refresh content='0;url=/neuf.html'></textarea>", None),
        ("<script>'<meta http-equiv=refresh content=\"0;url=/neuf.html\">'</script>", None),
    ],
)
def test_a_meta_refresh_is_read_where_a_browser_reads_it(markup: str, target: str | None) -> None:
    assert find_refresh(URL, "", f"<html><head>{markup}</head><body></body></html>") == target


def test_the_header_sends_on_too_and_comes_first() -> None:
    assert find_refresh(URL, "0; url=/neuf.html", "<meta http-equiv=refresh content='0;url=/autre'>") == NEW


def judge(payload: bytes, *, status: int = 200, content_type: str = "text/html") -> tuple[Outcome, str | None]:
    found = judge_answer(
        Answer(
            asked_url=URL,
            final_url=URL,
            status=status,
            headers=(("content-type", content_type),),
            payload=payload,
            was_redirected=False,
        )
    )
    return found.outcome, found.refresh


def test_a_page_with_an_article_sends_nobody_on() -> None:
    prose = "<p>Le marché couvert rouvre après deux ans de travaux, dit la mairie.</p>" * 30
    head = "<meta http-equiv=refresh content='3;url=/neuf.html'>"
    assert judge(f"{head}<h1>Le marché rouvre</h1>{prose}".encode()) == (Outcome.OK, None)
    assert judge(f"{head}<p>Un instant</p>".encode())[1] == NEW


@pytest.mark.parametrize(
    "payload", [b"\x1f\x8b\x08" + bytes(range(256)) * 9, bytes(5000), b"\x89PNG\r\n\x1a\n" + bytes(900)]
)
def test_bytes_that_no_browser_can_read_say_nothing_of_the_article(payload: bytes) -> None:
    assert judge(payload) == (Outcome.PROTOCOL_ERROR, None)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "cp1258", "iso2022_jp", "gb18030"])
def test_text_in_any_charset_is_text(codec: str) -> None:
    page = "<!DOCTYPE html><html><head><title>Chợ mở lại</title></head><body><h1>市場</h1><p>Chợ mở lại.</p></body>"
    assert judge(page.encode(codec, "ignore"))[0] is Outcome.OK


@pytest.mark.parametrize("charset", ["undefined", "idna", "punycode", "unicode_escape", "hex", "\x00", "x" * 300])
def test_a_charset_that_is_none_costs_nothing(charset: str) -> None:
    page = b"<title>Le march\xe9 rouvre</title><h1>Le march\xe9</h1><p>Le march\xe9 rouvre lundi.</p>"
    assert judge(page, content_type=f"text/html; charset={charset}")[0] is Outcome.OK
