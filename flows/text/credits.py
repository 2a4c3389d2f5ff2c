"""Find what surrounds the prose of a flattened article: captions, credits, bylines, agency and end marks.

Counted over 40,162 seeds of one agency: a caption stands first in 74-86 % of the texts of 2014-17, its
credit in brackets (`(Ảnh: Nguyễn Dân/TTXVN)`, `(Nguồn: AFP)`), sometimes with a bracket lost; 85 % of
the texts end with `./.`; `(TTXVN)` after that in 0.7 %. Text after an inner `./.` is mostly prose.
"""

import re
from typing import Final, NamedTuple

from flows.records import LeftOutKind
from flows.text.segment import sentences

# Longer heads are prose that happens to come before the first credit (99 % of captions are shorter).
MAX_CAPTION: Final = 400
# Two or more sentences before a credit are one caption only when they are as short as this.
MAX_SENTENCES_CAPTION: Final = 120

_AGENCY: Final = (
    r"TTXVN|Vietnam\s?\+|VietnamPlus|VNA|VNS|AFP|AP|Reuters|REUTERS|THX|Xinhua|Tân Hoa xã|Kyodo|Yonhap|Bernama|Sputnik|TASS|Itar-Tass"
    r"|EFE|DPA|dpa|APA|ANSA|PTI|Getty Images|Getty|EPA|UPI|CNN|BBC|Bloomberg|VOV|VTV|TTO|TL|CTV|PV|BTC|KPL|SPA|越通社|新华社|法新社|路透社|中新社|美联社"
)
_CREDIT_WORD: Final = (
    r"(?:[Nn]guồn\s+)?(?:Ảnh|ảnh|ẢNH|ẢNh|Ành|Ánh)(?:\s+(?:minh [hH]ọa|minh hoạ|tư liệu|chụp màn hình|CTV|[Bb]ìa))?(?:\.\s*Nguồn)?"
    r"|[Nn]gu[ồổo][nm](?:\s+[Ảả]nh)?|NGUỒN|Đồ [Hh]ọa|Photo|PHOTO|Photos|Photograph|Image|Images|Picture|Source|Credit"
    r"|Foto|Fotos|Bild|Quelle|Crédit|Crédits|Crédit photo|Фото|Источник|Fuente|图片来源|图源|来源|图自|图|资料图|照片|摄影"
)
_BRACKETED: Final = re.compile(
    # (Ảnh: X/TTXVN)  （图片来源：越通社）  )Ảnh: X)  (Ảnh; X)  (Ảnh X/TTXVN)
    rf"[(（\[)]\s*(?:{_CREDIT_WORD})\s*(?:[:：;]\s*|\s(?=[^()（）]{{2,40}}(?:/|-)\s?(?:TTXVN|Vietnam)))(?P<name>[^()（）\[\]]{{0,90}}?)\s*[)）\]]"
    # a bracket with an agency alone, for captions without a credit word: 越南总理（越通社-VNA）
    rf"|[(（]\s*(?P<agency>(?:{_AGENCY})(?:\s*[-–—/,]+\s*(?:{_AGENCY}|Vna))*)\s*[)）]"
    r"|[(（]图片来源于网络[)）]"
)
_BARE: Final = re.compile(
    # Ảnh: Trí Dũng-TTXVN   - Ảnh: NGUYỄN DÂN/TTXVN   Ảnh: Xuân Khu/Vietnam+)
    rf"(?:[-–—]\s*)?\b(?:Ảnh|Nguồn ảnh|Photo|Foto|Fotos)\s*[:：]\s*(?P<name>[^().:;!?\n]{{2,60}}?\s?[-–—/]\s?(?:TTXVN|Vietnam\+|{_AGENCY})(?!\w)\)?"
    r"|[^\W\d_][^().:;!?\n]{1,50}\))"
)
_BARE_WORD: Final = re.compile(r"(?:Ảnh|Nguồn ảnh|Photo|Fotos?)\s*[:：]")
_NAME: Final = r"[^\W\d_a-zà-ỹ][\w.'’-]*(?:[ \u00a0]+[^\W\d_a-zà-ỹ(][\w.'’-]*){0,4}"
_END: Final = re.compile(r"(?<=[^\s/])(?P<gap>\s*)/\s?\.+(?=\s|[(\[“\"]|$)")
_DONE_ZH: Final = re.compile(rf"\s*[(（]\s*(?:完|(?:来源[:：])?[《]?(?:{_AGENCY}|人民报|越南之声|人民军队报|新河内报|越南人民报)(?:网|网站)?[》]?(?:\s*[-–—/]+\s*(?:{_AGENCY}|Vna))?)\s*[)）]\s*$")
_BYLINE_TAIL: Final = re.compile(
    rf"(?<=[.!?…”\"/])\s*(?P<byline>(?:{_NAME}(?:\s*[-–,/]\s*{_NAME}){{0,3}}\s*)?[(（]\s*(?:{_AGENCY})(?:\s*[-–—/]\s*(?:{_AGENCY}))*\s*[)）])[\s.]*$"
)
_DATELINE: Final = re.compile(
    rf"\s*(?:(?:[^\W\d_a-z][\w .,’'/-]{{1,40}}?\s*)?[(（]\s*(?:{_AGENCY}|Dân trí|VietNamNet|NLĐO?|PLO|VNE|Chinhphu\.vn)(?:\s*[-–—/,]\s*(?:{_AGENCY}))*\s*[)）]\s*[-–—:]+\s*"
    r"|(?:TTO|TTXVN|VOV|VTV|NDĐT|NDO|SGGPO?|NLĐO?|PLO|ĐTTCO|GDVN|VTC News|VOV\.VN|TPO|LĐO)\s*[-–—]+\s+"
    r"|[^\W\d_a-z]{3,}(?:[ ,][^\W\d_]+){0,3}\s+\((?:AP|AFP|Reuters|dpa|DPA|UPI|TASS|EFE|CNN)\)\s*[-–—]+\s*"
    r"|越通社[^\W\d_a-zA-Z]{0,8}?(?:——|—|--|-)\s*)"
)
_RELATED: Final = re.compile(
    r"\[[^\[\]]{12,200}\]"
    r"|(?:>>+|»)\s*[^\n]{10,160}$"
)


class Piece(NamedTuple):
    """One stretch of a text that is no prose; `name` is the credit without brackets and label."""

    kind: LeftOutKind
    start: int
    end: int
    rule: str
    name: str | None = None


def _caption_start(text: str, floor: int, credit: int, language: str | None) -> int:
    """Find where the caption before a credit begins: at `floor`, or at the last sentence before the credit."""
    head = text[floor:credit]
    if len(head) > MAX_CAPTION * 2:
        floor = credit - MAX_CAPTION * 2
        head = text[floor:credit]
    spans = sentences(head, language)
    if not spans:
        return credit
    if floor == 0 and (len(spans) == 1 or spans[-1][1] <= MAX_SENTENCES_CAPTION):
        start = spans[0][0]
    else:
        start = spans[-1][0]
    return floor + start if spans[-1][1] - start <= MAX_CAPTION else credit


def _is_inline(text: str, end: int) -> bool:
    """Tell whether a bracket stands inside a sentence: what follows goes on with a small letter or a comma."""
    rest = text[end : end + 3].lstrip()
    return bool(rest) and (rest[0].islower() or rest[0] in ",;:)")


def _find_captions(text: str, language: str | None) -> list[Piece]:
    """Find captions with their credits; an agency alone in brackets counts only behind a short head."""
    found: list[Piece] = []
    floor = 0
    matches = list(_BRACKETED.finditer(text)) if "(" in text or "（" in text or "[" in text else []
    if not matches and _BARE_WORD.search(text):
        matches = list(_BARE.finditer(text))
    for match in matches:
        start, end = match.span()
        if start < floor or _is_inline(text, end):
            continue
        if match.lastgroup == "agency" and (start > MAX_CAPTION or floor or not text[end:].strip()):
            continue
        if match.group()[0] == ")":
            start += 1
        caption = _caption_start(text, floor, start, language)
        stop = start
        while stop > caption and text[stop - 1].isspace():
            stop -= 1
        if stop > caption:
            found.append(Piece(LeftOutKind.CAPTION, caption, stop, "before_credit"))
        name = (match.groupdict().get("name") or match.groupdict().get("agency") or "").strip(" .)") or None
        found.append(Piece(LeftOutKind.CREDIT, start, end, "credit", name))
        floor = end
    return found


def _find_end_marks(text: str) -> list[Piece]:
    """Find `./.` (the stroke and what follows it; the first full stop belongs to the sentence) and （完）."""
    found = []
    if "/" in text:
        for match in _END.finditer(text):
            start = match.end("gap")
            found.append(Piece(LeftOutKind.END_MARK, start, match.end(), "end_mark"))
    if text.rstrip()[-1:] in ("）", ")"):
        match_zh = _DONE_ZH.search(text, max(0, len(text) - 60))
        if match_zh and match_zh.start() > 0:
            kind = LeftOutKind.END_MARK if "完" in match_zh.group() else LeftOutKind.AGENCY_MARK
            found.append(_trimmed(text, kind, match_zh.start(), match_zh.end(), "closing_bracket"))
    return found


def _trimmed(text: str, kind: LeftOutKind, start: int, end: int, rule: str, name: str | None = None) -> Piece:
    """Make a piece without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Piece(kind, start, end, rule, name)


def _find_byline(text: str) -> list[Piece]:
    """Find `Thu Hà (TTXVN)` or `(TTXVN/Vietnam+)` after the last sentence."""
    if text.rstrip()[-1:] not in ")）.":
        return []
    match = _BYLINE_TAIL.search(text, max(0, len(text) - 120))
    if match is None:
        return []
    piece = match.group("byline")
    kind = LeftOutKind.AGENCY_MARK if piece[0] in "(（" else LeftOutKind.BYLINE
    return [Piece(kind, match.start("byline"), match.end("byline"), "after_last_sentence")]


def find_apparatus(text: str, language: str | None = None) -> list[Piece]:
    """Find all that is no prose in a flattened text, in order, without overlaps."""
    found = _find_captions(text, language)
    lead = 0
    for piece in found:
        if text[lead : piece.start].strip():
            break
        lead = piece.end
    dateline = _DATELINE.match(text, lead)
    if dateline and dateline.end() < len(text):
        found.append(_trimmed(text, LeftOutKind.DATELINE, lead, dateline.end(), "dateline"))
    found += _find_end_marks(text) + _find_byline(text)
    if "[" in text or "»" in text or ">>" in text:
        found += [Piece(LeftOutKind.RELATED_LINK, *match.span(), "brackets") for match in _RELATED.finditer(text)]
    found.sort(key=lambda piece: (piece.start, -piece.end))
    kept: list[Piece] = []
    for piece in found:
        if piece.end > piece.start and (not kept or piece.start >= kept[-1].end):
            kept.append(piece)
    return kept
