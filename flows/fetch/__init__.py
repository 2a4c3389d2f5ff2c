"""Fetch: polite, safe, and everything it saw is archived before it is read.

    async with open_fetcher(options, home=home, run_id=run_id, now=now) as fetcher:
        async for page in fetcher.fetch_pages(requests):
            ...

Names are loaded when they are first used, because the HTTP client takes a while to import.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.fetch.archive.replay import PayloadMissingError, iter_captures, read_payload
    from flows.fetch.fetcher import Fetcher, open_fetcher
    from flows.fetch.left_over import find_left_over
    from flows.fetch.options import FetchOptions, PageRequest, options_from_settings
    from flows.fetch.probe import Probe, ProbedPage
    from flows.fetch.sitemaps import LostArticle

_HOMES = {
    "Fetcher": "fetcher",
    "open_fetcher": "fetcher",
    "FetchOptions": "options",
    "LostArticle": "sitemaps",
    "Probe": "probe",
    "ProbedPage": "probe",
    "PageRequest": "options",
    "options_from_settings": "options",
    "find_left_over": "left_over",
    "PayloadMissingError": "archive.replay",
    "iter_captures": "archive.replay",
    "read_payload": "archive.replay",
}
__all__ = [
    "FetchOptions",
    "Fetcher",
    "LostArticle",
    "PageRequest",
    "PayloadMissingError",
    "Probe",
    "ProbedPage",
    "find_left_over",
    "iter_captures",
    "open_fetcher",
    "options_from_settings",
    "read_payload",
]


def __getattr__(name: str) -> object:
    """Import a name from its module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
