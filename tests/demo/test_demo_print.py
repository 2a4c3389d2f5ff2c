"""What the demo prints is whole on a narrow terminal, whatever the console does with long lines."""

import io
import json
from pathlib import Path

from rich.console import Console

from flows.demo.report import _print_changes, _print_score

WORDS = " ".join(f"word{number}" for number in range(60))


def _narrow(*, soft_wrap: bool) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=80, markup=False, soft_wrap=soft_wrap), out


def test_a_long_sentence_is_printed_to_its_end():
    for soft_wrap in (True, False):
        console, out = _narrow(soft_wrap=soft_wrap)
        _print_changes(console, [("id", "title", "edited", "added", None, WORDS)], [])
        assert set(WORDS.split()) <= set(out.getvalue().split())


def test_no_line_is_filled_up_to_the_width():
    console, out = _narrow(soft_wrap=True)
    _print_changes(console, [("id", "title", "edited", "added", None, "một câu")], [])
    assert all(line == line.rstrip() for line in out.getvalue().splitlines())


def test_a_verdict_that_is_not_true_is_printed_to_its_end(tmp_path: Path):
    truth = tmp_path / "truth.json"
    entry = {"key": "k", "about": WORDS, "url": "u", "existence": [["live"], ["live"]], "content": ["identical"]}
    truth.write_text(json.dumps([entry]), "utf-8")
    for soft_wrap in (True, False):
        console, out = _narrow(soft_wrap=soft_wrap)
        _print_score(console, [("p", "t", "u", "live", "edited", "")], truth)
        assert "true is live and identical" in " ".join(out.getvalue().split())
