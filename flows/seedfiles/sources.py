"""Which files there are to read, below the paths that the user named."""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flows.errors import MissingInputError
from flows.records import Reason, Rejection, Stage

# Files that lie beside seeds and are none. A path that the user names is read whatever it is called.
_IGNORED_SUFFIXES = (".rst", "~")
_IGNORED_STEMS = frozenset({"readme", "license", "licence", "copying", "changelog", "manifest"})
_IGNORED_NAMES = frozenset({"__macosx", "thumbs.db", "desktop.ini", "_success", "sha256sums", "md5sums"})
_IGNORED_TEXT_SUFFIXES = frozenset({"", ".txt", ".html", ".md"})
_NOTE_SUFFIX = ".md"  # a note, where it does not begin with front matter
_FENCES = (b"---", b"+++", b"\xef\xbb\xbf---", b"\xef\xbb\xbf+++")
NOTE_HEAD = 6  # bytes that tell a note
# Changes that SQLite has not yet written into the database beside; `-shm` is an index of them.
JOURNALS = ("-wal", "-journal")
_DUCKDB_LOG = ".wal"
_BESIDE_DATABASES = (*JOURNALS, "-shm", _DUCKDB_LOG)
_DATABASES = (".db", ".sqlite", ".sqlite3", ".duckdb", ".ddb")
# A folder that holds the lock of a warehouse is the home of Seedbank's own output (`./data` unless told otherwise).
_HOME_MARK = "warehouse.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file to read."""

    path: Path
    source_path: str  # as shown to the user: below the path as it was typed, always printable
    signature: str  # size, mtime and ctime in ns, inode: changes when the file does


def is_ignored(name: str) -> bool:
    """Say whether a file or folder name is hidden, documentation or rubbish of a file manager."""
    if name[:1] == ".":
        return True
    lower = name.lower()
    if lower in _IGNORED_NAMES or lower.endswith(_IGNORED_SUFFIXES):
        return True
    stem, dot, suffix = lower.partition(".")
    return stem in _IGNORED_STEMS and dot + suffix in _IGNORED_TEXT_SUFFIXES


def is_note(name: str, read_head: Callable[[], bytes]) -> bool:
    """Tell Markdown that lies beside seeds from Markdown with front matter, which is one."""
    return name.lower().endswith(_NOTE_SUFFIX) and not read_head().startswith(_FENCES)


def _head_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(NOTE_HEAD)
    except OSError:
        return _FENCES[0]  # whoever reads it says why it cannot be read


def _is_beside_database(name: str, names: set[str]) -> bool:
    """Tell a journal of a database, which is read with it."""
    return any(name.endswith(mark) and name.removesuffix(mark) in names for mark in _BESIDE_DATABASES)


def printable(path: str) -> str:
    """Write a path so that it can be shown and stored: bytes that are no UTF-8 and control letters are escaped."""
    if path.isprintable():
        return path
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def find_sources(paths: Sequence[str | Path]) -> Iterator[SourceFile | Rejection]:
    """Walk files and folders in sorted order; what cannot be read is a Rejection.

    Links inside a folder are followed as long as they stay inside it; every folder is walked once. A home folder
    of Seedbank inside one is passed over.
    Raises MissingInputError, before anything else, when a path that was named is not there.
    """
    named = [Path(path) for path in paths]
    for path in named:
        if not os.path.lexists(path):
            raise MissingInputError(f"There is no file or folder {printable(str(path))}. Check the path.")
    walked: set[str] = set()
    for path in named:
        root = os.path.realpath(path)
        if os.path.isdir(root):  # noqa: PTH112  os.path is five times as fast, and folders hold 10^5 files
            yield from _walk(path, root, walked)
        elif not _is_beside_database(str(path), set(map(str, named))) and _is_new(root, walked):
            yield _source(path)


class _Place(NamedTuple):
    """A folder or file on the way: its path as shown, its real path, and whether it is a folder."""

    path: Path
    real: str
    is_folder: bool


def _walk(folder: Path, root: str, walked: set[str]) -> Iterator[SourceFile | Rejection]:
    """Walk a tree in sorted order, however deep it is."""
    todo: list[_Place | Rejection] = [_Place(folder, root, is_folder=True)]
    while todo:
        place = todo.pop()
        if isinstance(place, Rejection):
            yield place
        elif not _is_new(place.real, walked):
            continue
        elif place.is_folder:
            todo += reversed(_list_folder(place, root))
        else:
            yield _source(place.path)


def _is_new(real: str, walked: set[str]) -> bool:
    if real in walked:
        return False
    walked.add(real)
    return True


def _list_folder(folder: _Place, root: str) -> list[_Place | Rejection]:
    try:
        with os.scandir(folder.path) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        return [_reject(folder.path, Reason.UNREADABLE_FILE, f"the folder cannot be read: {error.strerror}")]
    if folder.real != root and any(entry.name == _HOME_MARK for entry in entries):
        return []
    places: list[_Place | Rejection] = []
    names = {entry.name for entry in entries}
    for entry in entries:
        if is_ignored(entry.name) or _is_beside_database(entry.name, names):
            continue
        path = folder.path / entry.name
        if entry.is_symlink():
            places.append(_follow_link(path, folder.real, root))
        else:
            real = f"{folder.real.rstrip('/')}/{entry.name}"
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder or not is_note(entry.name, partial(_head_of, path)):
                places.append(_Place(path, real, is_folder=is_folder))
    return places


def _follow_link(path: Path, real_folder: str, root: str) -> _Place | Rejection:
    target = os.path.realpath(path)
    if os.path.islink(target):  # noqa: PTH114  realpath stops inside a loop of links
        return _reject(path, Reason.SYMLINK_LOOP, "the link leads back to itself")
    if not _is_below(target, root):
        return _reject(path, Reason.UNSAFE_PATH, f"the link leads out of the folder, to {printable(target)}")
    is_folder = os.path.isdir(target)  # noqa: PTH112  as above
    if is_folder and _is_below(real_folder, target):
        return _reject(path, Reason.SYMLINK_LOOP, f"the link leads back to a folder it is in, {printable(target)}")
    return _Place(path, target, is_folder=is_folder)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _source(path: Path) -> SourceFile | Rejection:
    try:
        status = path.stat()
    except OSError as error:
        return _reject(path, Reason.UNREADABLE_FILE, error.strerror or str(error))
    if not stat.S_ISREG(status.st_mode):
        return _reject(path, Reason.UNREADABLE_FILE, "neither a file nor a folder")
    signature = f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}-{status.st_ino}"
    if path.name.lower().endswith(_DATABASES):
        signature += "".join(_journal_signature(Path(f"{path}{mark}")) for mark in (*JOURNALS, _DUCKDB_LOG))
    return SourceFile(path=path, source_path=printable(path.as_posix()), signature=signature)


def _journal_signature(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"-{status.st_size}-{status.st_mtime_ns}" if status.st_size else ""


def _reject(path: Path, reason: Reason, detail: str) -> Rejection:
    return Rejection(stage=Stage.READ, reason=reason, detail=detail, source_path=printable(path.as_posix()))
