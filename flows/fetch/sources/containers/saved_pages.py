"""Saved pages: files of markup, as browsers, SingleFile, wget and HTTrack leave them.

Their addresses are those that the saver's comment names, those that the page says of itself, and those that its path
spells below a folder named like a host. What saved it may say when; else the moment is that of the file.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from flows.fetch.archive.replay import StoredResponse
from flows.fetch.sources.containers.entries import BY_FILE, NO_OFFSET, Entry, key_of
from flows.text.http_dates import read_http_date

HEAD_BYTES = 1 << 16
_COMMENT = re.compile(rb"<!--((?:[^-]|-(?!->)){0,2000})-->")
# What browsers, HTTrack and SingleFile write into a page they save.
_SAVED_FROM = re.compile(rb"\s*saved from url=\(\d+\)(\S+)\s*", re.IGNORECASE)
_MIRRORED = re.compile(rb"\s*Mirrored from (\S+) by HTTrack [^,]*(?:, *(\w{3}, [^\[\]]{10,40}))?", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    rb"\s*Page saved with SingleFile\b[^:]*\burl:\s*(\S+)(?:\s+saved date:\s*([^\r\n]+))?", re.IGNORECASE
)
_SCRIPT_DATE = re.compile(r"\w{3} (\w{3}) (\d\d?) (\d{4}) (\d\d:\d\d:\d\d) (?:GMT|UTC)([+-]\d{4})")
_CANONICAL = re.compile(rb"<link\b[^<>]*rel\s*=\s*[\"']?canonical[\"']?[^<>]*>", re.IGNORECASE)
_OG_URL = re.compile(rb"<meta\b[^<>]*property\s*=\s*[\"']og:url[\"'][^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(rb"(?:href|content)\s*=\s*[\"'](https?://[^\"']+)", re.IGNORECASE)
_HOST = re.compile(
    r"(?:(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?!\d)[\w-]{2,}|localhost|(?:\d{1,3}\.){3}\d{1,3})(?:[:+]\d{1,5})?"
)
_ENDING = re.compile(r"\.(?:x|s)?html?$", re.IGNORECASE)
_QUERY_OF_WINDOWS = re.compile(r"@(?=[^/@=]*=[^/]*\Z)")  # a name of a file there has no question mark
_INDEX = re.compile(r"(?<=/)index(?:\.\w{2,5})?(?=\?|$)")


def index_page(file: Path, member: str, root: Path) -> Iterator[Entry]:
    """Index a saved page under all addresses that it may be of."""
    with file.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    urls, taken_at = addresses_of(head, root / member), read_saved_at(head)
    moment = taken_at or dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
    for key in dict.fromkeys(key for key in map(key_of, urls) if key):
        yield Entry(
            key=key,
            taken_at=moment,
            member=member,
            offset=NO_OFFSET,
            status=200,
            dated_by="" if taken_at else BY_FILE,
        )


def addresses_of(head: bytes, path: Path) -> list[str]:
    """Give the addresses that a page may be of: those it names, then those that its path spells."""
    return [*named_addresses(head), *spelt_addresses(path.resolve())]


def _read_savers(head: bytes) -> Iterator[tuple[str, str]]:
    """Give the address and the date of comments that programs leave in what they save."""
    for comment in _COMMENT.finditer(head):
        found = _SAVED_FROM.match(comment[1]) or _MIRRORED.match(comment[1]) or _SINGLE_FILE.match(comment[1])
        if found:
            url = found[1].decode("utf-8", "replace")
            date = found[2] if found.re.groups > 1 else None
            yield url if "://" in url else f"http://{url}", (date or b"").decode("latin-1").strip()


def read_saved_at(head: bytes) -> dt.datetime | None:
    """Read when a page was saved, from the comment of what saved it."""
    moments = (_read_script_date(date) or read_http_date(date) for _, date in _read_savers(head))
    return next((moment.astimezone(dt.UTC) for moment in moments if moment), None)


def _read_script_date(text: str) -> dt.datetime | None:
    """Read a date as JavaScript prints it."""
    found = _SCRIPT_DATE.match(text)
    if found is None:
        return None
    month, day, year, time, zone = found.groups()
    return read_http_date(f"{day} {month} {year} {time} {zone}")


def named_addresses(head: bytes) -> list[str]:
    """Give the addresses that a page says it has: where it was saved from first."""
    found = [url for url, _ in _read_savers(head)]
    for tag in (_CANONICAL.search(head), _OG_URL.search(head)):
        address = _ADDRESS.search(tag[0]) if tag else None
        if address:
            found.append(address[1].decode("utf-8", "replace"))
    return found


def spelt_addresses(path: Path) -> Iterator[str]:
    """Give the addresses that a path spells, from each folder in it that is named like a host, the deepest first."""
    parts = path.parts
    for number in reversed(range(len(parts) - 1)):
        if _HOST.fullmatch(parts[number]):
            host = parts[number].replace("+", ":")
            yield from _spell("/".join((host, *parts[number + 1 :])))


def _spell(plain: str) -> list[str]:
    """Spell an address as mirrors do: with an ending of markup behind it, as a folder's index, with escapes undone."""
    forms = [plain, _ENDING.sub("", plain)]
    forms += [_INDEX.sub("", form) for form in forms]
    forms += [_QUERY_OF_WINDOWS.sub("?", form, count=1) for form in forms]
    return list(dict.fromkeys(f"http://{spelt}" for form in forms for spelt in (form, unquote(form))))


def read_page(entry: Entry, root: Path, cap: int) -> StoredResponse:
    """Read a saved page as an answer, under the address of its entry."""
    path = root / entry.member
    with path.open("rb") as file:
        body = file.read(cap + 1)
    known = addresses_of(body[:HEAD_BYTES], root / entry.member)
    url = next((url for url in known if key_of(url) == entry.key), path.resolve().as_uri())
    return StoredResponse(
        url=url,
        captured_at=entry.taken_at,
        status=200,
        headers=(("content-type", "text/html"),),
        body=body,
        payload_digest=None,
        is_revisit=False,
        refers_to=None,
        refers_to_uri=None,
        truncated="",
    )
