"""What fetching is told: its options, and one page to ask for."""

import datetime as dt
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flows.errors import UsageError
from flows.settings import ArchiveChoice, ArchiveKind, Settings

ROBOTS_NAME = "Seedbank"  # what robots.txt knows us by
LIVE = "live"
WAYBACK = "wayback"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """All that fetching needs to know. Durations in seconds, sizes in bytes."""

    contact: str = ""  # mail address or page for site owners, named in the User-Agent
    version: str = "0.1"
    sources: tuple[str, ...] = (LIVE,)  # live, wayback, a path, or the address of a WARC file; tried in turn
    allow_private: tuple[Network, ...] = ()  # networks that the address gate lets through
    ca_file: str | None = None  # certificate authorities to trust instead of the usual ones
    proxies: tuple[tuple[str, str], ...] = ()  # (scheme, proxy address); a proxied name is resolved by the proxy
    no_proxy: tuple[str, ...] = ()  # host suffixes that are asked without the proxy; "*" for all

    host_interval_s: float = 2.0  # least time between the end of one request to a host and the next
    interval_jitter: float = 0.25  # share of the interval added at random, so that hosts are not asked in step
    max_crawl_delay_s: float = 60.0  # a longer Crawl-delay counts as this; the clamp is reported
    max_connections: int = 256  # exchanges under way at once, one per host
    run_budget: int = 1_000_000  # requests of one run, robots.txt and redirects included
    host_budget: int = 1_000_000  # requests to one host in one run

    deadline_s: float = 60.0  # active time of one page: redirects, retries and body, not the waiting between
    robots_deadline_s: float = 10.0
    retry_wait_s: float = 5.0  # before the first retry; doubles with each
    max_retry_after_s: float = 120.0  # a longer Retry-After parks the host instead
    max_redirects: int = 10
    max_wire_bytes: int = 20_000_000
    max_decoded_bytes: int = 20_000_000
    warc_size: int = 1_000_000_000  # a WARC file is closed once it is larger

    wayback_url: str = "https://web.archive.org"
    archives: tuple[ArchiveChoice, ...] = (ArchiveChoice(kind=ArchiveKind.WAYBACK),)  # what `wayback` stands for
    cdx_per_minute: float = 24.0  # 0.8 of the 30 a minute that the Internet Archive allows
    mementos_per_minute: float = 480.0

    @property
    def user_agent(self) -> str:
        """Name the program and whom to write to, as site owners expect it."""
        contact = f" (+{self.contact})" if self.contact else ""
        return f"{ROBOTS_NAME}/{self.version}{contact}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """One address to ask for, and what the last good capture of it left behind."""

    article_id: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    previous_capture_id: str | None = None  # the validators and the digest are of this capture
    previous_digest: str | None = None
    previous_captured_at: dt.datetime | None = None
    previous_warc_file: str | None = None  # where its payload lies: a 304 is then handed over with that payload
    previous_warc_offset: int | None = None
    seed_date: dt.date | None = None  # archives are asked for the copy nearest to it
    candidate_of: str | None = None  # the dead address that this one may have moved from


def read_proxies(environment: Mapping[str, str]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Read http_proxy, https_proxy, all_proxy and no_proxy, lower case before upper case. Raises UsageError."""
    proxies: list[tuple[str, str]] = []
    for scheme in ("http", "https"):
        names = (f"{scheme}_proxy", f"{scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY")
        value = next((environment[name] for name in names if environment.get(name)), "")
        if not value:
            continue
        address = value if "://" in value else f"http://{value}"
        if urlsplit(address).scheme not in ("http", "https"):
            raise UsageError(f"The proxy {value} cannot be used: only http:// and https:// proxies are supported.")
        proxies.append((scheme, address))
    excluded = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    return tuple(proxies), tuple(part.strip().lower().lstrip(".") for part in excluded.split(",") if part.strip())


def options_from_settings(
    settings: Settings, environment: Mapping[str, str], *, sources: tuple[str, ...] = (LIVE,), version: str = "0.1"
) -> FetchOptions:
    """Build the options from settings and from the environment: SSL_CERT_FILE, proxies. Raises UsageError."""
    proxies, no_proxy = read_proxies(environment)
    return FetchOptions(
        contact=settings.contact,
        version=version,
        sources=sources,
        allow_private=settings.allow_private_addresses,
        ca_file=environment.get("SSL_CERT_FILE") or None,
        proxies=proxies,
        no_proxy=no_proxy,
        host_interval_s=settings.host_interval,
        run_budget=settings.request_budget,
        deadline_s=settings.fetch_deadline,
        retry_wait_s=settings.retry_wait,
        max_wire_bytes=settings.max_page_size,
        max_decoded_bytes=settings.max_page_size,
        wayback_url=settings.wayback_url.rstrip("/"),
        archives=settings.archives,
    )
