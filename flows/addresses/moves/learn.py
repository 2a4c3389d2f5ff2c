"""Learn the rewriting rules of a host from verified pairs of old address and new.

Pairs whose old addresses have one form, and whose new ones have one, are learned from together: each slot of the new
address (scheme, host, every folder, name, suffix, every parameter) gets the expression that explains it in most pairs,
and what the rule so made does not explain is learned from again. A rule is then held against all pairs of its form:
those that it explains support it, those that it sends elsewhere are its counter-examples.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from flows.addresses.moves.expressions import MAP, UNKNOWN, Renamed, explain, fill, pieces_in
from flows.addresses.moves.names import TITLE_WAYS
from flows.addresses.moves.narrow import find_scopes, is_in_scope
from flows.addresses.moves.parts import AddressParts, Form, take_apart, write_template
from flows.addresses.moves.pieces import Pieces, read_pieces
from flows.records import AddressPair, AddressRule, MovedArticle, Renaming, content_id

MOVES_VERSION = "moves-1"
LEAST_SUPPORT = 3  # pairs; fewer show no rule
MOST_PAIRS = 500  # of a host, those of the smallest article_id, which is a hash: as many more change no rule
_EXPLAINED = 100  # pairs of which expressions are made; all are held against them
_TRIED = 16  # expressions of a slot that are held against all pairs
_MOST_RULES = 4  # of one form of new addresses
_SHOWN = 3  # examples of a rule
_LEAST_RENAMED = 2  # pairs that show what a folder was renamed to
_SURE = 0.8  # share of those that must agree
_GOOD = 0.95  # share of pairs above which no other expression of a slot is looked for
_FEW = 0.2  # share of pairs that may stand on the wrong side where a rule is narrowed
_MUCH_WIDER = 0.5  # an expression that leaves a number open is taken where no other explains this share of its pairs
_HOURS = (0, *(sign * hours for hours in range(1, 15) for sign in (1, -1)))
_TITLE_WAY = re.compile(rf"\{{title (?:{'|'.join(sorted(TITLE_WAYS, key=len, reverse=True))})(?= )")
_DAY = re.compile(r"\{(day %[^ }]+)(?: [+-]\d+)?\}")
_OF_THE_DAY = ("%d", "%-d")
_CUT = re.compile(r"(?<= )(<|:|first )(\d+)(?=\})")
_RENAMED = re.compile(r"folder \d+|label|query \S+|date %m")  # pieces that may have got another name
_NAMES = ("slug", "words", "title", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    article: MovedArticle
    form: Form
    new: AddressParts
    pieces: Pieces


class _Slot(NamedTuple):
    """An expression for one slot, with the pairs that it explains."""

    text: str
    support: int
    renamed: Renamed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A rule on its way: expressions for the slots of a shape."""

    form: Form
    shape: tuple[int, tuple[str, ...]]
    slots: tuple[str, ...]
    renamed: dict[tuple[str, str], str] = field(default_factory=dict)
    only_piece: str = ""
    only_values: tuple[str, ...] = ()

    def judge(self, pair: _Pair) -> bool | None:
        """Tell whether the rule gives a pair's new address; None where it does not speak of its old one."""
        if not is_in_scope(pair.pieces, self.only_piece, self.only_values):
            return None
        is_same = self.shape == pair.new.shape
        slots = pair.new.slots if is_same else [""] * len(self.slots)
        found = [_fits(text, pair, slot, self.renamed) for text, slot in zip(self.slots, slots, strict=True)]
        return None if None in found else is_same and all(found)


def _fits(text: str, pair: _Pair, slot: str, renamed: Renamed) -> bool | None:
    """Tell whether an expression gives a slot of a pair; None where the pair lacks a piece of it."""
    filled = fill(text, pair.pieces, renamed, unknown="\0")
    if filled is None or "\0" not in filled:
        return None if filled is None else filled == slot
    pattern = ".+" if filled == "\0" else r"\d+".join(map(re.escape, filled.split("\0")))
    return re.fullmatch(pattern, slot) is not None


def learn_rules(publisher: str, moved: Iterable[MovedArticle]) -> tuple[AddressRule, ...]:
    """Learn the rules of a publisher, best first; pairs in any order give the same rules."""
    by_id = {article.old.article_id: article for article in moved}
    pairs = [pair for _, article in sorted(by_id.items())[:MOST_PAIRS] if (pair := _read_pair(article)) is not None]
    rules: dict[str, AddressRule] = {}
    for of_form in _group(pairs, lambda pair: pair.form):
        for of_shape in _group(of_form, lambda pair: pair.new.shape):
            for draft in _draft_rules(of_shape):
                rule = _weigh(publisher, draft, of_form)
                if rule is not None:
                    rules.setdefault(rule.rule_id, rule)
    return tuple(sorted(rules.values(), key=_rank))


def _rank(rule: AddressRule) -> tuple[float, int, str]:
    """Order rules, the surest first."""
    return -(rule.support + 1) / (rule.support + rule.counter_count + 2), -rule.support, rule.template


def _group(pairs: Sequence[_Pair], key: Callable[[_Pair], Hashable]) -> Iterable[list[_Pair]]:
    groups: defaultdict[Hashable, list[_Pair]] = defaultdict(list)
    for pair in pairs:
        groups[key(pair)].append(pair)
    return groups.values()


def _read_pair(article: MovedArticle) -> _Pair | None:
    """Take a pair apart; None where one of the two is no plain address, or both are one place."""
    old, new = take_apart(article.old.url), take_apart(article.new_url)
    if old is None or new is None or old.place == new.place:
        return None
    pieces = read_pieces(old, article.old.title, article.old.published_at)
    return _Pair(article=article, form=old.form, new=new, pieces=pieces)


def _draft_rules(pairs: Sequence[_Pair]) -> Iterator[_Draft]:
    """Draft rules of one shape, each from what the ones before it leave unexplained."""
    left = list(pairs)
    for _ in range(_MOST_RULES):
        if len(left) < LEAST_SUPPORT:
            return
        draft = _draft_rule(left)
        unexplained = [pair for pair in left if not draft.judge(pair)]
        if len(unexplained) == len(left):
            return
        yield draft
        left = unexplained


def _draft_rule(pairs: Sequence[_Pair]) -> _Draft:
    slots = [_learn_slot(pairs, number) for number in range(len(pairs[0].new.slots))]
    renamed: dict[tuple[str, str], str] = {}
    for slot in slots:
        renamed |= slot.renamed
    texts = _one_clock([slot.text for slot in slots])
    return _Draft(form=pairs[0].form, shape=pairs[0].new.shape, slots=tuple(texts), renamed=renamed)


def _one_clock(texts: Sequence[str]) -> list[str]:
    """Let year and month be by the clock that the day is by."""
    days = [piece for text in texts for piece in pieces_in(text) if piece.startswith("day ")]
    hours = next((piece.split(" ")[2:] for piece in days if any(mark in piece for mark in _OF_THE_DAY)), [])
    return [_DAY.sub(lambda found: "{" + " ".join([found[1], *hours]) + "}", text) for text in texts]


def _learn_slot(pairs: Sequence[_Pair], number: int) -> _Slot:
    """Find the expression that explains one slot in most pairs."""
    costs: dict[str, float] = {}
    proposed: Counter[str] = Counter()
    cuts: dict[str, int] = {}
    for pair in pairs[:_EXPLAINED]:
        for found in explain(pair.new.slots[number], pair.pieces):
            text = _CUT.sub(r"\g<1>0", found.text)
            cuts[text] = max(cuts.get(text, 0), *(int(cut[2]) for cut in _CUT.finditer(found.text)), 0)
            costs[text] = min(found.cost, costs.get(text, found.cost))
            proposed[text] += 1
    chosen = sorted(proposed, key=lambda text: (-proposed[text], costs[text], text))[:_TRIED]
    varied = dict.fromkeys(found for text in chosen for found in _vary(_CUT.sub(rf"\g<1>{cuts[text]}", text)))
    slots = [_Slot(text, _count(text, pairs, number), {}) for text in varied]
    known = [slot for slot in slots if UNKNOWN not in pieces_in(slot.text)]
    best = max(known, key=lambda slot: slot.support, default=None)
    open_ones = [slot for slot in slots if UNKNOWN in pieces_in(slot.text)]
    if best is None or best.support < _GOOD * len(pairs):
        known += _learn_renamings(pairs, number)
        best = max(known, key=lambda slot: slot.support, default=None)
    widest = max(open_ones, key=lambda slot: slot.support, default=None)
    if widest is not None and (best is None or best.support < _MUCH_WIDER * widest.support):
        best = widest
    if _is_folder(pairs, number) and (best is None or best.support < _MUCH_WIDER * len(pairs)):
        best = _Slot(f"{{{UNKNOWN}}}", len(pairs), {})
    return best or _Slot("", 0, {})


def _is_folder(pairs: Sequence[_Pair], number: int) -> bool:
    """Tell a slot behind scheme and host, before the name."""
    return 2 <= number < 2 + len(pairs[0].new.folders)


def _vary(text: str) -> Iterator[str]:
    """Give an expression, and it with headlines written in each way, or days by each clock."""
    yield text
    if _TITLE_WAY.search(text):
        yield from (_TITLE_WAY.sub(f"{{title {way}", text) for way in TITLE_WAYS)
    elif any(piece.startswith("day ") for piece in pieces_in(text)):
        yield from (_DAY.sub(rf"{{\1 {hours:+d}}}", text) for hours in _HOURS[1:])


def _count(text: str, pairs: Sequence[_Pair], number: int) -> int:
    return sum(bool(_fits(text, pair, pair.new.slots[number], {})) for pair in pairs)


def _learn_renamings(pairs: Sequence[_Pair], number: int) -> Iterator[_Slot]:
    """Give the slot as another name of a piece of the old address: which one each value of the piece became."""
    for piece in sorted({piece for pair in pairs for piece in pair.pieces if _RENAMED.fullmatch(piece)}):
        became: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for pair in pairs:
            if piece in pair.pieces:
                became[pair.pieces[piece]][pair.new.slots[number]] += 1
        sure = {before: names.most_common(1)[0] for before, names in became.items()}
        kept = {
            (piece, before): name
            for before, (name, count) in sure.items()
            if count >= _LEAST_RENAMED and count >= _SURE * became[before].total()
        }
        support = sum(sure[before][1] for _, before in kept)
        if len(set(kept.values())) > 1:
            yield _Slot(f"{{{MAP}{piece}}}", support, kept)


def _weigh(publisher: str, draft: _Draft, pairs: Sequence[_Pair]) -> AddressRule | None:
    """Hold a draft against all pairs of its form, narrow it where that helps; None where it is none."""
    support, counter = _split(draft, pairs)
    if len(counter) >= LEAST_SUPPORT:
        draft = _narrow(draft, support, counter)
        support, counter = _split(draft, pairs)
    varied = {pair.new.slots for pair in support}
    is_listed = UNKNOWN in _pieces_of(draft)
    is_named = any(piece.startswith(_NAMES) for piece in _pieces_of(draft))
    if len(varied) < LEAST_SUPPORT or len(support) < len(counter) or (is_listed and not is_named):
        return None
    return _write_rule(publisher, draft, support, counter)


def _pieces_of(draft: _Draft) -> list[str]:
    return [piece for text in draft.slots for piece in pieces_in(text)]


def _split(draft: _Draft, pairs: Sequence[_Pair]) -> tuple[list[_Pair], list[_Pair]]:
    judged = [(pair, draft.judge(pair)) for pair in pairs]
    return [pair for pair, told in judged if told], [pair for pair, told in judged if told is False]


def _narrow(draft: _Draft, support: Sequence[_Pair], counter: Sequence[_Pair]) -> _Draft:
    """Narrow a rule to a part of its old addresses that nearly all of its support is of, and hardly a counter-example.

    Articles that went elsewhere by chance stand everywhere among the others: no part is without them.
    """
    best, least = draft, len(counter)
    for piece, values in find_scopes([pair.pieces for pair in support], [pair.pieces for pair in counter]):
        narrowed = replace(draft, only_piece=piece, only_values=values)
        lost = sum(narrowed.judge(pair) is None for pair in support)
        left = sum(narrowed.judge(pair) is False for pair in counter)
        is_apart = lost <= _FEW * len(support) and left <= _FEW * len(counter)
        if is_apart and lost + left < least:
            best, least = narrowed, lost + left
    return best


def _write_rule(publisher: str, draft: _Draft, support: Sequence[_Pair], counter: Sequence[_Pair]) -> AddressRule:
    host, folder_count, parameters = draft.form
    template = write_template(draft.slots, draft.shape)
    pieces = {piece for piece, _ in draft.renamed}
    shown = Counter((piece, pair.pieces.get(piece, "")) for pair in support for piece in pieces)
    return AddressRule(
        rule_id=content_id(publisher, host, str(folder_count), *parameters, template),
        publisher=publisher,
        host=host,
        folder_count=folder_count,
        parameters=parameters,
        template=template,
        only_piece=draft.only_piece,
        only_values=draft.only_values,
        renamings=tuple(
            Renaming(piece=piece, before=before, after=after, support=shown[piece, before])
            for (piece, before), after in sorted(draft.renamed.items())
        ),
        support=len(support),
        counter_count=len(counter),
        examples=_show(support),
        counter_examples=_show(counter),
        version=MOVES_VERSION,
    )


def _show(pairs: Sequence[_Pair]) -> tuple[AddressPair, ...]:
    return tuple(AddressPair(before=pair.article.old.url, after=pair.article.new_url) for pair in pairs[:_SHOWN])
