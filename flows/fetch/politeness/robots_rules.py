"""robots.txt as RFC 9309 has it: from bytes to rules."""

import codecs

from protego import Protego

MAX_BYTES = 500 * 1024  # RFC 9309 §2.5: the least that a crawler must parse


def read_rules(body: bytes) -> Protego:
    """Parse the first 500 KiB as UTF-8 (or UTF-16 where a byte order mark says so); a cut last line is dropped."""
    kept = body[:MAX_BYTES]
    if len(body) > MAX_BYTES:
        kept = kept[: kept.rfind(b"\n") + 1]
    if kept.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Protego.parse(kept.decode("utf-16", "replace"))
    return Protego.parse(kept.decode("utf-8-sig", "replace"))
