"""Times as HTTP and mail write them: the one reader, for what servers send and for what pages quote of it."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,9})?", re.ASCII)
LONGEST = 200  # characters; a date is 29


def read_mail_date(text: str | None) -> dt.datetime | None:
    """Read a date as mail has it, without a zone where it names none; None for what is no date, in whatever way."""
    if not text or len(text) > LONGEST:
        return None
    try:
        moment = parsedate_to_datetime(text)
        (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(
            dt.UTC
        )  # at the calendar's end it raises
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment


def read_http_date(text: str | None) -> dt.datetime | None:
    """Read a date of HTTP, which is in UTC where it names no zone; None for what is no date."""
    moment = read_mail_date(text)
    return moment.replace(tzinfo=dt.UTC) if moment is not None and moment.tzinfo is None else moment


def is_past(http_date: str | None, now: dt.datetime) -> bool:
    """Tell whether an HTTP date can be read and lies in the past."""
    moment = read_http_date(http_date)
    return moment is not None and moment <= now


def read_retry_after(value: str | None, now: dt.datetime) -> float | None:
    """Read Retry-After in both forms as seconds from now, never negative; None where it cannot be read."""
    if value is None:
        return None
    if _SECONDS.fullmatch(value.strip()):
        return max(0.0, float(value.strip()))
    moment = read_http_date(value)
    return None if moment is None else max(0.0, (moment - now).total_seconds())
