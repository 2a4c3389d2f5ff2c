"""What fuzzing the parser needs: markup made of its own vocabulary, and what must hold of whatever it says.

Used by the short tests here and by the long runs of `make fuzz` (tests/fuzz).
"""

import re
import unicodedata

from hypothesis import strategies as st

from flows.parse.page import parse_page
from flows.publishers import Layout, all_publishers
from flows.publishers.families import FAMILIES
from flows.records import ParsedPage

URLS = sorted(f"https://{host}/con-do-20260307075519174.htm" for known in all_publishers() for host in known.hosts)
URLS += [
    "https://www.vietnamplus.vn/con-do-post409435.vnp",
    "https://www.vietnamplus.vn/Utilities/Print.aspx?contentid=409435",
    "https://bao.example/con-do-1.html",
    "https://bao.example/2016/10/05/con-do/",
    "",
    "http://[bad",
]
SENTENCE = "Con đò đưa khách sang bến bên kia mỗi sáng, khi sương còn chưa tan trên mặt nước."
LINKED_DATA = '<script type="application/ld+json">{{"@type":"NewsArticle",{0}}}</script>'
PIECES = [
    SENTENCE,
    f"<p>{SENTENCE}</p>",
    f"<p>{SENTENCE}</p><p>{SENTENCE[::-1]}</p>",
    "<h1>Con đò</h1>",
    "<br><br>",
    "<img src='/a.jpg' alt='Con đò'>",
    "<figure><img src=a.jpg><figcaption>Con đò. Ảnh: Lê An</figcaption></figure>",
    "<table class=picture><tr><td><img src=x></td></tr><tr><td class=caption>Con đò (Ảnh: An)</td></tr></table>",
    "<time datetime='2026-03-07T08:01:00+07:00'>07/03/2026 08:01</time>",
    "<meta property='article:published_time' content='2026-13-45T99:99:99+99:99'>",
    "<meta charset=utf-16><base href='http://[bad'>",
    LINKED_DATA.format('"headline":"Con đò","datePublished":"0001-01-01","author":[[[{"name":null}]]]'),
    LINKED_DATA.format('"articleBody":"' + SENTENCE * 5 + '"'),
    LINKED_DATA.format('"@graph":{"@id":"#a","author":{"@id":"#a"}}'),
    "&#x1ec1;&#0;&#xD800;&#x110000;&amp;#7873;",
    "\u0302\u0300",
    "\ufeff\u200b\u00ad\u2028\x85\x1c",
    "e\u0323\u0302",
    "<!--",
    "<![CDATA[x]]>",
    "</p></div></table></body></html>",
    "<template><p>x</p></template><noscript><p>y</p></noscript>",
    "<svg><style><p>x</style></svg><math><mi><p>",
    "<plaintext>",
    "<frameset><frame></frameset>",
    "<select><option>a<p>b",
    "<title>Con đò | Báo",
]


def _layouts() -> list[Layout]:
    return [layout for known in all_publishers() for layout in known.layouts] + [
        layout for _, _, layouts in FAMILIES for layout in layouts
    ]


def selectors_of(layout: Layout) -> list[str]:
    """List every selector of a layout."""
    groups = (layout.fingerprint, layout.title, layout.lead, layout.body, layout.caption, layout.author)
    more = (layout.byline, layout.published, layout.section, layout.tags, layout.photo, layout.drop)
    return [selector for group in groups + more for selector in group]


CLASSES = sorted({name for layout in _layouts() for s in selectors_of(layout) for name in re.findall(r"\.([\w-]+)", s)})
IDS = sorted({name for layout in _layouts() for s in selectors_of(layout) for name in re.findall(r"#([\w-]+)", s)})
CLASSES += ["related", "caption", "comments", "hidden", "sidebar", "author", "paywall"]
TAGS = re.findall(
    r"\S+",
    "p div span b i em a br img table tbody tr td li ul ol h1 h2 h3 figure figcaption article section header footer"
    " blockquote script style title meta link time font svg template noscript form aside nav iframe video audio main"
    " body head html label button textarea select option pre code q sub sup ruby rt math frameset",
)


@st.composite
def element(draw: st.DrawFn) -> str:
    """Draw one tag, opened or closed or both, with a class or id of the layouts and anything inside."""
    tag = draw(st.sampled_from(TAGS))
    marks = draw(
        st.sampled_from(["", " class='{c}'", " id='{i}'", " class='{c} {c2}' id='{i}'", " {x}", " itemprop={i}"])
    )
    text = draw(st.sampled_from(PIECES) | st.text(max_size=60))
    opened = f"<{tag}" + marks.format(
        c=draw(st.sampled_from(CLASSES)),
        c2=draw(st.sampled_from(CLASSES)),
        i=draw(st.sampled_from(IDS)),
        x=draw(st.text(max_size=20)).replace("{", "").replace("}", ""),
    )
    form = draw(st.sampled_from(["{o}>{x}</{t}>", "{o}>{x}", "</{t}>{x}", "{o}/>{x}", "{x}", "{o}"]))
    return form.replace("{o}", opened).replace("{t}", tag).replace("{x}", text)


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Draw a page of such tags, sometimes repeated into depth or length."""
    parts = draw(st.lists(element(), max_size=30))
    text = "".join(parts)
    return text * draw(st.sampled_from([1, 1, 1, 1, 2, 40]))


urls = st.sampled_from(URLS)
labels = st.sampled_from(["", "text/html", "text/html; charset=utf-8", "charset=windows-1258", "charset=utf-16"])


def read_and_check(payload: bytes, url: str, label: str = "") -> ParsedPage:
    """Parse a payload and assert what holds of every page."""
    page = parse_page(payload, url=url, headers={"content-type": label} if label else {})
    check(page)
    return page


def check(page: ParsedPage) -> None:
    """Assert that what a page says is valid NFC text with single spaces, and that no block is empty."""
    words = [page.title, page.lead, page.byline, page.section, page.site_name, *page.authors, *page.tags]
    words += [block.text for block in page.blocks]
    words += [text for item in page.media for text in (item.caption, item.credit)]
    for text in words:
        if text is not None:
            assert text
            assert unicodedata.is_normalized("NFC", text)
            assert text.encode("utf-8").decode("utf-8") == text
            assert text == " ".join(text.split())
            assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in text)
    for address in (page.canonical_url, *(item.url for item in page.media)):
        assert address is None or address.encode("utf-8")
    for field, origin in page.provenance:
        assert field.encode("ascii")
        assert origin.encode("utf-8")
    for when in (page.published_at, page.modified_at):
        assert when is None or when.utcoffset() is not None
