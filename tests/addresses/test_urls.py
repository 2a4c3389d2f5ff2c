import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.addresses import urls
from flows.addresses.urls import bare_host, canonicalise, identify, surt, url_date
from flows.publishers import Publisher
from flows.records import content_id


def key(url: str) -> str | None:
    identity = identify(url)
    return identity.article_key if identity else None


@pytest.mark.parametrize(
    "url",
    [
        "http://www.vietnamplus.vn/hoi-nghi-mo-rong/409435.vnp",
        "https://vietnamplus.vn/another-slug/409435.vnp",
        "https://www.vietnamplus.vn/hoi-nghi-mo-rong-post409435.vnp",
        "https://www.vietnamplus.vn/hoi-nghi-mo-rong-post409435.vnp?utm_source=zalo#comments",
        "https://www.vietnamplus.vn/hoi-nghi-mo-rong-post409435.vnp?page=2",
        "http://www.vietnamplus.vn/Home/Hoi-nghi-mo-rong/201610/409435.vnplus",
        "http://www.vietnamplus.vn/Utilities/Print.aspx?contentid=409435",
        "http://www.vietnamplus.vn/utilities/print.aspx?a=1&ContentId=409435",
        "HTTP://WWW.VietnamPlus.VN:80/hoi-nghi/409435.vnp",
        "https://m.vietnamplus.vn/hoi-nghi/409435.vnp/amp",
    ],
)
def test_every_address_of_an_article_has_its_number_as_key(url: str):
    identity = identify(url)
    assert identity is not None
    assert identity.article_key == "vietnamplus.vn:409435"
    assert identity.article_id == content_id("vietnamplus.vn:409435")
    assert identity.publisher == "vietnamplus.vn"
    assert identity.article_number == "409435"


def test_an_edition_counts_its_own_articles():
    identity = identify("http://zh.vietnamplus.vn/x/5664.vnp")
    assert identity is not None
    assert (identity.publisher, identity.article_key) == ("zh.vietnamplus.vn", "zh.vietnamplus.vn:5664")


@pytest.mark.parametrize(
    ("key_of_all", "urls"),
    [
        (
            "znews.vn:861659",
            (
                "https://news.zing.vn/tung-tin-post861659.html",
                "https://news.zing.vn/zingnews-post861659.html",
                "https://zingnews.vn/tung-tin-post861659.html",
                "https://lifestyle.znews.vn/tung-tin-post861659.html",
                "https://znews.vn/tung-tin-post861659.html",
            ),
        ),
        (
            "thanhnien.vn:52883",
            ("http://thanhnien.vn/van-hoa/con-do-52883.html", "https://thanhnien.vn/con-do-18552883.htm"),
        ),
        (
            "vnexpress.net:3816808",
            (
                "https://vnexpress.net/tin-tuc/thoi-su/set-danh-3816808.html",
                "https://vnexpress.net/set-danh-3816808.html",
                "https://amp.vnexpress.net/set-danh-3816808.html",
                "https://kinhdoanh.vnexpress.net/tin-tuc/set-danh-3816808.html",
            ),
        ),
        (
            "tuoitre.vn:724115",
            (
                "http://tuoitre.vn/tin/chinh-tri-xa-hoi/20150323/chat-cay-xanh/724115.html",
                "https://tuoitre.vn/chat-cay-xanh-724115.htm",
            ),
        ),
        (
            "tienphong.vn:1412345",
            (
                "https://www.tienphong.vn/xa-hoi/con-do-1412345.tpo",
                "https://tienphong.vn/con-do-post1412345.tpo",
            ),
        ),
        (
            "vov.vn:870073",
            ("https://vov.vn/van-hoa/con-do-870073.vov", "https://vov.vn/van-hoa/con-do-post870073.vov"),
        ),
        (
            "thanhnien.vn:185260307075519174",
            ("https://thanhnien.vn/con-do-185260307075519174.htm",),
        ),
    ],
)
def test_the_number_survives_the_moves_of_a_publisher(key_of_all: str, urls: tuple[str, ...]):
    assert {key(url) for url in urls} == {key_of_all}


def test_a_former_host_is_its_publisher_but_its_pages_without_number_stay_apart():
    identity = identify("https://news.zing.vn/tung-tin-post861659.html")
    assert identity is not None
    assert identity.publisher == "znews.vn"
    assert key("https://kinhdoanh.vnexpress.net/") != key("https://vnexpress.net/")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.vietnamplus.vn/kinhte/trang2.vnp",
        "https://www.vietnamplus.vn/topic/bien-dong-14.vnp",
        "https://www.vietnamplus.vn/kinhte.vnp",
        "https://www.vietnamplus.vn/409435",
        "https://vietnamplus.vn.example/x/409435.vnp",
        "https://www.vietnamplus.vn/x?y=/409435.vnp",
    ],
)
def test_an_address_without_an_article_number_gets_none(url: str):
    identity = identify(url)
    assert identity is not None
    assert identity.article_number is None
    assert ")/" in identity.article_key


@pytest.mark.parametrize(
    ("url", "twin"),
    [
        ("http://bao.example/a", "https://www.bao.example/a/"),
        ("http://bao.example/a", "http://m.bao.example/a"),
        ("http://bao.example/a", "http://www.m.bao.example/a"),
        ("http://bao.example/a", "https://amp.bao.example:443/a#top"),
        ("http://bao.example/a", "http://user:pass@BAO.example./a"),
        ("http://bao.example/a", " \thttp://bao.ex\nample/a\r\n"),
        ("http://bao.example/a", "http:\\\\bao.example\\a"),
        ("http://bao.example/a", "http://bao.example//x/../a"),
        ("http://bao.example/a", "http://bao.example/x/%2e%2E/./a"),
        ("http://bao.example/a", "http://bao.example/a?"),
        ("http://bao.example/a", "http://bao.example/a?utm_source=x&fbclid=y&gclid=z&UTM_Campaign=q"),
        ("http://bao.example/a", "http://bao.example/a;jsessionid=12AB?PHPSESSID=3"),
        ("http://bao.example/a", "http://bao.example/a/amp"),
        ("http://bao.example/a", "http://bao.example/a/amp/"),
        ("http://bao.example/a", "http://bao.example/amp/a"),
        ("http://bao.example/a", "http://bao.example/a.amp"),
        ("http://bao.example/a.html", "http://bao.example/a.amp.html"),
        ("http://bao.example/a", "http://bao.example/a?amp=1"),
        ("http://bao.example/a", "http://bao.example/a?amp"),
        ("http://bao.example/a", "http://bao.example/a?outputType=amp"),
        ("http://bao.example/a?x=1&y=2", "http://bao.example/a?y=2&utm_medium=m&x=1"),
        ("http://bao.example", "http://bao.example/"),
        ("http://bao.example/a~b-c", "http://bao.example/%61%7Eb%2Dc"),
        ("http://bao.example/tin-tức", "http://bao.example/tin-t%e1%bb%a9c"),
        ("http://bao.example/tin-tức", "http://bao.example/tin-tu\u031b\u0301c"),
        ("http://bao.example/新闻", "http://bao.example/%E6%96%B0%E9%97%BB"),
        ("http://bao.example/100%", "http://bao.example/100%25"),
        ("http://báo.example/a", "http://xn--bo-mia.example/a"),
        ("http://báo.example/a", "http://BA\u0301O.example/a"),
        ("http://新闻.example/a", "http://新闻。example/a"),
    ],
)
def test_two_spellings_of_one_address_are_one_article(url: str, twin: str):
    assert key(url) is not None
    assert key(url) == key(twin)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("http://bao.example/a", "http://bao.example/b"),
        ("http://bao.example/s/AbC", "http://bao.example/s/aBc"),
        ("http://bao.example/a?id=1", "http://bao.example/a?id=2"),
        ("http://bao.example/a?ref=1", "http://bao.example/a"),
        ("http://bao.example:8080/a", "http://bao.example/a"),
        ("http://mien.example/a", "http://en.example/a"),
        ("http://bao.example/champ", "http://bao.example/ch"),
        ("http://bao.example/a?amplitude=1", "http://bao.example/a"),
        ("http://bao.example/a%2Fb", "http://bao.example/a/b"),
        ("http://bao.example/a%3Fb", "http://bao.example/a?b"),
        ("http://bao.example/a?utmost=1", "http://bao.example/a"),
        ("http://m.com.vn/a", "http://com.vn/a"),
    ],
)
def test_two_addresses_that_may_be_two_articles_stay_two(url: str, other: str):
    assert key(url) != key(other)


@pytest.mark.parametrize(
    "url",
    [
        "", "null", "not a url", "ftp://bao.example/a", "mailto:a@bao.example",
        "javascript:alert(1)", "http:/bao.example", "http://", "http:///a", "http://?a", "http://a b/", "http://a..b/",
        "http://.a/", "http://bao.example:99999/", "http://bao.example:x/", "http://[::1", "http://[zz]/", "http://a<b/",
        "http://-/", "http://" + "a" * 300, "http://user@/a", "http://%00/", "http://a\0b/",
        "http://bao.example:²/", "x http://bao.example/",
    ],
)  # fmt: skip
def test_what_is_no_http_address_with_a_host_names_no_article(url: str):
    assert identify(url) is None
    assert canonicalise(url) is None
    assert surt(url) is None
    assert url_date(url) is None


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://WWW.Bao.Example:443/a/./b/../c/?utm_source=x&id=7#f", "https://www.bao.example/a/c/?id=7"),
        ("http://bao.example", "http://bao.example/"),
        ("http://bao.example/tin tức?q=một&r=a b", "http://bao.example/tin%20t%E1%BB%A9c?q=m%E1%BB%99t&r=a%20b"),
        ("http://user:pw@bao.example:8080/a", "http://bao.example:8080/a"),
        ("https://báo.example/a", "https://xn--bo-mia.example/a"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
        ("http://bao.example/%e1%bb%a9%zz%", "http://bao.example/%E1%BB%A9%25zz%25"),
        ("http://bao.example/a'b(c)\"<d>", "http://bao.example/a'b(c)%22%3Cd%3E"),
    ],
)
def test_the_canonical_address_is_ascii_tidy_and_can_be_fetched(url: str, canonical: str):
    assert canonicalise(url) == canonical
    identity = identify(url)
    assert identity is not None
    assert identity.canonical_url == canonical


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.vietnamplus.vn/path", "vn,vietnamplus)/path"),
        ("https://www2.bao.example/A/B/?b=2&a=1#f", "example,bao)/a/b?a=1&b=2"),
        ("http://m.bao.example:8080/", "example,bao,m:8080)/"),
        ("http://bao.example", "example,bao)/"),
        ("http://127.0.0.1/a", "127.0.0.1)/a"),
        ("http://bao.example/a?utm_source=x&PHPSESSID=1", "example,bao)/a?utm_source=x"),
        ("http://bao.example/tin-tức", "example,bao)/tin-t%e1%bb%a9c"),
    ],
)
def test_a_surt_is_what_a_cdx_index_calls_the_address(url: str, expected: str):
    assert surt(url) == expected


@pytest.mark.parametrize(
    ("host", "bare"),
    [
        ("www.bao.example", "bao.example"),
        ("WWW.M.Bao.Example.", "bao.example"),
        ("amp.bao.example", "bao.example"),
        ("www3.bao.example", "bao.example"),
        ("zh.bao.example", "zh.bao.example"),
        ("m.com.vn", "m.com.vn"),
        ("www.co.uk", "www.co.uk"),
        ("m.vn", "m.vn"),
        ("localhost", "localhost"),
        ("mobile.example", "mobile.example"),
    ],
)
def test_a_bare_host_has_no_variant_labels_and_is_never_a_public_suffix(host: str, bare: str):
    assert bare_host(host) == bare


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://bao.example/2016/10/05/cau-moi", dt.date(2016, 10, 5)),
        ("http://bao.example/xa-hoi/2016-10-05/cau-moi", dt.date(2016, 10, 5)),
        ("http://bao.example/2016-10/05/c_112.htm", dt.date(2016, 10, 5)),
        ("http://bao.example/n1/2016/1005/c1001-2875.html", dt.date(2016, 10, 5)),
        ("http://bao.example/20161005/cau-moi", dt.date(2016, 10, 5)),
        ("http://bao.example/tin/25-10-2016", dt.date(2016, 10, 25)),
        ("http://bao.example/tin/25.1.2016/x", dt.date(2016, 1, 25)),
        ("http://bao.example/tin/05-10-2016", None),  # or the tenth of May
        ("http://bao.example/tin/chung-ket-25-10-2016", None),  # the day of a match
        ("http://bao.example/2016/02/31/x", None),
        ("http://bao.example/2016/13/05/x", None),
        ("http://bao.example/201610051/x", None),
        ("http://bao.example/x-20161005", None),
        ("http://bao.example/x?d=/2016/10/05/", None),
        ("http://bao.example/9916/10/05/x", None),
    ],
)
def test_a_day_in_the_path_is_read_where_the_calendar_has_it(url: str, day: dt.date | None):
    assert url_date(url) == day


def test_the_publishers_own_clock_comes_first_and_is_in_its_zone(monkeypatch: pytest.MonkeyPatch):
    clock = r"-\d*(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)\d{3}\.htm$"
    publisher = Publisher(name="bao.example", hosts=("bao.example",), zone="Asia/Ho_Chi_Minh", url_time=(clock,))
    monkeypatch.setattr(urls, "find_publisher", {"bao.example": publisher}.get)
    expected = dt.datetime(2016, 10, 5, 14, 30, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert url_date("https://www.bao.example/x-196161005143009123.htm") == expected
    assert url_date("https://www.bao.example/x-196161005993009123.htm") is None


addresses = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["bao.example", "www.Bao.example", "m.báo.example:8080", "127.0.0.1:80", "u@vietnamplus.vn"]),
    st.text(max_size=20).map(lambda text: "/" + text),
    st.sampled_from(["", "?", "?utm_source=a&b=ü", "/amp", "?amp=1#x", "/1.vnp", "/../x"]),
)


@given(addresses)
def test_the_canonical_address_names_the_same_article_and_is_its_own_canonical_form(url: str):
    identity = identify(url)
    assert identity is not None
    assert identity.canonical_url == canonicalise(url)
    assert identity.canonical_url.isascii()
    again = identify(identity.canonical_url)
    assert again is not None
    assert again == identity


@given(st.text(max_size=30).map(lambda text: "http:" + text))
def test_any_text_at_all_is_identified_or_is_none(text: str):
    identity = identify(text)
    assert (identity is None) == (canonicalise(text) is None) == (surt(text) is None)
    assert identity is None or identity.article_id == content_id(identity.article_key)


@pytest.mark.parametrize(
    "pair", [("#!/kunst/brug", "#!/kunst/toren"), ("#/artikel/7", "#/artikel/8"), ("#!p7", "#!p8")]
)
def test_routes_behind_a_hash_of_an_index_page_name_articles(pair: tuple[str, str]):
    page = "https://www.example.nl/lees/index.html"
    first, second = (key(page + route) for route in pair)
    assert first != second
    assert key(page) == key(f"{page}#reacties") == key(f"{page}#/") == key(f"{page}#!") not in (first, second)
    assert surt(page + pair[0]) == surt(page)  # an archive keeps the page, not its routes


def test_a_number_in_the_path_names_the_article_whatever_stands_behind_a_hash():
    assert key("https://www.vietnamplus.vn/x-post409435.vnp#!/anh/3") == "vietnamplus.vn:409435"


def test_a_fragment_names_a_page_only_where_a_script_tells_pages_apart_by_it():
    assert key("https://sito.example/#!/cronaca/12") != key("https://sito.example/#!/cronaca/13")
    assert key("https://sito.example/#/cronaca/12") != key("https://sito.example/#/cronaca/13")
    assert key("https://sito.example/cronaca/12#commenti") == key("https://sito.example/cronaca/12")
    assert key("https://sito.example/cronaca/12#/foto/3") == key("https://sito.example/cronaca/12")
    assert canonicalise("https://sito.example/#!/cronaca/12") == "https://sito.example/#!/cronaca/12"


@pytest.mark.parametrize("port", ["7" * 5_000, "0" * 5_000 + "70000", "65536", "８０"])
def test_a_port_that_no_host_has_is_not_understood(port: str):
    url = f"https://bao-mau.example:{port}/tin/1.html"
    assert (identify(url), canonicalise(url), surt(url), url_date(url)) == (None, None, None, None)


def test_zeros_before_a_port_do_not_count():
    assert canonicalise(f"https://bao-mau.example:{'0' * 5_000}443/tin/1.html") == "https://bao-mau.example/tin/1.html"
