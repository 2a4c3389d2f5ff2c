"""Where an article may be whose address is dead."""

import pytest

from flows.addresses.moved import MAX_CANDIDATES, find_slug, moved_candidates
from flows.addresses.urls import identify
from flows.publishers import find_publisher


def candidates(url: str) -> tuple[str, ...]:
    identity = identify(url)
    assert identity is not None
    return moved_candidates(url, identity, find_publisher(identity.publisher))


def test_old_address_of_vietnamplus_leads_to_its_new_form_first() -> None:
    found = candidates("http://www.vietnamplus.vn/khanh-thanh-cau/409435.vnp")
    assert found[0] == "http://www.vietnamplus.vn/khanh-thanh-cau-post409435.vnp"
    assert "https://www.vietnamplus.vn/khanh-thanh-cau-post409435.vnp" in found
    assert "https://www.vietnamplus.vn/khanh-thanh-cau/409435.vnp" in found


def test_edition_on_its_own_host_stays_there() -> None:
    found = candidates("https://zh.vietnamplus.vn/article-name/266800.vnp")
    assert found[0] == "https://zh.vietnamplus.vn/article-name-post266800.vnp"
    assert not any("//www.vietnamplus" in url for url in found)


def test_oldest_address_is_led_to_the_new_form_by_its_number() -> None:
    found = candidates("http://www.vietnamplus.vn/Home/Khanh-Thanh-Cau-Moi/20119/104340.vnplus")
    assert "http://www.vietnamplus.vn/khanh-thanh-cau-moi-post104340.vnp" in found


@pytest.mark.parametrize(
    ("url", "now"),
    [
        ("https://news.zing.vn/tung-tin-mr-bean-post861659.html", "https://znews.vn/tung-tin-mr-bean-post861659.html"),
        ("http://thanhnien.vn/van-hoa/con-do-cu-52883.html", "https://thanhnien.vn/con-do-cu-18552883.htm"),
        (
            "https://vnexpress.net/tin-tuc/thoi-su/set-danh-bay-mai-3816808.html",
            "https://vnexpress.net/set-danh-bay-mai-3816808.html",
        ),
        (
            "http://tuoitre.vn/tin/chinh-tri-xa-hoi/20150323/chat-cay-xanh/724115.html",
            "https://tuoitre.vn/chat-cay-xanh-724115.htm",
        ),
        (
            "https://www.tienphong.vn/xa-hoi/con-do-cu-1412345.tpo",
            "https://www.tienphong.vn/xa-hoi/con-do-cu-post1412345.tpo",
        ),
    ],
)
def test_old_addresses_lead_to_the_present_form_of_their_publisher(url: str, now: str) -> None:
    found = candidates(url)
    assert now in found[:2]
    moved, old = identify(now), identify(url)
    assert moved is not None
    assert old is not None
    assert moved.article_id == old.article_id


def test_rule_of_paths_holds_below_a_folder_and_on_an_odd_port() -> None:
    found = candidates("http://127.0.9.1:8000/mirror/khanh-thanh-cau/409435.vnp")
    assert found == ("http://127.0.9.1:8000/mirror/khanh-thanh-cau-post409435.vnp",)


@pytest.mark.parametrize(
    "url", ["https://tuoitre.vn/cau-moi-20241121073140031.htm", "http://news.example/2015/02/cau-moi/"]
)
def test_other_host_and_scheme_are_tried_and_nothing_twice(url: str) -> None:
    found = candidates(url)
    assert 0 < len(found) <= MAX_CANDIDATES
    assert len(set(found)) == len(found)
    assert url not in found


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/khanh-thanh-cau/409435.vnp", "khanh-thanh-cau"),
        ("/khanh-thanh-cau-post409435.vnp", "khanh-thanh-cau"),
        ("/kinh-te/khanh-thanh-cau-moi-123456.html", "khanh-thanh-cau-moi"),
        ("/Home/Cau-Moi/20119/104340.vnplus", "cau-moi"),
        ("/409435.vnp", None),
        ("/krajina/mlyny-na-brehu-reky_c73211.html", "mlyny-na-brehu-reky"),
        ("/73211,mlyny-na-brehu-reky/", "mlyny-na-brehu-reky"),
    ],
)
def test_slug_is_found_in_an_address(path: str, slug: str | None) -> None:
    assert find_slug(path) == slug
