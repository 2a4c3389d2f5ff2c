"""Layouts that are learned from pages and their seeds, with every publisher's own file hidden, against the truth.

Each fixture page of a publisher is printed again and again with other words in the same places; the learner sees some
of these pages with their seeds, and reads others. The invented layouts are printed with stories of invented words. Of
some seeds a third is damaged: another article's, or broken off. A learned layout reads what the publisher's own file
would read: body by its lines (F1), headline, captions and credits.
"""

import contextlib
import html
import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from _hard_layouts import HARD, Hard
from _invented_layouts import LAYOUTS, Story
from selectolax.lexbor import LexborHTMLParser

from flows.addresses.urls import identify
from flows.layouts import Sample, learn_layouts
from flows.parse import page as reader
from flows.parse.layouts.learned import layout_of
from flows.parse.layouts.match import Match
from flows.parse.page import parse_page
from flows.records import BlockKind, LearnedLayout, PublisherLayouts, SeedArticle, SeedFormat, content_id

FIXTURES = Path(__file__).parents[1] / "fixtures" / "parse" / "publishers"
SEEN = 20  # pages that are learned from
FEW = 5  # of each era
READ = 8  # pages that are read with what was learned
DAMAGED = 0.3
GENERATED = 36  # templates
WORD = re.compile(r"[^\W\d_]{2,}")
SYLLABLES = ("ba", "ko", "li", "mu", "ne", "sa", "ti", "vo", "ra", "du", "pe", "gi", "lo", "na", "te", "mi")


class Printed(NamedTuple):
    """A page of one layout, and what it says."""

    url: str
    markup: str
    title: str
    lines: tuple[str, ...]  # lead and body
    captions: tuple[str, ...]  # captions and credits
    printed: tuple[str, ...] = ()  # each caption with its credit, as an old scraper had them

    def seed(self, damage: str = "", other: "Printed | None" = None) -> SeedArticle:
        """Make the seed of the page, as an old scraper would have flattened it; damaged where that is asked for."""
        shown = other if damage == "other" and other is not None else self
        body = " ".join((*shown.printed, *shown.lines))
        if damage == "truncated":
            body = body[: len(body) // 2]
        identity = identify(f"https://learned.example/{content_id(self.markup)}")  # each page is of its own article
        assert identity is not None
        return SeedArticle(
            seed_id=content_id(self.url, shown.title, body), identity=identity, url=self.url, title=shown.title,
            body=body, extra=None, format=SeedFormat.JSONL, source_path="s", line=1,
        )  # fmt: skip


def reworded(text: str, chance: random.Random) -> str:
    """Put an invented word for each word, as long as that and written as that."""

    def word(match: re.Match[str]) -> str:
        made = "".join(chance.choices(SYLLABLES, k=max(1, len(match[0]) // 2)))
        return made.capitalize() if match[0][0].isupper() else made

    return WORD.sub(word, text)


def print_fixture(name: str, number: int) -> Printed:
    """Print a fixture page with other words."""
    want = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    markup = (FIXTURES / f"{name}.html").read_text("utf-8")
    chance = random.Random(f"{name} {number}")
    texts = [want["title"], want["lead"], *(text for _, text in want["body"])]
    texts += [text for pair in want["captions"] for text in pair]
    new: dict[str, str] = {}
    for text in sorted({text for text in texts if text}, key=len, reverse=True):
        new[text] = reworded(text, chance)
        for form in (html.escape(text), html.escape(text, quote=False), text):
            markup = markup.replace(form, html.escape(new[text], quote=False))
    lines = [want["lead"], *(text for _, text in want["body"])]
    captions = [text for pair in want["captions"] for text in pair]
    return Printed(
        url=want["url"],
        markup=markup,
        title=new.get(want["title"] or "", ""),
        lines=tuple(new[text] for text in lines if text),
        captions=tuple(new[text] for text in captions if text),
        printed=tuple(f"{new[a]} (Ảnh: {new[b]})" if b else new[a] for a, b in want["captions"] if a),
    )


def print_invented(at: int, number: int) -> Printed:
    """Print an invented story in an invented layout."""
    chance = random.Random(1000 * at + number)

    def sentence() -> str:
        words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(chance.randint(8, 18))]
        return " ".join(words).capitalize() + "."

    lines = [" ".join(sentence() for _ in range(chance.randint(1, 3))) for _ in range(chance.randint(4, 9))]
    title = sentence()[:-1]
    others = [(sentence()[:-1], sentence()) for _ in range(4)]
    markup = LAYOUTS[at](Story(title, lines, "en", others))
    return Printed(f"https://landing.example/{at}/{number}", markup, title, tuple(lines), ())


class Template:
    """A template of a site that nobody has described: which elements, which names, what stands where."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(f"template {number}")
        self.kind = ("hashed", "table", "component", "soup", "semantic", "utility")[number % 6]
        self.has_lead, self.has_photo = self.chance.random() < 0.6, self.chance.random() < 0.6
        self.is_photo_inside = self.chance.random() < 0.5
        self.boxes = self.chance.randint(0, 2)
        self.wrappers = self.chance.randint(0, 3)
        self.names = {
            role: self._name(role) for role in ("wrap", "title", "lead", "photo", "cap", "body", "box", "side")
        }

    def _name(self, role: str) -> str:
        if self.kind in {"hashed", "soup"}:
            return f"{self.chance.choice(('css', 'sc', 'jsx'))}-{self.chance.randrange(16**6):06x}"
        if self.kind == "utility":
            return (
                " ".join(self.chance.sample(("flex", "mt-4", "text-lg", "w-full", "px-2", "block"), 2)) + f" u-{role}"
            )
        return f"{self.chance.choice(('n', 'art', 'x', 'page'))}-{role}"

    def element(self, role: str, inside: str, tag: str = "div") -> str:
        """Write an element of a role in this template's manner."""
        if self.kind == "component" and tag == "div":
            tag = f"x-{role}"
        if self.kind == "table" and role in {"body", "side"}:
            return f'<table><tr><td class="{self.names[role]}">{inside}</td></tr></table>'
        return f'<{tag} class="{self.names[role]}">{inside}</{tag}>'

    def page(self, title: str, lead: str, caption: str, lines: Sequence[str], others: Sequence[str]) -> str:
        """Print an article: furniture around it and in it."""
        parts = [f"<div><span>{line}</span></div>" if self.kind == "soup" else f"<p>{line}</p>" for line in lines]
        for at in range(self.boxes):
            parts.insert(2 + 2 * at, self.element("box", f'<a href="/o{at}">{others[at]}</a>'))
        photo = self.element("photo", f'<img src="/p.jpg">{self.element("cap", caption)}') if caption else ""
        before = self.element("lead", lead) if lead else ""
        inside, outside = (photo, "") if self.is_photo_inside else ("", photo)
        body = self.element("body", inside + "".join(parts))
        whole = self.element("title", title, "h1" if self.kind in {"semantic", "utility"} else "div")
        whole += before + outside + body
        for _ in range(self.wrappers):
            whole = self.element("wrap", whole)
        side = self.element("side", "".join(f"<p>{text}</p>" for text in others[2:]))
        return f"<html><head><title>{title}</title></head><body><ul><li>Home</li></ul>{whole}{side}</body></html>"


def print_generated(number: int, at: int) -> Printed:
    """Print an invented story in a generated template."""
    template, chance = Template(number), random.Random(f"story {number} {at}")

    def sentence() -> str:
        words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(chance.randint(8, 18))]
        return " ".join(words).capitalize() + "."

    lines = tuple(" ".join(sentence() for _ in range(chance.randint(1, 3))) for _ in range(chance.randint(4, 9)))
    title, lead = sentence()[:-1], sentence() if template.has_lead else ""
    caption, credit = (sentence(), "Ana Reyes") if template.has_photo else ("", "")
    printed = f"{caption} (Photo: {credit})" if caption else ""
    markup = template.page(title, lead, printed, lines, [sentence() for _ in range(5)])
    captions = (caption, credit) if caption else ()
    shown = tuple(filter(None, (lead, *lines)))
    url = f"https://quay.example/{number}/{at}"
    return Printed(url, markup, title, shown, captions, tuple(filter(None, [printed])))


def print_hard(layout: Hard, number: int) -> Printed:
    """Print an invented story in a layout that is hard to learn."""
    story = layout.story(number)
    return Printed(
        url=f"https://reef.example/{layout.write.__name__}/{number}",
        markup=layout.write(story),
        title=story.title,
        lines=tuple(filter(None, (story.lead, *story.lines))),
        captions=tuple(text for pair in story.captions for text in pair),
        printed=tuple(f"{caption} (Photo: {credit})" for caption, credit in story.captions),
    )


def share(found: Sequence[str], wanted: Sequence[str]) -> float:
    """Give the F1 of two lists of lines, by their letters."""
    left, right = ({"".join(text.split()) for text in texts} for texts in (found, wanted))
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


class Score(NamedTuple):
    """How some pages were read: means, 0-1."""

    body: float
    title: float
    captions: float


@contextlib.contextmanager
def hide_publishers() -> Iterator[None]:
    """Hide what is written by hand: publishers' files and families."""
    usual = reader.match_layouts

    def match(tree: LexborHTMLParser, _: object, __: object, learned: PublisherLayouts | None) -> Iterator[Match]:
        for item in learned.layouts if learned else ():
            if tree.css_first(", ".join(item.fingerprint)) is not None:
                yield Match(item.name, layout_of(item), is_learned=True)

    reader.match_layouts = match  # type: ignore[assignment]  # it does without the address
    try:
        yield
    finally:
        reader.match_layouts = usual


def read_pages(pages: Sequence[Printed], learned: Sequence[LearnedLayout] | None) -> Score:
    """Read pages with learned layouts, or (None) with what is written by hand."""
    layouts = PublisherLayouts(publisher="learned.example", layouts=tuple(learned or ()))
    with contextlib.nullcontext() if learned is None else hide_publishers():
        scores = [score_page(page, layouts) for page in pages]
    return Score(*(sum(column) / len(scores) for column in zip(*scores, strict=True)))


def score_page(page: Printed, layouts: PublisherLayouts) -> Score:
    """Read one page without its seed, and compare it with what it says."""
    headers = {"content-type": "text/html; charset=utf-8"}
    found = parse_page(page.markup.encode(), url=page.url, headers=headers, layouts=layouts)
    lines = [found.lead, *(block.text for block in found.blocks if block.kind is not BlockKind.CAPTION)]
    captions = [text for item in found.media for text in (item.caption, item.credit) if text]
    is_title = "".join((found.title or "").split()) == "".join(page.title.split())
    return Score(share([line for line in lines if line], page.lines), float(is_title), share(captions, page.captions))


def learn_from(pages: Sequence[Printed], *, damaged: float = 0.0) -> tuple[LearnedLayout, ...]:
    """Learn from pages, of whose seeds a part is damaged."""
    chance = random.Random(11)
    samples = []
    for at, page in enumerate(pages):
        damage = chance.choice(["other", "truncated"]) if chance.random() < damaged else ""
        samples.append(Sample(page.markup, page.seed(damage, pages[at - 1])))
    return learn_layouts(samples)


class Kind(NamedTuple):
    """A layout and pages of it: the first twenty are learned from, the others are read."""

    name: str
    pages: list[Printed]
    is_described: bool = False  # by hand; else the truth is what a layout written by hand would read
    eras: int = 1

    def scores(self) -> dict[str, Score]:
        """Read with each layout: what is written by hand, and what some pages teach."""
        seen, rest = self.pages[:SEEN], self.pages[SEEN:]
        return {
            "by hand": read_pages(rest, None),
            "20 pages": read_pages(rest, learn_from(seen)),
            "5 pages": read_pages(rest, learn_from(seen[: FEW * self.eras])),
            "damaged": read_pages(rest, learn_from(seen, damaged=DAMAGED)),
        }


def list_kinds() -> list[Kind]:
    """List the layouts: of publishers, invented by hand, generated, and hard ones."""
    count = range(SEEN + READ)
    names = sorted(path.stem for path in FIXTURES.glob("*.json"))
    return [
        *(Kind(name, [print_fixture(name, number) for number in count], is_described=True) for name in names),
        *(
            Kind(f"invented {layout.__name__}", [print_invented(at, number) for number in count])
            for at, layout in enumerate(LAYOUTS)
        ),
        *(
            Kind(f"generated {number} {Template(number).kind}", [print_generated(number, at) for at in count])
            for number in range(GENERATED)
        ),
        *(
            Kind(f"hard {layout.write.__name__}", [print_hard(layout, number) for number in count], eras=layout.eras)
            for layout in HARD
        ),
    ]


def list_misses(kind: Kind, scores: dict[str, Score]) -> list[str]:
    """Name the columns of a layout that miss its figure."""
    hand = scores["by hand"].body if kind.is_described else 1.0
    least = {"20 pages": hand - 0.003, "5 pages": hand - 0.01, "damaged": scores["20 pages"].body - 0.01}
    return [
        column
        for column, body in least.items()
        if scores[column].body < body or scores[column].title < 0.99 or scores[column].captions < 0.97
    ]


def main() -> int:
    """Print each layout's scores: by hand, learned from 20 pages, from 5, from 20 with damaged seeds; 1 for a miss."""
    started = time.process_time()
    kinds = list_kinds()
    table = {kind.name: kind.scores() for kind in kinds}
    missed = 0
    for kind in kinds:
        scores, misses = table[kind.name], list_misses(kind, table[kind.name])
        told = "   ".join(f"{column} {s.body:.3f} {s.title:.2f} {s.captions:.2f}" for column, s in scores.items())
        print(f"{kind.name:34} {told}{'   MISSED: ' if misses else ''}{', '.join(misses)}")
        missed += bool(misses)
    print("means, as body F1, headlines, captions and credits F1:")
    for column in ("by hand", "20 pages", "5 pages", "damaged"):
        values = zip(*(scores[column] for scores in table.values()), strict=True)
        print(f"{column:10}", *(f"{sum(value) / len(kinds):.4f}" for value in values))
    print(f"{len(kinds)} layouts, {time.process_time() - started:.0f} s CPU, {missed} miss a figure")
    return missed > 0


if __name__ == "__main__":
    sys.exit(main())
