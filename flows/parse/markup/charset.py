"""Bytes to text, in the browser's order: BOM, HTTP header, meta, detection.

One departure from the browser: bytes that are valid UTF-8 with multi-byte letters are UTF-8 whatever
their label says (a legacy text passes that test by chance in less than one page of a million), and a
label that cannot decode the bytes is not believed either. The reason names what decided.
"""

import codecs
import re
import unicodedata
from collections.abc import Mapping

import cchardet

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
META_BYTES = 4096  # browsers read 1024; servers that put scripts first are common enough to read on
DETECT_BYTES = 65536
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-z0-9_:.\-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([a-z0-9_:.\-]+)", re.IGNORECASE)

# What browsers mean by a label (WHATWG Encoding); Python's own codec of that name is narrower.
_BROWSER_NAMES = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ks_c-5601-1987": "cp949",
    "tis-620": "cp874",
    "utf-8-sig": "utf-8",
    "iso8859-11": "cp874",
    "big5": "big5hkscs",
}
# Codecs of Python that no page can mean.
_NO_CHARSETS = frozenset(
    ("hex", "base64", "zlib", "bz2", "rot_13", "quopri", "uu", "idna", "punycode", "utf_7", "undefined", "mbcs", "oem"),
) | {"unicode_escape", "raw_unicode_escape"}
# Letters that begin a multi-byte sequence of UTF-8 when its bytes are read as Windows-1252: é, ế, ệ, đ, “.
_TWICE = ("Ã", "áº", "á»", "Ä", "â€")
_TO_BYTES = {
    ord(char): byte for byte in range(0x80, 0xA0) if (char := bytes((byte,)).decode("cp1252", "replace")) != "\ufffd"
}
_STRAY_UTF16 = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


def find_codec(label: str | None) -> str | None:
    """Find the codec a browser would use for a label; None for a name nobody knows."""
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if name.replace("-", "_") in _NO_CHARSETS:
        return None
    return _BROWSER_NAMES.get(name, name)


def decode(payload: bytes, headers: Mapping[str, str]) -> tuple[str, str, str]:
    """Decode a payload to (text, charset, reason).

    Reasons: bom, header, meta, detected, default; `utf8_bytes` where valid UTF-8 outvoted its label, `utf8_twice`
    where text that was encoded twice has been decoded twice.
    Never raises: bytes that fit nothing become U+FFFD.
    """
    for mark, name in BOMS:
        if payload.startswith(mark):
            return payload[len(mark) :].decode(_bom_codec(mark, name), "replace"), name, "bom"
    labels = _labels(payload, headers)
    text = _decode_utf8(payload)
    if text is not None:
        once = decode_again(text) if _may_be_twice(payload) else None
        if once is not None:
            return once, "utf-8", "utf8_twice"
        return text, "utf-8", _utf8_reason(payload, labels)
    for label, reason in labels:
        decoded = _decode_labelled(payload, label)
        if decoded is not None:
            return decoded, label, reason
    return _detect(payload, labels)


def _bom_codec(mark: bytes, name: str) -> str:
    if name == "utf-8":
        return name
    little = mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF32_LE)
    return f"{name}-{'le' if little else 'be'}"


def _labels(payload: bytes, headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """List what the header and the document claim, in the order in which they are believed."""
    claims: list[tuple[str, str]] = []
    content_type = headers.get("content-type") or headers.get("Content-Type") or ""
    found = _HEADER_CHARSET.search(content_type)
    codec = find_codec(found.group(1)) if found else None
    if codec:
        claims.append((codec, "header"))
    head = payload[:META_BYTES]
    match = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    codec = find_codec(match.group(1).decode("ascii")) if match else None
    if codec in _STRAY_UTF16:  # read as single bytes, so it cannot be UTF-16 (WHATWG: means UTF-8)
        codec = "utf-8"
    if codec:
        claims.append((codec, "meta"))
    return claims


def _decode_utf8(payload: bytes) -> str | None:
    """Decode as UTF-8; a page cut off or damaged in a few places is still UTF-8. None where it is not."""
    if b"\x00" in payload[:64] and _looks_utf16(payload):
        return None
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = payload.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    wide = len(payload) - len(text)
    return text if broken * 50 < wide else None


def _may_be_twice(payload: bytes) -> bool:
    """Tell at a glance whether UTF-8 may have been encoded twice.

    Then the first byte of each letter, now a letter such as Ã (C3 in UTF-8), has the next one right behind it, which
    is beyond ASCII too.
    """
    at = payload.find(b"\xc3")
    return at >= 0 and payload[at + 2 : at + 3] >= b"\x80"


def decode_again(text: str) -> str | None:
    """Undo the encoding of a page that was taken for Windows-1252 and encoded once more: `Viá»‡t` is `Việt`.

    None unless every letter of the page beyond ASCII is part of such a sequence.
    """
    if not any(sign in text for sign in _TWICE):
        return None
    try:
        return text.translate(_TO_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _utf8_reason(payload: bytes, labels: list[tuple[str, str]]) -> str:
    for label, reason in labels:
        if label == "utf-8":
            return reason
    if payload.isascii():
        return labels[0][1] if labels else "default"
    return "utf8_bytes" if labels else "detected"


def _decode_labelled(payload: bytes, label: str) -> str | None:
    """Decode by a label, strictly for wide encodings; None where the bytes deny it."""
    if label == "utf-8":
        return None
    if label in _STRAY_UTF16:
        return payload.decode(label, "replace") if _looks_utf16(payload) else None
    if label == "cp1258":
        return decode_cp1258(payload)
    if label.startswith(("cp125", "iso8859")):
        return payload.decode(label, "replace")
    text = payload.decode(label, "replace")
    return text if text.count("\ufffd") * 100 < len(text) else None


def decode_cp1258(payload: bytes) -> str:
    """Decode windows-1258, whose tones follow their letter as combining marks, to NFC."""
    return unicodedata.normalize("NFC", payload.decode("cp1258", "replace"))


def _looks_utf16(payload: bytes) -> bool:
    """Tell UTF-16 markup by the zero byte beside each ASCII letter."""
    head = payload[:512]
    return head[1::2].count(0) * 3 > len(head) // 2 or head[0::2].count(0) * 3 > len(head) // 2


def _detect(payload: bytes, labels: list[tuple[str, str]]) -> tuple[str, str, str]:
    head = payload[:512]
    if _looks_utf16(payload):
        codec = "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
        return payload.decode(codec, "replace"), codec, "detected"
    guess = cchardet.detect(payload[:DETECT_BYTES])
    found = find_codec(guess.get("encoding"))
    if found and found not in _STRAY_UTF16 and found != "utf-8":
        text = decode_cp1258(payload) if found == "cp1258" else payload.decode(found, "replace")
        return text, found, "detected"
    if labels and labels[0][0] == "utf-8":
        return payload.decode("utf-8", "replace"), "utf-8", labels[0][1]
    return payload.decode("cp1252", "replace"), "cp1252", "default"
