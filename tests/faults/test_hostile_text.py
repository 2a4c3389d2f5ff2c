"""F25: what an article says is data everywhere: for SQL, for the terminal, for a spreadsheet, and as a path."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
TITLES = (
    "'); drop table raw.seed; --",
    'x" union select * from ops.run --',
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m \u202egnp.exe",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    '=cmd|"/C calc"!A0',
    "+1+1",
    "@SUM(1)",
    "-2+3",
    "[bold red]x[/bold red]",
)
ADDRESSES = (
    "http://example.vn/../../etc/passwd",
    "http://example.vn/a;rm -rf b|c`d`$(e)",
    "http://example.vn/%2e%2e/%2e%2e/x",
)
STEERING = ("\x1b", "\x07", "\x9b", "\u202e")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    rows = [{"url": f"http://example.vn/{number}", "title": title} for number, title in enumerate(TITLES)]
    rows += [{"url": url, "title": "path"} for url in ADDRESSES]
    text = "\n".join(json.dumps(row | {"body": f"{row['title']}. Câu hai."}, ensure_ascii=False) for row in rows)
    (folder / "seeds.jsonl").write_text(text, "utf-8")
    assert command("ingest", folder / "seeds.jsonl", "--home", folder / "home").returncode == 0
    return folder / "home"


@pytest.fixture
def tell(home: Path, command: Command) -> Callable[..., str]:
    """Run a command as on a terminal that shows colours; gives what it says."""

    def run(*arguments: str | Path, code: int = 0) -> str:
        done = command(*arguments, "--home", home, environment={"FORCE_COLOR": "1"})
        assert done.returncode == code, done.stderr
        return done.stdout

    return run


def _without_our_colours(text: str) -> str:
    """Take away the escapes that colour a table's headings."""
    return text.replace("\x1b[1m", "").replace("\x1b[0m", "").replace("\x1b[3m", "")


def test_every_text_is_stored_as_it_came(home: Path):
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        stored = {row[0] for row in connection.execute("select title from raw.seed").fetchall()}
    assert stored >= set(TITLES)


@pytest.mark.parametrize(
    "command_line",
    [("sql", "select title, url, text from marts.article"), ("search", "red"), ("status",), ("sql", "--tables")],
    ids=" ".join,
)
def test_no_text_steers_the_terminal(command_line: tuple[str, ...], tell: Callable[..., str]):
    shown = _without_our_colours(tell(*command_line))
    assert not any(letter in shown for letter in STEERING)
    assert "[bold red]" in shown or command_line[0] != "sql" or "--tables" in command_line


@pytest.mark.parametrize("where", ["export", "sql"])
def test_no_cell_is_a_formula_in_a_spreadsheet(where: str, tell: Callable[..., str], tmp_path: Path):
    if where == "export":
        tell("export", "--format", "csv", "-o", tmp_path / "a.csv")
        text = (tmp_path / "a.csv").read_text("utf-8")
    else:
        text = tell("sql", "--format", "csv", "select title from marts.article")
    rows = list(csv.reader(io.StringIO(text)))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'+1+1" in cells


def test_no_address_is_a_path(home: Path):
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        ids = [row[0] for row in connection.execute("select article_id from marts.article").fetchall()]
    assert all(len(name) == 16 and set(name) <= set("0123456789abcdef") for name in ids)
    assert {path.name for path in home.parent.iterdir()} == {"home", "seeds.jsonl"}


@pytest.mark.parametrize("name", ["../../etc/passwd", "' or 1=1 --", "\x1b[31m"])
def test_a_name_that_is_no_article_is_wrong_usage(name: str, tell: Callable[..., str]):
    tell("diff", name, code=2)
