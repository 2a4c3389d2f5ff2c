"""What could not be used, and why: an expected failure of one input, as a value."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where on the line something was rejected."""

    READ = "read"
    FETCH = "fetch"
    PARSE = "parse"


class Reason(StrEnum):
    """Why an input was rejected. Closed: a new reason is a change of the vocabulary."""

    UNREADABLE_FILE = "unreadable_file"
    UNKNOWN_FORMAT = "unknown_format"
    EMPTY_FILE = "empty_file"
    INVALID_UTF8 = "invalid_utf8"
    CONTROL_CHARACTERS = "control_characters"
    MALFORMED_SEED = "malformed_seed"
    MISSING_COLUMN = "missing_column"
    MISSING_URL = "missing_url"
    INVALID_URL = "invalid_url"
    TOO_LARGE = "too_large"
    TRUNCATED_ARCHIVE = "truncated_archive"
    BROKEN_ARCHIVE = "broken_archive"
    ENCRYPTED_ARCHIVE = "encrypted_archive"
    UNSAFE_PATH = "unsafe_path"
    SYMLINK_LOOP = "symlink_loop"
    PARSE_TIMEOUT = "parse_timeout"
    PARSE_CRASH = "parse_crash"
    PAYLOAD_MISSING = "payload_missing"
    INTERNAL_ERROR = "internal_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One input that could not be used: an expected failure, as a value."""

    stage: Stage
    reason: Reason
    detail: str
    source_path: str | None = None
    line: int | None = None  # 1-based line, row or member number inside the source
    target_uri: str | None = None
