"""The demo site answers as its articles say, and its seeds are what an old scraper would have left."""

import json
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import RemoteDisconnected
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from server import Site
    from site_articles import Article


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _get(url: str, headers: dict[str, str] | None = None) -> tuple[int, str, dict[str, str]]:
    opener = urllib.request.build_opener(_Stay)
    opener.addheaders = list((headers or {}).items())
    try:
        with opener.open(url, timeout=5) as answer:
            return answer.status, answer.read().decode("utf-8"), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8"), dict(error.headers)


@pytest.fixture(scope="module")
def site(site_module: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Site"]:
    with site_module.demo_site(tmp_path_factory.mktemp("site")) as running:
        yield running


def _article(site: "Site", key: str) -> "Article":
    return next(article for article in site.articles if article.key == key)


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("unchanged", 200),
        ("moved-redirect", 301),
        ("moved-silently", 404),
        ("not-found", 404),
        ("gone-410", 410),
        ("soft-404", 200),
        ("to-home", 302),
        ("blocked-403", 403),
        ("blocked-challenge", 503),
        ("blocked-paywall", 200),
    ],
)
def test_an_address_answers_with_the_status_of_its_state(site: "Site", key: str, status: int):
    assert _get(site.url(_article(site, key)))[0] == status


def test_a_moved_article_answers_at_its_new_address_only(site: "Site"):
    for key in ("moved-redirect", "moved-silently"):
        article = _article(site, key)
        origin = site.origins[article.host.key]
        assert article.then.paragraphs[0] in _get(origin + article.moved_path)[1]
    stays = _article(site, "unchanged")
    assert _get(site.origins[stays.host.key] + stays.moved_path)[0] == 404


def test_every_page_shows_the_present_text_and_not_the_old_one(site: "Site"):
    for article in site.articles:
        now = article.now[0]
        if now.answer.value != "page":
            continue
        status, page, _ = _get(site.url(article))
        assert status == 200
        for paragraph in now.paragraphs:
            assert paragraph.replace("&", "&amp;") in page, article.key
        for paragraph in set(article.then.paragraphs) - set(now.paragraphs):
            assert f">{paragraph}<" not in page, article.key


def test_a_paywalled_page_shows_the_first_paragraph_only(site: "Site"):
    article = _article(site, "blocked-paywall")
    page = _get(site.url(article))[1]
    assert article.then.paragraphs[0] in page
    assert article.then.paragraphs[1] not in page


def test_a_cut_connection_gives_no_answer(site: "Site"):
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        _get(site.url(_article(site, "cut-off")))


def test_a_page_is_not_sent_again_to_who_has_it(site: "Site"):
    url = site.url(_article(site, "unchanged"))
    tag = _get(url)[2]["ETag"]
    assert _get(url, {"If-None-Match": tag})[:2] == (304, "")


def test_robots_forbids_what_the_publisher_says(site: "Site"):
    assert "Disallow: /noi-bo/" in _get(site.origins["chomoi"] + "/robots.txt")[1]
    assert "Disallow" not in _get(site.origins["benca"] + "/robots.txt")[1]


def test_seeds_are_written_as_the_old_scraper_did(site: "Site"):
    seed = (site.seeds / "unchanged.txt").read_text("utf-8")
    article = _article(site, "unchanged")
    url, title, body, end = seed.split("\n-----------------\n")
    assert (url, title, end) == (site.url(article), article.then.title, "")
    assert body.startswith("Người dân đi bộ qua cầu trong ngày đầu thông xe. (Ảnh: Lê Thu Hạ/BCN) Sáng 5/10")
    assert body.endswith("./.")


def test_seeds_have_the_faults_that_their_articles_name(site: "Site"):
    def read(name: str) -> str:
        return (site.seeds / name).read_text("utf-8")

    nfd = read("cosmetic-nfd.txt")
    assert nfd != unicodedata.normalize("NFC", nfd)
    assert "“" not in read("cosmetic-quotes.txt")
    assert read("seed-truncated.txt").endswith("triện còn in\n-----------------\n")
    assert "BCN)Chiều 9/8" in read("seed-glued-caption.txt")
    assert "\nnull\n" in read("seed-null.txt")
    assert "SÃ´ng Giang" in read("seed-mojibake.txt")
    assert read("seed-twice.txt") == read("seed-twice-copy-1.txt")
    assert [json.loads(line)["title"] for line in read("nanwan.jsonl").splitlines()] == ["南湾跨海步行桥正式开放"]


def test_the_second_pass_shows_what_changed_between_the_passes(site_module: ModuleType, tmp_path: Path):
    with site_module.demo_site(tmp_path) as site:
        edited, back = _article(site, "edited-between-passes"), _article(site, "back-again")
        assert "85 hecta" in _get(site.url(edited))[1]
        assert _get(site.url(back))[0] == 404
        site.show_second_pass()
        assert "58 hecta" in _get(site.url(edited))[1]
        assert _get(site.url(back))[0] == 200


def test_every_request_is_logged_with_its_host(site_module: ModuleType, tmp_path: Path):
    with site_module.demo_site(tmp_path) as site:
        _get(site.origins["harbour"] + "/robots.txt")
        logged = site.requests()
    assert [(entry["host"], entry["method"], entry["path"]) for entry in logged] == [("harbour", "GET", "/robots.txt")]


def test_every_article_has_a_truth_in_the_words_of_the_vocabulary(site: "Site"):
    from flows.records import Content, Existence, FactKind, Issue

    for entry in site.truth:
        assert {word for accepted in entry["existence"] for word in accepted} <= {str(word) for word in Existence}
        assert set(entry["content"]) <= {str(word) for word in Content}
        assert {kind for kind, _, _ in entry["facts"]} <= {str(word) for word in FactKind}
        assert set(entry["issues"]) <= {str(word) for word in Issue}


@pytest.mark.usefixtures("site_module")
def test_a_change_that_names_no_words_of_its_article_is_refused(tmp_path: Path):
    import site_articles  # loaded by the server

    source = (site_articles.FOLDER / "articles" / "edited-number.toml").read_text("utf-8")
    broken = tmp_path / "broken.toml"
    broken.write_text(source.replace('["làm 12 người bị thương"', '["no such words"'), "utf-8")
    with pytest.raises(ValueError, match=r"broken\.toml: 'no such words' stands 0 times"):
        site_articles.load_article(broken, site_articles.load_hosts())
