"""Where an article may be now whose address is dead: by its publisher's rule, then by host and scheme.

A candidate is only a guess. It counts once its page matches the seed (flows.existence.verdict).
Redirects come before all of this: they are followed.
"""

import re
from functools import cache
from urllib.parse import SplitResult

from flows.addresses.links import split_address
from flows.publishers import PathRule, Publisher, all_publishers
from flows.records import Identity

MAX_CANDIDATES = 6


_LAST_NAME = re.compile(r"\.\w{2,6}$")
# A number with a sign between it and the words, and a short mark such as "post".
_NUMBER = re.compile(r"[-_.,~][a-z]{0,6}\d{4,}\Z|\A[a-z]{0,4}\d{4,}[-_.,~]", re.IGNORECASE)
_SLUG = re.compile(r"[a-z]++(?:-[a-z0-9]++)+|[a-z0-9]++(?:-[a-z0-9]++){2,}", re.IGNORECASE)


def moved_candidates(url: str, identity: Identity, publisher: Publisher | None) -> tuple[str, ...]:
    """Guess where a dead address's article is now, most likely first; at most six, never the address itself."""
    parts = split_address(url)
    found = [*_by_path_rule(parts), *_by_publisher(parts, identity, publisher), *_by_host_and_scheme(parts)]
    asked = {url, identity.canonical_url}
    return tuple(dict.fromkeys(address for address in found if address not in asked))[:MAX_CANDIDATES]


@cache
def _path_rules() -> tuple[PathRule, ...]:
    return tuple(rule for publisher in all_publishers() for rule in publisher.moved_paths)


def _by_path_rule(parts: SplitResult) -> list[str]:
    for rule in _path_rules():
        match = re.fullmatch(rf"(?P<folder>.*/){rule.pattern}", parts.path)
        if match:
            path = match["folder"] + rule.target.format(slug=match["slug"], number=match["number"])
            return [parts._replace(path=path, query="", fragment="").geturl()]
    return []


def _by_publisher(parts: SplitResult, identity: Identity, publisher: Publisher | None) -> list[str]:
    """Fill the publisher's templates; an edition on a host of its own keeps its host."""
    if publisher is None or identity.article_number is None:
        return []
    slug = find_slug(parts.path)
    if slug is None:
        return []
    found = []
    for template in publisher.moved:
        address = split_address(template.format(slug=slug, number=identity.article_number))
        if identity.publisher != publisher.name:
            address = address._replace(netloc=parts.netloc)
        found += [parts._replace(path=address.path, query=address.query, fragment="").geturl(), address.geturl()]
    return found


def find_slug(path: str) -> str | None:
    """Find the readable name in an address: its last part of several words, without number and ending."""
    names = [_NUMBER.sub("", _LAST_NAME.sub("", part)) for part in path.split("/")]
    slugs = [name.lower() for name in names if _SLUG.fullmatch(name)]
    return slugs[-1] if slugs else None


def _by_host_and_scheme(parts: SplitResult) -> list[str]:
    """Give the same path under the other scheme and with or without www.; not for bare addresses and odd ports."""
    host = parts.hostname or ""
    if parts.port is not None or ":" in host or re.fullmatch(r"[\d.]+", host):
        return []
    other_scheme = "http" if parts.scheme == "https" else "https"
    other_host = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    bare = parts._replace(fragment="")
    return [
        bare._replace(scheme=other_scheme).geturl(),
        bare._replace(netloc=other_host).geturl(),
        bare._replace(scheme=other_scheme, netloc=other_host).geturl(),
    ]
