"""Choose when an article was published and last changed, among all that the page says of it."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.metadata.choose import Metadata
from flows.parse.metadata.dating import DAY, Dating
from flows.parse.metadata.head import Head
from flows.parse.metadata.jsonld import LinkedData, text_of
from flows.parse.metadata.nearness import Surroundings, nearest
from flows.text.moments import Moment

_PUBLISHED: Final = re.compile(r"publi(?!sher)|pub[_-]?date|issued|sailthru\.date|release[_-]?date")
_OTHER_TIME: Final = re.compile(r"modif|updat|expir|unpubl|last|publisher|mobile|status|publication[_-]?(?:name|title)")
_VAGUE: Final = re.compile(
    r"(?:dc|dcterms)?[.:]?(?:date|created)(?:[._-]?created)?|creat(?:ion|ed)[._-]?(?:date|time|at)"
)
_MODIFIED: Final = re.compile(r"modif|og:updated_time|updated[_-]?(?:time|at|date)|lastmod|last[_-]updated")
_CHANGED: Final = re.compile(r"updat|modif|a[kc]?tuali[sz]|aggiorn|bijgewerkt", re.IGNORECASE)
DAY_LENGTH: Final = 10  # characters of a day in ISO's form
MAX_TIMES: Final = 30  # elements of a time that are looked at: those of a list of stories are more


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One time that a page gives, where, and whether it can only be the article's."""

    moment: Moment
    source: str
    is_plain: bool


def choose_times(found: Metadata, head: Head, linked: LinkedData, around: Surroundings, dating: Dating) -> None:
    """Set both times, with their sources; a day alone is marked as one."""
    article = linked.article or {}
    changed = [(_time_of(article.get("dateModified")), "jsonld"), *_meta_times(head, "modified")]
    changed += [(_said(node), "microdata") for node in head.items.get("dateModified", ())]
    modified = [
        Claim(moment=moment, source=source, is_plain=True) for text, source in changed if (moment := dating.read(text))
    ]
    dating.note(claim.moment for claim in modified)
    _keep(found, "modified_at", _first(modified))
    published: list[Claim] = []
    for claim in _published(head, linked, around, dating):
        published.append(claim)
        if _is_certain(claim, found.modified_at):
            break
    dating.note(claim.moment for claim in published)
    settled = [replace(claim, moment=dating.settle(claim.moment)) for claim in published]
    _keep(found, "published_at", _choose(settled, found.modified_at, dating))


def _is_certain(claim: Claim, modified: dt.datetime | None) -> bool:
    """Tell a time that no other one could make better."""
    moment = claim.moment
    return claim.is_plain and moment.has_clock and moment.swapped is None and not _is_after(moment.when, modified)


def _published(head: Head, linked: LinkedData, around: Surroundings, dating: Dating) -> Iterator[Claim]:
    article, page = linked.article or {}, linked.page or {}
    plain = chain(
        [(_time_of(article.get("datePublished")), "jsonld")],
        _meta_times(head, "published"),
        _item_times(head, around),
    )
    vague = chain(
        [
            (_time_of(page.get("datePublished") or page.get("uploadDate")), "jsonld:page"),
            (_time_of(article.get("dateCreated")), "jsonld:created"),
        ],
        _tag_times(head, around),
        _meta_times(head, "vague"),
    )
    for claims, is_plain in ((plain, True), (vague, False)):
        for text, source in claims:
            moment = dating.read(text)
            if moment is not None:
                yield Claim(moment=moment, source=source, is_plain=is_plain)


def _choose(claims: Sequence[Claim], modified: dt.datetime | None, dating: Dating) -> Claim | None:
    """Take the first claim that can only be the article's, else the first that its address does not deny.

    Of a day alone the time of day is taken from another claim of that day.
    """
    sound = [claim for claim in claims if not _is_after(claim.moment.when, modified)] or list(claims)
    best = next((claim for claim in sound if claim.is_plain), None)
    best = best or next((claim for claim in sound if dating.is_of_address(claim.moment.when)), None)
    if best is None and len({claim.moment.when.date() for claim in sound}) == 1:
        best = sound[0]  # the one day that the page itself names stands against its address
    if best is None and dating.url_day is not None:
        midnight = dt.datetime.combine(dating.url_day, dt.time())
        return Claim(moment=Moment(when=midnight, has_clock=False), source="url", is_plain=False)
    if best is None or best.moment.has_clock:
        return best
    day = best.moment.when.date()
    timed = (claim for claim in sound if claim.moment.has_clock and abs(claim.moment.when.date() - day) <= DAY)
    return next(timed, best)


def _is_after(when: dt.datetime, other: dt.datetime | None) -> bool:
    """Tell whether a time is more than a day after another, in whatever zones."""
    return other is not None and when.replace(tzinfo=None) - other.replace(tzinfo=None) > 2 * DAY


def _first(claims: Sequence[Claim]) -> Claim | None:
    return next((claim for claim in claims if claim.moment.has_clock), claims[0] if claims else None)


def _keep(found: Metadata, name: str, claim: Claim | None) -> None:
    if claim is not None:
        setattr(found, name, claim.moment.when)
        found.provenance[name] = claim.source if claim.moment.has_clock else f"{claim.source}:day"


def _time_of(value: object) -> str | None:
    """Take the text of a time in data, which some write as a number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value))
    return text_of(value)


def _said(node: LexborNode) -> str:
    attrs = node.attrs
    return attrs.get("datetime") or attrs.get("content") or attrs.get("title") or node.text()


@lru_cache(maxsize=4096)
def _kind_of_meta(name: str) -> str:
    """Tell by its name what a meta tag's time is: of publication, of a change, of something or other."""
    if _MODIFIED.search(name):
        return "modified"
    if _PUBLISHED.search(name):
        return "" if _OTHER_TIME.search(name) else "published"
    return "vague" if _VAGUE.fullmatch(name) else ""


def _meta_times(head: Head, kind: str) -> Iterator[tuple[str | None, str]]:
    return ((values[0], f"meta:{name}") for name, values in head.meta.items() if _kind_of_meta(name) == kind)


def _item_times(head: Head, around: Surroundings) -> Iterator[tuple[str | None, str]]:
    nodes = head.items.get("datePublished", [])[:MAX_TIMES]
    near = _near_or_only(nodes, around)
    if not near and len({_said(node)[:DAY_LENGTH] for node in nodes}) == 1:
        near = nodes  # a page of several stories would give several days
    for node in near:
        yield _said(node), "microdata"


def _tag_times(head: Head, around: Surroundings) -> Iterator[tuple[str | None, str]]:
    """Yield the times that elements give, from the headline outwards."""
    for node in sorted(_near_or_only(head.times[:MAX_TIMES], around), key=is_of_change):
        yield _said(node), "time"


def _near_or_only(nodes: list[LexborNode], around: Surroundings) -> list[LexborNode]:
    """Order times by their distance from the headline; where none is near, take the one day outside of lists."""
    near = nearest(nodes, around)
    if near:
        return near
    free = [node for node in nodes if not around.is_of_page(node)]
    return free if len({_said(node)[:DAY_LENGTH] for node in free}) == 1 else []


def is_of_change(node: LexborNode) -> bool:
    """Tell a time that its class says is of a change alone; WordPress says both of one that is of neither."""
    names = node.attributes.get("class") or ""
    return _CHANGED.search(names) is not None and "publish" not in names
