import unicodedata

import pytest

from flows.parse.charset import decode, find_codec

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


@pytest.mark.parametrize("payload", [b"", bytes(range(256)), b"\xff\xfe", b"\x00" * 100, b"\x80" * 1000])
def test_any_bytes_decode_to_something(payload: bytes):
    text, charset, reason = decode(payload, {})
    assert isinstance(text, str)
    assert charset
    assert reason


@pytest.mark.parametrize("label", ["", None, "zlib", "hex", "rot13", "idna", "x" * 300, "utf\x008", "../../etc"])
def test_what_is_no_charset_of_the_web_is_no_codec(label: str | None):
    assert find_codec(label) is None
