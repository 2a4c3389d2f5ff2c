"""`seedbank evidence --verify FILE`: is the bundle whole, and does its verdict follow from its bytes?"""

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from warcio.exceptions import ArchiveLoadFailed

from flows import __version__
from flows.addresses.urls import identify
from flows.evidence.bag import PAYLOAD, README, Bag, read_bag
from flows.evidence.bundle import Bundle, StoredLook, StoredVerdict, read_bundle
from flows.evidence.collect import DIFF_FILE, LAYOUTS_FILE, README_TEXT, README_WITH_LAYOUTS, decode_document
from flows.evidence.derive import PayloadProblemError, clean_alone, examine, judge_looks, read_payload
from flows.evidence.records import page_document, verdict_document
from flows.evidence.warc_records import read_answer_heads, read_written_captures
from flows.executors.sandbox import Crash
from flows.existence import verdict as existence
from flows.existence.kinds import OFF_THE_WEB, ON_THE_WEB
from flows.fetch.archive.replay import StoredResponse
from flows.parse.version import PARSER_VERSION, version_of_layouts
from flows.reconcile import reconcile
from flows.reconcile.verdict import judge_without_repeated
from flows.records import (
    Capture,
    Content,
    Existence,
    LearnedLayout,
    Observation,
    PageFinding,
    PageJob,
    PublisherLayouts,
    Relation,
    Source,
    content_id,
)
from flows.seedfiles import RawDocument

# What warcio and we raise on damaged records.
UNREADABLE_WARC = (ArchiveLoadFailed, KeyError, TypeError, ValueError, AttributeError, EOFError, OSError, zlib.error)
MOST_SECONDS_OF_A_CAPTURE = 3_600  # between the answer and the end of its attempt: redirects, retries, waits
# Ids of rows, which follow from the others, and versions, which are told apart.
NOT_COMPARED = frozenset({"reconciliation_id", "page_id", "rules_version", "parser_version"})
LEAST_WITNESSES = 2  # pages for each selector of a learned layout: one may be the page that is judged
Findings = Mapping[str, PageFinding | Crash]  # by capture_id


class CheckMark(StrEnum):
    """What a sentence of the report means."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOTE = "note"  # to be known; neither for nor against


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that was examined, in a sentence."""

    mark: CheckMark
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What verifying a bundle found."""

    article_id: str | None  # None where the bundle is not the one that was packed
    url: str | None
    sentences: tuple[Statement, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing differs."""
        return all(sentence.mark is not CheckMark.DIFFERS for sentence in self.sentences)


def verify_evidence(source: Path) -> Verification:
    """Hold a bundle against itself. Raises BundleError for a file that is no bundle or not safe to read."""
    bag = read_bag(source)
    if not bag.is_whole:
        told = (*_tell_changes(bag), _differs("What it says cannot be relied on, so nothing was derived from it."))
        return Verification(article_id=None, url=None, sentences=told)
    bundle = read_bundle(source, bag)
    payloads, told_payloads = _read_payloads(bundle)
    findings = examine([_job(bundle, payloads, name, bundle.layouts_of_looks.get(name)) for name in payloads])
    found = _read_page(bundle, payloads, findings)
    sentences = (
        _agrees(f"All {len(bag.files)} files are there, and each is the one that was packed, by its SHA-256."),
        *_check_versions(bundle),
        *_check_seed(bundle),
        *_check_captures(bundle),
        *_check_answers(bundle),
        *told_payloads,
        *_check_layouts(bundle),
        *_check_page(bundle, found),
        *_check_content(bundle, found),
        *_check_existence(bundle, findings),
        *_check_article(bundle),
        *_check_pages_for_people(bag),
    )
    return Verification(article_id=bundle.about.article_id, url=bundle.about.url, sentences=sentences)


def _agrees(text: str) -> Statement:
    return Statement(mark=CheckMark.AGREES, text=text)


def _differs(text: str) -> Statement:
    return Statement(mark=CheckMark.DIFFERS, text=text)


def _note(text: str) -> Statement:
    return Statement(mark=CheckMark.NOTE, text=text)


def _tell_changes(bag: Bag) -> Iterator[Statement]:
    for paths, what in (
        (bag.changed, "is not the file that was packed: its SHA-256 is another"),
        (bag.missing, "was packed and is not there"),
        (bag.unlisted, "is there, and no manifest names it"),
    ):
        yield from (_differs(f"{path} {what}.") for path in paths)


def _check_versions(bundle: Bundle) -> Iterator[Statement]:
    """Say where this Seedbank is not the one that decided: a difference may come from there."""
    about = bundle.about
    decided = (
        ("parser has", bundle.parser_version and bundle.parser_version.partition("+")[0], PARSER_VERSION),
        ("rules have", bundle.verdict.rules_version if bundle.verdict else None, reconcile.RULES_VERSION),
        (
            "rules of existence have",
            bundle.looks[-1].rules_version if bundle.looks else None,
            existence.RULES_VERSION,
        ),
    )
    others = [
        f"the {name} version {theirs}, this Seedbank's {ours}"
        for name, theirs, ours in decided
        if theirs is not None and theirs != ours
    ]
    made = f"Seedbank {about.seedbank_version} made it on {about.made_at:%Y-%m-%d %H:%M} UTC for {about.url}"
    if others:
        yield _note(f"{made}; {'; '.join(others)}: what differs below may come from there and not from the bytes.")
    else:
        yield _note(f"{made}; its parser and rules are those of this Seedbank {__version__}.")
    yield from map(_note, about.missing)


def _check_seed(bundle: Bundle) -> Iterator[Statement]:
    seed = bundle.seed
    if seed.seed_id == content_id(seed.url, seed.title or "", seed.body or ""):
        yield _agrees(f"The seed's id {seed.seed_id} is the hash of its address, title and text.")
    else:
        yield _differs(f"The seed's id {seed.seed_id} is not the hash of its address, title and text.")
    if identify(seed.url) == seed.identity and seed.identity.article_id == bundle.about.article_id:
        yield _agrees(f"Its address names the article {seed.identity.article_id} ({seed.identity.article_key}).")
    else:
        yield _differs(f"Its address {seed.url} names another article than {bundle.about.article_id}.")
    if bundle.seed_bytes is not None:
        yield _check_seed_bytes(bundle, bundle.seed_bytes)


def _check_seed_bytes(bundle: Bundle, data: bytes) -> Statement:
    seed = bundle.seed
    raw = RawDocument(seed.format, seed.source_path, seed.line, 1, data, bundle.seed_header)
    wanted = (seed.url, seed.title, seed.body)
    if any((found.url, found.title, found.body) == wanted for found in decode_document(raw)):
        return _agrees("The bytes of its owner's file, decoded again, give this seed letter for letter.")
    return _differs("The bytes of its owner's file, decoded again, give another seed.")


def _check_captures(bundle: Bundle) -> Iterator[Statement]:
    """Hold the rows of the warehouse against what the fetcher wrote down beside each answer."""
    try:
        written = read_written_captures(bundle.warc) if bundle.warc else {}
    except UNREADABLE_WARC as error:
        yield _differs(f"The WARC file cannot be read ({type(error).__name__}: {error}).")
        return
    others = [name for name, capture in written.items() if bundle.captures.get(name) != capture]
    for name in others:
        yield _differs(f"Capture {name} is not what the fetcher wrote down beside the answer.")
    yield from _check_unwritten(bundle, written)
    if written and not others:
        captures = "capture is" if len(written) == 1 else "captures are"
        yield _agrees(f"{len(written)} {captures} what the fetcher wrote down beside the answers.")


def _check_unwritten(bundle: Bundle, written: Mapping[str, Capture]) -> Iterator[Statement]:
    """Name the captures whose time, address, status and redirects rest on the warehouse's rows alone."""
    for name, capture in bundle.captures.items():
        if name in written:
            continue
        if name in bundle.offsets:
            yield _differs(
                f"Nothing that the fetcher wrote down beside the answer of capture {name} is in the bundle: "
                "its time, address, status and redirects rest on nothing."
            )
        else:
            yield _note(
                f"Capture {name} of {capture.captured_at:%Y-%m-%d %H:%M} UTC ({capture.outcome}) has no answer in the "
                "bundle; what is said of it is not covered."
            )


def _check_answers(bundle: Bundle) -> Iterator[Statement]:
    """Compare what live captures say of their answers with the heads of the answers' own records."""
    try:
        heads = read_answer_heads(bundle.warc) if bundle.warc else []
    except UNREADABLE_WARC:  # said of the captures already
        return
    for name, capture in bundle.captures.items():
        if name not in bundle.offsets or capture.source is not Source.LIVE:
            continue  # the record of an archived copy has the archive's address
        if not any(_is_head_of(head, capture) for head in heads):
            yield _differs(f"No answer in the bundle has the address, the status and the time of capture {name}.")


def _is_head_of(head: StoredResponse, capture: Capture) -> bool:
    seconds = abs((capture.captured_at - head.captured_at).total_seconds())
    is_same = head.url == capture.final_uri and head.status == capture.http_status
    return is_same and seconds <= MOST_SECONDS_OF_A_CAPTURE


def _check_pages_for_people(bag: Bag) -> Iterator[Statement]:
    """The readme is the same in every bundle of a format; the page of differences is not derived again."""
    expected = README_WITH_LAYOUTS if PAYLOAD + LAYOUTS_FILE in bag.files else README_TEXT
    if bag.files.get(README) != expected.encode():
        yield _differs(f"{README} is not the text that this Seedbank packs.")
    if PAYLOAD + DIFF_FILE in bag.files:
        yield _note(
            f"{PAYLOAD}{DIFF_FILE} is a picture of the above for people; it is not derived again, so not covered."
        )


def _read_payloads(bundle: Bundle) -> tuple[dict[str, bytes], list[Statement]]:
    """Read back the payload of every capture that has one."""
    payloads: dict[str, bytes] = {}
    told: list[Statement] = []
    for name, capture in bundle.captures.items():
        if capture.payload_digest is None:
            continue
        if name not in bundle.offsets:
            told.append(_note(f"The answer of {capture.captured_at:%Y-%m-%d %H:%M} UTC (capture {name}) is not in it."))
            continue
        try:
            payloads[name] = read_payload(bundle.warc, bundle.offsets[name], capture)
        except PayloadProblemError as error:
            told.append(_differs(f"The answer of capture {name} is not the one that was fetched: {error}."))
    if payloads:
        names = "answer is" if len(payloads) == 1 else "answers are"
        told.append(_agrees(f"{len(payloads)} {names} in the WARC file with the SHA-256 that the captures name."))
    return payloads, told


def _job(bundle: Bundle, payloads: Mapping[str, bytes], capture_id: str, layouts_version: str | None) -> PageJob:
    return PageJob(
        seed=bundle.seed,
        capture=bundle.captures[capture_id],
        payload=payloads[capture_id],
        layouts=bundle.layouts.get(layouts_version or ""),
    )


def _read_page(bundle: Bundle, payloads: Mapping[str, bytes], findings: Findings) -> PageFinding | Crash | None:
    """Give the page of the verdict as read with its layouts, which may have been learned after the look at it."""
    verdict = bundle.verdict
    name = verdict.capture_id if verdict is not None and verdict.page_id is not None else None
    if name is None or name not in payloads:
        return None
    version = version_of_layouts(bundle.parser_version or "")
    if version == bundle.layouts_of_looks.get(name):
        return findings.get(name)
    return examine([_job(bundle, payloads, name, version)]).get(name)


def _check_layouts(bundle: Bundle) -> Iterator[Statement]:
    """Name the learned layout that the verdict rests on, and say how many pages taught it."""
    version = version_of_layouts(bundle.parser_version or "")
    for name in sorted({version, *bundle.layouts_of_looks.values()} - {None, *bundle.layouts}, key=str):
        yield _differs(f"The learned layouts {name}, which a page was read with, are not in it.")
    taught = bundle.layouts.get(version or "")
    read_by = bundle.page["layout"] if bundle.page is not None else None
    for layout in taught.layouts if taught else ():
        if taught and read_by == f"{taught.publisher}.{layout.name}":
            yield from _tell_layout(taught, layout)


def _tell_layout(taught: PublisherLayouts, layout: LearnedLayout) -> Iterator[Statement]:
    name, fewest = f"{taught.publisher}.{layout.name}", min((item.support for item in layout.evidence), default=0)
    if fewest < LEAST_WITNESSES:
        yield _differs(f"The layout {name} rests on one page alone, which may be this one.")
        return
    yield _agrees(
        f"The page was read with the learned layout {name}, which is in it by its hash {taught.version}: "
        f"{layout.seed_count} pages and their seeds taught it, {fewest} or more each selector, so no page is its own "
        "only witness."
    )
    yield _note("The pages that taught the layout are not in it, so what they taught is not covered.")


def _check_page(bundle: Bundle, finding: PageFinding | Crash | None) -> Iterator[Statement]:
    if isinstance(finding, Crash):
        yield _differs(f"The page could not be parsed again: {finding.kind} ({finding.detail}).")
    elif finding is not None and bundle.page is not None:
        others = _differences(page_document(finding.page), bundle.page)
        blocks = len(finding.page.blocks)
        yield (
            _differs(f"Parsed again, the page reads otherwise: {', '.join(others)}.")
            if others
            else _agrees(f"Parsed again, the page reads as it was read: title, {blocks} blocks, dates, media.")
        )


def _check_content(bundle: Bundle, finding: PageFinding | Crash | None) -> Iterator[Statement]:
    verdict = bundle.verdict
    if verdict is None or isinstance(finding, Crash):
        return
    if finding is None and verdict.page_id is not None:
        yield _differs("The verdict on the content cannot be derived again: its page is not in the bundle.")
        return
    again = finding.reconciliation if finding else clean_alone(bundle.seed)
    document = verdict_document(again)
    others = [name for name, part in verdict.parts.items() if document[name] != part]
    found = document["reconciliation"]
    others += _differences(found if isinstance(found, dict) else {}, verdict.document)
    if others:
        yield _differs(
            f"Reconciled again, the content is {again.content}, and the bundle says {verdict.content}; "
            f"these differ: {', '.join(others)}."
        )
    else:
        yield _agrees(_tell_content(verdict))


def _tell_content(verdict: StoredVerdict) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in verdict.counts.items() if count)
    if not counts:
        return f"Reconciled again, the content is {verdict.content} (rule {verdict.rule}), as the bundle says."
    facts = "1 changed fact" if verdict.fact_count == 1 else f"{verdict.fact_count} changed facts"
    return (
        f"Reconciled again, the content is {verdict.content} (rule {verdict.rule}; sentences: {counts}; {facts}), "
        "sentence by sentence as the bundle says."
    )


def _check_existence(bundle: Bundle, findings: Findings) -> Iterator[Statement]:
    judged = judge_looks(bundle.seed, bundle.looks, bundle.captures, findings)
    missing_since: dt.datetime | None = None
    for look, observation in zip(bundle.looks, judged, strict=True):
        yield _check_look(look, observation, missing_since)
        if look.existence in ON_THE_WEB:
            missing_since = None
        elif look.existence in OFF_THE_WEB:
            missing_since = missing_since or look.observed_at


def _check_look(look: StoredLook, observation: Observation | None, missing_since: dt.datetime | None) -> Statement:
    moment = f"{look.observed_at:%Y-%m-%d %H:%M} UTC"
    if observation is None:
        return _differs(f"The look of {moment} rests on capture {look.capture_id}, which is not in the bundle.")
    if (observation.existence, observation.rule) != (look.existence, look.rule):
        return _differs(
            f"Judged again, the look of {moment} shows {observation.existence} (rule {observation.rule}), "
            f"and the bundle says {look.existence} (rule {look.rule})."
        )
    if look.rule in existence.PROBE_RULES:
        return _note(
            f"The look of {moment} shows {look.existence} (rule {look.rule}) if the host showed the same at other "
            "addresses, as the bundle says; what it showed there is not in it, and not covered."
        )
    since = ""
    if look.existence in OFF_THE_WEB and missing_since is not None:
        seconds = dt.timedelta(seconds=round((look.observed_at - missing_since).total_seconds()))
        since = f", {seconds} after it was first seen missing"
    return _agrees(
        f"Judged again, the look of {moment} shows {look.existence} (rule {look.rule}){since}, as the bundle says."
    )


def _check_article(bundle: Bundle) -> Iterator[Statement]:
    """The article's own line must say what its looks and its verdict say."""
    shown = bundle.looks[-1].existence if bundle.looks else Existence.UNCHECKED
    if bundle.existence is not shown:
        yield _differs(f"The article is said to be {bundle.existence}, and its last look shows {shown}.")
    if bundle.verdict is None:
        return
    settled = _settle(bundle.verdict)
    if bundle.verdict.repeated:
        yield _note(
            f"{len(bundle.verdict.repeated)} sentences that only the page has are said to stand on pages of other "
            f"stories of its host too, so that they were not added and the content is {settled}; those pages are not "
            "in it, so that is not covered."
        )
    if bundle.content is not settled:
        yield _differs(f"The article's content is said to be {bundle.content}, its verdict is {settled}.")


def _settle(verdict: StoredVerdict) -> Content:
    """Judge without the sentences that are said to repeat, as far as the page has added any such."""
    changes = verdict.parts["sentence_changes"]
    rows = changes if isinstance(changes, list) else []
    added = {row["change_no"] for row in rows if row["relation"] == Relation.ADDED}
    counts = {Relation(name): count for name, count in verdict.counts.items()}
    repeated = len(added & verdict.repeated)
    return judge_without_repeated(counts, content=verdict.content, rule=verdict.rule, repeated=repeated)[0]


def _differences(again: Mapping[str, object], stored: Mapping[str, object]) -> list[str]:
    """Name what two documents say differently."""
    names = (again.keys() & stored.keys()) - NOT_COMPARED
    return sorted(name for name in names if again[name] != stored[name])
