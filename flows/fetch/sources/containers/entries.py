"""What is found in files that hold pages: entries of an index, and what cannot be read."""

import base64
import datetime as dt
import re
from dataclasses import dataclass

from flows.addresses.urls import canonicalise, surt

BY_FILE = "nothing says when it was captured, the moment is that of its file"
_BASE16_OF_SHA1 = 40  # digits
_BASE32_OF_SHA1 = re.compile(r"[a-z2-7]{32}")
NO_OFFSET = -1  # the file is the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What of a source cannot be read, and why."""

    member: str  # file, or file inside a WACZ
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """The earlier record that a revisit record says it repeats, as far as it says."""

    record_id: str = ""
    key: str = ""
    taken_at: dt.datetime | None = None
    file_name: str = ""
    offset: int = NO_OFFSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One answer or page of an index."""

    key: str  # SURT of the address
    taken_at: dt.datetime
    member: str  # file, or file inside a WACZ
    offset: int
    status: int
    dated_by: str = ""  # what the moment is taken from, where it is not what the record or page itself says
    record_id: str = ""
    digest: str = ""  # of the payload, as `plain_digest` writes it
    repeats: Repeated | None = None  # of a revisit record
    payload_at: tuple[str, int] | None = None  # where the payload of a revisit record lies


def key_of(url: str) -> str | None:
    """Give the key of an address: tracking parameters, www. and the like aside, as the seed's own is."""
    return surt(canonicalise(url) or url)


def plain_digest(label: str | None) -> str:
    """Write a labelled digest in one way: tools have base32 and base16 of SHA-1, in both cases."""
    name, _, value = (label or "").strip().partition(":")
    name, value = name.lower().replace("-", ""), value.strip().lower()
    if name == "sha1" and len(value) == _BASE16_OF_SHA1:
        try:
            value = base64.b32encode(bytes.fromhex(value)).decode().lower()
        except ValueError:
            return ""
    if name == "sha1" and not _BASE32_OF_SHA1.fullmatch(value):
        return ""
    return f"{name}:{value}" if value else ""
