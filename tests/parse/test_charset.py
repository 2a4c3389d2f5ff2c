import time
import unicodedata

import pytest

from flows.parse.markup.charset import decode, decode_as
from flows.parse.markup.labels import find_codec
from flows.parse.page import parse_page

TEXT = "<p>Thượng viện nhất trí thông qua Nghị quyết về Biển Đông, toàn bộ phiếu thuận.</p>"
TONES = {0x300, 0x301, 0x303, 0x309, 0x323}


def to_cp1258(text: str) -> bytes:
    """Encode as Windows-1258 does: the letter, then its tone as a combining mark."""
    out = bytearray()
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(c for c in parts if ord(c) in TONES)
        letter = unicodedata.normalize("NFC", "".join(c for c in parts if ord(c) not in TONES))
        out += (letter + tone).encode("cp1258")
    return bytes(out)


def with_meta(label: str) -> str:
    return f'<html><head><meta charset="{label}"></head><body>{TEXT}'


@pytest.mark.parametrize(
    ("payload", "content_type", "charset", "reason"),
    [
        (TEXT.encode(), "text/html; charset=utf-8", "utf-8", "header"),
        (with_meta("utf-8").encode(), "text/html", "utf-8", "meta"),
        (TEXT.encode(), "", "utf-8", "detected"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=iso-8859-1", "utf-8", "bom"),
        (TEXT.encode("utf-16"), "text/html; charset=utf-8", "utf-16", "bom"),
        (TEXT.encode("utf-16-le"), "", "utf-16-le", "detected"),
        (TEXT.encode("utf-16-be"), "", "utf-16-be", "detected"),
        (to_cp1258(TEXT), "text/html; charset=windows-1258", "cp1258", "header"),
        (to_cp1258(with_meta("windows-1258")), "text/html", "cp1258", "meta"),
        (TEXT.encode(), "text/html; charset=windows-1258", "utf-8", "utf8_bytes"),
        (with_meta("utf-8").encode(), "text/html; charset=windows-1258", "utf-8", "meta"),
        (with_meta("no-such-charset").encode(), "text/html; charset=bogus-8", "utf-8", "detected"),
        (with_meta("utf-16").encode(), "", "utf-8", "meta"),
    ],
)
def test_the_text_is_the_same_whatever_the_labels_say(payload: bytes, content_type: str, charset: str, reason: str):
    text, found, why = decode(payload, {"content-type": content_type})
    assert TEXT in unicodedata.normalize("NFC", text)
    assert (found, why) == (charset, reason)


def test_east_asian_labels_mean_what_browsers_take_them_for():
    text = "<p>越南通讯社河内，國家</p>"
    assert decode(text.encode("gb18030"), {"content-type": "text/html; charset=gb2312"})[0] == text
    assert decode("사진".encode("cp949"), {"content-type": "text/html; charset=euc-kr"})[0] == "사진"


def test_latin_1_means_windows_1252():
    assert decode(b"\x93quoted\x94", {"content-type": "text/html; charset=iso-8859-1"})[0] == "“quoted”"


def test_a_utf_8_page_with_one_broken_byte_is_still_utf_8():
    payload = (TEXT * 5).encode().replace("quyết".encode(), b"quy" + b"\xff" + "ết".encode(), 1)
    text, charset, _ = decode(payload, {})
    assert charset == "utf-8"
    assert text.count("\ufffd") == 1


def test_text_that_was_encoded_twice_is_decoded_twice():
    once = TEXT.encode().decode("latin-1").translate({byte: chr(byte) for byte in range(256)})
    browsers = "".join(
        bytes((ord(char),)).decode("cp1252", "ignore") or char if 0x80 <= ord(char) < 0xA0 else char for char in once
    )
    for twice in (once, browsers):
        text, charset, reason = decode(twice.encode(), {"content-type": "text/html; charset=utf-8"})
        assert (text, charset, reason) == (TEXT, "utf-8", "utf8_twice")


@pytest.mark.parametrize("text", ["XÃ HỘI: Ä là chữ Đức", "SÃO PAULO À NOITE", "â€", "Việt Nam: Viá»‡t"])
def test_a_page_with_such_letters_of_its_own_stays_as_it_is(text: str):
    assert decode(text.encode(), {})[0] == text


FIELDS = ("Thượng viện nhất trí về Biển Đông", "Chiều nay, toàn bộ phiếu thuận đã được công bố.")
PAGE = "<html><head>{meta}<title>x</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"


def written(meta: str = "") -> str:
    return PAGE.format(*FIELDS, meta=meta)


UTF8_META = "<meta charset=utf-8>"
CP1258_META = "<meta charset=windows-1258>"


@pytest.mark.parametrize(
    ("payload", "content_type", "charset", "reason"),
    [
        (written(UTF8_META).encode(), "text/html; charset=windows-1258", "utf-8", "meta"),
        (written(CP1258_META).encode(), "text/html; charset=utf-8", "utf-8", "header"),
        (b"\xef\xbb\xbf" + written(CP1258_META).encode(), "text/html; charset=windows-1258", "utf-8", "bom"),
        (written(UTF8_META).encode("utf-16"), "text/html; charset=utf-8", "utf-16", "bom"),
        (written("<meta charset=bogus-9>").encode(), "text/html; charset=none", "utf-8", "detected"),
        (written().encode("utf-16-le"), "text/html", "utf-16-le", "detected"),
        (written().encode("utf-16-be"), "text/html", "utf-16-be", "detected"),
        (to_cp1258(written(CP1258_META)), "text/html", "cp1258", "meta"),
        (to_cp1258(written()), "text/html; charset=windows-1258", "cp1258", "header"),
        (written().encode().decode("latin-1").encode(), "text/html; charset=utf-8", "utf-8", "utf8_twice"),
        (unicodedata.normalize("NFD", written()).encode(), "text/html; charset=utf-8", "utf-8", "header"),
        (written().encode("ascii", "xmlcharrefreplace"), "text/html", "utf-8", "default"),
    ],
)
def test_a_page_says_the_same_in_every_encoding_and_records_which(
    payload: bytes, content_type: str, charset: str, reason: str
):
    page = parse_page(payload, url="https://bao.example/bien-dong-1.html", headers={"content-type": content_type})
    assert (page.title, page.blocks[0].text) == FIELDS
    assert (page.charset, page.charset_reason) == (charset, reason)


@pytest.mark.parametrize("payload", [b"", bytes(range(256)), b"\xff\xfe", b"\x00" * 100, b"\x80" * 1000])
def test_any_bytes_decode_to_something(payload: bytes):
    text, charset, reason = decode(payload, {})
    assert isinstance(text, str)
    assert charset
    assert reason


@pytest.mark.parametrize("label", ["", None, "zlib", "hex", "rot13", "idna", "x" * 300, "utf\x008", "../../etc"])
def test_what_is_no_charset_of_the_web_is_no_codec(label: str | None):
    assert find_codec(label) is None


RUSSIAN = "<p>Городской музей открыл выставку часов, которые собирал смотритель маяка.</p>"


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("latin1", "cp1252"),
        ("US-ASCII", "cp1252"),
        ("x-sjis", "cp932"),
        ("csGB2312", "gb18030"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("dos-874", "cp874"),
        ("sun_eu_greek", "iso8859-7"),
        ("x-mac-ukrainian", "mac_cyrillic"),
        ("ISO-8859-8-I", "iso8859-8"),
        ("x-viet-tcvn5712", "tcvn5712"),
        ("hz-gb-2312", None),
        ("iso-2022-kr", None),
        ("no-such-charset", None),
    ],
)
def test_labels_mean_what_the_standard_says(label: str, codec: str | None):
    assert find_codec(label) == codec


def test_a_declaration_in_a_comment_declares_nothing():
    payload = f'<!-- <meta charset="koi8-r"> --><meta charset="windows-1251">{RUSSIAN}'.encode("cp1251")
    text, charset, reason = decode(payload, {})
    assert (charset, reason) == ("cp1251", "meta")
    assert RUSSIAN in text


def test_escape_sequences_are_iso_2022_jp_though_they_are_ascii():
    text = "<p>小さな町の渡し船が今日で終わる。</p>"
    payload = text.encode("iso2022_jp")
    assert decode(payload, {"content-type": "text/html; charset=ISO-2022-JP"}) == (text, "iso2022_jp", "header")
    assert decode(payload, {})[::2] == (text, "detected")


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_an_undeclared_charset_is_told_from_the_text_and_not_from_the_scripts_before_it(codec: str):
    script = "<script>" + "var widget = function(a) { return a.length; };\n" * 2500 + "</script>"
    text, _, reason = decode((script + RUSSIAN * 3).encode(codec), {})
    assert RUSSIAN in text
    assert reason == "detected"


SEED = "Chợ nổi xã Hồ Mây họp lại sau chín năm, vì con kênh đã được nạo vét và ghe lớn lại qua được."


@pytest.mark.parametrize(
    ("codec", "header"),
    [
        ("tcvn5712", ""),
        ("viscii", "text/html; charset=iso-8859-1"),
        ("cp1258", "text/html; charset=iso-8859-1"),
        ("tcvn5712", "text/html; charset=windows-1252"),
    ],
)
def test_the_seed_s_words_tell_a_charset_that_nothing_else_tells(codec: str, header: str):
    if codec == "cp1258":
        payload = to_cp1258(f"<p>{SEED}</p>")
    else:
        table = {letter: byte for byte in range(256) if (letter := decode_as(bytes([byte]), codec)) != "\ufffd"}
        payload = bytes(table[letter] for letter in f"<p>{SEED}</p>")
    text, charset, reason = decode(payload, {"content-type": header}, SEED)
    assert SEED in text
    assert (charset, reason) == (codec, "seed")


def test_a_page_without_the_seed_s_words_is_read_by_its_label():
    payload = RUSSIAN.encode("cp1251")
    assert decode(payload, {"content-type": "text/html; charset=windows-1251"}, SEED)[1:] == ("cp1251", "header")


@pytest.mark.parametrize("opened", [b"<!--", b"<script ", b"<style>", b"< "])
def test_markup_that_never_ends_is_looked_at_once(opened: bytes):
    started = time.process_time()
    decode(b"\xe4\xff" + opened * 400_000, {})
    assert time.process_time() - started < 3
