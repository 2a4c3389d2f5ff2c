"""Find what a page declares about its charset, and the codec that a browser takes for a label (WHATWG Encoding)."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import Final

import webencodings

META_BYTES: Final = 4096  # browsers read 1024; servers that put scripts first are common enough to read on
LATE_META_BYTES: Final = 65536  # how far the first declaration is looked for where the head has none
_HEADER_CHARSET: Final = re.compile(r"charset\s*+=\s*+(?:[\"']\s*+)?+([^\s\"';,]+)", re.IGNORECASE)
_META_CHARSET: Final = re.compile(
    rb"<meta[\s/][^>]{0,300}?charset\s*+=\s*+(?:[\"']\s*+)?+([a-z0-9_:.\-]+)", re.IGNORECASE
)
_XML_ENCODING: Final = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([a-z0-9_:.\-]+)", re.IGNORECASE)
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)

# Python's codec for each encoding of the standard, where its name is another one.
_CODECS: Final[Mapping[str, str]] = {
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "windows-874": "cp874",
    "ibm866": "cp866",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "iso-8859-8-i": "iso8859-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "x-user-defined": "cp1252",
}
# Labels that no browser knows, of encodings that pages were written in.
_UNKNOWN_TO_BROWSERS: Final[Mapping[str, str]] = {
    "viscii": "viscii",
    "csviscii": "viscii",
    "tcvn": "tcvn5712",
    "tcvn3": "tcvn5712",
    "tcvn-5712": "tcvn5712",
    "tcvn5712": "tcvn5712",
    "tcvn5712-1": "tcvn5712",
    "x-viet-tcvn5712": "tcvn5712",
    "tis-620-2533": "cp874",
    "utf8mb4": "utf-8",
}
UTF16: Final = ("utf-16-le", "utf-16-be")


@lru_cache(maxsize=256)
def find_codec(label: str | None) -> str | None:
    """Find the codec a browser would use for a label; None for a name that no browser and no old page knows."""
    if not label:
        return None
    name = label.strip().strip("\"'").lower()
    known = webencodings.lookup(name)
    if known is None:
        return _UNKNOWN_TO_BROWSERS.get(name)
    standard: str = known.name
    if standard == "replacement":
        return None
    if standard.startswith("windows-125"):
        return standard.replace("windows-", "cp")
    return _CODECS.get(standard, standard.replace("iso-8859", "iso8859"))


def declared(payload: bytes, headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """List what the header and the document claim, as (codec, where), in the order in which they are believed."""
    claims: list[tuple[str, str]] = []
    content_type = headers.get("content-type") or headers.get("Content-Type") or ""
    found = _HEADER_CHARSET.search(content_type)
    codec = find_codec(found.group(1)) if found else None
    if codec:
        claims.append((codec, "header"))
    codec = declared_within(payload[:META_BYTES])
    if codec:
        claims.append((codec, "meta"))
    return claims


def declared_within(head: bytes) -> str | None:
    """Find the first declaration in the beginning of a document; a comment declares nothing."""
    if b"<!--" in head:
        head = _COMMENT.sub(b"", head)
    for match in chain(_META_CHARSET.finditer(head), _XML_ENCODING.finditer(head)):
        codec = find_codec(match.group(1).decode("ascii"))
        if codec:  # read as single bytes, so it cannot be UTF-16 (WHATWG: means UTF-8)
            return "utf-8" if codec in UTF16 else codec
    return None
