"""What web archives list of a page: CDX as tables or as lines of JSON, TimeMaps as link-format or as JSON.

Read in a worker: a list may have a hundred thousand lines.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.addresses.links import join_address
from flows.addresses.urls import surt
from flows.fetch.archive.replay import read_warc_date
from flows.fetch.cached import Rows
from flows.fetch.http.client import REDIRECTS

MORE = "timemap"  # stands for the status in a row that names another page of the list
_STAMP = re.compile(r"\d{14}", re.ASCII)
_STATUS = re.compile(r"\d{3}", re.ASCII)
_VALUE = r'(?:"(?:[^"\\]|\\.)*+"|[^\s",;]++)'
_PARAMETER = re.compile(rf"\s*+;\s*+([\w*-]++)\s*+(?:=\s*+({_VALUE}))?+")  # of a link: RFC 8288 §3
_TARGET = re.compile(r"[\s,]*+<([^<>]*+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One archived copy, as an archive lists it."""

    key: str  # SURT of the address
    taken_at: dt.datetime
    url: str
    status: int  # 0 where the list names none, as of a copy that repeats an earlier one, and in TimeMaps
    memento: str = ""  # the address of the copy, where the list names one

    @property
    def may_lead(self) -> bool:
        """Tell a copy that is no page, but behind which replay may have one."""
        return self.status == 0 or self.status in REDIRECTS


def read_list(body: bytes) -> Rows:
    """Read a list into rows of time (14 digits), address, status and address of the copy. Raises ValueError."""
    text = body.decode("utf-8", "replace").strip().removeprefix("\ufeff")
    if not text:
        return []
    if text.startswith("["):
        return list(_read_table(json.loads(text)))
    if text.startswith("{"):
        return list(_read_objects(text))
    links = list(read_links(text))
    if not any("rel" in named for _, named in links):
        raise ValueError("neither CDX nor a TimeMap")
    return list(_read_mementos(links))


def _read_table(rows: Sequence[object]) -> Iterator[list[str]]:
    """Read a table whose first row names its columns, as the Internet Archive answers."""
    names = [str(name) for name in _as_list(rows[0])] if rows else []
    for row in rows[1:]:
        yield _row_of(dict(zip(names, map(str, _as_list(row)), strict=False)))


def _as_list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("a table without rows")  # noqa: TRY004 - what was sent is wrong, not our types
    return value


def _read_objects(text: str) -> Iterator[list[str]]:
    """Read one JSON object, a TimeMap, or one a line, as pywb's CDX server answers."""
    try:
        whole = json.loads(text)
    except ValueError:
        found = [json.loads(line) for line in text.splitlines() if line.strip()]
    else:
        if "mementos" in whole or "timemap_index" in whole:
            yield from _read_timemap(whole)
            return
        found = [whole]
    for item in found:
        yield _row_of({str(name): str(value) for name, value in item.items()})


def _row_of(named: Mapping[str, str]) -> list[str]:
    """Take the columns of a row of CDX by the names that the Internet Archive and pywb have for them."""
    url = named.get("original") or named.get("url") or ""
    return [named.get("timestamp", ""), url, named.get("statuscode") or named.get("status") or "-", ""]


def _read_timemap(whole: Mapping[str, Mapping[str, object]]) -> Iterator[list[str]]:
    listed = whole.get("mementos") or {}
    for item in _as_list(listed.get("list") or []):
        if isinstance(item, dict):
            yield [_stamp_of(str(item.get("datetime"))), "", "-", str(item.get("uri") or "")]
    for item in _as_list(whole.get("timemap_index") or []):
        if isinstance(item, dict):
            yield ["", "", MORE, str(item.get("uri") or "")]


def read_links(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Read links as the header Link and link-format write them (RFC 8288, RFC 6690): address, parameters by name."""
    at = 0
    while found := _TARGET.match(text, at):
        at, named = found.end(), dict[str, str]()
        while parameter := _PARAMETER.match(text, at):
            at = parameter.end()
            named.setdefault(parameter[1].lower(), (parameter[2] or "").strip('"'))
        yield found[1].strip(), named


def _read_mementos(links: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[list[str]]:
    for address, named in links:
        kinds = named.get("rel", "").lower().split()
        if "memento" in kinds:
            yield [_stamp_of(named.get("datetime", "")), "", "-", address]
        elif "timemap" in kinds and "self" not in kinds:
            yield ["", "", MORE, address]


def _stamp_of(date: str) -> str:
    moment = read_warc_date(date)
    return f"{moment:%Y%m%d%H%M%S}" if moment else ""


def read_stamp(stamp: str) -> dt.datetime | None:
    """Read 14 digits as a time; None for a day that no calendar has."""
    if not _STAMP.fullmatch(stamp):
        return None
    try:
        return dt.datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def copies_of(rows: Sequence[Sequence[str]], *, asked: str = "", listed_at: str | None = None) -> tuple[Copy, ...]:
    """Read the copies of rows; those that cannot be read are left out.

    A row without an address is of the page that was `asked` for; addresses of copies may be relative to the list's.
    """
    copies = []
    for stamp, url, status, memento in (row for row in rows if len(row) == 4 and row[2] != MORE):
        page = url or asked
        key, taken_at = surt(page), read_stamp(stamp)
        number = 0 if status == "-" else int(status) if _STATUS.fullmatch(status) else None
        if key is None or taken_at is None or number is None:
            continue
        address = join_address(listed_at, memento) if memento else ""
        if address is not None:
            copies.append(Copy(key=key, taken_at=taken_at, url=page, status=number, memento=address))
    return tuple(copies)


def more_pages(rows: Sequence[Sequence[str]], listed_at: str) -> list[str]:
    """Give the addresses of the other pages of a list."""
    found = (join_address(listed_at, row[3]) for row in rows if len(row) == 4 and row[2] == MORE)
    return [address for address in found if address]
