"""An address taken apart for rewriting: scheme, host, folders, name, suffix and parameters, decoded."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from flows.addresses.links import split_address
from flows.addresses.urls import bare_host, canonicalise

Form = tuple[str, int, tuple[str, ...]]  # host without www., count of folders, names of parameters

_SUFFIX = re.compile(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{1,5}\Z")
# What would mean something else in a template, or cannot be told apart once it is decoded.
_ODD = re.compile(r"[{}/?#&=%\ufffd]")
_WWW = re.compile(r"\Awww\d*\.")
_PLAIN_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressParts:
    """The parts of one address."""

    scheme: str
    host: str  # with a port where it has one
    folders: tuple[str, ...]
    name: str  # last part of the path, without its suffix
    suffix: str  # ".html" and its like, or "/" where the path ends in one
    query: tuple[tuple[str, str], ...]

    @property
    def form(self) -> Form:
        """Name the form of the address: what rules are learned for."""
        return bare_host(self.host), len(self.folders), tuple(sorted(name for name, _ in self.query))

    @property
    def place(self) -> tuple[str, ...]:
        """Name the page, so that two addresses of one place are equal: scheme, www. and a slash at the end aside."""
        values = tuple(f"{name}={value}" for name, value in sorted(self.query))
        return (_WWW.sub("", self.host), *self.folders, self.name, self.suffix.rstrip("/"), *values)

    @property
    def shape(self) -> tuple[int, tuple[str, ...]]:
        """Name what two addresses must share for their slots to be each other's."""
        return len(self.folders), tuple(name for name, _ in self.query)

    @property
    def slots(self) -> tuple[str, ...]:
        """List the parts that a rule gives one by one."""
        return (self.scheme, self.host, *self.folders, self.name, self.suffix, *(value for _, value in self.query))


def take_apart(url: str) -> AddressParts | None:
    """Take the canonical form of an address apart; None for what is none, and for one with signs of a template."""
    canonical = canonicalise(url)
    if canonical is None or "#" in canonical:
        return None
    split = split_address(canonical)
    path = [unquote(part) for part in split.path.split("/")[1:]]
    suffix = "/" if len(path) > 1 and not path[-1] else ""
    path = path[:-1] if suffix else path
    name = path[-1]
    if found := None if suffix else _SUFFIX.search(name):
        name, suffix = name[: found.start()], found[0]
    query = tuple(parse_qsl(split.query, keep_blank_values=True))
    is_odd = any(map(_ODD.search, (*path, *(value for _, value in query))))
    if is_odd or not all(_PLAIN_NAME.fullmatch(key) for key, _ in query):
        return None
    return AddressParts(
        scheme=split.scheme, host=split.netloc, folders=tuple(path[:-1]), name=name, suffix=suffix, query=query
    )


def write_template(slots: tuple[str, ...], shape: tuple[int, tuple[str, ...]]) -> str:
    """Write the expressions of an address's slots as one."""
    (folder_count, parameters), (scheme, host, *rest) = shape, slots
    path, suffix, values = rest[: folder_count + 1], rest[folder_count + 1], rest[folder_count + 2 :]
    query = "&".join(f"{key}={value}" for key, value in zip(parameters, values, strict=True))
    return f"{scheme}://{host}/{'/'.join(path)}{suffix}{'?' if query else ''}{query}"
