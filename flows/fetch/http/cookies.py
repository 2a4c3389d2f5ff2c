"""Cookies of one page: kept from one hop of its redirects to the next, sent back to whom they are from, then forgotten.

Sites set one and send the reader to the same address again, to see whether it is kept. What is whose is decided by
the standard library's cookie jar.
"""

from http.client import HTTPMessage, HTTPResponse
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import cast
from urllib.request import Request

from flows.fetch.http.client import Exchange, RawHeaders

MOST_COOKIES = 50  # of one page; browsers keep 180 for a site
LONGEST = 4096  # bytes; browsers keep no longer one


class _Answer:
    """What the cookie jar asks of an answer."""

    def __init__(self, exchange: Exchange) -> None:
        self._headers = HTTPMessage()
        for value in exchange.header_values("set-cookie")[:MOST_COOKIES]:
            if len(value) <= LONGEST and value.isprintable():
                self._headers["Set-Cookie"] = value

    def info(self) -> HTTPMessage:
        """Give the headers."""
        return self._headers


class PageCookies:
    """A jar for the length of one attempt at one page."""

    def __init__(self) -> None:
        self._jar: CookieJar | None = None  # made when the first cookie comes: most pages set none on their way

    def take(self, exchange: Exchange) -> None:
        """Keep what an answer sets."""
        if exchange.raw_header("set-cookie") is None:
            return
        if self._jar is None:
            self._jar = CookieJar(DefaultCookiePolicy(rfc2965=False))
        self._jar.extract_cookies(cast("HTTPResponse", _Answer(exchange)), _request(exchange.url))

    def header_for(self, url: str) -> bytes:
        """Write the Cookie header for an address; empty where there is none."""
        if self._jar is None:
            return b""
        request = _request(url)
        self._jar.add_cookie_header(request)
        return (request.get_header("Cookie") or "").encode("utf-8")

    def headers_for(self, url: str) -> RawHeaders:
        """Give the Cookie header for an address as headers."""
        value = self.header_for(url)
        return ((b"Cookie", value),) if value else ()


def _request(url: str) -> Request:
    """Say to the jar which address is meant; nothing is asked."""
    return Request(url)  # noqa: S310 # the gate has let the address through
