"""Where archives and saved pages lie: files and folders of this machine."""

import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Protocol

from flows.fetch.archive.replay import StoredResponse
from flows.fetch.sources.containers.entries import Entry
from flows.fetch.sources.containers.kinds import ARCHIVES
from flows.fetch.sources.containers.saved_pages import read_page
from flows.fetch.sources.local_index import build_index, files_of, unpacked_file
from flows.records import Source


class HoldingError(Exception):
    """Say that what lies elsewhere cannot be had: nothing follows about what it holds."""

    def __init__(self, detail: str, *, may_pass: bool = False) -> None:
        super().__init__(detail)
        self.may_pass = may_pass  # the same may be had a moment later


class Holding(Protocol):
    """Archives or saved pages at one place. All that it does blocks: call it from a thread."""

    @property
    def name(self) -> str:
        """Give the place as it was named."""

    @property
    def kind(self) -> Source:
        """Say what its captures are of."""

    def build_index(self) -> Path:
        """Index it, or find the index made earlier. Raises UsageError, HoldingError where that may pass."""

    def open_member(self, index: Path, member: str) -> AbstractContextManager[IO[bytes]]:
        """Open a file of it, by its name in the index; opening and reading may raise HoldingError."""

    def read_page(self, entry: Entry, cap: int) -> StoredResponse:
        """Read a saved page."""

    def path_of(self, member: str) -> str:
        """Say where a file of it is."""


class FileHolding:
    """A file or folder of this machine."""

    def __init__(self, path: Path, home: Path) -> None:
        self._path = path
        self._home = home
        self._files = files_of(path)
        self._folder = path if path.is_dir() else path.parent

    @property
    def name(self) -> str:
        """Give its path."""
        return str(self._path)

    @property
    def kind(self) -> Source:
        """A folder of saved pages, or an archive."""
        is_pages = self._path.is_dir() and ARCHIVES.isdisjoint(self._files.values())
        return Source.FOLDER if is_pages else Source.WARC

    def build_index(self) -> Path:
        """Index its files. Raises UsageError."""
        return build_index(self._path, self._home, self._files)

    @contextmanager
    def open_member(self, index: Path, member: str) -> Iterator[IO[bytes]]:
        """Open what was unpacked of a file, or the file, or a file inside a WACZ."""
        unpacked = unpacked_file(index, member)
        if unpacked.exists() or "!" not in member or (self._folder / member).exists():
            with (unpacked if unpacked.exists() else self._folder / member).open("rb") as file:
                yield file
            return
        container, inner = member.split("!", 1)
        with zipfile.ZipFile(self._folder / container) as bundle, bundle.open(inner) as file:
            yield file

    def read_page(self, entry: Entry, cap: int) -> StoredResponse:
        """Read a saved page."""
        return read_page(entry, self._folder, cap)

    def path_of(self, member: str) -> str:
        """Give the path of a file."""
        return str(self._folder / member)
