"""Small corpora for runs that meet in one lake."""

import json
from pathlib import Path


def write_corpus(folder: Path, host: str, count: int) -> Path:
    """Write the seeds of a host of its own."""
    file = folder / f"{host}.jsonl"
    rows = [
        {"url": f"https://{host}/{number}.html", "title": f"{host} {number}", "text": f"{number} boats came to {host}."}
        for number in range(count)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file
