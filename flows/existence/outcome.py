"""What came back: an outcome from status, headers, redirects and the head of the payload.

Rules are data, each with its source, tried in order; the first that matches decides. Precision goes
before recall: a rule that might take an article for an error page does not belong here, because the
reconciling stage looks at the parsed page again and knows the seed.
"""

import codecs
import re
from dataclasses import dataclass
from functools import cache

from flows.addresses.links import is_ancestor, split_address
from flows.existence.outcome_rules import RULES, SMALL, SUCCESS_RULES, TINY, Rule
from flows.existence.refresh import find_refresh
from flows.records import Outcome

HEAD_BYTES = 1 << 16  # where markup is looked for
# Visible text is read from ever longer heads, until there is more of it than on any page the rules are about:
# scripts and styles can fill the first 100 KB of an article.
TEXT_HEADS = (1 << 13, 1 << 15, 1 << 17, 1 << 20)
BINARY_HEAD = 4096
# Share of bytes that stand in no text: a tenth of what is compressed or encrypted, none of text in any charset but
# UTF-16 and 32, and single ones where a page is damaged.
BINARY_SHARE = 0.03
# The beginning of a tag in UTF-16. Two bytes of it alone stand in one of eight compressed heads by chance.
_WIDE_TAG = re.compile(rb"<\x00[A-Za-z/!?]\x00|\x00<\x00[A-Za-z/!?]")


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
class Judgement:
    """What an answer is."""

    outcome: Outcome
    rule: str  # or status, that decided
    refresh: str | None = None  # where a bare page sends on to; the outcome is then not what counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The head of a payload as the rules look at it."""

    answer: Answer
    address: str  # host and path of the final address, lower case
    markup: str  # lower case
    title: str  # lower case
    text: str  # visible text, lower case, single spaces


# Of these a browser shows the page where no address is named to go to.
UNSENT = frozenset({300, 301, 302, 303, 307, 308})
# Bytes of no text: control characters but for tab, line ends, form feed, and the shifts of ISO 2022.
_NO_TEXT = bytes(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0C, 0x0D, 0x0E, 0x0F, 0x1B)) + b"\x7f"
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
    rb"(?:\s|\xef\xbb\xbf)*<(?:!doctype|html|head|body|\?xml|!--|div|meta|script)", re.IGNORECASE
)
_TITLE = re.compile(r"<title(?:\s[^<>]*)?>")
_UNSEEN = re.compile(r"<(script|style|template|svg|title|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_BLANK = re.compile(r"\s+")
_CHARSET = re.compile(r"charset\s{0,9}=[\s\"']{0,9}([a-z0-9_:.-]{1,40})", re.IGNORECASE)
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
    except (LookupError, ValueError):  # no charset, or a codec of Python's that is none: idna, undefined
        return head.decode("utf-8", "replace")


def read_page(answer: Answer) -> Page:
    """Prepare the head of a payload for the rules."""
    markup = _decode_head(answer, HEAD_BYTES).lower()
    parts = split_address(answer.final_url.lower())
    return Page(
        answer=answer,
        address=f"{parts.hostname or ''}{parts.path}",
        markup=markup,
        title=_read_title(markup),
        text=_read_text(answer),
    )


def _read_title(markup: str) -> str:
    start = _TITLE.search(markup)
    end = markup.find("</title", start.end()) if start else -1
    return _tidy(markup[start.end() : end]) if start and end >= 0 else ""


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
    """Tell whether all that a rule asks for holds; the cheap conditions come first."""
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


def judge_answer(answer: Answer) -> Judgement:
    """Say what an answer is. It reads what a stranger wrote, so it is called where that may hang or crash."""
    page = read_page(answer)
    outcome, rule = _classify(page)
    refresh = None
    if answer.status == 200 and len(page.text) <= TINY:
        refresh = find_refresh(answer.final_url, answer.header("refresh"), _decode_head(answer, HEAD_BYTES))
    return Judgement(outcome=outcome, rule=rule, refresh=refresh)


def _classify(page: Page) -> tuple[Outcome, str]:
    answer = page.answer
    found = next((rule for rule in RULES if matches(rule, page)), None)
    if found is not None:
        return found.outcome, found.name
    is_shown = 200 <= answer.status < 300 or (answer.status in UNSENT and bool(answer.payload.strip()))
    if not is_shown:
        return classify_status(answer.status), f"status {answer.status}"
    return _classify_success(page)


def _is_page_type(answer: Answer) -> bool:
    return bool(_PAGE_TYPES.match(answer.header("content-type") or "text/html"))


def is_binary(payload: bytes) -> bool:
    """Tell bytes that are no text in any charset, as those of a body that is compressed without saying so."""
    head = payload[:BINARY_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _WIDE_TAG.search(head):
        return False
    stray = len(head) - len(head.translate(None, _NO_TEXT))
    return stray > BINARY_SHARE * len(head)


def _classify_success(page: Page) -> tuple[Outcome, str]:
    answer = page.answer
    if not answer.payload.strip():
        return Outcome.EMPTY, "no body"
    if is_binary(answer.payload) and _is_page_type(answer):
        return Outcome.PROTOCOL_ERROR, "the body is no text, and no coding is named that would make it one"
    if not _is_page_type(answer) and not _MARKUP_START.match(answer.payload):
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
