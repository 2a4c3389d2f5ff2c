"""The texts of a workbook, which Excel keeps apart from its cells: on disk while they are read, however many."""

import re
from array import array
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any, Final

_ESCAPED: Final = re.compile("_x(?![dD][89a-fA-F])([0-9A-Fa-f]{4})_")  # halves of a pair are no characters


class SharedStrings:
    """Texts by their numbers, as openpyxl asks for them; read from a file that has no name."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  it lives as long as the book
        self._ends = array("Q", [0])

    def read(self, xml: IO[bytes]) -> None:
        """Read the table of texts."""
        for text in _texts(xml):
            self._ends.append(self._ends[-1] + self._file.write(text.encode()))

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise IndexError(number)
        start = self._ends[number]
        self._file.seek(start)
        return self._file.read(self._ends[number + 1] - start).decode()

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()


def _texts(xml: IO[bytes]) -> Iterator[str]:
    from openpyxl.cell.text import Text  # noqa: PLC0415  most collections hold no workbook
    from openpyxl.xml.constants import SHEET_MAIN_NS  # noqa: PLC0415  the same
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415  the same

    root = None
    for event, node in iterparse(xml, events=("start", "end")):
        root = node if root is None else root
        if event == "end" and node.tag == f"{{{SHEET_MAIN_NS}}}si":
            yield Text.from_tree(node).content
            root.clear()


def open_book(file: IO[bytes], strings: SharedStrings) -> Any:  # noqa: ANN401  openpyxl ships no types
    """Open a workbook whose texts are kept in `strings`; openpyxl alone keeps all of them in memory."""
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415  most collections hold no workbook
    from openpyxl.xml.constants import SHARED_STRINGS  # noqa: PLC0415  the same

    reader = ExcelReader(file, read_only=True, data_only=True)

    def read_strings() -> None:
        part = reader.package.find(SHARED_STRINGS)
        if part is not None:
            with reader.archive.open(part.PartName[1:]) as xml:
                strings.read(xml)
        reader.shared_strings = strings

    reader.read_strings = read_strings
    reader.read()
    return reader.wb


def read_escapes(text: str) -> str:
    """Read `_x000D_` and the like, by which a workbook writes characters that XML has not, or not for sure."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
