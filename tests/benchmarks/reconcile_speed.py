"""Measure clean, segment and reconcile: seeds a second, pairs a second, the ratio to difflib, growth with size.

    python -m tests.benchmarks.reconcile_speed

Texts are made here, of invented Vietnamese-looking sentences, so that the figures need no data. Ratios to
`difflib` in the same run are what counts; absolute figures depend on the machine. CPU time, best of three.
`difflib` aligns the words of the two texts and nothing else; both ways are shown, with `autojunk` (its default,
which skips words that are frequent in long texts) and without. Growth is shown for texts that agree, and for those
an aligner could stumble over: all sentences edited, moved, strange, or one and the same.
"""

import difflib
import json
import random
import time
from collections.abc import Callable

from flows.reconcile.align import align
from flows.reconcile.page_text import read_page
from flows.reconcile.partition import partition_body
from flows.reconcile.reconcile import reconcile
from flows.records import (
    Block,
    BlockKind,
    Identity,
    PageKind,
    ParsedPage,
    SeedArticle,
    SeedFormat,
    content_id,
)
from flows.text.segment import sentences

_TEXT = (
    "hội nghị trung ương đảng bộ khối các cơ quan tổ chức chiều sáng nay tại thủ đô hà nội với sự tham gia của đại biểu"
    " báo cáo nêu rõ trong quý kinh tế phát triển doanh nghiệp xuất khẩu tăng trưởng ổn định nông dân sản xuất lúa gạo"
    " chính phủ nghị quyết chương trình làm việc toàn khóa nhiệm vụ trọng tâm lãnh đạo chỉ đạo thực hiện cuộc sống"
)
_SYLLABLES = _TEXT.split()
PAIR_CHARACTERS = 4_000
EDITS = 10
BIGGEST_CHARACTERS = 1_000_000


def make_sentences(characters: int, rng: random.Random) -> list[str]:
    """Make sentences of 8 to 40 syllables, some with numbers, until they have so many characters."""
    made: list[str] = []
    size = 0
    while size < characters:
        words = rng.choices(_SYLLABLES, k=rng.randrange(8, 40))
        words[rng.randrange(len(words))] = str(rng.randrange(2, 5000))
        text = " ".join(words).capitalize() + "."
        made.append(text)
        size += len(text) + 1
    return made


def edit_sentences(given: list[str], edits: int, rng: random.Random) -> list[str]:
    """Change words, drop, add and move sentences: each edit one of these, in turn."""
    page = list(given)
    for turn in range(edits):
        at = rng.randrange(len(page))
        match turn % 5:
            case 0 | 1 | 2:
                words = page[at].split()
                words[rng.randrange(1, len(words) - 1)] = rng.choice(_SYLLABLES)
                page[at] = " ".join(words)
            case 3:
                page.insert(at, make_sentences(1, rng)[0])
            case _:
                page.insert(rng.randrange(len(page)), page.pop(at))
    return page


def make_seed(body: str) -> SeedArticle:
    """Wrap a body as a seed of an unknown publisher."""
    identity = Identity(
        article_id=content_id(body),
        article_key="example",
        publisher="example.org",
        article_number=None,
        canonical_url="https://example.org/a",
    )
    return SeedArticle(
        seed_id=content_id("seed", body),
        identity=identity,
        url="https://example.org/a",
        title="Hội nghị mở rộng lần thứ năm",
        body=body,
        extra=None,
        format=SeedFormat.DASHED_TEXT,
        source_path="a.txt",
        line=None,
    )


def make_page(page: list[str]) -> ParsedPage:
    """Wrap sentences as an article page, three sentences a paragraph."""
    blocks = [Block(kind=BlockKind.PARAGRAPH, text=" ".join(page[at : at + 3])) for at in range(0, len(page), 3)]
    return ParsedPage(
        page_id=content_id(*page),
        payload_digest="sha256:0",
        parser_version="bench",
        kind=PageKind.ARTICLE,
        url="https://example.org/a",
        canonical_url=None,
        title="Hội nghị mở rộng lần thứ năm",
        lead=None,
        blocks=tuple(blocks),
        published_at=None,
        modified_at=None,
        authors=(),
        byline=None,
        section=None,
        tags=(),
        language="vi",
        site_name=None,
        media=(),
        is_paywalled=None,
        charset="utf-8",
        charset_reason="header",
        layout="bench",
        used_seed=False,
        provenance=(),
    )


def make_pair(characters: int, edits: int, seed: int) -> tuple[SeedArticle, ParsedPage, list[str], list[str]]:
    """Make a seed and its edited page, and the words of both."""
    rng = random.Random(seed)
    given = make_sentences(characters, rng)
    page = edit_sentences(given, edits, rng)
    body = " ".join(given)
    return make_seed(body), make_page(page), body.split(), " ".join(page).split()


def cpu_seconds(action: Callable[[], object], repeats: int = 3) -> float:
    """Return the least CPU time of some runs."""
    best = float("inf")
    for _ in range(repeats):
        started = time.process_time()
        action()
        best = min(best, time.process_time() - started)
    return best


def compare_by_difflib(left: list[str], right: list[str], *, autojunk: bool) -> object:
    """Do what a script would do in place of aligning: difflib over words."""
    return difflib.SequenceMatcher(None, left, right, autojunk=autojunk).get_opcodes()


def make_hard_pairs(characters: int) -> dict[str, tuple[list[str], list[str]]]:
    """Make the texts that an aligner could stumble over: a seed's sentences and a page's."""
    rng = random.Random(characters)
    base, strange = make_sentences(characters, rng), make_sentences(characters, random.Random(99))
    shuffled = rng.sample(base, len(base))
    again = ["Mời bà con đến dự phiên chợ đầu xuân."] * (characters // 38)

    def reword(texts: list[str]) -> list[str]:
        return [" ".join([*text.split()[:3], "thêm", *text.split()[3:]]) for text in texts]

    return {
        "ten edits in 4 KB": (base, edit_sentences(base, characters * EDITS // PAIR_CHARACTERS, rng)),
        "nothing changed": (base, base),
        "all edited": (base, reword(base)),
        "all moved": (base, shuffled),
        "all moved and edited": (base, reword(shuffled)),
        "all strange": (base, strange),
        "strangers between": (base, [text for pair in zip(base, strange, strict=False) for text in pair]),
        "all the same": (again, [*again, again[0]]),
        "all the same, edited": (again, reword(again)),
    }


def measure_growth() -> dict[str, dict[str, float]]:
    """Return seconds at 10 KB, 100 KB and 1 MB, and the growth of the last step (ten times the text)."""
    found: dict[str, dict[str, float]] = {}
    for size in (BIGGEST_CHARACTERS // 100, BIGGEST_CHARACTERS // 10, BIGGEST_CHARACTERS):
        for name, (given, page) in make_hard_pairs(size).items():
            seed, parsed = make_seed(" ".join(given)), make_page(page)
            repeats = 1 if size == BIGGEST_CHARACTERS else 3
            found.setdefault(name, {})[f"{size // 1000} KB"] = cpu_seconds(lambda: reconcile(seed, parsed), repeats)  # noqa: B023 (called at once)
    for row in found.values():
        small, big = list(row.values())[-2:]
        row["growth"] = big / small
    return found


def measure() -> dict[str, object]:
    """Run everything and return the figures."""
    pairs = [make_pair(PAIR_CHARACTERS, EDITS, seed) for seed in range(200)]
    ours = cpu_seconds(lambda: [reconcile(seed, page) for seed, page, _, _ in pairs], 5) / len(pairs)
    few = pairs[:20]
    sentences_of = [
        (
            [s.text for s in partition_body(seed.body, "vi").sentences],
            [s.text for s in read_page(page, "vi", partition_body(None), "").sentences],
        )
        for seed, page, _, _ in pairs
    ]
    aligned = cpu_seconds(lambda: [align(left, right) for left, right in sentences_of], 5) / len(pairs)
    plain, junk = (
        cpu_seconds(lambda: [compare_by_difflib(a, b, autojunk=autojunk) for _, _, a, b in few], 3) / len(few)  # noqa: B023 (called at once)
        for autojunk in (False, True)
    )
    alone = cpu_seconds(lambda: [reconcile(seed, None) for seed, _, _, _ in pairs]) / len(pairs)
    text = pairs[0][0].body or ""
    split = cpu_seconds(lambda: [sentences(text, "vi") for _ in range(200)]) / 200
    return {
        "pairs_per_second": 1 / ours,
        "difflib_ratio": plain / ours,
        "difflib_ratio_autojunk": junk / ours,
        "difflib_ms": plain * 1000,
        "difflib_ms_autojunk": junk * 1000,
        "align_alone_per_second": 1 / aligned,
        "align_alone_difflib_ratio": plain / aligned,
        "seeds_per_second": 1 / alone,
        "segment_characters_per_second": len(text) / split,
        "growth": measure_growth(),
    }


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    return round(value, 3) if isinstance(value, float) else value


if __name__ == "__main__":
    print(json.dumps(_rounded(measure()), indent=1))
