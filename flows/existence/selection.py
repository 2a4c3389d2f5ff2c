"""Which of several checked addresses and archived copies decides for an article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flows.addresses.links import host_of, is_ancestor
from flows.addresses.moved import moved_candidates
from flows.existence.kinds import FOUND, GONE, LOST, ON_THE_WEB
from flows.existence.verdict import READABLE, RULES_VERSION
from flows.publishers import find_publisher
from flows.records import (
    AddressTry,
    Batch,
    BatchKind,
    Capture,
    CaptureRule,
    Content,
    Existence,
    HostState,
    Observation,
    Outcome,
    PageFinding,
    Reconciliation,
    RefetchCandidate,
    Rejection,
    Source,
)

SUSPECT = frozenset(
    {"same_address", "error_page", "empty_page", CaptureRule.EMPTY_TEMPLATE.value, Outcome.EMPTY.value}
)  # rules, the same
OTHER_STORY_RULES = frozenset({"another_article", "redirected_unverified"})  # of flows.existence.verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPage:
    """One address asked for one article, and what it showed."""

    candidate: RefetchCandidate
    capture: Capture
    finding: PageFinding | Rejection | None  # None also where the page is known, byte for byte
    observation: Observation
    known_content: Content | None = None  # how a page that is known stands to the seed

    @property
    def is_live(self) -> bool:
        """Tell whether the web itself was asked, not an archive."""
        return self.capture.source is Source.LIVE

    @property
    def is_suspect(self) -> bool:
        """Tell whether a page that came may be one that its host shows for others too."""
        shared = self.capture.rule == CaptureRule.SHARED_BYTES
        return self.is_live and isinstance(self.finding, PageFinding) and (shared or self.observation.rule in SUSPECT)

    @property
    def differs(self) -> bool:
        """Tell whether the page has other words than the seed."""
        found = self.known_content or Content.NOT_COMPARED
        if isinstance(self.finding, PageFinding):
            found = self.finding.reconciliation.content
        return found not in {Content.IDENTICAL, Content.COSMETIC, Content.NOT_COMPARED}


@dataclass(slots=True, kw_only=True)
class CheckedPages:
    """The checked pages of a batch; an archive gives one for each copy, the one nearest to the seed first."""

    pages: list[CheckedPage] = field(default_factory=list)
    tries: list[AddressTry] = field(default_factory=list)  # addresses that rules gave

    @property
    def hosts(self) -> set[str]:
        """Name the hosts that were asked."""
        asked = [page_check.capture for page_check in self.pages]
        urls = [
            url for item in asked for url in (item.target_uri, item.final_uri, *(hop.uri for hop in item.redirects))
        ]
        return {host_of(url) for url in urls}

    def to_batch(self, batch_id: str, run_id: str, hosts: tuple[HostState, ...] = ()) -> Batch:
        """Keep every capture, and what is known of the hosts; pages and verdicts of those that showed an article."""
        findings = [page_check.finding for page_check in self.pages if isinstance(page_check.finding, PageFinding)]
        return Batch(
            batch_id=batch_id,
            kind=BatchKind.PAGES,
            run_id=run_id,
            captures=tuple(page_check.capture for page_check in self.pages),
            observations=tuple(page_check.observation for page_check in self._deciding()),
            pages=tuple({finding.page.page_id: finding.page for finding in findings}.values()),
            reconciliations=tuple(self._reconciliations()),
            rejections=tuple(
                page_check.finding for page_check in self.pages if isinstance(page_check.finding, Rejection)
            ),
            hosts=hosts,
            address_tries=tuple(self.tries),
        )

    def unsettled(self) -> list[CheckedPage]:
        """Give one checked page an article of those that an archive, not asked yet, can say more of.

        Where today's page has another text than the seed, a copy near the seed's date tells whose doing that is.
        """
        asked = {page_check.observation.article_id for page_check in self.pages if not page_check.is_live}
        return [
            page_check
            for page_check in self._deciding()
            if page_check.observation.article_id not in asked
            and (
                page_check.observation.existence in LOST
                or (page_check.differs and not page_check.candidate.has_archived)
            )
        ]

    def led_to(self) -> dict[str, list[str]]:
        """Give, by article, where archived redirects of lost articles lead, as far as that was not asked yet.

        An archive saw the redirect years ago: it is a guess where the article is now, and the web is asked.
        """
        live = [page_check for page_check in self.pages if page_check.is_live]
        lost, there = (
            {page_check.observation.article_id for page_check in live if page_check.observation.existence in kinds}
            for kinds in (LOST, FOUND)
        )
        asked = {
            (page_check.observation.article_id, url)
            for page_check in live
            for url in (page_check.capture.target_uri, page_check.capture.final_uri)
        }
        found: dict[str, list[str]] = {}
        for page_check in self.pages:
            article_id, capture = page_check.observation.article_id, page_check.capture
            if page_check.is_live or article_id not in lost - there:
                continue
            known = found.setdefault(article_id, [])
            known += [
                hop.location
                for hop in reversed(capture.redirects)
                if (article_id, hop.location) not in asked and not is_ancestor(hop.location, capture.target_uri)
            ]
        return found

    def _deciding(self) -> Iterator[CheckedPage]:
        """Give one checked page an article: where it is now, else an archived copy of what is gone, else the seed's."""
        asked = {page_check.observation.article_id for page_check in self.pages if page_check.is_live}
        gone = {
            page_check.observation.article_id
            for page_check in self.pages
            if page_check.observation.existence is Existence.GONE
        }
        best: dict[str, CheckedPage] = {}
        for page_check in self.pages:
            article_id = page_check.observation.article_id
            is_gone = article_id in gone or (article_id not in asked and page_check.candidate.existence in GONE)
            if page_check.is_live or is_gone:
                best[article_id] = min(best.get(article_id, page_check), page_check, key=_rank)
        yield from (
            page_check for page_check in best.values() if page_check.observation.existence is not Existence.UNCHECKED
        )

    def _reconciliations(self) -> Iterator[Reconciliation]:
        """Give what each deciding page says of the text, and what archived copies say where the article was found.

        Archived copies beside a page of today tell what the publisher changed from what the scraper misread. The page
        may have been found by an earlier run, or be looked at by a later one.
        """
        deciding = {page_check.observation.article_id: page_check for page_check in self._deciding()}
        for page_check in self.pages:
            if not isinstance(page_check.finding, PageFinding):
                continue
            chosen = deciding.get(page_check.observation.article_id)
            if page_check is chosen:
                is_kept = _is_kept(page_check)
            else:
                existence = chosen.observation.existence if chosen is not None else page_check.candidate.existence
                is_kept = not page_check.is_live and (existence is None or existence in FOUND)
                is_kept &= page_check.finding.reconciliation.content is not Content.NOT_COMPARED
            if is_kept:
                yield page_check.finding.reconciliation


def _rank(page_check: CheckedPage) -> int:
    """Order checked pages by how much they settle."""
    if page_check.observation.existence in FOUND:
        return 0 if page_check.is_live else 1
    return 2


def _is_kept(page_check: CheckedPage) -> bool:
    """Tell whether a page says something of the text: a verdict, or the text itself where the seed has none."""
    assert isinstance(page_check.finding, PageFinding)  # noqa: S101 - the caller asked
    found = page_check.finding.reconciliation
    if found.content is Content.REPLACED and page_check.observation.rule in OTHER_STORY_RULES:
        return True  # another story stands at the seed's address, so the article itself is not there
    says_something = found.content is not Content.NOT_COMPARED or page_check.candidate.seed.body is None
    return says_something and page_check.observation.existence in FOUND


def recognise_page(candidate: RefetchCandidate, capture: Capture) -> CheckedPage | None:
    """Recognise the page that the last look saw, by its bytes and by the way to it: it says what it said then.

    None where it must be read: other bytes, another way, other rules, or a page that its host may show for everything.
    """
    known = candidate.known
    if known is None or known.existence not in ON_THE_WEB or known.rule in SUSPECT:
        return None
    content_type = next((value for name, value in capture.headers if name == "content-type"), None)
    seen = (capture.payload_digest, content_type, capture.target_uri, capture.final_uri)
    is_same = seen == (known.payload_digest, known.content_type, known.target_uri, known.final_uri)
    if not is_same or capture.source is not Source.LIVE or capture.outcome not in READABLE:
        return None
    observation = Observation(
        capture_id=capture.capture_id,
        article_id=capture.article_id,
        observed_at=capture.captured_at,
        existence=known.existence,
        rule=known.rule,
        evidence=known.evidence,
        current_url=known.current_url,
        rules_version=RULES_VERSION,
    )
    return CheckedPage(
        candidate=candidate, capture=capture, finding=None, observation=observation, known_content=known.content
    )


def guess_addresses(page_check: CheckedPage, given: Sequence[str] = ()) -> list[str]:
    """Guess where a lost article is now: where it was found last, what its page names, what addresses like its became.

    `given` is what the learned rules of its host have; hand-written ones and other forms of its address come behind.
    What a page names as its own address counts unless that is the home page or a section, as on error pages.
    """
    seed = page_check.candidate.seed
    page = page_check.finding.page if isinstance(page_check.finding, PageFinding) else None
    named = page.canonical_url if page else None
    if named and is_ancestor(named, seed.url):
        named = None
    guessed = moved_candidates(seed.url, seed.identity, find_publisher(seed.identity.publisher))
    asked = {seed.url, page_check.capture.final_uri}
    addresses = dict.fromkeys([page_check.candidate.current_url, named, *given, *guessed])
    return [url for url in addresses if url and url not in asked]
