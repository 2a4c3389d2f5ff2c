"""Addresses as people keep them: without a scheme, or inside the address of an archive, a cache or a redirector."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from flows.addresses.links import strip_address

# Replay addresses of web archives (Internet Archive, archive.today, pywb): 4 to 14 digits of time, a flag such as id_.
_REPLAY: Final = re.compile(
    r"(?:https?://)?(?:web\.archive\.org|[\w.-]*\bwebarchive[\w.-]*|archive\.(?:today|ph|is|li|vn|md|fo)|[\w.-]+)"
    r"/(?:[\w-]+/)?(?:19|20)\d{2,12}(?:[a-z]{2}_)?/(?P<url>(?:https?:)?/?/.+)"
    # which leave out the scheme of what they archived
    r"|(?:https?://)?web\.archive\.org/web/(?:19|20)\d{2,12}(?:[a-z]{2}_)?/(?P<bare>(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?/.*)",
    re.IGNORECASE | re.DOTALL,
)
# AMP caches: cdn.ampproject.org/c/s/host/path, google.com/amp/s/host/path; "s" says that the page is served by TLS.
_AMP_CACHE: Final = re.compile(
    r"https?://(?:[\w-]+\.)?(?:cdn\.ampproject\.org/(?:[a-z]+/)+?|(?:www\.)?google\.[a-z.]+/amp/)"
    r"(?P<tls>s/)?(?P<rest>[\w-]+(?:\.[\w-]+)+(?:/.*)?)",
    re.IGNORECASE | re.DOTALL,
)
_WITHOUT_SCHEME: Final = re.compile(r"(?://)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?/", re.IGNORECASE)
_MOST_WRAPPERS: Final = 3


@lru_cache(maxsize=1024)
def read_address(written: str) -> str:
    """Give the address of the page that is meant; one without a scheme is read as https."""
    address = strip_address(written)
    for _ in range(_MOST_WRAPPERS):
        if found := _REPLAY.fullmatch(address):
            address = re.sub(r"^(https?:)/(?!/)", r"\1//", found["url"] or f"//{found['bare']}")
        elif found := _AMP_CACHE.fullmatch(address):
            address = f"{'https' if found['tls'] else 'http'}://{unquote(found['rest'])}"
        else:
            break
    if "://" not in address[:10] and _WITHOUT_SCHEME.match(address):
        address = f"https://{address.removeprefix('//')}"
    return address
