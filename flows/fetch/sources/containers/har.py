"""HAR files of browsers, test tools and proxies: what was asked and answered, as JSON.

Texts in them are decoded already, from their content coding and mostly from their charset too.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import IO, cast

import ijson

from flows.fetch.archive.replay import read_warc_date
from flows.fetch.sources.containers.entries import Problem
from flows.fetch.sources.containers.written import Written

_UNDONE = frozenset({"content-encoding", "content-length", "transfer-encoding", "content-type"})
_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)
OK = 200
_BOM = b"\xef\xbb\xbf"
Json = Mapping[str, object]


def read_har(opened: IO[bytes], file: Path, member: str) -> Iterator[Written | Problem]:
    """Read the answers of a HAR file one by one; one that cannot be read costs itself."""
    opened.seek(len(_BOM) if opened.read(len(_BOM)) == _BOM else 0)
    number = 0
    try:
        for entry in ijson.items(opened, "log.entries.item"):
            number += 1
            try:
                answer = _read_entry(entry, file)
            except (KeyError, TypeError, ValueError, AttributeError, binascii.Error, OSError) as error:
                yield Problem(member=member, detail=f"entry {number}: {type(error).__name__} {error}")
            else:
                if answer is not None:
                    yield answer
    except ijson.JSONError as error:
        yield Problem(member=member, detail=f"behind entry {number}: {error}")


def _read_entry(entry: Json, file: Path) -> Written | None:
    request, response = cast("Json", entry["request"]), cast("Json", entry["response"])
    status = int(cast("int | Decimal", response["status"]))
    taken_at = read_warc_date(str(entry["startedDateTime"]))
    if taken_at is None:
        raise ValueError(f"startedDateTime {entry['startedDateTime']}")
    if status <= 0 or request.get("method") != "GET":
        return None  # nothing came
    content = cast("Json", response.get("content") or {})
    body, is_text = _read_body(content, file)
    if status == OK and not body and content.get("size"):
        if "html" in str(content.get("mimeType")):
            raise ValueError("the file does not have its body")
        return None
    return Written(
        url=str(request["url"]),
        taken_at=taken_at,
        status=status,
        headers=(("Content-Type", _name_type(content, is_text=is_text)), *_headers(response)),
        body=body,
    )


def _headers(response: Json) -> Iterator[tuple[str, str]]:
    headers = cast("list[Json]", response.get("headers") or [])
    named = [(str(header["name"]), str(header["value"])) for header in headers]
    yield from (header for header in named if header[0].lower() not in _UNDONE and not header[0].startswith(":"))
    location = str(response.get("redirectURL") or "")
    if location and not any(name.lower() == "location" for name, _ in named):
        yield "Location", location


def _read_body(content: Json, file: Path) -> tuple[bytes, bool]:
    """Give the body of an answer, and whether it was text that is written as UTF-8 now."""
    beside = content.get("_file")
    if isinstance(beside, str) and Path(beside).name == beside:
        return (file.parent / beside).read_bytes(), False
    text = str(content.get("text") or "")
    if content.get("encoding") == "base64":
        return base64.b64decode(text), False
    return text.encode("utf-8", "replace"), True


def _name_type(content: Json, *, is_text: bool) -> str:
    """Name the type; a body that came as text has the charset it is written in here, whatever it had."""
    mime = str(content.get("mimeType") or "application/octet-stream")
    return f"{_CHARSET.sub('', mime)}; charset=utf-8" if is_text else mime
