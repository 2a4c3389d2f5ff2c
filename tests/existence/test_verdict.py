"""What a capture says of an article's existence, and what it never says."""

import datetime as dt
from dataclasses import replace

import pytest

from flows.addresses.urls import identify
from flows.existence.verdict import ExistenceCase, judge_existence, slug_similarity, title_similarity
from flows.records import (
    Block,
    BlockKind,
    Capture,
    Content,
    DatePrecision,
    Evidence,
    Existence,
    Observation,
    Outcome,
    PageKind,
    ParsedPage,
    Reconciliation,
    Redirect,
    SeedArticle,
    SeedFormat,
    Source,
)

URL = "http://www.vietnamplus.vn/khanh-thanh-cau-moi-qua-song/409435.vnp"
MOVED_URL = "https://www.vietnamplus.vn/khanh-thanh-cau-moi-qua-song-post409435.vnp"
TITLE = "Khánh thành cầu mới qua sông sau ba năm xây dựng"
NOW = dt.datetime(2026, 5, 2, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
IDENTITY = identify(URL)
assert IDENTITY is not None
SEED = SeedArticle(
    seed_id="5eed",
    identity=IDENTITY,
    url=URL,
    title=TITLE,
    body="Sáng nay, cây cầu mới được khánh thành.",
    extra=None,
    format=SeedFormat.DASHED_TEXT,
    source_path="seeds/1.txt",
    line=1,
)


def capture(outcome: Outcome = Outcome.OK, final_uri: str = URL, **changes: object) -> Capture:
    values: dict[str, object] = {
        "capture_id": "cafe",
        "article_id": SEED.identity.article_id,
        "target_uri": URL,
        "final_uri": final_uri,
        "redirects": () if final_uri == URL else (Redirect(uri=URL, http_status=301, location=final_uri),),
        "captured_at": NOW,
        "memento_datetime": None,
        "source": Source.LIVE,
        "outcome": outcome,
        "outcome_detail": "because",
        "http_status": 200,
        "headers": (),
        "payload_digest": None,
        "payload_bytes": 0,
        "elapsed_ms": 1,
        "request_count": 1,
        "revisit_of": None,
        "warc_file": None,
        "warc_offset": None,
    }
    return Capture(**(values | changes))


def page(title: str | None = TITLE, kind: PageKind = PageKind.ARTICLE, **changes: object) -> ParsedPage:
    values: dict[str, object] = {
        "page_id": "9a9e",
        "payload_digest": "sha256:00",
        "parser_version": "1",
        "kind": kind,
        "url": URL,
        "canonical_url": None,
        "title": title,
        "lead": None,
        "blocks": (Block(kind=BlockKind.PARAGRAPH, text="Sáng nay, cây cầu mới được khánh thành."),),
        "published_at": None,
        "modified_at": None,
        "authors": (),
        "byline": None,
        "section": None,
        "tags": (),
        "language": "vi",
        "site_name": None,
        "media": (),
        "is_paywalled": None,
        "charset": "utf-8",
        "charset_reason": "header",
        "layout": "generic",
        "used_seed": False,
        "provenance": (),
    }
    return ParsedPage(**(values | changes))


def compared(content: Content) -> Reconciliation:
    return Reconciliation(
        reconciliation_id="12ec",
        rules_version="1",
        seed_id=SEED.seed_id,
        article_id=SEED.identity.article_id,
        page_id="9a9e",
        capture_id="cafe",
        content=content,
        similarity=None,
        evidence=Evidence(rule="test"),
        title=TITLE,
        lead=None,
        sentences=(),
        media=(),
        left_out=(),
        changes=(),
        facts=(),
        issues=(),
        published_at=None,
        published_at_precision=DatePrecision.UNKNOWN,
        modified_at=None,
        authors=(),
        section=None,
        tags=(),
        language="vi",
    )


def judge(
    seen: Capture,
    read: ParsedPage | None = None,
    content: Content | None = None,
    *,
    missing_since: dt.datetime | None = None,
    seed: SeedArticle = SEED,
    candidate_of: str | None = None,
) -> Observation:
    return judge_existence(
        ExistenceCase(
            capture=seen,
            page=read,
            seed=seed,
            reconciliation=compared(content) if content else None,
            missing_since=missing_since,
            confirm_after=DAY,
            candidate_of=candidate_of,
        )
    )


@pytest.mark.parametrize("outcome", list(Outcome))
def test_nothing_but_a_second_look_at_a_lost_page_makes_it_gone(outcome: Outcome) -> None:
    first = judge(capture(outcome))
    assert first.existence is not Existence.GONE
    second = judge(capture(outcome), missing_since=NOW - 2 * DAY)
    # what is only empty may be a wall that needs scripts: it stays missing
    lost = {Outcome.NOT_FOUND, Outcome.SOFT_NOT_FOUND, Outcome.HOME_REDIRECT, Outcome.NOT_MODIFIED}
    assert (second.existence is Existence.GONE) is (outcome in lost)
    assert first.rule
    assert first.evidence


@pytest.mark.parametrize("missing_since", [NOW, NOW - DAY / 2, NOW + DAY])
def test_second_look_that_comes_too_soon_leaves_it_missing(missing_since: dt.datetime) -> None:
    assert judge(capture(Outcome.NOT_FOUND), missing_since=missing_since).existence is Existence.MISSING


@pytest.mark.parametrize(
    ("outcome", "existence"),
    [
        (Outcome.FORBIDDEN, Existence.BLOCKED),
        (Outcome.RATE_LIMITED, Existence.BLOCKED),
        (Outcome.CHALLENGE, Existence.BLOCKED),
        (Outcome.PAYWALL, Existence.BLOCKED),
        (Outcome.LOGIN_WALL, Existence.BLOCKED),
        (Outcome.ROBOTS_DISALLOWED, Existence.BLOCKED),
        (Outcome.ROBOTS_UNREACHABLE, Existence.UNREACHABLE),
        (Outcome.SERVER_ERROR, Existence.UNREACHABLE),
        (Outcome.TIMEOUT, Existence.UNREACHABLE),
        (Outcome.REDIRECT_LOOP, Existence.UNREACHABLE),
        (Outcome.TOO_LARGE, Existence.UNREACHABLE),
        (Outcome.HOST_PARKED, Existence.UNREACHABLE),
        (Outcome.REFUSED_ADDRESS, Existence.REFUSED),
        (Outcome.BUDGET_SPENT, Existence.UNCHECKED),
        (Outcome.WRONG_CONTENT_TYPE, Existence.MISSING),
    ],
)
def test_outcome_without_a_page_has_its_existence(outcome: Outcome, existence: Existence) -> None:
    assert judge(capture(outcome)).existence is existence


@pytest.mark.parametrize("content", [Content.IDENTICAL, Content.EDITED, Content.SHORTENED, Content.SEED_TRUNCATED])
def test_same_story_at_its_address_is_live(content: Content) -> None:
    seen = judge(capture(), page("Another headline"), content)
    assert (seen.existence, seen.current_url) == (Existence.LIVE, URL)


@pytest.mark.parametrize("address", [URL.replace("http:", "https:"), URL.replace("www.", ""), URL + "?utm_source=x"])
def test_another_spelling_of_the_same_address_is_no_move(address: str) -> None:
    assert judge(capture(final_uri=address), page(), Content.IDENTICAL).existence is Existence.LIVE


def test_redirect_to_the_same_story_is_a_move() -> None:
    seen = judge(capture(final_uri=MOVED_URL), page(), Content.COSMETIC)
    assert (seen.existence, seen.current_url) == (Existence.MOVED, MOVED_URL)


def test_redirect_to_the_same_headline_is_a_move_though_the_text_is_unlike() -> None:
    assert judge(capture(final_uri=MOVED_URL), page(), Content.REPLACED).existence is Existence.MOVED


@pytest.mark.parametrize("missing_since", [None, NOW - 2 * DAY])
def test_redirect_to_another_story_is_a_loss(missing_since: dt.datetime | None) -> None:
    other = "https://www.vietnamplus.vn/gia-vang-tang-manh-post999999.vnp"
    seen = judge(capture(final_uri=other), page("Giá vàng tăng mạnh"), Content.REPLACED, missing_since=missing_since)
    assert seen.existence is (Existence.GONE if missing_since else Existence.MISSING)
    assert "999999" in seen.evidence


def test_page_that_names_another_article_as_its_own_is_a_loss() -> None:
    stranger = page("Giá vàng tăng mạnh", canonical_url="https://www.vietnamplus.vn/gia-vang-post999999.vnp")
    assert judge(capture(), stranger, Content.REPLACED).existence is Existence.MISSING


def test_another_text_at_the_same_address_is_live() -> None:
    assert judge(capture(), page("Bài viết đã được viết lại"), Content.REPLACED).existence is Existence.LIVE


@pytest.mark.parametrize(
    "read",
    [
        page("Không tìm thấy", kind=PageKind.ERROR),
        page("Tin nhanh", kind=PageKind.INDEX),
        page("| Vietnam+ (VietnamPlus)"),
        page(None),
        page("Cầu", blocks=()),
    ],
)
def test_good_status_with_no_article_is_never_live(read: ParsedPage) -> None:
    assert judge(capture(), read, Content.REPLACED).existence is Existence.MISSING


@pytest.mark.parametrize(
    "headline",
    [
        "Vermisstes Flugzeug nach zwei Wochen: Page not found",
        "Missing climber not found after two weeks",
        "Autobahn 404 wird freigegeben",
        "Straße 404",
        "El barco 404 zarpa el lunes",
        "Người mất tích không tìm thấy trang nhật ký của mình",
        "Dieser Artikel wurde gelöscht: Streit um ein Urteil",
        "Hledá se stránka z kroniky: page not found",
    ],
)
def test_the_articles_own_headline_does_not_say_that_the_page_is_lost(headline: str) -> None:
    heading = Block(kind=BlockKind.HEADING, text=headline)
    seed = replace(SEED, title=headline)
    for shown in (headline, f"{headline} | Die Zeitung"):
        read = page(shown, PageKind.ERROR, blocks=(heading,))
        seen = judge(capture(), read, missing_since=NOW - 2 * DAY, seed=seed)
        assert seen.existence is Existence.MISSING


@pytest.mark.parametrize(
    "text",
    [
        "Missing plane not found, says the navy",
        "Quốc lộ 404 thông xe",
        "Flug 404: Was geschah",
        "The 404 people who stayed",
    ],
)
def test_words_of_an_error_page_inside_a_sentence_do_not_say_that_the_page_is_lost(text: str) -> None:
    read = page(text, PageKind.ERROR, blocks=(Block(kind=BlockKind.PARAGRAPH, text=text),))
    assert judge(capture(), read, missing_since=NOW - 2 * DAY).existence is Existence.MISSING


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("404", ""),
        ("Página no encontrada", ""),
        ("Pagina niet gevonden - De Krant", ""),
        ("Page not found | The Paper", ""),
        ("La Gazette – Page introuvable", ""),
        ("Página no encontrada (404)", ""),
        ("Ошибка 404: страница не найдена", ""),
        ("404 ページが見つかりません", ""),
        (TITLE, "Stránka nebyla nalezena."),
        (TITLE, "Désolé, cette page n'existe plus."),
        (TITLE, "Es tut uns leid: Seite nicht gefunden."),
        (TITLE, "抱歉，页面不存在"),
        (TITLE, "क्षमा करें। पृष्ठ नहीं मिला।"),
        (TITLE, f"{TITLE}. This article has been removed."),
        (f"{TITLE} | Page not found", ""),
        (TITLE, "Seite nicht gefunden. Zur Startseite"),
        (TITLE, "Oops! Page introuvable !"),
        (TITLE, "页面不存在。返回首页"),
        (TITLE, "Esta página não existe"),
    ],
)
def test_a_page_that_says_it_is_none_is_gone(title: str, text: str) -> None:
    read = page(title, PageKind.ERROR, blocks=(Block(kind=BlockKind.PARAGRAPH, text=text),))
    assert judge(capture(), read, missing_since=NOW - 2 * DAY).existence is Existence.GONE


def test_page_that_nobody_could_read_is_not_called_live() -> None:
    assert judge(capture()).existence is Existence.UNREACHABLE


def test_teaser_behind_a_paywall_is_blocked_and_the_whole_text_is_live() -> None:
    teaser = page(is_paywalled=True)
    assert judge(capture(), teaser, Content.SHORTENED).existence is Existence.BLOCKED
    assert judge(capture(), teaser, Content.EXTENDED).existence is Existence.LIVE


def test_whole_text_outweighs_the_words_of_a_wall_around_it() -> None:
    assert judge(capture(Outcome.PAYWALL), page(), Content.IDENTICAL).existence is Existence.LIVE
    assert judge(capture(Outcome.PAYWALL), page(), Content.SHORTENED).existence is Existence.BLOCKED
    assert judge(capture(Outcome.PAYWALL, http_status=403), page(), Content.IDENTICAL).existence is Existence.BLOCKED


def test_unchanged_page_is_what_it_was() -> None:
    assert judge(capture(Outcome.NOT_MODIFIED)).existence is Existence.LIVE
    assert judge(capture(Outcome.NOT_MODIFIED), missing_since=NOW - 2 * DAY).existence is Existence.GONE


def test_guessed_address_counts_only_where_its_page_matches() -> None:
    guess = capture(final_uri=MOVED_URL, target_uri=MOVED_URL)
    assert judge(guess, page(), Content.EDITED, candidate_of=URL).existence is Existence.MOVED
    stranger = judge(guess, page("Giá vàng tăng mạnh"), Content.REPLACED, candidate_of=URL)
    lost = judge(replace(guess, outcome=Outcome.NOT_FOUND), missing_since=NOW - 9 * DAY, candidate_of=URL)
    assert (stranger.existence, lost.existence) == (Existence.UNCHECKED, Existence.UNCHECKED)
    assert stranger.current_url is None


NOTE = (Block(kind=BlockKind.PARAGRAPH, text="Tìm thấy ba kết quả."),)
PROSE = (Block(kind=BlockKind.PARAGRAPH, text="Giá vàng sáng nay đứng yên, ngày mai có thể lên. " * 20),)


@pytest.mark.parametrize(
    ("content", "kind", "blocks", "existence"),
    [
        (Content.NOT_COMPARED, PageKind.ARTICLE, NOTE, Existence.UNCHECKED),  # repeats what it was asked by
        (Content.NOT_COMPARED, PageKind.INDEX, PROSE, Existence.UNCHECKED),
        (Content.REPLACED, PageKind.ARTICLE, PROSE, Existence.UNCHECKED),  # the headline of another day's article
        (Content.NOT_COMPARED, PageKind.ARTICLE, PROSE, Existence.MOVED),
        (Content.EDITED, PageKind.ARTICLE, NOTE, Existence.MOVED),
    ],
)
def test_guessed_address_that_has_no_more_than_the_headline_is_no_article(
    content: Content, kind: PageKind, blocks: tuple[Block, ...], existence: Existence
) -> None:
    guess = capture(final_uri=MOVED_URL, target_uri=MOVED_URL)
    seed = replace(SEED, body=" ".join(["Sáng nay, cây cầu mới được khánh thành trong mưa."] * 12))
    found = page(kind=kind, blocks=blocks)
    assert judge(guess, found, content, candidate_of=URL, seed=seed).existence is existence
    bare = replace(SEED, body=None)  # a seed without text has its headline alone to go by
    assert judge(guess, page(), candidate_of=URL, seed=bare).existence is Existence.MOVED


def test_archived_copy_makes_archived_only_of_what_is_gone_and_of_nothing_else() -> None:
    copy = capture(source=Source.WAYBACK, memento_datetime=dt.datetime(2017, 1, 1, tzinfo=dt.UTC))
    assert judge(copy, page(), Content.IDENTICAL, missing_since=NOW - 2 * DAY).existence is Existence.ARCHIVED_ONLY
    assert judge(copy, page(), Content.IDENTICAL, missing_since=NOW - DAY / 2).existence is Existence.MISSING
    assert judge(copy, page(), Content.IDENTICAL).existence is Existence.UNCHECKED
    absent = capture(Outcome.NOT_IN_ARCHIVE, source=Source.WAYBACK)
    assert judge(absent, missing_since=NOW - 2 * DAY).existence is Existence.UNCHECKED


def test_seed_that_is_a_bare_address_is_matched_by_its_number_or_its_words() -> None:
    bare = replace(SEED, title=None, body=None)
    assert judge(capture(final_uri=MOVED_URL), page(), seed=bare).existence is Existence.MOVED
    other = "https://www.vietnamplus.vn/gia-vang-tang-manh-post999999.vnp"
    assert judge(capture(final_uri=other), page(), seed=bare).existence is Existence.MISSING


def test_observation_carries_its_capture_and_time() -> None:
    seen = judge(capture(Outcome.NOT_FOUND))
    assert (seen.capture_id, seen.article_id, seen.observed_at) == ("cafe", SEED.identity.article_id, NOW)


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        (TITLE, TITLE.upper(), True),
        (TITLE, f"{TITLE} | Vietnam+ (VietnamPlus)", True),
        (TITLE, "Khánh thành cầu mới qua sông sau bốn năm xây dựng", True),
        (TITLE, "Khánh thành nhà máy điện sau hai năm xây dựng", False),
        (TITLE, "Giá vàng tăng mạnh trong phiên sáng nay", False),
    ],
)
def test_headlines_are_compared_by_their_words(left: str, right: str, alike: bool) -> None:  # noqa: FBT001 # a table
    score = title_similarity(left, right)
    assert score is not None
    assert (score >= 88) is alike


def test_slugs_are_compared_by_their_words() -> None:
    assert slug_similarity(URL, MOVED_URL) > 0.8
    assert slug_similarity(URL, "https://www.vietnamplus.vn/gia-vang-tang-manh-post1.vnp") < 0.2
