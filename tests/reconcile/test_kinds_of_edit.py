"""Articles in seven languages through every kind of edit, and real seeds where they are there."""

import tarfile

import pytest

from flows.reconcile.partition import partition_body
from tests.reconcile.edits import EDITS
from tests.reconcile.judging import read_articles, try_edit

ARTICLES = read_articles()
REPEATS = 3  # an edit chooses its sentence by chance
REAL_SEEDS = 40


@pytest.mark.parametrize("language", sorted(ARTICLES))
@pytest.mark.parametrize("name", sorted(EDITS))
def test_what_is_said_of_an_edit_is_true(name: str, language: str):
    """Verdict, relations, facts and the clean text are those of the edit, and nothing else is."""
    for seed in range(REPEATS):
        assert try_edit(name, ARTICLES[language], language, seed) in (None, [])


def test_every_edit_finds_something_to_change(shared_data):
    tried = {
        name for name in EDITS for language, text in ARTICLES.items() if try_edit(name, text, language, 0) is not None
    }
    missing = set(EDITS) - tried
    assert missing == {"percent in words", "date in words", "new tone marks", "long dashes", "ellipsis"}
    for sentences in _real_sentences(shared_data, 200):
        missing -= {name for name in missing if try_edit(name, sentences, "vi", 0) is not None}
    assert not missing


def _real_sentences(shared_data, count: int) -> list[list[str]]:
    """Return the sentences of every sixtieth Vietnamese seed that is long enough and says nothing twice."""
    found: list[list[str]] = []
    with tarfile.open(shared_data / "seeds" / "vietnamplus-open.tar.xz") as archive:
        for number, member in enumerate(archive):
            if number % 7 or not member.name.startswith("vi/") or len(found) == count:
                continue
            payload = archive.extractfile(member)
            assert payload is not None
            body = payload.read().decode("utf-8").split("\n-----------------\n")[2]
            sentences = [sentence.text for sentence in partition_body(body, "vi").sentences]
            if len(sentences) > 8 and len(set(sentences)) == len(sentences):
                found.append(sentences)
            if len(found) == count:
                break
    return found


def test_what_is_said_of_edited_real_seeds_is_true(shared_data):
    """A few in a thousand go wrong (`tests/benchmarks/edit_kinds.py` counts them); never a number or a negation."""
    wrong = tried = 0
    for number, sentences in enumerate(_real_sentences(shared_data, REAL_SEEDS)):
        if try_edit("nothing", sentences, "vi", number):
            continue  # cut into sentences otherwise when joined again
        for name in EDITS:
            faults = try_edit(name, sentences, "vi", number)
            tried += faults is not None
            wrong += bool(faults)
            assert not any(fault.startswith(("fact missed: number", "fact missed: negation")) for fault in faults or ())
    assert tried > 25 * REAL_SEEDS * 0.6
    assert wrong <= 0.01 * tried
