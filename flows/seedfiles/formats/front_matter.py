"""Markdown with front matter: an article a file, its columns in YAML or TOML above the text."""

import re
import tomllib
from typing import Any, Final

import yaml

from flows.records import Reason, SeedFormat
from flows.seedfiles.columns import read_plan
from flows.seedfiles.columns.rows import TOO_DEEP
from flows.seedfiles.documents import MAX_DOCUMENT_BYTES, Pieces, Problem
from flows.seedfiles.formats import SeedReader
from flows.seedfiles.formats._rows import Row, decode_rows, row_pieces
from flows.seedfiles.streams import BrokenSourceError, ByteStream

_TEXT: Final = "text"
_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:---[ \t]*\r?\n\s*[\w\"'-]+\s*:|\+\+\+[ \t]*\r?\n\s*[\w\"'-]+\s*=)")
_DEEPEST: Final = 100  # lists and mappings inside each other
_NAMED_LINE: Final = re.compile(r"([\w-]+)[ \t]*:((?:[ \t].*)?)")
_OF_YAML: Final = ("{", "&", "*", "|", ">")  # what these begin, lines alone do not say
_LIST_ITEM: Final = re.compile(r"\s*-\s+(.*)")
_FENCES: Final = ("---", "+++")


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]  # libyaml's where it is there
    """Read every value as the text that stands there: `2020-03-04`, `007` and `no` are as they are written."""


def _null(_loader: Any, _node: Any) -> None:  # noqa: ANN401  yaml ships no types
    return None


_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_Loader.add_constructor("tag:yaml.org,2002:null", _null)


def _is_likely(head: bytes) -> bool:
    return _START.match(head) is not None


def _cut(text: str) -> tuple[str, str, str] | None:
    """Cut a document into its fence, what stands between the fences, and what comes behind; None without fences."""
    lines = text.splitlines(keepends=True)
    fence = lines[0].strip() if lines else ""
    if fence not in _FENCES:
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == fence or (fence == "---" and line.rstrip() == "..."):
            return fence, "".join(lines[1:number]), "".join(lines[number + 1 :])
    return None


def _check_shape(written: str) -> None:
    """Raise ValueError for YAML that grows without bound when it is read, or that libyaml would crash on."""
    depth = 0
    for event in yaml.parse(written, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it repeats values by aliases, which can grow without bound")  # noqa: TRY004  of the text
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ValueError(TOO_DEEP)


def _read_front(fence: str, written: str) -> object:
    if fence != "---":
        return tomllib.loads(written)
    try:
        _check_shape(written)
        return yaml.load(written, Loader=_Loader)  # noqa: S506  it makes texts, lists and mappings of them alone
    except yaml.YAMLError:
        if lines := _read_lines(written):
            return lines
        raise


def _read_lines(written: str) -> dict[str, object]:
    """Read front matter whose values are not quoted as YAML wants it: `title: Harbour: what now`.

    Each line is a name and all that stands behind its colon, or an item of the list above it; nothing for any other.
    """
    found: dict[str, object] = {}
    name = ""
    for line in filter(str.strip, written.splitlines()):
        if (item := _LIST_ITEM.fullmatch(line)) and isinstance(items := found.get(name) or [], list):
            found[name] = [*items, _unquoted(item[1])]
        elif (value := _NAMED_LINE.fullmatch(line)) and not value[2].lstrip().startswith(_OF_YAML):
            name = value[1]
            found[name] = _unquoted(value[2])
        else:
            return {}
    return found


def _unquoted(value: str) -> str:
    """Take the quotation marks off a value that stands in a pair of them."""
    value = value.strip()
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value


def _row(text: str) -> Row | Problem:
    if (parts := _cut(text)) is None:
        detail = "the file has no front matter: lines of YAML between two lines of ---, or of TOML between +++"
        return Problem(Reason.MALFORMED_SEED, detail)
    fence, written, body = parts
    try:
        front = _read_front(fence, written)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        detail = f"the front matter cannot be read: {' '.join(str(error).split())[:200]}"
        return Problem(Reason.MALFORMED_SEED, detail)
    if not isinstance(front, dict):
        return Problem(Reason.MALFORMED_SEED, "the front matter names no values; write `url: https://…`")
    own = {(f"front.{name}" if name == _TEXT else str(name)): value for name, value in front.items()}
    return own | {_TEXT: body.strip("\r\n")}


def _split(stream: ByteStream, documents: int) -> Pieces:
    data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise BrokenSourceError(Reason.TOO_LARGE, f"the file is larger than {MAX_DOCUMENT_BYTES >> 20} MB")
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    yield from row_pieces([_row(text)], documents, stream.hints)


READER = SeedReader(
    format=SeedFormat.FRONT_MATTER,
    suffixes=(".md", ".markdown", ".mdx", ".qmd"),
    is_likely=_is_likely,
    split=_split,
    decode=decode_rows,
    plan_of=read_plan,
)
