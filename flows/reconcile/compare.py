"""Compare a seed's sentences with a page's: relations, changed facts, evidence and verdict."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from typing import NamedTuple

from flows.reconcile.align import Link, Pair, align
from flows.reconcile.facts.find import find_facts
from flows.reconcile.page_text import PageMark, PageSentence, PageText, text_key
from flows.reconcile.partition import SeedParts, Sentence, close_up
from flows.reconcile.resegment import cut_spans, find_cuts
from flows.reconcile.verdict import count_evidence, judge
from flows.records import Content, Evidence, FactChange, LeftOut, LeftOutKind, Relation, SentenceChange
from flows.text.credits import split_credit
from flows.text.normalise import clean, find_dirt, fold, squeeze, words
from flows.text.segment import sentences

# A longer piece before a sentence is a clause: place, day and agency fit into this (`Thừa Thiên-Huế, 5/10 (TTXVN) – `).
_MAX_DATELINE = 45
_DATELINE_ENDS = ("-", "–", "—", ":", ")", "）", "|")


_DAY_BEHIND = re.compile(r",\s*(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?\s*$")
_ENDS = tuple('.!?…。！？।॥။។።۔։؟”"»)')
_MIN_CAPTION = 10  # characters; a shorter sentence may stand in a caption by chance
_DOTS = re.compile(r"\s*[\[(]?\s*(?:(?<!\.)\.{2,}+|…)\s*[\])]?$")  # behind which a scraper cut a text off
# Looking a member up on its enum costs more than comparing two sentences with it.
_EQUAL, _SAME = Link.EQUAL, Relation.SAME
_RELATIONS = {
    Link.MOVED: Relation.MOVED,
    Link.SIMILAR: Relation.EDITED,
    Link.REMOVED: Relation.REMOVED,
    Link.ADDED: Relation.ADDED,
}


class Comparison(NamedTuple):
    """All that came out of holding a seed against a page."""

    seed: list[Sentence]
    page: PageText
    pairs: list[Pair]
    relations: list[Relation]  # of each pair
    changes: list[SentenceChange]
    facts: list[FactChange]
    content: Content
    similarity: float
    evidence: Evidence
    broken_off: Pair | None  # the pair in which the seed breaks off inside a sentence
    is_truncated: bool


def resegment(body: str, seed: list[Sentence], page: PageText) -> tuple[list[Sentence], PageText]:
    """Cut both sides at each other's boundaries."""
    seed_texts, page_texts = _texts(seed, page)
    if seed_texts == page_texts:
        return seed, page
    cuts = find_cuts(seed_texts, page_texts)
    if cuts:
        seed = [part for at, sentence in enumerate(seed) for part in _cut_seed(body, sentence, cuts.get(at, ()))]
        seed_texts = [sentence.text for sentence in seed]
    if seed_texts and not seed_texts[-1].endswith(_ENDS):
        seed_texts.pop()  # where the seed breaks off is no boundary of the page
    cuts = find_cuts(page_texts, seed_texts)
    if cuts:
        page = page._replace(
            sentences=[
                sentence._replace(text=sentence.text[start:end], raw=sentence.text[start:end])
                for at, sentence in enumerate(page.sentences)
                for start, end in cut_spans(sentence.text, cuts.get(at, ()))
            ]
        )
    return seed, page


def _texts(seed: Sequence[Sentence], page: PageText) -> tuple[list[str], list[str]]:
    return [text for text, *_ in seed], [text for text, *_ in page.sentences]


def _cut_seed(body: str, sentence: Sentence, cuts: Sequence[int]) -> list[Sentence]:
    """Cut one seed sentence, its text and its span alike; the number of words is the same in both."""
    if not cuts:
        return [sentence]
    raw = cut_spans(body[sentence.start : sentence.end], cuts)
    clean = cut_spans(sentence.text, cuts)
    if len(raw) != len(clean):
        return [sentence]
    return [
        sentence._replace(text=sentence.text[a:b], start=sentence.start + c, end=sentence.start + d)
        for (a, b), (c, d) in zip(clean, raw, strict=True)
    ]


def _set_apart(parts: SeedParts, body: str, page: PageText, language: str | None) -> PageText:
    """Take off the page's prose what the seed has too, but left out: captions, credits, bylines, end marks.

    What is a line of the seed's prose as well stays as often as it stands there.
    """
    if not parts.left_out:
        return page
    same = {sentence.text for sentence in parts.sentences} - {part.text for part in parts.left_out}
    if all(sentence.text in same for sentence in page.sentences):
        return page
    kinds = _kinds_of_left_out(parts, body, language)
    first = _count_before_left_out(parts)
    written = [*_caption_groups(parts.left_out, body), *(part.text for part in parts.left_out)]
    marks_of_seed = [close_up(clean(mark, find_dirt(mark))) for mark in written]
    prose = Counter(_line_key(sentence.text) for sentence in parts.sentences)
    bare = [
        sentence if sentence.text in same else _without_mark(sentence, marks_of_seed, prose.keys() | kinds.keys())
        for sentence in page.sentences
    ]
    spare = Counter(_line_key(sentence.text) for sentence in bare if sentence.text not in same) - prose
    kept: list[PageSentence] = []
    marks, captions = list(page.marks), list(page.captions)
    for sentence in bare:
        if sentence.text in same:
            kept.append(sentence)
            continue
        key = _line_key(sentence.text)
        first[key] -= 1
        kind = kinds.get(key) if spare[key] > 0 and first[key] < 0 else None
        spare[key] -= kind is not None
        if kind is None:
            kept.append(sentence)
        elif kind in (LeftOutKind.CAPTION, LeftOutKind.CREDIT):
            captions.append(sentence.text)
        else:
            marks.append(PageMark(kind, sentence.text, len(kept)))
    return page._replace(sentences=kept, marks=sorted(marks, key=lambda mark: mark.sentence), captions=captions)


def _kinds_of_left_out(parts: SeedParts, body: str, language: str | None) -> dict[str, LeftOutKind]:
    """List by its key what the seed left out, as a page may print it: with its credit, whole, or by sentences."""
    texts = [(group, LeftOutKind.CAPTION) for group in _caption_groups(parts.left_out, body)]
    texts += [(part.text, part.kind) for part in parts.left_out]
    kinds: dict[str, LeftOutKind] = {}
    for text, kind in texts:
        spans = sentences(text, language)
        for piece in (text, *(text[start:end] for start, end in spans if len(spans) > 1)):
            kinds.setdefault(_line_key(piece), kind)
    return kinds


def _line_key(text: str) -> str:
    """Make the key of a line; a full stop more or less is none of its letters."""
    return text_key(text).rstrip(". ")


def _count_before_left_out(parts: SeedParts) -> Counter[str]:
    """Count how often what was left out stands as prose before it: the first lines of a page that say so are prose."""
    begins: dict[str, int] = {}
    for part in parts.left_out:
        begins.setdefault(_line_key(part.text), part.seed_start)
    keys = ((_line_key(sentence.text), sentence.start) for sentence in parts.sentences)
    return Counter(key for key, start in keys if start < begins.get(key, 0))


def _without_mark(sentence: PageSentence, marks: Sequence[str], known: Container[str]) -> PageSentence:
    """Take a mark off the start or end of a sentence where the seed left it out, and has the rest as a line (`known`).

    A line that the seed has as it is stays.
    """
    text = sentence.text
    if _line_key(text) in known:
        return sentence
    for size, mark in dict.fromkeys((len(mark), text_key(mark)) for mark in marks):
        for rest, other in ((text[size:].lstrip(), text[:size]), (text[:-size].rstrip(), text[-size:])):
            if rest and _line_key(rest) in known and text_key(other) == mark:
                return sentence._replace(text=rest, raw=rest)
    return sentence


def _join_dateline(seed: list[Sentence], page: PageText) -> PageText:
    """Put the page's dateline back before its first sentence, where the seed has both as one sentence."""
    if not seed or not page.sentences or not page.marks or page.marks[0].kind is not LeftOutKind.DATELINE:
        return page
    first, mark = page.sentences[0], page.marks[0]
    if mark.sentence or squeeze(seed[0].text) not in (f"{mark.text}{first.text}", squeeze(f"{mark.text} {first.text}")):
        return page
    whole = first._replace(text=seed[0].text, raw=seed[0].text)
    return page._replace(sentences=[whole, *page.sentences[1:]], marks=page.marks[1:])


def _split_dateline(seed: list[Sentence], page: PageText) -> tuple[PageText, PageMark | None]:
    """Take a dateline off the page's first sentence, where the rest is the seed's first sentence."""
    if not seed or not page.sentences:
        return page, None
    first, wanted = page.sentences[0], seed[0].text
    if first.text == wanted or not first.text.endswith(wanted):
        return page, None
    prefix = first.text[: -len(wanted)]
    place = _DAY_BEHIND.sub("", prefix)
    is_place = "," not in place and all(word[0].isupper() for word in place.split())
    if len(prefix) > _MAX_DATELINE or not (is_place or prefix.rstrip().endswith(_DATELINE_ENDS)):
        return page, None
    mark = PageMark(LeftOutKind.DATELINE, prefix.strip(), 0)
    return page._replace(
        sentences=[first._replace(text=wanted, raw=wanted), *page.sentences[1:]], marks=[mark, *page.marks]
    ), mark


def _relation(pair: Pair, seed: Sequence[Sentence], page: PageText, body: str) -> Relation:
    """Name the relation of a pair; `same` means the same characters but for white space, before any mending."""
    link, mine, theirs, _ = pair
    if link is not _EQUAL:
        return _RELATIONS[link]
    if len(mine) + len(theirs) > 2:
        return _relation_of_groups(pair, seed, page)
    text, start, end, _ = seed[mine[0]]
    page_text, raw, _, _ = page.sentences[theirs[0]]
    if text != page_text or (page.is_decomposed and not page_text.isascii()):
        return Relation.COSMETIC
    is_same = body[start:end] == raw or _as_written(body[start:end], text) == _as_written(raw, text)
    return _SAME if is_same else Relation.COSMETIC


def _name_apparatus(pairs: Sequence[Pair], relations: list[Relation], seed: Sequence[Sentence], page: PageText) -> None:
    """Call sentences apparatus that the page's prose lacks, because they stand there as a caption or a mark."""
    if Relation.REMOVED not in relations or not (page.captions or page.marks):
        return
    captions = text_key("\n".join(page.captions))
    marks = {_line_key(mark.text) for mark in page.marks}
    for at, pair in enumerate(pairs):
        if relations[at] is Relation.REMOVED:
            key = _line_key(seed[pair.seed[0]].text)
            if key in marks or (len(key) >= _MIN_CAPTION and key in captions):
                relations[at] = Relation.APPARATUS


def _relation_of_groups(pair: Pair, seed: Sequence[Sentence], page: PageText) -> Relation:
    """Name the relation of sentences that differ in nothing but where they were parted."""
    left = " ".join(seed[at].text for at in pair.seed)
    return Relation.SAME if left == " ".join(page.sentences[at].text for at in pair.page) else Relation.COSMETIC


def _as_written(raw: str, text: str) -> str:
    return raw if raw == text else " ".join(raw.split())


def _change(relation: Relation, pair: Pair, seed: Sequence[Sentence], page: PageText) -> SentenceChange:
    return SentenceChange(
        relation=relation,
        seed_sentence_no=pair.seed[0] + 1 if pair.seed else None,
        page_sentence_no=pair.page[0] + 1 if pair.page else None,
        seed_text=_text_of(seed, pair.seed),
        page_text=_text_of(page.sentences, pair.page),
        similarity=round(pair.similarity, 4),
    )


def _text_of(sentences: Sequence[Sentence] | Sequence[PageSentence], places: tuple[int, ...]) -> str | None:
    """Join the texts of some sentences; None for none."""
    if len(places) == 1:
        return sentences[places[0]].text
    return " ".join([sentences[at].text for at in places]) or None


def _find_break(pairs: list[Pair], seed: Sequence[Sentence], page: PageText) -> tuple[list[Pair], Pair | None]:
    """Find the page sentence that goes on where the seed's last sentence breaks off."""
    if not seed:
        return pairs, None
    last = len(seed) - 1
    mine = next(pair for pair in reversed(pairs) if last in pair.seed)
    if mine.link in (Link.EQUAL, Link.MOVED):
        return pairs, mine if _lacks_stop(mine, seed, page) else None
    head = squeeze(fold(_DOTS.sub("", seed[last].text)))
    if not words(head):
        return pairs, None
    for pair in pairs:
        if pair.link in (Link.EQUAL, Link.MOVED) or not pair.page or (pair.seed and pair.seed != (last,)):
            continue
        for at in pair.page:
            whole = squeeze(fold(page.sentences[at].text))
            is_prefix = whole.startswith(head) or page.sentences[at].text.startswith(seed[last].text)
            if len(whole) > len(head) and is_prefix:
                broken = Pair(Link.SIMILAR, (last,), (at,), 2 * len(head) / (len(head) + len(whole)))
                kept = [other for other in pairs if last not in other.seed and at not in other.page]
                kept += [Pair(Link.ADDED, (), (other,), 0.0) for other in pair.page if other != at]
                return [*kept, broken], broken
    return pairs, None


def _lacks_stop(pair: Pair, seed: Sequence[Sentence], page: PageText) -> bool:
    """Tell whether nothing but the end of a sentence is missing: a seed can break off right before its full stop."""
    return not seed[pair.seed[-1]].text.endswith(_ENDS) and page.sentences[pair.page[-1]].text.endswith(_ENDS)


def _is_truncated(
    pairs: list[Pair],
    broken: Pair | None,
    page: PageText,
    *,
    lacks_end_mark: bool,
) -> bool:
    """Tell whether the seed is the page's text up to a place where it stops: nothing differs but what comes after.

    A seed that stops between two sentences breaks off only if it lacks the end mark that the page has.
    """
    if any(pair.link in (Link.SIMILAR, Link.REMOVED) for pair in pairs if pair is not broken):
        return False
    added = sorted(at for pair in pairs if pair.link is Link.ADDED for at in pair.page)
    size = len(page.sentences)
    is_tail = added == list(range(size - len(added), size))
    if broken is not None:
        is_cut = bool(added) or broken.link is Link.SIMILAR
        return is_tail and is_cut and broken.page[-1] == size - len(added) - 1
    return is_tail and bool(added) and lacks_end_mark


def _word_similarity(pairs: list[Pair], seed: Sequence[Sentence], page: PageText) -> float:
    """Weigh the similarity of all pairs by their length."""
    if all(similarity == 1 for _, _, _, similarity in pairs):
        return 1.0
    left, right = [len(sentence.text) for sentence in seed], [len(sentence.text) for sentence in page.sentences]
    total = sum(left) + sum(right)
    shared = 0.0
    for _, mine, theirs, similarity in pairs:
        if similarity:
            size = left[mine[0]] + right[theirs[0]]
            if len(mine) + len(theirs) > 2:
                size = sum(left[at] for at in mine) + sum(right[at] for at in theirs)
            shared += size * similarity
    return shared / total if total else 1.0


def _caption_groups(left_out: Sequence[LeftOut], body: str) -> list[str]:
    """List the seed's captions, each with its credit, as they stand in the body."""
    groups: list[tuple[int, int]] = []
    for part in left_out:
        if part.kind is LeftOutKind.CAPTION:
            groups.append((part.seed_start, part.seed_end))
        elif part.kind is LeftOutKind.CREDIT:
            if groups and not body[groups[-1][1] : part.seed_start].strip() and body[groups[-1][0] : groups[-1][1]]:
                groups[-1] = (groups[-1][0], part.seed_end)
            else:
                groups.append((part.seed_start, part.seed_end))
    return [body[a:b] for a, b in groups]


def _apparatus(parts: SeedParts, body: str, page: PageText) -> tuple[list[SentenceChange], int]:
    """List the captions, bylines and lines that stand on one side only; count these and a lost or new end mark."""
    on_page = " ".join(f" {' '.join(words(fold(caption)))} " for caption in page.captions)
    rows = []
    for group in _caption_groups(parts.left_out, body):
        caption = " ".join(words(fold(group)))
        known = caption and (f" {caption} " in on_page or any(_has_words(group, other) for other in page.captions))
        if not known:
            rows.append(_apparatus_row(group, None))
    mine = {squeeze(fold(part.text)) for part in parts.left_out}
    marks = [mark for mark in page.marks if mark.kind is not LeftOutKind.END_MARK]
    rows += [_apparatus_row(None, mark.text) for mark in marks if text_key(mark.text) not in mine]
    return rows, len(rows) + (_has_end(parts) != any(mark.kind is LeftOutKind.END_MARK for mark in page.marks))


def _has_end(parts: SeedParts) -> bool:
    return any(part.kind is LeftOutKind.END_MARK for part in parts.left_out)


def _has_words(group: str, caption: str) -> bool:
    """Tell whether a seed's caption and a page's are one: nine of ten words are shared, credits put aside."""
    mine, theirs = set(words(fold(split_credit(group)[0] or group))), set(words(fold(caption)))
    return bool(theirs) and len(mine & theirs) >= 0.9 * len(theirs) and len(mine & theirs) >= 0.4 * len(mine)


def _apparatus_row(seed_text: str | None, page_text: str | None) -> SentenceChange:
    return SentenceChange(
        relation=Relation.APPARATUS,
        seed_sentence_no=None,
        page_sentence_no=None,
        seed_text=seed_text,
        page_text=page_text,
        similarity=0.0,
    )


def _facts(pairs: list[Pair], seed: Sequence[Sentence], page: PageText, language: str | None) -> list[FactChange]:
    found = []
    for pair in pairs:
        if pair.link is Link.SIMILAR:
            before, after = _text_of(seed, pair.seed) or "", _text_of(page.sentences, pair.page) or ""
            found += [
                FactChange(
                    kind=fact.kind,
                    before=fact.before,
                    after=fact.after,
                    seed_sentence_no=pair.seed[0] + 1,
                    page_sentence_no=pair.page[0] + 1,
                )
                for fact in find_facts(before, after, language)
            ]
    return found


def compare(
    parts: SeedParts, body: str, page: PageText, *, title_similarity: float, language: str | None
) -> Comparison:
    """Hold the parts of a seed against the text of a page."""
    page = _set_apart(parts, body, page, language)
    seed, page = resegment(body, parts.sentences, page)
    page, dateline = _split_dateline(seed, _join_dateline(seed, page))
    pairs = align(*_texts(seed, page))
    pairs, broken = _find_break(pairs, seed, page)
    pairs.sort(key=lambda pair: (pair.seed or pair.page, pair.page))
    relations = [_relation(pair, seed, page, body) for pair in pairs]
    _name_apparatus(pairs, relations, seed, page)
    page_ends = any(mark.kind is LeftOutKind.END_MARK for mark in page.marks)
    truncated = _is_truncated(pairs, broken, page, lacks_end_mark=page_ends and not _has_end(parts))
    apparatus, apparatus_count = _apparatus(parts, body, page)
    if dateline is not None:
        whole = f"{dateline.text} {seed[0].text}"
        apparatus = [row for row in apparatus if row.page_text != dateline.text]
        apparatus.append(_apparatus_row(seed[0].text, whole))
    counts = Counter(relations)
    counts[Relation.APPARATUS] += apparatus_count
    similarity = _word_similarity(pairs, seed, page)
    content, rule = judge(counts, similarity=similarity, title_similarity=title_similarity, is_truncated=truncated)
    changes = [
        _change(relation, pair, seed, page)
        for relation, pair in zip(relations, pairs, strict=True)
        if relation is not _SAME
    ]
    skip = content in (Content.REPLACED, Content.NOT_COMPARED)
    return Comparison(
        seed=seed,
        page=page,
        pairs=pairs,
        relations=relations,
        changes=[] if skip else changes + apparatus,
        facts=[] if skip else _facts([pair for pair in pairs if pair is not broken], seed, page, language),
        content=content,
        similarity=round(similarity, 4),
        evidence=count_evidence(counts, rule),
        broken_off=broken if truncated else None,
        is_truncated=truncated,
    )
