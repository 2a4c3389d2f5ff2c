"""Read a page as a browser would see it, without one."""

import re
from html.parser import HTMLParser

ADDRESSES = {"src", "srcset", "poster", "data", "action", "formaction", "background", "xlink:href"}


class Reader(HTMLParser):
    """Collects the text, the tags, and every address that a page would fetch by itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.events: list[str] = []
        self._skip = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value for name, value in attrs if name in ADDRESSES and value]
        self.fetched += [value for name, value in attrs if tag == "link" and name == "href" and value]
        self.events += [name for name, _ in attrs if name.startswith("on")]
        self._skip += tag in {"style", "script"}

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        self.text += "" if self._skip else data


def style_addresses(page: str) -> list[str]:
    """List what the style sheets of a page would fetch."""
    return re.findall(r"url\(|@import", " ".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL)))
