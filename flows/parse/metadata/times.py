"""Choose when an article was published and last changed, among all that the page says of it."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.metadata.choose import Metadata
from flows.parse.metadata.dating import DAY, Dating
from flows.parse.metadata.head import Head
from flows.parse.metadata.jsonld import LinkedData, text_of
from flows.parse.metadata.nearness import Surroundings, nearest
from flows.parse.metadata.timestamps import Moment

_PUBLISHED: Final = re.compile(r"publi(?!sher)|pub[_-]?date|issued|sailthru\.date|release[_-]?date")
_OTHER_TIME: Final = re.compile(r"modif|updat|expir|unpubl|last|publisher|mobile|status|publication[_-]?(?:name|title)")
_VAGUE: Final = re.compile(r"(?:dc|dcterms)?[.:]?(?:date|created)(?:[._-]?created)?|creat(?:ion|ed)[._-]?(?:date|time|at)")
_MODIFIED: Final = re.compile(r"modif|og:updated_time|updated[_-]?(?:time|at|date)|lastmod|last[_-]updated")
DAY_LENGTH: Final = 10  # characters of a day in ISO's form
MAX_TIMES: Final = 30  # elements of a time that are looked at: those of a list of stories are more


@dataclass(frozen=True, slots=True)
class Claim:
    """One time that a page gives, where, and whether it can only be the article's."""

    moment: Moment
    source: str
    is_plain: bool


def choose_times(found: Metadata, head: Head, linked: LinkedData, around: Surroundings, dating: Dating) -> None:
    """Set both times, with their sources; a day alone is marked as one."""
    article = linked.article or {}
    changed = [(_time_of(article.get("dateModified")), "jsonld"), *_meta_times(head, _MODIFIED, None)]
    changed += [(_said(node), "microdata") for node in head.items.get("dateModified", ())]
    modified = [Claim(moment, source, True) for text, source in changed if (moment := dating.read(text))]
    dating.note(claim.moment for claim in modified)
    _keep(found, "modified_at", _first(modified))
    published = list(_published(head, linked, around, dating))
    dating.note(claim.moment for claim in published)
    _keep(found, "published_at", _choose(published, found.modified_at, dating))


def _published(head: Head, linked: LinkedData, around: Surroundings, dating: Dating) -> Iterator[Claim]:
    article, page = linked.article or {}, linked.page or {}
    plain = [
        (_time_of(article.get("datePublished")), "jsonld"),
        *_meta_times(head, _PUBLISHED, _OTHER_TIME),
        *((_said(node), "microdata") for node in nearest(head.items.get("datePublished", [])[:MAX_TIMES], around)),
    ]
    vague = [
        (_time_of(page.get("datePublished") or page.get("uploadDate")), "jsonld:page"),
        (_time_of(article.get("dateCreated")), "jsonld:created"),
        *_tag_times(head, around),
        *_meta_times(head, _VAGUE, None, whole=True),
    ]
    for claims, is_plain in ((plain, True), (vague, False)):
        for text, source in claims:
            moment = dating.read(text)
            if moment is not None:
                yield Claim(moment, source, is_plain)


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
        return Claim(Moment(when=midnight, has_clock=False), "url", False)
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


def _meta_times(
    head: Head, names: re.Pattern[str], others: re.Pattern[str] | None, *, whole: bool = False
) -> Iterator[tuple[str | None, str]]:
    for name, values in head.meta.items():
        if (names.fullmatch(name) if whole else names.search(name)) and not (others and others.search(name)):
            yield values[0], f"meta:{name}"


def _tag_times(head: Head, around: Surroundings) -> Iterator[tuple[str | None, str]]:
    """Yield the times that elements give, from the headline outwards."""
    nodes = head.times[:MAX_TIMES]
    near = nearest(nodes, around)
    if not near and len({_said(node)[:DAY_LENGTH] for node in nodes}) == 1:
        near = [node for node in nodes if not around.is_of_page(node)]  # the one day that the page names
    for node in near:
        yield _said(node), "time"
