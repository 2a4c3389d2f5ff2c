"""`seedbank layout HOST`: what the stored pages of a host teach, shown and written as a publisher file."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from show_corpus import Corpus

Command = Callable[..., subprocess.CompletedProcess[str]]


def test_the_layout_of_a_host_is_shown_and_exported(corpus: Corpus, command: Command, tmp_path: Path):
    file = tmp_path / "site.py"
    done = command("layout", "127.0.0.1", "--export", file, "--json", "--home", corpus.home)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["stored_count"] >= found["read_count"] >= 3
    (layout,) = found["layouts"]
    assert layout["layout"]["body"] == ["article"]
    assert layout["layout"]["title"] == ["h1"]
    assert "body=(" in file.read_text("utf-8")


def test_a_host_that_is_not_here_is_a_sentence(corpus: Corpus, command: Command):
    done = command("layout", "nowhere.example", "--home", corpus.home)
    assert done.returncode == 2
    assert "nowhere.example" in done.stderr
    assert "Traceback" not in done.stderr
