"""How files of a database are opened whose program this room does not know: who reads seeds brings it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from flows.records import Reason
from flows.seedfiles.streams import BrokenSourceError


class ForeignError(BrokenSourceError):
    """Say why a database cannot be opened or read on, in a sentence."""

    def __init__(self, detail: str) -> None:
        super().__init__(Reason.BROKEN_ARCHIVE, detail)


class BrokenViewError(Exception):
    """Say that a view shows what is not here: a table that is gone, a file outside, a function of an extension."""


class ForeignTables(Protocol):
    """An open database, its rows in Arrow's form."""

    def names(self) -> list[tuple[bool, str]]:
        """List what can be selected from, tables first: whether it is a view, and its name as SQL writes it."""

    def batches(self, name: str) -> Iterator[Any]:
        """Give the rows as record batches. Raises ForeignError; BrokenViewError for a view."""


OpenForeign = Callable[[Path], AbstractContextManager[ForeignTables]]
