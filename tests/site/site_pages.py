"""Show the articles of the demo site as pages, and flatten them into seeds as the old scraper did."""

import html
import json
import unicodedata
from string import Template

from site_articles import FOLDER, Answer, Article, Host, Story

# -- seeds --------------------------------------------------------------------------------------


def _misread(text: str) -> str:
    """Read UTF-8 bytes as Windows-1252, as browsers do: bytes without a letter become control characters."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in text.encode("utf-8")
    )


def _photo_line(story: Story, host: Host) -> str:
    if not story.caption:
        return ""
    return f"{story.caption} {Template(host.photo_mark).substitute(credit=story.credit)}"


def _flatten(article: Article) -> str:
    """Flatten the page as it was: photo line, then paragraphs, one space between."""
    story, shape = article.then, article.seed
    text = " ".join(story.paragraphs) + article.host.end_mark
    photo = _photo_line(story, article.host)
    if photo:
        text = photo + ("" if shape.glued_caption else " ") + text
    if shape.cut_after:
        text = text[: text.index(shape.cut_after) + len(shape.cut_after)]
    return text


def seed_words(article: Article) -> tuple[str, str]:
    """Title and body as the old scraper wrote them down."""
    shape = article.seed
    if shape.null:
        return "null", "null"
    title, body = article.then.title, _flatten(article)
    if shape.straight_quotes:
        title, body = (text.translate(str.maketrans("“”‘’", "\"\"''")) for text in (title, body))
    if shape.mojibake:
        title, body = _misread(title), _misread(body)
    return unicodedata.normalize(shape.form, title), unicodedata.normalize(shape.form, body)


# -- pages --------------------------------------------------------------------------------------


def _text(words: str) -> str:
    return html.escape(words, quote=False)


def _marked(story: Story, host: Host) -> list[str]:
    """Close each paragraph with a full stop where it has none, and the last with the house's end mark."""
    stop = host.end_mark[-1]
    closed = [words if words[-1] in ".!?…”。！？" else words + stop for words in story.paragraphs[:-1]]
    return [*closed, story.paragraphs[-1] + host.end_mark]


def _inline_photo(story: Story, host: Host) -> str:
    if not story.caption:
        return ""
    photo = '<a rel="photoslide"><img src="/anh/photo.jpg" alt=""></a>'
    return f'<div class="article-photo">{photo}{_text(_photo_line(story, host))}</div>'


def _figure(story: Story, host: Host) -> str:
    if not story.caption:
        return ""
    photo = '<img class="cms-photo" src="/anh/photo.jpg" alt="">'
    caption = _text(_photo_line(story, host))
    return f'<figure class="article__avatar">{photo}<figcaption>{caption}</figcaption></figure>'


def _body(story: Story, host: Host) -> dict[str, str]:
    """Set lead, body and photo as the layout has them."""
    marked = [_text(words) for words in _marked(story, host)]
    if story.layout == "era_b":
        parts = [f'<div style="text-align: justify;">{words}</div>' for words in marked]
        return {"lead": "", "photo": _inline_photo(story, host), "body": "\n<p>&nbsp;</p>\n".join(parts)}
    if story.layout == "era_b_br":
        return {"lead": "", "photo": _inline_photo(story, host), "body": "<br><br>\n".join(marked)}
    photo = _inline_photo(story, host) if story.layout == "era_c" else _figure(story, host)
    body = "\n".join(f"<p>{words}</p>" for words in marked[1:])
    return {"lead": marked[0], "photo": photo, "body": body}


def _linked_data(article: Article, story: Story, url: str) -> str:
    day = article.published.isoformat()
    record: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": day,
        "inLanguage": article.host.language,
        "mainEntityOfPage": url,
        "author": {"@type": "Person", "name": story.byline},
        "publisher": {"@type": "Organization", "name": article.host.name},
    }
    if story.answer is Answer.PAYWALL:
        record |= {
            "isAccessibleForFree": False,
            "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"},
        }
    return json.dumps(record, ensure_ascii=False).replace("</", "<\\/")


def load_layout(name: str) -> Template:
    """Read one file of layouts/."""
    return Template((FOLDER / "layouts" / f"{name}.html").read_text("utf-8"))


def render_article(article: Article, story: Story, url: str) -> str:
    """Show a story in its layout, as the page at `url`."""
    host, day = article.host, article.published
    layout = "paywall" if story.answer is Answer.PAYWALL else story.layout.removesuffix("_br")
    return load_layout(layout).substitute(
        _body(story, host),
        title=_text(story.title),
        url=url,
        site=_text(host.name),
        language=host.language,
        byline=_text(story.byline),
        agency=_text(host.agency),
        section=_text(story.section),
        tags=" ".join(f'<a href="/tag/{number}">{_text(tag)}</a>' for number, tag in enumerate(story.tags)),
        iso=day.isoformat(),
        shown_time=f"{day:%d/%m/%Y %H:%M}",
        linked_data=_linked_data(article, story, url),
    )
