"""What came back: an outcome from status, headers, redirects and the head of the payload.

Rules are data, each with its source, tried in order; the first that matches decides. Precision goes
before recall: a rule that might take an article for an error page does not belong here, because the
reconciling stage looks at the parsed page again and knows the seed.
"""

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from flows.addresses.links import is_ancestor
from flows.existence.outcome_rules import RULES, SMALL, SUCCESS_RULES, Rule
from flows.records import Outcome

HEAD_BYTES = 1 << 16  # where markup is looked for
# Visible text is read from ever longer heads, until there is more of it than on any page the rules are about:
# scripts and styles can fill the first 100 KB of an article.
TEXT_HEADS = (1 << 13, 1 << 15, 1 << 17, 1 << 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The last hop of a fetch, decoded."""

    asked_url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]  # names lower-case
    payload: bytes
    was_redirected: bool

    def header(self, name: str) -> str:
        """Give the first header of a lower-case name, or an empty string."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The head of a payload as the rules look at it."""

    answer: Answer
    address: str  # host and path of the final address, lower case
    markup: str  # lower case
    title: str  # lower case
    text: str  # visible text, lower case, single spaces


_STATUS_OUTCOMES = {
    401: Outcome.FORBIDDEN,
    402: Outcome.PAYWALL,
    403: Outcome.FORBIDDEN,
    404: Outcome.NOT_FOUND,
    410: Outcome.NOT_FOUND,
    429: Outcome.RATE_LIMITED,
    451: Outcome.FORBIDDEN,
}
# What a server may call an HTML page; anything else (PDF, images, JSON) is no article for the parser.
_PAGE_TYPES = re.compile(r"text/|application/(?:xhtml|xml|octet-stream|x-httpd|force-download)", re.IGNORECASE)
_MARKUP_START = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml|!--|div|meta|script)", re.IGNORECASE
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|template|svg|title|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_BLANK = re.compile(r"\s+")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([a-z0-9_:.-]+)", re.IGNORECASE)
_ENTITIES = {"&nbsp;": " ", "&amp;": "&", "&quot;": '"', "&#39;": "'", "&rsquo;": "'", "’": "'"}


def _decode_head(answer: Answer, size: int) -> str:
    """Decode as UTF-8 where it is that, else as header or page say: enough for the rules, not for the parser."""
    head = answer.payload[:size]
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > size - 4:  # a character cut in two at the end of the head
            return head.decode("utf-8", "replace")
    named = _CHARSET.search(answer.header("content-type")) or _CHARSET.search(head[:2048].decode("latin-1"))
    try:
        return head.decode(named[1] if named else "utf-8", "replace")
    except LookupError:
        return head.decode("utf-8", "replace")


def read_page(answer: Answer) -> Page:
    """Prepare the head of a payload for the rules."""
    markup = _decode_head(answer, HEAD_BYTES).lower()
    title = _TITLE.search(markup)
    parts = urlsplit(answer.final_url.lower())
    return Page(
        answer=answer,
        address=f"{parts.hostname or ''}{parts.path}",
        markup=markup,
        title=_tidy(title[1]) if title else "",
        text=_read_text(answer),
    )


def _read_text(answer: Answer) -> str:
    """Read the visible text, all of it or more than SMALL characters."""
    text = ""
    for size in TEXT_HEADS:
        text = _tidy(_TAG.sub(" ", _UNSEEN.sub(" ", _decode_head(answer, size).lower())))
        if len(text) > SMALL or size >= len(answer.payload):
            break
    return text


def _tidy(text: str) -> str:
    for entity, char in _ENTITIES.items():
        text = text.replace(entity, char)
    return _BLANK.sub(" ", text).strip()


@cache
def _any_of(expressions: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(expressions))


@cache
def _title_of(expressions: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(expressions)})\W*(?:[|–—:»-].*)?", re.DOTALL)


def matches(rule: Rule, page: Page) -> bool:
    """Tell whether all that a rule asks for holds; the cheap conditions are looked at first."""
    answer = page.answer
    return (
        (rule.max_text is None or len(page.text) <= rule.max_text)
        and (rule.statuses is None or answer.status in rule.statuses)
        and (rule.header is None or bool(re.search(rule.header[1], answer.header(rule.header[0]).lower())))
        and (rule.address is None or (answer.was_redirected and bool(re.search(rule.address, page.address))))
        and all(re.search(expression, page.markup) for expression in rule.markup)
        and (rule.lacks is None or not re.search(rule.lacks, page.markup))
        and (not rule.title or bool(_title_of(rule.title).fullmatch(page.title)))
        and (not rule.text or bool(_any_of(rule.text).search(f"{page.title}\n{page.text}")))
    )


def classify_answer(answer: Answer) -> tuple[Outcome, str]:
    """Give the outcome of an answer and the name of the rule or status that decided."""
    page = read_page(answer)
    found = next((rule for rule in RULES if matches(rule, page)), None)
    if found is not None:
        return found.outcome, found.name
    if not 200 <= answer.status < 300:
        return classify_status(answer.status), f"status {answer.status}"
    return _classify_success(page)


def _classify_success(page: Page) -> tuple[Outcome, str]:
    answer = page.answer
    if not answer.payload.strip():
        return Outcome.EMPTY, "no body"
    if not _PAGE_TYPES.match(answer.header("content-type") or "text/html") and not _MARKUP_START.match(answer.payload):
        return Outcome.WRONG_CONTENT_TYPE, answer.header("content-type")[:100]
    found = next((rule for rule in SUCCESS_RULES if matches(rule, page)), None)
    if found is not None:
        return found.outcome, found.name
    if answer.was_redirected and is_ancestor(answer.final_url, answer.asked_url):
        return Outcome.HOME_REDIRECT, f"sent to {answer.final_url}"
    return Outcome.OK, f"status {answer.status}"


def classify_status(status: int) -> Outcome:
    """Give the outcome of a status that is no success."""
    if status in _STATUS_OUTCOMES:
        return _STATUS_OUTCOMES[status]
    if status >= 500:
        return Outcome.SERVER_ERROR
    if status >= 400:
        return Outcome.CLIENT_ERROR
    return Outcome.PROTOCOL_ERROR  # 1xx, 304 unasked, 3xx without an address
