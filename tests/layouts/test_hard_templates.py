"""What templates do to whoever looks for the text in them: each kind is learned from its pages, and read."""

import random
from collections.abc import Callable, Sequence

import pytest
from factories import seed_at

from flows.layouts import Sample, learn_layouts
from flows.parse.layouts.learned import layout_of
from flows.parse.page import parse_page
from flows.records import BlockKind, LearnedLayout, ParsedPage, PublisherLayouts

WORDS = (
    "talo", "silta", "joki", "kevät", "koulu", "tori", "vene", "kirja", "ovi", "ikkuna", "metsä", "leipä", "kello",
    "satama", "pelto", "mylly", "aitta", "polku",
)  # fmt: skip


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(9, 15))).capitalize() + "."


class Story:
    """An invented article, and what stands around it."""

    def __init__(self, number: int) -> None:
        chance = random.Random(f"story {number}")
        self.number = number
        self.title = sentence(chance)[:-1]
        self.lead = sentence(chance)
        self.lines = [f"{sentence(chance)} {sentence(chance)}" for _ in range(6)]
        self.caption = f"{sentence(chance)} (Photo: Aino Vesa)"
        self.others = [sentence(chance) for _ in range(4)]

    @property
    def paragraphs(self) -> list[str]:
        return [f"<p>{line}</p>" for line in self.lines]

    def seed_text(self) -> list[str]:
        return [self.lead, *self.lines]


Template = Callable[[Story], str]


def sample(template: Template, number: int, *, text: Sequence[str] | None = None) -> Sample:
    story = Story(number)
    markup = f"<html><head><title>{story.title}</title></head><body><ul><li>Etusivu</li></ul>{template(story)}</body>"
    body = "\n".join(story.seed_text() if text is None else text)
    return Sample(markup, seed_at(f"https://satama.example/{number}", title=story.title, body=body))


def learn(template: Template, count: int = 12) -> tuple[LearnedLayout, ...]:
    return learn_layouts(sample(template, number) for number in range(count))


def read(template: Template, learned: Sequence[LearnedLayout], number: int = 90) -> ParsedPage:
    layouts = PublisherLayouts(publisher="satama.example", layouts=tuple(learned))
    markup = sample(template, number).markup.encode()
    headers = {"content-type": "text/html; charset=utf-8"}
    return parse_page(markup, url=f"https://satama.example/{number}", headers=headers, layouts=layouts)


def texts(page: ParsedPage) -> list[str]:
    return [text for text in (page.lead, *(b.text for b in page.blocks if b.kind is not BlockKind.CAPTION)) if text]


def place_in_the_lead(story: Story) -> str:
    place = f"<span class='plc'>{WORDS[story.number % 9].title()}</span>"
    return (
        f"<h1>{story.title}</h1><p class=ing>{place}{story.lead}</p><div class=jutut>{''.join(story.paragraphs)}</div>"
    )


def headline_in_the_box(story: Story) -> str:
    return f"<table><tr><td><b>{story.title}</b><p>{story.lead}</p>{''.join(story.paragraphs)}</td></tr></table>"


def font_that_never_ends(story: Story) -> str:
    """The last paragraph falls out of the element that holds the others."""
    text = "<p>".join((story.lead, *story.lines))
    return f"<table><tr><td><center><b>{story.title}</b></center><font>{text}</font></table>"


def boxes_between_parts(story: Story) -> str:
    first, second = "".join(story.paragraphs[:3]), "".join(story.paragraphs[3:])
    promoted = f"<section class=mainos><div><p>{story.others[0]}</p></div></section>"
    parts = (
        f"<section><div class=osa1>{first}</div></section>{promoted}<section><div class=osa2>{second}</div></section>"
    )
    return f"<h1>{story.title}</h1><div class=ing>{story.lead}</div><div class=juttu>{parts}</div>"


def teasers_of_the_same_class(story: Story) -> str:
    text = "".join(f"<p class=t>{line}</p>" for line in story.seed_text())
    teasers = "".join(f"<p class=t>{line}</p>" for line in story.others)
    return f"<div class=sivu><h1>{story.title}</h1>{text}<div class=viiva>Lue seuraavaksi</div>{teasers}</div>"


def names_of_one_page(story: Story) -> str:
    def box(role: str, inside: str) -> str:
        return f'<div class="{role}{random.Random(f"{role} {story.number}").randrange(10**6)}">{inside}</div>'

    side = "".join(box("k", f"<span>{line}</span>") for line in story.others)
    text = "".join(f"<p>{line}</p>" for line in story.seed_text())
    return f"<main>{box('o', f'<h1>{story.title}</h1>')}{box('t', text)}{box('s', side)}</main>"


def notes_in_sentences(story: Story) -> str:
    notes = [
        f"<p>{line}<span class=huom>{note}</span><sup class=nro>{at}</sup></p>"
        for at, (line, note) in enumerate(zip(story.seed_text(), story.others * 2, strict=False))
    ]
    return f"<h1>{story.title}</h1><div class=juttu>{''.join(notes)}</div>"


def row_of_paragraphs(story: Story) -> str:
    foot = "<hr><p>Toimitus on osoitteessa Satamakatu 4 ja vastaa puhelimeen arkisin aamusta iltaan.</p>"
    return f"<h2>{story.title}</h2><p>{story.lead}</p>{''.join(story.paragraphs)}{foot}"


def margins_of_cells(story: Story) -> str:
    rows = "".join(f"<tr><td width=20></td><td>{line}</td></tr>" for line in story.seed_text())
    side = "".join(f"<tr><td>{line}</td></tr>" for line in story.others)
    return f"<h1>{story.title}</h1><table><tr><td><table>{rows}</table></td><td><table>{side}</table></td></tr></table>"


TEMPLATES = (
    place_in_the_lead, headline_in_the_box, font_that_never_ends, boxes_between_parts, teasers_of_the_same_class,
    names_of_one_page, notes_in_sentences, row_of_paragraphs, margins_of_cells,
)  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.__name__)
def test_the_text_and_nothing_else_is_read(template: Template):
    assert texts(read(template, learn(template))) == Story(90).seed_text()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.__name__)
def test_five_pages_teach_it_as_well(template: Template):
    assert texts(read(template, learn(template, 5))) == Story(90).seed_text()


def test_the_same_words_beside_the_same_picture_on_other_pages_are_no_caption():
    """Who wrote it, with a portrait: the seeds have neither; a caption that a seed lacks is another on each page."""

    def template(story: Story) -> str:
        portrait = f"<div class=tekija><img src=/a.jpg><p>{Story(story.number % 3).others[0]}</p></div>"
        picture = f"<figure class=kuva><img src=/{story.number}.jpg><figcaption>{story.caption}</figcaption></figure>"
        text = "".join(f"<p>{line}</p>" for line in story.seed_text())
        return f"<h1>{story.title}</h1><div class=juttu>{picture}{text}{portrait}</div>"

    learned = learn(template)
    assert layout_of(learned[0]).drop == ("div.tekija",)
    found = read(template, learned)
    assert texts(found) == Story(90).seed_text()
    assert [item.caption for item in found.media] == [Story(90).caption.partition(" (")[0]]


def test_pages_that_show_only_words_of_their_seeds_teach_nothing():
    """A page of topics names what the article is of; its list of topics is no body."""

    def template(story: Story) -> str:
        return f"<h1>Aiheet</h1><div class=aiheet><a href=/a>{story.lead[:40]}</a></div><p>{story.others[0]}</p>"

    assert learn(template) == ()


def test_seeds_that_broke_off_teach_no_layout_of_their_own():
    whole = [sample(boxes_between_parts, number) for number in range(12)]
    broken = [sample(boxes_between_parts, number, text=Story(number).seed_text()[:3]) for number in range(4)]
    (learned,) = learn_layouts([*broken, *whole[4:]])
    assert layout_of(learned).body == layout_of(learn_layouts(whole)[0]).body


def test_a_caption_that_the_seed_has_in_its_text_is_no_lead():
    def template(story: Story) -> str:
        picture = f"<figure><img src=/1.jpg><figcaption>{story.caption}</figcaption></figure>"
        text = f"<p class=ing>{story.lead}</p><div class=juttu>{''.join(story.paragraphs)}</div>"
        return f"<h1>{story.title}</h1>{picture}{text}"

    def sample_with_caption(number: int) -> Sample:
        story = Story(number)
        return sample(template, number, text=[story.caption.replace("Photo", "Valokuvaaja"), *story.seed_text()])

    (learned,) = learn_layouts(map(sample_with_caption, range(12)))
    assert layout_of(learned).lead == ("p.ing",)


def test_the_name_below_the_text_is_left_for_the_reader_to_take_as_its_author():
    def template(story: Story) -> str:
        text = "".join(f"<p class=n>{line}</p>" for line in story.seed_text())
        signed = f"<p class=n><strong>Aino {WORDS[story.number % 9].title()}</strong></p>"
        return f"<h1>{story.title}</h1><div class=juttu>{text}{signed}</div>"

    found = read(template, learn(template))
    assert (texts(found), found.authors) == (Story(90).seed_text(), (f"Aino {WORDS[0].title()}",))
