"""Find what surrounds the prose of a flattened article: captions, credits, bylines, agency and end marks.

Counted over 40,162 seeds of one agency: a caption stands first in 74-86 % of the texts of 2014-17, its
credit in brackets (`(Ảnh: Nguyễn Dân/TTXVN)`, `(Nguồn: AFP)`), sometimes with a bracket lost; 85 % of
the texts end with `./.`; `(TTXVN)` after that in 0.7 %. Text after an inner `./.` is mostly prose.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.records import LeftOutKind
from flows.text.segment import LOWER, UPPER, sentences

# Longer heads are prose that happens to come before the first credit (99 % of captions are shorter).
MAX_CAPTION: Final = 400
# Two or more sentences before a credit are one caption only when they are as short as this.
MAX_SENTENCES_CAPTION: Final = 120

_AGENCIES: Final = (
    r"TTXVN|TT&VH|Vietnam\s?\+|VietnamPlus|VNA|Vna|VNS|AFP|AP|Reuters|REUTERS|THX|Xinhua|Tân Hoa xã|Kyodo|Yonhap"
    r"|Bernama|Sputnik|TASS|Itar-Tass|EFE|DPA|dpa|APA|ANSA|PTI|Getty Images|Getty|EPA|UPI|CNN|BBC|Bloomberg|VOV|VTV|TTO"
    r"|TL|CTV|PV|BTC|KPL|SPA|越通社|新华社|法新社|路透社|中新社|美联社"
)
CREDIT_LABEL: Final = (
    # Vietnamese, with the typing errors that occur (Nguồm, Nguổn, ẢNh, Ành) and what may stand between
    r"(?:[Nn]guồn\s+)?(?:Ảnh|ảnh|ẢNH|ẢNh|Ành)"
    r"(?:\s+(?:(?:chỉ (?:có|mang) tính (?:chất )?)?mi[nm]h (?:[hH]ọa|hoạ)|tư liệu|chụp màn hình|CTV|[Bb]ìa))?"
    r"(?:[.,]\s*[Nn]guồn)?"
    r"|[Nn]gu[ồổo][nm](?:\s+[Ảả]nh)?|NGUỒN|Đồ [Hh]ọa"
    r"|Photo|PHOTO|Photos|Photograph|Image|Images|Picture|Source|Credit"
    r"|Foto|Fotos|FOTO|Bild|Quelle|Crédits?(?: photo)?|Фото|ФОТО|Источник|Fuente"
    r"|图片来源|图片|图源|来源|图自|图|资料图|照片|摄影"
)
# Labels of sources; the Vietnamese one stands under pictures in most of the corpus.
_SOURCE_LABEL: Final = re.compile(
    r"[(（\[]?\s*(?:(?P<pictures>[Nn]gu[ồổo][nm]|NGUỒN)|Source|Quelle|Источник|Fuente|来源)(?!\w)"
)
_PICTURE_SOURCE: Final = re.compile(rf"(?<!\w)(?:{_AGENCIES})(?!\w)|\w\.[A-Za-z]{{2,10}}$")
_DOMAIN: Final = r"[A-Za-z0-9-]{2,40}(?:\.[A-Za-z]{1,10}){1,3}"
# It is searched for fast because it starts with one set of characters; keep it so.
_BRACKETED: Final = re.compile(
    r"[(（\[)](?:[\s\u00ad\u200b\ufeff]*(?:"
    # (Ảnh: X/TTXVN)  （图片来源：越通社）  )Ảnh: X)  (Ảnh; X)  (Ảnh X/TTXVN)
    rf"(?:{CREDIT_LABEL})\s*(?:[:：;/]\s*|\s(?=[^()（）]{{2,40}}[/-]\s?(?:TTXVN|Vietnam)))(?P<name>[^()（）\[\]]{{0,90}}?)"
    # (Ảnh tư liệu TTXVN)  (Ảnh do đoàn cung cấp)  (Ảnh chụp màn hình)  (Ảnh TTXVN phát); not (Ảnh hậu), a word of prose
    rf"|(?P<plain>Ảnh\s+(?:[Tt]ư liệu|chụp|cắt|do|nhân vật|gia đình|minh h(?:ọa|oạ)|{_AGENCIES})(?!\w)"
    r"[^()（）\[\]:：]{0,80})(?=\)(?!\s*\.))"
    # an agency alone in brackets, for captions without a credit word: 越南总理（越通社-VNA）
    rf"|(?P<agency>(?:{_AGENCIES})(?:\s*[-–—/,]+\s*(?:{_AGENCIES}))*)"
    r"|图片来源于网络"
    r")\s*[)）\]]"
    # (Nguồn: AFP/TTXVN and (Nguồn: anh-dep.com with the closing bracket lost
    rf"|(?<=[(（])\s*(?:{CREDIT_LABEL})\s*[:：;]\s*"
    rf"(?P<unclosed>[^()（）\[\].:：]{{0,60}}?(?:{_AGENCIES})|{_DOMAIN})(?=\s+[{UPPER}“\"0-9]))"
)
_BARE_WORD: Final = re.compile(r"[ẢNPF](?:nh|guồn(?: ảnh)?|hoto|otos?)\s*[:：]")
_BARE: Final = re.compile(
    # Ảnh: Trí Dũng-TTXVN   - Ảnh: NGUYỄN DÂN/TTXVN   Ảnh: Xuân Khu/Vietnam+)
    r"(?:[-–—]\s*)?\b(?:Ảnh|Nguồn ảnh|Photo|Fotos?)\s*[:：]\s*"
    rf"(?P<name>[^().:;!?\n]{{2,60}}?\s?[-–—/]\s?(?:{_AGENCIES})(?!\w)|[^\W\d_][^().:;!?\n]{{1,50}}(?=\))"
    rf"|(?:{_AGENCIES})(?!\w)|{_DOMAIN}(?!\w))\)?"
    # Nguồn: Vietcombank) with the opening bracket lost; without either, it may be the source of the whole text
    r"|\bNguồn\s*[:：]\s*(?P<unopened>[^\W\d_][^().:;!?\n]{1,50})\)"
)
_NAME: Final = rf"[{UPPER}][\w.'’-]*+(?:[ \u00a0]++[{UPPER}][\w.'’-]*+){{0,4}}+"
_END: Final = re.compile(r"/\s?\.+(?=\s|[(\[“\"”’'\u200b]|$)")
_PAPERS_ZH: Final = "人民报|越南之声|人民军队报|新河内报|越南人民报|西贡解放报"
_DONE_ZH: Final = re.compile(
    rf"\s*[(（]\s*(?:完|(?:来源[:：])?[《]?(?:{_AGENCIES}|{_PAPERS_ZH})(?:网|网站)?[》]?"
    rf"(?:\s*[-–—/]+\s*(?:{_AGENCIES}))?)\s*[)）]\s*$"
)
_BYLINE_TAIL: Final = re.compile(
    rf"(?<=[.!?…”\"/])\s*(?P<byline>(?:{_NAME}(?:\s*[-–,/]\s*{_NAME}){{0,3}}\s*)?"
    rf"[(（]\s*(?:{_AGENCIES})(?:\s*[-–—/]\s*(?:{_AGENCIES}))*\s*[)）])[\s.]*$"
)
_DATELINE: Final = re.compile(
    rf"\s*(?:(?:[^\W\d_a-z][\w .,’'/-]{{1,40}}?\s*)?"
    rf"[(（]\s*(?:{_AGENCIES}|Dân trí|VietNamNet|NLĐO?|PLO|VNE|Chinhphu\.vn)"
    rf"(?:\s*[-–—/,]\s*(?:{_AGENCIES}))*\s*[)）]\s*[-–—:]+\s*"
    rf"|[(（]\s*(?:{_AGENCIES})\s*[)）]\s+"
    r"|(?:TTO|TTXVN|VOV|VTV|NDĐT|NDO|SGGPO?|NLĐO?|PLO|ĐTTCO|GDVN|VTC News|VOV\.VN|TPO|LĐO)\s*[-–—]+\s+"
    r"|越通社[^\W\d_a-zA-Z]{0,8}?(?:——|—|--|-)\s*)"
)
# White space, seen and unseen, that stands between a caption and the text.
_BLANK: Final = " \t\n\r\u00a0\u00ad\u200b\u200e\u2060\u3000\ufeff"
# A dateline has one of these within its length; a pattern that tries each place first would cost more.
_DATELINE_SIGN: Final = re.compile("[(（–—-]")
_MAX_DATELINE: Final = 90
_MAX_CODE: Final = 24
_RELATED_TAIL: Final = re.compile(r"(?<!>)>>++\s*+[^\n]{10,160}$")
# A headline in brackets between two sentences, as one Vietnamese agency links to other articles: no stop at its end,
# a sentence's end before it, and no small letter behind it. Brackets of other languages are words of the writer.
_RELATED_HEADLINE: Final = re.compile(
    rf"(?:^|(?<=[.!?…:”\"/\])»]))[ \u00a0]*(?P<link>\[(?![{LOWER}])[^\[\]\n]{{12,200}}(?<![.;,])\])"
    rf"(?=\s*(?:$|[^\s{LOWER},;:.)(]))",
    re.MULTILINE,
)
_LINKS_IN_BRACKETS: Final = frozenset({"vi", "zh"})
_DASHES: Final = frozenset("-–—:")
_STOPS: Final = tuple('.!?…。！？”"»)')
# An agency's mark or the word for "end" behind a sentence, with the promotion that may follow it.
_MARK_ZH: Final = re.compile(
    r"(?<=[。！？”])\s*[(（]\s*(?:(?P<end>完)|越通社[\s_—–-]*(?:VNA|Vna|ＶＮＡ)?)\s*[)）]?(?=\s|$)"
)
# `Ảnh minh họa.` as a sentence of its own: a stock photo without a credit.
_STOCK_PHOTO: Final = re.compile(r"(?:^|(?<=[.!?…”\"]\s))\s*Ảnh minh h(?:ọa|oạ)\s?\.(?=\s)")
_PROMO: Final = re.compile(
    r"[(（]?(?:Nhấp|Bấm|Kích) chuột[^.()]{0,40}kích thước chuẩn[.)）]*"
    r"|Xem (?:trailer|video|clip)[^.:]{0,40}(?:tại đây|dưới đây|sau đây)\s*[:.]?"
    # only as the last sentence: `Xem thêm: Chuyên trang đặc biệt về Đại hội Đảng`
    r"|(?<=[.!?…”\"/]\s)Xem thêm(?!\w)[^.!?…]{3,120}(?:\.[a-z]{2,4}[^.!?…]{0,60}){0,3}[.!]?\s*$"
    r"|(?<=[.!?…”\"/]\s)Mời (?:[Qq]uý )?(?:độc giả|bạn đọc|vị) [^.!?…:]{2,80}?(?:tại đây|dưới đây|sau đây)\s*[.:!]?\s*$"
    r"|读者可登录[^。]{0,60}更多信息。?"
)
# Closing brackets and bylines are looked for in the last characters of a text.
_TAIL: Final = 120


class Piece(NamedTuple):
    """One stretch of a text that is no prose; `name` is the credit without brackets and label."""

    kind: LeftOutKind
    start: int
    end: int
    rule: str
    name: str | None = None


def _caption_start(text: str, floor: int, credit: int, language: str | None, *, is_last: bool) -> int:
    """Find where the caption before a credit begins: with its line, or with the last sentence before the credit.

    Short sentences at the head of a text are one caption, unless the credit is the last thing in it (`is_last`):
    then they are the article. A credit that ends the text on a line of its own, behind prose, has no caption.
    """
    head = text[floor:credit].rstrip()
    stands_apart = is_last and "\n" in text[floor + len(head) : credit] and head.endswith(_STOPS)
    line = _behind_end_mark(text, floor + head.rfind("\n") + 1, credit)
    floor = max(line, credit - MAX_CAPTION * 2, text.rfind("] ", line, credit) + 1)
    spans = sentences(text[floor:credit], language)
    if not spans or (stands_apart and (line or len(spans) > 1)):
        return credit
    is_one = floor == 0 and not is_last and spans[-1][1] <= MAX_SENTENCES_CAPTION
    start = spans[0 if is_one else -1][0]
    return floor + start if spans[-1][1] - start <= MAX_CAPTION else credit


def _behind_end_mark(text: str, start: int, end: int) -> int:
    """Return where what follows the last `./.` of a stretch begins; `start` where there is none."""
    at = text.rfind("./.", start, end)
    return start if at < 0 else at + len("./.")


def _is_inline(text: str, end: int) -> bool:
    """Tell whether a bracket stands inside a sentence: what follows goes on with a small letter or a comma."""
    rest = text[end : end + 3].lstrip()
    return bool(rest) and (rest[0].islower() or rest[0] in ",;:)")


def _find_captions(text: str, language: str | None) -> list[Piece]:
    """Find captions with their credits; an agency alone in brackets counts only behind a short head."""
    found: list[Piece] = []
    floor = 0
    matches = list(_BRACKETED.finditer(text)) if "(" in text or ")" in text or "）" in text else []
    if not matches and (":" in text or "：" in text) and _BARE_WORD.search(text):
        matches = list(_BARE.finditer(text))
    for match in matches:
        pieces = _read_credit(text, match, floor, language) if match.start() >= floor else []
        if pieces:
            found += pieces
            floor = pieces[-1].end
    return found


def _find_source_note(text: str, match: re.Match[str], end: int) -> list[Piece] | None:
    """Read a note on where a statement comes from, which names no agency and no site as the credit of a picture does.

    It is one of the writer's words (an empty list), but where it stands alone at the end of a line. None for a credit.
    """
    label = _SOURCE_LABEL.match(text, match.start())
    name = next((value for value in match.groups() if value), "")
    if label is None or _PICTURE_SOURCE.search(name):
        return None
    rest = text[end:].partition("\n")[0].strip()
    if label["pictures"]:
        in_sentence = rest.startswith(".") and not text[: match.start()].rstrip().endswith(_STOPS)
        return [] if in_sentence else None
    return [] if rest else [Piece(LeftOutKind.AGENCY_MARK, match.start(), end, "source_note")]


def _may_close_caption(text: str, start: int, end: int) -> bool:
    """Tell whether an agency alone in brackets can be a credit: behind a short head, with prose to follow.

    It is the name of whom the sentence tells where that goes on at once, or ends with a credit of its own:
    `接受印度报业托拉斯（PTI）记者的采访`, `Giám đốc hãng tin Hoa Kỳ (AP) thăm Việt Nam. (Ảnh: Lê An/TTXVN)`.
    """
    rest = text[end : end + MAX_CAPTION].strip(_BLANK)
    if start > MAX_SENTENCES_CAPTION or not rest or text[end] not in _BLANK or _PROMO.match(rest):
        return False
    later = _BRACKETED.search(text, end, end + MAX_CAPTION)
    return not later or later.lastgroup == "agency" or len(sentences(text[end : later.start()])) > 1


def _read_credit(text: str, match: re.Match[str], floor: int, language: str | None) -> list[Piece]:
    """Make the pieces of one credit and its caption; none where the bracket is part of the prose."""
    start, end = match.span()
    if text[end : end + 1] == ")" and text.count("(", floor, end) < text.count(")", floor, end + 1):
        end += 1  # it closes nothing: (Nguồn: THX/TTXVN))
    is_agency = match.lastgroup == "agency"
    note = _find_source_note(text, match, end)
    if note is not None:
        return note
    if _is_inline(text, end) or (is_agency and not (floor == 0 and _may_close_caption(text, start, end))):
        return []
    if text[start] == ")" and text.rfind("(", floor, start) > text.rfind(")", floor, start):
        start += 1  # it closes a bracket of the caption: (giữa) Ảnh: X/TTXVN)
    caption = _caption_start(text, floor, start, language, is_last=not text[end:].strip())
    if is_agency and (caption == start or text[end : end + 2].strip()[:1] in _DASHES):
        return []  # the place and agency of a dateline
    pieces = []
    if text[caption:start].strip():
        pieces.append(_trimmed(text, LeftOutKind.CAPTION, caption, start, "before_credit"))
    name = next((value for value in match.groups() if value), "").strip(" .)") or None
    return [*pieces, Piece(LeftOutKind.CREDIT, start, end, "credit", name)]


def _find_end_marks(text: str) -> list[Piece]:
    """Find `./.` (the stroke and what follows it; the first full stop belongs to the sentence) and （完）."""
    found = []
    at = text.find("/")
    while at >= 0:
        match = _END.match(text, at)
        if match and at:
            found.append(Piece(LeftOutKind.END_MARK, at, match.end(), "end_mark"))
        at = text.find("/", at + 1)
    if "。" in text and ("(" in text or "（" in text):
        for match in _MARK_ZH.finditer(text):
            kind = LeftOutKind.END_MARK if match["end"] else LeftOutKind.AGENCY_MARK
            found.append(_trimmed(text, kind, *match.span(), "closing_bracket"))
    if (")" in text or "）" in text) and text[-_TAIL:].rstrip()[-1:] in ("）", ")"):
        match = _DONE_ZH.search(text, max(0, len(text) - _TAIL))
        if match and match.start() > 0:
            kind = LeftOutKind.END_MARK if "完" in match.group() else LeftOutKind.AGENCY_MARK
            found.append(_trimmed(text, kind, match.start(), match.end(), "closing_bracket"))
    return found


def _trimmed(text: str, kind: LeftOutKind, start: int, end: int, rule: str) -> Piece:
    """Make a piece without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Piece(kind, start, end, rule)


def _find_byline(text: str) -> list[Piece]:
    """Find `Thu Hà (TTXVN)` or `(TTXVN/Vietnam+)` after the last sentence."""
    tail = text[-_TAIL:]
    if not ("(" in tail or "（" in tail) or tail.rstrip()[-1:] not in ")）.":
        return []
    match = _BYLINE_TAIL.search(text, max(0, len(text) - _TAIL))
    if match is None:
        return []
    piece = match.group("byline")
    kind = LeftOutKind.AGENCY_MARK if piece[0] in "(（" else LeftOutKind.BYLINE
    return [Piece(kind, match.start("byline"), match.end("byline"), "after_last_sentence")]


def _find_dateline(text: str, captions: Sequence[Piece]) -> list[Piece]:
    """Find the place and agency before the first sentence, behind the captions that stand first."""
    lead = 0
    for piece in captions:
        if text[lead : piece.start].strip(_BLANK):
            break
        lead = piece.end
    while lead < len(text) and text[lead] in _BLANK:
        lead += 1
    if not _DATELINE_SIGN.search(text, lead, lead + _MAX_DATELINE):
        return []
    match = _DATELINE.match(text, lead)
    if match is None or match.end() >= len(text):
        return []
    return [_trimmed(text, LeftOutKind.DATELINE, lead, match.end(), "dateline")]


def _find_invitations(text: str, language: str | None) -> list[Piece]:
    """Find inline links to other articles, and invitations to click, to watch or to visit."""
    found = []
    if "[" in text and language in _LINKS_IN_BRACKETS:
        links = _RELATED_HEADLINE.finditer(text)
        found += [Piece(LeftOutKind.RELATED_LINK, *match.span("link"), "brackets") for match in links]
    if ">" in text and ">>" in text:
        found += [Piece(LeftOutKind.RELATED_LINK, *match.span(), "brackets") for match in _RELATED_TAIL.finditer(text)]
    if "Ả" in text and "Ảnh minh h" in text:
        found += [
            _trimmed(text, LeftOutKind.CAPTION, *match.span(), "stock_photo") for match in _STOCK_PHOTO.finditer(text)
        ]
    if _may_invite(text):
        found += [Piece(LeftOutKind.PROMO, *match.span(), "invitation") for match in _PROMO.finditer(text)]
    return found


def _find_shortcodes(text: str) -> list[Piece]:
    """Find what a content system would have turned into pictures and boxes: `[caption id="3"]…[/caption]`.

    A word in brackets is one only with attributes, or with its end behind it: `[sic]` is prose.
    """
    found: list[Piece] = []
    ends: dict[str, list[int]] = {}
    for match in _SHORTCODE_END.finditer(text):
        ends.setdefault(match[1], []).append(match.start())
    for match in _SHORTCODE.finditer(text):
        own = ends.get(match["name"], [])
        behind = bisect_left(own, match.end())
        end = own[behind] if behind < len(own) else -1
        if match["attributes"] or end >= 0 or match["closes"]:
            found.append(Piece(LeftOutKind.INVISIBLE, *match.span(), "shortcode"))
        if end > match.end() and "caption" in match["name"]:
            found.append(_trimmed(text, LeftOutKind.CAPTION, match.end(), end, "shortcode"))
    return found


def _may_invite(text: str) -> bool:
    """Tell whether a text has any of the words that invitations have.

    A single character is looked for some fifty times faster than a word, so a rare one of each goes first.
    """
    return (
        ("X" in text and "Xem " in text)
        or ("M" in text and "Mời " in text)
        or ("ẩ" in text and "kích thước chuẩn" in text)
        or ("读" in text and "读者可登录" in text)
    )


def _may_hold(text: str) -> bool:
    """Tell whether any sign of apparatus is in a text: brackets, strokes, colons, a dash at its start, a few words."""
    return (
        ")" in text
        or "(" in text
        or "/" in text
        or ":" in text
        or "[" in text
        or "）" in text
        or "：" in text
        or (">" in text and ">>" in text)
        or _DATELINE_SIGN.search(text, 0, _MAX_CODE) is not None
        or ("Ả" in text and "Ảnh minh h" in text)
        or _may_invite(text)
    )


def find_apparatus(text: str, language: str | None = None, known: Sequence[Piece] = ()) -> list[Piece]:
    """Find all that is no prose in a flattened text, in order, without overlaps; `known` pieces come first."""
    if not known and not _may_hold(text):
        return []
    found = _find_captions(text, language)
    if known:
        found = [
            piece for piece in found if not any(piece.start < other.end and other.start < piece.end for other in known)
        ]
        found = sorted([*known, *found], key=lambda piece: piece.start)
    if "[" in text and "]" in text:
        found = _find_shortcodes(text) + found
    found += _find_dateline(text, found) + _find_end_marks(text) + _find_byline(text)
    found += _find_invitations(text, language)
    found.sort(key=lambda piece: (piece.start, -piece.end))
    kept: list[Piece] = []
    for piece in found:
        if piece.end > piece.start and (not kept or piece.start >= kept[-1].end):
            kept.append(piece)
    return kept


_SHORTCODE: Final = re.compile(
    r"\[(?P<closes>/)?(?P<name>[a-z][a-z0-9_-]{1,30})"
    r"(?P<attributes>(?:\s+[\w-]++\s*+=\s*+(?>[\"”“″][^\"”“″\]]*+[\"”“″]|'[^'\]]*+'|[^\s\]]++))*+)\s*+/?\]"
)
_SHORTCODE_END: Final = re.compile(r"\[/([a-z][a-z0-9_-]{1,30})\]")
_LABELS: Final = (
    r"xem|đọc|mời (?:độc giả|bạn đọc|quý vị|xem|đọc)"
    r"|tin|bài|video|clip|ảnh|liên quan|thêm|tiếp|cùng|read|more|related|see|also|watch|don[’']t miss"
    r"|recommended|story|stories|lesen|auch|mehr|lire|voir|aussi|leer|ver|más|también|читайте|также|相关|阅读|更多"
)
_LINK_LINE: Final = re.compile(
    rf"(?:>>+|»|[►▶→•])\s*\S|(?=[^:：\n]{{2,40}}[:：]\s?\S)(?:\W*(?:{_LABELS})(?!\w)[^:：\n]{{0,30}})[:：]\s?\S",
    re.IGNORECASE,
)
_AGENCY_LINE: Final = re.compile(
    rf"\W*(?:(?:Theo|Nguồn|Source|Quelle|via)\s*[:：]?\s*)?(?:{_AGENCIES})(?:\s*[-–—/,]\s*(?:{_AGENCIES}))*\W*$"
)
_BYLINE_LINE: Final = re.compile(
    rf"(?:(?:By|Von|Par|Por|Bài(?:,| và)? ảnh|Tin(?:,| và)? ảnh|Bài|Tin|Ảnh|Thực hiện|Theo)(?:\s*+[:：])?+\s++)?"
    rf"{_NAME}(?:\s*+(?:[-–,/&]|và|and|und|et|y)\s*+{_NAME}){{0,4}}+"
    rf"\s*+(?:[(（/–-]\s*+(?:{_AGENCIES})(?:\s*[-–—/]\s*(?:{_AGENCIES}))*\s*[)）]?\s*)?\.?$"
    r"|(?:Nhóm\s++)?(?:phóng viên|Phóng viên|PV|P\.V|CTV)(?:\s[^.:;!?]{1,40})?\.?$"
    r"|(?:Theo|Tổng hợp)\s[^.:;!?]{2,40}\.?$"
)
# Longer lines are paragraphs: a link's label and headline have at most 160 characters in the corpus.
_MAX_LINE: Final = 200
# A byline alone on a line is short.
_MAX_BYLINE_WORDS: Final = 12


def classify_line(text: str) -> LeftOutKind | None:
    """Say what a line that stands by itself is, when it is no prose: an agency mark, a byline, a link to read more."""
    if len(text) > _MAX_LINE:
        return None
    if _AGENCY_LINE.match(text):
        return LeftOutKind.AGENCY_MARK
    if text.strip(" ./") == "":
        return LeftOutKind.END_MARK
    if len(text.split()) <= _MAX_BYLINE_WORDS and _BYLINE_LINE.match(text):
        return LeftOutKind.BYLINE
    return LeftOutKind.RELATED_LINK if _LINK_LINE.match(text) else None


def split_credit(text: str) -> tuple[str | None, str | None]:
    """Split a caption as shown into caption and credit, either of them None: `Quang cảnh. (Ảnh: X/TTXVN)`."""
    text = text.strip()
    match = _CREDIT_TAIL.search(text)
    if match is None:
        return text or None, None
    caption = text[: match.start()].rstrip(" \u00a0-–—|(（").strip() or None
    credit = next((value for value in match.groups() if value), "").strip(" .)）]") or None
    return caption, credit


_CREDIT_TAIL: Final = re.compile(
    rf"[(（\[)]?\s*(?:{CREDIT_LABEL})\s*[:：;]\s*([^()（）\[\]:：]{{1,90}}?)\s*[)）\]]?\s*$"
    rf"|[(（]\s*((?:[^()（）]{{0,40}}[/-]\s?)?(?:{_AGENCIES})(?:\s*[-–—/,]+\s*(?:{_AGENCIES}))*)\s*[)）]\s*$"
)
