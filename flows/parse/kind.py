"""Tell what a page is: an article, a gallery, a video, a live blog, a list of articles, an error."""

import re
from typing import Final

from flows.parse.body import Body
from flows.parse.metadata import Metadata
from flows.records import BlockKind, MediaKind, PageKind

_ERROR: Final = re.compile(
    r"không tìm thấy (?:đường dẫn|trang|bài viết|nội dung)|trang (?:bạn )?(?:yêu cầu|tìm kiếm|này) (?:\w+ )?không (?:tồn tại|tìm thấy)|page (?:not|cannot be|can't be|could not be) found|404 not found|error 404|404 error|seite (?:\w+ )?nicht gefunden|page (?:non|introuvable)|página no encontrada|页面不存在|找不到",
    re.IGNORECASE,
)
MIN_ARTICLE: Final = 140  # characters of prose that a page without other evidence must have
FEW_WORDS: Final = 600


def tell_kind(metadata: Metadata, body: Body, _text: str) -> PageKind:
    """Judge a page by its own claims and by what was found on it."""
    types = metadata.types
    prose = body.prose
    title = metadata.title or ""
    if prose < FEW_WORDS and (_ERROR.search(title) or any(_ERROR.search(block.text) for block in body.blocks[:4])):
        return PageKind.ERROR
    if "LiveBlogPosting" in types:
        return PageKind.LIVE_BLOG
    if prose < MIN_ARTICLE and any(media.kind is MediaKind.VIDEO for media in body.media):
        return PageKind.VIDEO
    captions = sum(block.kind is BlockKind.CAPTION for block in body.blocks)
    if captions >= 4 and prose < captions * MIN_ARTICLE:
        return PageKind.GALLERY
    return PageKind.ARTICLE
