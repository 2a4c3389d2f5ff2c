"""Heads of HTTP/1 answers, read as browsers read them and handed on as the grammar has them.

h11, which httpcore reads with, keeps to RFC 9112 and gives a whole answer up for one odd line. So each head is tidied
before h11 sees it, in the way of browsers: lines may end with LF alone, a line that is no field is passed over, blanks
around a name are dropped, a folded line belongs to the one before it, `http/1.1` is HTTP/1.1. Which length a body has
is never guessed: two lengths that differ go on as they came, and end the exchange.
"""

import re

import httpcore

MOST_HEAD_BYTES = 100_000  # h11's own bound for one event
MOST_INTERIM = 16  # answers 1xx before the one that counts; seen: one or two
_END = re.compile(rb"\n\r?\n")
_STATUS_LINE = re.compile(rb"[\x00-\x20]*http/(\d{1,3})(?:\.(\d{1,3}))?[ \t]+(\d{3})(?![0-9])[ \t]*(.*)", re.IGNORECASE)
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = bytes(code for code in range(0x20) if code != 0x09) + b"\x7f"
Field = tuple[bytes, bytes]


class HeadTidier:
    """Passes on what one connection receives; the head of each answer as `tidy_head` writes it."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._looked_at = 0
        self._is_head = False
        self._interim_count = 0

    def expect_head(self) -> None:
        """Say that a request was sent, so that what comes next is the head of an answer."""
        if not self._is_head:
            self._is_head, self._interim_count = True, 0

    def feed(self, data: bytes) -> bytes:
        """Take in bytes and give those that can go on; none while a head is not whole. Raises RemoteProtocolError."""
        if not self._is_head:
            return data
        self._pending += data
        tidied = b""
        while end := _END.search(self._pending, self._looked_at):
            head = bytes(self._pending[: end.end()])
            del self._pending[: end.end()]
            self._looked_at = 0
            if not head.strip():  # empty lines before an answer are left over from the one before
                continue
            is_interim = self._count(head)
            tidied += tidy_head(head)
            if not is_interim:
                return tidied + self.take_rest()
        self._looked_at = max(0, len(self._pending) - 2)
        if len(self._pending) > MOST_HEAD_BYTES:
            raise httpcore.RemoteProtocolError(f"the head of the answer is longer than {MOST_HEAD_BYTES:,} bytes")
        return tidied

    def take_rest(self) -> bytes:
        """Give what is left when the other side has closed."""
        rest, self._pending, self._looked_at = bytes(self._pending), bytearray(), 0
        return rest

    def _count(self, head: bytes) -> bool:
        """Note whether another head follows: behind an answer 1xx but for 101. Raises RemoteProtocolError."""
        status = _STATUS_LINE.match(head)
        self._is_head = bool(status and status[3].startswith(b"1") and status[3] != b"101")
        self._interim_count += self._is_head
        if self._interim_count > MOST_INTERIM:
            raise httpcore.RemoteProtocolError(f"more than {MOST_INTERIM} interim answers")
        return self._is_head


def tidy_head(head: bytes) -> bytes:
    """Write a head as RFC 9112 has it; one without a status line is given back as it came."""
    first, *lines = head.replace(b"\r\n", b"\n").strip(b"\r\n\x00 \t").split(b"\n")
    status = _STATUS_LINE.match(first)
    if status is None:
        return head
    version = b"1.0" if status[1] == b"0" or (status[1] == b"1" and status[2] == b"0") else b"1.1"
    reason = status[4].translate(None, _CONTROL).strip()
    fields = _frame(_read_fields(lines))
    return b"\r\n".join(
        (b"HTTP/%s %s %s" % (version, status[3], reason), *(b"%s: %s" % field for field in fields), b"", b"")
    )


def _read_fields(lines: list[bytes]) -> list[Field]:
    """Read the lines that are fields; the others are passed over, with what is folded under them."""
    fields: list[Field] = []
    is_field = False
    for line in lines:
        if line.startswith((b" ", b"\t")):
            if is_field:
                name, value = fields[-1]
                fields[-1] = name, value + b" " + line.translate(None, _CONTROL).strip()
            continue
        name, colon, value = line.partition(b":")
        name = name.strip(b" \t")
        is_field = bool(colon and _TOKEN.fullmatch(name))
        if is_field:
            fields.append((name, value.translate(None, _CONTROL).strip()))
    return fields


def _frame(fields: list[Field]) -> list[Field]:
    """Say once how long the body is: chunked before a length (RFC 9112 §6.3), and no length that is none."""
    codings = b",".join(value.lower() for name, value in fields if name.lower() == b"transfer-encoding")
    lengths = {
        part.strip() for name, value in fields if name.lower() == b"content-length" for part in value.split(b",")
    }
    kept = [field for field in fields if field[0].lower() not in (b"transfer-encoding", b"content-length")]
    if b"chunked" in {part.strip() for part in codings.split(b",")}:
        return [*kept, (b"Transfer-Encoding", b"chunked")]
    numbers = {length for length in lengths if length.isdigit()}
    return kept + [(b"Content-Length", length) for length in sorted(numbers)]
