"""Addresses as pages and servers write them: the one place where they are taken apart and joined.

Whatever a stranger wrote, nothing here raises: the parts of what is no address are empty, and joined to another
address it is None. Links are joined as browsers join them (WHATWG URL, "basic URL parser", special schemes): blanks
around and tabs and line ends inside are dropped, backslashes are slashes, and `http:/path` is a path of the same host.
Whether an address may be asked is not decided here but by the gate (flows.fetch.http.gate).
"""

import re
from urllib.parse import SplitResult, quote_from_bytes, urljoin, urlsplit

_NONE = SplitResult("", "", "", "", "")
_EDGE = "".join(map(chr, range(0x21)))
_DROPPED = re.compile(r"[\t\n\r]+")
_WEB = re.compile(r"(https?):(/*)", re.IGNORECASE)
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_HOME_NAME = re.compile(r"(?:/(?:index|default|home|trang-chu)(?:\.\w{2,5})?)?", re.IGNORECASE)


def strip_address(url: str) -> str:
    """Drop what the URL Standard drops of an address before it is read: blanks around, tabs and line ends inside."""
    return _DROPPED.sub("", url.strip(_EDGE))


def split_address(url: str | None) -> SplitResult:
    """Take an address apart; all parts are empty where it is none."""
    try:
        parts = urlsplit(url or "")
        _ = parts.hostname, parts.port  # raise only when they are looked at
    except ValueError:
        return _NONE
    return parts


def host_of(url: str | None) -> str:
    """Return the host of an address in lower case; empty for what is no address."""
    return (split_address(url).hostname or "").lower()


def netloc_of(url: str | None) -> str:
    """Return host and port of an address as written, in lower case; empty for what is no address."""
    return split_address(url).netloc.lower()


def join_address(base: str | None, link: str) -> str | None:
    """Resolve a link against the address it stands at, as a browser does; None for what is no web address."""
    base = strip_address(base or "")
    text = _slashes_straight(strip_address(link))
    found = _WEB.match(text)
    if found and len(found[2]) < 2 and split_address(base).scheme == found[1].lower():
        text = found[2] + text[found.end() :]  # no host is named: a path of the same one
    elif found:
        text = f"{found[1]}://{text[found.end() :]}"
        base = ""
    try:
        joined = urljoin(base, text)
    except ValueError:
        return None
    parts = split_address(joined)
    is_web = parts.scheme in ("http", "https") and parts.hostname
    return parts.scheme + joined[len(parts.scheme) :] if is_web else None


def _slashes_straight(text: str) -> str:
    """Turn backslashes before the query into slashes, in relative links and web addresses alone."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", text, re.IGNORECASE)
    if "\\" not in text or (scheme and scheme[1].lower() not in ("http", "https")):
        return text
    end = re.search(r"[?#]|\Z", text)
    at = end.start() if end else len(text)
    return text[:at].replace("\\", "/") + text[at:]


def absolute(address: str | None, url: str | None) -> str | None:
    """Resolve an address against the page's; None for what is no web address."""
    if not address:
        return None
    if address.startswith(("https://", "http://")) and not address[-1].isspace() and host_of(address):
        return address
    return join_address(url, address)


def escape_raw(link: bytes) -> str:
    """Write a link that came as bytes in ASCII: each byte beyond it is escaped as it is, as browsers send it back."""
    return _NOT_ASCII.sub(lambda found: quote_from_bytes(found[0]).encode("ascii"), link).decode("ascii")


def is_ancestor(url: str, below: str) -> bool:
    """Tell whether an address is the home page of its host, or a folder that another one lies in."""
    parts, other = split_address(url), split_address(below).path.rstrip("/")
    path = parts.path.rstrip("/")
    if _HOME_NAME.fullmatch(path):
        return other != path and not parts.query
    return other.startswith(path + "/")
