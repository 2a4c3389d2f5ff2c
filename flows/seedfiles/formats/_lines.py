"""Lines of a stream, with a limit on their length."""

from collections.abc import Iterator

from flows.records import Reason
from flows.seedfiles.documents import MAX_DOCUMENT_BYTES, MAX_SKIPPED_BYTES, Piece, Pieces, Problem
from flows.seedfiles.streams import BrokenSourceError, ByteStream


def line_pieces(stream: ByteStream, documents: int) -> Pieces:
    """Cut a stream into pieces of whole lines, at most `documents` lines each; a line that is too long is a Problem.

    Blocks of blank lines are counted and left out.
    """
    line = 1
    for block in whole_lines(stream):
        if isinstance(block, Problem):
            yield block._replace(line=line)
            line += 1
            continue
        newlines = block.count(b"\n")
        if not block.isspace():
            if newlines <= documents:
                yield Piece(line, newlines + (not block.endswith(b"\n")), block)
            else:
                yield from _cut(block, line, documents)
        line += newlines


def _cut(block: bytes, line: int, documents: int) -> Iterator[Piece]:
    lines = block.removesuffix(b"\n").split(b"\n")
    for start in range(0, len(lines), documents):
        some = lines[start : start + documents]
        yield Piece(line + start, len(some), b"\n".join(some) + b"\n")


def whole_lines(stream: ByteStream) -> Iterator[bytes | Problem]:
    """Give blocks that end with a line; a line over MAX_DOCUMENT_BYTES is one Problem and is not kept in memory.

    Raises BrokenSourceError when more than MAX_SKIPPED_BYTES come without the end of a line.
    """
    pending = _Pending()
    for block in stream.blocks():
        end = block.rfind(b"\n") + 1
        if not end:
            pending.add(block)
            continue
        if pending.skipped:
            first = block.index(b"\n") + 1
            yield _too_long(pending.skipped + first)
            whole = block[first:end]
        else:
            whole = pending.joined() + block[:end]
        if whole:
            yield whole
        pending = _Pending()
        pending.add(block[end:])
    if pending.skipped:
        yield _too_long(pending.skipped)
    elif rest := pending.joined():
        yield rest


class _Pending:
    """The start of a line whose end has not come; forgotten, and only counted, once it is too long."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0
        self.skipped = 0

    def add(self, part: bytes) -> None:
        self._size += len(part)
        if self._size <= MAX_DOCUMENT_BYTES:
            self._parts.append(part)
            return
        self._parts = []
        self.skipped = self._size
        if self.skipped > MAX_SKIPPED_BYTES:
            detail = f"more than {MAX_SKIPPED_BYTES >> 20} MB without the end of a line; the rest is not read"
            raise BrokenSourceError(Reason.TOO_LARGE, detail)

    def joined(self) -> bytes:
        return b"".join(self._parts)


def _too_long(size: int) -> Problem:
    return Problem(Reason.TOO_LARGE, f"the line has {size} bytes; {MAX_DOCUMENT_BYTES >> 20} MB are read at most")
