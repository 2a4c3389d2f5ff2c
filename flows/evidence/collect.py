"""`seedbank evidence ARTICLE`: pack everything that one article's verdicts rest on."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows import __version__
from flows.batches.duckdb_seeds import open_duckdb
from flows.batches.seed_pages import decode_seeds
from flows.errors import MissingInputError
from flows.evidence.bag import write_bag
from flows.evidence.records import layouts_document, read_capture, seed_document, seed_of_row, write_document
from flows.evidence.warc_records import copy_records
from flows.existence import verdict as existence
from flows.parse.version import PARSER_VERSION, version_of_layouts
from flows.reconcile import reconcile
from flows.records import PublisherLayouts, Rejection, SeedArticle
from flows.seedfiles import RawDocument, SeedChunk, find_sources, read_chunks
from flows.show.diff_page import render_diff
from warehouse.read.dossier import Dossier, SeedRow, read_dossier
from warehouse.read.evidence import Document, read_captures, read_page, read_verdict
from warehouse.read.layouts import read_layouts_by_version

FORMATS = (1, 2)  # of the bundle; 2: with learned layouts
SEED_FILE = "seed/seed.json"
SEED_BYTES = "seed/document.bin"
SEED_HEADER = "seed/header.bin"
CAPTURES_FILE = "captures.json"
WARC_FILE = "warc/captures.warc.gz"
PAGE_FILE = "parse/page.json"
LAYOUTS_FILE = "parse/layouts.json"
VERDICT_FILE = "verdict.json"
ABOUT_FILE = "about.json"
DIFF_FILE = "diff.html"
README_TEXT = """Evidence for one article
========================

A BagIt bag (RFC 8493) in a zip. manifest-sha256.txt has the SHA-256 of every file below data/.

  data/about.json                 what this is, by which versions it was made
  data/seed/seed.json             the old copy as its owner had it: address, title, text, letter for letter
  data/seed/document.bin          the bytes of that seed in its owner's file, where the file was still there
  data/captures.json              every attempt to fetch the page: when, how, what came
  data/warc/captures.warc.gz      the answers as they came (WARC 1.1), requests beside them
  data/parse/page.json            the page as it was read
  data/verdict.json               the verdicts, with the counts, sentences and facts behind them
  data/diff.html                  the same for people: opens offline

To derive the verdict again from these bytes, without a network:

  seedbank evidence --verify THIS_FILE.zip

Hashes show that nothing was changed since this file was made. They cannot show who made it: to prove
that, keep the SHA-256 of this zip where no one can change it.
"""


README_WITH_LAYOUTS = README_TEXT.replace(
    "  data/verdict.json ",
    "  data/parse/layouts.json         the layouts it was read with: learned from pages and seeds of its publisher\n"
    "  data/verdict.json ",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What was packed."""

    file: Path
    sha256: str
    size_bytes: int
    capture_count: int
    missing: tuple[str, ...]  # sentences on what is not in it, and why


def pack_evidence(
    connection: duckdb.DuckDBPyConnection, home: Path, article_id: str, target: Path, *, now: dt.datetime
) -> Packed:
    """Write the bundle of one article. Raises MissingInputError where the snapshot does not hold it."""
    dossier = read_dossier(connection, article_id)
    if dossier is None:
        raise MissingInputError(f"The published snapshot has no article {article_id}.")
    missing: list[str] = []
    verdict = read_verdict(connection, dossier)
    captures = read_captures(connection, article_id)
    copied = copy_records(home, [read_capture(document) for document in captures])
    for document in captures:
        document["bundled_offset"] = copied.offsets.get(str(document["capture_id"]))
    missing += [f"The answer of capture {name} is not in it: {reason}" for name, reason in copied.problems.items()]
    payload = {
        **_pack_seed(dossier.seed, missing),
        CAPTURES_FILE: write_document(captures),
        VERDICT_FILE: write_document(verdict),
        DIFF_FILE: render_diff(dossier).encode(),
    }
    page_id = _page_of(verdict)
    page = read_page(connection, page_id) if page_id else None
    layouts = _read_layouts(connection, [*captures, page or {}], missing)
    payload |= {PAGE_FILE: write_document(page)} if page else {}
    payload |= {LAYOUTS_FILE: write_document([layouts_document(item) for item in layouts])} if layouts else {}
    payload[ABOUT_FILE] = write_document(_about(article_id, dossier, missing, now, with_layouts=bool(layouts)))
    payload |= {WARC_FILE: copied.warc} if copied.warc else {}
    info = {
        "Source-Organization": f"Seedbank {__version__}",
        "Bagging-Date": f"{now:%Y-%m-%d}",
        "External-Identifier": article_id,
        "External-Description": f"Evidence for {dossier.article.url}",
    }
    write_bag(target, payload, info=info, readme=README_WITH_LAYOUTS if layouts else README_TEXT)
    data = target.read_bytes()
    return Packed(
        file=target,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        capture_count=len(captures),
        missing=tuple(missing),
    )


def _read_layouts(
    connection: duckdb.DuckDBPyConnection, read: Iterable[Document], missing: list[str]
) -> list[PublisherLayouts]:
    """Read the learned layouts that these documents, captures and a page, were read with."""
    wanted = {version_of_layouts(str(document.get("parser_version") or "")) for document in read} - {None}
    found = read_layouts_by_version(connection, {version for version in wanted if version})
    missing += [f"The learned layouts {version} are not in it." for version in sorted(map(str, wanted - found.keys()))]
    return [found[version] for version in sorted(found)]


def _about(article_id: str, dossier: Dossier, missing: list[str], now: dt.datetime, *, with_layouts: bool) -> Document:
    return {
        "format": FORMATS[with_layouts],
        "article_id": article_id,
        "url": dossier.article.url,
        "made_at": now.astimezone(dt.UTC).isoformat(),
        "seedbank_version": __version__,
        "parser_version": PARSER_VERSION,
        "rules_version": reconcile.RULES_VERSION,
        "existence_rules_version": existence.RULES_VERSION,
        "not_in_it": list(missing),
    }


def _page_of(verdict: Document) -> str | None:
    found = verdict["reconciliation"]
    page_id = found["page_id"] if isinstance(found, dict) else None
    return page_id if isinstance(page_id, str) else None


def _pack_seed(row: SeedRow, missing: list[str]) -> dict[str, bytes]:
    seed = seed_of_row(row)
    packed = {SEED_FILE: write_document(seed_document(seed))}
    document = find_document(seed)
    if document is None:
        missing.append(
            f"The bytes of the seed are not in it: {seed.source_path} is not there, or holds another text now."
        )
        return packed
    packed[SEED_BYTES] = document.data
    return packed | ({SEED_HEADER: document.header} if document.header else {})


def find_document(seed: SeedArticle) -> RawDocument | None:
    """Find the bytes of a seed in its source; None where the source is not there or says something else now."""
    path = Path(seed.source_path.split("::", 1)[0])
    if not path.exists():
        return None
    for document in _read_documents(path):
        if document.source_path == seed.source_path and _holds(document, seed):
            return document
    return None


def _read_documents(path: Path) -> Iterator[RawDocument]:
    """Read the documents of one source, one by one."""
    sources = [source for source in find_sources([path]) if not isinstance(source, Rejection)]
    for chunk in read_chunks(sources, chunk_documents=1, open_duckdb=open_duckdb):
        if isinstance(chunk, SeedChunk):
            yield from chunk.documents


def _holds(document: RawDocument, seed: SeedArticle) -> bool:
    return any(found.seed_id == seed.seed_id for found in decode_document(document))


def decode_document(document: RawDocument) -> list[SeedArticle]:
    """Decode the seeds of one raw document."""
    chunk = SeedChunk(chunk_id="", documents=(document,), sources=(), completed=())
    return decode_seeds(chunk)[0]
