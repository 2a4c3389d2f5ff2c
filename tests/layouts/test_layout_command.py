"""`seedbank layout HOST`: what the stored pages of a host teach, shown and written as a publisher file."""

import json
import subprocess
import sys
from pathlib import Path

from show_corpus import Corpus


def run(corpus: Corpus, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("seedbank"), "layout", *map(str, arguments), "--home", str(corpus.home)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_layout_of_a_host_is_shown_and_exported(corpus: Corpus, tmp_path: Path):
    file = tmp_path / "site.py"
    done = run(corpus, "127.0.0.1", "--export", file, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["stored_count"] >= found["read_count"] >= 3
    (layout,) = found["layouts"]
    assert layout["layout"]["body"] == ["article"]
    assert layout["layout"]["title"] == ["h1"]
    assert "body=(" in file.read_text("utf-8")


def test_a_host_that_is_not_here_is_a_sentence(corpus: Corpus):
    done = run(corpus, "nowhere.example")
    assert done.returncode == 2
    assert "nowhere.example" in done.stderr
    assert "Traceback" not in done.stderr
