"""Which existences and outcomes mean the same to a question: was the article found, is it lost."""

from typing import Final

from flows.records import Existence, Outcome

ON_THE_WEB: Final = frozenset({Existence.LIVE, Existence.MOVED})
FOUND: Final = ON_THE_WEB | {Existence.ARCHIVED_ONLY}  # its page was read, on the web or in an archive
LOST: Final = frozenset({Existence.MISSING, Existence.GONE})
GONE: Final = frozenset({Existence.GONE, Existence.ARCHIVED_ONLY})  # from the web, confirmed
OFF_THE_WEB: Final = LOST | GONE
# What a server answers for an article that it does not have.
LOST_OUTCOMES: Final = frozenset({Outcome.NOT_FOUND, Outcome.SOFT_NOT_FOUND, Outcome.HOME_REDIRECT, Outcome.EMPTY})
