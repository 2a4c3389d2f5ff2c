"""Addresses as pages write them."""

import re
from urllib.parse import urljoin, urlsplit


def host_of(url: str | None) -> str:
    """Return the host of an address in lower case; empty for what is no address."""
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""


def absolute(address: str | None, url: str | None) -> str | None:
    """Resolve an address against the page's; None for what is no web address."""
    if not address:
        return None
    if address.startswith(("https://", "http://")) and not address[-1].isspace():
        return address
    try:
        joined = urljoin(url or "", address.strip())
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None


def is_ancestor(url: str, below: str) -> bool:
    """Tell whether an address is the home page of its host, or a folder that another one lies in."""
    path, other = urlsplit(url).path.rstrip("/"), urlsplit(below).path.rstrip("/")
    if re.fullmatch(r"(?:/(?:index|default|home|trang-chu)(?:\.\w{2,5})?)?", path, re.IGNORECASE):
        return other != path and not urlsplit(url).query
    return other.startswith(path + "/")
