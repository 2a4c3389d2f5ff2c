"""Names of authors: split bylines into people, drop what is no name."""

import re
from collections.abc import Sequence
from typing import Final

from flows.parse.markup.plain import clean_text, fold_text

_BY: Final = re.compile(
    r"^(?:(?:written|reported|posted|published|story|text)\s+by|by|von|par|por|di|door|av|af|przez|bởi|theo|người viết"
    r"|tác giả|bài|thực hiện|autor(?:en|in|es|a)?|author|text|reporter|фото|автор|текст)\s*[:：]?\s+",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(
    r"\s*(?:[;|•·]|(?<=\s)/(?=\s)|,(?!\s*(?:Jr|Sr|PhD|Ph\.D|MD|M\.D|II|III|Esq)\b)|\s+(?:and|und|et|y|e|och|og|en|&|và)\s+)\s*",
    re.IGNORECASE,
)
_ROLE_TAIL: Final = re.compile(
    r"\s*(?:[|,•·–—-]\s*(?:staff|senior|chief|reporter|writer|editor|correspondent|redakteur\w*|journalist\w*|contributor).*|\((?:[A-Z]{2,5}|[^)]{1,30})\)|<[^>]+>|\S+@\S+|@\w+)\s*$",
    re.IGNORECASE,
)
_TITLES: Final = re.compile(r"\s*(?:기자|특파원|記者|记者)$")
_NO_NAME: Final = re.compile(r"^(?:https?:|www\.|\d|@|#)|^\W*$|\d{3}", re.IGNORECASE)
_AGENCY: Final = re.compile(
    r"\s*[(（][^()（）]{0,40}(?:TTXVN|Vietnam\+|VNA|越通社)[^()（）]{0,40}[)）]?\s*", re.IGNORECASE
)
_SITE_PARTS: Final = re.compile(r"\s+[|–—·-]\s+|,")
_DOMAIN: Final = re.compile(r"^[\w-]+(?:\.[\w-]+)+$")
MAX_NAME: Final = 60


def split_authors(values: Sequence[str]) -> list[str]:
    """Split bylines into single names, in order, without repeats."""
    found: dict[str, str] = {}
    for value in values:
        text = _AGENCY.sub("", _BY.sub("", clean_text(value))).strip()
        for part in _SPLIT.split(text) if len(values) == 1 else [text]:
            name = _TITLES.sub("", _ROLE_TAIL.sub("", _BY.sub("", part.strip()))).strip(" ,;:-–—|")
            if name and len(name) <= MAX_NAME and not _NO_NAME.search(name):
                found.setdefault(name.casefold(), name)
    return list(found.values())


def is_site(name: str, site: str | None, host: str) -> bool:
    """Tell whether a name is the site's: `VnExpress` on `VnExpress - Tin nhanh Việt Nam`, `baodautu.vn` there."""
    if _DOMAIN.match(name):
        return True
    known = [site or "", *_SITE_PARTS.split(site or "")]
    for domain in (host.removeprefix("www."), site or ""):
        if _DOMAIN.match(domain):
            known += [domain, domain.split(".", maxsplit=1)[0]]
    return fold_text(name) in map(fold_text, known)
