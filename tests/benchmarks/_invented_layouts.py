"""Twelve page layouts that no site has: how a text is set into a page, four of them bare and eight with furniture.

A layout is a function of a `Story`; the furniture (menus, teasers of other stories, share bars, forms, comments, a
banner) is made of invented lines in the story's language and of other stories' titles and first sentences.
"""

import html
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from flows.text.segment import sentences

SITE: Final = {"vi": "Báo Bến Cũ", "zh": "旧渡口日报", "en": "The Old Landing"}
MENU: Final = {
    "vi": ("Trang nhất", "Thời sự trong ngày", "Làng xã", "Thể thao", "Giải trí", "Rao vặt"),
    "zh": ("首页", "本地新闻", "乡村", "体育", "文化"),
    "en": ("Front page", "Town", "Country", "Sport", "Letters"),
}
FORM: Final = {
    "vi": "Để lại địa chỉ thư, mỗi sáng chúng tôi gửi năm tin đáng đọc nhất tới hộp thư của bạn.",
    "zh": "留下您的邮箱，每天早上我们会寄出五条最值得一读的新闻。",
    "en": "Leave your address and every morning five stories worth reading come to your inbox.",
}
BANNER: Final = {
    "vi": "Trang này lưu vài mẩu dữ liệu trên máy của bạn để đếm người đọc và chọn quảng cáo cho hợp.",
    "zh": "本站会在您的设备上保存少量数据，用来统计读者并选择合适的广告。",
    "en": "This site keeps some data on your device to count its readers and to choose fitting advertisements.",
}
COMMENT: Final = {
    "vi": "Bạn đọc ở xóm Bãi viết: tôi đọc tin này hai lần, rồi kể lại cho cả nhà nghe bên mâm cơm tối.",
    "zh": "一位读者写道：这条新闻我读了两遍，晚饭时又讲给全家人听，大家都很感慨。",
    "en": "A reader from the hill wrote: I read this twice, and told it to the whole family over supper.",
}
FOOT: Final = {
    "vi": "Giấy phép số 17 cấp ngày 3 tháng 2. Tòa soạn ở số 4 phố Bến, điện thoại 0100 200 300.",
    "zh": "许可证第十七号。编辑部设在渡口街四号，电话 0100 200 300。",
    "en": "Licence number 17. The newsroom is at 4 Landing Street, telephone 0100 200 300.",
}
AUTHOR: Final = {
    "vi": "Người viết bài này đi khắp các bến sông suốt hai mươi năm và đã in ba tập bút ký.",
    "zh": "本文作者二十年来走遍各个渡口，出版过三部随笔集。",
    "en": "The writer has travelled from landing to landing for twenty years and published three books of notes.",
}


@dataclass(frozen=True, slots=True)
class Story:
    """A text to be printed, and others of the same site for its teasers: pairs of title and first sentence."""

    title: str
    paragraphs: Sequence[str]
    language: str
    others: Sequence[tuple[str, str]]

    def say(self, lines: dict[str, str]) -> str:
        """Give a line of the furniture in the story's language."""
        return html.escape(lines.get(self.language, lines["en"]))


MAX_BRACKET = 40  # characters


def paragraphs_of(body: str, language: str | None, chance: random.Random) -> list[str]:
    """Part a text into paragraphs of one to three sentences; nobody ends one within brackets: `(Nguồn: E! Online)`."""
    spans = sentences(body, language)
    found: list[str] = []
    at = 0
    while at < len(spans):
        last = min(at + chance.randint(1, 3), len(spans)) - 1
        while last < len(spans) - 1 and _is_open(body[spans[at][0] : spans[last][1]]):
            last += 1
        found.append(re.sub(r"\s+", " ", body[spans[at][0] : spans[last][1]]))
        at = last + 1
    return found


def _is_open(text: str) -> bool:
    """Tell whether a bracket was opened last and not closed, a few words ago."""
    tail = text[-MAX_BRACKET:]
    return max(map(tail.rfind, "(（")) > max(map(tail.rfind, ")）"))


def _page(story: Story, inside: str, head: str = "") -> str:
    title, site = html.escape(story.title), story.say(SITE)
    return (
        f'<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>{title} - {site}</title>'
        f"{head}</head><body>{inside}</body></html>"
    )


def _p(story: Story, form: str = "<p>{}</p>") -> list[str]:
    return [form.format(html.escape(text)) for text in story.paragraphs]


def _menu(story: Story) -> str:
    names = MENU.get(story.language, MENU["en"])
    return "".join(f'<li><a href="/m{at}">{html.escape(name)}</a></li>' for at, name in enumerate(names))


def _teasers(story: Story, form: str) -> str:
    return "".join(
        form.format(at=at, title=html.escape(title), text=html.escape(text))
        for at, (title, text) in enumerate(story.others)
    )


def bare_article(story: Story) -> str:
    """An article element with a heading and paragraphs, and nothing else."""
    return _page(story, f"<article><h1>{html.escape(story.title)}</h1>{''.join(_p(story))}</article>")


def bare_breaks(story: Story) -> str:
    """Text parted by breaks in one box."""
    text = "<br><br>".join(html.escape(text) for text in story.paragraphs)
    return _page(story, f"<h2>{html.escape(story.title)}</h2><div>{text}</div>")


def bare_boxes(story: Story) -> str:
    """No heading at all: each paragraph a box of its own."""
    return _page(story, "".join(_p(story, '<div class="t1"><span>{}</span></div>')))


def bare_tables(story: Story) -> str:
    """A page of the last century: tables, centred bold title, font elements."""
    title = f"<center><b><font size=5>{html.escape(story.title)}</font></b></center>"
    text = "<p>".join(html.escape(text) for text in story.paragraphs)
    return f"<html><title>{html.escape(story.title)}</title><table width=600><tr><td>{title}<font>{text}</font></table>"


def portal(story: Story) -> str:
    """Menu, crumbs, article, a column of teasers with summaries, footer."""
    side = _teasers(story, '<div class="k-item"><h4><a href="/s{at}">{title}</a></h4><p>{text}</p></div>')
    return _page(
        story,
        f'<header><a href="/">{story.say(SITE)}</a><nav><ul>{_menu(story)}</ul></nav></header><div class="wrap">'
        f'<div class="col-8"><h1 class="t">{html.escape(story.title)}</h1><div class="when">05/10/2016 08:12</div>'
        f'<div class="zz-text">{"".join(_p(story))}</div></div><div class="col-4">{side}</div></div>'
        f"<footer><p>{story.say(FOOT)}</p></footer>",
    )


def portal_with_form(story: Story) -> str:
    """Share bar before the text, a letter form and tags behind it, inside of one box with it."""
    tags = "".join(
        f'<a class="tg" href="/t{at}">{html.escape(title)}</a> ' for at, (title, _) in enumerate(story.others)
    )
    return _page(
        story,
        f'<div id="top"><ul>{_menu(story)}</ul></div><div id="middle"><h1>{html.escape(story.title)}</h1>'
        f'<ul class="bar"><li><a href="#f">f</a></li><li><a href="#z">z</a></li></ul>{"".join(_p(story))}'
        f'<div class="nl7"><p>{story.say(FORM)}</p><form><input type="email"><button>OK</button></form></div>'
        f'<div class="tgs">{tags}</div></div><div id="end"><p>{story.say(FOOT)}</p></div>',
    )


def banner_and_comments(story: Story) -> str:
    """A banner of ten lines before all, ten readers behind the text."""
    banner = "".join(f"<p>{story.say(BANNER)} ({number})</p>" for number in range(10))
    comments = "".join(f"<li><b>bn{number}</b><p>{story.say(COMMENT)} ({number})</p></li>" for number in range(10))
    return _page(
        story,
        f'<div role="dialog">{banner}</div><main><h1>{html.escape(story.title)}</h1>'
        f"<section>{''.join(_p(story))}</section>"
        f'<section class="reader-comments"><h3>10</h3><ol>{comments}</ol></section></main>',
    )


def drawn_by_script(story: Story) -> str:
    """Nameless boxes in boxes, as frameworks print them, with a promotion every few paragraphs."""
    parts = _p(story, '<div class="css-1x8a"><div class="css-9q2"><p class="css-77t">{}</p></div></div>')
    for at, (title, text) in enumerate(story.others[:2]):
        box = (
            f'<div class="css-4kk"><a href="/s{at}"><p class="css-h2">{html.escape(title)}</p></a>'
            f'<p class="css-x1">{html.escape(text)}</p></div>'
        )
        parts.insert(min(len(parts), 2 + 4 * at), box)
    return _page(
        story,
        f'<div id="__app"><div class="css-0"><div class="css-menu">{_menu(story)}</div><div class="css-5">'
        f'<h1 class="css-hh">{html.escape(story.title)}</h1>{"".join(parts)}</div>'
        f'<div class="css-foot"><p>{story.say(FOOT)}</p></div></div></div>',
    )


def in_two_parts(story: Story) -> str:
    """The first paragraph in a header, the rest in two boxes with an advertisement between them."""
    first, *rest = _p(story)
    half = (len(rest) + 1) // 2
    advertisement = f'<div class="qc"><p>{story.say(FORM)}</p></div>'
    return _page(
        story,
        f'<nav>{_menu(story)}</nav><div class="head"><h1>{html.escape(story.title)}</h1><div class="opening">'
        f'{first}</div></div><div class="part a">{"".join(rest[:half])}</div>{advertisement}'
        f'<div class="part b">{"".join(rest[half:])}'
        f"</div><aside><ul>{_teasers(story, '<li><a href=/s{at}>{title}</a></li>')}</ul></aside>",
    )


def as_list(story: Story) -> str:
    """Each paragraph an item of a list; a table of the most read stories beside it."""
    rows = _teasers(story, "<tr><td>{at}</td><td><a href='/s{at}'>{title}</a></td></tr>")
    return _page(
        story,
        f'<div class="m">{_menu(story)}</div><h1>{html.escape(story.title)}</h1><ul class="story-points">'
        f'{"".join(_p(story, "<li>{}</li>"))}</ul><table class="rank"><tbody>{rows}</tbody></table>'
        f'<div class="f">{story.say(FOOT)}</div>',
    )


def endless(story: Story) -> str:
    """The next stories begin behind the text, each an article of its own."""
    more = _teasers(
        story, '<article class="st"><h1>{title}</h1><div class="in"><p>{text}</p><p>{text} {title}.</p></div></article>'
    )
    return _page(
        story,
        f'<header><ul>{_menu(story)}</ul></header><main><article class="st"><h1>{html.escape(story.title)}</h1>'
        f'<div class="in">{"".join(_p(story))}</div></article>{more}</main>',
    )


def blog(story: Story) -> str:
    """A box of other stories inside the text, the writer and the neighbours behind it."""
    parts = _p(story)
    box = f'<div class="inl"><b>+</b>{_teasers(story, "<p><a href=/s{at}>{title}</a>: {text}</p>")}</div>'
    parts.insert(min(2, len(parts)), box)
    return _page(
        story,
        f'<div class="site"><h1 class="logo"><a href="/">{story.say(SITE)}</a></h1><ul>{_menu(story)}</ul></div>'
        f'<div class="post"><h2 class="post-t">{html.escape(story.title)}</h2><div class="post-b">'
        f"{''.join(parts)}</div>"
        f'<div class="who"><img src="/a.jpg" alt=""><p>{story.say(AUTHOR)}</p></div>'
        f'<div class="nb"><a href="/p">{html.escape(story.others[0][0])}</a></div></div>',
    )


LAYOUTS: Final[tuple[Callable[[Story], str], ...]] = (
    bare_article,
    bare_breaks,
    bare_boxes,
    bare_tables,
    portal,
    portal_with_form,
    banner_and_comments,
    drawn_by_script,
    in_two_parts,
    as_list,
    endless,
    blog,
)
