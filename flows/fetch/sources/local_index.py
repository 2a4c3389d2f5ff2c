"""What the pages of a file or folder are, in a small SQLite file under the home folder.

A source is indexed once, and again only where one of its files changed. A record or a file that cannot be read costs
itself: what is wrong with it stands in the index.
"""

import datetime as dt
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import IO

from warcio.exceptions import ArchiveLoadFailed

from flows.errors import ARCHIVE_ERRORS, UsageError
from flows.fetch.sources.containers.cdxj import index_listed
from flows.fetch.sources.containers.entries import NO_OFFSET, Entry, Problem, Repeated, key_of
from flows.fetch.sources.containers.har import read_har
from flows.fetch.sources.containers.kinds import HEAD_BYTES, Kind, find_kind, find_kind_of
from flows.fetch.sources.containers.mhtml import read_mhtml
from flows.fetch.sources.containers.packed import UnpackError, unpack_gzip, unpack_zstd
from flows.fetch.sources.containers.saved_pages import index_page
from flows.fetch.sources.containers.wacz import find_changed
from flows.fetch.sources.containers.warc_files import OneMemberError, index_records
from flows.fetch.sources.containers.written import write_answers
from flows.fetch.sources.copies import choose_copies
from flows.records import content_id

INDEX = "cache/pages"
_INDEX_VERSION = "4"
_LISTING_ENDINGS = (".cdxj", ".cdx", ".cdxj.gz", ".cdx.gz")
_TABLES = """
create table page (
    key text, taken_at text, member text, entry_offset integer, status integer, dated_by text, record_id text,
    digest text, is_revisit integer, old_id text, old_key text, old_at text, old_file text, old_offset integer
);
create table problem (member text, detail text);
create table kind (name text, files integer);
"""
_INDEXES = """
create index page_key on page (key);
create index page_record on page (record_id) where record_id != '';
create index page_digest on page (digest) where digest != '';
"""
_COLUMNS = "key, taken_at, member, entry_offset, status, dated_by, record_id, digest, is_revisit"
_OLD_COLUMNS = "old_id, old_key, old_at, old_file, old_offset"
_SAME_MOMENT = dt.timedelta(seconds=1)  # WARC-Refers-To-Date may have its fraction cut off
PAGE_STATUSES = frozenset({200})
_NOT_MODIFIED = 304
_READABLE = "WARC, ARC, WACZ, HAR and MHTML files, saved pages, and folders of these"


def files_of(path: Path) -> dict[Path, Kind]:
    """Give the files of a source that may hold pages, by name, and what they are."""
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path, *_beside(path)]
    found = {}
    for file in files:
        try:
            kind = find_kind(file)
        except OSError:
            kind = Kind.WARC  # reading it says what is wrong with it
        if kind is not None and (kind is Kind.LISTING or path.is_dir() or file == path):
            found[file] = kind
    return found


def _beside(path: Path) -> list[Path]:
    """Give the files beside an archive that are named like an index."""
    return sorted(file for ending in _LISTING_ENDINGS for file in path.parent.glob(f"*{ending}") if file != path)


def build_index(path: Path, home: Path, files: dict[Path, Kind]) -> Path:
    """Index the files of a source, or find the index made earlier of the same files. Raises UsageError."""
    if not path.is_dir() and path not in files:
        raise UsageError(f"{path} is no archive or saved page that can be read: {_READABLE}.")
    marks = [f"{file}:{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in files]
    root = path if path.is_dir() else path.parent
    kinds = Counter(kind.value for kind in files.values())
    return make_index(
        home, (str(path.resolve()), *marks), kinds, lambda index: _index_files(files, root, index), name=str(path)
    )


def make_index(
    home: Path,
    marks: Sequence[str],
    kinds: Mapping[str, int],
    find: Callable[[Path], Iterable[Entry | Problem]],
    *,
    name: str,
) -> Path:
    """Make an index of what is found, or find the one made earlier where `marks` are the same. Raises UsageError.

    `find` gets the place of the index, beside which files are unpacked.
    """
    index = home / INDEX / f"{content_id(_INDEX_VERSION, *marks)}.sqlite"
    if index.exists() and unpacked_folder(index).is_dir():
        return index
    index.parent.mkdir(parents=True, exist_ok=True)
    unpacked_folder(index).mkdir(exist_ok=True)
    fresh = index.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    _write_index(fresh, kinds, find(index))
    if not hosts_in(fresh) and (problems := find_problems(fresh)):
        raise UsageError(f"{name} cannot be read as a source of pages: {problems[0].member}: {problems[0].detail}.")
    fresh.replace(index)
    return index


def unpacked_folder(index: Path) -> Path:
    """Give the folder of what was unpacked for an index."""
    return index.with_suffix(".files")


def unpacked_file(index: Path, member: str) -> Path:
    """Give the file that a member is unpacked to, where it has to be."""
    return unpacked_folder(index) / f"{content_id(member)}.warc"


# -- reading files ----------------------------------------------------------------------------------


UNREADABLE = (*ARCHIVE_ERRORS, ArchiveLoadFailed, UnpackError)  # what reading one file of an archive raises


def _guarded(member: str, found: Iterable[Entry | Problem]) -> Iterator[Entry | Problem]:
    """Give what is found in one file; what cannot be read of it is a problem of that file alone."""
    try:
        yield from found
    except UNREADABLE as error:
        yield Problem(member=member, detail=f"{type(error).__name__} {error}")


def _index_files(files: dict[Path, Kind], root: Path, index: Path) -> Iterator[Entry | Problem]:
    """Index the files of a source: those that a CDXJ beside them covers from that."""
    names = Counter(file.name for file in files)
    archives = {
        file.name: (file, str(file.relative_to(root)))
        for file, kind in files.items()
        if kind is Kind.WARC and names[file.name] == 1
    }
    listed = set[str]()
    for file, kind in files.items():
        if kind is Kind.LISTING:
            yield from _guarded(str(file.relative_to(root)), index_listed(file, archives, listed))
    for file, kind in files.items():
        if kind is not Kind.LISTING and file.name not in listed:
            yield from _guarded(str(file.relative_to(root)), _index_file(file, kind, root, index))


def _index_file(file: Path, kind: Kind, root: Path, index: Path) -> Iterator[Entry | Problem]:
    member = str(file.relative_to(root))
    if file.stat().st_size == 0:
        return
    if kind is Kind.PAGE:
        yield from index_page(file, member, root)
    elif kind is Kind.WACZ:
        yield from _index_wacz(file, member, index)
    else:
        with file.open("rb") as opened:
            yield from _index_opened(opened, kind, file, member, index)


def _index_wacz(file: Path, member: str, index: Path) -> Iterator[Entry | Problem]:
    """Index the WARC files inside a WACZ, wherever in it they lie."""
    with zipfile.ZipFile(file) as bundle:
        inside = bundle.namelist()
        for inner in inside:
            yield from _guarded(f"{member}!{inner}", _index_inside(bundle, inner, file, member, index))
        yield from _guarded(member, find_changed(bundle, inside, member))


def _index_inside(
    bundle: zipfile.ZipFile, inner: str, file: Path, member: str, index: Path
) -> Iterator[Entry | Problem]:
    with bundle.open(inner) as opened:
        kind = find_kind_of(opened.read(HEAD_BYTES), inner)
        if kind in (Kind.WARC, Kind.ZSTD):
            yield from _index_opened(opened, kind, file, f"{member}!{inner}", index)


def _index_opened(opened: IO[bytes], kind: Kind, file: Path, member: str, index: Path) -> Iterator[Entry | Problem]:
    saved_at = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
    unpacked = unpacked_file(index, member)
    opened.seek(0)
    if kind is Kind.HAR:
        yield from write_answers(read_har(opened, file, member), unpacked, member)
    elif kind is Kind.MHTML:
        yield from write_answers(read_mhtml(opened, saved_at, member), unpacked, member)
    elif kind is Kind.ZSTD:
        yield from _index_unpacked(opened, kind, member, saved_at, unpacked)
    else:
        try:
            yield from index_records(opened, member, saved_at)
        except OneMemberError:
            yield from _index_unpacked(opened, kind, member, saved_at, unpacked)


def _index_unpacked(
    opened: IO[bytes], kind: Kind, member: str, saved_at: dt.datetime, unpacked: Path
) -> Iterator[Entry | Problem]:
    """Unpack a file and index what came out, though it breaks off."""
    try:
        (unpack_zstd if kind is Kind.ZSTD else unpack_gzip)(opened, unpacked)
    except UnpackError as error:
        yield Problem(member=member, detail=str(error))
    if unpacked.exists():
        with unpacked.open("rb") as plain:
            yield from index_records(plain, member, saved_at)


# -- the index --------------------------------------------------------------------------------------


def _write_index(path: Path, kinds: Mapping[str, int], found: Iterable[Entry | Problem]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_TABLES)
        connection.executemany("insert into kind values (?, ?)", sorted(kinds.items()))
        problems: list[Problem] = []
        rows = _rows_of(found, problems)
        connection.executemany("insert into page values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.executemany(
            "insert into problem values (?, ?)", [(item.member, item.detail[:200]) for item in problems]
        )
        connection.executescript(_INDEXES)


def _rows_of(found: Iterable[Entry | Problem], problems: list[Problem]) -> Iterator[tuple[object, ...]]:
    """Give the rows of entries, and put aside what is none."""
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield _row_of(item)


def _row_of(entry: Entry) -> tuple[object, ...]:
    old = entry.repeats or Repeated()
    return (
        entry.key, entry.taken_at.isoformat(), entry.member, entry.offset, entry.status, entry.dated_by,
        entry.record_id, entry.digest, entry.repeats is not None, old.record_id, old.key,
        old.taken_at.isoformat() if old.taken_at else None, old.file_name, old.offset,
    )  # fmt: skip


def _read_row(row: Sequence[object]) -> Entry:
    key, taken_at, member, offset, status, dated_by, record_id, digest, is_revisit, *old = row
    repeats = None
    if is_revisit:
        moment = dt.datetime.fromisoformat(str(old[2])) if old[2] else None
        repeats = Repeated(
            record_id=str(old[0]), key=str(old[1]), taken_at=moment, file_name=str(old[3]), offset=int(str(old[4]))
        )
    return Entry(
        key=str(key),
        taken_at=dt.datetime.fromisoformat(str(taken_at)),
        member=str(member),
        offset=int(str(offset)),
        status=int(str(status)),
        dated_by=str(dated_by),
        record_id=str(record_id),
        digest=str(digest),
        repeats=repeats,
    )


def _select(connection: sqlite3.Connection, where: str, *values: object) -> list[Entry]:
    query = f"select {_COLUMNS}, {_OLD_COLUMNS} from page where {where}"  # noqa: S608 # of this module alone
    return [_read_row(row) for row in connection.execute(query, values)]


def find_problems(index: Path) -> tuple[Problem, ...]:
    """Say what of a source could not be read."""
    with closing(sqlite3.connect(index)) as connection:
        rows = connection.execute("select member, detail from problem").fetchall()
    return tuple(Problem(member=member, detail=detail) for member, detail in rows)


def kinds_in(index: Path) -> tuple[tuple[str, int], ...]:
    """Count the files of a source by what they are."""
    with closing(sqlite3.connect(index)) as connection:
        return tuple(connection.execute("select name, files from kind order by files desc").fetchall())


def hosts_in(index: Path) -> tuple[str, ...]:
    """Give the hosts that a source has most pages of, as their keys begin."""
    query = """
        select substr(key, 1, instr(key || ')', ')') - 1) as host from page group by host order by count(*) desc limit 5
    """
    with closing(sqlite3.connect(index)) as connection:
        rows = connection.execute(query).fetchall()
    return tuple(_host_of_key(row[0]) for row in rows)


def _host_of_key(key: str) -> str:
    """Write the host of a key, which has its parts in reverse, as an address has it."""
    parts, _, port = key.rsplit("://", maxsplit=1)[-1].strip("(,").partition(":")
    return ".".join(reversed(parts.split(","))) + (f":{port.rstrip(',')}" if port else "")


def find_entries(index: Path, url: str, seed_date: dt.date | None) -> tuple[Entry, ...]:
    """Find the page of an address nearest to the date and the newest; answers that are no page where there is none."""
    key = key_of(url)
    if key is None:
        return ()
    with closing(sqlite3.connect(index)) as connection:
        entries = [_find_payload(connection, entry) for entry in _select(connection, "key = ?", key)]
    whole = [entry for entry in entries if entry.repeats is None or entry.payload_at is not None]
    good = [entry for entry in whole if entry.status in PAGE_STATUSES]
    return choose_copies(good or whole or entries, seed_date)


def _find_payload(connection: sqlite3.Connection, entry: Entry) -> Entry:
    """Find the record that a revisit record repeats: by what it says of it, else by the payload's digest."""
    if entry.repeats is None:
        return entry
    for old in _find_repeated(connection, entry, entry.repeats):
        is_same = not entry.digest or not old.digest or entry.digest == old.digest
        if is_same and old.offset != NO_OFFSET and old.status != _NOT_MODIFIED:
            return replace(entry, payload_at=(old.member, old.offset), status=old.status)
    return entry


def _find_repeated(connection: sqlite3.Connection, entry: Entry, old: Repeated) -> Iterator[Entry]:
    first = "not is_revisit and "
    if old.record_id:
        yield from _select(connection, first + "record_id = ?", old.record_id)
    same_key = _select(connection, first + "key = ?", old.key)
    if old.offset != NO_OFFSET:
        yield from (one for one in same_key if one.offset == old.offset and Path(one.member).name == old.file_name)
    if old.taken_at is not None:
        yield from (one for one in same_key if abs(one.taken_at - old.taken_at) < _SAME_MOMENT)
    if entry.digest:
        yield from _select(connection, first + "digest = ?", entry.digest)
    elif entry.status == _NOT_MODIFIED:
        earlier = [one for one in same_key if one.taken_at <= entry.taken_at and one.status in PAGE_STATUSES]
        yield from sorted(earlier, key=lambda one: one.taken_at, reverse=True)
