"""Where a lost article may be now: addresses to ask are guessed, given by learned rules, and found in sitemaps.

An address counts only where its page matches the seed. What a rule gave is written down with the capture that asked it.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.addresses.moves import find_listed_names, give_addresses, take_listed
from flows.addresses.wrappers import read_address
from flows.batches.boundary import or_else
from flows.batches.rule_book import FIRST_TRIES, RuleBook
from flows.existence.kinds import FOUND
from flows.existence.selection import CheckedPage, guess_addresses
from flows.fetch import Fetcher, LostArticle
from flows.publishers import find_publisher
from flows.records import AddressRule, AddressTry, OldArticle, RefetchCandidate, RuleAddress

ADDRESSES_TO_TRY = 3  # guesses where a lost article may be now; each is one more request to the site

Ask = Callable[[Sequence[tuple[RefetchCandidate, str]]], Awaitable[list[CheckedPage]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was asked for lost articles."""

    pages: list[CheckedPage]
    tries: list[AddressTry]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lost:
    """A lost article, with what the rules of its host say of it."""

    candidate: RefetchCandidate
    given: tuple[RuleAddress, ...]  # not asked before
    names: Mapping[str, AddressRule]  # that a sitemap may list it by
    guessed: Sequence[str]


async def search_elsewhere(fetcher: Fetcher, book: RuleBook, ask: Ask, lost: Sequence[CheckedPage]) -> Search:
    """Ask where lost articles may be now: a few of each publisher first, so that a rule that finds nothing is seen."""
    search = Search(pages=[], tries=[])
    for part in _cut_first(book, lost):
        more = await _search(fetcher, book, ask, part)
        found = {page_check.capture.capture_id for page_check in more.pages if _is_found(page_check)}
        book.note(more.tries, found)
        search = Search(pages=search.pages + more.pages, tries=search.tries + more.tries)
    return search


def _is_found(page_check: CheckedPage) -> bool:
    return page_check.observation.existence in FOUND


def _cut_first(book: RuleBook, lost: Sequence[CheckedPage]) -> tuple[list[CheckedPage], list[CheckedPage]]:
    """Cut the first few lost articles of each publisher with rules, and all of the others, from the rest."""
    parts: tuple[list[CheckedPage], list[CheckedPage]] = ([], [])
    counts: Counter[str] = Counter()
    for page_check in lost:
        publisher = page_check.candidate.seed.identity.publisher
        counts[publisher] += bool(book.rules_of(publisher))
        parts[counts[publisher] > FIRST_TRIES].append(page_check)
    return parts


async def _search(fetcher: Fetcher, book: RuleBook, ask: Ask, lost: Sequence[CheckedPage]) -> Search:
    """Ask guessed addresses first, then what sitemaps list."""
    articles = {page_check.observation.article_id: await _describe(page_check, book) for page_check in lost}
    given = [address for article in articles.values() for address in article.given]
    pages = await try_addresses(ask, {name: (item.candidate, item.guessed) for name, item in articles.items()})
    found = {page_check.observation.article_id for page_check in pages if _is_found(page_check)}
    left = {name: article for name, article in articles.items() if name not in found}
    found_listed = await asyncio.gather(*(_find_listed(fetcher, article) for article in left.values()))
    listed = dict(zip(left, found_listed, strict=True))
    given += [
        item
        for name, article in left.items()
        for item in take_listed(article.names, describe_old(article.candidate), listed[name])
    ]
    pages += await try_addresses(ask, {name: (item.candidate, listed[name]) for name, item in left.items()})
    return _name_rules(pages, given)


def describe_old(candidate: RefetchCandidate) -> OldArticle:
    """Describe an article for the rules of its host."""
    return OldArticle(
        article_id=candidate.seed.identity.article_id,
        url=read_address(candidate.seed.url),
        title=candidate.seed.title,
        published_at=candidate.published_at if candidate.published_at_precision.is_of_a_day else None,
    )


async def _describe(page_check: CheckedPage, book: RuleBook) -> _Lost:
    async def describe() -> _Lost:
        candidate = page_check.candidate
        known, old = book.rules_of(candidate.seed.identity.publisher), describe_old(candidate)
        given = give_addresses(known, old, but=candidate.tried_addresses)
        guessed = guess_addresses(page_check, [item.address for item in given])[:ADDRESSES_TO_TRY]
        return _Lost(candidate=candidate, given=given, names=find_listed_names(known, old), guessed=guessed)

    nothing = _Lost(candidate=page_check.candidate, given=(), names={}, guessed=())
    return await or_else(nothing, describe(), what="guess", url=page_check.capture.target_uri)


async def _find_listed(fetcher: Fetcher, lost: _Lost) -> Sequence[str]:
    """Give the addresses that sitemaps list an article under, and that were not asked yet."""
    article = _describe_lost(lost)
    if article is None:
        return ()
    listed = await or_else((), fetcher.find_listed(article), what="sitemaps", url=article.url)
    return [address for address in listed if address not in lost.guessed]


def _describe_lost(lost: _Lost) -> LostArticle | None:
    """Say what a sitemap can know an article by; None where nobody knows when it appeared."""
    candidate = lost.candidate
    if candidate.published_at is None:
        return None
    identity = candidate.seed.identity
    publisher = find_publisher(identity.publisher)
    return LostArticle(
        url=read_address(candidate.seed.url),
        identity=identity,
        title=candidate.seed.title,
        day=candidate.published_at.date(),
        templates=publisher.sitemaps if publisher else (),
        names=tuple(lost.names),
    )


async def try_addresses(ask: Ask, addresses: Mapping[str, tuple[RefetchCandidate, Sequence[str]]]) -> list[CheckedPage]:
    """Ask addresses of each article in turn, until the page of one matches."""
    left = {
        article_id: (candidate, deque(dict.fromkeys(found))) for article_id, (candidate, found) in addresses.items()
    }
    pages: list[CheckedPage] = []
    while wanted := [(candidate, rest.popleft()) for candidate, rest in left.values() if rest]:
        more = await ask(wanted)
        pages += more
        for page_check in more:
            if _is_found(page_check):
                left.pop(page_check.observation.article_id, None)
    return pages


def _name_rules(pages: Sequence[CheckedPage], given: Sequence[RuleAddress]) -> Search:
    """Name the rules that gave the addresses asked: in the evidence of what was found, and as tries."""
    by_place = {(item.article_id, item.address): item for item in given}
    by_rule = [(page_check, by_place.get(_place_of(page_check))) for page_check in pages]
    return Search(
        pages=[_name_rule(page_check, item) if item else page_check for page_check, item in by_rule],
        tries=[item.tried_by(page_check.capture.capture_id) for page_check, item in by_rule if item],
    )


def _place_of(page_check: CheckedPage) -> tuple[str, str]:
    return page_check.capture.article_id, page_check.capture.target_uri


def _name_rule(page_check: CheckedPage, item: RuleAddress) -> CheckedPage:
    observation = page_check.observation
    evidence = f"{observation.evidence}; its address by rule {item.rule_id}: {item.sentence}"
    return replace(page_check, observation=replace(observation, evidence=evidence))
