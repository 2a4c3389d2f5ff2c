"""A plain list of addresses, one a line; `#` starts a comment line."""

import re

from flows.records import Reason, SeedFormat
from flows.seedfiles.documents import Decoded, RawDocument, make_seed, reject
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._lines import line_pieces
from flows.seedfiles.formats.jsonl import numbered_lines

_ADDRESS = re.compile(rb"(?:\xef\xbb\xbf)?\s*https?://\S+\s*\Z", re.IGNORECASE)
_COMMENT = b"#"
_LOOKED_AT = 20


def _is_likely(head: bytes) -> bool:
    """Ask for addresses in most of the first lines; a last line may be cut off and still counts."""
    lines = [line for line in head.split(b"\n") if line.strip() and not line.lstrip().startswith(_COMMENT)]
    some = lines[:_LOOKED_AT]
    addresses = sum(1 for line in some if _ADDRESS.match(line))
    return addresses * 2 > len(some) or (addresses > 0 and addresses * 2 == len(some))


def _decode(document: RawDocument) -> Decoded:
    for line, data in numbered_lines(document):
        if data.lstrip().startswith(_COMMENT):
            continue
        try:
            url = data.decode("utf-8").strip()
        except UnicodeDecodeError as error:
            yield reject(document, Reason.INVALID_UTF8, f"byte {error.start + 1} of the line is no UTF-8", line)
        else:
            yield make_seed(document, url=url, title=None, body=None, extra=None, line=line)


READER = SeedReader(
    format=SeedFormat.URL_LIST,
    suffixes=(".urls", ".url", ".lst", ".list"),
    is_likely=_is_likely,
    split=line_pieces,
    decode=_decode,
)
