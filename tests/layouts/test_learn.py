"""A layout is learned from what most pages and seeds say, whatever some of them say and in whatever order they come."""

import importlib.util
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from factories import seed_at
from selectolax.lexbor import LexborHTMLParser

from flows.layouts import Sample, continue_layouts, learn_layouts, write_publisher_file
from flows.parse.layouts.learned import layout_of
from flows.records import LearnedLayout, PublisherLayouts

WORDS = (
    "harbour", "bridge", "council", "river", "morning", "farmer", "market", "school", "winter", "engine", "ladder",
    "garden", "window", "signal", "copper", "meadow",
)  # fmt: skip


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(9, 16))).capitalize() + "."


class Story:
    """An invented article, its page in one of two templates, and its seed."""

    def __init__(self, number: int) -> None:
        chance = random.Random(number)
        self.number = number
        self.title = sentence(chance)[:-1]
        self.lead = sentence(chance)
        self.caption = f"{sentence(chance)} (Photo: Ana Reyes)"
        self.body = [f"{sentence(chance)} {sentence(chance)}" for _ in range(6)]
        self.teaser = sentence(chance)

    def page(self, template: str) -> str:
        paragraphs = [f"<p>{text}</p>" for text in self.body]
        if template == "new":
            paragraphs.insert(3, f'<div class="see-also"><a href="/x">{self.teaser}</a></div>')
            inside = (
                f'<h1 class="hd">{self.title}</h1><span class="when">5 October 2016, 08:{self.number % 60:02}</span>'
                f'<div class="intro">{self.lead}</div><div class="pic"><img src="/p.jpg"><i>x</i>'
                f'<p class="cap">{self.caption}</p></div><div class="prose">{"".join(paragraphs)}</div>'
            )
        else:
            inside = f'<table id="old"><tr><td class="t">{self.title}</td></tr><tr><td class="x">{"".join(paragraphs)}'
            inside += "</td></tr></table>"
        menu = "".join(f"<li><a href='/{word}'>{word}</a></li>" for word in WORDS)
        side = f"<aside><p>{sentence(random.Random(-self.number))}</p></aside>"
        return f"<html><body><ul>{menu}</ul><div class='wrap'>{inside}</div>{side}</body></html>"

    def sample(self, template: str, *, body: str | None = None) -> Sample:
        text = body if body is not None else "\n".join([self.lead, self.caption, *self.body])
        url = f"https://landing.example/{self.number}"
        return Sample(self.page(template), seed_at(url, title=self.title, body=text))


def selectors(learned: Sequence[LearnedLayout]) -> list[tuple[tuple[str, ...], ...]]:
    layouts = [layout_of(item) for item in learned]
    return [(item.title, item.lead, item.body, item.caption, item.photo, item.published, item.drop) for item in layouts]


def test_each_role_is_learned_with_its_evidence():
    (learned,) = learn_layouts(Story(number).sample("new") for number in range(12))
    layout = layout_of(learned)
    assert layout.title[0] in {"h1", "h1.hd"}
    assert layout.lead == ("div.intro",)
    assert layout.body == ("div.prose",)
    assert "p.cap" in layout.caption
    assert layout.published == ("span.when",)
    assert layout.drop == ("div.see-also",)
    body = next(item for item in learned.evidence if item.role == "body")
    assert (body.support, body.contradicting, learned.seed_count) == (12, 0, 12)


@pytest.mark.parametrize("damage", ["another article's", "broken off", "none"])
def test_damaged_seeds_do_not_change_what_is_learned(damage: str):
    samples = [Story(number).sample("new") for number in range(14)]
    for number in range(4):
        other = Story(100 + number)
        text = "\n".join(other.body) if damage == "another article's" else "\n".join(Story(number).body[:2])
        samples[number] = Story(number).sample("new", body=text if damage != "none" else "")
    clean = learn_layouts(Story(number).sample("new") for number in range(14))
    assert [layout_of(item).body for item in learn_layouts(samples)] == [layout_of(item).body for item in clean]
    assert [layout_of(item).drop for item in learn_layouts(samples)] == [layout_of(item).drop for item in clean]


def test_two_templates_are_two_layouts_told_apart():
    samples = [Story(number).sample("new" if number % 3 else "old") for number in range(18)]
    first, second = learn_layouts(samples)
    assert (layout_of(first).body, layout_of(second).body) == (("div.prose",), ("td.x",))
    assert (first.seed_count, second.seed_count) == (12, 6)
    assert first.fingerprint != second.fingerprint


def test_the_order_of_the_pages_changes_nothing():
    samples = [Story(number).sample("new" if number % 3 else "old") for number in range(18)]
    again = random.Random(3).sample(samples, len(samples))
    assert learn_layouts(samples) == learn_layouts(again)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_less_than_three_pages_teach_nothing(count: int):
    """A page would rest on itself, or on one other alone."""
    assert learn_layouts(Story(number).sample("new") for number in range(count)) == ()


def test_pages_that_show_nothing_of_their_seeds_teach_nothing():
    assert learn_layouts(Story(n).sample("new", body="\n".join(Story(50 + n).body)) for n in range(9)) == ()


def test_the_exported_file_is_a_publisher_file_with_the_same_layouts(tmp_path: Path):
    learned = learn_layouts(Story(number).sample("new" if number % 3 else "old") for number in range(18))
    path = tmp_path / "landing.py"
    path.write_text(write_publisher_file("landing.example", learned), "utf-8")
    spec = importlib.util.spec_from_file_location("landing", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PUBLISHER.hosts == ("landing.example",)
    assert module.PUBLISHER.layouts == tuple(layout_of(item) for item in learned)


def test_a_layout_that_is_learned_again_keeps_its_name_and_an_old_one_its_place():
    first = learn_layouts(Story(number).sample("old") for number in range(6))
    both = learn_layouts(Story(number).sample("new" if number < 9 else "old") for number in range(14))
    new = learn_layouts(Story(number).sample("new") for number in range(9))
    assert [item.name for item in first] == ["learned_1"]
    assert [(item.name, layout_of(item).body) for item in continue_layouts(first, both)] == [
        ("learned_2", ("div.prose",)),
        ("learned_1", ("td.x",)),
    ]
    assert continue_layouts(first, new)[1:] == first
    assert continue_layouts((), both) == both
    assert continue_layouts(first, ()) == first


def test_a_version_names_what_decides_a_reading_and_not_how_many_pages_speak_for_it():
    few = PublisherLayouts(publisher="a", layouts=learn_layouts(Story(n).sample("new") for n in range(8)))
    many = PublisherLayouts(publisher="a", layouts=learn_layouts(Story(n).sample("new") for n in range(12)))
    other = PublisherLayouts(publisher="a", layouts=learn_layouts(Story(n).sample("old") for n in range(8)))
    assert few.layouts != many.layouts
    assert few.version == many.version != other.version


def test_what_a_publisher_adds_to_few_articles_is_no_furniture():
    """A box on three pages of forty may be what is new in these articles; one on all of them is the site's."""
    samples = [Story(number).sample("new") for number in range(40)]
    for number in range(3):
        added = f'<p class="update">{sentence(random.Random(500 + number))}</p></div>'
        markup = samples[number].markup.replace("</div></div><aside>", f"{added}</div><aside>")
        assert markup != samples[number].markup
        samples[number] = samples[number]._replace(markup=markup)
    (learned,) = learn_layouts(samples)
    assert layout_of(learned).drop == ("div.see-also",)


def test_a_lead_behind_the_name_of_a_place_is_one():
    samples = [Story(number).sample("new") for number in range(12)]
    placed = [
        item._replace(markup=item.markup.replace('<div class="intro">', '<div class="intro"><span>Porto</span>'))
        for item in samples
    ]
    (learned,) = learn_layouts(placed)
    assert layout_of(learned).lead == ("div.intro",)


def test_markup_of_a_word_processor_teaches_no_selector_that_cannot_be_read():
    """`o:p` is a tag in HTML and no selector in CSS: with one of them, no page of the site could be read."""
    samples = [Story(number).sample("new") for number in range(12)]
    pasted = [
        item._replace(markup=re.sub(r'<div class="see-also">(.*?)</div>', r"<o:p class=MsoNote>\1</o:p>", item.markup))
        for item in samples
    ]
    assert all("<o:p" in item.markup for item in pasted)
    (learned,) = learn_layouts(pasted)
    page = LexborHTMLParser(pasted[0].markup)
    assert [page.css_first(item.selector) is not None for item in learned.evidence] == [True] * len(learned.evidence)
