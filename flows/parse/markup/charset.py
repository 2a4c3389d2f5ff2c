"""Bytes to text, in the browser's order: BOM, HTTP header, meta, detection.

Departures from the browser: bytes that are valid UTF-8 with multi-byte letters are UTF-8 whatever
their label says (a legacy text passes that test by chance in less than one page of a million); a
label that cannot decode the bytes is not believed either; and where none of the seed's words stands
in the text, the encoding in which they do is taken. The reason names what decided.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import cchardet

from flows.parse.markup.labels import LATE_META_BYTES, UTF16, declared, declared_within, find_codec
from flows.text.vietnamese_charsets import NAMES as VIETNAMESE
from flows.text.vietnamese_charsets import decode_vietnamese

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DETECT_BYTES = 65536
# Letters that begin a multi-byte sequence of UTF-8 when its bytes are read as Windows-1252: é, ế, ệ, đ, “.
_TWICE = ("Ã", "áº", "á»", "Ä", "â€")
_TO_BYTES = {
    ord(char): byte for byte in range(0x80, 0xA0) if (char := bytes((byte,)).decode("cp1252", "replace")) != "\ufffd"
}
_ISO_2022_JP: Final = re.compile(rb"\x1b(?:\$[@B]|\([BJ])")
_UNSEEN: Final = ((b"!--", b"-->"), (b"script", b"</script"), (b"style", b"</style"))
# Encodings that old pages are in, the most frequent first: what is tried with the words of a seed.
_TRIED: Final = (
    "cp1258", *VIETNAMESE, "cp1252", "cp1251", "koi8-r", "koi8-u", "cp1250", "iso8859-2", "cp1254", "cp1253", "cp1256",
    "cp1255", "cp1257", "cp874", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-15", "cp866", "mac_roman",
    "mac_cyrillic", "gb18030", "big5hkscs", "cp932", "euc-jp", "cp949", "iso2022_jp_ext", "utf-8",
)  # fmt: skip
# Words; of scripts that do not part them, pieces of four signs.
_SEED_WORD: Final = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{4}|[^\W\d_]{3,20}")
_SAMPLE: Final = 2000  # characters of the seed
ENOUGH: Final = 0.8  # share of the seed's words in a text that was read in the right letters; the page may be edited
LEAST: Final = 0.4  # share below which another encoding is no better than the one that was declared
_MIN_WORDS: Final = 4
_MAX_WORDS: Final = 16
MAX_CODEC_FAULTS: Final = 100  # characters among which one that a wide encoding lacks is a fault of the page


def decode(payload: bytes, headers: Mapping[str, str], known: str | None = None) -> tuple[str, str, str]:
    """Decode a payload to (text, charset, reason). `known` is a text that the page is thought to have (the seed's).

    Reasons: bom, header, meta, detected, default; `utf8_bytes` where valid UTF-8 outvoted its label, `utf8_twice`
    where text that was encoded twice has been decoded twice, `seed` where the seed's words told the encoding.
    Never raises: bytes that fit nothing become U+FFFD.
    """
    for mark, name in BOMS:
        if payload.startswith(mark):
            return payload[len(mark) :].decode(_bom_codec(mark, name), "replace"), name, "bom"
    labels = declared(payload, headers)
    if b"\x1b" in payload and payload.isascii() and _ISO_2022_JP.search(payload):
        reason = next((where for codec, where in labels if codec == "iso2022_jp_ext"), "detected")
        return decode_as(payload, "iso2022_jp_ext"), "iso2022_jp", reason
    text = _decode_utf8(payload)
    if text is not None:
        once = decode_again(text) if _may_be_twice(payload) else None
        if once is not None:
            return once, "utf-8", "utf8_twice"
        return text, "utf-8", _utf8_reason(payload, labels)
    late = None if labels else declared_within(payload[:LATE_META_BYTES])
    found = _by_labels(payload, labels or ([(late, "meta")] if late else [])) or _detect(payload, labels)
    words = _telling_words(known)
    share = _share_of(words, found[0]) if len(words) >= _MIN_WORDS else 1.0
    if share >= ENOUGH:
        return found
    return _by_seed(payload, words, [codec for codec, _ in labels], max(share, LEAST)) or found


def _by_labels(payload: bytes, labels: list[tuple[str, str]]) -> tuple[str, str, str] | None:
    for label, reason in labels:
        decoded = _decode_labelled(payload, label)
        if decoded is not None:
            return decoded, label, reason
    return None


def _telling_words(known: str | None) -> list[str]:
    """List some words of a text that have letters beyond ASCII."""
    words = dict.fromkeys(word for word in _SEED_WORD.findall((known or "")[:_SAMPLE]) if not word.isascii())
    return list(words)[:_MAX_WORDS]


def _share_of(words: list[str], text: str) -> float:
    return sum(word in text for word in words) / len(words)


def _by_seed(payload: bytes, words: list[str], labels: Iterable[str], least: float) -> tuple[str, str, str] | None:
    """Decode with the encoding in which most words of the seed stand in the text; None where none has more."""
    best: tuple[str, str, str] | None = None
    for codec in dict.fromkeys((*labels, *_TRIED)):
        text = decode_as(payload, codec)
        share = _share_of(words, text)
        if share > least:
            best, least = (text, codec, "seed"), share
        if share == 1:
            break
    return best


def decode_as(payload: bytes, codec: str) -> str:
    """Decode by a codec; what it has no letter for becomes U+FFFD, or the control character that browsers show."""
    if codec in VIETNAMESE:
        return decode_vietnamese(payload, codec)
    if codec == "cp1258":
        return decode_cp1258(payload)
    if codec == "gb18030":
        payload = (
            payload.replace(b"\x80", "€".encode("gb18030")) if b"\x80" in payload and _is_gbk(payload) else payload
        )
    return payload.decode(codec, "replace")


def _is_gbk(payload: bytes) -> bool:
    """Tell a lone byte 80, GBK's sign of the euro, from the second byte of a letter."""
    at = payload.find(b"\x80")
    return at == 0 or payload[at - 1] < 0x80


def _bom_codec(mark: bytes, name: str) -> str:
    if name == "utf-8":
        return name
    little = mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF32_LE)
    return f"{name}-{'le' if little else 'be'}"


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
    if label in UTF16:
        return payload.decode(label, "replace") if _looks_utf16(payload) else None
    text = decode_as(payload, label)
    if label.startswith(("cp125", "iso8859")):
        return text
    return text if text.count("\ufffd") * MAX_CODEC_FAULTS < len(text) else None


def decode_cp1258(payload: bytes) -> str:
    """Decode windows-1258, whose tones follow their letter as combining marks, to NFC."""
    return unicodedata.normalize("NFC", payload.decode("cp1258", "replace"))


def _looks_utf16(payload: bytes) -> bool:
    """Tell UTF-16 markup by the zero byte beside each ASCII letter."""
    head = payload[:512]
    return head[1::2].count(0) * 3 > len(head) // 2 or head[0::2].count(0) * 3 > len(head) // 2


def _detect(payload: bytes, labels: list[tuple[str, str]]) -> tuple[str, str, str]:
    """Guess the encoding from what a reader sees: scripts and styles before the text say nothing of it."""
    head = payload[:512]
    if _looks_utf16(payload):
        codec = "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
        return payload.decode(codec, "replace"), codec, "detected"
    guess = cchardet.detect(_shown_bytes(payload))
    found = find_codec(guess.get("encoding"))
    if found and found not in UTF16 and found != "utf-8":
        return decode_as(payload, found), found, "detected"
    if labels and labels[0][0] == "utf-8":
        return payload.decode("utf-8", "replace"), "utf-8", labels[0][1]
    return payload.decode("cp1252", "replace"), "cp1252", "default"


def _shown_bytes(payload: bytes) -> bytes:
    """Return the lines with letters beyond ASCII, without markup; the start of the payload where none is left."""
    lines: list[bytes] = []
    size = 0
    for text in _texts(payload):
        if not text.isascii():
            lines += [line for line in text.split(b"\n") if not line.isascii()]
            size += len(text)
        if size > DETECT_BYTES:
            break
    return b"\n".join(lines) or payload[:DETECT_BYTES]


def _texts(payload: bytes) -> Iterator[bytes]:
    """Yield what stands between the tags, without scripts, styles and comments; each byte is checked once."""
    at = 0
    while (opened := payload.find(b"<", at)) >= 0:
        yield payload[at:opened]
        name = payload[opened + 1 : opened + 7].lower()
        end = next((end for start, end in _UNSEEN if name.startswith(start)), b">")
        closed = payload.find(end, opened)
        if closed < 0:
            return
        at = closed + len(end)
    yield payload[at:]
