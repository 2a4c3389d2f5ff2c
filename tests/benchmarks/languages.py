"""The language of short texts, over the translations of a framework: right, none, wrong, for each language.

    python tests/benchmarks/languages.py [--all]       # --all: also languages that neither detector knows

The texts are the messages of Django (BSD) in its languages, joined to some 300 characters each; `make bench` installs
it. They are no news, hold English words here and there, and are harder for that.
"""

import importlib.util
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

from flows.text.language import detect_language, tag_of

LENGTH: Final = 300
LEAST: Final = 40  # characters of a message; shorter ones are labels
MOST: Final = 40  # texts of a language
FEWEST: Final = 5
_NO_WORDS: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^<>]*>|&\w+;")
_CODE: Final = re.compile(r"https?://|[a-z]+\.[a-z]+\(")
# Written alike: none is known of them from 300 characters, and none is said.
ONE_LANGUAGE: Final = {"bs", "hr", "sr_Latn"}
UNKNOWN: Final = {"ast", "dsb", "hsb", "ia", "io", "os"}  # to both detectors
RIGHT: Final = 0.97
WRONG: Final = 0.005


def main() -> int:
    """Print the figures; 1 where they are missed."""
    found = importlib.util.find_spec("django")
    if found is None or found.origin is None:
        print("skipped: Django, whose translations are the texts, is not installed (make bench)")
        return 0
    counts: dict[str, Counter[str]] = {}
    for name, texts in _texts(Path(found.origin).parent):
        if name in UNKNOWN and "--all" not in sys.argv:
            continue
        tag = tag_of(name.partition("_")[0])
        for text in texts:
            said = detect_language(text)
            verdict = "right" if said == tag else "none" if said is None else f"wrong: {said}"
            counts.setdefault(name, Counter())[verdict] += 1
    for name, count in counts.items():
        if count["right"] < count.total():
            print(f"{name}: {count.total()} texts, {dict(count)}")
    whole = sum(counts.values(), Counter[str]())
    told = sum((count for name, count in counts.items() if name not in ONE_LANGUAGE), Counter[str]())
    wrong = 1 - (whole["right"] + whole["none"]) / whole.total()
    right = told["right"] / told.total()
    print(
        f"{len(counts)} languages, {whole.total()} texts: {whole['right'] / whole.total():.4f} right, {wrong:.4f} wrong"
    )
    print(f"without {', '.join(sorted(ONE_LANGUAGE))}: right {right:.4f}")
    return right < RIGHT or wrong > WRONG


def _texts(django: Path) -> Iterator[tuple[str, list[str]]]:
    """Give the texts of each language that has enough."""
    messages: dict[str, set[str]] = {}
    for path in (*django.glob("conf/locale/*/*/django.po"), *django.glob("contrib/*/locale/*/*/django.po")):
        with path.open("rb") as file, redirect_stdout(io.StringIO()):  # it prints what is odd in a file
            for message in read_po(file, ignore_obsolete=True):
                said = message.string if isinstance(message.string, str) else message.string[0]
                text = _NO_WORDS.sub("", said).strip()
                if len(text) >= LEAST and said != message.id and not message.fuzzy and not _CODE.search(text):
                    messages.setdefault(path.parts[-3], set()).add(text)
    for name, found in sorted(messages.items()):
        texts, text = [], ""
        for part in sorted(found):
            text = f"{text} {part}".strip()
            if len(text) >= LENGTH:
                texts.append(text[:LENGTH])
                text = ""
        if len(texts) >= FEWEST:
            yield name, texts[:MOST]


if __name__ == "__main__":
    sys.exit(main())
