"""Where a page sends its reader on to without being asked: the Refresh header, and <meta http-equiv=refresh>.

Read as the HTML standard has it ("shared declarative refresh steps"), by a parser: what stands in a comment, a script,
a textarea, a template or, as browsers run scripts, in <noscript>, sends nobody on. Pure.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.addresses.links import join_address

LONGEST_S = 5.0  # a longer delay is for a reader, not a redirect
_VALUE = re.compile(
    r"(\d{1,6})(?:\.[\d.]{0,9})?(?:\s{0,9}[;,]\s*+|\s{1,9}+)(?:url\s*+=\s*+)?(?:\"([^\"]*)|'([^']*)|(.*))",
    re.IGNORECASE | re.DOTALL,
)
_UNRUN = frozenset({"noscript", "template"})


def find_refresh(url: str, header: str, markup: str) -> str | None:
    """Give the address that an answer sends on to at once; None where it stays, or only loads again."""
    if header:
        return _target(header, url, url)
    if "refresh" not in markup.lower():
        return None
    tree = LexborHTMLParser(markup)
    base = next((node.attributes.get("href") for node in tree.css("base[href]") if _is_run(node)), None)
    for node in tree.css("meta[http-equiv][content]"):
        if (node.attributes.get("http-equiv") or "").strip().lower() == "refresh" and _is_run(node):
            return _target(node.attributes.get("content") or "", join_address(url, base or "") or url, url)
    return None


def _is_run(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in _UNRUN:
            return False
        parent = parent.parent
    return True


def _target(value: str, base: str, url: str) -> str | None:
    found = _VALUE.match(value.strip())
    if found is None or float(found[1]) > LONGEST_S:
        return None
    link = next((part for part in (found[2], found[3], found[4]) if part is not None), "").strip()
    target = join_address(base, link) if link else None
    return None if target is None or _place(target) == _place(url) else target


def _place(url: str) -> str:
    return url.partition("#")[0]
