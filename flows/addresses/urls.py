"""Which article an address names: canonical URLs, SURT keys, article numbers, days in addresses.

The rule is DESIGN §3: the publisher's own article number where the URL carries one, else the SURT
form of the canonical URL. Addresses are taken apart as the WHATWG URL standard says (what a
browser would open), and written as RFC 3986 says: ASCII only, upper-case percent escapes.

Letter case of a path is kept in article keys: publishers that number articles in base 62 (WeChat,
Weibo) have articles that differ in case alone. Only `surt`, which must meet the keys of a CDX
index, folds it.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes
from zoneinfo import ZoneInfo

from flows.addresses.links import strip_address
from flows.addresses.wrappers import read_address
from flows.publishers import find_publisher
from flows.records import Identity, content_id

# What nearly every address in a collection looks like; anything else takes the long way.
_PLAIN_URL = re.compile(r"(https?)://([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})((?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)+)\Z")
_AMP_HINT = re.compile(r"(?:^|[/.])amp(?:[/.]|$)", re.IGNORECASE)

_SCHEME_AND_REST = re.compile(
    r"(https?):[/\\]{2}([^/\\?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL
)
_INDEX = re.compile(r"/|(?:/[^/]*)*/(?:index|default)\.\w{2,5}", re.IGNORECASE)
_HOST_LABELS = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*\Z")
_IPV6 = re.compile(r"\[[0-9a-f:.]{2,45}\]\Z")
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z")
_DEFAULT_PORT = {"http": "80", "https": "443"}
_MAX_PORT = 65535
_PORT = re.compile(r"0*[0-9]{1,5}")  # Python refuses to read thousands of digits

_VARIANT_LABEL = re.compile(r"(?:www\d{0,2}|m|amp|mobile|wap)\.")
_WWW_LABEL = re.compile(r"www\d*\.")
_SECOND_LEVEL_SUFFIX = re.compile(r"(?:com|net|org|gov|edu|co|ac|info|biz|name|or|ne|go)\.[a-z]{2}\Z")

_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/!$&'()*+,;=:@%-._~"
_QUERY_SAFE = _PATH_SAFE + "?[]"

_SAFE = re.compile(r"[A-Za-z0-9/!$&'()*+,;=:@%._~-]*\Z")  # needs no escaping anywhere; _PATH_SAFE and letters
# Combining accents and Korean letter parts, escaped: without them a text is in NFC, as far as names of pages go.
_DECOMPOSED = re.compile(r"%C[CD]%|%E1%8[4-7]%")

_ESCAPED_RUN = re.compile(r"(?:[A-Za-z]?(?:%[89A-Fa-f][0-9A-Fa-f])+)+")

_SESSION_IN_PATH = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/;?]*", re.IGNORECASE)
_SESSION_PARAMETER = re.compile(r"(?:jsessionid|phpsessid|aspsessionid[a-z]*|cfid|cftoken)\Z", re.IGNORECASE)
# Added by mail, ad and sharing tools, never by the publisher to name an article. Names that some
# publisher uses for its article ("id", "ref", "source", "cid") are left alone.
_TRACKING_PARAMETER = re.compile(
    r"(?:utm_\w+|vn_(?:source|campaign|medium|term|content)|mtm_\w+|pk_(?:campaign|kwd|keyword|source|medium|content)"
    r"|piwik_\w+|at_(?:medium|campaign|custom\d|link_\w+|bbc_team|ptr_name|format|campaign_type)"
    r"|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|gad_source|gad_campaignid|srsltid|msclkid|yclid|ysclid|twclid|ttclid"
    r"|li_fat_id|igshid|igsh|zarsrc|gidzl|mc_cid|mc_eid|mkt_tok|_ga|_gl|_gac|_hsenc|_hsmi|__hs\w+|hsctatracking"
    r"|__twitter_impression|fb_(?:action_ids|action_types|source|ref|comment_id)|action_(?:object|type|ref)_map"
    r"|vero_id|vero_conv|oly_(?:enc|anon)_id|rb_clickid|s_cid|_openstat|xtor|wt_mc|wt\.mc_id|icid|ncid|ocid|smid|cmpid"
    r"|spm|scm|wickedid|epik|isappinstalled|nsukey|amp_(?:js_v|gsa|r|ct|kit)|usqp|guce_referrer(?:_sig)?|guccounter"
    r")\Z",
    re.IGNORECASE,
)
_AMP_PARAMETER = re.compile(r"(?:amp(?:=(?:1|true|yes|amp)?)?|output(?:_?type)?=amp)\Z", re.IGNORECASE)
_AMP_AT_END = re.compile(r"(?:/amp/?|\.amp)\Z", re.IGNORECASE)
_AMP_BEFORE_HTML = re.compile(r"\.amp(?=\.html?\Z)", re.IGNORECASE)
_AMP_AT_START = re.compile(r"\A/amp(?=/[^/])", re.IGNORECASE)

_GENERIC_DAY = re.compile(
    r"/(?P<year>19[89]\d|20\d\d)[/-]?(?P<month>0[1-9]|1[0-2])[/-]?(?P<day>[0-2]\d|3[01])(?=[/_.-]|\Z)"
)
_DAY_FIRST = re.compile(  # a part of the path; of two small numbers nothing tells which is the month
    r"/(?P<day>1[3-9]|2\d|3[01])[-.](?P<month>0?[1-9]|1[0-2])[-.](?P<year>19[89]\d|20\d\d)(?=[/_.]|\Z)"
)


_WRAPPING_HOSTS = ("ampproject.org", "web.archive.org")  # in whose addresses those of others stand


class _Parts(NamedTuple):
    """An address taken apart; every part is ASCII, percent escapes are tidy."""

    scheme: str
    host: str  # lower-case, punycode, no trailing dot
    port: str  # "" for the scheme's own
    path: str  # starts with "/"
    query: tuple[str, ...]  # parameters as written, empty ones left out
    route: str = ""  # "#!/news/1": the fragment of a site whose script tells its pages apart by it


@dataclass(frozen=True, slots=True)
class _Host:
    """What identification needs to know of a host, worked out once."""

    bare: str
    surt: str
    article_number: tuple[re.Pattern[str], ...]


def bare_host(host: str) -> str:
    """Strip www., m., amp. and their like off a host, lower-cased; never down to a public suffix."""
    bare = host.lower().rstrip(".")
    while found := _VARIANT_LABEL.match(bare):
        rest = bare[found.end() :]
        if "." not in rest or _SECOND_LEVEL_SUFFIX.match(rest):
            break
        bare = rest
    return bare


def identify(url: str) -> Identity | None:
    """Say which article an address names; None where it is no http(s) URL with a host."""
    plain = _PLAIN_URL.match(url)
    if plain and not _AMP_HINT.search(plain[3]) and ".." not in url and not plain[2].endswith(_WRAPPING_HOSTS):
        return _identity(_host(plain[2]), _Parts(plain[1], plain[2], "", plain[3], ()), url)
    parts = _take_apart(read_address(url))
    if parts is None:
        return None
    parts = _without_variants(parts)
    return _identity(_host(parts.host), parts, _put_together(parts))


def canonicalise(url: str) -> str | None:
    """Write an address in its one canonical form, without tracking, session, AMP marks, fragment and user.

    Scheme, host prefix and a trailing slash stay, so the result can be fetched. None where it is
    no http(s) URL with a host.
    """
    parts = _take_apart(url)
    return None if parts is None else _put_together(_without_variants(parts))


def surt(url: str) -> str | None:
    """Write an address as the Internet Archive keys it in a CDX index: "vn,vietnamplus)/path".

    Lower-case, www. and sessions off, parameters sorted, no trailing slash; tracking parameters
    stay, as they do there. None where it is no http(s) URL with a host.
    """
    parts = _take_apart(url)
    if parts is None:
        return None
    host = _WWW_LABEL.sub("", parts.host, count=1) if _WWW_LABEL.match(parts.host) else parts.host
    query = tuple(item for item in parts.query if not _SESSION_PARAMETER.match(item.partition("=")[0]))
    path = _SESSION_IN_PATH.sub("", parts.path)
    return _surt_of(_reversed_host(host), parts.port, path.lower(), tuple(item.lower() for item in query))


def url_date(url: str) -> dt.datetime | dt.date | None:
    """Read the day, or the second, that an address carries.

    The publisher's own patterns come first, in the publisher's zone (UTC where unknown); then
    /2016/10/05/ and its spellings anywhere in the path, or /25-10-2016/. A date that the calendar lacks is none.
    """
    parts = _take_apart(url)
    if parts is None:
        return None
    tail = _tail(parts.path, parts.query)
    publisher = find_publisher(bare_host(parts.host))
    for pattern in publisher.url_time if publisher else ():
        if (found := re.search(pattern, tail)) and (moment := _moment(found, publisher.zone if publisher else None)):
            return moment
    generic = _GENERIC_DAY.search(parts.path) or _DAY_FIRST.search(parts.path)
    return _moment(generic, None) if generic else None


def _identity(host: _Host, parts: _Parts, canonical_url: str) -> Identity:
    number = None
    tail = _tail(parts.path, parts.query)
    for pattern in host.article_number:
        if found := pattern.search(tail):
            number = found["number"]
            break
    surt_key = "" if number else _surt_of(host.surt, parts.port, parts.path, parts.query) + parts.route
    key = f"{host.bare}:{number}" if number else surt_key
    return Identity(
        article_id=content_id(key),
        article_key=key,
        publisher=host.bare,
        article_number=number,
        canonical_url=canonical_url,
    )


@lru_cache(maxsize=4096)
def _host(host: str) -> _Host:
    bare = bare_host(host)
    publisher = find_publisher(bare)
    patterns = tuple(re.compile(pattern) for pattern in publisher.article_number) if publisher else ()
    numbered_by = publisher.name if publisher is not None and bare in publisher.former_hosts else bare
    return _Host(bare=numbered_by, surt=_reversed_host(bare), article_number=patterns)


def _reversed_host(host: str) -> str:
    if _IPV4.match(host) or host.startswith("["):
        return host
    return ",".join(reversed(host.split(".")))


def _tail(path: str, query: tuple[str, ...]) -> str:
    return f"{path}?{'&'.join(query)}" if query else path


def _surt_of(reversed_host: str, port: str, path: str, query: tuple[str, ...]) -> str:
    """Join the parts of a SURT; composed and decomposed letters, double and trailing slashes count as one."""
    if "//" in path:
        path = re.sub(r"/{2,}", "/", path)
    if len(path) > 1 and path.endswith("/"):
        path = path[:-1]
    key = f"{reversed_host}{':' + port if port else ''}){_tail(path, tuple(sorted(query)))}"
    return _composed(key) if "%" in key and _DECOMPOSED.search(key) else key


def _composed(key: str) -> str:
    """Escape the NFC form of what is escaped, so that an address typed on a Mac meets its twin."""
    return _ESCAPED_RUN.sub(_compose_run, key)


def _compose_run(found: re.Match[str]) -> str:
    try:
        text = unquote_to_bytes(found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    return quote(unicodedata.normalize("NFC", text), safe="")


def _take_apart(url: str) -> _Parts | None:
    found = _SCHEME_AND_REST.match(strip_address(url))
    if found is None:
        return None
    scheme = found[1].lower()
    address = _host_and_port(found[2])
    if address is None:
        return None
    host, port = address
    path = _without_dot_segments(_tidy_escapes(found[3].replace("\\", "/"), _PATH_SAFE)) or "/"
    query = _tidy_escapes(found[4] or "", _QUERY_SAFE)
    parameters = tuple(item for item in query.split("&") if item)
    route = _route(path, found[5] or "")
    return _Parts(scheme, host, "" if port == _DEFAULT_PORT[scheme] else port, path, parameters, route)


def _route(path: str, fragment: str) -> str:
    """Give a fragment that names a page: behind `#!`, or a path of its own on an index page; "" for any other."""
    is_page = len(fragment) > 1 and bool(fragment[0] == "!" or (fragment[0] == "/" and _INDEX.fullmatch(path)))
    return "#" + _tidy_escapes(fragment, _QUERY_SAFE) if is_page else ""


def _host_and_port(authority: str) -> tuple[str, str] | None:
    host, colon, port = authority.rpartition("@")[2].rpartition(":")
    if not colon or (host.startswith("[") and not host.endswith("]")):
        host, port = host + colon + port, ""
    digits = port.lstrip("0")
    if port and not (_PORT.fullmatch(port) and int(digits or 0) <= _MAX_PORT):
        return None
    ascii_host = _ascii_host(host)
    return None if ascii_host is None else (ascii_host, digits)


def _ascii_host(host: str) -> str | None:
    try:
        if "%" in host:
            host = unquote_to_bytes(host).decode("utf-8", "replace")
        host = host.lower()
        if not host.isascii():
            host = _punycode(host)
    except UnicodeError:  # half of a surrogate pair, which no name has
        return None
    host = host.removesuffix(".")
    return host if _HOST_LABELS.match(host) or _IPV6.match(host) else None


def _punycode(host: str) -> str:
    """Encode an international host name; letters newer than IDNA 2003 are encoded as they are."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        labels = unicodedata.normalize("NFKC", host).lower().split(".")
    return ".".join(label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in labels)


def _tidy_escapes(text: str, safe: str) -> str:
    """Escape what must be, in upper case, and nothing that need not be; escaping twice changes nothing."""
    if "%" in text:
        text = _ESCAPE.sub(_tidy_escape, _STRAY_PERCENT.sub("%25", text))
    return text if _SAFE.match(text) else quote(text, safe=safe, errors="surrogatepass")


def _tidy_escape(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code in _UNRESERVED else f"%{found[1].upper()}"


def _without_dot_segments(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _without_variants(parts: _Parts) -> _Parts:
    """Take tracking, session and AMP marks off, which name a way to the article and not the article."""
    query = tuple(item for item in parts.query if not _is_decoration(item))
    path = parts.path
    if ";" in path:
        path = _SESSION_IN_PATH.sub("", path)
    if _AMP_HINT.search(path):
        path = _AMP_BEFORE_HTML.sub("", _AMP_AT_END.sub("", _AMP_AT_START.sub("", path))) or "/"
    return parts._replace(path=path, query=query)


def _is_decoration(parameter: str) -> bool:
    name = parameter.partition("=")[0]
    return bool(_TRACKING_PARAMETER.match(name) or _SESSION_PARAMETER.match(name) or _AMP_PARAMETER.match(parameter))


def _put_together(parts: _Parts) -> str:
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.host}{port}{_tail(parts.path, parts.query)}{parts.route}"


def _moment(found: re.Match[str], zone: str | None) -> dt.datetime | dt.date | None:
    group = found.groupdict()
    try:
        day = dt.date(_full_year(group["year"]), int(group["month"]), int(group["day"]))
        if not group.get("hour"):
            return day
        time = dt.time(int(group["hour"]), int(group.get("minute") or 0), int(group.get("second") or 0))
    except ValueError:
        return None
    return dt.datetime.combine(day, time, ZoneInfo(zone) if zone else dt.UTC)


def _full_year(digits: str) -> int:
    return int(digits) + 2000 if len(digits) == 2 else int(digits)
