"""What the verdicts mean, in words for those who read a page (DESIGN §4)."""

from collections.abc import Mapping
from typing import Final

EXISTENCE: Final = {
    "live": "The article is at its address.",
    "moved": "It is at another address, and its page matches the seed.",
    "missing": "It was gone at one check; a second must confirm it.",
    "gone": "It was gone at two checks, at least a day apart.",
    "blocked": "Turned away: 403, 429, challenge, login, paywall or robots.txt. This says nothing about the article.",
    "unreachable": "No name, no connection, no answer in time, or an error of the server.",
    "refused": "Our own address gate would not go there.",
    "archived_only": "Gone, and an archived copy was read.",
    "unchecked": "Its page was never asked for.",
}
CONTENT: Final = {
    "identical": "The same but for white space.",
    "cosmetic": "Only form differs: Unicode, punctuation, tone marks, case, captions and credits.",
    "extended": "Sentences were only added.",
    "shortened": "Sentences were only removed.",
    "edited": "At least one sentence was changed, and most of the text stands.",
    "rewritten": "The same story, with most sentences changed.",
    "replaced": "Another story stands at the address.",
    "seed_truncated": "The seed is a clean part of the page that breaks off.",
    "not_compared": "Seed and page were not compared with each other.",
}
RELATION: Final = {
    "same": "the same characters but for white space",
    "cosmetic": "only form differs",
    "edited": "words were changed",
    "moved": "stands elsewhere on the page",
    "added": "only the page has it",
    "removed": "only the seed has it",
    "apparatus": "caption, credit, byline or the like",
}
ORIGIN: Final = {
    "none": "The words of seed and page agree.",
    "publisher": "The publisher changed the page: an archived copy has what the seed has.",
    "scraper": "The old scraper misread the page: an archived copy has what the page has.",
    "both": "The scraper misread the page, and the publisher changed it.",
    "unknown": "Nobody can tell yet: no archived copy near the seed's date was compared with it.",
}
PRECISION: Final = {
    "page": "the page says so",
    "archive": "an archived copy says so",
    "seed": "a column of the seed says so",
    "ambiguous": "a column of the seed says so, and nothing in it tells days from months",
    "url": "the address carries it",
    "id_clock_and_text": "from the article's number and the day that the text names",
    "id_clock": "estimated from the article's number",
    "learned_clock": "learned from the numbers of the host's articles and the days that their texts name",
    "unknown": "unknown",
}
ISSUE: Final = {
    "caption_in_text": "a caption runs into the text",
    "flattened": "paragraphs are lost",
    "mojibake": "letters were decoded wrongly",
    "not_nfc": "letters are in decomposed form",
    "truncated": "the text breaks off",
    "boilerplate": "lines of the site stand in the text",
    "no_text": "there is no text",
    "markup": "HTML tags stand in the text",
    "several_texts": "seeds of other headlines have the same address",
    "no_title": "there is no title",
    "entities": "HTML entities stand in the text",
    "invisible_characters": "invisible characters stand in the text",
    "look_alike_letters": "letters of another alphabet stand inside words",
    "glued_sentences": "sentences run into each other without a space",
    "media_only": "it is only a caption",
}
MEANINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "existence": EXISTENCE,
    "content": CONTENT,
    "relation": RELATION,
    "origin": ORIGIN,
    "precision": PRECISION,
    "issue": ISSUE,
}
EXISTENCE_ORDER: Final = tuple(EXISTENCE)
CONTENT_ORDER: Final = tuple(CONTENT)
FIGURES: Final = {
    "existence:there": "still there",
    "existence:lost": "lost or missing",
    "content:changed": "changed texts",
    "fact:any": "changed facts",
}
# Cells of the figures that are words of ours, and no values of a vocabulary.
CELLS: Final = frozenset({
    "all others", "dated by the page", "first seen changed", "same panel", "fresh sample",
    "small publishers", "no year", "other years", "all years",
    "passed", "found something; reported only", "failed; the articles are set aside", "failed; nothing was published",
    "cut off, or still under way", "done", "done; some inputs could not be used", "ended by a fault of the program",
    "not begun: it was asked for wrongly", "not begun: another process was writing",
    "ended early: the disk was full", "interrupted; the same command goes on", "ended early",
})  # fmt: skip
# Headings of the report's columns that do not follow from their names.
HEADINGS: Final = {
    "article_count": "articles",
    "article_share": "share",
    "fact_count": "changed facts",
    "input_count": "inputs",
    "mean_similarity": "likeness of the texts, on average (1: the same)",
    "difference_origin": "whose doing",
    "dated_by": "month told by",
    "published_year": "year",
    "judged_count": "could be judged",
    "unjudged_count": "could not be judged",
    "present_count": "still there",
    "surviving_share": "not lost",
    "lower_share": "at least",
    "upper_share": "at most",
    "lost_share": "lost, share of those judged",
    "age_years": "age in years",
    "estimated_share": "estimate",
    "low_share": "95 % interval from",
    "high_share": "to",
    "least_share": "at worst from",
    "most_share": "at worst to",
    "answered_count": "pages that tell",
    "more_to_halve": "more pages to halve the interval",
    "population": "articles",
    "as_of": "last asked",
    "there_share": "still there",
    "there_low_share": "still there, from",
    "there_high_share": "still there, to",
    "changed_low_share": "changed, from",
    "changed_high_share": "changed, to",
    "changed_share": "changed",
    "publisher_or_year": "publisher, year",
    "before_as_of": "asked before",
    "before_share": "before",
    "now_share": "now",
    "change_share": "change",
    "change_low_share": "change, from",
    "change_high_share": "change, to",
    "comparison": "sample",
    "rows_found": "rows found",
    "kind": "kind of fact",
    "issue": "fault",
}


def say_word(value: str) -> str:
    """Write a value of a vocabulary as words: `archived_only` as `archived only`."""
    return value.replace("_", " ")
