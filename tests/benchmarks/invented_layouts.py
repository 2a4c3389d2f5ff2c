"""Every real seed that is at hand, printed in twelve invented layouts: its page is live, and says what the seed says.

    python tests/benchmarks invented_layouts            # a sample, all layouts
    SEEDS=0 python tests/benchmarks invented_layouts    # all seeds

The seeds are looked for beside the repository; where there are none, the repository's own are printed.
"""

import datetime as dt
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from _invented_layouts import LAYOUTS, Story, paragraphs_of

from flows.batches.worker.pages import examine_page
from flows.existence.verdict import ExistenceCase, judge_existence
from flows.records import Capture, Content, Existence, Outcome, PageJob, SeedArticle, Source
from flows.seedfiles import read_seeds
from flows.text.language import detect_language

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "seeds" / "vietnamplus-open.tar.xz"
SAMPLE: Final = 2_000
TEASERS: Final = 4
SAME: Final = frozenset({Content.IDENTICAL, Content.COSMETIC})
SHOWN_WRONG: Final = 40


def load(most: int) -> list[SeedArticle]:
    """Read the seeds that have a title and a text; with `most`, a sample of them."""
    sources = [REAL] if REAL.exists() else [ROOT / "seeds"]
    seeds = [seed for seed in read_seeds(sources) if isinstance(seed, SeedArticle) and seed.title and seed.body]
    return random.Random(7).sample(seeds, most) if 0 < most < len(seeds) else seeds


def capture_of(seed: SeedArticle) -> Capture:
    """Make the capture of a good answer from the seed's own address."""
    return Capture(
        capture_id="c",
        article_id=seed.identity.article_id,
        target_uri=seed.url,
        final_uri=seed.url,
        redirects=(),
        captured_at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
        memento_datetime=None,
        source=Source.LIVE,
        outcome=Outcome.OK,
        outcome_detail="",
        http_status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        payload_digest="d",
        payload_bytes=0,
        elapsed_ms=0,
        request_count=1,
        revisit_of=None,
        warc_file=None,
        warc_offset=None,
    )


def examine(seed: SeedArticle, page: str) -> tuple[Existence, Content, str]:
    """Say what a page shows of a seed: existence, content, and the rules that decided."""
    capture = capture_of(seed)
    finding = examine_page(PageJob(seed=seed, capture=capture, payload=page.encode()))
    found = finding.reconciliation
    observation = judge_existence(
        ExistenceCase(
            capture=capture,
            page=finding.page,
            seed=seed,
            reconciliation=found,
            missing_since=None,
            confirm_after=dt.timedelta(days=1),
        )
    )
    return observation.existence, found.content, f"{observation.rule}, {found.evidence.rule}"


def teasers(seeds: Sequence[SeedArticle], at: int, language: str) -> list[tuple[str, str]]:
    """Take titles and first sentences of the seeds that follow one, in its language."""
    found: list[tuple[str, str]] = []
    for step in range(1, len(seeds)):
        other = seeds[(at + step) % len(seeds)]
        if other.url != seeds[at].url and (detect_language(other.body or "", "vi") or "vi") == language:
            first = paragraphs_of((other.body or "")[:600], language, random.Random(0))
            found.append((other.title or "", first[0] if first else ""))
        if len(found) == TEASERS:
            break
    return found or [("—", "—")]


def stories(seeds: Sequence[SeedArticle]) -> Iterator[tuple[SeedArticle, Story]]:
    """Make the story of each seed."""
    for at, seed in enumerate(seeds):
        language = detect_language(seed.body or "", "vi") or "vi"
        paragraphs = paragraphs_of(seed.body or "", language, random.Random(at))
        yield seed, Story(seed.title or "", paragraphs, language, teasers(seeds, at, language))


def main() -> int:
    """Print what was wrong by layout; 1 where anything was."""
    seeds = load(int(os.environ.get("SEEDS", SAMPLE)))
    wrong: Counter[str] = Counter()
    total = 0
    for seed, story in stories(seeds):
        if not story.paragraphs:
            continue
        for layout in LAYOUTS:
            total += 1
            existence, content, rules = examine(seed, layout(story))
            if existence is Existence.LIVE and content in SAME:
                continue
            wrong[layout.__name__] += 1
            if wrong.total() <= SHOWN_WRONG:
                print(f"{layout.__name__:20} {existence} {content} ({rules})  {seed.source_path}")
    print(f"{total} pages of {len(seeds)} seeds, {wrong.total()} wrong {dict(wrong)}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
