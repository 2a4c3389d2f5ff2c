"""Unlike texts on one address are never merged in silence."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb

FRONT = "https://www.example.pt/"


def test_an_address_with_several_headlines_is_named_and_each_text_is_kept(
    seedbank: Callable[..., subprocess.CompletedProcess[str]], home: Path, tmp_path: Path
):
    rows = [
        {"url": FRONT, "title": "A ponte fecha", "text": "A ponte fecha na segunda-feira. As obras duram um mês."},
        {"url": FRONT, "title": "A feira abre", "text": "A feira abre no sábado. Os produtores vêm de longe."},
        {"url": f"{FRONT}torre", "title": "A torre", "text": "A torre está de pé. Ninguém sabe como."},
        {"url": f"{FRONT}torre", "title": "A torre", "text": "A torre está de pé. Ninguém sabe como. Nem porquê."},
    ]
    path = tmp_path / "seeds.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = seedbank("ingest", path)
    assert done.returncode == 0, done.stderr
    assert FRONT in done.stdout + done.stderr
    with duckdb.connect(str(home / "published.duckdb"), read_only=True) as connection:
        marked = connection.execute(
            "select url, list_contains(issues, 'several_texts') from marts.article order by url"
        ).fetchall()
        kept = connection.execute("select count(distinct body) from raw.seed").fetchone()
    assert marked == [(FRONT, True), (f"{FRONT}torre", False)]
    assert kept == (4,)
