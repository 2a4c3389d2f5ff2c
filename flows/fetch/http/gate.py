"""The one gate: which addresses may be asked at all.

Every request passes here: pages, each hop of a redirect, robots.txt, sitemaps, archives. A name is
resolved once, every address it has is vetted, and the connection goes to a vetted address, never to
the name again. Where a proxy of the environment does the asking, the proxy resolves the name; then
scheme, port, spelling, literal addresses and local names are still vetted here, and the rest is the proxy's.
"""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import quote

import idna

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

DEFAULT_PORTS = {"http": 80, "https": 443}
# Ports that web servers are found on; every other port of a public host belongs to another service.
WEB_PORTS = frozenset({80, 443, 8000, 8008, 8080, 8081, 8088, 8443, 8888})
LOWEST_OPEN_PORT = 1024  # in allowed private networks any port from here on may be asked
HIGHEST_PORT = 65535
# Names that never leave a local network: RFC 6761, RFC 6762, RFC 8375, ICANN's reservation of .internal.
LOCAL_SUFFIXES = ("localhost", "local", "internal", "home.arpa", "intranet", "lan", "corp", "home", "localdomain")
# Networks whose addresses carry an IPv4 address inside: RFC 4291, 3056, 4380, 6052, 8215.
CARRIERS: tuple[ipaddress.IPv6Network, ...] = tuple(
    ipaddress.IPv6Network(text)
    for text in ("::ffff:0:0/96", "::/96", "2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48")
)
_AUTHORITY = re.compile(r"([a-z][a-z0-9+.-]*)://([^/?#]*)", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NUMBER_LABEL = re.compile(r"\d+|0x[0-9a-f]*")
# As the address bar of a browser sends them; "%" stands for what is quoted already.
_SAFE = "/?:@!$&'()*+,;=~-._%[]|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that passed the gate, in the spelling it is asked in."""

    url: str  # ASCII, without fragment
    scheme: str
    host: str  # lower-case ASCII; an IPv6 literal without brackets
    port: int
    literal: Address | None  # where the host is an address itself

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if DEFAULT_PORTS[self.scheme] == self.port else f"{host}:{self.port}"

    @property
    def path(self) -> str:
        """Path and query, as the request line has them."""
        return self.url[len(self.origin) :]

    @property
    def origin(self) -> str:
        """Scheme, host and port: what robots.txt and connections are kept for."""
        return f"{self.scheme}://{self.authority}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an address is not asked."""

    rule: str
    detail: str


class RefusedError(Exception):
    """Carry a refusal out of the connecting code."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.rule}: {refusal.detail}")
        self.refusal = refusal


def _refuse(rule: str, detail: str) -> Refusal:
    return Refusal(rule=rule, detail=detail[:300])


def vet_address(address: Address, allowed: tuple[Network, ...]) -> Refusal | None:
    """Refuse every address that is not on the public internet and not in an allowed network."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return _refuse("scoped_address", f"{address} names an interface of this machine")
        if int(address) > 1 and any(address in network for network in CARRIERS):
            return _refuse("ipv4_in_ipv6", f"{address} carries an IPv4 address")
    if any(address.version == network.version and address in network for network in allowed):
        return None
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return _refuse("private_address", f"{address} is not a public address")
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return _refuse("private_address", f"{address} is not a public address")
    return None


def vet_port(port: int, addresses: tuple[Address, ...], allowed: tuple[Network, ...]) -> Refusal | None:
    """Refuse ports that are not the web's; in allowed networks any unprivileged port will do."""
    if port in WEB_PORTS:
        return None
    inside = bool(addresses) and all(
        any(address.version == network.version and address in network for network in allowed) for address in addresses
    )
    if inside and LOWEST_OPEN_PORT <= port <= HIGHEST_PORT:
        return None
    return _refuse("port", f"port {port} is not a web port")


def vet_addresses(addresses: tuple[Address, ...], port: int, allowed: tuple[Network, ...]) -> Refusal | None:
    """Refuse a host when any one of its addresses, or the port on them, is refused."""
    for address in addresses:
        refusal = vet_address(address, allowed)
        if refusal is not None:
            return refusal
    return vet_port(port, addresses, allowed)


def check_url(url: str, allowed: tuple[Network, ...]) -> Target | Refusal:
    """Vet the spelling of an address: scheme, authority, port and, where it is one, the literal address."""
    text = url.strip(" ")
    if _CONTROL.search(text):
        return _refuse("control_character", repr(text))
    match = _AUTHORITY.match(text)
    if match is None:
        return _refuse("no_authority", text)
    origin = _read_origin(match[1].lower(), match[2])
    if isinstance(origin, Refusal):
        return origin
    refusal = (
        vet_addresses((origin.literal,), origin.port, allowed) if origin.literal else _vet_port_number(origin.port)
    )
    if refusal is not None:
        return refusal
    rest = quote(text[match.end() :].partition("#")[0], safe=_SAFE)
    return replace(origin, url=origin.origin + (rest if rest.startswith("/") else "/" + rest))


def _read_origin(scheme: str, authority: str) -> Target | Refusal:
    """Read scheme, host and port into a target that has no path yet."""
    if scheme not in DEFAULT_PORTS:
        return _refuse("scheme", f"{scheme} is neither http nor https")
    split = _split_authority(authority)
    if isinstance(split, Refusal):
        return split
    host = _normalise_host(split[0])
    if isinstance(host, Refusal):
        return host
    port = int(split[1]) if split[1] else DEFAULT_PORTS[scheme]
    return Target(url="", scheme=scheme, host=host, port=port, literal=_read_literal(host))


def vet_unresolved(target: Target) -> Refusal | None:
    """Vet a name that a proxy will resolve: no local names, no name without a dot, web ports only."""
    if target.literal is not None:
        return None
    labels = target.host.split(".")
    if len(labels) == 1 or any(target.host.endswith("." + suffix) for suffix in LOCAL_SUFFIXES):
        return _refuse("local_name", f"{target.host} is a name of a local network")
    return vet_port(target.port, (), ())


def _vet_port_number(port: int) -> Refusal | None:
    """Refuse what no network may open; ports above are vetted again once the name is resolved."""
    if port in WEB_PORTS or LOWEST_OPEN_PORT <= port <= HIGHEST_PORT:
        return None
    return _refuse("port", f"port {port} is not a web port")


def _split_authority(authority: str) -> tuple[str, str] | Refusal:
    if "\\" in authority or "%" in authority or any(char.isspace() for char in authority):
        return _refuse("odd_spelling", f"{authority!r} has a character that no host name has")
    if "@" in authority:
        return _refuse("userinfo", "the address carries a user name")
    match = re.fullmatch(r"(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]{0,5}))?", authority, re.ASCII)
    if match is None or not match[1]:
        return _refuse("odd_spelling", f"{authority!r} is no host and port")
    return match[1], match[2] or ""


def _normalise_host(written: str) -> str | Refusal:
    if written.startswith("["):
        try:
            return str(ipaddress.IPv6Address(written[1:-1]))
        except ValueError:
            return _refuse("odd_spelling", f"{written} is no IPv6 address")
    host = written.lower().removesuffix(".")
    if not host.isascii():
        return _encode_idn(host)
    return _check_ascii_host(host)


def _check_ascii_host(host: str) -> str | Refusal:
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return _refuse("odd_spelling", f"{host!r} is no host name")
    if _NUMBER_LABEL.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError:
            return _refuse("odd_spelling", f"{host} is an IPv4 address in a spelling nobody means")
    return host


def _encode_idn(host: str) -> str | Refusal:
    """Encode an international name; refuse compatibility letters and mixed scripts, which pose as another name."""
    if unicodedata.normalize("NFKC", host) != unicodedata.normalize("NFC", host):
        return _refuse("look_alike", f"{host} is written with compatibility characters")
    scripts = {unicodedata.name(char, "").split(" ")[0] for char in host if char.isalpha()}
    if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1:
        return _refuse("look_alike", f"{host} mixes scripts whose letters look alike")
    try:
        return _check_ascii_host(idna.encode(host, uts46=True).decode("ascii"))
    except idna.IDNAError as error:
        return _refuse("odd_spelling", f"{host}: {error}")


def _read_literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
