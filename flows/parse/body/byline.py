"""Read the authors that a line beside the headline or at the end of the text names, where no element or data does."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from selectolax.lexbor import LexborNode

from flows.parse.markup.marks import SIDE
from flows.parse.markup.walk import CAPTION, RawBlock
from flows.parse.metadata.choose import Metadata
from flows.text.names import BY, is_organisation, is_site, looks_like_name, split_authors

MAX_LINE: Final = 120  # characters
MAX_LABEL: Final = 24
_SIGNS: Final = "-–—|•· "  # between a day and the byline behind it
_STEP: Final = re.compile(
    r"[\W\d_]+|[^\W\d_]{1,5}(?=[\W\d_])"
)  # numbers and signs of a day or a clock, or a short word
_STEPS: Final = 6  # such as `24.10.`, `klo`, `13.10`, `|`
_BEHIND_NAME: Final = re.compile(
    r"(?:\s*[,|•·–—-]\s*|\s+(?:am|on|le|el|den|at|um|vom)\s+|\s+(?=\d))(?:[^\W\d_]+,?\s+)?\d.*$"
)


def take_byline(before: Sequence[RawBlock], behind: Sequence[RawBlock], found: Metadata) -> None:
    """Set the authors by the first line that begins as a byline does and has nothing but names and a date.

    `before` are the blocks before the text, `behind` its last ones.
    """
    if found.authors and _is_person(found.authors[0], found):
        return
    near = [block.text for block in before if block.kind is not CAPTION and block.mark not in SIDE]
    last = (block.text for block in behind if block.kind is not CAPTION)
    for names, text in _bylines(chain(near, found.around.lines(), last)):
        found.byline, found.authors = text, tuple(names)
        found.provenance["authors"] = "shown:byline"
        return


def _bylines(texts: Iterable[str]) -> Iterator[tuple[list[str], str]]:
    """Yield the names of each line that is a byline; the word before them may be a line of its own."""
    label = ""
    for line in texts:
        if label and line.startswith(f"{label} "):
            continue  # the same line once more, joined with those behind it
        is_labelled = bool(label)
        text = f"{label} {line}" if label else _behind_day(line.lstrip(_SIGNS))
        label = ""
        start = BY.match(text) if len(text) <= MAX_LINE else None
        if start is None:
            label = line if len(line) <= MAX_LABEL and BY.fullmatch(f"{line} ") else ""
            continue
        said = _BEHIND_NAME.sub("", text[start.end() :])
        names = split_authors([said])
        if start.group().rstrip().endswith((":", "：")) and not all(map(looks_like_name, names)):
            names = split_authors([said.partition(",")[0]])  # what follows is a role
        is_plain = is_labelled or len(start.group().split()) > 1 or start.group().rstrip().endswith((":", "："))
        if names and all(looks_like_name(name) or (is_plain and _is_word(name)) for name in names):
            yield names, text


def _behind_day(line: str) -> str:
    """Give the byline behind the day and clock that a line begins with, with the words of any language among them."""
    at = 0
    for _ in range(_STEPS if line[:1].isdigit() else 0):
        step = _STEP.match(line, at)
        if step is None or BY.match(line[at:]):
            break
        at = step.end()
    return line[at:] if BY.match(line[at:]) else line


def take_whole_name(root: LexborNode | None, found: Metadata) -> None:
    """Set the whole name where the page's data has a first name alone: what its text has behind that, if always one."""
    source = found.provenance.get("authors", "shown")
    if root is None or source.startswith("shown") or len(found.authors) != 1 or not found.authors[0].isalpha():
        return
    first = found.authors[0]
    behind = re.findall(rf"\b{first}[ \xa0]([^\W\d_][\w'’-]+)", root.text(separator="\n"))
    names = {f"{first} {last}" for last in behind if last[0].isupper()}
    whole = [name for name in names if looks_like_name(name) and split_authors([name]) == [name]]
    if len(whole) == 1:
        found.authors = (whole[0],)
        found.provenance["authors"] += ":whole_name_shown"


def _is_person(name: str, found: Metadata) -> bool:
    """Tell a person's name, whole or a single word, from a site, an agency or a motto."""
    if is_site(name, found.site_name, found.host) or is_organisation(name):
        return False
    return " " not in name or looks_like_name(name)


def _is_word(name: str) -> bool:
    """Tell one word that begins with a capital: the name that a blog's author goes by."""
    return " " not in name and not name[0].islower() and name.isalpha()
