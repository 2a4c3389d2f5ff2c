"""Tell what a page is: an article, a gallery, a video, a live blog, a list of articles, an error.

A page that is no article must not pass for one: its teasers would be taken for an edit of the article.
"""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from flows.addresses.links import split_address
from flows.parse.body.generic import Body
from flows.parse.markup.plain import clean_text, fold_text
from flows.parse.markup.walk import CAPTION, ENDS, SENTENCE
from flows.parse.metadata.choose import Metadata
from flows.records import BlockKind, MediaKind, PageKind

_ERROR: Final = re.compile(
    r"""không\s+tìm\s+thấy\s+(?:đường\s+dẫn|trang|bài\s+viết|nội\s+dung)
    |(?:trang|bài\s+viết|đường\s+dẫn)\s+(?:\w+\s+){0,4}không\s+(?:tồn\s+tại|tìm\s+thấy|hợp\s+lệ)
    |(?:page|article|story)\s+(?:\w+\s+){0,6}(?:not\s+found|(?:can\s?not|can['’]t|could\s+not|couldn['’]t)\s+be\s+found|(?:does\s+not|doesn['’]t|no\s+longer)\s+exists?)
    |^(?:error\s+)?404\b|\b404\s+(?:not\s+found|error)|(?:seite|artikel)\s+(?:\w+\s+){0,4}(?:nicht\s+gefunden|existiert\s+nicht)
    |page\s+(?:non\s+trouvée|introuvable)|página\s+no\s+encontrada|pagina\s+non\s+trovata|pagina\s+niet\s+gevonden|页面不存在|页面未找到|ページが見つかりません|페이지를\s+찾을\s+수""",
    re.IGNORECASE | re.VERBOSE,
)
_ARTICLE_TYPE: Final = re.compile(r"Article$|^BlogPosting$|^Report$|^Review$")
SHOWN_SHARE: Final = 0.3  # of a text's letters; a teaser in a list has less
MIN_ARTICLE: Final = 140  # characters of prose that a page without a title and a time must have
FEW_WORDS: Final = 600  # characters of prose above which no page is an error page
STORIES: Final = 6  # linked headlines in a list that make a page without a time an index
MOSTLY_LISTED: Final = 0.6  # share of the prose in list items
PICTURES: Final = 4  # captions that make a gallery of a page with little text between them


def tell_kind(
    tree: LexborHTMLParser,
    metadata: Metadata,
    body: Body,
    url: str,
    *,
    layout: str | None,
    known_share: float = 0.0,
) -> PageKind:
    """Judge a page by its own claims and by what was found on it; `layout` is the one that read it, if any did.

    A page that shows the text that the article is known to have (`known_share` of it) is that article, whatever it says
    and however short it is.
    """
    if known_share >= SHOWN_SHARE:
        return PageKind.LIVE_BLOG if "LiveBlogPosting" in metadata.types else PageKind.ARTICLE
    if body.prose < FEW_WORDS and _says_error(tree, metadata):
        return PageKind.ERROR
    if _is_index(tree, metadata, body, url):
        return PageKind.INDEX
    if layout is None and _is_template(metadata, body):
        return PageKind.ERROR
    if "LiveBlogPosting" in metadata.types:
        return PageKind.LIVE_BLOG
    return _by_content(metadata, body, layout)


def shows_title(metadata: Metadata, body: Body, title: str) -> bool:
    """Tell a page with a known headline over prose: all that can be seen of an article without a known text."""
    is_prose = any(len(block.text) >= SENTENCE and block.text[-1] in ENDS for block in body.blocks) or body.lead
    return bool(is_prose) and metadata.title is not None and fold_text(metadata.title) == fold_text(title)


def _by_content(metadata: Metadata, body: Body, layout: str | None) -> PageKind:
    captions = sum(block.kind is CAPTION for block in body.blocks)
    if captions >= PICTURES and body.prose < captions * MIN_ARTICLE:
        return PageKind.GALLERY
    if body.prose >= MIN_ARTICLE:
        return PageKind.ARTICLE
    if "VideoObject" in metadata.types or any(media.kind is MediaKind.VIDEO for media in body.media):
        return PageKind.VIDEO
    if layout is not None and metadata.title and body.media and not body.prose:
        return PageKind.GALLERY  # a picture with or without its caption, in the place where the layout has the text
    return PageKind.ARTICLE if body.prose and metadata.title and metadata.published_at else PageKind.ERROR


def _says_error(tree: LexborHTMLParser, metadata: Metadata) -> bool:
    if metadata.title and _ERROR.search(metadata.title):
        return True
    return any(_ERROR.search(clean_text(node.text())) for node in tree.css("title, h1, h2, p.title, .error, .page-404"))


def _is_template(metadata: Metadata, body: Body) -> bool:
    """Tell a template without a story: no title at all, or only the window's and hardly any text or mere teasers."""
    if metadata.title is None:
        return True
    if metadata.provenance.get("title") != "title":
        return False
    listed = sum(len(block.text) for block in body.blocks if block.kind is BlockKind.LIST_ITEM)
    return body.prose < FEW_WORDS or listed > MOSTLY_LISTED * body.prose


def _is_index(tree: LexborHTMLParser, metadata: Metadata, body: Body, url: str) -> bool:
    if any(_ARTICLE_TYPE.search(kind) for kind in metadata.types):
        return False
    if _is_root(metadata.canonical_url or url) or _is_root(url):
        return True
    if metadata.published_at is not None or body.prose > STORIES * FEW_WORDS:
        return False
    return len(tree.css("article h2 a, article h3 a, .story h2 a, li h2 a, li h3 a")) >= STORIES


def _is_root(address: str) -> bool:
    parts = split_address(address)
    return parts.path in ("", "/", "/index.html", "/index.php") and not parts.query
