"""Twenty page layouts that are hard to learn: what a site's template may do to whoever looks for the text in it.

A layout is a function of a `HardStory` and gives the page's markup. Names, boxes and teasers are invented; what the
function leaves out of lead, lines and captions is furniture, other on each page unless it says so.
"""

import html
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

LATIN: Final = ("ba", "ko", "li", "mu", "ne", "sa", "ti", "vo", "ra", "du", "pe", "gi", "lo", "na", "te", "mi")
CYRILLIC: Final = ("ба", "ко", "ли", "му", "не", "са", "ти", "во", "ра", "ду", "пе", "ги", "ло", "на", "те", "ми")
HAN: Final = tuple("山水田木火土金石雨雪风云江河湖海桥路门窗花草鸟鱼春夏秋冬东西南北大小高低远近")
GREEK: Final = ("βα", "κο", "λι", "μυ", "νε", "σα", "τι", "φο", "ρα", "δυ", "πε", "γι", "λο", "να", "τε", "μι")


class Tongue:
    """Words of no language, in the letters of one."""

    def __init__(self, letters: Sequence[str], chance: random.Random) -> None:
        self.letters, self.chance = letters, chance

    def line(self, least: int = 8, most: int = 18) -> str:
        """Give words without a stop."""
        count = self.chance.randint(least, most)
        if self.letters is HAN:
            return "".join(self.chance.choices(HAN, k=2 * count))
        words = ["".join(self.chance.choices(self.letters, k=self.chance.randint(1, 3))) for _ in range(count)]
        return " ".join(words).capitalize()

    def sentence(self) -> str:
        """Give a sentence."""
        return self.line() + ("。" if self.letters is HAN else ".")

    def text(self, most: int) -> str:
        """Give one to `most` sentences."""
        return ("" if self.letters is HAN else " ").join(self.sentence() for _ in range(self.chance.randint(1, most)))

    def name(self) -> str:
        """Give a person's name."""
        return "".join(self.chance.choices(HAN, k=3)) if self.letters is HAN else self.line(2, 2).title()


@dataclass(slots=True)
class HardStory:
    """What one page says, and what it prints around that."""

    number: int
    title: str
    lead: str
    lines: list[str]
    captions: list[tuple[str, str]]  # caption, credit
    others: list[str]  # titles of other stories
    teasers: list[str]  # their first sentences
    author: str
    chance: random.Random

    def printed(self, at: int) -> str:
        """Give a caption with its credit."""
        caption, credit = self.captions[at]
        return html.escape(f"{caption} (Photo: {credit})")

    def hashed(self, role: str) -> str:
        """Make a class name that is another on each page."""
        return f"{role[:1]}-{random.Random(f'{role} {self.number}').randrange(16**7):07x}"


def make_story(
    number: int, *, letters: Sequence[str] = LATIN, lead: bool = True, captions: int = 0, least: int = 4, most: int = 9
) -> HardStory:
    """Make a story: the same number gives the same."""
    chance = random.Random(f"hard {number} {letters[0]}")
    tongue = Tongue(letters, chance)
    return HardStory(
        number=number,
        title=tongue.line(),
        lead=tongue.sentence() if lead else "",
        lines=[tongue.text(3) for _ in range(chance.randint(least, most))],
        captions=[(tongue.sentence(), tongue.name()) for _ in range(captions)],
        others=[tongue.line() for _ in range(5)],
        teasers=[tongue.text(2) for _ in range(5)],
        author=tongue.name(),
        chance=chance,
    )


def _page(story: HardStory, inside: str) -> str:
    menu = "".join(f'<li><a href="/{at}">{name}</a></li>' for at, name in enumerate(("Uno", "Dua", "Tria")))
    return f"<!doctype html><html><head><title>{story.title}</title></head><body><ul>{menu}</ul>{inside}</body></html>"


def _paragraphs(story: HardStory, form: str = "<p>{}</p>") -> list[str]:
    return [form.format(html.escape(line)) for line in story.lines]


def _picture(story: HardStory, at: int = 0) -> str:
    return f'<img src="/i/{story.number}-{at}.jpg" alt="">'


def cms_soup(story: HardStory) -> str:
    """Fields in fields, whose ids count articles; boxes of the same field classes between the paragraphs."""
    items = [f'<div class="field-item {("even", "odd")[at % 2]}"><p>{x}</p></div>' for at, x in enumerate(story.lines)]
    box = '<div class="field-item block-views"><div class="item-list"><p>{}</p><p>{}</p></div></div>'
    items.insert(2, box.format(story.others[0], story.teasers[0]))
    items.append(box.format(story.others[1], story.teasers[1]))
    return _page(
        story,
        f'<div id="node-{7000 + story.number}" class="node node-{7000 + story.number} clearfix"><div class="field '
        f'field-name-title"><div class="field-items"><div class="field-item even"><h2>{story.title}</h2></div></div>'
        f'</div><div class="field field-summary"><div class="field-items"><div class="field-item even">{story.lead}'
        f'</div></div></div><div class="field field-name-body"><div class="field-items">{"".join(items)}</div></div>'
        f'<div class="field field-rel"><div class="field-items"><div class="field-item even">{story.teasers[2]}</div>'
        "</div></div></div>",
    )


def tables_in_tables(story: HardStory) -> str:
    """Tables that lay out the page in tables, without a class: each paragraph a row, teasers in the cell beside."""
    rows = "".join(f"<tr><td width=20></td><td><font face=Arial>{line}</font></td></tr>" for line in story.lines)
    side = "".join(f"<tr><td><b>{a}</b><br>{b}</td></tr>" for a, b in zip(story.others, story.teasers, strict=True))
    return _page(
        story,
        "<table width=800><tr><td colspan=2><table><tr><td>Uno</td><td>Dua</td><td>Tria</td></tr></table></td></tr>"
        f"<tr><td width=600><table><tr><td><font size=5><b>{story.title}</b></font></td></tr></table>"
        f"<table>{rows}</table></td><td width=200><table>{side}</table></td></tr></table>",
    )


def components(story: HardStory) -> str:
    """Components in components with open shadow roots, and promotions among the paragraphs."""
    parts = _paragraphs(story, "<news-par><span>{}</span></news-par>")
    parts.insert(2, f"<news-promo><news-par><span>{story.teasers[0]}</span></news-par></news-promo>")
    parts.append(f"<news-promo><news-par><span>{story.teasers[1]}</span></news-par></news-promo>")
    return _page(
        story,
        '<news-app><template shadowrootmode="open"><news-story><template shadowrootmode="open"><news-head>'
        f"<span>{story.title}</span></news-head><news-deck>{story.lead}</news-deck><news-pic>{_picture(story)}"
        f"<news-cap>{story.printed(0)}</news-cap></news-pic><news-text>{''.join(parts)}</news-text></template>"
        f"</news-story><news-rail><news-par><span>{story.teasers[2]}</span></news-par></news-rail></template>"
        "</news-app>",
    )


def two_eras(story: HardStory) -> str:
    """Every other page older: what is the text's box in the old template is the whole page's in the new one."""
    paragraphs = "".join(_paragraphs(story))
    side = f'<div class="box"><h4>{story.others[0]}</h4><p>{story.teasers[0]}</p></div>'
    if story.number % 2:
        return _page(
            story,
            f'<div class="top"><h1>{story.title}</h1><p class="text">{story.lead}</p></div>'
            f'<div class="content">{paragraphs}</div><div class="text">{side}</div>',
        )
    return _page(
        story,
        f'<div class="content"><div class="top">{side}</div><h1>{story.title}</h1><div class="standfirst">{story.lead}'
        f'</div><div class="text">{paragraphs}</div>{side}<p>{story.teasers[2]}</p></div>',
    )


def lead_far_away(story: HardStory) -> str:
    """A lead in a banner at the top, behind a place that it has on most pages, and no lead on every third page."""
    place = f'<i class="pl">{story.others[0].split()[0]} — </i>' if story.number % 4 else ""
    lead = f'<div class="banner"><div class="in"><div class="st">{place}{story.lead}</div></div></div>'
    return _page(
        story,
        f'<div class="hero"><div class="h">{story.title}</div></div>{lead if story.lead else ""}<div class="row">'
        f'<div class="rail"><p>{story.teasers[0]}</p><p>{story.teasers[1]}</p></div><div class="col">'
        f'<div class="text">{"".join(_paragraphs(story))}</div></div></div>',
    )


def many_containers(story: HardStory) -> str:
    """The text in boxes of three kinds, each in a section of its own, with promotions between them."""
    third = max(1, len(story.lines) // 3)
    chunks = [story.lines[:third], story.lines[third : 2 * third], story.lines[2 * third :]]
    sections = [
        f'<section class="s{at}"><div class="{name}">{"".join(f"<p>{line}</p>" for line in chunk)}</div></section>'
        for at, (name, chunk) in enumerate(zip(("first", "mid", "last"), chunks, strict=True))
    ]
    promotion = '<section class="pr"><div class="in"><p>{}</p><p>{}</p></div></section>'
    return _page(
        story,
        f'<h1>{story.title}</h1><div class="deck">{story.lead}</div><div class="story">{sections[0]}'
        f"{promotion.format(story.others[0], story.teasers[0])}{sections[1]}"
        f"{promotion.format(story.others[1], story.teasers[1])}{sections[2]}</div>"
        f'<div class="after"><p>{story.teasers[2]}</p><p>{story.teasers[3]}</p></div>',
    )


def breaks(story: HardStory) -> str:
    """Text right in a box, parted by breaks, with boxes of links in it; the headline is its first line, in bold."""
    box = f'<span class="rel">{story.others[0]}<br>{story.others[1]}</span>'
    lines = [html.escape(line) for line in story.lines]
    lines.insert(2, box)
    return _page(
        story,
        f'<table><tr><td class="a"><div class="body"><b>{story.title}</b><br><br><i>{story.lead}</i><br><br>'
        f"{'<br><br>'.join(lines)}</div></td><td>{story.teasers[0]}<br>{story.teasers[1]}</td></tr></table>",
    )


def captions_in_paragraphs(story: HardStory) -> str:
    """A picture and its caption in a paragraph of the text, as the text's paragraphs are; another one floats in it."""
    parts = _paragraphs(story, '<p class="b">{}</p>')
    parts.insert(1, f'<p class="b">{_picture(story)}<br><em>{story.printed(0)}</em></p>')
    parts[3] = parts[3].replace(
        '<p class="b">', f'<p class="b"><span class="fl">{_picture(story, 1)}<span>{story.printed(1)}</span></span>'
    )
    return _page(story, f'<h1>{story.title}</h1><p class="l">{story.lead}</p><div class="t">{"".join(parts)}</div>')


def short_only(story: HardStory) -> str:
    """One or two paragraphs, shorter than the teasers around them."""
    teasers = "".join(f'<div class="k"><b>{a}</b><p>{b} {b}</p></div>' for a, b in _pairs(story))
    return _page(
        story,
        f'<div class="main"><div class="item"><h3>{story.title}</h3><div class="bd">{"".join(_paragraphs(story))}'
        f"</div></div>{teasers}</div>",
    )


def _pairs(story: HardStory) -> list[tuple[str, str]]:
    return list(zip(story.others, story.teasers, strict=True))


def same_as_teasers(story: HardStory) -> str:
    """One box, one class: the text's paragraphs, then a line, then the first sentences of other stories."""
    teasers = "".join(f'<p class="txt">{a}</p><p class="txt">{b}</p>' for a, b in _pairs(story)[:3])
    return _page(
        story,
        f'<div class="main"><h1>{story.title}</h1>{"".join(_paragraphs(story, """<p class="txt">{}</p>"""))}'
        f'<div class="line">Pli da novaĵoj</div>{teasers}</div>',
    )


def names_of_one_page(story: HardStory) -> str:
    """Class names that are others on every page: only where an element stands tells what it is."""

    def box(role: str, inside: str) -> str:
        return f'<div class="{story.hashed(role)}">{inside}</div>'

    side = "".join(box("kard", f"<span>{text}</span>") for text in story.teasers[:3])
    text = "".join(_paragraphs(story, f'<p class="{story.hashed("par")}">{{}}</p>'))
    return _page(
        story,
        box("app", f"<header>{box('top', 'Uno')}</header><main>{box('head', f'<h1>{story.title}</h1>')}"
            f"{box('text', text)}{box('side', side)}</main>"),
    )  # fmt: skip


def flat_page(story: HardStory) -> str:
    """No box at all: headline, text and the footer are children of the page's body."""
    foot = "<hr><p>Ĉiuj rajtoj rezervitaj. La redakcio situas ĉe strato de la pordo 4, telefono 0100 200.</p>"
    return _page(story, f"<h2>{story.title}</h2><h4>{story.lead}</h4>{''.join(_paragraphs(story))}{foot}")


def entries(story: HardStory) -> str:
    """A report in entries, each with its time and a share bar; a box of teasers in an entry of the same class."""
    parts = [
        f'<div class="entry"><div class="clock">{8 + at}:{story.number % 60:02}</div><div class="e">{line}</div>'
        f'<div class="share">Diskonigi ĉi tion al viaj amikoj</div></div>'
        for at, line in enumerate(story.lines)
    ]
    parts.insert(2, f'<div class="entry"><div class="see">{story.others[0]}. {story.teasers[0]}</div></div>')
    return _page(
        story,
        f'<div class="live"><h1>{story.title}</h1><p class="sum">{story.lead}</p>{"".join(parts)}</div>'
        f'<div class="live small"><p>{story.teasers[1]}</p></div>',
    )


def interview(story: HardStory) -> str:
    """Questions and answers as a list of definitions, two in a row of a table; a signature and a note at the end."""
    parts = [f"<{('dt', 'dd')[at % 2]}>{line}</{('dt', 'dd')[at % 2]}>" for at, line in enumerate(story.lines)]
    return _page(
        story,
        f'<div class="w"><h1>{story.title}</h1><h2>{story.lead}</h2><dl>{"".join(parts)}</dl>'
        f'<p class="sig">{story.author}</p><p class="note">{story.teasers[0]}</p></div>'
        f'<dl class="more"><dt>{story.others[1]}</dt><dd>{story.teasers[1]}</dd></dl>',
    )


def notes_in_the_text(story: HardStory) -> str:
    """Words inside of paragraphs that are no part of them: a pop-up, a label, a footnote, a button."""
    parts = [
        f'<p><span class="para">{first}</span><span class="tip">{note}</span><sup class="ref">{at}</sup></p>'
        for at, (first, note) in enumerate(zip(story.lines, story.others * 3, strict=False))
    ]
    return _page(
        story,
        f'<div class="art"><h1><span class="label">Nur por abonantoj</span>{story.title}</h1><div class="ld"><b>'
        f'Resumo: </b>{story.lead}</div><div class="tx">{"".join(parts)}</div></div>',
    )


def author_box(story: HardStory) -> str:
    """The headline, a byline and the lead inside the text's box; who wrote it and what else they wrote at its end."""
    who = story.number % 3
    about = Tongue(LATIN, random.Random(who)).text(3)
    return _page(
        story,
        f'<div id="c_{story.number:05}" class="c"><h1>{story.title}</h1><div class="m"><span>{story.author}</span> | '
        f'<span class="d">{1 + story.number % 28} May 2019 {8 + story.number % 10}:15</span></div><h3>{story.lead}</h3>'
        f'{"".join(_paragraphs(story))}<div class="ab"><img src="/a/{who}.jpg"><p>{about}</p></div>'
        f'<div class="ab2"><h5>{story.others[0]}</h5><p>{story.teasers[0]}</p></div></div>',
    )


def gallery(story: HardStory) -> str:
    """Slides with captions between paragraphs, in a list; the credit in a box of its own."""
    slides = "".join(
        f'<li><div class="im">{_picture(story, at)}</div><div class="c1">{caption}</div><div class="c2">{credit}</div>'
        "</li>"
        for at, (caption, credit) in enumerate(story.captions)
    )
    parts = _paragraphs(story, '<div class="p">{}</div>')
    parts.insert(2, f'<ul class="slides">{slides}</ul>')
    return _page(
        story,
        f'<div class="x1"><div class="x2">{story.title}</div><div class="x3">{story.lead}</div><div class="x4">'
        f'{"".join(parts)}</div></div><div class="x1"><div class="x4"><div class="p">{story.teasers[0]}</div></div>'
        "</div>",
    )


def mixed_boxes(story: HardStory) -> str:
    """A third of the pages in a box of another name, and a paragraph of the publisher's own on a few of them."""
    name = ("story-text", "story-text", "long-text")[story.number % 3]
    parts = _paragraphs(story)
    parts.insert(1, f'<div class="ad-{story.number % 5}"><p>{story.teasers[0]}</p></div>')
    parts.append(f'<div class="ad-{(story.number + 2) % 5}"><p>{story.teasers[1]}</p></div>')
    return _page(
        story,
        f'<div class="page"><h1 class="t">{story.title}</h1><h2 class="d">{story.lead}</h2><div class="{name}">'
        f'{"".join(parts)}</div></div><div class="foot"><p>{story.teasers[2]}</p></div>',
    )


def half_in_a_list(story: HardStory) -> str:
    """Paragraphs, points and a table as the text has them, and points of other stories in a list of the same form."""
    parts = _paragraphs(story)
    points = "".join(f"<li>{line}</li>" for line in story.lines[1:3])
    parts[1:3] = [f"<ul>{points}</ul>"]
    parts.insert(1, f"<div><ul><li>{story.others[0]}</li><li>{story.others[1]}</li></ul></div>")
    return _page(
        story,
        f'<section><div class="q"><h1>{story.title}</h1><p class="z">{story.lead}</p></div><div class="r">'
        f"{''.join(parts)}</div></section><section><ul><li>{story.teasers[0]}</li></ul></section>",
    )


def text_before_headline(story: HardStory) -> str:
    """Columns in the wrong order: teasers and the text come before the headline, which the styles put above."""
    return _page(
        story,
        f'<div class="g"><div class="g3"><p>{story.teasers[0]}</p><p>{story.teasers[1]}</p></div><div class="g2">'
        f'{"".join(_paragraphs(story))}</div><div class="g1"><h1>{story.title}</h1><div>{story.lead}</div></div></div>',
    )


@dataclass(frozen=True, slots=True)
class Hard:
    """A layout with the stories that it prints."""

    write: Callable[[HardStory], str]
    letters: Sequence[str] = LATIN
    lead: bool = True
    captions: int = 0
    least: int = 4
    most: int = 9
    eras: int = 1  # templates, each of as many pages

    def story(self, number: int) -> HardStory:
        """Make one of its stories."""
        lead = self.lead and (self.write is not lead_far_away or number % 3 > 0)
        return make_story(
            number, letters=self.letters, lead=lead, captions=self.captions, least=self.least, most=self.most
        )


HARD: Final = (
    Hard(cms_soup, CYRILLIC),
    Hard(tables_in_tables, lead=False),
    Hard(components, HAN, captions=1),
    Hard(two_eras, eras=2),
    Hard(lead_far_away, GREEK),
    Hard(many_containers),
    Hard(breaks, CYRILLIC),
    Hard(captions_in_paragraphs, captions=2),
    Hard(short_only, lead=False, least=1, most=2),
    Hard(same_as_teasers, lead=False),
    Hard(names_of_one_page, lead=False),
    Hard(flat_page),
    Hard(entries, GREEK),
    Hard(interview),
    Hard(notes_in_the_text),
    Hard(author_box),
    Hard(gallery, HAN, captions=3),
    Hard(mixed_boxes, eras=3),
    Hard(half_in_a_list, CYRILLIC),
    Hard(text_before_headline),
)
