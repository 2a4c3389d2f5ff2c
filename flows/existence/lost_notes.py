"""Tell a text that says that there is no such page."""

import re
from typing import Final

from flows.existence import wordings

# Sentences, and the parts of a title beside the site's name.
_PARTS: Final = re.compile(r"(?<=[.!?…؟।])\s+|(?<=[。！？])|\n|\s[|–—»·-]\s")
# A part of a text that is such wordings and nothing else, behind words of regret or a code: "Désolé, …", "Lỗi 404: …".
_LOST_WORDING: Final = "|".join(wordings.LOST_TITLES)
_LOST_TITLE: Final = re.compile(
    rf"\W*(?:(?:[^\W_]+ ){{0,3}}[^\W_]+ ?[,:，：] ?)?(?:{_LOST_WORDING})(?:\W+(?:{_LOST_WORDING})){{0,2}}\W*"
)
_LOST_SENTENCE: Final = re.compile("|".join(wordings.LOST_SENTENCES))


def is_lost_note(text: str) -> bool:
    """Tell a text that says there is nothing.

    Wordings of titles must fill a sentence or a part of a title, as a plane or a road may be what was not found.
    """
    folded = text.casefold()
    parts = (folded, *_PARTS.split(folded))
    return bool(_LOST_SENTENCE.search(folded)) or any(_LOST_TITLE.fullmatch(part) for part in parts)
