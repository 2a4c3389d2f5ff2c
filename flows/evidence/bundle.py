"""The documents of a bundle, read once and checked at the edge: behind it, types can be trusted."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.evidence import collect
from flows.evidence.bag import PAYLOAD, Bag, BundleError
from flows.evidence.records import read_capture, read_layouts, read_seed
from flows.parse.version import version_of_layouts
from flows.records import Capture, Content, Existence, PublisherLayouts, SeedArticle
from warehouse.read.evidence import Document

PARTS = ("sentences", "sentence_changes", "fact_changes", "left_out", "media")
COUNTS = ("same", "cosmetic", "edited", "moved", "added", "removed", "apparatus")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the bundle says of itself."""

    article_id: str
    url: str
    made_at: dt.datetime
    seedbank_version: str
    missing: tuple[str, ...]  # sentences on what is not in it


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLook:
    """A check of the page: what an observation says of a capture."""

    capture_id: str
    observed_at: dt.datetime
    existence: Existence
    rule: str
    rules_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVerdict:
    """The verdict on the content, with its parts as they are compared."""

    content: Content
    rule: str
    rules_version: str
    page_id: str | None
    capture_id: str | None
    counts: Mapping[str, int]  # of sentences, by relation
    fact_count: int
    repeated: frozenset[int]  # places of added sentences that pages of other stories have as well
    document: Document
    parts: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One bundle whose files are those that were packed."""

    about: About
    seed: SeedArticle
    seed_bytes: bytes | None
    seed_header: bytes
    captures: Mapping[str, Capture]
    offsets: Mapping[str, int]  # capture_id: where its payload lies in `warc`
    warc: bytes
    looks: tuple[StoredLook, ...]
    verdict: StoredVerdict | None
    page: Document | None
    parser_version: str | None
    layouts: Mapping[str, PublisherLayouts]  # learned ones, by their version
    layouts_of_looks: Mapping[str, str]  # capture_id: version of those that it was read with for its look
    existence: Existence  # as the article's own line says
    content: Content


def read_bundle(source: Path, bag: Bag) -> Bundle:
    """Read the documents of a bag. Raises BundleError where one is not what a bundle has."""
    try:
        about = _load(bag, collect.ABOUT_FILE)
        if about["format"] not in collect.FORMATS:
            known = ", ".join(map(str, collect.FORMATS))
            raise BundleError(f"{source} is of format {about['format']}; this Seedbank reads format {known}.")
        return _read(bag, about)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BundleError(f"{source} has a document that cannot be read ({type(error).__name__}: {error}).") from error


def _load(bag: Bag, name: str) -> Any:  # noqa: ANN401 - JSON from outside, which the callers take apart
    return json.loads(bag.files[PAYLOAD + name])


def _read(bag: Bag, about: Mapping[str, Any]) -> Bundle:
    captures, verdict = _load(bag, collect.CAPTURES_FILE), _load(bag, collect.VERDICT_FILE)
    page = _load(bag, collect.PAGE_FILE) if PAYLOAD + collect.PAGE_FILE in bag.files else None
    layouts = _load(bag, collect.LAYOUTS_FILE) if PAYLOAD + collect.LAYOUTS_FILE in bag.files else []
    versions = {
        str(document["capture_id"]): version_of_layouts(str(document.get("parser_version") or ""))
        for document in captures
    }
    return Bundle(
        about=About(
            article_id=str(about["article_id"]),
            url=str(about["url"]),
            made_at=dt.datetime.fromisoformat(about["made_at"]),
            seedbank_version=str(about["seedbank_version"]),
            missing=tuple(str(sentence) for sentence in about["not_in_it"]),
        ),
        seed=read_seed(_load(bag, collect.SEED_FILE)),
        seed_bytes=bag.files.get(PAYLOAD + collect.SEED_BYTES),
        seed_header=bag.files.get(PAYLOAD + collect.SEED_HEADER, b""),
        captures={str(document["capture_id"]): read_capture(document) for document in captures},
        offsets={
            str(document["capture_id"]): int(document["bundled_offset"])
            for document in captures
            if document["bundled_offset"] is not None
        },
        warc=bag.files.get(PAYLOAD + collect.WARC_FILE, b""),
        looks=tuple(_read_look(document) for document in verdict["observations"]),
        verdict=_read_verdict(verdict) if verdict["reconciliation"] else None,
        page={str(name): value for name, value in page.items()} if page is not None else None,
        parser_version=str(page["parser_version"]) if page is not None else None,
        layouts={found.version: found for found in map(read_layouts, layouts)},
        layouts_of_looks={name: version for name, version in versions.items() if version},
        existence=Existence(verdict["article"]["existence"]),
        content=Content(verdict["article"]["content"]),
    )


def _read_look(document: Mapping[str, Any]) -> StoredLook:
    return StoredLook(
        capture_id=str(document["capture_id"]),
        observed_at=dt.datetime.fromisoformat(document["observed_at"]),
        existence=Existence(document["existence"]),
        rule=str(document["rule"]),
        rules_version=str(document["rules_version"]),
    )


def _read_verdict(verdict: Mapping[str, Any]) -> StoredVerdict:
    found = verdict["reconciliation"]
    return StoredVerdict(
        content=Content(found["content"]),
        rule=str(found["content_rule"]),
        rules_version=str(found["rules_version"]),
        page_id=found["page_id"],
        capture_id=found["capture_id"],
        counts={name: int(found[f"{name}_count"]) for name in COUNTS},
        fact_count=len(verdict["fact_changes"]),
        repeated=frozenset(int(item["change_no"]) for item in verdict.get("repeated_additions", ())),
        document={str(name): value for name, value in found.items()},
        parts={name: verdict[name] for name in PARTS},
    )
