"""The day of publication as columns spell it: right, wrong, told to be ambiguous, unread, for each spelling.

    python tests/benchmarks/published_days.py [--all]       # --all: every spelling, also those that are right

Columns are made in some forty spellings that programs, feeds and papers write, and in the spellings of dates that CLDR
has for each language, once with a column that names the language and once without; all go through `seedbank ingest`.
"""

import csv
import datetime as dt
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import duckdb
from babel.dates import format_date
from babel.dates import format_datetime as format_local

ROWS: Final = 12
RIGHT: Final = 0.99
_TAGS: Final = (
    "en en_GB en_US de de_AT fr fr_CA es es_MX pt pt_BR it nl sv da nb fi is pl cs sk hu ro bg sr hr sl mk sq el ru uk"
    " be lt lv et tr az kk uz ar fa he ur hi bn ta te mr gu pa ne si th lo km my vi id ms fil sw am ka hy zh zh_Hant ja"
    " ko ca eu gl ga cy af"
)
LANGUAGES: Final = tuple(_TAGS.split())
WIDTHS: Final = ("full", "long", "medium")
TEXT: Final = "7 × 8 = 56; 9 × 9 = 81; 12 × 12 = 144; 4 + 5 = 9; 6 + 6 = 12."  # in no language
Write = Callable[[dt.datetime], str]
EASTERN_DIGITS: Final = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹", "deva": "०१२३४५६७८९", "thai": "๐๑๒๓๔๕๖๗๘๙"}
ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class Column(NamedTuple):
    """A column of days in one spelling."""

    name: str
    write: Write
    is_open: bool = False  # nothing tells the day from the month
    language: str = ""


def _by(form: str) -> Write:
    return lambda when: when.strftime(form)


def _plain(form: str) -> Write:
    """Write without the zeros in front, as spreadsheets do."""
    return lambda when: form.format(
        d=when.day, m=when.month, y=when.year, H=when.hour, M=when.minute, Y=when.year % 100
    )


def _in_digits(digits: str, form: str) -> Write:
    table = str.maketrans("0123456789", digits)
    return lambda when: when.strftime(form).translate(table)


FORMS: Final[dict[str, Write]] = {
    "iso": _by("%Y-%m-%d"),
    "iso clock": _by("%Y-%m-%d %H:%M:%S"),
    "iso zone": _by("%Y-%m-%dT%H:%M:%S+00:00"),
    "iso short zone": _by("%Y-%m-%d %H:%M:%S.123456+00"),
    "slashes, year first": _by("%Y/%m/%d %H:%M"),
    "dots, year first": _by("%Y.%m.%d %H.%M"),
    "compact": _by("%Y%m%d"),
    "compact clock": _by("%Y%m%dT%H%M%SZ"),
    "digits alone": _by("%Y%m%d%H%M%S"),
    "day first, slashes": _by("%d/%m/%Y"),
    "day first, clock": _by("%d/%m/%Y %H:%M"),
    "day first, dashes": _by("%d-%m-%Y"),
    "day first, dots": _by("%d.%m.%Y, %H:%M"),
    "day first, two digits": _by("%d.%m.%y"),
    "day first, no zeros": _plain("{d}/{m}/{y}"),
    "month first, slashes": _by("%m/%d/%Y"),
    "month first, clock": _by("%m/%d/%Y %I:%M:%S %p"),
    "month first, dashes": _by("%m-%d-%Y"),
    "month first, no zeros": _plain("{m}/{d}/{y} {H}:{M:02}"),
    "month first, two digits": _plain("{m}/{d}/{Y:02}"),
    "seconds": lambda when: str(int(when.timestamp())),
    "seconds with a fraction": lambda when: f"{when.timestamp():.2f}",
    "thousandths": lambda when: str(int(when.timestamp()) * 1000),
    "millionths": lambda when: str(int(when.timestamp()) * 1_000_000),
    "billionths": lambda when: str(int(when.timestamp()) * 1_000_000_000),
    ".NET": lambda when: f"/Date({int(when.timestamp()) * 1000})/",
    "RFC 822": lambda when: format_datetime(when, usegmt=True),
    "RFC 850": _by("%A, %d-%b-%y %H:%M:%S GMT"),
    "C": _by("%a %b %e %H:%M:%S %Y"),
    "Java": _by("%a %b %d %H:%M:%S UTC %Y"),
    "JavaScript": _by("%a %b %d %Y %H:%M:%S GMT+0000 (UTC)"),
    "Twitter": _by("%a %b %d %H:%M:%S +0000 %Y"),
    "Oracle": lambda when: when.strftime("%d-%b-%y %I.%M.%S.000000 %p").upper(),
    "Apache": _by("%d/%b/%Y:%H:%M:%S +0000"),
    "Roman months": lambda when: f"{when.day}.{ROMAN[when.month - 1]}.{when.year}",
    "Buddhist years": lambda when: f"{when.day:02}/{when.month:02}/{when.year + 543}",
    "sentence": _by("Published on %A, %d %B %Y at %I:%M %p GMT"),
    **{f"digits of {name}": _in_digits(digits, "%Y-%m-%d %H:%M") for name, digits in EASTERN_DIGITS.items()},
    **{f"day first in {name}": _in_digits(digits, "%d/%m/%Y") for name, digits in EASTERN_DIGITS.items()},
}
OPEN: Final[dict[str, Write]] = {"open, slashes": _by("%d/%m/%Y"), "open, dashes": _by("%m-%d-%Y %H:%M")}


def _columns() -> Iterator[Column]:
    yield from (Column(name, write) for name, write in FORMS.items())
    yield from (Column(name, write, is_open=True) for name, write in OPEN.items())
    for language in LANGUAGES:
        tag = language.replace("_", "-")
        for width in WIDTHS:
            yield Column(f"{language} {width}", _dates_of(language, width))
            yield Column(f"{language} {width}, told", _dates_of(language, width), language=tag)
        yield Column(f"{language} with clock, told", _times_of(language), language=tag)


def _dates_of(language: str, width: str) -> Write:
    return lambda when: str(format_date(when.date(), width, locale=language))  # type: ignore[arg-type]


def _times_of(language: str) -> Write:
    return lambda when: str(format_local(when, "long", tzinfo=dt.UTC, locale=language))


def _days(column: Column, chance: random.Random) -> list[dt.datetime]:
    """Draw days at a clock that is of one day everywhere near; open ones fit both readings, and are not the same."""
    last = 6 if column.is_open else 28
    return [
        dt.datetime(
            chance.randint(2001, 2025),
            chance.randint(7, 12) if column.is_open else chance.randint(1, 12),
            chance.randint(1, last) if number else min(27, last),
            chance.randint(9, 15),
            chance.randint(0, 59),
            chance.randint(0, 59),
            tzinfo=dt.UTC,
        )
        for number in range(ROWS)
    ]


def _write(folder: Path, number: int, column: Column, days: list[dt.datetime]) -> None:
    with (folder / f"{number:03}.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["url", "title", "text", "date", *(["language"] if column.language else [])])
        for row, day in enumerate(days):
            cells = [f"https://days.example/{number:03}/{row:02}", str(row), TEXT, column.write(day)]
            rows.writerow([*cells, *([column.language] if column.language else [])])


def _read(home: Path) -> dict[str, tuple[str, str]]:
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        rows = connection.execute(
            "select url, strftime(published_at, '%Y-%m-%d'), published_at_precision::varchar from marts.article"
        ).fetchall()
    return {url: (day or "", precision) for url, day, precision in rows}


def _judge(said: tuple[str, str], want: str, *, is_open: bool) -> str:
    day, precision = said
    if is_open:
        return "told ambiguous" if precision == "ambiguous" else f"wrong: {day} is no secret" if day else "unread"
    if day == want:
        return "right" if precision == "seed" else f"right, but {precision}"
    return f"wrong: {day}" if day else "unread"


def main() -> int:
    """Print the figures; 1 where they are missed."""
    chance = random.Random(7)
    columns = [(column, _days(column, chance)) for column in _columns()]
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "seeds").mkdir()
        for number, (column, days) in enumerate(columns):
            _write(folder / "seeds", number, column, days)
        command = [str(Path(sys.executable).with_name("seedbank")), "ingest", "seeds", "--home", "home"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found = _read(folder / "home")
    whole: Counter[str] = Counter()
    for number, (column, days) in enumerate(columns):
        count: Counter[str] = Counter()
        for row, day in enumerate(days):
            said = found[f"https://days.example/{number:03}/{row:02}"]
            count[_judge(said, f"{day:%Y-%m-%d}", is_open=column.is_open)] += 1
        whole.update({verdict.partition(":")[0]: size for verdict, size in count.items()})
        if "--all" in sys.argv or set(count) - {"right", "told ambiguous"}:
            print(f"{column.name}: {dict(count)}; such as {column.write(days[0])!r}")
    good = whole["right"] + whole["told ambiguous"]
    print(f"{len(columns)} columns, {whole.total()} days: {dict(whole)}; {good / whole.total():.4f} as they should be")
    return int(good < RIGHT * whole.total())


if __name__ == "__main__":
    sys.exit(main())
