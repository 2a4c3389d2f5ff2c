"""What a capture says of an article's existence. Precision before recall: `gone` takes two looks.

`blocked`, `unreachable` and `refused` never become `gone`, and a 200 that is no article is never `live`.
A redirect or another address counts as `moved` only where the page is verified against the seed.
"""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz import fuzz

from flows.addresses.links import is_ancestor, split_address
from flows.addresses.urls import canonicalise, identify, surt
from flows.existence.kinds import LOST_OUTCOMES
from flows.existence.lost_notes import is_lost_note
from flows.records import (
    PAGINATED,
    BlockKind,
    Capture,
    CaptureRule,
    Content,
    Existence,
    Identity,
    Observation,
    Outcome,
    PageKind,
    ParsedPage,
    Reconciliation,
    SeedArticle,
    Source,
)
from flows.text.normalise import bare_words
from flows.text.segment import sentences

RULES_VERSION = "existence-7"
TITLE_MATCH = 88.0  # token_sort_ratio of two headlines of one story; 9.5 % of headlines were edited later
SLUG_MATCH = 0.6  # share of common words of two slugs, for seeds that are a bare address

# Share of words that two pages have in common, above which they are one page with an address or a time in it: of
# 20,000 pairs of 1,079 real Vietnamese articles, none shares more than 0.41.
SAME_PAGE = 0.8
SHORT_PAGE = 150  # words; what a host shows for everything and is longer is its home page, not a block

# What an outcome means that is neither lost nor readable; what is not here is `unreachable`.
OTHER_OUTCOMES = {
    Outcome.FORBIDDEN: Existence.BLOCKED,
    Outcome.RATE_LIMITED: Existence.BLOCKED,
    Outcome.CHALLENGE: Existence.BLOCKED,
    Outcome.LOGIN_WALL: Existence.BLOCKED,
    Outcome.CONSENT_WALL: Existence.BLOCKED,
    Outcome.PAYWALL: Existence.BLOCKED,
    Outcome.ROBOTS_DISALLOWED: Existence.BLOCKED,
    Outcome.CLIENT_ERROR: Existence.BLOCKED,  # 400, 406, 418 and the like are answers to us, not about the page
    Outcome.REFUSED_ADDRESS: Existence.REFUSED,
    Outcome.WRONG_CONTENT_TYPE: Existence.MISSING,  # never confirmed: a server's slip looks the same
    Outcome.BUDGET_SPENT: Existence.UNCHECKED,
    Outcome.NOT_IN_ARCHIVE: Existence.UNCHECKED,
    Outcome.ARCHIVE_ERROR: Existence.UNCHECKED,
}
READABLE = frozenset({Outcome.OK, Outcome.NOT_MODIFIED})
# Rules that compare a page with others of its host, which are not kept.
SHOWN_EVERYWHERE = "shown_everywhere"
INVENTED_ADDRESS = "invented_address"
PROBE_RULES = frozenset({SHOWN_EVERYWHERE, INVENTED_ADDRESS})
TEASER = 3  # sentences; a teaser has fewer
BARE_SHARE = 0.2  # of the seed's text
FIRST_BLOCKS = 6  # of a page's text: an error page says what it is at its beginning
# Characters of prose that make an article of a page with the headline of a seed without text, where its status or its
# words say that there is none; as many as the parser asks of a page without a title and a time.
PROSE_DESPITE_LOSS = 140
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE})
_NO_ARTICLE = frozenset({PageKind.ERROR, PageKind.INDEX})
# The whole text of the seed stands on the page, whatever words of a wall or an error page are around it.
WHOLE_TEXT = frozenset({Content.IDENTICAL, Content.COSMETIC, Content.EXTENDED, Content.SEED_TRUNCATED})
SAME_STORY = WHOLE_TEXT | {Content.SHORTENED, Content.EDITED, Content.REWRITTEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbedHost:
    """What a host showed for an invented address and at its home page; None where that was no page."""

    invented: ParsedPage | None
    home: ParsedPage | None
    is_turned_away: bool  # the home page was refused to us


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    """An existence with the rule that gave it."""

    existence: Existence
    rule: str
    evidence: str
    current_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistenceCase:
    """All that a verdict is drawn from.

    The capture of a candidate (`candidate_of` is the dead address) gives `moved`, or `unchecked` where it does not fit.
    """

    capture: Capture
    page: ParsedPage | None
    seed: SeedArticle
    reconciliation: Reconciliation | None
    missing_since: dt.datetime | None  # when an earlier run first saw it missing, without a better answer since
    confirm_after: dt.timedelta
    candidate_of: str | None = None
    probed: ProbedHost | None = None

    @property
    def identity(self) -> Identity:
        """Which article the seed's address names."""
        return self.seed.identity

    @property
    def content(self) -> Content:
        """The content verdict; not_compared where there is none."""
        return self.reconciliation.content if self.reconciliation else Content.NOT_COMPARED

    @property
    def is_elsewhere(self) -> bool:
        """Tell whether the answer came from another address than the seed's; scheme, www. and tracking aside."""
        return _place(self.capture.final_uri) not in {_place(self.identity.canonical_url), _place(self.seed.url)}

    @property
    def is_readable(self) -> bool:
        """Tell whether a page was answered; a folder above that is the seed's own place (/slug of /slug/amp) is one."""
        if self.capture.outcome is Outcome.HOME_REDIRECT:
            return self.page is not None and not self.is_elsewhere
        return self.capture.outcome in READABLE


def _place(url: str) -> str | None:
    """Give the form of an address in which two spellings of one place are equal."""
    return surt(canonicalise(url) or url)


def judge_existence(case: ExistenceCase) -> Observation:
    """Say what one capture shows of an article, and with `probed`, what it shows beside other pages of its host."""
    capture = case.capture
    if capture.source is not Source.LIVE:
        verdict = _judge_archived(case)
    elif case.candidate_of is not None:
        verdict = _judge_candidate(case)
    else:
        verdict = _judge_live(case)
    return Observation(
        capture_id=capture.capture_id,
        article_id=capture.article_id,
        observed_at=capture.captured_at,
        existence=verdict.existence,
        rule=verdict.rule,
        evidence=verdict.evidence,
        current_url=verdict.current_url,
        rules_version=RULES_VERSION,
    )


def _judge_live(case: ExistenceCase) -> _Verdict:
    shown = _judge_shown(case, case.page) if case.page else None
    if shown is not None:
        return shown
    told = _judge_beside_others(case, case.probed, case.page) if case.probed and case.page else None
    if told is not None:
        return told
    if not case.is_readable:
        return _judge_outcome(case)
    if case.page is None:
        return _judge_unread(case)
    return _judge_page(case, case.page)


def _judge_shown(case: ExistenceCase, page: ParsedPage) -> _Verdict | None:
    """Judge a page by what it shows of the seed, whatever its status, wording or address; None where that is nothing.

    The whole text, or most of it, is there: found. Its beginning alone, before a wall: blocked.
    """
    outcome = case.capture.outcome
    is_refused = outcome not in READABLE | LOST_OUTCOMES and case.capture.http_status != 200
    if is_refused or (case.is_elsewhere and _may_be_teaser(case, page)):
        return None  # what comes with a refusal is no answer about the article
    wall = dict(page.provenance).get("wall") or ("not_free" if page.is_paywalled else None)
    witness = _find_witness(case, page)
    if case.content in WHOLE_TEXT | {Content.EDITED}:
        rule = "text_matches" if outcome in READABLE else f"whole_text_despite_{outcome.value}"
        return _found(case, rule, f"content {case.content.value}")
    if wall is not None and (case.content in SAME_STORY or case.is_readable or witness):
        return _Verdict(existence=Existence.BLOCKED, rule="wall", evidence=f"the page shows no more of it: {wall}")
    if PAGINATED in page.provenance:
        return _found(case, "first_page", "the page shows the beginning of the text, and has more pages")
    if witness:
        return _found(case, f"{witness}_despite_{outcome.value}", f"the {witness} of a seed without text, over prose")
    is_shown = case.content in SAME_STORY and outcome in LOST_OUTCOMES
    return _found(case, f"text_despite_{outcome.value}", f"content {case.content.value}") if is_shown else None


def _find_witness(case: ExistenceCase, page: ParsedPage) -> str:
    """Say what of a seed without text stands over an article, where the answer is said to be none; "" for nothing.

    Its headline; of a bare address, that the page has a time and names the address as its own.
    """
    if case.seed.body or case.capture.outcome not in LOST_OUTCOMES or page.kind in _NO_ARTICLE:
        return ""
    if case.seed.title:
        return "headline" if _is_headline(page.title or "", case.seed.title) and _has_prose(case, page) else ""
    is_named = page.canonical_url and _place(page.canonical_url) == _place(case.identity.canonical_url)
    return "address" if is_named and page.published_at and _has_prose(case, page) else ""


def _has_prose(case: ExistenceCase, page: ParsedPage) -> bool:
    """Tell a page with the prose of an article.

    Where the status or the words say that there is nothing, much of the prose must stand before them: a headline over
    a note is no witness.
    """
    prose = list(takewhile(lambda text: not is_lost_note(text), _prose_of(page)))
    if _is_titled_below(page) and sum(len(sentences(text, page.language)) for text in prose) < TEASER:
        return False
    if case.capture.outcome is Outcome.HOME_REDIRECT:  # to /slug of /slug/print; a search for it is none
        return bool(prose) and is_ancestor(case.capture.final_uri, case.seed.url)
    return sum(map(len, prose)) >= PROSE_DESPITE_LOSS


def _is_titled_below(page: ParsedPage) -> bool:
    """Tell a page whose headline stands in a heading of the second rank, as those of the articles in a list do."""
    found = dict(page.provenance)
    return "h2" in (found.get("title"), found.get("shown_title"))


def _prose_of(page: ParsedPage) -> list[str]:
    """List lead and paragraphs of a page; neither lists nor captions."""
    return [text for text in (page.lead, *(block.text for block in page.blocks if block.kind in _PROSE)) if text]


def _may_be_teaser(case: ExistenceCase, page: ParsedPage) -> bool:
    """Tell a sentence or two of the seed under another headline, at another address: a list of articles has as much."""
    if case.reconciliation is None or case.content not in SAME_STORY:
        return False
    found = case.reconciliation.evidence
    is_titled = _is_headline(page.title or "", case.seed.title)
    return not is_titled and found.same_count + found.cosmetic_count + found.edited_count < TEASER


def _judge_beside_others(case: ExistenceCase, probed: ProbedHost, page: ParsedPage) -> _Verdict | None:
    """Tell the page that a host shows for everything, and the one for what it does not have; None for any other."""
    if case.content in SAME_STORY:
        return None
    is_short = len(_words_of(page)) <= SHORT_PAGE
    if is_short and (probed.is_turned_away or (probed.home is not None and shows_same(page, probed.home))):
        evidence = "the host shows this page, or a refusal, at its home address too"
        return _Verdict(existence=Existence.BLOCKED, rule=SHOWN_EVERYWHERE, evidence=evidence)
    if probed.invented is not None and shows_same(page, probed.invented):
        return _lost(case, INVENTED_ADDRESS, "the host shows the same page for an invented address")
    return None


def shows_same(left: ParsedPage, right: ParsedPage) -> bool:
    """Tell whether two pages say the same; numbers aside, which are addresses, times and counters."""
    first, second = _words_of(left), _words_of(right)
    if not first or not second:
        return first == second
    return (first & second).total() >= SAME_PAGE * (first | second).total()


def _words_of(page: ParsedPage) -> Counter[str]:
    texts = [page.title or "", page.lead or "", *(block.text for block in page.blocks)]
    return Counter(word for word in bare_words(" ".join(texts)).split() if not any(map(str.isdigit, word)))


def _judge_outcome(case: ExistenceCase) -> _Verdict:
    """Judge an answer that is no plain page by its outcome."""
    outcome, evidence = case.capture.outcome, _describe(case.capture)
    if outcome in LOST_OUTCOMES:
        is_sure = outcome is not Outcome.EMPTY or case.capture.rule == CaptureRule.EMPTY_TEMPLATE
        return _lost(case, outcome.value, evidence, is_sure=is_sure)
    existence = OTHER_OUTCOMES.get(outcome, Existence.UNREACHABLE)
    return _Verdict(existence=existence, rule=outcome.value, evidence=evidence)


def _judge_unread(case: ExistenceCase) -> _Verdict:
    """Judge a good answer that nobody could read: unchanged since it was read, or not known."""
    if case.capture.outcome is Outcome.NOT_MODIFIED:
        evidence = "status 304: as it was when it was read last"
        if case.missing_since is not None:
            return _lost(case, "not_modified_missing", evidence)
        return _found(case, "not_modified", evidence)
    return _Verdict(existence=Existence.UNREACHABLE, rule="unread", evidence="the page could not be parsed")


def _judge_page(case: ExistenceCase, page: ParsedPage) -> _Verdict:
    """Judge a page that was read."""
    match = find_match(case.identity, case.seed, page, case.content, case.capture.final_uri)
    absence = _find_absence(case.seed, page, match)
    if absence:
        is_template = bool(page.title) and absence[0] != "error_page"
        return _lost(case, *absence, is_sure=is_template or says_lost(page, case.seed.title))
    if match and case.content not in SAME_STORY and _is_bare(case.seed, page):
        evidence = f"{match}, and hardly any text is below it"
        return _lost(case, "title_alone", evidence, is_sure=says_lost(page, case.seed.title))
    if match and not (case.is_elsewhere and _may_be_teaser(case, page)):
        return _found(case, "page_matches", match)
    return _judge_stranger(case, page)


def _is_bare(seed: SeedArticle, page: ParsedPage) -> bool:
    """Tell a page that has next to no text where the seed has one: a headline alone is no witness of a body."""
    prose = sum(len(block.text) for block in page.blocks if block.kind is not BlockKind.CAPTION) + len(page.lead or "")
    return prose < BARE_SHARE * len(seed.body or "")


def _find_absence(seed: SeedArticle, page: ParsedPage, match: str) -> tuple[str, str] | None:
    """Give the rule and the evidence by which a page shows no article at all."""
    if page.kind is PageKind.ERROR:
        return "error_page", f"the page reads: {page.title}"
    if not has_text(page) and seed.body:
        return "empty_page", "the page has no text"
    if seed.title and not match and lacks_headline(page):
        return "empty_template", f"the page has no headline: {page.title}"
    return None


def _judge_stranger(case: ExistenceCase, page: ParsedPage) -> _Verdict:
    """Judge a page that does not match the seed."""
    if page.kind is PageKind.INDEX:
        return _lost(case, "index_page", "the page is a list of articles")
    other = _names_other_article(case.identity, page, case.capture.final_uri)
    if other:
        return _lost(case, "another_article", other)
    if case.is_elsewhere:
        return _lost(case, "redirected_unverified", f"{case.capture.final_uri} does not match the seed")
    return _found(case, "same_address", "an article at the seed's own address, with another text")


def _judge_candidate(case: ExistenceCase) -> _Verdict:
    """Accept a guessed address only where its page matches the seed.

    A headline alone, over a list, or over another text does not match: where an address is guessed by the headline, a
    page may repeat the words that it was asked by, or be the article of another day under a headline that comes back.
    """
    page = case.page
    if case.capture.outcome in READABLE and page is not None and page.kind is not PageKind.ERROR:
        match = find_match(case.identity, case.seed, page, case.content, case.capture.final_uri)
        if match and (case.content in SAME_STORY or not _is_mere_headline(case, page)):
            return _found(case, "candidate_matches", match)
    evidence = f"{case.capture.target_uri}: {_describe(case.capture)}"
    return _Verdict(existence=Existence.UNCHECKED, rule="candidate_rejected", evidence=evidence)


def _is_mere_headline(case: ExistenceCase, page: ParsedPage) -> bool:
    """Tell a page of which no more than the headline can be the article's."""
    return case.content is Content.REPLACED or page.kind is PageKind.INDEX or _is_bare(case.seed, page)


def _judge_archived(case: ExistenceCase) -> _Verdict:
    """An archived copy says nothing of today; it makes `archived_only` of what is gone."""
    is_read = case.page is not None and case.capture.outcome in READABLE and case.page.kind is not PageKind.ERROR
    led = f"; it led to {case.capture.redirects[-1].location}" if case.capture.redirects else ""
    if not is_read or case.missing_since is None:
        evidence = f"{case.capture.source}: {_describe(case.capture)}{led}"
        return _Verdict(existence=Existence.UNCHECKED, rule="archive", evidence=evidence)
    lost = _lost(case, "archive", _describe(case.capture))
    if lost.existence is not Existence.GONE:
        return lost
    when = case.capture.memento_datetime or case.capture.captured_at
    return _Verdict(
        existence=Existence.ARCHIVED_ONLY,
        rule="archived_copy",
        evidence=f"missing since {case.missing_since:%Y-%m-%d %H:%M}, copy of {when:%Y-%m-%d}{led}",
    )


def _found(case: ExistenceCase, rule: str, evidence: str) -> _Verdict:
    existence = Existence.MOVED if case.is_elsewhere else Existence.LIVE
    return _Verdict(existence=existence, rule=rule, evidence=evidence, current_url=case.capture.final_uri)


def says_lost(page: ParsedPage, headline: str | None) -> bool:
    """Tell whether a page says itself that there is nothing: what is only empty may be a wall that needs scripts.

    The article's own headline says nothing of the page: a plane or a road may be what was not found.
    """
    texts = [page.title or "", *(block.text for block in page.blocks[:FIRST_BLOCKS])]
    return any(is_lost_note(_without_headline(text, headline or "")) for text in texts)


def _without_headline(text: str, headline: str) -> str:
    """Take the article's own headline out of a text of its page."""
    folded = text.casefold()
    rest = folded.replace(headline.casefold(), " ") if headline else folded
    return "" if rest == folded and _is_headline(text, headline) else rest


def _is_headline(text: str, headline: str | None) -> bool:
    score = title_similarity(headline, text)
    return score is not None and score >= TITLE_MATCH


def _lost(case: ExistenceCase, rule: str, evidence: str, *, is_sure: bool = True) -> _Verdict:
    """Missing; gone where an earlier look, long enough ago, found the same, and where the page is sure to be none."""
    if not is_sure:
        return _Verdict(existence=Existence.MISSING, rule=rule, evidence=f"{evidence}; nothing says that it is gone")
    since = case.missing_since
    at = case.capture.captured_at
    if since is not None and since < at and at - since >= case.confirm_after:
        return _Verdict(
            existence=Existence.GONE, rule=rule, evidence=f"{evidence}; missing since {since:%Y-%m-%d %H:%M} UTC"
        )
    return _Verdict(existence=Existence.MISSING, rule=rule, evidence=evidence)


def _describe(capture: Capture) -> str:
    status = f"status {capture.http_status}, " if capture.http_status else ""
    return f"{status}{capture.outcome.value}: {capture.outcome_detail}"


def find_match(identity: Identity, seed: SeedArticle, page: ParsedPage, content: Content, final_uri: str) -> str:
    """Say how a page matches a seed, by text, by title, or by number with nothing to compare; "" where it does not."""
    if content in SAME_STORY:
        return f"the text matches ({content.value})"
    score = title_similarity(seed.title, page.title)
    if score is not None and score >= TITLE_MATCH:
        return f"the title matches ({score:.0f} of 100)"
    if seed.title or seed.body:
        return ""
    if names_article(identity, page, final_uri):
        return "the address carries the article's key"
    if slug_similarity(identity.canonical_url, final_uri) >= SLUG_MATCH and has_text(page):
        return "the address has the same words"
    return ""


def title_similarity(left: str | None, right: str | None) -> float | None:
    """Compare two headlines, 0-100, without case, accents' form and punctuation; None where one is missing."""
    if not left or not right:
        return None
    first, second = bare_words(left), bare_words(right)
    if not first or not second:
        return None
    return max(fuzz.token_sort_ratio(first, second), _contained(first, second))


def _contained(first: str, second: str) -> float:
    """Count a headline that the other carries whole, with the site's name or a mark beside it, as the same."""
    shorter, longer = sorted((first, second), key=len)
    return 100.0 if len(shorter.split()) >= 5 and f" {shorter} " in f" {longer} " else 0.0


def names_article(identity: Identity, page: ParsedPage, final_uri: str) -> bool:
    """Tell whether the final or the canonical address is of the same article."""
    named = [identify(url) for url in (final_uri, page.canonical_url) if url]
    return any(found is not None and found.article_id == identity.article_id for found in named)


def _names_other_article(identity: Identity, page: ParsedPage, final_uri: str) -> str:
    """Say which other article the page itself claims to be, by its number or its own address; "" where it claims none.

    An address above the seed's is the home page or a section, which some sites name on every page.
    """
    if identity.article_number is None:
        named = page.canonical_url
        is_other = named and _place(named) not in {_place(identity.canonical_url), _place(final_uri)}
        return f"the page is {named}" if is_other and not is_ancestor(str(named), identity.canonical_url) else ""
    for url in (page.canonical_url, final_uri):
        found = identify(url) if url else None
        if found is not None and found.article_number and found.article_id != identity.article_id:
            return f"the page is article {found.article_number}"
    return ""


def slug_similarity(left: str, right: str) -> float:
    """Share of words that two paths have in common, 0-1; numbers and endings aside."""
    first, second = (
        set(re.findall(r"[a-z]{2,}", re.sub(r"\.\w{2,6}$", "", split_address(url).path.lower())))
        for url in (left, right)
    )
    if len(first) < 2 or len(second) < 2:
        return 0.0
    return len(first & second) / len(first | second)


def lacks_headline(page: ParsedPage) -> bool:
    """Tell a page whose title is none, or only the site's name behind its separator, as of an empty template."""
    return not page.title or bool(re.match(r"\s*[|–—:»·-]\s", page.title))


def has_text(page: ParsedPage) -> bool:
    """Tell whether a page shows prose, a lead or media of its own."""
    return any(block.text.strip() for block in page.blocks) or bool(page.lead) or bool(page.media)
