"""Which objects of a JSON document are its rows: the document, its values, the items of one list or of several.

The outermost objects that are articles are the rows; what is inside an article (its links, its comments) is its own.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import ijson

from flows.addresses.links import split_address, strip_address
from flows.records import Reason
from flows.seedfiles.columns import Role, find_plan, flatten
from flows.seedfiles.columns.names import is_of_scraping
from flows.seedfiles.columns.plan import SAMPLE_BYTES
from flows.seedfiles.columns.rows_text import text_of
from flows.seedfiles.streams import BrokenSourceError

DOCUMENT: Final = ""  # ijson's prefix of the document itself
KEYED: Final = "{}"  # in place of the first key, which differs from row to row
_SAMPLE: Final = 200
_DEEPEST: Final = 12  # lists and objects around a row
_PROSE: Final = 80  # letters; titles and captions are shorter
_MORE: Final = 2  # times as long: the texts inside an object are articles then, and the object's is said of them all


class Places(NamedTuple):
    """Where the rows of a document are, by ijson's prefixes."""

    rows: Mapping[str, None]  # a set in order: there may be a list for each of ten thousand days
    around: frozenset[str | None] = frozenset()  # what the rows' lists are in
    others: frozenset[str] = frozenset()  # lists that were seen and are no rows
    is_cut: bool = False  # more lists may come behind what was looked at
    left: tuple[str, ...] = ()  # lists of addresses beside the rows

    def holds(self, place: str) -> bool:
        """Tell whether the objects at a place are rows: a list that comes late is one where it stands beside one."""
        if place in self.rows:
            return True
        return self.is_cut and place not in self.others and _beside(place) in self.around


class _Kind(NamedTuple):
    """How much of an article some objects are."""

    is_page: bool  # their address is that of a page, not of a site or of a feed
    has_title: bool
    text: float  # letters on average

    @property
    def parts(self) -> tuple[bool, bool]:
        return self.text > 0, self.has_title


def find_places(head: bytes) -> Places:
    """Find the rows of a document by its beginning. Raises BrokenSourceError for one that is written by columns."""
    document = _read_head(head)
    found = _candidates(document)
    kinds = {place: kind for place, rows in found.items() if (kind := _kind_of(rows))}
    outermost = _outermost(kinds)
    best = max((kinds[place].parts for place in outermost), default=None)
    rows = {place: None for place in outermost if kinds[place].parts == best}
    if not rows:
        if isinstance(document, Mapping) and _holds_columns(document):
            detail = "the JSON holds columns, not rows; write it row by row (pandas: to_json with orient='records')"
            raise BrokenSourceError(Reason.MALFORMED_SEED, detail)
        return Places({DOCUMENT if isinstance(document, Mapping) else "item": None})
    is_cut = len(head) >= SAMPLE_BYTES and DOCUMENT not in rows and KEYED not in rows and "item" not in rows
    left = tuple(place for place in outermost if place not in rows)
    return Places(rows, frozenset(map(_beside, rows)), frozenset(found) - rows.keys(), is_cut, left)


def _read_head(head: bytes) -> object:
    """Read the first document as far as it goes."""
    builder = ijson.ObjectBuilder()
    try:
        for prefix, event, value in ijson.parse(io.BytesIO(head), use_float=True, multiple_values=True):
            builder.event(event, value)
            if not prefix and event in {"end_map", "end_array"}:
                break
    except (ijson.JSONError, UnicodeDecodeError):  # the head ends inside the document
        pass
    return getattr(builder, "value", None)


def _candidates(document: object) -> dict[str, list[Mapping[str, object]]]:
    """Give the objects at each place, outer places first."""
    found: dict[str, list[Mapping[str, object]]] = {}
    nested: list[tuple[str, object]] = [(DOCUMENT, document)]
    if isinstance(document, Mapping) and document and not _holds_columns(document):
        if all(isinstance(value, Mapping | None) for value in document.values()):
            rows = [(key, value) for key, value in document.items() if value is not None][:_SAMPLE]
            found[KEYED] = [{"key": key, **value} for key, value in rows]
            nested = [(KEYED, value) for _, value in rows]
        else:
            found[DOCUMENT] = [document]
    for _ in range(_DEEPEST):
        nested = [inner for place, value in nested for inner in _inside(place, value)]
        for place, value in nested:
            if place.endswith("item") and isinstance(value, Mapping) and len(found.setdefault(place, [])) < _SAMPLE:
                found[place].append(value)
    return found


def _inside(place: str, value: object) -> Iterator[tuple[str, object]]:
    before = f"{place}." if place else ""
    if isinstance(value, Mapping):
        yield from ((f"{before}{key}", inner) for key, inner in value.items() if isinstance(inner, Mapping | list))
    elif isinstance(value, list):
        yield from ((f"{before}item", inner) for inner in value[:_SAMPLE] if isinstance(inner, Mapping | list))


def _kind_of(rows: Sequence[Mapping[str, object]]) -> _Kind | None:
    """Describe some objects by what is their own; None where they have no addresses."""
    flat = [flatten(_own(row)) for row in rows]
    plan = find_plan(flat)
    if not (names := plan.of(Role.URL)):
        return None
    texts = [len(text_of(row.get(name))) for name in plan.of(Role.TEXT)[:1] for row in flat]
    text = sum(texts) / max(1, len(texts))
    is_own = not is_of_scraping(names[0]) and (text > 0 or "." not in names[0])  # `home_page_url`, `query.url`
    is_page = is_own and any(_is_page(text_of(row.get(names[0]))) for row in flat)
    return _Kind(is_page, plan.names_role(Role.TITLE), text)


def _own(row: Mapping[str, object], depth: int = 0) -> dict[str, object]:
    """Leave out the lists of objects inside an object; a list of one is no other than one of many."""
    kept = {key: value for key, value in row.items() if not _is_of_objects(value)}
    if depth >= _DEEPEST:
        return kept
    return {key: _own(value, depth + 1) if isinstance(value, Mapping) else value for key, value in kept.items()}


def _is_page(address: str) -> bool:
    """Tell the address of a page from that of a whole site."""
    parts = split_address(strip_address(address))
    return bool(parts.path.strip("/") or parts.query)


def _is_of_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value)


def _outermost(kinds: Mapping[str, _Kind]) -> list[str]:
    """Keep the objects that are inside no article, and hold none that is more of an article than they are."""
    kept: dict[str, None] = {}
    for place in kinds:
        above = [other for other in _around(place) if other in kept]
        if any(_is_article(kinds[other], kinds[place]) for other in above):
            continue
        for other in above:
            kept.pop(other, None)
        kept[place] = None
    return list(kept)


def _around(place: str) -> Iterator[str]:
    """Give the places around a place, from the document inwards."""
    yield DOCUMENT
    at = place.find(".")
    while at >= 0:
        yield place[:at]
        at = place.find(".", at + 1)


def _is_article(outer: _Kind, inner: _Kind) -> bool:
    """Tell an article, with what belongs to it inside, from what only holds articles: a feed, the page of a list."""
    if not outer.is_page:
        return False
    if outer.has_title and not inner.has_title:
        return True
    if inner.has_title and not outer.has_title and outer.text < _PROSE:
        return False
    return outer.text * _MORE >= inner.text


def _beside(place: str) -> str | None:
    """Name what lists beside each other have in common: what is around them."""
    return place.removesuffix(".item").rpartition(".")[0] if place.endswith(".item") else None


def _holds_columns(document: Mapping[str, object]) -> bool:
    """Tell an object of columns: each by the numbers of its rows, lists of one length, or pandas' split."""
    values = list(document.values())
    lists = [len(value) for value in values if isinstance(value, list) and not _is_of_objects(value)]
    if document.keys() >= {"columns", "data"} or (len(lists) == len(values) > 1 and lists[0] > 1 == len(set(lists))):
        return True
    numbered = [value for value in values if isinstance(value, Mapping) and value and all(map(str.isdecimal, value))]
    return bool(values) and len(numbered) == len(values)
