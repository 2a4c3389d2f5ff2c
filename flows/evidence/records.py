"""Seeds, captures, pages and reconciliations as documents, and back: what is in a bundle is read by these alone."""

import json
from dataclasses import asdict, fields

from flows.fetch.archive.replay import read_capture_json
from flows.records import (
    Capture,
    Identity,
    LearnedLayout,
    ParsedPage,
    PublisherLayouts,
    Reconciliation,
    SeedArticle,
    SeedFormat,
    SelectorEvidence,
)
from warehouse.read.dossier import SeedRow
from warehouse.read.evidence import Document, plain

IDENTITY = ("article_id", "article_key", "publisher", "article_number", "canonical_url")


def write_document(document: object) -> bytes:
    """Write a document as JSON that a person can read."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def seed_of_row(row: SeedRow) -> SeedArticle:
    """Give the seed that a row of the warehouse holds."""
    values = asdict(row)
    identity = Identity(**{name: values.pop(name) for name in IDENTITY})
    return SeedArticle(identity=identity, format=SeedFormat(values.pop("format")), **values)


def seed_document(seed: SeedArticle) -> Document:
    """Write a seed as a document."""
    document = plain(asdict(seed))
    assert isinstance(document, dict)  # noqa: S101 - a record is a mapping
    return document


def read_seed(document: Document) -> SeedArticle:
    """Read what seed_document wrote. Raises KeyError, TypeError and ValueError for anything else."""
    values = dict(document)
    identity = values.pop("identity")
    if not isinstance(identity, dict):
        raise TypeError("the seed has no identity")
    return SeedArticle(identity=Identity(**identity), format=SeedFormat(str(values.pop("format"))), **values)  # type: ignore[arg-type] # checked by the ids that are derived from them


def read_capture(document: Document) -> Capture:
    """Read a capture from its row in a bundle. Raises KeyError, TypeError and ValueError for what is none."""
    headers = document["headers"]
    if not isinstance(headers, list):
        raise TypeError("the capture has no headers")
    names = [field.name for field in fields(Capture)]
    values = {name: document[name] for name in names}
    values["headers"] = [[header["name"], header["value"]] for header in headers]
    return read_capture_json(json.dumps(values).encode())


def layouts_document(found: PublisherLayouts) -> Document:
    """Write the learned layouts of a publisher as a document."""
    document = plain(asdict(found))
    assert isinstance(document, dict)  # noqa: S101 - a record is a mapping
    return document


def read_layouts(document: Document) -> PublisherLayouts:
    """Read what layouts_document wrote. Raises KeyError, TypeError and ValueError for anything else."""
    layouts = document["layouts"]
    if not isinstance(layouts, list):
        raise TypeError("the publisher has no layouts")
    return PublisherLayouts(publisher=str(document["publisher"]), layouts=tuple(map(_read_layout, layouts)))


def _read_layout(document: Document) -> LearnedLayout:
    evidence, seed_count = document["evidence"], document["seed_count"]
    if not isinstance(evidence, list) or not isinstance(seed_count, int):
        raise TypeError("the layout has no evidence")
    return LearnedLayout(
        name=str(document["name"]),
        fingerprint=_read_texts(document["fingerprint"]),
        title_affixes=_read_texts(document["title_affixes"]),
        seed_count=seed_count,
        evidence=tuple(
            SelectorEvidence(
                role=str(item["role"]),
                selector=str(item["selector"]),
                support=int(item["support"]),
                contradicting=int(item["contradicting"]),
            )
            for item in evidence
        ),
    )


def _read_texts(document: object) -> tuple[str, ...]:
    if not isinstance(document, list):
        raise TypeError("the layout lacks a list")
    return tuple(map(str, document))


def page_document(page: ParsedPage) -> Document:
    """Write a page as its row in a bundle."""
    document = plain(asdict(page))
    assert isinstance(document, dict)  # noqa: S101 - a record is a mapping
    provenance = [{"field": field, "origin": origin} for field, origin in page.provenance]
    return {**document, "provenance": provenance}


def verdict_document(found: Reconciliation) -> Document:
    """Write a reconciliation in the parts that a bundle has of it."""
    whole = plain(asdict(found))
    assert isinstance(whole, dict)  # noqa: S101 - a record is a mapping
    parts = {
        "sentences": whole.pop("sentences"),
        "sentence_changes": _number(whole.pop("changes"), "change_no"),
        "fact_changes": whole.pop("facts"),
        "left_out": whole.pop("left_out"),
        "media": whole.pop("media"),
    }
    evidence = whole.pop("evidence")
    return {"reconciliation": {**whole, "content_rule": evidence.pop("rule"), **evidence}, **parts}


def _number(items: list[Document], name: str) -> list[Document]:
    return [{name: number, **item} for number, item in enumerate(items, 1)]
