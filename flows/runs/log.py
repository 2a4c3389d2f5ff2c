"""The log of runs: one JSON object a line in `home/logs/seedbank.jsonl`, events with fields, secrets never.

Each line has `at` (UTC), `level`, `event` and `run_id`; a loaded batch also `batch_id` and its counts.
"""

import datetime as dt
import json
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOGGER = logging.getLogger("seedbank")
FOLDER, FILE = "logs", "seedbank.jsonl"
MOST_BYTES = 10_000_000  # of one file; a line a batch of 1,000 seeds makes about 25 MB for 100 million
KEPT_FILES = 5
HIDDEN = "[hidden]"
_SECRET_NAME = re.compile(r"secret|password|passwd|token|api_key|auth|credential", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"(?i)((?:password|passwd|secret|token|api_key)\s*[=:]\s*)('[^']*'|\"[^\"]*\"|\S+)")
_USER_INFO = re.compile(r"(?<!\w)(\w+://)[^/@\s]+@")
_LEAST_SECRET = 6  # letters; a shorter value would hide half of every line


def secrets_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Collect the values of variables whose names say that they are secret."""
    return tuple(
        value for name, value in environment.items() if _SECRET_NAME.search(name) and len(value) >= _LEAST_SECRET
    )


def hide_secrets(text: str, secrets: tuple[str, ...]) -> str:
    """Blank known secrets, what is assigned to a password, and user information in addresses."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    text = _ASSIGNMENT.sub(rf"\1{HIDDEN}", text)
    return _USER_INFO.sub(rf"\1{HIDDEN}@", text)


class _JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Put time, level and event first, then the fields."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        fields = getattr(record, "fields", {})
        line = {"at": at, "level": record.levelname, "event": record.getMessage(), **fields}
        return json.dumps(self._hide(line), ensure_ascii=False, default=str)

    def _hide(self, fields: Mapping[str, object]) -> dict[str, object]:
        return {
            name: hide_secrets(value, self._secrets) if isinstance(value, str) else value
            for name, value in fields.items()
        }


def log_event(event: str, fields: Mapping[str, object], *, level: int = logging.INFO) -> None:
    """Log an event with fields: ids and counts, never texts of articles."""
    LOGGER.log(level, event, extra={"fields": fields})


@contextmanager
def logging_to(home: Path) -> Iterator[None]:
    """Write what is logged in this block to the log of a home folder, and nowhere else."""
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / FILE, maxBytes=MOST_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
    handler.setFormatter(_JsonLines(secrets_of(os.environ)))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    LOGGER.disabled = False  # prefect's set-up of logging disables loggers that it does not know
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)
        handler.close()
