"""Answers of indexes, kept on disk for some weeks, so that the next run does not ask for them again."""

import datetime as dt
import json
from pathlib import Path

SOME_WEEKS = dt.timedelta(days=30)
Rows = list[list[str]]


def read_cached(path: Path, now: dt.datetime, longest: dt.timedelta = SOME_WEEKS) -> Rows | None:
    """Read rows that were written less than `longest` ago; None where there are none or they cannot be read."""
    try:
        held = json.loads(path.read_text("utf-8"))
        asked_at = dt.datetime.fromisoformat(held["asked_at"])
        rows: Rows = held["rows"]
    except (OSError, ValueError, KeyError):
        return None
    return rows if dt.timedelta(0) <= now - asked_at < longest else None


def write_cached(path: Path, now: dt.datetime, rows: Rows) -> None:
    """Write rows in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"asked_at": now.isoformat(), "rows": rows}, ensure_ascii=False), "utf-8")
    fresh.replace(path)
