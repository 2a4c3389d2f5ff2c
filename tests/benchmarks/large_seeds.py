"""Peak memory of an ingest of one large file: a JSON array, a workbook, a workbook as Excel keeps its texts.

    python tests/benchmarks/large_seeds.py [--size MB] [json] [xlsx] [shared]

`--size` is of the file, 100 MB without it; all three kinds without a name. The texts are of invented words between
English ones, some 25 KB an article, no two alike.
"""

import argparse
import json
import random
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ingest_volume import ingest

GOAL_MB: Final = 1_200  # for a file of 1 GB
TEXT: Final = 25_000  # characters of an article; a cell holds 32,767
_LETTERS: Final = "bdfgklmnprstvz"
_VOWELS: Final = "aeiou"
_COMMON: Final = (
    "the",
    "and",
    "of",
    "to",
    "in",
    "that",
    "is",
    "was",
    "for",
    "with",
    "on",
    "as",
    "by",
    "at",
    "it",
) * 300
_SHEET: Final = "xl/worksheets/sheet1.xml"
_STRINGS: Final = "xl/sharedStrings.xml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Row = tuple[str, str, str, str]


def _make_word(chance: random.Random) -> str:
    return "".join(chance.choice(_LETTERS) + chance.choice(_VOWELS) for _ in range(chance.randint(2, 4)))


def make_rows(size: int) -> Iterator[Row]:
    """Make articles until their letters are about so many."""
    chance = random.Random(5)
    words = [*_COMMON, *(_make_word(chance) for _ in range(9_000))]
    made = number = 0
    while made < size:
        text = ""
        while len(text) < TEXT:
            text += " ".join(chance.choices(words, k=12)).capitalize() + ". "
        title = " ".join(chance.choices(words, k=7)).capitalize()
        yield f"https://large.example/{number // 1000}/{number}", title, text.strip(), f"2019-03-{number % 28 + 1:02}"
        made += len(text)
        number += 1


def write_array(path: Path, size: int) -> None:
    """Write a JSON array on one line."""
    with path.open("w", encoding="utf-8") as file:
        for number, (url, title, text, date) in enumerate(make_rows(size)):
            file.write("," if number else "[")
            json.dump({"url": url, "title": title, "text": text, "date": date}, file)
        file.write("]")


def write_book(path: Path, size: int, *, shared: bool) -> None:
    """Write a workbook that is stored as it is, so that its size is that of its letters."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True) as book:
        for name, text in _parts(shared=shared):
            book.writestr(name, _XML + text)
        with book.open(_SHEET, "w", force_zip64=True) as sheet:
            sheet.write(f"{_XML}<worksheet {_MAIN}><sheetData>".encode())
            for number, row in enumerate(_rows(size)):
                cells = (_cell(text, 4 * number + place, shared=shared) for place, text in enumerate(row))
                sheet.write(f"<row>{''.join(cells)}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")
        if shared:
            with book.open(_STRINGS, "w", force_zip64=True) as strings:
                strings.write(f"{_XML}<sst {_MAIN}>".encode())
                for row in _rows(size):
                    strings.write("".join(f"<si><t>{text}</t></si>" for text in row).encode())
                strings.write(b"</sst>")


def _rows(size: int) -> Iterator[Row]:
    yield "url", "title", "text", "date"
    yield from make_rows(size)


def _cell(text: str, number: int, *, shared: bool) -> str:
    return f'<c t="s"><v>{number}</v></c>' if shared else f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def _parts(*, shared: bool) -> Iterator[tuple[str, str]]:
    strings = f'<Override PartName="/{_STRINGS}" ContentType="{_TYPE}.sharedStrings+xml"/>' if shared else ""
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats'
        f'-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/{_SHEET}" ContentType="{_TYPE}.worksheet+xml"/>{strings}</Types>'
    )
    yield "[Content_Types].xml", types
    yield "_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))
    sheets = '<sheets><sheet name="Articles" sheetId="1" r:id="r0"/></sheets>'
    yield "xl/workbook.xml", f'<workbook {_MAIN} xmlns:r="{_OFFICE}">{sheets}</workbook>'
    beside = [("sharedStrings", "sharedStrings.xml")] if shared else []
    yield "xl/_rels/workbook.xml.rels", _relations(("worksheet", "worksheets/sheet1.xml"), *beside)


def _relations(*targets: tuple[str, str]) -> str:
    written = (
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(written)}</Relationships>'


def main() -> int:
    """Measure the named kinds; 1 where one of 1 GB takes more memory than it may."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=100, help="of the file in MB")
    parser.add_argument("kinds", nargs="*", default=["json", "xlsx", "shared"])
    options = parser.parse_args()
    missed = 0
    for kind in options.kinds:
        with tempfile.TemporaryDirectory(prefix="large-seeds-") as name:
            path = Path(name) / ("seeds.json" if kind == "json" else "seeds.xlsx")
            if kind == "json":
                write_array(path, options.size << 20)
            else:
                write_book(path, options.size << 20, shared=kind == "shared")
            size = path.stat().st_size / (1 << 20)
            run = ingest(Path(name) / "home", str(path), watch=True)
            read = run.totals["seeds_read"]
            print(f"{kind:8}{size:8,.0f} MB, {read:,} seeds: {run.peak_mb:,.0f} MB at the peak, {run.seconds:.0f} s")
            missed += run.peak_mb > GOAL_MB
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
