"""Markdown with front matter: a folder of articles, one a file; notes beside them are no seeds."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SITE = "https://www.example.nl/nieuws/"
PROSE = "De gemeenteraad kwam dinsdag bijeen om over de oude brug te spreken, die het hele voorjaar dicht moet blijven."


@pytest.fixture
def read_text(tmp_path: Path, read: Callable[..., Any]) -> Callable[[str], Any]:
    def read_one(text: str) -> Any:  # noqa: ANN401  what `read` gives
        path = tmp_path / "zaad.md"
        path.write_bytes(text.encode())
        return read(path)

    return read_one


def test_a_folder_of_articles_is_read_and_its_notes_are_passed_over(tmp_path: Path, read: Callable[..., Any]):
    folder = tmp_path / "content"
    (folder / "2020").mkdir(parents=True)
    files = {
        "README.md": f"---\nurl: {SITE}0\n---\n",
        "notities.md": "# Notities\n",
        "2020/brug.md": f"---\nurl: {SITE}1\ntitle: Brug\n---\n\n{PROSE}\n\n---\n\nSlot.\n",
        "2020/toren.md": f'\ufeff+++\nlink = "{SITE}2"\ntitle = "Toren"\ndate = 2020-03-04\n+++\n{PROSE}',
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    with tarfile.open(tmp_path / "content.tar", "w") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    expected = [(f"{SITE}1", "Brug", f"{PROSE}\n\n---\n\nSlot."), (f"{SITE}2", "Toren", PROSE)]
    for path in (folder, tmp_path / "content.tar"):
        found = read(path)
        assert (found.texts, found.rejections) == (expected, [])


def test_values_are_the_texts_that_stand_there(read_text: Callable[[str], Any]):
    front = "titel: no\ndate: 2020-03-04 10:00:00 +0100\nnummer: 007\nleeg: ~\nweg:\nauteur: [Jan Smit, Piet Bos]"
    (seed,) = read_text(f"---\r\nurl: {SITE}1\r\n{front}\ntext: kort\r\n---\r\n\r\n{PROSE}\r\n").seeds
    assert (seed.title, seed.body) == ("no", PROSE)
    extra = json.loads(seed.extra)
    assert (extra["nummer"], extra["front.text"]) == ("007", "kort")
    assert "leeg" not in extra
    assert extra["@seed"] == {"published": "2020-03-04 10:00:00 +0100", "authors": ["Jan Smit", "Piet Bos"]}


@pytest.mark.parametrize(
    ("text", "reason", "said"),
    [
        ("# Brug\n", "malformed_seed", "no front matter"),
        (f"---\nurl: {SITE}1\n", "malformed_seed", "no front matter"),
        (f"---\nurl: {SITE}1\ntitle: {{a: b\n---\n", "malformed_seed", "cannot be read"),
        (f"---\nurl: {SITE}1\na: &a [x]\nb: [*a, *a]\n---\n", "malformed_seed", "aliases"),
        (f"---\nurl: {SITE}1\na: {'[' * 200_000}{']' * 200_000}\n---\n", "malformed_seed", "cannot be read"),
        (f"---\nurl: {SITE}1\na:\n  {'- ' * 101}x\n---\n", "malformed_seed", "too deeply"),
        (f"+++\nurl = '{SITE}1'\na = {'[' * 20_000}{']' * 20_000}\n+++\n", "malformed_seed", "cannot be read"),
        (f"+++\nurl = {SITE}1\n+++\n", "malformed_seed", "cannot be read"),
        ("---\n- a\n---\n", "malformed_seed", "names no values"),
        ("---\ntitle: Brug\nslug: brug\n---\n", "missing_url", "no column holds an address"),
    ],
)
def test_what_is_no_seed_is_told(read_text: Callable[[str], Any], text: str, reason: str, said: str):
    found = read_text(text)
    assert (found.seeds, found.reasons) == ([], [reason])
    assert said in found.rejections[0].detail


def test_a_colon_in_a_title_that_is_not_quoted_costs_no_article(read_text: Callable[[str], Any]):
    text = f"---\nurl: {SITE}1\ntitle: Haven: de zeehond is terug\ntags:\n  - dieren\n  - 'haven'\n---\n{PROSE}\n"
    (seed,) = read_text(text).seeds
    assert (seed.title, seed.body) == ("Haven: de zeehond is terug", PROSE)
    assert json.loads(seed.extra)["@seed"] == {"tags": ["dieren", "haven"]}


def test_names_in_a_notebook_s_brackets_are_names(read_text: Callable[[str], Any]):
    text = f'---\nsource: "{SITE}1"\nauthor:\n  - "[[Eva Moor]]"\ntags:\n  - "[[dier/zeehond|zeehond]]"\n---\n{PROSE}\n'
    (seed,) = read_text(text).seeds
    assert json.loads(seed.extra)["@seed"] == {"authors": ["Eva Moor"], "tags": ["zeehond"]}
