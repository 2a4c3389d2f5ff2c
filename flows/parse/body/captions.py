"""Split a caption from its credit: `Quang cảnh hội nghị. (Ảnh: Nguyễn Dân/TTXVN)`."""

import re
from typing import Final

_WORD: Final = (
    r"(?:nguồn\s+)?ảnh(?:\s+(?:minh họa|minh hoạ|tư liệu|chụp màn hình|CTV))?|nguồn(?:\s+ảnh)?|đồ họa"
    r"|photos?(?:graph)?(?: (?:by|credit|courtesy))?|images?(?: (?:by|credit))?|picture|source|credits?"
    r"|courtesy(?: of)?|fotos?|bild(?:er)?|bildquelle|quelle|crédits?(?: photo)?|fuente|fonte|фото|источник"
    r"|图片来源|图源|来源|图自|图|资料图|照片|摄影|写真|사진"
)
_AGENCY: Final = r"TTXVN|Vietnam\+|VNA|AFP|AP|AP Photo|Reuters|Getty Images|EPA|dpa|Xinhua|越通社|新华社"
_BRACKETED: Final = re.compile(
    rf"\s*[(（\[]\s*(?:(?:{_WORD})\s*[:：;]\s*|(?:{_WORD})\s+(?=[A-ZÀ-Ỹ]))(?P<name>[^()（）\[\]]{{1,90}}?)\s*[)）\]]\.?\s*$",
    re.IGNORECASE,
)
_TRAILING: Final = re.compile(
    rf"(?:^|\s*[-–—|/]\s*|(?<=[.!?…\"”])\s*|\s+(?-i:(?=[A-ZÀ-ỸẢ])))(?:{_WORD})\s*[:：]\s*"
    r"(?P<name>[^:：.!?]{1,60}(?:\.[^:：.!?]{0,40}){0,4}?)\s*$",
    re.IGNORECASE,
)
_BY: Final = re.compile(
    r"(?<=[.!?…\"”])\s*(?:photo(?:graph)?|image|picture)s?\s+(?:by|courtesy\s+of)\s+(?P<name>[^:.!?]{2,60})\.?\s*$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"\s*(?:附?图自|图片?来自|附图来自)\s*(?P<name>[^\s，。；]{2,30})[。．]?\s*$")
_SIGN: Final = re.compile(r"\s*(?:©|\(c\)|Copyright)\s*(?P<name>[^©]{1,90}?)\s*$", re.IGNORECASE)
_AGENCY_ALONE: Final = re.compile(
    rf"\s*[(（](?P<name>(?:[^()（）]{{1,60}}/)?(?:{_AGENCY})(?:\s*[-–—/,]\s*[^()（）]{{1,30}})?)[)）]\.?\s*$"
)


def split_caption_credit(text: str) -> tuple[str | None, str | None]:
    """Split a caption into (caption, credit); either may be missing."""
    for form in (_BRACKETED, _AGENCY_ALONE, _SIGN, _FROM, _BY, _TRAILING):
        match = form.search(text)
        if match:
            return (text[: match.start()].rstrip(" -–—|") or None), _tidy(match["name"])
    return (text or None), None


def _tidy(name: str) -> str | None:
    """Drop the closing bracket and the full stop behind a name; initials keep theirs."""
    name = name.strip(" )")
    return (name if "." in name[:-1] else name.rstrip(" .")) or None
