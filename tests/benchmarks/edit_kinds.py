"""Put real seeds through every kind of edit, and count what is said wrongly of them.

    python -m tests.benchmarks.edit_kinds [SEEDS] [RANDOM]

SEEDS Vietnamese seeds and a third as many Chinese ones are edited in each way of `tests/reconcile/edits.py`, and the
result is held against what was done. Then every real seed is held against a page made of its own paragraphs, edited:
its text must be the sum of its parts. Needs `shared/data` beside the checkout; says so and ends where it is not.
"""

import json
import pathlib
import random
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator

from flows.reconcile.partition import partition_body
from flows.reconcile.reconcile import reconcile
from tests.benchmarks.reconcile_speed import edit_sentences, make_page, make_seed
from tests.reconcile.edits import EDITS
from tests.reconcile.judging import try_edit, untiled

LINE = "\n-----------------\n"
SEEDS = 300
# Never reported wrongly: a number that changed, a negation that came or went.
NEVER = ("fact missed: number", "fact missed: negation")


def read_bodies() -> Iterator[tuple[str, str, str]]:
    """Yield language, name and body of every real seed that has one."""
    parents = pathlib.Path(__file__).resolve().parents[2:]
    path = next(
        (found for parent in parents if (found := parent / "shared/data/seeds/vietnamplus-open.tar.xz").exists()), None
    )
    if path is None:
        print("the real seeds (shared/data) are not beside this checkout: nothing measured")
        sys.exit(0)
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() and member.name.endswith(".txt") else None
            body = file.read().decode("utf-8").split(LINE)[2] if file else ""
            if body not in ("", "null"):
                yield member.name.partition("/")[0], member.name, body


def edit_seeds(bodies: list[tuple[str, str, str]], count: int, seed: int) -> dict[str, object]:
    """Edit a sample in every way and count the results that differ from the truth."""
    rng = random.Random(seed)
    tried: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed = 0
    for language, most in (("vi", count), ("zh", count // 3)):
        for _, _, body in rng.sample([item for item in bodies if item[0] == language], most):
            sentences = [sentence.text for sentence in partition_body(body, language).sentences]
            repeats = len(set(sentences)) < len(sentences)
            if len(sentences) < 5 or repeats or try_edit("nothing", sentences, language, seed):
                continue  # too short for an edit, or cut otherwise when its sentences are joined again
            for name in EDITS:
                faults = try_edit(name, sentences, language, seed)
                tried[name] += faults is not None
                wrong[name] += bool(faults)
                missed += any(fault.startswith(NEVER) for fault in faults or ())
    return {
        "edits": sum(tried.values()),
        "wrong": sum(wrong.values()),
        "wrong_share": round(sum(wrong.values()) / sum(tried.values()), 5),
        "numbers_and_negations_missed": missed,
        "wrong_by_kind": {name: f"{count} of {tried[name]}" for name, count in wrong.items() if count},
    }


def add_up(bodies: list[tuple[str, str, str]], seed: int) -> dict[str, object]:
    """Hold every seed against its own edited text, and count those whose parts do not add up."""
    rng = random.Random(seed)
    lost = []
    for language, name, body in bodies:
        page = [sentence.text for sentence in partition_body(body, language).sentences]
        if len(page) > 1 and all(len(text.split()) > 3 for text in page):
            page = edit_sentences(page, 3, rng)
        found = reconcile(make_seed(body), make_page(page))
        if untiled(body, found) is not None:
            lost.append(name)
    return {"seeds_held_against_a_page": len(bodies), "not_the_sum_of_their_parts": len(lost), "first": lost[:3]}


if __name__ == "__main__":
    arguments = [int(value) for value in sys.argv[1:]]
    given = list(read_bodies())
    sample, number = (*arguments, SEEDS, 1)[:2] if len(arguments) != 1 else (arguments[0], 1)
    result = edit_seeds(given, sample, number) | add_up(given, number)
    print(json.dumps(result, indent=1, ensure_ascii=False))
    sys.exit(bool(result["not_the_sum_of_their_parts"]))
