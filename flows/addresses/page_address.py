"""What the address of one page tells, worked out once: its host, its publisher, the article that it names."""

from dataclasses import dataclass
from functools import lru_cache

from flows.addresses.links import host_of
from flows.addresses.urls import bare_host, identify
from flows.publishers import Publisher, find_publisher
from flows.records import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAddress:
    """One page's address; empty and None where it is none, or nothing is known of its host."""

    url: str
    host: str  # lower case
    publisher: Publisher | None  # www., m. and amp. make no difference
    identity: Identity | None


@lru_cache(maxsize=256)
def read_page_address(url: str | None) -> PageAddress:
    """Read an address."""
    host = host_of(url)
    return PageAddress(
        url=url or "", host=host, publisher=find_publisher(bare_host(host)), identity=identify(url) if url else None
    )
