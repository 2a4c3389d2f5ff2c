"""Chunked bodies as archives hold them; on the wire h11 reads them.

warcio's own reader takes the end of a file for the last chunk, and a line that it cannot read for text of the page.
"""

import re

_SIZE_LINE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_LINE_END = re.compile(rb"\r?\n")


def join_chunks(data: bytes) -> tuple[bytes, bool] | None:
    """Join the chunks of a body, and tell whether the last one is there; None for a body that is not in chunks."""
    pieces: list[bytes] = []
    at = 0
    while line := _SIZE_LINE.match(data, at):
        size = int(line[1], 16)
        if size == 0:
            return b"".join(pieces), True
        piece = data[line.end() : line.end() + size]
        pieces.append(piece)
        at = line.end() + size
        end = _LINE_END.match(data, at)
        at = end.end() if end else at
    return (b"".join(pieces), False) if pieces else None
