"""Which container a file is: its first bytes say so; names lie, and mirrors have none."""

import enum
import re
import zlib
from pathlib import Path

HEAD_BYTES = 1 << 13
_ZSTD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")  # a frame; the dictionary that .warc.zst begins with
_GZIP = b"\x1f\x8b\x08"
_RECORD = re.compile(rb"\s*(?:WARC/\d|filedesc://)")
_LISTING = re.compile(rb"(?:!meta [^\n]*\n)?\S{1,4000} \d{14} \{")
_HAR = re.compile(rb"\s*\{\s*\"log\"\s*:")
_MAIL_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]*\S")
_MAIL_BODY = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|article)\b", re.IGNORECASE)
_MARKUP_WITHIN = 4_096  # comments of savers may stand before it
_PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml", ".vnp", ".php", ".asp", ".aspx")
_ARCHIVE_ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz", ".warc.zst")


class Kind(enum.Enum):
    """Files that may hold pages."""

    WARC = "WARC or ARC file"
    ZSTD = "WARC file in zstd"
    WACZ = "WACZ file"
    HAR = "HAR file"
    MHTML = "MHTML file"
    PAGE = "saved page"
    LISTING = "CDXJ index"


ARCHIVES = frozenset({Kind.WARC, Kind.ZSTD, Kind.WACZ, Kind.HAR})


def find_kind(file: Path) -> Kind | None:
    """Say what a file is. One that is named as an archive is taken for one, so that damage to it is told."""
    with file.open("rb") as opened:
        kind = find_kind_of(opened.read(HEAD_BYTES), file.name)
    named = _named_kind(file.name)
    return named if kind is None or (kind is Kind.PAGE and named in ARCHIVES) else kind


def find_kind_of(head: bytes, name: str) -> Kind | None:
    """Say what the first bytes of a file are the beginning of; None where nothing known begins so."""
    if head.startswith(_ZSTD):
        return Kind.ZSTD
    if head.startswith(b"PK\x03\x04"):
        return Kind.WACZ if name.lower().endswith(".wacz") or b"datapackage.json" in head else None
    if head.startswith(_GZIP):
        plain = _inflate(head)
        return Kind.WARC if _RECORD.match(plain) else Kind.LISTING if _LISTING.match(plain) else None
    return _find_plain_kind(head.removeprefix(b"\xef\xbb\xbf"))


def _find_plain_kind(plain: bytes) -> Kind | None:
    if _RECORD.match(plain):
        return Kind.WARC
    if _LISTING.match(plain):
        return Kind.LISTING
    if _HAR.match(plain):
        return Kind.HAR
    if _MAIL_FIELD.match(plain) and _MAIL_BODY.search(plain):
        return Kind.MHTML
    return Kind.PAGE if plain.lstrip()[:1] == b"<" and _MARKUP.search(plain[:_MARKUP_WITHIN]) else None


def _named_kind(name: str) -> Kind | None:
    lower = name.lower()
    if lower.endswith(_ARCHIVE_ENDINGS):
        return Kind.WARC
    endings = {".wacz": Kind.WACZ, ".har": Kind.HAR, ".mht": Kind.MHTML, ".mhtml": Kind.MHTML}
    endings |= dict.fromkeys(_PAGE_ENDINGS, Kind.PAGE)
    return next((kind for ending, kind in endings.items() if lower.endswith(ending)), None)


def _inflate(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, HEAD_BYTES)
    except zlib.error:
        return b""
