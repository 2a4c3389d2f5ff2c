"""One misbehaving web server: one route for each misbehaviour, one loopback address for each kind of host.

    with FaultServer() as site:
        site.url("/drip")                       a route on the well-behaved host
        site.url("/page", host="robots_503")    the same on a host whose robots.txt misbehaves
        site.hits("/drip")                      the requests that came, as they came

Hosts live in 127.0.9.0/24, so that a gate which allows that network alone still refuses the rest of 127/8.
Everything is written to the socket by hand: what a proper HTTP library would prevent is what is tested.
One module holds one kind of answer; a new one is a function with `@route`, in a module that server.py imports.
"""

from fault_server.articles import ARTICLE, EDITED, PARAGRAPHS, TITLE, write_page
from fault_server.bodies import bomb, encode
from fault_server.elsewhere import Memento
from fault_server.no_articles import NO_ARTICLES
from fault_server.server import ALLOWED, FaultServer
from fault_server.wire import ROUTES, Exchange

__all__ = [
    "ALLOWED",
    "ARTICLE",
    "EDITED",
    "NO_ARTICLES",
    "PARAGRAPHS",
    "ROUTES",
    "TITLE",
    "Exchange",
    "FaultServer",
    "Memento",
    "bomb",
    "encode",
    "write_page",
]
