"""Pages in a language that marks each message instead of translating it: what is not marked is in no message."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest

from flows.records import FactKind
from flows.show import language
from flows.show.language import Language
from flows.show.templating import templates
from flows.show.vocabulary import MEANINGS

MARKED = Language(code="qps", name="marked", day_form="%Y-%m-%d", month_form="%Y-%m")
SAME_EVERYWHERE = {"UTC", "SQL", "Seedbank"}
VOCABULARY = {str(value) for meanings in MEANINGS.values() for value in meanings} | {*map(str, FactKind)}
SHOWN_ATTRIBUTES = {"title", "aria-label", "data-side", "placeholder", "alt"}
NOT_READ = {"code", "pre", "style", "title"}
VOID = {"br", "meta", "link", "input", "img", "hr"}


class Marks:
    """A catalogue that marks each message instead of translating it."""

    def get(self, key: tuple[str | None, str]) -> tuple[str, ...]:
        return (f"⟦{key[1]}⟧",)


class Unmarked(HTMLParser):
    """Collects the words of a page that are in no message, but for code, names, and texts of another language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._depth = 0
        self._is_read = [True]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_read = self._is_read[-1] and tag not in NOT_READ and given.get("translate") != "no"
        if "lang" in given and tag != "html":
            is_read = given["lang"] == MARKED.code
        if tag not in VOID:
            self._is_read.append(is_read)
        for name in SHOWN_ATTRIBUTES & given.keys():
            self._collect(given[name] or "", depth=0)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._is_read.pop()

    def handle_data(self, data: str) -> None:
        if self._is_read[-1]:
            self._depth = self._collect(data, depth=self._depth)

    def _collect(self, text: str, *, depth: int) -> int:
        outside = ""
        for letter in text:
            depth += (letter == "⟦") - (letter == "⟧")
            outside += letter if depth == 0 else " "
        self.words += [w for w in re.findall(r"[^\W\d_]+(?:_\w+)*", outside) if w not in SAME_EVERYWHERE | VOCABULARY]
        return depth


@contextmanager
def mark_messages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mark every message for the length of the block."""
    monkeypatch.setattr(language, "_read_catalogue", lambda _: Marks())
    yield
    templates.cache_clear()
